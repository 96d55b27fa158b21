"""Which families a layer of words names, and whether they are there: shipped, or added."""

from collections.abc import Iterator, Mapping

from media.document.names import Node
from media.errors import UnknownFont
from media.fonts import FAMILIES


def named(node: Node) -> Iterator[str]:
    """Those of its emphasis, its mark and its Han too."""
    fonts = node.get("font", ())
    yield from [fonts] if isinstance(fonts, str) else fonts
    for part in ("han", "emphasis", "mark"):
        if part in node:
            yield from named(node[part])


def check(node: Node, added: Mapping[str, str]) -> None:
    """Raises UnknownFont with the layer's name."""
    for family in named(node):
        if family not in FAMILIES and family not in added:
            raise UnknownFont(family, layer=node["name"])
