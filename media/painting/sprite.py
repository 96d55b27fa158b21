"""A sprite: some pixels and where they go."""

from dataclasses import dataclass

from PIL import Image


@dataclass(frozen=True, slots=True)
class Sprite:
    """Colours and coverage, and where they go. No mask: all of it is covered."""

    x: int
    y: int
    colors: Image.Image | tuple[int, int, int]
    mask: Image.Image | None


def clipped(
    x: int, y: int, width: int, height: int, size: tuple[int, int]
) -> tuple[int, int, int, int]:
    """The part of a field that lies on a canvas."""
    left, top = max(x, 0), max(y, 0)
    right, bottom = min(x + width, size[0]), min(y + height, size[1])
    return left, top, right - left, bottom - top
