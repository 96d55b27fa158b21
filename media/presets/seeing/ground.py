"""A white ground: how white its edge is, where the subject stands on it, how soft its shadow is."""

import cv2
import numpy as np
from numpy.typing import NDArray

from media.presets.seeing.scaling import Pixels, at_most

Mask = NDArray[np.bool_]
Box = tuple[int, int, int, int]
_DEEP = 0.01  # of the shorter side
_NOT_WHITE = 250
_SPECK = 0.0005  # of the picture
_SIDE_PX = 800
_SOFT = (200, 252)
_GRAY = 10
_STEP = 7.0


def white_edge_share(pixels: Pixels) -> float:
    """Of the pixels along the four edges, those that are exactly 255, 255, 255."""
    deep = max(1, round(min(pixels.shape[:2]) * _DEEP))
    is_white: Mask = (pixels == 255).all(axis=-1)
    inside = is_white[deep:-deep, deep:-deep]
    count = is_white.size - inside.size
    return int(is_white.sum() - inside.sum()) / max(count, 1)


def subject_on_white(pixels: Pixels) -> Box | None:
    """Left, top, right, bottom in px of all that is not white, specks left out."""
    is_there = (pixels.min(axis=-1) < _NOT_WHITE).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(is_there, connectivity=8)
    kept = stats[1:][stats[1:, 4] >= max(4, _SPECK * is_there.size)]
    if not len(kept):
        return None
    right, bottom = (kept[:, 0] + kept[:, 2]).max(), (kept[:, 1] + kept[:, 3]).max()
    return int(kept[:, 0].min()), int(kept[:, 1].min()), int(right), int(bottom)


def soft_gray_share(pixels: Pixels) -> float:
    """Of the picture: light grey that fades into the white ground, which is what a shadow does."""
    parts = at_most(pixels, _SIDE_PX).astype(np.int16)
    dark, light = parts.min(axis=-1), parts.max(axis=-1)
    gray = cv2.GaussianBlur(dark.astype(np.float32), (0, 0), 1.0)
    steep = cv2.magnitude(cv2.Sobel(gray, cv2.CV_32F, 1, 0), cv2.Sobel(gray, cv2.CV_32F, 0, 1)) / 8
    soft = (dark >= _SOFT[0]) & (light - dark <= _GRAY) & (steep < _STEP)
    labels = cv2.connectedComponents(soft.astype(np.uint8), connectivity=4)[1]
    edge = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    from_edge = np.isin(labels, np.unique(edge[edge > 0]))
    return float(np.mean(from_edge & (dark < _SOFT[1])))
