"""The mark of the sample store Harbour & Pine: a pine over two waves, with nothing around it."""

import math

from PIL import Image, ImageDraw

_FINE = 4  # drawn so much larger, then reduced: edges are smooth
_TIERS = ((0.08, 0.34, 0.15), (0.22, 0.52, 0.22), (0.38, 0.70, 0.29))
"""Of the pine: top, bottom and half the width of each, as parts of the side."""
_TRUNK = (0.472, 0.62, 0.528, 0.78)
_WAVES = (0.80, 0.90)
_MARGIN = 0.14
"""On each side, so that the file brings its clear space with it."""


def _wave(level: float, side: float) -> list[tuple[float, float]]:
    return [
        (
            (0.08 + 0.84 * step / 96) * side,
            (level + 0.018 * math.sin(step / 96 * 6 * math.pi)) * side,
        )
        for step in range(97)
    ]


def mark(color: tuple[int, int, int], size_px: int = 720) -> Image.Image:
    """RGBA, as high as it is wide; the same at every call."""
    side = size_px * _FINE * (1 - 2 * _MARGIN)
    shape = Image.new("L", (round(side), round(side)))
    pen = ImageDraw.Draw(shape)
    for top, bottom, half in _TIERS:
        points = [(0.5, top), (0.5 + half, bottom), (0.5, bottom - 0.05), (0.5 - half, bottom)]
        pen.polygon([(x * side, y * side) for x, y in points], fill=255)
    pen.rectangle(tuple(part * side for part in _TRUNK), fill=255)
    for level in _WAVES:
        pen.line(_wave(level, side), fill=255, width=round(0.032 * side), joint="curve")
    whole = Image.new("L", (size_px * _FINE, size_px * _FINE))
    at = round(size_px * _FINE * _MARGIN)
    whole.paste(shape, (at, at))
    drawn = Image.new("RGBA", (size_px, size_px), (*color, 0))
    drawn.putalpha(whole.resize((size_px, size_px), Image.Resampling.LANCZOS))
    return drawn
