"""Small blobs that stand out from what is around them: letters, or parts of letters."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from media.presets.seeing.scaling import Pixels

_WINDOW_PX = 51
_LEAST_STEP = 12.0
_STEP_SHARE = 0.35  # of how much the window varies
_HEIGHT_PX, _WIDTH_PX = (7, 110), (2, 220)
_LEAST_AREA_PX, _LEAST_FILL, _LEAST_CONTRAST = 16, 0.12, 25.0
_MOST = 3_000
_MARGIN_PX = 4
_SMALL, _MIDDLE, _LARGE = (np.ones((side, side), np.uint8) for side in (3, 5, 7))


@dataclass(frozen=True, slots=True)
class Blob:
    """In px of the picture searched; `contrast` 0 to 255, `softness` in px of blurred edge."""

    x: int
    y: int
    width: int
    height: int
    stroke_px: float
    stroke_spread: float
    color: tuple[float, float, float]
    contrast: float
    softness: float


def blobs(rgb: Pixels, *, are_dark: bool) -> list[Blob]:
    """Those darker than what is around them, or those lighter; the largest 3,000."""
    gray = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    mean = cv2.blur(gray, (_WINDOW_PX, _WINDOW_PX))
    square = cv2.blur(gray * gray, (_WINDOW_PX, _WINDOW_PX))
    varies = np.sqrt(np.maximum(square - mean * mean, 0.0))
    step = mean - gray if are_dark else gray - mean
    mask = (step > np.maximum(_LEAST_STEP, _STEP_SHARE * varies)).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = []
    for label in _likely(stats, gray.shape[1], gray.shape[0]):
        blob = _measured(rgb, labels, label, stats[label])
        if blob is not None:
            found.append(blob)
    return found


def _likely(stats: NDArray[Any], width: int, height: int) -> list[int]:
    """Of the size and form of a letter, and not cut off by the picture's edge."""
    left, top, wide, high, area = (stats[:, place] for place in range(5))
    is_likely = (
        (high >= _HEIGHT_PX[0]) & (high <= _HEIGHT_PX[1])
        & (wide >= _WIDTH_PX[0]) & (wide <= _WIDTH_PX[1])
        & (area >= _LEAST_AREA_PX) & (area >= _LEAST_FILL * wide * high)
        & (left > 0) & (top > 0) & (left + wide < width) & (top + high < height)
    )  # fmt: skip
    is_likely[0] = False
    chosen = np.flatnonzero(is_likely)
    return [int(label) for label in chosen[np.argsort(-area[chosen], kind="stable")][:_MOST]]


def _measured(rgb: Pixels, labels: NDArray[Any], label: int, stat: NDArray[Any]) -> Blob | None:
    x, y, width, height = (int(part) for part in stat[:4])
    rows = slice(max(y - _MARGIN_PX, 0), y + height + _MARGIN_PX)
    columns = slice(max(x - _MARGIN_PX, 0), x + width + _MARGIN_PX)
    near = labels[rows, columns]
    mask = (near == label).astype(np.uint8)
    depth = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    ridge = depth[(depth > 0) & (depth >= cv2.dilate(depth, _SMALL) - 1e-3)]
    grown = cv2.dilate(mask, _SMALL)
    ring = (cv2.dilate(mask, _LARGE) > grown) & (near != label)
    core = depth >= min(1.5, float(depth.max()) * 0.6)
    colors = rgb[rows, columns].astype(np.float32)
    if core.sum() < 3 or ring.sum() < 5:
        return None
    inside = np.median(colors[core], axis=0)
    outside = np.median(colors[ring], axis=0)
    apart = np.abs(inside - outside)
    loudest = int(apart.argmax())
    contrast = float(apart[loudest])
    if contrast < _LEAST_CONTRAST:
        return None
    share = (colors[..., loudest] - outside[loudest]) / (inside[loudest] - outside[loudest])
    between = (share > 0.2) & (share < 0.8) & (cv2.dilate(mask, _MIDDLE) > 0)
    rim = int((mask - cv2.erode(mask, _SMALL)).sum())
    return Blob(
        x, y, width, height,
        stroke_px=2.0 * float(ridge.mean()),
        stroke_spread=float(ridge.std() / max(float(ridge.mean()), 1e-3)),
        color=(float(inside[0]), float(inside[1]), float(inside[2])),
        contrast=contrast,
        softness=float(between.sum()) / max(rim, 1),
    )  # fmt: skip
