"""What a product stands before: one even surface, or a wall and a table with a line between.

Each is a surface of second order through the colours of the photo's border, in OKLab, its outliers
left out. Where the border is not told by one or two such surfaces, the ground is not even.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from media.pixels.oklab import Plane
from media.pixels.surface import sides, terms

Mask = NDArray[np.bool_]
DEPTH = 0.025
"""Of the shorter side: so deep is the border that is asked."""
_INLIER = 0.028  # from the surface, in OKLab: light and grain, not another thing
_STEP = 0.02  # between wall and table
_FEWEST = 60
DARKEST = 0.62
"""Of a ground's OKLab in its deepest shadow: a quarter of the light."""


@dataclass(frozen=True, slots=True)
class Ground:
    """`lab` is what would be seen without the product, (height, width, 3).

    `noise` is the usual distance of a border pixel from it; `known` the share of the border, for
    each side (top, right, bottom, left), that lies on it; `line` where the table begins at the
    left and at the right, in px, or None.
    """

    lab: Plane
    noise: float
    known: tuple[float, float, float, float]
    line: tuple[int, int] | None

    @property
    def share(self) -> float:
        return float(np.mean(self.known))


def _fitted(basis: Plane, lab: Plane) -> tuple[NDArray[np.float32], Mask]:
    """Weights of the surface through these pixels, and which of them lie on it."""
    middle = np.median(lab, axis=0)
    far = np.linalg.norm(lab - middle, axis=-1)
    kept: Mask = far <= max(1.5 * float(np.median(far)), 0.06)
    weights = np.zeros((basis.shape[1], 3), np.float32)
    for _ in range(8):
        ridge = np.eye(basis.shape[1], dtype=np.float32) * (1e-3 * kept.sum())
        ridge[0, 0] = 0
        chosen = basis[kept]
        weights = np.linalg.solve(chosen.T @ chosen + ridge, chosen.T @ lab[kept])
        away = np.linalg.norm(lab - basis @ weights, axis=-1)
        limit = min(max(2.5 * float(np.median(away)), 0.012), 0.05)
        now: Mask = away <= limit
        if now.sum() < _FEWEST or (now == kept).all():
            break
        kept = now
    return weights, kept


def _strips(height: int, width: int) -> NDArray[np.bool_]:
    return sides(height, width, max(3, round(min(height, width) * DEPTH)))


def _one(lab: Plane, basis: Plane, border: Mask) -> tuple[Plane, Plane]:
    """The surface through that part of the border, and every pixel's distance from it."""
    weights, _ = _fitted(basis[border], lab[border])
    surface = (basis @ weights).astype(np.float32)
    return surface, np.linalg.norm(lab - surface, axis=-1).astype(np.float32)


def _step_in(strip: Plane) -> int | None:
    """The row where one colour becomes another and stays so; None where there is none."""
    rows = np.median(strip, axis=1)
    height = len(rows)
    best, at = _STEP, None
    reach = max(height // 16, 4)
    sums = np.concatenate([np.zeros((1, 3), np.float32), np.cumsum(rows, axis=0)])
    for row in range(height // 8, height - height // 12):
        above = (sums[row] - sums[max(row - reach, 0)]) / (row - max(row - reach, 0))
        until = min(row + reach, height)
        below = (sums[until] - sums[row]) / (until - row)
        if (step := float(np.linalg.norm(above - below))) > best:
            best, at = step, row
    return at


def _lines(lab: Plane) -> set[tuple[int, int]]:
    """Where a table may meet the wall at the left and right edge of the photo, about level."""
    height, width = lab.shape[:2]
    deep = max(3, round(min(height, width) * DEPTH))
    left, right = _step_in(lab[:, :deep]), _step_in(lab[:, -deep:])
    found = {(row, row) for row in (left, right) if row is not None}
    if left is not None and right is not None and abs(left - right) <= 0.08 * height:
        found.add((left, right))
    return found


def shade(lab: Plane, ground: Plane) -> tuple[Plane, Plane]:
    """The light left on the ground, as a factor of its OKLab, and the distance from that shade.

    The factor runs from `DARKEST` to 1: nothing brighter than the ground is its shadow.
    """
    length = np.maximum(np.sum(np.square(ground), axis=-1), 1e-4)
    left = np.clip(np.sum(lab * ground, axis=-1) / length, DARKEST, 1.0).astype(np.float32)
    return left, np.linalg.norm(lab - ground * left[..., None], axis=-1).astype(np.float32)


def _told(lab: Plane, surface: Plane, away: Plane, line: tuple[int, int] | None) -> Ground:
    strips = _strips(*lab.shape[:2])
    border: Mask = np.logical_or.reduce(strips)
    near = away[border]
    inlier = near[near < 0.05]
    noise = float(np.sqrt(np.mean(np.square(inlier)))) if len(inlier) else 1.0
    limit = max(_INLIER, 2.5 * noise) if noise < 0.03 else _INLIER
    _, unlike = shade(lab, surface)
    known = [float((unlike[side] < limit).mean()) for side in strips]
    return Ground(surface, noise, (known[0], known[1], known[2], known[3]), line)


def ground_of(lab: Plane) -> Ground:
    """The better told of one surface and two; see `Ground.share` for how well that is."""
    height, width = lab.shape[:2]
    border: Mask = np.logical_or.reduce(_strips(height, width))
    basis = terms(height, width)
    best = _told(lab, *_one(lab, basis, border), None)
    for line in sorted(_lines(lab)):
        split = _split(lab, basis, border, line)
        if split is None:
            continue
        better = split.share > best.share + 0.02 or split.noise < 0.6 * best.noise
        if better and split.share >= best.share - 0.01:
            best = split
    return best


def _split(lab: Plane, basis: Plane, border: Mask, line: tuple[int, int]) -> Ground | None:
    """A surface above the line and one below; None where a part has too little border."""
    height, width = lab.shape[:2]
    y, x = np.mgrid[0:height, 0:width]
    level = line[0] + (line[1] - line[0]) * x / max(width - 1, 1)
    over, under = y < level, y >= level
    if min((over & border).sum(), (under & border).sum()) < _FEWEST:
        return None
    upper, away_upper = _one(lab, basis, over & border)
    lower, away_lower = _one(lab, basis, under & border)
    surface = np.where(over[..., None], upper, lower)
    away = np.where(over, away_upper, away_lower)
    other = np.where(over, away_lower, away_upper)
    nearer = (np.abs(y - level) < max(height * 0.012, 3)) & (other < away)  # it belongs to both
    surface[nearer] = np.where(over[..., None], lower, upper)[nearer]
    return _told(lab, surface, np.where(nearer, other, away), line)
