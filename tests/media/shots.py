"""Photos that the tests draw themselves: a vase before a wall, a busy pattern. Small, always alike."""

from functools import lru_cache

import numpy as np
from PIL import Image

from tests.factories.pictures import saved

RED_VASE = (0.36, 0.28, 0.64, 0.86)  # where it stands: left, top, right, bottom


@lru_cache(maxsize=8)
def vase(
    wall: tuple[int, int, int] = (222, 220, 214), width: int = 480, height: int = 600
) -> bytes:
    """A red vase, lit from the left, on a floor a little darker than the wall."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    x, y = x / width, y / height
    ground = np.array(wall, np.float64)[None, None] * (1.04 - 0.08 * y - 0.05 * x)[..., None]
    ground = np.where((y > 0.8)[..., None], ground * 0.965, ground)
    left, top, right, bottom = RED_VASE
    along = (y - top) / (bottom - top)
    half = (right - left) / 2 * (0.55 + 0.45 * np.sin(np.clip(along, 0, 1) * np.pi * 0.9))
    across = (x - (left + right) / 2) / half
    inside = (np.abs(across) < 1) & (along > 0) & (along < 1)
    light = 0.55 + 0.45 * np.sqrt(np.clip(1 - (across + 0.35) ** 2, 0, 1))
    body = np.array([196.0, 52.0, 38.0])[None, None] * light[..., None]
    pixels = np.where(inside[..., None], body, ground)
    return saved(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)))


@lru_cache(maxsize=2)
def busy(width: int = 480, height: int = 600) -> bytes:
    """Slanted stripes to every edge: nothing in it can be drawn on."""
    y, x = np.mgrid[0:height, 0:width]
    light = ((x + y) // 40) % 2 == 0
    colors = np.where(light[..., None], np.array([226, 224, 220]), np.array([44, 60, 72]))
    return saved(Image.fromarray(colors.astype(np.uint8)))


@lru_cache(maxsize=1)
def logo() -> bytes:
    """A ring and a bar on clear ground."""
    y, x = np.mgrid[0:60, 0:200]
    ring = np.abs(np.hypot(x - 30, y - 30) - 20) < 5
    bar = (x > 70) & (np.abs(y - 30) < 6)
    pixels = np.zeros((60, 200, 4), np.uint8)
    pixels[ring | bar] = (24, 32, 44, 255)
    return saved(Image.fromarray(pixels))
