"""What a photo stands on: the border that shows it, and the surfaces of second order that it is."""

import numpy as np
from numpy.typing import NDArray

from media.pixels.oklab import Plane


def terms(height: int, width: int) -> Plane:
    """1, x, y and their squares over -1 to 1, (height, width, 6)."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = x / max(width - 1, 1) * 2 - 1, y / max(height - 1, 1) * 2 - 1
    return np.stack([np.ones_like(x), x, y, x * x, y * y, x * y], axis=-1)


def sides(height: int, width: int, deep: int) -> NDArray[np.bool_]:
    """What lies so deep along the top, right, bottom and left, (4, height, width)."""
    found = np.zeros((4, height, width), bool)
    found[0, :deep] = found[1, :, -deep:] = found[2, -deep:] = found[3, :, :deep] = True
    return found
