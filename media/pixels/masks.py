"""Coverage and colour as arrays: rounded boxes, ellipses, strokes, gradients, soft shadows.

Edges are smoothed from the signed distance to the form. Gradients are computed in float, with
their alpha multiplied in, and dithered when they become bytes, so that they do not band.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from media.scene import Box, Color, Corners, Fill, Linear, Radial

Plane = NDArray[np.float32]
_TILE = 256


def _plane(values: Any) -> Plane:
    return np.asarray(values, np.float32)


@lru_cache(maxsize=1)
def noise_tile() -> Plane:
    """Triangular noise, -1 to 1; the same on every machine."""
    random = np.random.Generator(np.random.PCG64(20261127))
    tile = random.random((2, _TILE, _TILE), dtype=np.float32)
    return _plane(tile[0] - tile[1])


def noise(height: int, width: int) -> Plane:
    down, along = -(-height // _TILE), -(-width // _TILE)
    return np.tile(noise_tile(), (down, along))[:height, :width]


def to_bytes(plane: Plane, *, dither: bool = True) -> NDArray[np.uint8]:
    """0 to 1 becomes 0 to 255."""
    return _to_bytes(plane, _grain(*plane.shape) if dither else None)


def _grain(height: int, width: int) -> Plane:
    return noise(height, width) * np.float32(0.5)


def _to_bytes(plane: Plane, grain: Plane | None) -> NDArray[np.uint8]:
    scaled = plane * np.float32(255.0)
    if grain is not None:
        scaled = scaled + grain
    scaled += np.float32(0.5)
    whole: NDArray[np.uint8] = np.clip(scaled, 0.0, 255.0, out=scaled).astype(np.uint8)
    return whole


def image_of(plane: NDArray[np.uint8]) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(plane))


def _grid(width: int, height: int) -> tuple[Plane, Plane]:
    """Centres of pixels: a row of x and a column of y."""
    x = np.arange(width, dtype=np.float32) + np.float32(0.5)
    y = np.arange(height, dtype=np.float32) + np.float32(0.5)
    return x[None, :], y[:, None]


def rounded(width: int, height: int, box: Box, corners: Corners) -> Plane:
    """Coverage of a box with round corners, in a field of so many px."""
    x, y = _grid(width, height)
    across = np.minimum(x - np.float32(box.x), np.float32(box.right) - x)
    down = np.minimum(y - np.float32(box.y), np.float32(box.bottom) - y)
    cover = np.clip(across + 0.5, 0.0, 1.0) * np.clip(down + 0.5, 0.0, 1.0)
    longest = min(box.width, box.height) / 2
    places = (
        (corners.top_left, box.x, box.y, 1, 1),
        (corners.top_right, box.right, box.y, -1, 1),
        (corners.bottom_right, box.right, box.bottom, -1, -1),
        (corners.bottom_left, box.x, box.bottom, 1, -1),
    )
    for wanted, corner_x, corner_y, to_x, to_y in places:
        radius = min(wanted, longest)
        if radius <= 0:
            continue
        center_x, center_y = corner_x + to_x * radius, corner_y + to_y * radius
        left, right = sorted((corner_x - to_x, center_x))
        top, bottom = sorted((corner_y - to_y, center_y))
        columns = slice(max(math.floor(left), 0), max(math.ceil(right), 0))
        rows = slice(max(math.floor(top), 0), max(math.ceil(bottom), 0))
        dx, dy = x[:, columns] - np.float32(center_x), y[rows] - np.float32(center_y)
        outside = (dx * to_x <= 0) & (dy * to_y <= 0)
        near = np.clip(radius - np.hypot(dx, dy) + 0.5, 0.0, 1.0)
        cover[rows, columns] = np.where(outside, near, cover[rows, columns])
    return _plane(cover)


def ellipse(width: int, height: int, box: Box) -> Plane:
    x, y = _grid(width, height)
    radius_x, radius_y = max(box.width / 2, 1e-3), max(box.height / 2, 1e-3)
    dx = (x - np.float32(box.x + radius_x)) / np.float32(radius_x)
    dy = (y - np.float32(box.y + radius_y)) / np.float32(radius_y)
    far = np.sqrt(dx * dx + dy * dy)
    slope = np.sqrt((dx / radius_x) ** 2 + (dy / radius_y) ** 2) / np.maximum(far, 1e-6)
    return _plane(np.clip((1.0 - far) / np.maximum(slope, 1e-6) + 0.5, 0.0, 1.0))


def dashed(
    points: tuple[tuple[float, float], ...], dash: tuple[float, float]
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The pieces of a line that are on."""
    on, off = dash
    pieces, at = [], 0.0
    for (x0, y0), (x1, y1) in pairwise(points):
        length = math.hypot(x1 - x0, y1 - y0)
        start = -(at % (on + off))
        while start < length:
            first, last = max(start, 0.0), min(start + on, length)
            if last > first:
                by = ((x1 - x0) / length, (y1 - y0) / length)
                ends = [(x0 + by[0] * far, y0 + by[1] * far) for far in (first, last)]
                pieces.append((ends[0], ends[1]))
            start += on + off
        at += length
    return pieces


def stroke(
    width: int,
    height: int,
    points: tuple[tuple[float, float], ...],
    thick_px: float,
    dash: tuple[float, float] | None = None,
) -> Plane:
    """A line through the points, with round ends and joints."""
    x, y = _grid(width, height)
    nearest = np.full((height, width), np.inf, np.float32)
    for (x0, y0), (x1, y1) in dashed(points, dash) if dash else pairwise(points):
        dx, dy = x1 - x0, y1 - y0
        length = max(dx * dx + dy * dy, 1e-6)
        share = np.clip(((x - x0) * dx + (y - y0) * dy) / length, 0.0, 1.0)
        far = np.hypot(x - x0 - share * dx, y - y0 - share * dy)
        nearest = np.minimum(nearest, far.astype(np.float32))
    return _plane(np.clip(thick_px / 2 - nearest + 0.5, 0.0, 1.0))


def blurred(cover: Plane, sigma_px: float) -> Plane:
    """Gaussian, by Pillow's three boxes: its time does not grow with sigma."""
    if sigma_px <= 0:
        return cover
    soft = image_of(to_bytes(cover, dither=False)).filter(ImageFilter.GaussianBlur(sigma_px))
    return np.asarray(soft, np.float32) / np.float32(255.0)


def ramp(side: int, start_px: float, end_px: float) -> Plane:
    """From 0 at the start to 1 at the end along a side, eased at both ends."""
    at = np.arange(side, dtype=np.float32) + np.float32(0.5)
    share = np.clip((at - start_px) / (end_px - start_px), 0.0, 1.0)
    return _plane(share * share * (3.0 - 2.0 * share))


def faded(width: int, height: int, sides: Sequence[float]) -> Plane:
    """From nothing at the top, right, bottom and left to all, each over so many px."""
    top, right, bottom, left = sides
    cover = np.ones((height, width), np.float32)
    if top:
        cover = cover * ramp(height, 0, top)[:, None]
    if bottom:
        cover = cover * ramp(height, 0, bottom)[::-1, None]
    if left:
        cover = cover * ramp(width, 0, left)[None, :]
    if right:
        cover = cover * ramp(width, 0, right)[None, ::-1]
    return cover


def _colors(stops: tuple[tuple[float, Color], ...], share: Plane) -> list[Plane]:
    """Premultiplied red, green, blue and alpha, 0 to 1, a plane each."""
    at = np.array([stop for stop, _ in stops], np.float32)
    parts = [(*(part / 255 * color.alpha for part in color.rgb), color.alpha) for _, color in stops]
    return [
        _plane(np.interp(share, at, np.array(values, np.float32)))
        if len(set(values)) > 1
        else np.full_like(share, values[0])
        for values in zip(*parts, strict=True)
    ]


def _shares(fill: Linear | Radial, width: int, height: int, box: Box) -> Plane:
    x, y = _grid(width, height)
    if isinstance(fill, Radial):
        center_x = box.x + fill.center[0] * box.width
        center_y = box.y + fill.center[1] * box.height
        far_x = (x - center_x) / max(fill.radii[0] * box.width, 1e-3)
        far_y = (y - center_y) / max(fill.radii[1] * box.height, 1e-3)
        return _plane(np.hypot(far_x, far_y))
    angle = math.radians(fill.degrees)
    to_x, to_y = math.sin(angle), -math.cos(angle)
    length = abs(to_x) * box.width + abs(to_y) * box.height
    from_x, from_y = x - (box.x + box.width / 2), y - (box.y + box.height / 2)
    return _plane((from_x * to_x + from_y * to_y) / max(length, 1e-3) + 0.5)


def filled(fill: Linear | Radial, width: int, height: int, box: Box) -> tuple[Image.Image, Plane]:
    """A gradient over a field: its colours, and its alpha 0 to 1."""
    upright = isinstance(fill, Linear) and fill.degrees % 180 == 0
    *colors, alpha = _colors(tuple(fill.stops), _shares(fill, 1 if upright else width, height, box))
    least, grain = np.maximum(alpha, np.float32(1e-4)), _grain(height, width)
    # Where a gradient is upright, all columns of a plane are alike, and it has but one.
    planes = [image_of(_to_bytes(_plane(part / least), grain)) for part in colors]
    return Image.merge("RGB", planes), np.broadcast_to(alpha, (height, width))


def is_opaque(fill: Fill) -> bool:
    if isinstance(fill, Color):
        return fill.alpha >= 1.0
    return all(stop.color.alpha >= 1.0 for stop in fill.stops)
