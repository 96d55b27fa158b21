"""Pixels as the encoder takes them: planes of Y, U and V with half the colour, BT.709, 16 to 235.

A frame is one array of bytes, its height half as much again: Y above, U and V below, as ffmpeg's
yuv420p. A patch has the same planes with its coverage multiplied in, and that coverage; laying it
on a frame is one product and one sum a plane. Colours are sRGB. Sides of frames are even.
"""

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from media.film.motion import Affine
from media.painting.sprite import Sprite

Bytes = NDArray[np.uint8]
# Rec. ITU-R BT.709-6, items 3.2 to 3.5, for bytes of full range in and of narrow range out.
_TO_YUV = np.array(
    [
        [0.182586, 0.614231, 0.062007, 16.0],
        [-0.100644, -0.338572, 0.439216, 128.0],
        [0.439216, -0.398942, -0.040274, 128.0],
    ],
    np.float32,
)
_TO_RGB = np.array(
    [
        [1.164384, 0.0, 1.792741, -248.100994],
        [1.164384, -0.213249, -0.532909, 76.878080],
        [1.164384, 2.112402, 0.0, -289.017566],
    ],
    np.float32,
)
_BAND = 64  # rows of an overlay that are laid on, or left out, together
_BYTE = 1.0 / 255.0


class Frame(NamedTuple):
    """`whole` is (height * 3 / 2, width); the planes are views of it."""

    whole: Bytes
    y: Bytes
    u: Bytes
    v: Bytes

    @property
    def size(self) -> tuple[int, int]:
        return self.y.shape[1], self.y.shape[0]


class Patch(NamedTuple):
    """Premultiplied planes at an even place; `cover` and `cover_half` are None where all is."""

    left: int
    top: int
    y: Bytes
    u: Bytes
    v: Bytes
    cover: Bytes | None
    cover_half: Bytes | None

    @property
    def covers(self) -> tuple[Bytes, Bytes]:
        """`cover` and `cover_half`, also where they are all."""
        whole = self.cover if self.cover is not None else np.full(self.y.shape, 255, np.uint8)
        half = self.cover_half
        return whole, half if half is not None else np.full(self.u.shape, 255, np.uint8)

    @property
    def nbytes(self) -> int:
        planes = (self.y, self.u, self.v, self.cover, self.cover_half)
        return sum(plane.nbytes for plane in planes if plane is not None)


def frame_of(whole: Bytes) -> Frame:
    tall, width = whole.shape
    height = tall * 2 // 3
    quarter = height * width // 4
    flat = whole.reshape(-1)
    start = height * width
    u = flat[start : start + quarter].reshape(height // 2, width // 2)
    v = flat[start + quarter :].reshape(height // 2, width // 2)
    return Frame(whole, whole[:height], u, v)


def blank(size: tuple[int, int], rgb: tuple[int, int, int] = (0, 0, 0)) -> Frame:
    width, height = size
    frame = frame_of(np.empty((height * 3 // 2, width), np.uint8))
    for plane, value in zip(frame[1:], _of_color(rgb), strict=True):
        plane[:] = value
    return frame


def copy_of(frame: Frame) -> Frame:
    return frame_of(frame.whole.copy())


def _of_color(rgb: tuple[int, int, int]) -> tuple[int, int, int]:
    y, u, v = (_TO_YUV @ np.array([*rgb, 1.0], np.float32)).round()
    return int(y), int(u), int(v)


def _halved(plane: Bytes) -> Bytes:
    size = (plane.shape[1] // 2, plane.shape[0] // 2)
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)


def times(plane: Bytes, other: Bytes) -> Bytes:
    return np.asarray(cv2.multiply(plane, other, scale=_BYTE), np.uint8)


def planes_of(image: Image.Image) -> tuple[Bytes, Bytes, Bytes]:
    """Full-size Y, U and V of an RGB picture."""
    yuv = cv2.transform(np.asarray(image), _TO_YUV)
    y, u, v = (np.ascontiguousarray(yuv[..., part]) for part in range(3))
    return y.astype(np.uint8), u.astype(np.uint8), v.astype(np.uint8)


def of_picture(image: Image.Image) -> tuple[Bytes, Bytes, Bytes]:
    """Y, and U and V of half the size, of an RGB picture with even sides."""
    y, u, v = planes_of(image)
    return y, _halved(u), _halved(v)


def to_picture(frame: Frame, box: tuple[int, int, int, int] | None = None) -> Image.Image:
    """RGB; `box` is left, top, right, bottom, all even."""
    left, top, right, bottom = box or (0, 0, *frame.size)
    y = frame.y[top:bottom, left:right]
    size = (right - left, bottom - top)
    half = (slice(top // 2, bottom // 2), slice(left // 2, right // 2))
    u, v = (cv2.resize(plane[half], size) for plane in (frame.u, frame.v))
    rgb = cv2.transform(np.dstack([y, u, v]), _TO_RGB)
    return Image.fromarray(np.asarray(rgb, np.uint8))


def _even(left: int, top: int, right: int, bottom: int) -> tuple[int, int, int, int]:
    return left & ~1, top & ~1, right + (right & 1), bottom + (bottom & 1)


def patch_of(sprite: Sprite, opacity: float = 1.0) -> Patch | None:
    """A sprite with a mask, or with a picture for its colours; None where it has no pixels."""
    colors, mask = sprite.colors, sprite.mask
    size = mask.size if mask is not None else colors.size if not isinstance(colors, tuple) else None
    if size is None or not all(size):
        return None
    left, top, right, bottom = _even(sprite.x, sprite.y, sprite.x + size[0], sprite.y + size[1])
    edges = ((sprite.y - top, bottom - sprite.y - size[1]),
             (sprite.x - left, right - sprite.x - size[0]))  # fmt: skip
    is_padded = any(map(any, edges))
    cover = np.asarray(mask) if mask is not None else np.full(size[::-1], 255, np.uint8)
    if opacity < 1.0:
        cover = cv2.convertScaleAbs(cover, alpha=opacity)
    cover = np.pad(cover, edges) if is_padded else cover
    half = _halved(cover)
    if isinstance(colors, tuple):
        y, u, v = (
            np.asarray(cv2.convertScaleAbs(plane, alpha=value * _BYTE), np.uint8)
            for plane, value in zip((cover, half, half), _of_color(colors), strict=True)
        )
        return Patch(left, top, y, u, v, cover, half)
    y, u, v = planes_of(colors)
    if is_padded:
        y, u, v = (np.pad(plane, edges) for plane in (y, u, v))
    if mask is None and opacity >= 1.0 and not is_padded:
        return Patch(left, top, y, _halved(u), _halved(v), None, None)
    y, u, v = (times(plane, cover) for plane in (y, u, v))
    return Patch(left, top, y, _halved(u), _halved(v), cover, half)


def _part(patch: Patch, left: int, top: int, right: int, bottom: int) -> Patch:
    """Of a patch; the box is even and in px of the canvas."""
    whole = (
        slice(top - patch.top, bottom - patch.top),
        slice(left - patch.left, right - patch.left),
    )
    half = (
        slice((top - patch.top) // 2, (bottom - patch.top) // 2),
        slice((left - patch.left) // 2, (right - patch.left) // 2),
    )
    cover = patch.cover[whole] if patch.cover is not None else None
    cover_half = patch.cover_half[half] if patch.cover_half is not None else None
    return Patch(left, top, patch.y[whole], patch.u[half], patch.v[half], cover, cover_half)


def clipped(patch: Patch, size: tuple[int, int]) -> Patch | None:
    left, top = max(patch.left, 0), max(patch.top, 0)
    right = min(patch.left + patch.y.shape[1], size[0])
    bottom = min(patch.top + patch.y.shape[0], size[1])
    if right <= left or bottom <= top:
        return None
    return _part(patch, left, top, right, bottom)


def lay(frame: Frame, patch: Patch) -> None:
    """Onto a frame, cut to it."""
    found = clipped(patch, frame.size)
    if found is None:
        return
    height, width = found.y.shape
    for ground, plane, cover, step in (
        (frame.y, found.y, found.cover, 1),
        (frame.u, found.u, found.cover_half, 2),
        (frame.v, found.v, found.cover_half, 2),
    ):
        top, left = found.top // step, found.left // step
        field = ground[top : top + height // step, left : left + width // step]
        if cover is None:
            field[:] = plane
        else:
            cv2.multiply(field, cv2.bitwise_not(cover), dst=field, scale=_BYTE)
            cv2.add(field, plane, dst=field)


def clear(size: tuple[int, int]) -> Patch:
    """An overlay with nothing on it, as large as a frame."""
    width, height = size
    full, half = (height, width), (height // 2, width // 2)
    made = [np.zeros(shape, np.uint8) for shape in (full, half, half, full, half)]
    return Patch(0, 0, made[0], made[1], made[2], made[3], made[4])


def over(ground: Patch, patch: Patch) -> None:
    """Lays a patch on a clear one that is as large as a frame, its coverage too."""
    found = clipped(patch, (ground.y.shape[1], ground.y.shape[0]))
    if found is None:
        return
    height, width = found.y.shape
    for under, plane, cover, step in (
        (ground.y, found.y, found.cover, 1),
        (ground.u, found.u, found.cover_half, 2),
        (ground.v, found.v, found.cover_half, 2),
        (ground.cover, found.cover, found.cover, 1),
        (ground.cover_half, found.cover_half, found.cover_half, 2),
    ):
        if under is None:
            continue
        top, left = found.top // step, found.left // step
        field = under[top : top + height // step, left : left + width // step]
        if cover is None:
            field[:] = 255 if plane is None else plane
        elif plane is not None:
            field[:] = cv2.add(cv2.multiply(field, cv2.bitwise_not(cover), scale=_BYTE), plane)


def bands(overlay: Patch) -> list[Patch]:
    """An overlay in the parts of it where there is anything: what is clear costs nothing."""
    found: list[Patch] = []
    cover = overlay.cover
    if cover is None:
        return [overlay]
    height = cover.shape[0]
    for top in range(0, height, _BAND):
        rows = cover[top : top + _BAND]
        columns = np.flatnonzero(rows.max(axis=0))
        if not len(columns):
            continue
        left, right = int(columns[0]) & ~1, int(columns[-1]) + 1
        right += right & 1
        bottom = min(top + _BAND, height)
        above = found[-1] if found else None
        is_same = above is not None and (
            above.top + above.y.shape[0] == overlay.top + top
            and abs(above.left - left) + abs(above.left + above.y.shape[1] - right) < _BAND
        )
        if above is not None and is_same:
            left = min(left, above.left)
            right = max(right, above.left + above.y.shape[1])
            found[-1] = _part(overlay, left, above.top, right, bottom)
        else:
            found.append(_part(overlay, left, top, right, bottom))
    return found


def faded(patch: Patch, opacity: float) -> Patch:
    """With so much of its coverage."""
    if opacity >= 1.0:
        return patch
    planes = (patch.y, patch.u, patch.v, *patch.covers)
    y, u, v, cover, half = (
        np.asarray(cv2.convertScaleAbs(plane, alpha=opacity), np.uint8) for plane in planes
    )
    return Patch(patch.left, patch.top, y, u, v, cover, half)


def warp(plane: Any, affine: Affine, size: tuple[int, int], into: Any = None) -> Bytes:
    """A plane through a matrix between centres of pixels; nothing beyond its edges."""
    matrix = np.array([affine[:3], affine[3:]], np.float64)
    flags, border = cv2.INTER_LINEAR, cv2.BORDER_CONSTANT
    return np.asarray(
        cv2.warpAffine(plane, matrix, size, dst=into, flags=flags, borderMode=border), np.uint8
    )
