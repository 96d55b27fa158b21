"""Which families a template names, and whether they are there: shipped, or added for a render."""

from collections.abc import Iterator, Mapping

from media.document.names import Node, places
from media.document.template import Template
from media.errors import UnknownFont
from media.fonts import FAMILIES


def _named(node: Node) -> Iterator[str]:
    """In a text layer, those of its emphasis, its mark and its Han too."""
    fonts = node.get("font", ())
    yield from [fonts] if isinstance(fonts, str) else fonts
    for part in ("han", "emphasis", "mark"):
        if part in node:
            yield from _named(node[part])


def resolve(template: Template, added: Mapping[str, str]) -> dict[str, str]:
    """By family, what `Font.families` takes; `added` is from `media.fonts.added.families`.

    Raises UnknownFont with the layer's name.
    """
    found: dict[str, str] = {}
    for _, node, _, _ in places(template.layers):
        for family in _named(node) if node["kind"] == "text" else ():
            if family not in FAMILIES and family not in added:
                raise UnknownFont(family, layer=node["name"])
            found[family] = added.get(family, family)
    return found
