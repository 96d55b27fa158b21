"""Every template that ships, stills and films, and any document read as what its values fill."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from media.document import film, template
from media.document.template import FOLDER, Template
from media.errors import UnknownTemplate

FILM = "FILM"


def shipped() -> tuple[str, ...]:
    """Names, stills first."""
    return (*template.shipped(), *film.shipped())


def document_named(name: str) -> Mapping[str, Any]:
    """Raises UnknownTemplate."""
    if name not in shipped():
        raise UnknownTemplate(f"No template is named {name!r}", template=name)
    document: Mapping[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return document


def is_film(document: Any) -> bool:
    return isinstance(document, Mapping) and document.get("kind") == FILM


def read(document: Mapping[str, Any], preset: str | None = None) -> Template:
    """A still as it is for a preset; of a film its slots, size and samples, its kind FILM.

    Raises BadTemplate with the path of what is wrong, or TooLarge.
    """
    if not is_film(document):
        return template.parse(document, preset)
    found = film.parse(document)
    return replace(
        found.base,
        kind=FILM,
        title=found.title,
        placements=found.placements,
        samples=found.samples,
        languages=found.languages,
    )
