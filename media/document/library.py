"""Every template that ships, stills, films and packagings, and any document read as what its values
fill."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from media.document import film, packaging, template
from media.document.packaging import PACKAGING
from media.document.template import Template

FILM = "FILM"


def shipped() -> tuple[str, ...]:
    """Names, stills first, packagings last."""
    return (*template.shipped(), *film.shipped(), *packaging.shipped())


def is_film(asked: Any) -> bool:
    """Of a document, or of the name of one that ships."""
    if isinstance(asked, str):
        return asked in film.shipped()
    return isinstance(asked, Mapping) and asked.get("kind") == FILM


def is_packaging(asked: Any) -> bool:
    """Likewise."""
    if isinstance(asked, str):
        return asked in packaging.shipped()
    return isinstance(asked, Mapping) and asked.get("kind") == PACKAGING


def read(document: Mapping[str, Any], preset: str | None = None) -> Template:
    """A still as it is for a preset; of a film and a packaging its slots, size and samples, its
    kind FILM or PACKAGING. A packaging's size is in quarters of a millimetre.

    Raises BadTemplate with the path of what is wrong, or TooLarge.
    """
    if is_packaging(document):
        return packaging.parse(document).base
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
