"""Seeded relief of cloth, wood, clay and paper: small squares that repeat without a seam."""

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from media.illustrations.kit.curves import Floats

SIDE = 512
"""Points along a square; each texture repeats after them."""


@cache
def texture(name: str, level: int = 0) -> NDArray[np.float32]:
    """Height, about -1 to 1, and its slopes over x and y; each level is half as wide."""
    if level:
        fine = texture(name, level - 1)
        four = fine[::2, ::2] + fine[1::2, ::2] + fine[::2, 1::2] + fine[1::2, 1::2]
        return np.asarray(four / 4, dtype=np.float32)
    height = RELIEFS[name]()
    height = height - height.mean()
    height = height / max(float(np.abs(height).max()) * 0.6, float(height.std()) * 1.6)
    over = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) / 2
    down = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) / 2
    even = max(float(np.sqrt((over**2 + down**2).mean())), 1e-6)
    return np.stack([height, over / even, down / even], axis=-1).astype(np.float32)


def sampled(
    name: str, u: Floats, v: Floats, tile: float, dense: float = 100.0
) -> NDArray[np.float32]:
    """Height and slopes at points; the texture repeats every `tile` cm, seen at `dense` px a cm."""
    level = int(np.clip(np.log2(SIDE / tile / dense) + 0.35, 0, 6))
    whole, side = texture(name, level), SIDE >> level
    x = (u * (side / tile)).astype(np.int32) & (side - 1)
    y = (v * (side / tile)).astype(np.int32) & (side - 1)
    return np.asarray(whole.reshape(-1, 3)[y * side + x])


def noise(seed: int, low: float, high: float, stretch: float = 1.0) -> Floats:
    """Waves between `low` and `high` to the side; `stretch` draws them out along x."""
    white = np.random.default_rng(seed).standard_normal((SIDE, SIDE))
    fy = np.fft.fftfreq(SIDE)[:, None] * SIDE
    fx = np.fft.rfftfreq(SIDE)[None] * SIDE * stretch
    far = np.sqrt(fx**2 + fy**2)
    band = np.exp(-((far / high) ** 2)) * (1 - np.exp(-((far / max(low, 1e-3)) ** 2)))
    made = np.fft.irfft2(np.fft.rfft2(white) * band, s=(SIDE, SIDE))
    return np.asarray(made / max(float(made.std()), 1e-9))


def places() -> tuple[Floats, Floats]:
    """x and y from 0 to 1."""
    at = (np.arange(SIDE) + 0.5) / SIDE
    x, y = np.meshgrid(at, at)
    return x, y


def strokes(seed: int, count: int, long: float, wide: int = 1, spread: float = np.pi) -> Floats:
    """Short bent hairs, lighter and darker, that cross the seams."""
    random = np.random.default_rng(seed)
    image = Image.new("F", (SIDE, SIDE), 0.0)
    draw = ImageDraw.Draw(image)
    for _ in range(count):
        x, y = random.uniform(0, SIDE, 2)
        turn, bend = random.uniform(-spread, spread), random.uniform(-0.6, 0.6)
        points = [(x, y)]
        for _step in range(5):
            turn += bend / 2.5
            x, y = x + np.cos(turn) * long / 5, y + np.sin(turn) * long / 5
            points.append((x, y))
        tone = float(random.uniform(-1, 1))
        for dx in (0, -SIDE, SIDE):
            for dy in (0, -SIDE, SIDE):
                draw.line([(a + dx, b + dy) for a, b in points], fill=tone, width=wide)
    return np.asarray(image, dtype=np.float64)


def weave(threads: int, seed: int, uneven: float) -> Floats:
    """Plain weave, `threads` to the side, some thicker than others."""
    x, y = places()
    x = x * threads + noise(seed, 2, 9, 0.2) * uneven * 0.35
    y = y * threads + noise(seed + 1, 2, 9, 5.0) * uneven * 0.35
    over = (np.floor(x) + np.floor(y)) % 2
    warp, weft = np.abs(np.sin(np.pi * x)), np.abs(np.sin(np.pi * y))
    high = np.where(over > 0, warp**0.7 * (0.55 + 0.45 * weft), weft**0.7 * (0.55 + 0.45 * warp))
    slubs = noise(seed + 2, 6, 60, 0.25) + noise(seed + 3, 6, 60, 4.0)
    return np.asarray(high + slubs * 0.08 * (1 + uneven))


def herringbone() -> Floats:
    x, y = places()
    zigzag = np.abs((x * 8) % 2 - 1)
    lines = np.sin((y * 32 + zigzag * 4) * 2 * np.pi)
    thread = np.abs(np.sin(x * 96 * np.pi))
    return np.asarray(lines * 0.8 + thread * 0.25 + noise(41, 20, 160) * 0.25)


def felt() -> Floats:
    hairs: Floats = strokes(51, 5200, 46)
    return np.asarray(hairs + noise(52, 3, 18) * 0.22 + noise(53, 60, 200) * 0.25)


def wood() -> Floats:
    """Growth lines along x, with pores."""
    _x, y = places()
    bent = y * 9 + noise(61, 0.5, 2.2, 2.5) * 0.55
    rings = np.sin(bent * 2 * np.pi) * 0.55
    pores = np.clip(noise(62, 40, 200, 14) - 1.1, 0, 2)
    return np.asarray(rings - pores * 0.8 + noise(63, 10, 120, 12) * 0.35)


def leather() -> Floats:
    cells = np.abs(noise(71, 24, 60)) ** 0.6
    return cells + noise(72, 3, 12) * 0.18


def plaster() -> Floats:
    broad: Floats = noise(81, 0.8, 4)
    return np.asarray(broad * 0.7 + noise(82, 5, 40) * 0.35 + noise(83, 60, 220) * 0.25)


def combed() -> Floats:
    """Ridges round a turned pot, every one a little different."""
    _x, y = places()
    bent = y * 16 + noise(91, 0.8, 3, 2.0) * 0.10
    return np.asarray(np.abs(np.sin(bent * np.pi)) ** 0.8 + noise(92, 30, 160, 4) * 0.05)


def speckle() -> Floats:
    """Iron spots in a glaze: few, small, dark."""
    spots = np.clip(noise(101, 22, 70) - 2.05, 0, 1)
    return np.asarray(-spots)


def rope() -> Floats:
    """Three strands laid round each other."""
    x, y = places()
    lay = np.abs(np.sin((x * 6 + y * 6) * np.pi)) ** 0.55
    yarn = np.sin((x * 10 - y * 40) * 2 * np.pi) * 0.12
    return np.asarray(lay + yarn + noise(111, 30, 200) * 0.06)


def basket() -> Floats:
    """Strips of bamboo, over two and under two."""
    x, y = places()
    a, b = x * 16, y * 16
    over = ((np.floor(a) + np.floor(b)) % 4) < 2
    strip = np.where(over, np.abs(np.sin(np.pi * a)), np.abs(np.sin(np.pi * b)))
    lift = np.where(over, np.sin(np.pi * b), np.sin(np.pi * a))
    return np.asarray(strip**0.4 + 0.2 * np.abs(lift) + noise(121, 20, 160) * 0.05)


def grass() -> Floats:
    return strokes(131, 5200, 30, 2, 0.5 * np.pi) + noise(132, 2, 10) * 0.35


RELIEFS: dict[str, Callable[[], Floats]] = {
    "canvas": lambda: weave(64, 11, 0.5),
    "linen": lambda: weave(80, 21, 1.4),
    "herringbone": herringbone,
    "felt": felt,
    "wool": lambda: strokes(31, 4200, 26, 2) + noise(33, 20, 120) * 0.6,
    "wood": wood,
    "leather": leather,
    "paper": lambda: noise(141, 30, 200) + noise(142, 4, 24) * 0.5 + strokes(143, 500, 30) * 0.5,
    "brushed": lambda: noise(151, 4, 200, 30),
    "clouds": lambda: noise(161, 0.6, 3.5) + noise(162, 4, 12) * 0.3,
    "plaster": plaster,
    "speckle": speckle,
    "combed": combed,
    "rope": rope,
    "basket": basket,
    "grass": grass,
    "creases": lambda: -(np.abs(noise(171, 2, 9)) ** 0.5),
    "stone": lambda: noise(181, 3, 30) + noise(182, 60, 250) * 0.8,
}
