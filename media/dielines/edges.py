"""Outlines of panels: which of their edges are folds, which are cuts, and what lies around them.

All in millimetres, y downwards. Outlines run clockwise as they are seen.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

Point = tuple[float, float]
Outline = tuple[Point, ...]
_NEAR = 1e-6
_SHORTEST_FOLD = 1.0
_ARC_STEP = math.radians(5)


class EdgeKind(StrEnum):
    CUT = "CUT"
    FOLD = "FOLD"


class Edge(NamedTuple):
    """A straight piece of an outline; `beyond` is the panel on the other side of a fold."""

    start: Point
    end: Point
    kind: EdgeKind
    beyond: str | None = None

    @property
    def length(self) -> float:
        return math.dist(self.start, self.end)

    @property
    def outward(self) -> Point:
        """Of length 1."""
        (x0, y0), (x1, y1) = self.start, self.end
        return ((y1 - y0) / self.length, (x0 - x1) / self.length)


@dataclass(frozen=True, slots=True)
class Corner:
    """Of an outline as it is designed: rounded with a radius."""

    at: Point
    radius: float = 0.0


def _turned(corner: Point, to: Point, far: float) -> Point:
    share = far / max(math.dist(corner, to), _NEAR)
    return (corner[0] + (to[0] - corner[0]) * share, corner[1] + (to[1] - corner[1]) * share)


def _arc(before: Point, corner: Corner, after: Point) -> list[Point]:
    """From where it leaves the one edge to where it meets the other."""
    to_before, to_after = math.dist(corner.at, before), math.dist(corner.at, after)
    ax, ay = ((before[i] - corner.at[i]) / max(to_before, _NEAR) for i in (0, 1))
    bx, by = ((after[i] - corner.at[i]) / max(to_after, _NEAR) for i in (0, 1))
    half = math.acos(max(-1.0, min(1.0, ax * bx + ay * by))) / 2
    if corner.radius <= 0 or half > math.pi / 2 - 1e-3:
        return [corner.at]
    reach = min(corner.radius / math.tan(half), to_before / 2, to_after / 2)
    radius = reach * math.tan(half)
    middle = _turned(corner.at, (corner.at[0] + ax + bx, corner.at[1] + ay + by),
                     math.hypot(reach, radius))  # fmt: skip
    first, last = _turned(corner.at, before, reach), _turned(corner.at, after, reach)
    start = math.atan2(first[1] - middle[1], first[0] - middle[0])
    sweep = math.atan2(last[1] - middle[1], last[0] - middle[0]) - start
    sweep = (sweep + math.pi) % math.tau - math.pi
    steps = max(math.ceil(abs(sweep) / _ARC_STEP), 2)
    angles = (start + sweep * step / steps for step in range(1, steps))
    between = [(middle[0] + radius * math.cos(a), middle[1] + radius * math.sin(a)) for a in angles]
    return [first, *between, last]


def area(outline: Sequence[Point]) -> float:
    """Above 0 where it runs clockwise as it is seen."""
    around = pairwise((*outline, outline[0]))
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in around) / 2


def rounded(corners: Sequence[Corner]) -> Outline:
    """Clockwise, its round corners as short straight pieces of at most 5 degrees."""
    found: list[Point] = []
    for number, corner in enumerate(corners):
        before, after = corners[number - 1].at, corners[(number + 1) % len(corners)].at
        for point in _arc(before, corner, after):
            if not found or math.dist(found[-1], point) > _NEAR:
                found.append(point)
    if math.dist(found[0], found[-1]) <= _NEAR:
        found.pop()
    return tuple(found if area(found) > 0 else reversed(found))


def circle(x: float, y: float, radius: float) -> Outline:
    angles = (math.tau * step / 72 for step in range(72))
    return tuple((x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles)


def _shared(one: tuple[Point, Point], other: tuple[Point, Point]) -> tuple[float, float] | None:
    """What of the one lies on the other, as far from its start; None where they do not meet."""
    (x0, y0), (x1, y1) = one
    length = math.dist(*one)
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    along = []
    for x, y in other:
        if abs((x - x0) * dy - (y - y0) * dx) > 1e-4:
            return None
        along.append((x - x0) * dx + (y - y0) * dy)
    low, high = max(min(along), 0.0), min(max(along), length)
    return (low, high) if high - low > _SHORTEST_FOLD else None


def edges(name: str, outlines: Mapping[str, Outline]) -> tuple[Edge, ...]:
    """Of one panel: where another one begins it is folded, elsewhere it is cut."""
    found: list[Edge] = []
    own = outlines[name]
    for start, end in pairwise((*own, own[0])):
        length = math.dist(start, end)
        folds = [
            (*part, other)
            for other, outline in outlines.items()
            if other != name and length > _SHORTEST_FOLD
            for edge in pairwise((*outline, outline[0]))
            if math.dist(*edge) > _SHORTEST_FOLD and (part := _shared((start, end), edge))
        ]
        at = 0.0
        for low, high, other in sorted(folds):
            if low > at + _NEAR:
                found.append(_piece(start, end, at, low, None))
            found.append(_piece(start, end, low, high, other))
            at = high
        if at < length - _NEAR:
            found.append(_piece(start, end, at, length, None))
    return tuple(found)


def _piece(start: Point, end: Point, low: float, high: float, beyond: str | None) -> Edge:
    kind = EdgeKind.CUT if beyond is None else EdgeKind.FOLD
    first = start if low <= _NEAR else _turned(start, end, low)
    last = end if high >= math.dist(start, end) - _NEAR else _turned(start, end, high)
    return Edge(first, last, kind, beyond)


def grown(edges: Sequence[Edge], far: Mapping[Edge, float]) -> Outline:
    """The outline with each edge moved outwards, so far as is said for it."""
    found: list[Point] = []
    for one, other in pairwise((*edges, edges[0])):
        ends = [_moved(one.end, one, far[one]), _moved(other.start, other, far[other])]
        met = _met(_moved(one.start, one, far[one]), ends[0], ends[1],
                   _moved(other.end, other, far[other]))  # fmt: skip
        found += ends if met is None else [met]
    return tuple(found)


def _moved(point: Point, edge: Edge, far: float) -> Point:
    return (point[0] + edge.outward[0] * far, point[1] + edge.outward[1] * far)


def _met(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Where the lines a-b and c-d cross; None where they are nearly parallel."""
    x1, y1, x2, y2 = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    cross = x1 * y2 - y1 * x2
    if abs(cross) <= 1e-3 * math.hypot(x1, y1) * math.hypot(x2, y2):
        return None
    share = ((c[0] - a[0]) * y2 - (c[1] - a[1]) * x2) / cross
    return (a[0] + x1 * share, a[1] + y1 * share)


def holds(outline: Sequence[Point], x: float, y: float) -> bool:
    """Whether a point lies within."""
    inside = False
    for (x0, y0), (x1, y1) in pairwise((*outline, outline[0])):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            inside = not inside
    return inside
