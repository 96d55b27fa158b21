"""A template as the command line names it: one that ships, or a file of one's own."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.refused import Refused
from media.document import reading
from media.document.template import FOLDER, Template, named, parse


def is_file(name: str) -> bool:
    """A path, and not the name of one that ships."""
    return name.endswith(".json") or "/" in name or "\\" in name


def template_in(name: str) -> tuple[Mapping[str, Any], Template]:
    """The document, and what was read from it; raises Refused or a MediaError."""
    if not is_file(name):
        template = named(name)
        document: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
        return document, template
    try:
        with Path(name).open("rb") as file:
            data = file.read(reading.MAX_BYTES + 1)
    except OSError as error:
        raise Refused(f"{name} cannot be read: {error.strerror or error}.") from None
    document = reading.document_in(data)
    return document, parse(document)
