"""Whether a layer puts ink on a point: by its form, not by pixels."""

import math
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from media.layout import Placed, PlacedGroup, PlacedPicture, PlacedShape
from media.packaging.matrix import at, inverse, turned
from media.pixels.paths import rings_of
from media.scene import SQUARE, Box, Color, Corners, Fill, Form, Picture, Shape


def _within(box: Box, x: float, y: float, corners: Corners) -> bool:
    if not (box.x <= x <= box.right and box.y <= y <= box.bottom):
        return False
    longest = min(box.width, box.height) / 2
    for wanted, corner_x, corner_y, to_x, to_y in (
        (corners.top_left, box.x, box.y, 1, 1),
        (corners.top_right, box.right, box.y, -1, 1),
        (corners.bottom_right, box.right, box.bottom, -1, -1),
        (corners.bottom_left, box.x, box.bottom, 1, -1),
    ):
        radius = min(wanted, longest)
        dx, dy = (x - corner_x) * to_x, (y - corner_y) * to_y
        if dx < radius and dy < radius and math.hypot(radius - dx, radius - dy) > radius:
            return False
    return True


def _in_ellipse(box: Box, x: float, y: float) -> bool:
    wide, tall = max(box.width / 2, 1e-6), max(box.height / 2, 1e-6)
    return math.hypot((x - box.x - wide) / wide, (y - box.y - tall) / tall) <= 1


def _in_path(layer: Shape | Picture, box: Box, x: float, y: float) -> bool:
    if not _within(box, x, y, SQUARE):
        return False  # what of a path is outside of its box is not painted
    u, v = (x - box.x) / box.width * layer.view[0], (y - box.y) / box.height * layer.view[1]
    x0, y0, x1, y1 = _sides(layer.path)
    crossed = (y0 > v) != (y1 > v)
    met = (x1 - x0)[crossed] * (v - y0[crossed]) / (y1 - y0)[crossed] + x0[crossed]
    return bool(np.count_nonzero(u < met) % 2)


@lru_cache(maxsize=64)
def _sides(path: str) -> tuple[NDArray[np.float64], ...]:
    """Of all its rings: where each side starts and ends."""
    sides = [(*start, *end) for ring in rings_of(path) for start, end in pairwise((*ring, ring[0]))]
    return tuple(np.array(sides, np.float64).T)


def _on_stroke(layer: Shape, box: Box, x: float, y: float) -> bool:
    points = [(box.x + u * box.width, box.y + v * box.height) for u, v in layer.points]
    for (x0, y0), (x1, y1) in pairwise(points):
        dx, dy = x1 - x0, y1 - y0
        share = ((x - x0) * dx + (y - y0) * dy) / max(dx * dx + dy * dy, 1e-9)
        share = min(max(share, 0.0), 1.0)
        if math.hypot(x - x0 - share * dx, y - y0 - share * dy) <= layer.stroke_px / 2:
            return True
    return False


def _is_clear(fill: Fill) -> bool:
    return isinstance(fill, Color) and fill.alpha == 0


def _in_form(layer: Shape | Picture, form: Form, box: Box, x: float, y: float) -> bool:
    if form is Form.ELLIPSE:
        return _in_ellipse(box, x, y)
    if form is Form.PATH:
        return _in_path(layer, box, x, y)
    return _within(box, x, y, layer.corners)


def _shape(layer: Shape, box: Box, x: float, y: float) -> bool:
    if layer.form is Form.STROKE:
        return not _is_clear(layer.fill) and _on_stroke(layer, box, x, y)
    if not _in_form(layer, layer.form, box, x, y):
        return False
    if not _is_clear(layer.fill) or layer.border is None:
        return not _is_clear(layer.fill)
    px = layer.border.px
    inner = Box(box.x + px, box.y + px, box.width - 2 * px, box.height - 2 * px)
    return not _in_form(layer, layer.form, inner, x, y)


def _group(placed: PlacedGroup, x: float, y: float) -> bool:
    if placed.rotate:
        x, y = at(inverse(turned(placed.box, placed.rotate)), x, y)
    if placed.clip is not None and not _within(placed.box, x, y, placed.clip):
        return False
    return any(covers(child, x, y) for child in placed.children)


def covers(placed: Placed, x: float, y: float) -> bool:
    """In the units that it is placed in. Words never do: they have a safe area to stand in; nor
    does a subject alone, which ends where it ends."""
    match placed:
        case PlacedShape(layer=layer, box=box):
            return _shape(layer, box, x, y)
        case PlacedPicture(layer=photo, box=box):
            return not photo.cutout and _in_form(photo, photo.mask, box, x, y)
        case PlacedGroup():
            return _group(placed, x, y)
    return False
