"""Lines to build from: smooth, rounded, closed. Lengths are centimetres."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Line = Sequence[Sequence[float]] | Floats


def smooth(points: Line, count: int = 48, *, closed: bool = False) -> Floats:
    """A Catmull-Rom curve through the points, `count` of them, evenly spaced."""
    given = np.asarray(points, dtype=np.float64)
    if closed:
        ring = np.concatenate([given[-1:], given, given[:2]])
    else:
        ring = np.concatenate([2 * given[:1] - given[1:2], given, 2 * given[-1:] - given[-2:-1]])
    at = np.linspace(0, 1, 24, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(ring[:-3], ring[1:-2], ring[2:-1], ring[3:], strict=True):
        cubic = 3 * b - a - 3 * c + d
        pieces.append(
            0.5 * (2 * b + (c - a) * at + (2 * a - 5 * b + 4 * c - d) * at**2 + cubic * at**3)
        )
    last = given[:1] if closed else given[-1:]
    return spaced(np.concatenate([*pieces, last]), count, closed=closed)


def spaced(line: Line, count: int, *, closed: bool = False) -> Floats:
    """The same line in evenly spaced points; a closed one does not repeat its first."""
    given = np.asarray(line, dtype=np.float64)
    steps = np.linalg.norm(np.diff(given, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    at = np.linspace(0, along[-1], count, endpoint=not closed)
    return np.stack([np.interp(at, along, axis) for axis in given.T], axis=1)


def rounded(points: Line, radius: float | Sequence[float], *, closed: bool = False) -> Floats:
    """Straight lines whose corners are filleted; `radius` for all, or one a point."""
    given = np.asarray(points, dtype=np.float64)
    count = len(given)
    radii = np.broadcast_to(np.asarray(radius, dtype=np.float64), (count,))
    out: list[Floats] = []
    at = np.linspace(0, 1, 7)[:, None]
    for index in range(count):
        here = given[index]
        if not closed and index in {0, count - 1}:
            out.append(here[None])
            continue
        before, after = given[index - 1], given[(index + 1) % count]
        back, on = before - here, after - here
        reach_back = min(radii[index], float(np.linalg.norm(back)) * 0.48)
        reach_on = min(radii[index], float(np.linalg.norm(on)) * 0.48)
        start = here + back / max(float(np.linalg.norm(back)), 1e-9) * reach_back
        end = here + on / max(float(np.linalg.norm(on)), 1e-9) * reach_on
        out.append((1 - at) ** 2 * start + 2 * at * (1 - at) * here + at**2 * end)
    return np.concatenate(out)


def divided(line: Line, longest: float) -> Floats:
    """No step longer than `longest`; corners stay where they are."""
    given = np.asarray(line, dtype=np.float64)
    out = [given[:1]]
    for start, end in pairwise(given):
        parts = max(1, int(np.ceil(np.linalg.norm(end - start) / longest)))
        at = np.linspace(0, 1, parts + 1)[1:, None]
        out.append(start + (end - start) * at)
    return np.concatenate(out)


def oval(rx: float, ry: float, count: int = 96, power: float = 2.0) -> Floats:
    """A closed superellipse: 2 is an ellipse, 4 and more a soft rectangle."""
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    cos, sin = np.cos(turn), np.sin(turn)
    share = 2.0 / power
    x = rx * np.sign(cos) * np.abs(cos) ** share
    y = ry * np.sign(sin) * np.abs(sin) ** share
    if power <= 2.01:
        return np.stack([x, y], axis=1)
    line = np.stack([x, y], axis=1)
    return spaced(np.concatenate([line, line[:1]]), count, closed=True)


def rectangle(width: float, depth: float, radius: float, count: int = 128) -> Floats:
    """A closed rectangle with round corners about the origin, against the clock."""
    x, y = width / 2, depth / 2
    corners = rounded([(x, -y), (x, y), (-x, y), (-x, -y)], radius, closed=True)
    return spaced(np.concatenate([corners, corners[:1]]), count, closed=True)


def arc(
    centre: Sequence[float], radius: float, start: float, end: float, count: int = 24
) -> Floats:
    """Part of a circle in the plane, degrees."""
    turn = np.radians(np.linspace(start, end, count))
    return np.stack([centre[0] + radius * np.cos(turn), centre[1] + radius * np.sin(turn)], axis=1)


def ease(x: Floats | float, low: float = 0.0, high: float = 1.0) -> Floats:
    """0 below `low`, 1 above `high`, smooth between."""
    at = np.clip((np.asarray(x) - low) / (high - low), 0, 1)
    return np.asarray(at * at * (3 - 2 * at))
