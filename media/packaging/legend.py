"""What stands below a proof: its name and sizes, its lines, its colours, what was found."""

from collections import Counter
from collections.abc import Iterator

from media.document.millimetres import UNITS
from media.document.packaging import PackagingTemplate
from media.document.slots import words_in
from media.layout import Placed, PlacedShape
from media.packaging.desk import BELOW_MM, CUT, FOLD, MARGIN_MM
from media.packaging.finding import Finding
from media.packaging.matrix import leaves
from media.packaging.sheet import Print
from media.packaging.wording import line, sizes
from media.presets.finding import Verdict, worst
from media.scene import Box, Color, Corners, Form, Shape
from media.typesetting.text import PlacedText

_INK, _SOFT = Color(29, 31, 34), Color(96, 100, 106)
_LINES = (("Cut", CUT, None), ("Crease", FOLD, (12.0, 6.4)))
_VERDICTS = {
    Verdict.PASS: Color(18, 122, 72), Verdict.WARN: Color(178, 104, 0),
    Verdict.FAIL: Color(190, 20, 30),
}  # fmt: skip
_MOST_COLORS, _MOST_FINDINGS = 6, 5


def _solid(prints: tuple[Print, ...]) -> Iterator[tuple[Color, float]]:
    """Colours that stand by themselves, and on how many square units."""
    for one in prints:
        for leaf, _ in leaves(one.placed, one.matrix):
            area = leaf.box.width * leaf.box.height
            if isinstance(leaf, PlacedShape) and isinstance(leaf.layer.fill, Color):
                yield leaf.layer.fill, area
            elif isinstance(leaf, PlacedText):
                for ink in leaf.inks:
                    if isinstance(ink.fill, Color):
                        yield ink.fill, area / 4


def _colors(prints: tuple[Print, ...]) -> list[Color]:
    """Those that cover most, largest first."""
    found: Counter[tuple[int, int, int]] = Counter()
    for color, area in _solid(prints):
        if color.alpha == 1:
            found[color.rgb] += int(area)
    return [Color(*rgb) for rgb, _ in found.most_common(_MOST_COLORS)]


def legend(
    template: PackagingTemplate,
    prints: tuple[Print, ...],
    findings: tuple[Finding, ...],
    width_mm: float,
    height_mm: float,
) -> tuple[list[PlacedShape], list[Placed]]:
    """Marks and words in units of the proof, whose size is given."""
    shapes: list[PlacedShape] = []
    words: list[Placed] = []
    top, left, right = height_mm - BELOW_MM, MARGIN_MM, width_mm - MARGIN_MM
    third = (right - left) / 3

    def box(x: float, y: float, wide: float, tall: float) -> Box:
        return Box(x * UNITS, y * UNITS, wide * UNITS, tall * UNITS)

    def shape(place: Box, fill: Color, **more: object) -> None:
        shapes.append(PlacedShape(Shape(name="legend", fill=fill, **more), place))  # type: ignore[arg-type]

    def say(said: str, place: Box, pt: float, color: Color = _INK, weight: int = 400) -> None:
        placed = line(said, place, pt, weight=weight, color=color, lines=2)
        words.extend([placed] if placed else [])

    shape(box(left, top, right - left, 0.2), _SOFT)
    field = template.dieline.field
    say(words_in(template.title, "en"), box(left, top + 4, third - 4, 6), 13, weight=600)
    say(sizes(template), box(left, top + 11, third - 4, 8), 7.5, _SOFT)
    flat = f"Flat {field.width:.1f} x {field.height:.1f} mm"
    edges = f"bleed {template.bleed_mm:g} mm, safe area {template.safe_mm:g} mm"
    say(f"{flat}, {edges}", box(left, top + 20, third - 4, 8), 7.5, _SOFT)
    say(f"{template.name}, revision {template.revision}. For approval, not for print.",
        box(left, top + 29, third - 4, 8), 7.5, _SOFT)  # fmt: skip

    middle = left + third
    for number, (said, color, dash) in enumerate(_LINES):
        y = top + 5.5 + 6 * number
        shape(box(middle, y, 14, 0.01), color, form=Form.STROKE, points=((0, 0), (1, 0)),
              stroke_px=0.4 * UNITS, dash=dash)  # fmt: skip
        say(said, box(middle + 17, y - 1.4, 40, 4), 7.5, _SOFT)
    for number, color in enumerate(_colors(prints)):
        x, y = middle + number % 3 * third / 3.4, top + 18 + 11 * (number // 3)
        shape(box(x, y, 7, 7), color, corners=_round(1.2))
        said = "#{:02X}{:02X}{:02X}".format(*color.rgb)
        say(said, box(x + 8.5, y + 2.2, third / 3.4 - 9, 4), 6.5, _SOFT)

    verdict = worst(findings)
    x = left + 2 * third
    shape(box(x, top + 4, 15, 5.4), _VERDICTS[verdict], corners=_round(2.7))
    say(verdict, box(x + 2.6, top + 5.6, 12, 4), 7.5, Color(255, 255, 255), 700)
    loud = [one for one in findings if one.verdict is not Verdict.PASS]
    if not loud:
        say("Words, codes, pictures and bleed keep every rule.",
            box(x + 18, top + 5.6, third - 18, 8), 7.5, _SOFT)  # fmt: skip
    for number, one in enumerate(loud[:_MOST_FINDINGS]):
        said = one.said
        say(said, box(x, top + 12 + 6.4 * number, third, 6), 6.5, _SOFT)
    return shapes, words


def _round(mm: float) -> Corners:
    return Corners(*[mm * UNITS] * 4)
