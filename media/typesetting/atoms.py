"""Pieces of a shaped text: glyphs, where their ink is, and what a line may not cut. Sizes in em."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from media.fonts import Instance, em_of, font_of


class Glyph(NamedTuple):
    """Where it stands from the start of its atom, up from the baseline, and its size."""

    instance: Instance
    id: int
    x: float
    y: float
    size: float


class Extent(NamedTuple):
    """Edges of ink; top and bottom count upwards from the baseline."""

    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Atom:
    """`top` and `bottom` are of its kind of letters, not of its ink: capitals, or Han squares.

    Atoms stand in the order of the text; a line that is not all of one `level` is turned by them.
    `hyphen` is what a soft hyphen shows when a line ends at it.
    """

    text: str
    span: int
    width: float
    glyphs: tuple[Glyph, ...]
    ink: Extent | None
    top: float = 0.0
    bottom: float = 0.0
    tracking: float = 0.0
    level: int = 0  # of UAX 9: odd ones run leftwards
    base: int = 0  # of its paragraph
    hyphen: "Atom | None" = None


@lru_cache(maxsize=8192)
def glyph_ink(instance: Instance, index: int) -> Extent | None:
    """None for a space."""
    extents = font_of(instance).get_glyph_extents(index)
    if extents is None or not extents.width or not extents.height:
        return None
    em = em_of(instance)
    left, top = extents.x_bearing / em, extents.y_bearing / em
    return Extent(left, left + extents.width / em, top, top + extents.height / em)


@lru_cache(maxsize=256)
def height_of(instance: Instance, character: str) -> tuple[float, float]:
    index = font_of(instance).get_nominal_glyph(ord(character))
    ink = glyph_ink(instance, index) if index else None
    return (ink.top, min(ink.bottom, 0.0)) if ink else (0.7, 0.0)


def ink_of(glyphs: tuple[Glyph, ...]) -> Extent | None:
    inks = [
        (glyph, ink) for glyph in glyphs if (ink := glyph_ink(glyph.instance, glyph.id)) is not None
    ]
    if not inks:
        return None
    return Extent(
        min(glyph.x + ink.left * glyph.size for glyph, ink in inks),
        max(glyph.x + ink.right * glyph.size for glyph, ink in inks),
        max(glyph.y + ink.top * glyph.size for glyph, ink in inks),
        min(glyph.y + ink.bottom * glyph.size for glyph, ink in inks),
    )
