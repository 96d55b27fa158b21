"""Pixels made smaller, down to one px a side and no further."""

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def at_most(pixels: Pixels, side_px: int) -> Pixels:
    """The longer side no longer than that; the same when it is not."""
    scale = side_px / max(pixels.shape[:2])
    if scale >= 1:
        return pixels
    height, width = (max(1, round(side * scale)) for side in pixels.shape[:2])
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
