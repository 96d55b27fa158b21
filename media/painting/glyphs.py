"""Outlines to coverage, by HarfBuzz's own rasteriser: exact edges, sub-pixel places, any axis.

Measured against FreeType through Pillow on ten Han glyphs at 148 px: 0.9 ms to 3.7.
"""

import math

import numpy as np
import uharfbuzz as hb
from PIL import Image

from media.fonts import em_of, font_of
from media.typesetting.text import Ink


def _mask(ink: Ink, scale: float) -> tuple[int, int, Image.Image] | None:
    raster = hb.RasterDraw()
    for drawn in ink.glyphs:
        instance = drawn.glyph.instance
        share = drawn.size_px * scale / em_of(instance)
        raster.transform = (share, 0.0, 0.0, share, drawn.x * scale, -drawn.y * scale)
        raster.draw_glyph(font_of(instance), drawn.glyph.id)
    image = raster.render()
    if image is None or not image.extents.width or not image.extents.height:
        return None
    extents = image.extents
    rows = np.frombuffer(image.buffer, np.uint8).reshape(extents.height, extents.stride)
    upright = np.ascontiguousarray(rows[::-1, : extents.width])
    return extents.x_origin, -(extents.y_origin + extents.height), Image.fromarray(upright)


def drawn(ink: Ink, scale: float = 1.0) -> tuple[int, int, Image.Image] | None:
    """Left, top and coverage of all glyphs and bars of an ink; None where there is nothing."""
    found = _mask(ink, scale)
    if not ink.bars:
        return found
    bars = [tuple(side * scale for side in bar) for bar in ink.bars]
    left = min(math.floor(bar[0]) for bar in bars)
    top = min(math.floor(bar[1]) for bar in bars)
    right = max(math.ceil(bar[0] + bar[2]) for bar in bars)
    bottom = max(math.ceil(bar[1] + bar[3]) for bar in bars)
    if found is not None:
        x, y, mask = found
        left, top = min(left, x), min(top, y)
        right, bottom = max(right, x + mask.width), max(bottom, y + mask.height)
    plane = np.zeros((bottom - top, right - left), np.float32)
    if found is not None:
        x, y, mask = found
        plane[y - top : y - top + mask.height, x - left : x - left + mask.width] = np.asarray(mask)
    from_left = np.arange(right - left, dtype=np.float32) + left
    from_top = np.arange(bottom - top, dtype=np.float32) + top
    for x0, y0, wide, tall in bars:
        along = np.clip(np.minimum(from_left + 1, x0 + wide) - np.maximum(from_left, x0), 0, 1)
        down = np.clip(np.minimum(from_top + 1, y0 + tall) - np.maximum(from_top, y0), 0, 1)
        plane = np.maximum(plane, down[:, None] * along[None, :] * 255)
    return left, top, Image.fromarray((plane + 0.5).astype(np.uint8))
