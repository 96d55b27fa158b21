"""Colours, and the names of the sample store's."""

import numpy as np
from numpy.typing import NDArray

from media.illustrations.kit.curves import Floats

Colour = NDArray[np.float32]

NAMED = {
    "olive": "#7a7452",
    "navy": "#2c3a57",
    "rust": "#a3532f",
    "ecru": "#e6dac1",
    "granite": "#85868a",
    "heather": "#8f7c95",
    "moss": "#767c50",
    "flax": "#cdbc9b",
    "tide blue": "#7d96a6",
    "sand": "#d6bd97",
    "charcoal": "#45454a",
    "ferry white": "#efeae0",
    "buoy red": "#bb4331",
    "cream": "#f1e7d2",
    "ink": "#2d3b56",
    "fog": "#b4bbbd",
    "kelp": "#667c58",
    "oat": "#dccbac",
    "ivory": "#f2ead7",
    "sea green": "#a5c0b1",
    "clay": "#d2a693",
    "rain grey": "#9ba4aa",
    "celadon": "#a9c5b0",
    "persimmon": "#d0703f",
    "white": "#f3efe8",
    "silver": "#c3c6ca",
}
"""How a colour of the sample store looks in daylight."""


def colour(name: str) -> Colour:
    """Linear light, by a name of the store or by its #hex."""
    digits = NAMED.get(name, name).lstrip("#")
    channels = np.array([int(digits[at : at + 2], 16) for at in (0, 2, 4)], dtype=np.float32)
    return np.asarray((channels / 255) ** np.float32(2.2), dtype=np.float32)


def mixed(a: Colour, b: Colour, share: float) -> Colour:
    return np.asarray(a * (1 - share) + b * share, dtype=np.float32)


def blend(a: Colour | Floats, b: Colour | Floats, share: Floats) -> Floats:
    """Each point its own share of `b`."""
    return np.asarray(a + (b - a) * np.asarray(share, dtype=np.float32)[:, None])
