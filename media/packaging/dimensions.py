"""The sizes of a sheet, beside it: lines with ticks at their ends, and figures in millimetres."""

from dataclasses import dataclass, field

from media.document.packaging import PackagingTemplate
from media.layout import Placed
from media.packaging.desk import SIZE, Desk, Line
from media.packaging.wording import line
from media.scene import Align, Box

_TICK_MM, _THIN_MM, _SIZE_PT = 1.4, 0.15, 7.0
Point = tuple[float, float]


@dataclass
class _Drawn:
    desk: Desk
    marks: list[Line] = field(default_factory=list)
    words: list[Placed] = field(default_factory=list)

    def level(self, left: float, right: float, y: float, said: str) -> None:
        self._ticked((left, y), (right, y), (0.0, _TICK_MM))
        middle = (left + right) / 2
        self._say(said, Box(middle - 30, y - 4.6, 60, 4), Align.CENTER)

    def upright(self, x: float, top: float, bottom: float, said: str, *, after: bool) -> None:
        """`after`: its words stand at its right."""
        self._ticked((x, top), (x, bottom), (_TICK_MM, 0.0))
        y = (top + bottom) / 2 - 1.5
        box = Box(x + 2.4, y, 20, 4) if after else Box(x - 22.4, y, 20, 4)
        self._say(said, box, Align.START if after else Align.END)

    def _ticked(self, start: Point, end: Point, tick: Point) -> None:
        dx, dy = tick
        self.marks.append((start, end))
        self.marks += [((x - dx, y - dy), (x + dx, y + dy)) for x, y in (start, end)]

    def _say(self, said: str, box: Box, align: Align) -> None:
        place = self.desk.units(box)
        placed = line(said, place, _SIZE_PT, weight=500, color=SIZE, align=align)
        self.words += [placed] if placed else []


def dimensions(desk: Desk, template: PackagingTemplate) -> list[Placed]:
    """Draws the lines; the words are still to be painted."""
    sheet, drawn = template.dieline, _Drawn(desk)
    far, sizes = template.bleed_mm + 4, dict(sheet.size)
    for measure, start, end in sheet.labels:
        said = f"{measure} {sizes[measure]:g}"
        if abs(start[1] - end[1]) < 1e-6:
            drawn.level(start[0], end[0], sheet.field.height + far + 2, said)
        else:
            drawn.upright(-far, start[1], end[1], said, after=False)
    drawn.level(0.0, sheet.field.width, -far, f"flat {sheet.field.width:.1f} mm")
    height = sheet.field.height
    drawn.upright(sheet.field.width + far, 0.0, height, f"{height:.1f} mm", after=True)
    desk.lines(drawn.marks, SIZE, _THIN_MM)
    return drawn.words
