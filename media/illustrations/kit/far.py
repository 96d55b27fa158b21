"""What lies beyond the floor: painted by place in the picture, x and y from 0 to 1, y down."""

import numpy as np

from media.illustrations.kit.colour import blend, colour
from media.illustrations.kit.curves import Floats, ease


def headland(x: Floats, y: Floats) -> Floats:
    """The same seen from higher up."""
    return seaside(x, y * 1.9 - 0.04)


def seaside(x: Floats, y: Floats) -> Floats:
    """Sky, a hazy far shore, the sea in bands."""
    sky = blend(colour("#a9c6db"), colour("#eef0e6"), ease(y, 0.0, 0.30))
    cloud = np.sin(x * 7 + 1.2) * np.sin(y * 30 + x * 4) + np.sin(x * 13 - y * 40) * 0.5
    sky = blend(sky, colour("#f7f5ee"), ease(cloud, 0.3, 1.4) * 0.45 * (1 - ease(y, 0.22, 0.3)))
    shore = 0.285 - 0.018 * np.exp(-(((x - 0.82) / 0.2) ** 2)) - 0.006 * np.sin(x * 21)
    land = blend(sky, colour("#a5b6bb"), ease(y - shore, -0.002, 0.002))
    sea = blend(colour("#a8c3cb"), colour("#4f8296"), ease(y, 0.295, 0.46))
    waves = np.sin(y * 520 / (0.3 + y) + np.sin(x * 17) * 1.6) * np.sin(x * 31 + y * 90)
    sea = sea * (1 + 0.07 * waves)[:, None]
    return np.asarray(blend(land, sea, ease(y, 0.293, 0.297)), dtype=np.float32)


def dusk(x: Floats, y: Floats) -> Floats:
    """Evening over water: a warm band, hills, the last light on the waves."""
    sky = blend(colour("#46587a"), colour("#e3a27e"), ease(y, 0.02, 0.46))
    sky = blend(sky, colour("#f2c79a"), np.exp(-(((y - 0.47) / 0.035) ** 2)) * 0.7)
    hill = (
        0.455 - 0.05 * np.exp(-(((x - 0.2) / 0.2) ** 2)) - 0.03 * np.exp(-(((x - 0.9) / 0.14) ** 2))
    )
    land = blend(sky, colour("#3c4560"), ease(y - hill, -0.003, 0.003))
    water = blend(colour("#c98f78"), colour("#3d4b66"), ease(y, 0.485, 0.62))
    glint = np.sin(y * 900 + np.sin(x * 40) * 2) * np.sin(x * 60 + y * 300)
    water = water * (1 + 0.10 * glint * ease(y, 0.49, 0.56))[:, None]
    return np.asarray(
        blend(land, water, ease(y, 0.483, 0.487)) * np.float32(0.85), dtype=np.float32
    )
