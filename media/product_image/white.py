"""A product on pure white, as marketplaces ask for: centred, of one scale, with a made shadow.

The border is exactly white: the shadow fades out before it. Its three layers are those of CRAFT,
section 6.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from media.errors import BadValue
from media.pixels.masks import blurred
from media.product_image.crop import sharpened
from media.product_image.cutout import Cutout

SHARE = 0.85
"""Of the side, for the subject's longer side: Amazon's rule for main images."""
MOST_ENLARGED = 1.6
_REFERENCE_PX = 1080.0  # the width that CRAFT's px are of
_INK = np.array([38.0, 37.0, 42.0], np.float32)
_LAYERS = ((14.0, 20.0, 0.16), (8.0, 9.0, 0.30), (4.0, 3.5, 0.52))  # down, sigma, opacity
_REACH = 0.16  # of the subject's height: so far up its contour touches the floor
_EDGE = 0.03  # of the side: no shadow there

Plane = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class OnWhite:
    """`picture` is RGB, square. `share` is what the subject's longer side fills of it."""

    picture: Image.Image
    share: float
    notes: tuple[str, ...]


def _shadow(alpha: Plane, top: int, left: int, side_px: int) -> Plane:
    """How much of the light is gone, (side, side), 0 at the border.

    It follows the lower contour: where the subject stands or lies deepest it is darkest.
    """
    scale = side_px / _REFERENCE_PX
    height, width = alpha.shape
    rows = np.arange(height, dtype=np.float32) + 0.5
    low = np.clip((rows / height - 1 + _REACH) / _REACH, 0.0, 1.0) ** 1.6
    cast = alpha * low[:, None]
    gone = np.zeros((side_px, side_px), np.float32)
    for down, sigma, opacity in _LAYERS:
        layer = np.zeros_like(gone)
        at = min(top + round(down * scale), side_px - height)
        layer[at : at + height, left : left + width] = cast
        gone = 1 - (1 - gone) * (1 - blurred(layer, sigma * scale) * opacity)
    away = np.arange(side_px, dtype=np.float32) + 0.5
    ramp = np.clip(np.minimum(away, side_px - away) / (side_px * _EDGE) - 1.0, 0.0, 1.0)
    return np.asarray(gone * ramp[None, :] * ramp[:, None], np.float32)


def _placed(cut: Image.Image, side_px: int, share: float) -> Image.Image:
    """The subject in its size on the sheet."""
    factor = min(side_px * share / max(cut.size), MOST_ENLARGED)
    size = (max(round(cut.width * factor), 1), max(round(cut.height * factor), 1))
    whole = cut.convert("RGBa").resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return sharpened(whole.convert("RGBA"), 1 / factor)


def on_white(
    cut: Cutout, *, side_px: int = 1600, share: float = SHARE, has_shadow: bool = True
) -> OnWhite:
    """The cut-out on a white square of `side_px`, its longer side `share` of it.

    Its border is exactly (255, 255, 255). A subject that would have to be enlarged more than
    `MOST_ENLARGED` stays smaller, and a note says so. BadValue for a side or share out of range.
    """
    if not 64 <= side_px <= 4096 or not 0.2 <= share <= 0.94:
        raise BadValue(f"A side of {side_px} px or a share of {share} is out of range")
    subject = _placed(cut.picture, side_px, share)
    reached = max(subject.size) / side_px
    notes = []
    if reached < share - 0.005:
        notes.append(
            f"the subject fills {reached:.0%} instead of {share:.0%}: the photo has too few pixels"
        )
    left, top = (side_px - subject.width) // 2, (side_px - subject.height) // 2
    sheet = np.full((side_px, side_px, 3), 255.0, np.float32)
    alpha = np.asarray(subject.getchannel("A"), np.float32) / 255.0
    if has_shadow:
        gone = _shadow(alpha, top, left, side_px)[..., None]
        sheet = sheet * (1 - gone) + _INK * gone
    area = (slice(top, top + subject.height), slice(left, left + subject.width))
    color = np.asarray(subject.convert("RGB"), np.float32)
    sheet[area] = sheet[area] * (1 - alpha[..., None]) + color * alpha[..., None]
    picture = Image.fromarray(np.clip(sheet + 0.5, 0, 255).astype(np.uint8))
    return OnWhite(picture, reached, tuple(notes))
