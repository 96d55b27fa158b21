"""Forms as the operators of a PDF's path: boxes, ellipses, SVG's outlines, letters."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from media.fonts import Instance, em_of, font_of
from media.packaging.pdf.file import number
from media.pixels.paths import commands_of
from media.scene import Box, Corners
from media.typesetting.text import Drawn

_ROUND = 0.5522847498
"""How far the handles of a quarter of a circle reach, in radii."""
Point = tuple[float, float]


def ops(*parts: float | str) -> str:
    return " ".join(part if isinstance(part, str) else number(part) for part in parts)


def polygon(points: Sequence[Point], *, closed: bool = True) -> str:
    (x, y), *others = points
    lines = [ops(x, y, "m"), *(ops(x, y, "l") for x, y in others)]
    return "\n".join([*lines, "h"] if closed else lines)


def box(place: Box) -> str:
    return ops(*place, "re")


def rounded(place: Box, corners: Corners) -> str:
    longest = min(place.width, place.height) / 2
    tl, tr, br, bl = (min(radius, longest) for radius in corners)
    if not any((tl, tr, br, bl)):
        return box(place)
    x, y, right, bottom = place.x, place.y, place.right, place.bottom
    k = 1 - _ROUND
    return "\n".join(
        [
            ops(x + tl, y, "m"),
            ops(right - tr, y, "l"),
            ops(right - tr * k, y, right, y + tr * k, right, y + tr, "c"),
            ops(right, bottom - br, "l"),
            ops(right, bottom - br * k, right - br * k, bottom, right - br, bottom, "c"),
            ops(x + bl, bottom, "l"),
            ops(x + bl * k, bottom, x, bottom - bl * k, x, bottom - bl, "c"),
            ops(x, y + tl, "l"),
            ops(x, y + tl * k, x + tl * k, y, x + tl, y, "c"),
            "h",
        ]
    )


def ellipse(place: Box) -> str:
    a, b = place.width / 2, place.height / 2
    x, y, k = place.x + a, place.y + b, _ROUND
    return "\n".join(
        [
            ops(x - a, y, "m"),
            ops(x - a, y - b * k, x - a * k, y - b, x, y - b, "c"),
            ops(x + a * k, y - b, x + a, y - b * k, x + a, y, "c"),
            ops(x + a, y + b * k, x + a * k, y + b, x, y + b, "c"),
            ops(x - a * k, y + b, x - a, y + b * k, x - a, y, "c"),
            "h",
        ]
    )


def _curve(pen: Point, points: Sequence[Point]) -> str:
    """A cubic one, or a quadratic one as a cubic."""
    if len(points) == 2:
        (x1, y1), (x2, y2) = points
        (x0, y0) = pen
        points = (
            (x0 + 2 / 3 * (x1 - x0), y0 + 2 / 3 * (y1 - y0)),
            (x2 + 2 / 3 * (x1 - x2), y2 + 2 / 3 * (y1 - y2)),
            (x2, y2),
        )
    return ops(*(side for point in points for side in point), "c")


def outline(path: str, view: Point, place: Box) -> str:
    """As SVG writes it, in units of `view`, stretched over a box."""
    by_x, by_y = place.width / view[0], place.height / view[1]
    found: list[str] = []
    pen = start = (place.x, place.y)
    for command, values in commands_of(path):
        match command:
            case "H":
                points = [(place.x + x * by_x, pen[1]) for x in values]
            case "V":
                points = [(pen[0], place.y + y * by_y) for y in values]
            case _:
                points = [
                    (place.x + x * by_x, place.y + y * by_y)
                    for x, y in zip(values[::2], values[1::2], strict=True)
                ]
        match command:
            case "Z":
                found.append("h")
                pen = start
                continue
            case "M":
                start = points[0]
                found.append(polygon(points, closed=False))
            case "C" | "Q":
                each = 3 if command == "C" else 2
                for first in range(0, len(points), each):
                    found.append(_curve(pen, points[first : first + each]))
                    pen = points[first + each - 1]
            case _:
                found += [ops(x, y, "l") for x, y in points]
        pen = points[-1]
    return "\n".join(found)


class _Pen:
    """Keeps what HarfBuzz draws, in the em of its face."""

    def __init__(self) -> None:
        self.found: list[tuple[str, tuple[Point, ...]]] = []
        self._at: Point = (0.0, 0.0)

    def moveTo(self, to: Point) -> None:  # noqa: N802  as HarfBuzz calls it
        self.found.append(("m", (to,)))
        self._at = to

    def lineTo(self, to: Point) -> None:  # noqa: N802  as HarfBuzz calls it
        self.found.append(("l", (to,)))
        self._at = to

    def curveTo(self, *points: Point) -> None:  # noqa: N802  as HarfBuzz calls it
        self.found.append(("c", points))
        self._at = points[-1]

    def qCurveTo(self, *points: Point) -> None:  # noqa: N802  as HarfBuzz calls it
        (x0, y0), (x1, y1), (x2, y2) = self._at, *points
        near = (x0 + 2 / 3 * (x1 - x0), y0 + 2 / 3 * (y1 - y0))
        far = (x2 + 2 / 3 * (x1 - x2), y2 + 2 / 3 * (y1 - y2))
        self.curveTo(near, far, (x2, y2))

    def closePath(self) -> None:  # noqa: N802  as HarfBuzz calls it
        self.found.append(("h", ()))

    endPath = closePath  # noqa: N815  as HarfBuzz calls it


@lru_cache(maxsize=4096)
def _glyph(instance: Instance, index: int) -> tuple[tuple[str, tuple[Point, ...]], ...]:
    pen = _Pen()
    font_of(instance).draw_glyph_with_pen(index, pen)
    return tuple(pen.found)


def letters(glyphs: Iterable[Drawn]) -> str:
    """Outlines, so that no font need be there where it is printed."""
    lines: list[str] = []
    for drawn in glyphs:
        share = drawn.size_px / em_of(drawn.glyph.instance)
        for operator, points in _glyph(drawn.glyph.instance, drawn.glyph.id):
            placed = [(drawn.x + x * share, drawn.y - y * share) for x, y in points]
            lines.append(ops(*(side for point in placed for side in point), operator))
    return "\n".join(lines)
