"""Where things stand on the sheet: places in an artwork's units to millimetres."""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from media.dielines.dieline import Matrix, field_of
from media.layout import Placed, PlacedCode, PlacedGroup, PlacedPicture, PlacedShape
from media.scene import Box
from media.typesetting.text import PlacedText

Leaf = PlacedShape | PlacedPicture | PlacedCode | PlacedText
Point = tuple[float, float]


def at(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def moved(matrix: Matrix, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of x and y."""
    a, b, c, d, e, f = matrix
    x, y = points.T
    return np.stack([a * x + c * y + e, b * x + d * y + f], axis=-1)


def after(first: Matrix, then: Matrix) -> Matrix:
    """The one, and then the other."""
    a, b, c, d, e, f = first
    e, f = at(then, e, f)
    return (
        then[0] * a + then[2] * b, then[1] * a + then[3] * b,
        then[0] * c + then[2] * d, then[1] * c + then[3] * d, e, f,
    )  # fmt: skip


def inverse(matrix: Matrix) -> Matrix:
    a, b, c, d, e, f = matrix
    whole = a * d - b * c
    a, b, c, d = d / whole, -b / whole, -c / whole, a / whole
    return (a, b, c, d, -(a * e + c * f), -(b * e + d * f))


def turned(box: Box, degrees: float) -> Matrix:
    """Clockwise around the middle of a box."""
    sin, cos = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    x, y = box.x + box.width / 2, box.y + box.height / 2
    return (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)


def leaves(placed: tuple[Placed, ...], matrix: Matrix) -> Iterator[tuple[Leaf, Matrix]]:
    """All that is painted, out of its groups, and how it gets onto the sheet."""
    for one in placed:
        if isinstance(one, PlacedGroup):
            within = after(turned(one.box, one.rotate), matrix) if one.rotate else matrix
            yield from leaves(one.children, within)
        else:
            yield one, matrix


def corners(box: Box, matrix: Matrix) -> tuple[Point, ...]:
    """Of a box on the sheet."""
    ends = ((box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom))
    return tuple(at(matrix, x, y) for x, y in ends)


def around(points: tuple[Point, ...]) -> Box:
    return Box(*field_of(points))
