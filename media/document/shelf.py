"""The documents that ship, one JSON file each in `media/templates/`, as they lie there."""

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from media.errors import UnknownTemplate

FOLDER = Path(__file__).parent.parent / "templates"


def names() -> tuple[str, ...]:
    """Of stills, films and packagings."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.json")))


def stored(
    name: str, among: Collection[str] | None = None, sort: str = "template"
) -> Mapping[str, Any]:
    """One of those, or of all that ship. Raises UnknownTemplate, which calls it a `sort`."""
    if name not in (names() if among is None else among):
        raise UnknownTemplate(f"No {sort} is named {name!r}", template=name)
    document: Mapping[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return document
