"""What a proof is drawn on: a picture, and where millimetres of the sheet are in it."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from media.dielines.edges import Outline
from media.document.millimetres import UNITS
from media.document.packaging import PackagingTemplate
from media.scene import Box, Color

MARGIN_MM, BELOW_MM, LEAST_WIDE_MM = 26.0, 46.0, 216.0
FINEST_DPI, MOST_PIXELS = 240.0, 16_000_000
DESK, CUT, FOLD, SIZE = (
    Color(238, 237, 233),
    Color(226, 0, 122),
    Color(0, 98, 204),
    Color(70, 74, 80),
)
_LINE_MM = 0.3
Area = tuple[int, int, int, int]
"""Left, top, right and bottom in px."""
Line = tuple[tuple[float, float], tuple[float, float]]


class Desk:
    """The picture, and where millimetres of the sheet are in it."""

    def __init__(self, template: PackagingTemplate) -> None:
        field = template.dieline.field
        wide = max(field.width + 2 * MARGIN_MM, LEAST_WIDE_MM)
        tall = field.height + 2 * MARGIN_MM + BELOW_MM
        self.left_mm, self.top_mm = (wide - field.width) / 2, MARGIN_MM
        finest = (MOST_PIXELS / (wide * tall)) ** 0.5
        self.px = min(FINEST_DPI / 25.4, finest)  # to a millimetre
        self.image = Image.new("RGB", (round(wide * self.px), round(tall * self.px)), DESK.rgb)
        self.width_mm, self.height_mm = wide, tall

    def at(self, x: float, y: float) -> tuple[float, float]:
        return (x + self.left_mm) * self.px, (y + self.top_mm) * self.px

    def units(self, box: Box) -> Box:
        """From mm of the sheet to units of the picture."""
        x, y = box.x + self.left_mm, box.y + self.top_mm
        return Box(x * UNITS, y * UNITS, box.width * UNITS, box.height * UNITS)

    def area(self) -> Area:
        return (0, 0, *self.image.size)

    def filled(self, outlines: Sequence[Outline], area: Area) -> Image.Image:
        """Where they are, in a part of the picture; their edges lie under lines."""
        left, top, right, bottom = area
        mask = Image.new("L", (right - left, bottom - top))
        draw = ImageDraw.Draw(mask)
        for outline in outlines:
            points = [self.at(*point) for point in outline]
            draw.polygon([(x - left - 0.5, y - top - 0.5) for x, y in points], fill=255)
        return mask

    def lines(
        self, lines: Sequence[Sequence[tuple[float, float]]], color: Color, mm: float = _LINE_MM
    ) -> None:
        """Through points in mm of the sheet."""
        import cv2  # noqa: PLC0415  heavy, and only a proof needs it

        pixels = np.asarray(self.image).copy()
        thick = max(round(mm * self.px), 1)
        for points in lines:
            fixed = np.array([self.at(*point) for point in points]) * 16
            way = [np.rint(fixed).astype(np.int32)]
            cv2.polylines(pixels, way, False, color.rgb, thick, cv2.LINE_AA, shift=4)
        self.image = Image.fromarray(pixels)


def dashes(line: Line, on: float, off: float) -> list[Line]:
    (x0, y0), (x1, y1) = line
    length = max(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5, 1e-6)
    found, start = [], 0.0
    while start < length:
        ends = [(x0 + (x1 - x0) * far / length, y0 + (y1 - y0) * far / length)
                for far in (start, min(start + on, length))]  # fmt: skip
        found.append((ends[0], ends[1]))
        start += on + off
    return found
