"""Codes in print: bars and modules as exact rectangles, digits below, sizes by GS1.

Sizes are of the GS1 General Specifications: 5.2.6 (EAN/UPC at 80 to 200 % of 0.33 mm), 5.5.2
(ITF-14: 0.495 to 1.016 mm), 5.7 (QR code at the till: at least 0.396 mm). A Code 128 of a
warehouse's own may be finer than GS1's 0.495 mm: from 0.25 mm a hand scanner reads it.
"""

from dataclasses import dataclass
from itertools import groupby

from media.document.millimetres import UNITS
from media.errors import BadValue
from media.fonts import chain, em_of, font_of
from media.layout import PlacedCode
from media.painting.codes import Modules, modules
from media.scene import Box, Code, Font, Span, Text
from media.typesetting.atoms import Glyph
from media.typesetting.text import Drawn, Ink, PlacedText

_DIGITS = Font(("Inter",), weight=500)
_GUARD = 5.0  # modules that a guard bar is longer by
_BELOW = 10.0  # modules of room for the digits
_SIZE = 10.0  # of the digits, in modules


@dataclass(frozen=True, slots=True)
class Kind:
    """Of a barcode: its module in mm, what is left free at its sides, how high its bars are."""

    nominal_mm: float
    least_mm: float
    most_mm: float
    left: int
    right: int
    bars_mm: float = 0.0
    guards: tuple[tuple[int, int], ...] = ()
    cells: tuple[tuple[int, float], ...] = ()
    """Digits from this one on, and where the first of them starts, in modules."""


KINDS = {
    "EAN13": Kind(0.33, 0.264, 0.66, 11, 7, 22.85, ((0, 3), (45, 50), (92, 95)),
                  ((0, -9.0), (1, 3.0), (7, 50.0))),
    "UPCA": Kind(0.33, 0.264, 0.66, 9, 9, 22.85, ((0, 10), (45, 50), (85, 95)),
                 ((0, -8.5), (1, 10.5), (6, 49.5), (11, 96.5))),
    "EAN8": Kind(0.33, 0.264, 0.66, 7, 7, 18.23, ((0, 3), (31, 36), (64, 67)),
                 ((0, 3.0), (4, 36.0))),
    "ITF14": Kind(1.016, 0.495, 1.016, 10, 10, 31.75),
    "CODE128": Kind(0.495, 0.25, 1.016, 10, 10, 12.7),
}  # fmt: skip
QR_LEAST_MM, QR_ADVISED_MM, QR_QUIET = 0.33, 0.396, 4


@dataclass(frozen=True, slots=True)
class Symbol:
    """A code as it is printed, in units: its dark rectangles, none over another, and its digits.

    `quiet` is the modules left free at its left and right.
    """

    code: Code
    box: Box
    bars: tuple[Box, ...]
    digits: PlacedText | None
    module: float
    quiet: tuple[int, int]
    bars_mm: float

    @property
    def module_mm(self) -> float:
        return self.module / UNITS


def _runs(row: Modules) -> list[tuple[int, int]]:
    """Where dark ones start, and how many there are."""
    found, at = [], 0
    for is_dark, group in groupby(row.tolist()):
        count = len(list(group))
        if is_dark:
            found.append((at, count))
        at += count
    return found


def _glyph(character: str, size: float) -> tuple[Glyph, float]:
    """And how wide it is."""
    instance = chain(_DIGITS, size)[0]
    font = font_of(instance)
    index = font.get_nominal_glyph(ord(character))
    if index is None:
        raise BadValue(f"A code cannot show {character!r} below its bars")
    width = font.get_glyph_h_advance(index) / em_of(instance) * size
    return Glyph(instance, index, 0.0, 0.0, 1.0), width


def _digits(code: Code, kind: Kind, box: Box, start: float, module: float) -> PlacedText:
    size = _SIZE * module
    baseline = box.bottom - 1.8 * module
    drawn = []
    if kind.cells:
        ends = [*(first for first, _ in kind.cells[1:]), len(code.text)]
        for (first, at), end in zip(kind.cells, ends, strict=True):
            for number, character in enumerate(code.text[first:end]):
                glyph, width = _glyph(character, size)
                middle = start + (at + 7 * number + 3.5) * module
                drawn.append(Drawn(glyph, middle - width / 2, baseline, size))
    else:
        glyphs = [_glyph(character, size) for character in code.text]
        shrink = min(1.0, box.width / max(sum(width for _, width in glyphs), 1e-6))
        pen = box.x + (box.width - shrink * sum(width for _, width in glyphs)) / 2
        for glyph, width in glyphs:
            drawn.append(Drawn(glyph, pen, baseline, size * shrink))
            pen += width * shrink
    span = Span(code.text, _DIGITS, code.color)
    layer = Text(name=code.name, spans=(span,), size_min_px=size, size_max_px=size)
    place = Box(box.x, baseline - 0.75 * size, box.width, 0.75 * size)
    return PlacedText(layer, (Ink(code.color, tuple(drawn)),), place, size)


def _barcode(code: Code, box: Box, row: Modules) -> Symbol:
    kind = KINDS[code.symbology]
    left, right = (kind.left, kind.right) if code.quiet is None else (code.quiet, code.quiet)
    module = box.width / (len(row) + left + right)
    start, tall = box.x + left * module, box.height - _BELOW * module
    if tall <= _BELOW * module:
        raise BadValue(f"Its bars do not fit into {box.height / UNITS:.1f} mm", layer=code.name)
    bars = [
        Box(
            start + at * module,
            box.y,
            count * module,
            tall + (_GUARD * module if any(a <= at < b for a, b in kind.guards) else 0),
        )
        for at, count in _runs(row)
    ]
    digits = _digits(code, kind, box, start, module)
    return Symbol(code, box, tuple(bars), digits, module, (left, right), tall / UNITS)


def _square(code: Code, box: Box, found: Modules) -> Symbol:
    quiet = QR_QUIET if code.quiet is None else code.quiet
    module = min(box.width, box.height) / (len(found) + 2 * quiet)
    side = module * len(found)
    left, top = box.x + (box.width - side) / 2, box.y + (box.height - side) / 2
    bars = tuple(
        Box(left + at * module, top + number * module, count * module, module)
        for number, row in enumerate(found)
        for at, count in _runs(row)
    )
    return Symbol(code, box, bars, None, module, (quiet, quiet), side / UNITS)


def symbol(placed: PlacedCode) -> Symbol:
    """As large as its box allows, to the edge of its quiet zones. Raises BadValue."""
    code = placed.layer
    found = modules(code.text, code.symbology, code.correction)
    if code.symbology == "QR":
        return _square(code, placed.box, found)
    return _barcode(code, placed.box, found[0])
