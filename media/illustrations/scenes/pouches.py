"""A sleeve for a computer, and two pouches."""

import numpy as np

from media.illustrations.kit.colour import colour, mixed
from media.illustrations.kit.curves import Floats, ease, rectangle, smooth
from media.illustrations.kit.material import (
    Material,
    Surface,
    brass,
    canvas,
    felted,
    hide,
    steel,
)
from media.illustrations.kit.mesh import Mesh
from media.illustrations.kit.scene import Scene
from media.illustrations.kit.solids import pillow, ribbon, slab, tube
from media.illustrations.kit.stage import (
    crumpled,
    dashes,
    lying,
    planks,
    stitched,
    studio,
)
from media.illustrations.scenes.product import Product


def sleeve(_tone: str) -> Scene:
    scene = Scene(lying(planks("#c6a57f", 24, 40)), tilt=72, fill=0.88)
    scene.sun, scene.spread = (-0.52, 0.42, 0.74), 0.12
    grey = felted("#8d8f92", 12)
    turned_by = 14

    def lay(mesh: Mesh, material: Material) -> None:
        scene.add(mesh.turned(turned_by), material)

    lay(slab(rectangle(35, 25.5, 1.3, 160), 0.5, 0.24), grey)
    laptop = slab(rectangle(30.6, 21.6, 1.3, 160), 1.1, 0.3)
    metal = steel("#d8d6d2", 0.42)
    lay(laptop.moved(11.5, 0, 0.5), metal)
    lay(
        slab(rectangle(30.2, 21.2, 1.2, 120), 0.1, 0.05).moved(11.5, 0, 1.58),
        steel("#cfcdc9", 0.45),
    )
    front = slab(rectangle(27.5, 25.5, 1.3, 160), 0.5, 0.24)
    lay(front.moved(-3.75, 0, 0).bent(over_laptop), grey)
    for y in (-11.9, 11.9):
        line = np.array([(-16.6, y, 0), (-10, y, 0), (0, y, 0), (9.4, y, 0)])
        curve = over_laptop(smooth(line, 60)) + [0, 0, 0.52]
        lay(stitched(curve, 0.10), dashes("#d9d6cf", "#6f7175"))
    tab = hide("#a0673a")
    path = smooth([(17.0, 0, 0.6), (19.5, 0, 1.2), (16, 0, 2.2), (11, 0, 2.4), (5, 0, 2.55)], 40)
    lay(slab(rectangle(9.5, 3.2, 1.5, 80), 0.3, 0.12).moved(8.0, -0, 2.2), tab)
    lay(slab(rectangle(1.8, 5.6, 0.4, 60), 0.35, 0.15).moved(5.4, 0, 2.4), tab)
    lay(ribbon(path[:24], 3.2, (0, 1, 0), 0.2), tab)
    return scene


def over_laptop(grid: Floats) -> Floats:
    """The upper layer lies on the computer and falls to the lower one at three sides."""
    out = grid.copy()
    x, y = grid[..., 0], grid[..., 1]
    rise = ease(x, -17.2, -13.0) * ease(12.9 - np.abs(y), 0.7, 2.8)
    lift = ease(x, 3, 10) * 0.5 * np.cos(y / 12.7 * np.pi / 2)
    out[..., 2] += 0.5 + rise * 1.15 + lift
    return out


def pouches(tone: str) -> Scene:
    scene = Scene(lying(studio("#e0cdb6", 30).floor), tilt=74, fill=0.80)
    scene.sun = (-0.52, 0.42, 0.74)
    cloth, lining = canvas(tone, 5.0), Material(colour("#e9e1cf"), 0.9, 0.02)

    def lay(mesh: Mesh, material: Material, by: float = -9) -> None:
        scene.add(mesh.turned(by), material)

    lay(slab(rectangle(22, 15, 1.2, 140), 0.4, 0.2), cloth)
    lay(slab(rectangle(21, 14.4, 1.0, 140), 0.1, 0.05).moved(0, 0.15, 0.36), lining)
    small = crumpled(pillow(rectangle(15.5, 11, 1.2, 140), 2.2, power=4), 0.10, 4.0)
    lay(small.moved(1.2, 5.9, 0.5), cloth, -3)
    zip_line(scene, 1.2, 11.0, 14.6, 1.75, -3)
    front = crumpled(pillow(rectangle(22, 12.2, 1.2, 160), 2.6, power=4, flat=0.3), 0.14, 5.0)
    lay(front.bent(gaping).moved(0, -1.5, 0.5), cloth)
    mouth = smooth(
        [(-10.4, 4.5, 1.3), (-6, 4.1, 2.5), (0, 3.7, 3.1), (6, 4.1, 2.5), (10.4, 4.5, 1.3)], 60
    )
    lay(
        ribbon(mouth, 1.1, (0, 1, 0.3), 0.12),
        Material(mixed(colour(tone), colour("#2c2a26"), 0.45), 0.9, 0.02),
    )
    lay(tube(mouth + [0, 0.45, 0.2], 0.26, sides=11), teeth())
    back = smooth([(-10.4, 6.9, 0.6), (0, 7.25, 0.7), (10.4, 6.9, 0.6)], 40)
    lay(tube(back, 0.26, sides=11), teeth())
    lay(slab(rectangle(1.5, 1.0, 0.3, 40), 0.6, 0.2).moved(10.5, 4.9, 1.2), brass())
    puller = slab(rectangle(5.2, 1.5, 0.7, 60), 0.28, 0.1).turned(-38)
    lay(puller.moved(12.2, 3.4, 0.35), hide("#9a6238"))
    lay(slab(rectangle(3.6, 2.2, 0.3, 60), 0.2, 0.08).moved(-7.2, -5.2, 2.35), hide("#9a6238"))
    return scene


def gaping(grid: Floats) -> Floats:
    out = grid.copy()
    open_by = ease(grid[..., 1], 0, 6.1) * (1 - (grid[..., 0] / 11.2) ** 2)
    out[..., 2] += open_by * 1.5
    out[..., 1] -= open_by * 1.0
    return out


def teeth() -> Material:
    metal, gap = colour("#cda356"), colour("#5b4423")

    def painted(surface: Surface) -> Floats:
        at = np.mod(surface.uv[:, 1], 0.34) < 0.2
        return np.where(at[:, None], metal, gap)

    return Material(painted, 0.3, 1.0, metal=True)


def zip_line(scene: Scene, x: float, y: float, long: float, z: float, by: float) -> None:
    """A closed zip with its slider and leather puller."""
    line = np.stack(
        [np.linspace(x - long / 2, x + long / 2, 40), np.full(40, y), np.full(40, z)], 1
    )
    scene.add(tube(line, 0.3, sides=11).turned(by), teeth())
    scene.add(
        slab(rectangle(1.3, 0.9, 0.3, 40), 0.6, 0.2).moved(x + long * 0.34, y, z).turned(by),
        brass(),
    )
    tag = slab(rectangle(4.2, 1.2, 0.6, 60), 0.25, 0.1).turned(62)
    scene.add(tag.moved(x + long * 0.34 + 1.0, y + 2.0, z - 0.4).turned(by), hide("#9a6238"))


PRODUCTS = {
    "wool-felt-laptop-sleeve": Product(("grey",), (sleeve,)),
    "tidy-zip-pouch-pair": Product(("olive", "navy"), (pouches,)),
}
