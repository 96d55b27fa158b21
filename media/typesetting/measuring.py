"""How large words are set: how they break, and the largest size at which they fit.

Measured by ink: a block reaches from the top of its capitals (or Han squares) to its last baseline,
and what stands out of that, outlines and underlines too, is known.
Raises TextOverflow, MissingGlyph.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from media.errors import MediaError, MissingGlyph, TextOverflow
from media.scene import Span, Text
from media.typesetting.atoms import Atom
from media.typesetting.breaking import SPLIT_WORD
from media.typesetting.lines import Breaker, Line, breaker

_STEP_PX = 0.25
_SMALLER = 0.82
UNDERLINE_EM = (0.065, 0.1)  # thickness and depth below the baseline
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Measured:
    """Words broken into lines at a size. Its height: capitals' top to last baseline."""

    atoms: tuple[Atom, ...]
    lines: tuple[Line, ...]
    size_px: float
    width_px: float
    height_px: float
    over_px: float  # ink above the top of the capitals
    under_px: float  # ink below the last baseline
    rise_px: float  # the first baseline, from the top
    cost: float = 0.0  # of its breaks


def edge_px(layer: Text) -> float:
    """How far outlines reach out of the letters."""
    return max((span.stroke.width_px for span in layer.spans if span.stroke), default=0.0)


def _lowest(layer: Text, atom: Atom, bottom: float) -> float:
    """Of an inked atom, in em, its underline with it."""
    if not layer.spans[atom.span].underline:
        return bottom
    em = atom.glyphs[0].size if atom.glyphs else 1.0
    return min(bottom, -sum(UNDERLINE_EM) * em)


def _block(layer: Text, atoms: tuple[Atom, ...], lines: tuple[Line, ...], size: float) -> Measured:
    rows = [[atom for atom in atoms[line.start : line.end] if atom.glyphs] for line in lines]
    top = max((atom.top for atom in rows[0]), default=0.7)
    bottom = min((atom.bottom for atom in rows[-1]), default=0.0)
    bottom = min(bottom, 0.0)
    drop = layer.leading * (len(lines) - 1)
    inks = [
        (
            atom.ink.top - layer.leading * number,
            _lowest(layer, atom, atom.ink.bottom) - layer.leading * number,
        )
        for number, row in enumerate(rows)
        for atom in row
        if atom.ink is not None
    ]
    edge = edge_px(layer)
    over = max((ink_top for ink_top, _ in inks), default=top) - top
    under = -drop + bottom - min((ink_bottom for _, ink_bottom in inks), default=bottom)
    return Measured(
        atoms=atoms,
        lines=lines,
        size_px=size,
        width_px=max(line.right - line.left for line in lines) * size + 2 * edge,
        height_px=(top + drop - bottom) * size,
        over_px=max(over, 0.0) * size + edge,
        under_px=max(under, 0.0) * size + edge,
        rise_px=top * size,
    )


def _fits(block: Measured, height: float) -> bool:
    return block.height_px + block.over_px + block.under_px <= height


def _full(layer: Text, maker: Breaker, size: float, width: float, height: float) -> Measured | None:
    """At this size with lines as full as they can be, or None where that does not fit."""
    lines = maker.fewest((width - 2 * edge_px(layer)) / size, layer.max_lines)
    block = _block(layer, maker.atoms, lines, size) if lines else None
    return block if block is not None and _fits(block, height) else None


def _even(layer: Text, maker: Breaker, size: float, width: float, height: float) -> Measured | None:
    """At this size with lines as even as they can be, or None where that does not fit."""
    full = _full(layer, maker, size, width, height)
    room = (width - 2 * edge_px(layer)) / size
    best = maker.best(len(full.lines), room) if full is not None else None
    if best is None:
        return full
    block = replace(_block(layer, maker.atoms, best[1], size), cost=best[0])
    return block if _fits(block, height) else None


def _at(layer: Text, maker: Breaker, size: float, width: float, height: float) -> Measured | None:
    """At this size or, where even lines need it, a little smaller."""
    smallest = max(layer.size_min_px, size * _SMALLER)
    tried = size
    while tried >= smallest:
        if (found := _even(layer, maker, tried, width, height)) is not None:
            return found
        tried *= 0.98
    return _full(layer, maker, size, width, height)


def _largest(
    layer: Text, maker: Breaker, width: float, height: float, size_max: float
) -> Measured | None:
    low, high = layer.size_min_px, size_max
    if _full(layer, maker, high, width, height) is not None:
        low = high
    elif _full(layer, maker, low, width, height) is None:
        return None
    while high - low > _STEP_PX:
        middle = (low + high) / 2
        if _full(layer, maker, middle, width, height) is None:
            high = middle
        else:
            low = middle
    found = _at(layer, maker, low, width, height)
    return found and _whole_words(layer, maker, found, width, height)


def _whole_words(
    layer: Text, maker: Breaker, found: Measured, width: float, height: float
) -> Measured:
    """A little smaller, where that saves a word from being cut or a character from being alone."""
    size = found.size_px
    while found.cost >= SPLIT_WORD and size > max(layer.size_min_px, found.size_px * _SMALLER):
        size = max(size * 0.98, layer.size_min_px)
        tried = _even(layer, maker, size, width, height)
        if tried is not None and tried.cost < SPLIT_WORD:
            return tried
    return found


def _cut(spans: tuple[Span, ...], length: int) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in spans:
        text = span.text[:length]
        length -= len(text)
        if text:
            kept.append(replace(span, text=text))
    kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" ，、,.") + _ELLIPSIS)
    return tuple(kept)


def _shortened(
    layer: Text, atoms: tuple[Atom, ...], width: float, height: float
) -> Measured | None:
    """As many characters as fit at the smallest size, and three dots. No cluster is cut."""
    ends = list(accumulate(len(atom.text) for atom in atoms))
    low, high, found = 1, len(ends), None
    while low <= high:
        middle = (low + high) // 2
        kept = _cut(layer.spans, ends[middle - 1])
        maker = breaker(kept, layer.size_max_px, layer.reading, split_words=True)
        fits = _at(layer, maker, layer.size_min_px, width, height)
        low, high, found = (
            (middle + 1, high, fits) if fits is not None else (low, middle - 1, found)
        )
    return found


@lru_cache(maxsize=1024)
def measure(layer: Text, width_px: float, height_px: float, shrink: float = 1.0) -> Measured:
    """The largest size, at most `shrink` of its own, at which the words fit in so much room."""
    try:
        makers = [
            breaker(layer.spans, layer.size_max_px, layer.reading, split_words=split_words)
            for split_words in (False, True)
        ]
    except MediaError as error:
        character = error.character if isinstance(error, MissingGlyph) else ""
        raise error.within(layer=layer.name, slot=slot_of([layer], character)) from None
    if not any(atom.ink for atom in makers[0].atoms):
        return Measured((), (), layer.size_max_px, 0.0, 0.0, 0.0, 0.0, 0.0)
    size_max = max(layer.size_min_px, layer.size_max_px * shrink)
    for maker in makers:
        if (found := _largest(layer, maker, width_px, height_px, size_max)) is not None:
            return found
    if layer.ellipsis:
        found = _shortened(layer, makers[0].atoms, width_px, height_px)
        if found is not None:
            return found
    words = "".join(span.text for span in layer.spans)
    shown = words if len(words) <= 40 else f"{words[:39]}…"
    raise TextOverflow(
        f"{shown!r} does not fit into {width_px:.0f} x {height_px:.0f} px"
        f" in {layer.max_lines} line(s) at {layer.size_min_px:g} px",
        layer=layer.name,
        slot=slot_of([layer]),
    )


def slot_of(layers: Iterable[Text], character: str = "") -> str | None:
    """Whose words are to be mended: of those with the character, the most; None: the template's."""
    spans = [span for layer in layers for span in layer.spans if character in span.text]
    longest = max(spans, key=lambda span: len(span.text), default=None)
    return longest.slot if longest else None
