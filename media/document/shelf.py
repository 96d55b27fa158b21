"""The documents that ship, one JSON file each in `media/templates/`, as they lie there."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "templates"


def names() -> tuple[str, ...]:
    """Of stills, films and packagings."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.json")))


def stored(name: str) -> Mapping[str, Any]:
    """Raises FileNotFoundError."""
    document: Mapping[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return document
