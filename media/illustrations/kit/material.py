"""What a surface is made of, as the light finds it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from media.illustrations.kit.colour import Colour, blend, colour
from media.illustrations.kit.curves import Floats
from media.illustrations.kit.mesh import unit
from media.illustrations.kit.texture import sampled


@dataclass
class Surface:
    """Points to be lit, n of each: place, normal, tangent, cm along; seen at `dense` px a cm."""

    place: NDArray[np.float32]
    normal: NDArray[np.float32]
    tangent: NDArray[np.float32]
    uv: NDArray[np.float32]
    dense: float = 100.0


Paint = Callable[[Surface], Floats]


@dataclass(frozen=True)
class Grain:
    """A texture on a surface: how large, how deep, how much it darkens; `turn` swaps u and v."""

    name: str
    tile: float
    depth: float = 0.2
    tint: float = 0.1
    turn: bool = False
    squeeze: float = 1.0

    def at(self, surface: Surface) -> NDArray[np.float32]:
        u, v = surface.uv[:, 0], surface.uv[:, 1] * np.float32(self.squeeze)
        if not self.turn:
            return sampled(self.name, u, v, self.tile, surface.dense)
        return sampled(self.name, v, u, self.tile, surface.dense)[:, [0, 2, 1]]


@dataclass(frozen=True)
class Material:
    """Colour is linear light, or painted by place; `rough` 0 is a mirror, 1 is chalk."""

    colour: Colour | Paint
    rough: float = 0.7
    shine: float = 0.04
    metal: bool = False
    sheen: float = 0.0
    soft: float = 0.0
    grains: tuple[Grain, ...] = ()
    glow: Colour | Paint | None = None
    glass: float = 0.0
    lets_light: bool = field(default=False)

    def dyed(self, tone: Colour | Paint) -> Self:
        return replace(self, colour=tone)

    def painted(self, surface: Surface) -> tuple[Floats, Floats]:
        """The colour at each point, and the normals as the grain bends them."""
        tone = self.colour(surface) if callable(self.colour) else self.colour
        base = np.broadcast_to(tone, surface.place.shape)
        normal: Floats = surface.normal
        if not self.grains:
            return base, normal
        shade = np.ones(len(base), np.float32)
        slope = np.zeros((len(base), 2), np.float32)
        for grain in self.grains:
            relief = grain.at(surface)
            shade *= np.clip(1 + np.float32(grain.tint) * relief[:, 0], 0.2, 2)
            slope += relief[:, 1:] * np.float32(grain.depth)
        other = np.cross(normal, surface.tangent)
        normal = normal - surface.tangent * slope[:, :1] - other * slope[:, 1:]
        normal = unit(normal)
        return base * shade[:, None], normal

    def shining(self, surface: Surface) -> Floats | None:
        if self.glow is None:
            return None
        tone = self.glow(surface) if callable(self.glow) else self.glow
        return np.broadcast_to(tone, surface.place.shape)


def canvas(name: str, tile: float = 5.0) -> Material:
    """Waxed cotton."""
    grains = (
        Grain("canvas", tile, 0.17, 0.10),
        Grain("clouds", 23.0, 0.02, 0.07),
        Grain("creases", 31.0, 0.03, 0.03),
    )
    return Material(colour(name), 0.62, 0.035, sheen=0.10, grains=grains)


def felted(name: str, tile: float = 7.0) -> Material:
    tone = colour(name)
    grains = (Grain("felt", tile, 0.30, 0.16), Grain("clouds", 17.0, 0.0, 0.05))
    return Material(tone, 1.0, 0.01, sheen=0.22, soft=0.35, grains=grains)


def woollen(name: str, tile: float = 6.0, weave: str = "wool") -> Material:
    grains = (Grain(weave, tile, 0.30, 0.17), Grain("clouds", 21.0, 0.0, 0.05))
    return Material(colour(name), 1.0, 0.01, sheen=0.2, soft=0.3, grains=grains)


def linen(name: str, tile: float = 6.0) -> Material:
    grains = (
        Grain("linen", tile, 0.24, 0.12),
        Grain("creases", 31.0, 0.05, 0.02),
        Grain("clouds", 19.0, 0.0, 0.04),
    )
    return Material(colour(name), 0.95, 0.02, sheen=0.10, soft=0.15, grains=grains)


def timber(name: str = "#c89a64", tile: float = 14.0, *, turn: bool = False) -> Material:
    grains = (Grain("wood", tile, 0.05, 0.11, turn), Grain("clouds", 31.0, 0.0, 0.06))
    return Material(colour(name), 0.5, 0.04, grains=grains)


def hide(name: str = "#9a6238", tile: float = 3.0) -> Material:
    """Vegetable-tanned leather."""
    grains = (Grain("leather", tile, 0.16, 0.06), Grain("clouds", 9.0, 0.0, 0.10))
    return Material(colour(name), 0.42, 0.045, grains=grains)


def glazed(tone: Colour | Paint, rough: float = 0.12, spots: float = 0.0) -> Material:
    """Fired and glazed; `spots` of iron."""
    grains: tuple[Grain, ...] = (Grain("clouds", 11.0, 0.012, 0.04),)
    if spots:
        grains = (*grains, Grain("speckle", 5.0, 0.0, spots))
    return Material(tone, rough, 0.045, grains=grains)


def bare_clay(name: str = "#b59a7c") -> Material:
    return Material(colour(name), 0.95, 0.02, grains=(Grain("stone", 3.0, 0.14, 0.07),))


def brass(name: str = "#c79a4c", rough: float = 0.26) -> Material:
    return Material(colour(name), rough, 1.0, metal=True, grains=(Grain("brushed", 4, 0.03, 0.03),))


def steel(name: str = "#c9ccd0", rough: float = 0.3) -> Material:
    return Material(colour(name), rough, 1.0, metal=True, grains=(Grain("brushed", 5, 0.03, 0.03),))


def enamel(name: str, rough: float = 0.34) -> Material:
    """Powder-coated metal."""
    return Material(colour(name), rough, 0.045, grains=(Grain("stone", 1.6, 0.03, 0.0),))


def paper(name: str = "#f3ecdc", tile: float = 5.0) -> Material:
    return Material(colour(name), 0.9, 0.03, soft=0.2, grains=(Grain("paper", tile, 0.07, 0.02),))


def banded(first: Colour, second: Colour, edge: Callable[[Surface], Floats]) -> Paint:
    """One colour where `edge` is 0, the other where it is 1."""
    return lambda surface: blend(first, second, edge(surface))
