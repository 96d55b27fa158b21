"""A scene: parts of one material each, a backdrop, the light."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from media.illustrations.kit.colour import Colour, colour
from media.illustrations.kit.curves import Floats
from media.illustrations.kit.material import Material
from media.illustrations.kit.mesh import Mesh

TOP_LEFT_FRONT = (-0.58, -0.46, 0.67)
"""Where the light comes from in a picture seen from the front."""
TOP_LEFT_ABOVE = (-0.52, 0.46, 0.72)
"""The same in a picture seen from above, whose top is +y."""


@dataclass(frozen=True)
class Part:
    """`framed` parts are what the picture is cut to; some cast no shadow."""

    mesh: Mesh
    material: Material
    framed: bool = True
    casts: bool = True


@dataclass(frozen=True)
class Lamp:
    """A light in the scene itself: `power` times its tint at 1 cm; it casts no shadow."""

    place: tuple[float, float, float]
    tint: Colour
    power: float
    size: float = 3.0


@dataclass(frozen=True)
class Backdrop:
    """Floor and wall as they look where the light falls full; `far` paints beyond the floor.

    The floor is z = 0; the wall stands at y = `wall_y`, or the floor sweeps up into it there.
    """

    floor: Material
    wall: Material
    wall_y: float = 60.0
    sweep: float = 18.0
    has_floor: bool = True
    far: Callable[[Floats, Floats], Floats] | None = None


@dataclass
class Scene:
    """What is drawn; every length is in centimetres."""

    backdrop: Backdrop
    tilt: float = 14.0
    fill: float = 0.74
    shift: tuple[float, float] = (0.0, 0.0)
    sun: tuple[float, float, float] = TOP_LEFT_FRONT
    spread: float = 0.13
    key: float = 1.0
    key_tint: Colour = field(default_factory=lambda: colour("#fff8ef"))
    sky_tint: Colour = field(default_factory=lambda: colour("#f3f5fb"))
    bounce: Colour = field(default_factory=lambda: colour("#e8d9c5"))
    dim: float = 1.0
    reach: float = 0.16
    gobo: str = ""
    bloom: float = 0.0
    steam: tuple[tuple[float, float, float, float], ...] = ()
    parts: list[Part] = field(default_factory=list)
    lamps: list[Lamp] = field(default_factory=list)

    def add(
        self,
        what: Mesh | Iterable[Mesh],
        material: Material,
        *,
        framed: bool = True,
        casts: bool = True,
    ) -> None:
        for mesh in [what] if isinstance(what, Mesh) else what:
            self.parts.append(Part(mesh, material, framed, casts))

    def spin(self, degrees: float) -> None:
        """Turns all that is there, against the clock seen from above."""
        self.parts = [replace(part, mesh=part.mesh.turned(degrees)) for part in self.parts]

    def points(self) -> Floats:
        """Of what the picture is cut to."""
        return np.concatenate([p.mesh.grid.reshape(-1, 3) for p in self.parts if p.framed])
