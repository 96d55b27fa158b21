"""Throw and cushions."""

import numpy as np

from media.illustrations.kit.colour import Colour, blend, colour, mixed
from media.illustrations.kit.curves import Floats, ease, rectangle, spaced
from media.illustrations.kit.material import Grain, Material, Surface, linen
from media.illustrations.kit.mesh import Mesh
from media.illustrations.kit.scene import Backdrop, Scene
from media.illustrations.kit.solids import loft, pillow, sheet, slab, tube
from media.illustrations.kit.stage import crumpled, folds, planks, plaster
from media.illustrations.scenes.product import Product


def herringbone(tone: Colour) -> Material:
    """Warp and weft dyed two shades apart."""
    light = mixed(tone, colour("#f4efe6"), 0.42)

    def painted(surface: Surface) -> Floats:
        u, v = surface.uv[:, 0], surface.uv[:, 1]
        zigzag = np.abs(np.mod(u / 2.6, 1) - 0.5) * 2
        lines = np.sin((v / 0.70 + zigzag * 1.85) * 2 * np.pi)
        return blend(tone, light, ease(lines, -0.5, 0.5))

    grains = (Grain("wool", 5, 0.30, 0.16), Grain("clouds", 30, 0.0, 0.05))
    return Material(painted, 1.0, 0.01, sheen=0.25, soft=0.3, grains=grains)


def throw(tone: str) -> Scene:
    """Over the arm of a sofa seen from its side."""
    scene = Scene(
        Backdrop(planks("#b98d62", 14, 60), plaster("#e3d8c6", 80), wall_y=46, sweep=0),
        tilt=13,
        fill=0.80,
        shift=(0.0, 0.03),
    )
    cloth = Material(
        colour("#c9c1b2"),
        1.0,
        0.02,
        sheen=0.12,
        soft=0.2,
        grains=(Grain("linen", 24, 0.18, 0.10), Grain("clouds", 40, 0, 0.04)),
    )
    arm = soft_box(96, 20, 50)
    scene.add(arm.moved(4, 8, 9), cloth, framed=False)
    scene.add(soft_box(30, 26, 42).moved(42, 30, 42), cloth, framed=False)
    scene.add(
        pillow(rectangle(40, 40, 7, 120), 15, power=3)
        .turned(72, "x")
        .turned(-12)
        .moved(24, 22, 74),
        Material(
            colour("#b98a63"),
            1.0,
            0.02,
            sheen=0.15,
            soft=0.2,
            grains=(Grain("linen", 22, 0.14, 0.08),),
        ),
        framed=False,
    )
    for x in (-36, 44):
        leg = loft(
            np.stack(
                [
                    np.concatenate([rectangle(w, w, 1, 40), np.full((40, 1), z)], axis=1)
                    for z, w in ((0, 3.4), (9.5, 5.0))
                ]
            )
        )
        scene.add(leg.moved(x, 4), Material(colour("#6d4a31"), 0.4, 0.04), framed=False)
    wool = herringbone(colour(tone))
    over = np.concatenate(
        [
            np.stack([np.full(30, -3.6), np.linspace(14, 54, 30)], axis=1),
            np.stack(
                [
                    8 - 11.6 * np.cos(np.linspace(0, np.pi, 40)),
                    54 + 7.4 * np.sin(np.linspace(0, np.pi, 40)),
                ],
                axis=1,
            ),
            np.stack([np.full(20, 19.6), np.linspace(54, 30, 20)], axis=1),
        ]
    )
    line = spaced(over, 200)

    def hang(u: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
        at = v * 199
        y = np.interp(at, np.arange(200), line[:, 0])
        z = np.interp(at, np.arange(200), line[:, 1])
        low = ease(52 - z, 0, 42) * (v < 0.5)
        wave = folds(u, 6, 5) * (0.6 + 5.2 * low)
        wide = 46 * (1 - 0.07 * ease(z, 30, 60)) + 3 * low
        x = (u - 0.5) * wide + folds(u * 0.9, 3, 4) * 0.9 * low - 4
        top = ease(z, 52, 60) * 0.9 * folds(u, 11, 6)
        return (
            x,
            y - np.abs(wave) * 0.55 - wave * 0.45 - 0.6,
            z + top + 0.5 + folds(u, 2, 3) * 0.8 * low,
        )

    blanket = sheet(hang, 150, 150)
    scene.add(blanket, wool)
    fringe(scene, blanket, mixed(colour(tone), colour("#f4efe6"), 0.2))
    return scene


def fringe(scene: Scene, blanket: Mesh, tone: Colour) -> None:
    random = np.random.default_rng(31)
    yarn = Material(tone, 1.0, 0.01, soft=0.3, grains=(Grain("rope", 1.2, 0.3, 0.2),))
    edge = spaced(blanket.grid[0], 64)
    for x, y, z in edge[1:-1]:
        long = random.uniform(6.2, 7.4)
        sway = random.uniform(-0.5, 0.5)
        line = np.array(
            [
                (x, y, z + 0.3),
                (x + sway * 0.2, y - 0.1, z - long * 0.5),
                (x + sway, y + 0.1, z - long),
            ]
        )
        scene.add(
            tube(spaced(line, 7), np.array([0.36, 0.30, 0.30, 0.30, 0.3, 0.34, 0.22]), sides=7),
            yarn,
        )


def soft_box(wide: float, deep: float, high: float) -> Mesh:
    """Upholstery: a box with generous edges."""
    return slab(rectangle(wide, deep, 5, 160), high, 4.5)


def cushion(wide: float, high: float, thick: float, seed: int) -> list[Mesh]:
    """Pulled out to its corners, hollow along its sides, standing upright on z = 0."""
    edge = rectangle(wide, high, 1.4, 240)
    x, y = edge[:, 0] / (wide / 2), edge[:, 1] / (high / 2)
    pull = (
        1
        - 0.055 * (1 - np.abs(x) ** 2) * (np.abs(y) > 0.9)
        - 0.055 * (1 - np.abs(y) ** 2) * (np.abs(x) > 0.9)
    )
    body = pillow(
        spaced(
            np.concatenate([edge * pull[:, None], (edge * pull[:, None])[:1]]), 240, closed=True
        ),
        thick,
        power=2.0,
        rings=34,
    )
    body = crumpled(body, 0.32, 9.0).moved(z=-thick / 2)
    random = np.random.default_rng(seed)
    turn = random.uniform(0, 6, 4)

    def drawn(grid: Floats) -> Floats:
        out = grid.copy()
        u, v = grid[..., 0] / wide * 2, grid[..., 1] / high * 2
        corner = np.abs(u * v)
        ridge = np.sin((u - v) * 9 + turn[0]) * np.sin((u + v) * 3 + turn[1])
        side = np.tanh(grid[..., 2] / 1.6)
        out[..., 2] += side * ridge * 0.55 * ease(corner, 0.15, 0.75)
        out[..., 2] -= side * 1.2 * np.exp(-((u - 0.1) ** 2 + (v - 0.5) ** 2) / 0.16)
        return out

    body = body.bent(drawn)
    seam = (body.grid[33] + body.grid[34]) / 2
    piping = tube(seam, 0.42, sides=13, capped=False)
    return [mesh.turned(90, "x").moved(z=high / 2) for mesh in (body, piping)]


def cushions(tone: str) -> Scene:
    """Two on a window seat; the nearer one is of the tone asked for."""
    seat = Material(colour("#e9e2d4"), 0.6, 0.03, grains=(Grain("wood", 50, 0.03, 0.04),))
    scene = Scene(
        Backdrop(seat, plaster("#e8dfd0", 70), wall_y=21, sweep=0),
        tilt=12,
        fill=0.84,
        shift=(0.0, 0.02),
    )
    scene.gobo, scene.spread = "window", 0.05
    scene.sun = (-0.62, -0.50, 0.60)
    other = "tide blue" if tone == "flax" else "flax"
    front, back = linen(tone, 17), linen(other, 17)
    for mesh in cushion(45, 45, 17, 2):
        scene.add(mesh.turned(-15, "x").turned(10).moved(11, 9.5, 0.4), back)
    for mesh in cushion(44, 44, 18, 5):
        scene.add(mesh.turned(-13, "x").turned(-16).moved(-13, -2.5, 0.4), front)
    return scene


PRODUCTS = {
    "serra-wool-throw": Product(("granite", "heather", "moss"), (throw,)),
    "washed-linen-cushion-cover": Product(("flax", "tide blue"), (cushions,)),
}
