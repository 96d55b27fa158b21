"""Colours, and the names of the sample store's."""

import numpy as np
from numpy.typing import NDArray

from media.illustrations.kit.curves import Floats

Colour = NDArray[np.float32]

NAMED = {
    "olive": "#7a7452",
    "navy": "#2c3a57",
    "rust": "#9c5436",
    "ecru": "#e6dac1",
    "granite": "#85868a",
    "heather": "#8f7c95",
    "moss": "#767c50",
    "flax": "#cbbda0",
    "tide blue": "#7d96a6",
    "sand": "#d6bd97",
    "charcoal": "#45454a",
    "ferry white": "#efeae0",
    "buoy red": "#bb4331",
    "cream": "#f1e7d2",
    "ink": "#2d3b56",
    "fog": "#b4bbbd",
    "kelp": "#6c7c5c",
    "oat": "#dccbac",
    "ivory": "#f2ead7",
    "sea green": "#adc2b5",
    "clay": "#cfab9b",
    "rain grey": "#9ba4aa",
    "celadon": "#b0c5b1",
    "persimmon": "#c9724a",
    "white": "#f3efe8",
    "silver": "#c3c6ca",
}
"""How a colour of the sample store looks in daylight."""


def colour(name: str) -> Colour:
    """Linear light, by a name of the store or by its #hex."""
    digits = NAMED.get(name, name).lstrip("#")
    channels = np.array([int(digits[at : at + 2], 16) for at in (0, 2, 4)], dtype=np.float32)
    linear = (channels / 255) ** np.float32(2.2)
    return np.asarray(linear + (linear.mean() - linear) * np.float32(0.08), dtype=np.float32)


def mixed(a: Colour, b: Colour, share: float) -> Colour:
    return np.asarray(a * (1 - share) + b * share, dtype=np.float32)


def blend(a: Colour | Floats, b: Colour | Floats, share: Floats) -> Floats:
    """Each point its own share of `b`."""
    return np.asarray(a + (b - a) * np.asarray(share, dtype=np.float32)[:, None])
