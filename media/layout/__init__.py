"""Boxes: stacks to places, words to sizes. A scene in; what is to be painted, and where, out."""

from media.errors import TooLarge
from media.layout.flow import hugged, placed_in
from media.layout.placed import (
    Page,
    Placed,
    PlacedCode,
    PlacedGroup,
    PlacedPicture,
    PlacedShape,
)
from media.scene import Box, Scene, Stack

__all__ = [
    "Page",
    "Placed",
    "PlacedCode",
    "PlacedGroup",
    "PlacedPicture",
    "PlacedShape",
    "lay_out",
]


def lay_out(scene: Scene) -> Page:
    """Raises TextOverflow and MissingGlyph, each with its layer's name, and TooLarge for a page
    that grows beyond its most."""
    canvas = Box(0.0, 0.0, scene.width_px, scene.height_px)
    height: float = scene.height_px
    found: list[Placed] = []
    for layer in scene.layers:
        if layer.name != scene.hug or not isinstance(layer, Stack):
            found += placed_in(layer, canvas)
            continue
        placed, bottom = hugged(layer, canvas)
        found += placed
        height = max(round(bottom + scene.after_px), 1)
        if height > scene.height_px:
            problem = f"It grows to {height:.0f} px; at most {scene.height_px} are painted"
            raise TooLarge(problem, layer=layer.name)
    return Page(scene.width_px, height, tuple(found))
