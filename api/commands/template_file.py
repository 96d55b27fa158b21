"""A template as the command line names it: one that ships, or a file of one's own."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.refused import Refused
from media.document import reading
from media.document.library import read
from media.document.millimetres import UNITS
from media.document.packaging import PACKAGING
from media.document.shelf import stored
from media.document.template import Template


def is_file(name: str) -> bool:
    """A path, and not the name of one that ships."""
    return name.endswith(".json") or "/" in name or "\\" in name


def size_of(template: Template) -> str:
    """Of a packaging the flat sheet's."""
    if template.kind == PACKAGING:
        return f"{template.width_px / UNITS:g} x {template.height_px / UNITS:g} mm"
    return f"{template.width_px} x {template.height_px} px"


def template_in(name: str, preset: str | None = None) -> tuple[Mapping[str, Any], Template]:
    """The document, and what was read from it in its layout for a preset.

    Raises Refused or a MediaError.
    """
    if not is_file(name):
        shipped = stored(name)
        return shipped, read(shipped, preset)
    try:
        with Path(name).open("rb") as file:
            data = file.read(reading.MAX_BYTES + 1)
    except OSError as error:
        raise Refused(f"{name} cannot be read: {error.strerror or error}.") from None
    document = reading.document_in(data)
    return document, read(document, preset)
