"""What is to be painted, and where: layers with their boxes in px of the canvas at scale 1."""

from dataclasses import dataclass

from media.scene import NONE, Blend, Box, Code, Corners, Picture, Shape, Sides
from media.typesetting.text import PlacedText


@dataclass(frozen=True, slots=True)
class PlacedShape:
    layer: Shape
    box: Box


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    layer: Picture
    box: Box


@dataclass(frozen=True, slots=True)
class PlacedCode:
    layer: Code
    box: Box


@dataclass(frozen=True, slots=True)
class PlacedGroup:
    """Painted apart and laid on as one: cut to the box with `clip`'s corners, turned around its
    middle, softened, faded at its sides."""

    name: str
    children: tuple["Placed", ...]
    box: Box
    opacity: float = 1.0
    blend: Blend = Blend.NORMAL
    clip: Corners | None = None
    rotate: float = 0.0
    blur_px: float = 0.0
    fades: Sides = NONE

    @property
    def is_plain(self) -> bool:
        """It makes no difference to its children."""
        return (
            self.opacity == 1.0
            and self.blend is Blend.NORMAL
            and self.clip is None
            and not (self.rotate or self.blur_px or any(self.fades))
        )


Placed = PlacedShape | PlacedPicture | PlacedCode | PlacedText | PlacedGroup


@dataclass(frozen=True, slots=True)
class Page:
    """A scene laid out, and the size that it came to."""

    width_px: float
    height_px: float
    placed: tuple[Placed, ...]
