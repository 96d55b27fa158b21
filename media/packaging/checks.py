"""What a printer would send back: words too small or too near to a cut, pictures too coarse."""

import math
from collections.abc import Iterator, Mapping

from media.dielines import Dieline, Panel
from media.dielines.edges import holds
from media.document.millimetres import MM_OF_POINT, UNITS
from media.document.packaging import PackagingTemplate
from media.layout import PlacedPicture, PlacedShape
from media.packaging import bleed, code_checks
from media.packaging.finding import Finding
from media.packaging.matrix import Leaf, Point, around, corners, leaves
from media.packaging.sheet import Print
from media.photo import Photo
from media.photos import fitting
from media.presets.finding import Verdict
from media.scene import Box, Form
from media.typesetting.text import PlacedText

LEAST_PT = 5.0
LEAST_DPI, ADVISED_DPI = 150, 300
THINNEST_PT = 0.25
_NEAR_MM = 0.05


def _far(box: Box, start: Point, end: Point) -> float:
    """How near a line comes to an upright box: 0 where it crosses it."""
    ends = [_outside(box, *start), _outside(box, *end)]
    corner_points = ((box.x, box.y), (box.right, box.y), (box.right, box.bottom),
                     (box.x, box.bottom))  # fmt: skip
    length = math.dist(start, end)
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    sides = []
    for x, y in corner_points:
        dx, dy = x - start[0], y - start[1]
        down = min(max(dx * along[0] + dy * along[1], 0.0), length)
        ends.append(math.hypot(dx - along[0] * down, dy - along[1] * down))
        sides.append(dx * along[1] - dy * along[0])
    spans = all(
        min(start[axis], end[axis]) < high and max(start[axis], end[axis]) > low
        for axis, low, high in ((0, box.x, box.right), (1, box.y, box.bottom))
    )
    return 0.0 if spans and min(sides) < 0 < max(sides) else min(ends)


def _outside(box: Box, x: float, y: float) -> float:
    dx = max(box.x - x, 0.0, x - box.right)
    dy = max(box.y - y, 0.0, y - box.bottom)
    return math.hypot(dx, dy)


def room(sheet: Dieline, panel: Panel, box: Box) -> float:
    """mm from a box on the sheet to the nearest cut, fold or hole; below 0 where it is not in the
    panel."""
    if not holds(panel.outline, box.x + box.width / 2, box.y + box.height / 2):
        return -1.0
    lines = [(edge.start, edge.end) for edge in panel.edges]
    for hole in sheet.holes:
        lines += zip(hole, (*hole[1:], hole[0]), strict=True)
    return min(_far(box, *line) for line in lines)


def nearest(template: PackagingTemplate, one: Print, box: Box) -> tuple[str, float]:
    """The panel that a box is in, and its room there."""
    sheet = template.dieline
    rooms = [(room(sheet, panel, box), panel.name) for panel in one.artwork.panels]
    best, name = max(rooms)
    return name, best


def _safe(
    template: PackagingTemplate, one: Print, what: str, layer: str, box: Box
) -> Iterator[Finding]:
    panel, far = nearest(template, one, box)
    if far >= template.safe_mm - _NEAR_MM:
        return
    limit = f"{template.safe_mm:g} mm"
    measured = "over the edge" if far <= 0 else f"{far:.1f} mm"
    where = "crosses" if far <= 0 else f"is {measured} from"
    message = f"It {where} a cut, a fold or a hole; {what} stay {limit} away."
    rule = f"{'text' if what == 'words' else 'logo'}.safe"
    yield Finding(rule, Verdict.FAIL, panel, layer, measured, limit, message)


def _words(
    template: PackagingTemplate, one: Print, placed: PlacedText, box: Box
) -> Iterator[Finding]:
    sizes = [glyph.size_px for ink in placed.inks for glyph in (*ink.glyphs, *ink.pictures)]
    points = min(sizes, default=placed.size_px) / UNITS / MM_OF_POINT
    if points < LEAST_PT - 1e-6:
        panel, _ = nearest(template, one, box)
        yield Finding(
            "text.size", Verdict.FAIL, panel, placed.layer.name, f"{points:.1f} pt",
            f"at least {LEAST_PT:g} pt",
            f"Its words are {points:.1f} pt; at least {LEAST_PT:g} pt are read and printed.",
        )  # fmt: skip
    yield from _safe(template, one, "words", placed.layer.name, box)


def resolution(placed: PlacedPicture, photo: Photo) -> float:
    """Pixels of the photo to an inch of print."""
    layer, box = placed.layer, placed.box
    cut = photo.cut if layer.cutout else None
    shown = cut or photo
    wide, tall = shown.image.size
    if cut is not None:
        field = layer.safe or box
        across = min(field.width / wide, field.height / tall) * layer.fill_share * wide
    else:
        across = fitting.fitted(layer, box, shown.image.size, shown.facts).photo.width
    return wide / max(across / UNITS / 25.4, 1e-6)


def _picture(
    template: PackagingTemplate, one: Print, placed: PlacedPicture, photo: Photo | None, box: Box
) -> Iterator[Finding]:
    dpi = resolution(placed, photo) if photo else ADVISED_DPI
    if dpi < ADVISED_DPI - 0.5:
        panel, _ = nearest(template, one, box)
        verdict = Verdict.FAIL if dpi < LEAST_DPI - 0.5 else Verdict.WARN
        yield Finding(
            "picture.dpi", verdict, panel, placed.layer.name, f"{dpi:.0f} dpi",
            f"at least {LEAST_DPI} dpi; advised {ADVISED_DPI} dpi",
            f"It has {dpi:.0f} pixels to an inch at its size; {ADVISED_DPI} are sharp.",
        )  # fmt: skip
    if placed.layer.name.partition("[")[0] in one.artwork.logos:
        yield from _safe(template, one, "logos", placed.layer.name, box)


def _line(
    template: PackagingTemplate, one: Print, placed: PlacedShape, box: Box
) -> Iterator[Finding]:
    layer = placed.layer
    thick = [layer.stroke_px] if layer.form is Form.STROKE else []
    thick += [layer.border.px] if layer.border else []
    points = min(thick, default=math.inf) / UNITS / MM_OF_POINT
    if points < THINNEST_PT - 1e-6:
        panel, _ = nearest(template, one, box)
        yield Finding(
            "line.thin", Verdict.WARN, panel, layer.name, f"{points:.2f} pt",
            f"advised {THINNEST_PT} pt",
            f"Its line is {points:.2f} pt; below {THINNEST_PT} pt it may vanish in print.",
        )  # fmt: skip


def _leaf(
    template: PackagingTemplate, one: Print, leaf: Leaf, box: Box, photos: Mapping[str, Photo]
) -> Iterator[Finding]:
    match leaf:
        case PlacedText():
            yield from _words(template, one, leaf, box)
        case PlacedPicture():
            yield from _picture(template, one, leaf, photos.get(leaf.layer.photo), box)
        case PlacedShape():
            yield from _line(template, one, leaf, box)


def findings(
    template: PackagingTemplate, prints: tuple[Print, ...], photos: Mapping[str, Photo]
) -> tuple[Finding, ...]:
    """What breaks a rule or only just keeps it, in the order of the artwork.

    A photo that nobody has looked at is fine enough.
    """
    found: list[Finding] = []
    for one in prints:
        for leaf, matrix in leaves(one.placed, one.matrix):
            box = around(corners(leaf.box, matrix))
            found += _leaf(template, one, leaf, box, photos)
        found += bleed.check(template, one, photos)
        for name in one.hidden:
            found.append(code_checks.hidden(one, name))
        for symbol in one.symbols:
            box = around(corners(symbol.box, one.matrix))
            panel, far = nearest(template, one, box)
            found += code_checks.check(template, one, symbol, box, panel, far)
    return tuple(found)
