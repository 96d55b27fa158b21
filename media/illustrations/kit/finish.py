"""From linear light to a picture: bloom, a soft shoulder, a little grain."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

EXPOSURE = 1.10
STEPS, BRIGHTEST, SHOULDER = 8192, 8, 0.72


def bloomed(light: NDArray[np.float32], strength: float) -> NDArray[np.float32]:
    """Bright places shine over their edges."""
    if strength <= 0:
        return light
    side = light.shape[0]
    bright = np.clip(light - 0.85, 0, 3) / 3
    small = Image.fromarray((bright * 255).astype(np.uint8)).reduce(4)
    for share, weight in ((0.012, 0.5), (0.035, 0.35), (0.10, 0.35)):
        blurred = small.filter(ImageFilter.GaussianBlur(side * share / 4))
        large = blurred.resize((side, side), Image.Resampling.BILINEAR)
        light = light + np.asarray(large, np.float32) * np.float32(3 / 255 * weight * strength)
    return light


def developed(light: NDArray[np.float32], seed: int, grain: float = 0.008) -> Image.Image:
    """The picture; the light falls off a little towards the corners, as a lens has it."""
    side = light.shape[0]
    at = (np.arange(side, dtype=np.float32) + 0.5) / side
    x, y = at[None], at[:, None]
    pool = 1.05 - 0.30 * ((x - 0.42) ** 2 + (y - 0.40) ** 2)
    exposed = light * (pool * np.float32(EXPOSURE * STEPS))[..., None]
    out = curve()[np.clip(exposed, 0, STEPS * BRIGHTEST - 1).astype(np.int32)]
    random = np.random.default_rng(seed)
    tile = random.standard_normal((256, 256)).astype(np.float32) * np.float32(grain)
    repeats = -(-side // 256)
    out += np.tile(tile, (repeats, repeats))[:side, :side, None]
    return Image.fromarray((np.clip(out, 0, 1) * 255 + 0.5).astype(np.uint8))


@cache
def curve() -> NDArray[np.float32]:
    """Linear light in STEPS to what the eye is shown: a straight part, a soft shoulder."""
    out = (np.arange(STEPS * BRIGHTEST) + 0.5) / STEPS
    over = np.maximum(out - SHOULDER, 0)
    rolled = (1 - SHOULDER) * (1 - np.exp(-over / (1 - SHOULDER) * 0.95))
    return np.asarray((np.minimum(out, SHOULDER) + rolled) ** (1 / 2.2), dtype=np.float32)
