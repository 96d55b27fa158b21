"""Lines: where each glyph stands, in what colour, which way its line is read.

The left edge of a line is that of its first letter. In a box all ink is inside, accents, descenders
and outlines too. Raises TextOverflow, MissingGlyph.
"""

from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from media.scene import Align, Box, Fill, Stroke, Text
from media.typesetting.atoms import Atom, Glyph
from media.typesetting.lines import Line, extent, ordered
from media.typesetting.measuring import UNDERLINE_EM, Measured, edge_px, measure

__all__ = ["Drawn", "Ink", "Measured", "PlacedText", "measure", "place", "place_in"]
_STRIKE_EM = (0.08, 0.11)  # thickness and overhang


class Drawn(NamedTuple):
    """A glyph on the canvas: x and y of its origin, size in px."""

    glyph: Glyph
    x: float
    y: float
    size_px: float


@dataclass(frozen=True, slots=True)
class Ink:
    """All that is drawn in one fill: glyphs, and the bars through struck or underlined words.

    `pictures` are glyphs that bring their own colours; of the fill they take the alpha alone.
    """

    fill: Fill
    glyphs: tuple[Drawn, ...]
    bars: tuple[Box, ...] = ()
    stroke: Stroke | None = None
    pictures: tuple[Drawn, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedText:
    """`box` is where the ink is."""

    layer: Text
    inks: tuple[Ink, ...]
    box: Box
    size_px: float


def _bars(
    layer: Text, row: list[Atom], size: float, pen: float, baseline: float
) -> list[tuple[int, Box]]:
    """Through the middle of each struck run of a line, longer than it; or below its ink."""
    found: list[tuple[int, Box]] = []
    if not any(span.strike or span.underline for span in layer.spans):
        return found
    x = pen
    for number, group in groupby(row, lambda atom: atom.span):
        run = list(group)
        span = layer.spans[number]
        wide = sum(atom.width for atom in run) - run[-1].tracking
        em = run[0].glyphs[0].size * size if run[0].glyphs else size
        if span.strike:
            thick, over = max(_STRIKE_EM[0] * em, 1.0), _STRIKE_EM[1] * em
            middle = baseline - (run[0].top + run[0].bottom) / 2 * size
            bar = Box(x - over, middle - thick / 2, wide * size + 2 * over, thick)
            found.append((number, bar))
        if span.underline:
            thick, down = UNDERLINE_EM[0] * em, UNDERLINE_EM[1] * em
            left, right = extent(run)
            found.append(
                (number, Box(x + left * size, baseline + down, (right - left) * size, thick))
            )
        x += sum(atom.width for atom in run) * size
    return found


@dataclass(slots=True)
class _Laid:
    """What has been laid down of one fill and stroke."""

    glyphs: list[Drawn] = field(default_factory=list)
    pictures: list[Drawn] = field(default_factory=list)
    bars: list[Box] = field(default_factory=list)


def _side(layer: Text, measured: Measured, line: Line) -> Align:
    """START is on the right where the paragraph is read from there."""
    base = measured.atoms[line.start].base if line.start < len(measured.atoms) else 0
    turned = {Align.START: Align.END, Align.END: Align.START}
    return turned.get(layer.align, layer.align) if base % 2 else layer.align


def place(layer: Text, measured: Measured, x: float, y: float, width: float) -> PlacedText:
    """Top left of the block and the width within which lines are aligned."""
    size, edge = measured.size_px, edge_px(layer)
    laid: dict[tuple[Fill, Stroke | None], _Laid] = {}
    by_span = [laid.setdefault((span.fill, span.stroke), _Laid()) for span in layer.spans]
    left, right = x + width, x
    for number, line in enumerate(measured.lines):
        wide = (line.right - line.left) * size + 2 * edge
        side = _side(layer, measured, line)
        room = {Align.CENTER: (width - wide) / 2, Align.END: width - wide}.get(side, 0.0)
        pen = x + room + edge - line.left * size
        left, right = min(left, x + room), max(right, x + room + wide)
        baseline = y + measured.rise_px + layer.leading * number * size
        row = ordered(measured.atoms, line)
        for span, bar in _bars(layer, row, size, pen, baseline):
            by_span[span].bars.append(bar)
            left, right = min(left, bar.x), max(right, bar.right)
        for atom in row:
            found = by_span[atom.span]
            for glyph in atom.glyphs:
                left_px, down_px = pen + glyph.x * size, baseline - glyph.y * size
                at = Drawn(glyph, left_px, down_px, glyph.size * size)
                kind = found.pictures if glyph.instance.face.is_color else found.glyphs
                kind.append(at)
            pen += atom.width * size
    inks = tuple(
        Ink(fill, tuple(one.glyphs), tuple(one.bars), stroke, tuple(one.pictures))
        for (fill, stroke), one in laid.items()
        if one.glyphs or one.bars or one.pictures
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
