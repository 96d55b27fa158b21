"""Which families a layer of words names, and whether they are there: shipped, or added."""

from collections.abc import Iterator, Mapping
from typing import Any

from media.document.brand import FAMILY_ROLES
from media.document.names import Node, places
from media.document.template import Template
from media.errors import UnknownFont
from media.fonts import FAMILIES


def named(node: Node) -> Iterator[str]:
    """Those of its emphasis, its mark and its Han too."""
    fonts = node.get("font", ())
    yield from [fonts] if isinstance(fonts, str) else fonts
    for part in ("han", "emphasis", "mark"):
        if part in node:
            yield from named(node[part])


def all_named(document: Any) -> Iterator[str]:
    """Those of a whole document of any kind, of each of its layouts; some more than once."""
    if isinstance(document, Mapping):
        for name, part in document.items():
            if name == "font":
                yield from [part] if isinstance(part, str) else filter(_is_words, part)
            yield from all_named(part)
    elif isinstance(document, list):
        for part in document:
            yield from all_named(part)


def _is_words(value: Any) -> bool:
    return isinstance(value, str)


def check(node: Node, added: Mapping[str, str]) -> None:
    """Raises UnknownFont with the layer's name."""
    for family in named(node):
        if family not in FAMILIES and family not in added and family not in FAMILY_ROLES:
            raise UnknownFont(family, layer=node["name"])


def asks_for_roles(template: Template) -> bool:
    """Whether a layer names a family by its role in a brand; of a film it is taken to."""
    layers = places(template.layers)
    return template.kind == "FILM" or any(
        family in FAMILY_ROLES for place in layers for family in named(place.node)
    )
