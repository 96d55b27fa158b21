"""The words of a text layer: slots filled in, emphasis and prices apart, each with its look."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from media.document import families, prices
from media.document.brand import FAMILY_ROLES
from media.document.names import NAME, Node
from media.document.slots import Filled, words_in
from media.document.template import Template
from media.scene import Align, Color, Fill, Font, Reading, Span, Stroke, Text
from media.typesetting import breaking

_PIECE = re.compile(r"\{(" + NAME + r")\}")
_MARKED = re.compile(r"\\([*\\])|(\*)")
_MARK_GAP_EM = 0.09  # of the mark's own size
FillOf = Callable[[Any], Fill]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text and what it is: plain, emphasis, mark, decimals."""

    text: str
    role: str = "plain"
    is_price: bool = False


def emphasized(text: str) -> list[Piece]:
    r"""`Sit with *colour*` in pieces; `\*` is a star, and so is one that nothing closes."""
    pieces, role, start, plain = [], "plain", 0, ""
    closes = text.count("*") - text.count("\\*")
    for found in _MARKED.finditer(text):
        plain += text[start : found.start()]
        start = found.end()
        if found[1]:
            plain += found[1]
        elif role == "plain" and closes < 2:
            plain += "*"
        else:
            pieces.append(Piece(plain, role))
            plain, closes = "", closes - 1
            role = "emphasis" if role == "plain" else "plain"
    pieces.append(Piece(plain + text[start:], role))
    return [piece for piece in pieces if piece.text]


def _last_word(pieces: list[Piece]) -> list[Piece]:
    if len(pieces) != 1 or breaking.has_han(pieces[0].text):
        return pieces
    before, space, last = pieces[0].text.rpartition(" ")
    if not space or not before.strip() or "\n" in last:
        return pieces
    return [Piece(before + space), Piece(last, "emphasis")]


def _price(filled: Filled, slot: str, node: Node) -> list[Piece]:
    in_words = node.get("mark_words", False)
    shown = prices.parts(filled.prices[slot], filled.locale, in_words=in_words)
    if node.get("mark_size", 1) == 1 and node.get("decimals_size", 1) == 1:
        return [Piece(shown.text, is_price=True)]
    figures = [Piece(shown.whole, is_price=True)]
    if shown.decimals:
        figures.append(Piece(shown.decimals, "decimals", is_price=True))
    if shown.mark_behind:
        return [*figures, Piece(shown.gap + shown.mark, "mark", is_price=True)]
    return [Piece(shown.mark + shown.gap, "mark", is_price=True), *figures]


def pieces(template: Template, node: Node, filled: Filled) -> list[Piece] | None:
    """None when a slot in it is not filled: the layer is left out. Raises UnknownFont."""
    families.check(node, filled.families)
    text, found, start = words_in(node["text"], filled.language), [], 0
    for match in _PIECE.finditer(text):
        slot = match[1]
        if not filled.has(slot):
            return None
        found.append(Piece(text[start : match.start()]))
        start = match.end()
        if slot in filled.prices:
            found += _price(filled, slot, node)
        elif slot in template.slots and template.slots[slot].kind == "RICH_TEXT":
            rich = emphasized(filled.texts[slot])
            found += _last_word(rich) if node.get("emphasize_last_word") else rich
        else:
            found.append(Piece(filled.texts[slot]))
    found.append(Piece(text[start:]))
    return [piece for piece in found if piece.text]


def styled(node: Node, found: list[Piece]) -> Node:
    """The node as it is for these words: with its `han` where there is Han."""
    has_han = any(breaking.has_han(piece.text) for piece in found)
    return {**node, **node.get("han", {})} if has_han else node


def font_of(style: Mapping[str, Any], added: Mapping[str, str]) -> Font:
    """`added` tells those that were added from those that are shipped."""
    asked = style.get("font", "Inter")
    asked = [asked] if isinstance(asked, str) else asked
    return Font(
        families=tuple(
            added.get(family, family)
            for family in asked
            if family in added or family not in FAMILY_ROLES
        ),
        weight=style.get("weight", 400),
        width=style.get("width", 100),
        italic=style.get("italic", False),
        features=tuple(sorted(style.get("features", {}).items())),
    )


def _stroke(node: Mapping[str, Any] | None, fill_of: FillOf) -> Stroke | None:
    if node is None:
        return None
    color = fill_of(node["color"])
    if not isinstance(color, Color):  # the schema knows no gradient here
        raise TypeError("A stroke has one colour")
    return Stroke(float(node["width"]), color)


def _span(
    style: Mapping[str, Any], piece: Piece, fill_of: FillOf, added: Mapping[str, str]
) -> Span:
    return Span(
        text=piece.text,
        font=font_of(style, added),
        fill=fill_of(style.get("color", "#000000")),
        tracking_em=style.get("tracking", 0.0),
        underline=style.get("underline", False),
        stroke=_stroke(style.get("stroke"), fill_of),
    )


def spans(
    style: Node, found: list[Piece], fill_of: FillOf, added: Mapping[str, str]
) -> tuple[Span, ...]:
    """`style` is the node after `styled`."""
    made: list[Span] = []
    for piece in found:
        match piece.role:
            case "emphasis":
                span = _span({**style, **style.get("emphasis", {})}, piece, fill_of, added)
            case "mark":
                size = style.get("mark_size", 1.0)
                span = _span({**style, **style.get("mark", {})}, piece, fill_of, added)
                gap = _MARK_GAP_EM if len(piece.text) == 1 else 0.02
                span = replace(span, size_em=size, cap_top=size < 1, tracking_em=gap)
            case "decimals":
                span = replace(
                    _span(style, piece, fill_of, added), size_em=style.get("decimals_size", 1.0)
                )
            case _:
                span = _span(style, piece, fill_of, added)
        made.append(replace(span, strike=bool(style.get("strike")) and piece.is_price))
    return tuple(made)


def layer(
    common: Mapping[str, Any],
    node: Node,
    found: list[Piece],
    fill_of: FillOf,
    added: Mapping[str, str],
) -> Text:
    """These words as a layer; `common` is what all kinds of layers have."""
    style = styled(node, found)
    size = style["size"]
    least, most = size if isinstance(size, list) else (size, size)
    return Text(
        **common,
        spans=spans(style, found, fill_of, added),
        size_min_px=float(least),
        size_max_px=float(most),
        max_lines=style.get("lines", 1),
        leading=style.get("leading", 1.2),
        align=Align(node.get("align", "START")),
        valign=Align(node.get("valign", "START")),
        ellipsis=node.get("overflow") == "ELLIPSIS",
        width=node.get("max_width"),
        reading=Reading(node.get("reading", "AUTO")),
    )
