"""Words and lines printed on paper and tin."""

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from media.illustrations.kit.colour import Colour, blend
from media.illustrations.kit.curves import Floats
from media.illustrations.kit.material import Paint, Surface

DOTS = 24
"""Points a centimetre of a print."""

Drawing = Callable[[ImageDraw.ImageDraw, int, int], None]


def lettered(draw: ImageDraw.ImageDraw, text: str, x: float, y: float, size: int, gap: int) -> None:
    """Letters with air between them, centred on x; y is their middle."""
    font = ImageFont.load_default(size)
    wide = [font.getlength(letter) + gap for letter in text]
    at = x - (sum(wide) - gap) / 2
    for letter, step in zip(text, wide, strict=True):
        draw.text((at, y), letter, fill=255, font=font, anchor="lm")
        at += step


@cache
def stamp(name: str, width: int, height: int) -> NDArray[np.float32]:
    """A label of the house's: two rules, the name, a line below; 1 where there is ink."""
    width, height = width * 3, height * 3
    image = Image.new("L", (width, height))
    draw = ImageDraw.Draw(image)
    title, _, line = name.partition("|")
    inset = max(3, width // 24)
    draw.rectangle(
        (inset, inset, width - inset, height - inset), outline=255, width=max(3, width // 90)
    )
    lettered(draw, "HARBOUR & PINE", width / 2, height * 0.24, max(9, width // 19), width // 90)
    words = title.split(" ")
    size = max(11, width // 8)
    for place, word in enumerate(words):
        y = height * (0.5 + (place - (len(words) - 1) / 2) * 1.15 * size / height)
        lettered(draw, word, width / 2, y, size, width // 160)
    draw.line(
        (width * 0.38, height * 0.73, width * 0.62, height * 0.73),
        fill=255,
        width=max(3, width // 110),
    )
    lettered(draw, line, width / 2, height * 0.82, max(9, width // 20), width // 120)
    return np.asarray(np.asarray(image.reduce(3)) / 255, dtype=np.float32)


@cache
def worded(text: str, width: int, height: int) -> NDArray[np.float32]:
    """Words in as many even columns, each at its column's left; 1 where there is ink."""
    image = Image.new("L", (width * 3, height * 3))
    draw = ImageDraw.Draw(image)
    words = text.split(" ")
    for place, word in enumerate(words):
        x = (place + 0.10) * width * 3 / len(words)
        draw.text(
            (x, height * 1.5), word, 255, ImageFont.load_default(int(height * 2.3)), anchor="lm"
        )
    return np.asarray(np.asarray(image.reduce(3)) / 255, dtype=np.float32)


def printed(
    base: Colour | Paint,
    ink: Colour,
    name: str,
    place: Callable[[Surface], tuple[Floats, Floats]],
    ground: Colour | None = None,
    shape: tuple[int, int] = (300, 340),
) -> Paint:
    """A label where `place` gives x and y from 0 to 1 (y down); elsewhere the base."""

    def painted(surface: Surface) -> Floats:
        plain = base(surface) if callable(base) else np.broadcast_to(base, surface.place.shape)
        x, y = place(surface)
        inside = (x > 0) & (x < 1) & (y > 0) & (y < 1)
        marks = stamp(name, *shape)
        columns = np.clip(x * shape[0], 0, shape[0] - 1).astype(np.int32)
        rows = np.clip(y * shape[1], 0, shape[1] - 1).astype(np.int32)
        paper = plain if ground is None else np.broadcast_to(ground, plain.shape)
        label = blend(paper, ink, marks[rows, columns])
        return np.where(inside[:, None], label, plain)

    return painted


def ruled(surface: Surface, step: float, wide: float, axis: int = 1) -> Floats:
    """1 on lines `step` cm apart."""
    at = np.mod(surface.uv[:, axis], step)
    return np.asarray((at < wide).astype(np.float32))


def dotted(surface: Surface, step: float, size: float) -> Floats:
    """1 on a grid of dots."""
    u = np.mod(surface.uv[:, 0], step) - step / 2
    v = np.mod(surface.uv[:, 1], step) - step / 2
    far = np.hypot(u, v)
    return np.asarray(np.clip((size - far) / (size * 0.5), 0, 1))
