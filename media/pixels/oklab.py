"""OKLab for whole pictures: arrays of sRGB bytes to lightness and two axes of colour, and back.

The matrices are Björn Ottosson's (bottosson.github.io/posts/oklab, 2020), as in `colors`.
A surface under less light keeps its place on the ray from black: every axis shrinks by the cube
root of the light that is left. That is what tells a shadow from a thing of another colour.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]

_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)


@lru_cache(maxsize=1)
def _linear() -> Plane:
    share = np.arange(256, dtype=np.float64) / 255.0
    table = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return table.astype(np.float32)


def linear(rgb: NDArray[np.uint8]) -> Plane:
    """sRGB bytes of any shape as light, 0 to 1."""
    return _linear()[rgb]


def oklab(rgb: NDArray[np.uint8]) -> Plane:
    """(height, width, 3) sRGB bytes as lightness 0 to 1, a and b within about 0.4."""
    lab: Plane = (np.cbrt(linear(rgb) @ _TO_CONES.T) @ _TO_LAB.T).astype(np.float32)
    return lab
