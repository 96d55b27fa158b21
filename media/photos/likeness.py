"""Knowing a picture again, and showing it before it has come.

`fingerprint` is the perceptual hash of Zauner (2010): the signs of the lowest 64 frequencies of a
small grey picture, DC left out. The placeholder is a ThumbHash (evanw.github.io/thumbhash, Wallace
2023, written anew from its description): about 25 bytes that any of its decoders reads.
"""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from media.errors import BadValue

Plane = NDArray[np.float64]
ALIKE = 10
"""Of 64: pictures this near or nearer are most likely the same one, resized or encoded anew."""
_HASHED_PX = 32
_THUMB_PX = 100


@lru_cache(maxsize=16)
def _waves(length: int, count: int) -> Plane:
    """Cosines, (count, length), at the centres of pixels."""
    at = (np.arange(length) + 0.5) * math.pi / length
    return np.cos(np.arange(count)[:, None] * at[None, :])


def _flat(image: Image.Image) -> Image.Image:
    """On white, as a shop shows it."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    sheet = Image.new("RGB", image.size, "white")
    sheet.paste(image, mask=image.getchannel("A"))
    return sheet


def fingerprint(image: Image.Image) -> int:
    """64 bits; alike for the same picture at another size or quality, or cropped a little."""
    grey = _flat(image).convert("L")
    small = grey.resize((_HASHED_PX, _HASHED_PX), Image.Resampling.BOX, reducing_gap=None)
    pixels = np.asarray(small, np.float64)
    waves = _waves(_HASHED_PX, 8)
    low = np.round(waves @ pixels @ waves.T, 3)  # an even picture has none, not noise
    low[0, 0] = 0.0
    bits = (low > np.median(low)).reshape(-1)
    return int("".join("1" if bit else "0" for bit in bits), 2)


def distance(one: int, other: int) -> int:
    """How many of the 64 bits differ; `ALIKE` or fewer: most likely the same picture."""
    return (one ^ other).bit_count()


def _channel(plane: Plane, across: int, down: int) -> tuple[float, list[float], float]:
    """Its mean, its frequencies of a triangle -1 to 1, and the scale that they were divided by."""
    height, width = plane.shape
    terms = np.zeros((down, across))
    own_down, own_across = min(down, height), min(across, width)  # waves longer than a px
    terms[:own_down, :own_across] = _waves(height, own_down) @ plane @ _waves(width, own_across).T
    terms /= width * height
    picked = [
        float(terms[y, x])
        for y in range(down)
        for x in range(0 if y else 1, across)
        if x * down < across * (down - y)
    ]
    scale = max((abs(term) for term in picked), default=0.0)
    scale = scale if scale > 1e-6 else 0.0
    shares = [term / scale if scale else 0.0 for term in picked]
    return float(terms[0, 0]), shares, scale


def _levels(value: float, most: int) -> int:
    return min(max(math.floor(value * most + 0.5), 0), most)


def thumbhash(image: Image.Image) -> bytes:
    """5 to 30 bytes for RGB or RGBA: enough for a soft preview of its shape, colours and alpha."""
    small = image.convert("RGBA")
    small.thumbnail((_THUMB_PX, _THUMB_PX), Image.Resampling.BOX)
    width, height = small.size
    pixels = np.asarray(small, np.float64) / 255.0
    alpha = pixels[..., 3]
    weight = float(alpha.sum())
    mean = (pixels[..., :3] * alpha[..., None]).sum(axis=(0, 1)) / max(weight, 1e-9)
    has_alpha = weight < width * height
    mixed = mean * (1 - alpha[..., None]) + pixels[..., :3] * alpha[..., None]
    red, green, blue = mixed[..., 0], mixed[..., 1], mixed[..., 2]
    most, longest = (5 if has_alpha else 7), max(width, height)
    across = max(1, math.floor(most * width / longest + 0.5))
    down = max(1, math.floor(most * height / longest + 0.5))
    light = _channel((red + green + blue) / 3, max(3, across), max(3, down))
    warm = _channel((red + green) / 2 - blue, 3, 3)
    rosy = _channel(red - green, 3, 3)
    is_wide = width > height
    head = (
        _levels(light[0], 63)
        | _levels(0.5 + 0.5 * warm[0], 63) << 6
        | _levels(0.5 + 0.5 * rosy[0], 63) << 12
        | _levels(light[2], 31) << 18
        | has_alpha << 23
    )
    more = (
        (down if is_wide else across)
        | _levels(warm[2], 63) << 3
        | _levels(rosy[2], 63) << 9
        | is_wide << 15
    )
    hashed = bytearray(head.to_bytes(3, "little") + more.to_bytes(2, "little"))
    channels = [light, warm, rosy]
    if has_alpha:
        clear = _channel(alpha, 5, 5)
        hashed.append(_levels(clear[0], 15) | _levels(clear[2], 15) << 4)
        channels.append(clear)
    terms = [_levels(0.5 + 0.5 * term, 15) for _, shares, _ in channels for term in shares]
    terms += [0] * (len(terms) % 2)
    hashed += bytes(low | high << 4 for low, high in zip(terms[::2], terms[1::2], strict=True))
    return bytes(hashed)


class _Terms:
    """Four bits at a time, the lower first."""

    def __init__(self, hashed: bytes) -> None:
        self._left = iter([part for byte in hashed for part in (byte & 15, byte >> 4)])

    def plane(
        self, mean: float, scale: float, across: int, down: int, size: tuple[int, int]
    ) -> Plane:
        width, height = size
        terms = np.zeros((down, across))
        terms[0, 0] = mean
        for y in range(down):
            for x in range(0 if y else 1, across):
                if x * down < across * (down - y):
                    share = next(self._left, None)
                    if share is None:
                        raise BadValue("This is no ThumbHash: it ends too soon")
                    terms[y, x] = (share / 7.5 - 1.0) * scale * 2.0
        return _waves(height, down).T @ terms @ _waves(width, across)


def unhashed(hashed: bytes, *, longest_px: int = 32) -> Image.Image:
    """The preview as RGBA, its longer side `longest_px`. BadValue when it is no ThumbHash."""
    if len(hashed) < 5 or not 1 <= longest_px <= 512:
        raise BadValue("This is no ThumbHash, or the preview is to be too large")
    head = int.from_bytes(hashed[:3], "little")
    more = int.from_bytes(hashed[3:5], "little")
    has_alpha, is_wide = bool(head >> 23), bool(more >> 15)
    if has_alpha and len(hashed) < 6:
        raise BadValue("This is no ThumbHash: it ends too soon")
    most, least = (5 if has_alpha else 7), more & 7
    across, down = (most, least) if is_wide else (least, most)
    ratio = max(across, 1) / max(down, 1)
    size = (
        max(round(longest_px * min(ratio, 1.0)), 1),
        max(round(longest_px / max(ratio, 1.0)), 1),
    )
    terms = _Terms(hashed[6 if has_alpha else 5 :])
    light = terms.plane(
        (head & 63) / 63, (head >> 18 & 31) / 31, max(3, across), max(3, down), size
    )
    warm = terms.plane((head >> 6 & 63) / 31.5 - 1, (more >> 3 & 63) / 63 * 1.25, 3, 3, size)
    rosy = terms.plane((head >> 12 & 63) / 31.5 - 1, (more >> 9 & 63) / 63 * 1.25, 3, 3, size)
    alpha = np.ones_like(light)
    if has_alpha:
        alpha = terms.plane((hashed[5] & 15) / 15, (hashed[5] >> 4) / 15, 5, 5, size)
    blue = light - 2 / 3 * warm
    red = (3 * light - blue + rosy) / 2
    planes = np.dstack([red, red - rosy, blue, alpha])
    return Image.fromarray((np.clip(planes, 0, 1) * 255 + 0.5).astype(np.uint8))
