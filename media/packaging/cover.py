"""Where a layer puts ink: by its form, not by pixels, and at many points at once.

Points are rows of x and y; the answers are truths, one for each.
"""

from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from media.layout import Placed, PlacedGroup, PlacedPicture, PlacedShape
from media.packaging.matrix import inverse, moved, turned
from media.pixels.paths import rings_of
from media.scene import SQUARE, Box, Color, Corners, Fill, Form, Picture, Shape

Points = NDArray[np.float64]
Truths = NDArray[np.bool_]
_AT_ONCE = 1_000_000
"""Sides of a path times points: more are looked at one part after the other."""


def _within(box: Box, points: Points, corners: Corners) -> Truths:
    x, y = points.T
    inside = (box.x <= x) & (x <= box.right) & (box.y <= y) & (y <= box.bottom)
    longest = min(box.width, box.height) / 2
    for wanted, corner_x, corner_y, to_x, to_y in (
        (corners.top_left, box.x, box.y, 1, 1),
        (corners.top_right, box.right, box.y, -1, 1),
        (corners.bottom_right, box.right, box.bottom, -1, -1),
        (corners.bottom_left, box.x, box.bottom, 1, -1),
    ):
        if (radius := min(wanted, longest)) > 0:
            dx, dy = (x - corner_x) * to_x, (y - corner_y) * to_y
            is_cut = np.hypot(radius - dx, radius - dy) > radius
            inside &= ~((dx < radius) & (dy < radius) & is_cut)
    return np.asarray(inside, np.bool_)


def _in_ellipse(box: Box, points: Points) -> Truths:
    wide, tall = max(box.width / 2, 1e-6), max(box.height / 2, 1e-6)
    x, y = points.T
    return np.asarray(np.hypot((x - box.x - wide) / wide, (y - box.y - tall) / tall) <= 1, np.bool_)


def _in_path(layer: Shape | Picture, box: Box, points: Points) -> Truths:
    found = _within(box, points, SQUARE)  # what of a path is outside of its box is not painted
    near = np.flatnonzero(found)
    sides = _sides(layer.path)
    for part in np.array_split(near, len(near) * len(sides[0]) // _AT_ONCE + 1):
        u = (points[part, 0, None] - box.x) / max(box.width, 1e-9) * layer.view[0]
        v = (points[part, 1, None] - box.y) / max(box.height, 1e-9) * layer.view[1]
        x0, y0, x1, y1 = sides
        crossed = (y0 > v) != (y1 > v)
        with np.errstate(all="ignore"):  # of sides that are nearly level, and so not crossed
            met = (x1 - x0) / np.where(y1 == y0, 1.0, y1 - y0) * (v - y0) + x0
        found[part] = np.count_nonzero(crossed & (u < met), axis=1) % 2 == 1
    return found


@lru_cache(maxsize=64)
def _sides(path: str) -> tuple[NDArray[np.float64], ...]:
    """Of all its rings: where each side starts and ends."""
    sides = [(*start, *end) for ring in rings_of(path) for start, end in pairwise((*ring, ring[0]))]
    return tuple(np.array(sides, np.float64).reshape(-1, 4).T)


def _on_stroke(layer: Shape, box: Box, points: Points) -> Truths:
    x, y = points.T
    found = np.zeros(len(points), np.bool_)
    way = [(box.x + u * box.width, box.y + v * box.height) for u, v in layer.points]
    for (x0, y0), (x1, y1) in pairwise(way):
        dx, dy = x1 - x0, y1 - y0
        share = ((x - x0) * dx + (y - y0) * dy) / max(dx * dx + dy * dy, 1e-9)
        share = np.clip(share, 0.0, 1.0)
        found |= np.hypot(x - x0 - share * dx, y - y0 - share * dy) <= layer.stroke_px / 2
    return found


def _is_clear(fill: Fill) -> bool:
    return isinstance(fill, Color) and fill.alpha == 0


def _in_form(layer: Shape | Picture, form: Form, box: Box, points: Points) -> Truths:
    if form is Form.ELLIPSE:
        return _in_ellipse(box, points)
    if form is Form.PATH:
        return _in_path(layer, box, points)
    return _within(box, points, layer.corners)


def _shape(layer: Shape, box: Box, points: Points) -> Truths:
    is_clear = _is_clear(layer.fill)
    if is_clear and (layer.form is Form.STROKE or layer.border is None):
        return np.zeros(len(points), np.bool_)
    if layer.form is Form.STROKE:
        return _on_stroke(layer, box, points)
    found = _in_form(layer, layer.form, box, points)
    if is_clear and layer.border is not None:
        px = layer.border.px
        inner = Box(box.x + px, box.y + px, box.width - 2 * px, box.height - 2 * px)
        found &= ~_in_form(layer, layer.form, inner, points)
    return found


def _group(placed: PlacedGroup, points: Points) -> Truths:
    if placed.rotate:
        points = moved(inverse(turned(placed.box, placed.rotate)), points)
    found = np.zeros(len(points), np.bool_)
    for child in placed.children:
        found |= covers(child, points)
    return found if placed.clip is None else found & _within(placed.box, points, placed.clip)


def covers(placed: Placed, points: Points) -> Truths:
    """In the units that it is placed in. Words never do: they have a safe area to stand in; nor
    does a subject alone, which ends where it ends."""
    match placed:
        case PlacedShape(layer=layer, box=box):
            return _shape(layer, box, points)
        case PlacedPicture(layer=photo, box=box) if not photo.cutout:
            return _in_form(photo, photo.mask, box, points)
        case PlacedGroup():
            return _group(placed, points)
    return np.zeros(len(points), np.bool_)
