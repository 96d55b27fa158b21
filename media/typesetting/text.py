"""Lines: how words break, the largest size at which they fit, where each glyph stands.

Measured by ink: the left edge of a line is that of its first letter, and a block reaches from the
top of its capitals (or Han squares) to its last baseline. In a box all ink is inside, accents and
descenders too. Raises TextOverflow, MissingGlyph.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from media.errors import MediaError, TextOverflow
from media.scene import Align, Box, Fill, Span, Text
from media.typesetting.breaking import SPLIT_WORD
from media.typesetting.lines import Breaker, Line, breaker
from media.typesetting.shaping import Atom, Glyph

_STEP_PX = 0.25
_SMALLER = 0.82
_STRIKE_EM = (0.08, 0.11)  # thickness and overhang
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


class Drawn(NamedTuple):
    """A glyph on the canvas: x and y of its origin, size in px."""

    glyph: Glyph
    x: float
    y: float
    size_px: float


@dataclass(frozen=True, slots=True)
class Ink:
    """All that is drawn in one fill: glyphs, and the bars through struck words."""

    fill: Fill
    glyphs: tuple[Drawn, ...]
    bars: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedText:
    """`box` is where the ink is."""

    layer: Text
    inks: tuple[Ink, ...]
    box: Box
    size_px: float


def _block(layer: Text, atoms: tuple[Atom, ...], lines: tuple[Line, ...], size: float) -> Measured:
    rows = [[atom for atom in atoms[line.start : line.end] if atom.glyphs] for line in lines]
    top = max((atom.top for atom in rows[0]), default=0.7)
    bottom = min((atom.bottom for atom in rows[-1]), default=0.0)
    bottom = min(bottom, 0.0)
    drop = layer.leading * (len(lines) - 1)
    inks = [
        (ink.top - layer.leading * number, ink.bottom - layer.leading * number)
        for number, row in enumerate(rows)
        for ink in (atom.ink for atom in row)
        if ink is not None
    ]
    over = max((ink_top for ink_top, _ in inks), default=top) - top
    under = -drop + bottom - min((ink_bottom for _, ink_bottom in inks), default=bottom)
    return Measured(
        atoms=atoms,
        lines=lines,
        size_px=size,
        width_px=max(line.right - line.left for line in lines) * size,
        height_px=(top + drop - bottom) * size,
        over_px=max(over, 0.0) * size,
        under_px=max(under, 0.0) * size,
        rise_px=top * size,
    )


def _fits(block: Measured, height: float) -> bool:
    return block.height_px + block.over_px + block.under_px <= height


def _full(layer: Text, maker: Breaker, size: float, width: float, height: float) -> Measured | None:
    """At this size with lines as full as they can be, or None where that does not fit."""
    lines = maker.fewest(width / size, layer.max_lines)
    block = _block(layer, maker.atoms, lines, size) if lines else None
    return block if block is not None and _fits(block, height) else None


def _even(layer: Text, maker: Breaker, size: float, width: float, height: float) -> Measured | None:
    """At this size with lines as even as they can be, or None where that does not fit."""
    full = _full(layer, maker, size, width, height)
    best = maker.best(len(full.lines), width / size) if full is not None else None
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


def _shortened(layer: Text, width: float, height: float) -> Measured | None:
    """As many characters as fit at the smallest size, and three dots."""
    low, high, found = 1, sum(len(span.text) for span in layer.spans), None
    while low <= high:
        middle = (low + high) // 2
        maker = breaker(_cut(layer.spans, middle), layer.size_max_px, split_words=True)
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
            breaker(layer.spans, layer.size_max_px, split_words=split_words)
            for split_words in (False, True)
        ]
    except MediaError as error:
        raise error.within(layer=layer.name) from None
    if not any(atom.glyphs for atom in makers[0].atoms):
        return Measured((), (), layer.size_max_px, 0.0, 0.0, 0.0, 0.0, 0.0)
    size_max = max(layer.size_min_px, layer.size_max_px * shrink)
    for maker in makers:
        if (found := _largest(layer, maker, width_px, height_px, size_max)) is not None:
            return found
    if layer.ellipsis and (found := _shortened(layer, width_px, height_px)) is not None:
        return found
    words = "".join(span.text for span in layer.spans)
    shown = words if len(words) <= 40 else f"{words[:39]}…"
    raise TextOverflow(
        f"{shown!r} does not fit into {width_px:.0f} x {height_px:.0f} px"
        f" in {layer.max_lines} line(s) at {layer.size_min_px:g} px",
        layer=layer.name,
    )


def _bars(
    layer: Text, measured: Measured, line: Line, pen: float, baseline: float
) -> list[tuple[int, Box]]:
    """Through the middle of each struck run of a line, a little longer than it."""
    size, found, x = measured.size_px, [], pen
    atoms = measured.atoms[line.start : line.end]
    for number, group in groupby(atoms, lambda atom: atom.span):
        run = list(group)
        wide = sum(atom.width for atom in run) - run[-1].tracking
        if layer.spans[number].strike:
            em = run[0].glyphs[0].size * size if run[0].glyphs else size
            thick, over = max(_STRIKE_EM[0] * em, 1.0), _STRIKE_EM[1] * em
            middle = baseline - (run[0].top + run[0].bottom) / 2 * size
            bar = Box(x - over, middle - thick / 2, wide * size + 2 * over, thick)
            found.append((number, bar))
        x += sum(atom.width for atom in run) * size
    return found


def place(layer: Text, measured: Measured, x: float, y: float, width: float) -> PlacedText:
    """Top left of the block and the width within which lines are aligned."""
    size = measured.size_px
    glyphs: dict[Fill, list[Drawn]] = {}
    bars: dict[Fill, list[Box]] = {}
    left, right = x + width, x
    for number, line in enumerate(measured.lines):
        wide = (line.right - line.left) * size
        room = {Align.CENTER: (width - wide) / 2, Align.END: width - wide}.get(layer.align, 0.0)
        pen = x + room - line.left * size
        left, right = min(left, x + room), max(right, x + room + wide)
        baseline = y + measured.rise_px + layer.leading * number * size
        for span, bar in _bars(layer, measured, line, pen, baseline):
            bars.setdefault(layer.spans[span].fill, []).append(bar)
            left, right = min(left, bar.x), max(right, bar.right)
        for atom in measured.atoms[line.start : line.end]:
            fill = layer.spans[atom.span].fill
            for glyph in atom.glyphs:
                left_px, down_px = pen + glyph.x * size, baseline - glyph.y * size
                at = Drawn(glyph, left_px, down_px, glyph.size * size)
                glyphs.setdefault(fill, []).append(at)
            pen += atom.width * size
    fills = dict.fromkeys([*glyphs, *bars])
    inks = tuple(
        Ink(fill, tuple(glyphs.get(fill, ())), tuple(bars.get(fill, ()))) for fill in fills
    )
    top = y - measured.over_px
    tall = measured.height_px + measured.over_px + measured.under_px
    return PlacedText(layer, inks, Box(left, top, right - left, tall), size)


def place_in(layer: Text, box: Box) -> PlacedText:
    """Into a box, all ink inside."""
    measured = measure(layer, box.width, box.height)
    tall = measured.height_px + measured.over_px + measured.under_px
    room = box.height - tall
    down = {Align.CENTER: room / 2, Align.END: room}.get(layer.valign, 0.0)
    if layer.valign is Align.CENTER:  # capitals in the middle, as far as descenders allow
        down = min(max((box.height - measured.height_px) / 2 - measured.over_px, 0.0), room)
    return place(layer, measured, box.x, box.y + down + measured.over_px, box.width)
