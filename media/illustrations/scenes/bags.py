"""Backpack, tote, sleeve and pouches."""

import numpy as np

from media.illustrations.kit.colour import blend, colour
from media.illustrations.kit.curves import Floats, ease, oval, rectangle, smooth
from media.illustrations.kit.material import (
    Material,
    Surface,
    brass,
    canvas,
    hide,
    timber,
)
from media.illustrations.kit.mesh import Mesh
from media.illustrations.kit.scene import Scene
from media.illustrations.kit.solids import ball, loft, outward, pillow, ribbon, slab, tube, turned
from media.illustrations.kit.stage import (
    crumpled,
    dashes,
    hung,
    plaster,
    stitched,
    table,
)
from media.illustrations.scenes.product import Product

WALL = "#e2d0b9"


def standing(levels: list[tuple[float, float, float, float, float]], count: int = 96) -> Floats:
    """Rings from (height, half width, half depth, power, y) smoothed over the height."""
    rows = smooth(levels, 44)
    return np.stack(
        [
            np.concatenate([oval(w, d, count, p) + [0, y], np.full((count, 1), z)], axis=1)
            for z, w, d, p, y in rows
        ]
    )


def backpack(tone: str) -> Scene:
    scene = Scene(hung(plaster(WALL, 46), 8.5), tilt=4, fill=0.84)
    scene.sun, scene.spread = (-0.52, -0.62, 0.58), 0.10
    cloth, strap = canvas(tone, 8.5), hide("#8d5a35")
    body = standing(
        [
            (0, 12.6, 5.6, 4, 0),
            (0.9, 13.6, 6.6, 4, 0),
            (4, 14.3, 7.3, 4, 0),
            (14, 14.6, 7.4, 3.6, 0),
            (26, 14.4, 6.9, 3.6, 0),
            (33, 14.0, 5.6, 3.6, 0.4),
            (38, 13.6, 3.4, 3.2, 0.8),
            (41.5, 13.4, 1.9, 2.8, 0.6),
            (43.5, 13.2, 1.7, 2.6, 0.2),
        ]
    )
    scene.add(crumpled(loft(body), 0.30, 7.0), cloth)
    roll = smooth(
        [
            (-13.7, -1.0, 42.0),
            (-9, -1.3, 43.4),
            (0, -1.5, 43.9),
            (9, -1.3, 43.4),
            (13.7, -1.0, 42.0),
        ],
        60,
    )
    ends = 1 - 0.28 * np.abs(np.linspace(-1, 1, 60)) ** 6
    scene.add(crumpled(tube(roll, 2.7 * ends, sides=41, flat=0.86), 0.14, 4.5), cloth)
    lip = smooth([(-13.4, -3.2, 40.6), (0, -3.75, 41.9), (13.4, -3.2, 40.6)], 40)
    scene.add(stitched(lip + [0, -0.25, 0.6]), dashes("#d8c9a4", tone))
    pocket = pillow(rectangle(19.5, 15.5, 2.6, 120), 3.0, power=5)
    scene.add(crumpled(pocket.turned(90, "x").moved(0, -7.0 - 0.1, 11.0), 0.12, 5.0), cloth)
    flap = pillow(rectangle(20.6, 6.4, 2.4, 120), 1.5, power=5)
    scene.add(flap.turned(90, "x").moved(0, -9.3, 16.9), cloth)
    edge = rectangle(18.6, 14.4, 2.2, 90)
    line = np.stack([edge[:, 0], np.full(90, -10.0), edge[:, 1] + 11.0], axis=1)
    scene.add(stitched(line, 0.07), dashes("#d8c9a4", tone))
    down = smooth(
        [
            (0, 0.6, 46.9),
            (0, -2.4, 46.9),
            (0, -4.4, 45.4),
            (0, -5.0, 43),
            (0, -6.0, 39),
            (0, -7.2, 34),
            (0, -7.9, 28),
            (0, -8.1, 22.6),
        ],
        60,
    )
    scene.add(ribbon(down, 2.7, (1, 0, 0), 0.28), strap)
    buckle(scene, 0, -8.2, 27.2)
    scene.add(
        ribbon(
            smooth([(0, -10.2, 19.5), (0, -10.9, 18.2), (0, -10.9, 15), (0, -10.7, 12.4)], 20),
            2.2,
            (1, 0, 0),
            0.25,
        ),
        strap,
    )
    scene.add(ball(0.5).scaled(1, 0.6, 1).moved(0, -11.3, 14.0), brass())
    patch = slab(rectangle(5.6, 3.2, 0.4, 60), 0.25, 0.1).turned(90, "x")
    scene.add(patch.moved(0, -9.95, 7.4), strap)
    for side in (-1, 1):
        arm = smooth(
            [
                (side * 8, 4.0, 41),
                (side * 15.2, 3.0, 36),
                (side * 17.0, 3.6, 24),
                (side * 16.2, 4.2, 12),
                (side * 13.2, 4.0, 3.5),
            ],
            50,
        )
        scene.add(ribbon(arm, 4.6, (0.25 * side, 1, 0), 0.5), cloth)
    loop = smooth(
        [(-2.6, 2.4, 43.4), (-2.4, 2.6, 47.5), (0, 2.9, 50.4), (2.4, 2.6, 47.5), (2.6, 2.4, 43.4)],
        40,
    )
    scene.add(ribbon(loop, 2.2, (0, 1, 0), 0.35), strap)
    peg = turned(
        [(0, 0), (1.15, 0), (1.15, 8), (1.9, 8.7), (1.9, 10.6), (0, 10.9)], [0, 0, 0.4, 0.6, 0.7, 0]
    )
    scene.add(peg.turned(90, "x").moved(0, 8.6, 49.0), timber("#b98a58", 9))
    plate = slab(rectangle(7.5, 11, 1.6, 70), 1.2, 0.3).turned(90, "x")
    scene.add(plate.moved(0, 8.5, 49.5), timber("#a97b4d", 9))
    return scene


def buckle(scene: Scene, x: float, y: float, z: float, size: float = 1.0) -> None:
    """A rectangular ring and its tongue, upright."""
    frame = rectangle(4.0 * size, 3.0 * size, 0.7 * size, 60)
    ring = np.stack([frame[:, 0] + x, np.full(60, y), frame[:, 1] + z], axis=1)
    scene.add(tube(np.concatenate([ring, ring[:2]]), 0.26 * size, sides=13), brass())
    pin = [(x, y - 0.15, z + 1.3 * size), (x, y - 0.42, z), (x, y - 0.2, z - 1.5 * size)]
    scene.add(tube(smooth(pin, 12), 0.19 * size, sides=11), brass())


def tote(tone: str) -> Scene:
    scene = Scene(table("#b58a5d", "#d9c9ae", 44, 30), tilt=13, fill=0.84)
    cloth = canvas(tone, 9.0)
    outer = standing(
        [
            (0, 15.2, 6.4, 6, 0),
            (0.8, 16.2, 7.2, 6, 0),
            (5, 16.6, 7.6, 5, 0),
            (18, 17.4, 7.6, 3.6, 0),
            (29, 18.4, 7.2, 3.0, 0),
            (32, 18.6, 7.1, 2.9, 0),
        ]
    )
    inner = outer[::-1][:26] * [0.975, 0.95, 1]
    vessel = loft(np.concatenate([outer, inner]), capped=False)
    turn = np.arctan2(vessel.grid[..., 1] / 7.2, vessel.grid[..., 0] / 17)
    sag = np.sin(turn * 2 - 0.7) * 0.5 + np.sin(turn * 5 + 0.5) * 0.25
    high = ease(vessel.grid[..., 2], 10, 32)
    grid = vessel.grid.copy()
    grid[..., 2] += sag * high * 0.9
    grid[..., 1] += np.sin(grid[..., 0] * 0.45 + 1) * 0.35 * high
    bag = crumpled(Mesh(grid, vessel.uv, closed=True, wraps=True), 0.30, 8)
    scene.add(bag, cloth)
    hem = bag.grid[40] + bag.normals()[40] * 0.03
    scene.add(stitched(hem, 0.09, 0.4), dashes("#b9a57c" if tone == "ecru" else "#c9cfd8", tone))
    for y, lean in ((-7.6, -2.4), (7.0, 2.0)):
        top = 43.5 if y < 0 else 45
        path = smooth(
            [
                (-9, y - 0.3, 0.5 if y < 0 else 20),
                (-8.6, y * 1.03, 18),
                (-8.2, y, 30),
                (-6.6, y + lean * 0.6, 39),
                (0, y + lean, top),
                (6.6, y + lean * 0.6, 39),
                (8.2, y, 30),
                (8.6, y * 1.03, 18),
                (9, y - 0.3, 0.5 if y < 0 else 20),
            ],
            90,
        )
        scene.add(strap(path, 2.7), cloth)
    groceries(scene)
    return scene


def strap(path: Floats, wide: float) -> Mesh:
    """A webbing in the plane of the bag's face."""
    forward = np.gradient(path, axis=0)
    across = np.stack([forward[:, 2], 0 * forward[:, 0], -forward[:, 0]], axis=1)
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    section = np.array(
        [(-0.5, 0.0), (-0.46, 0.35), (0, 0.42), (0.46, 0.35), (0.5, 0.0), (-0.5, 0.0)]
    )
    face = np.array([0.0, -1.0, 0.0])
    grid = np.stack([path + across * wide * a + face * b for a, b in section], axis=1)
    return outward(Mesh.of(grid, closed=True, wraps=True))


def groceries(scene: Scene) -> None:
    white, green = colour("#eef0dc"), colour("#5c8444")

    def leek(surface: Surface) -> Floats:
        return blend(white, green, ease(surface.place[:, 2], 28, 39))

    skin = Material(leek, 0.5, 0.035, soft=0.2)
    leaf = Material(
        lambda s: blend(colour("#6f9650"), colour("#466b36"), ease(s.place[:, 2], 36, 48)),
        0.55,
        0.035,
        soft=0.3,
    )
    random = np.random.default_rng(8)
    for x, y, lean in ((-9.5, 1, -0.16), (-6.2, 3, -0.02), (-12.4, 2.5, -0.34)):
        path = smooth([(x - lean * 14, y, 14), (x, y, 28), (x + lean * 8, y, 36)], 24)
        scene.add(tube(path, 1.65), skin)
        for _ in range(5):
            side = random.uniform(-1, 1)
            tip = (x + lean * 14 + side * 6, y + random.uniform(-2, 1), 45 + random.uniform(-2, 4))
            bend = (x + lean * 10 + side * 2.4, y + random.uniform(-1, 1), 41.5)
            line = smooth(
                [(x + lean * 7, y, 34), bend, tip, (tip[0] + side * 3.4, tip[1] - 1, tip[2] - 2.4)],
                24,
            )
            wide = 2.5 * (1 - np.linspace(0, 1, 24) ** 2.2 * 0.92)
            scene.add(ribbon(line, wide, (0.8, -0.6, 0), 0.25), leaf)
    gold, blush = colour("#eeb063"), colour("#cf5c45")

    def peach(surface: Surface) -> Floats:
        side = np.sin(surface.place[:, 0] * 0.7 + 1.0) * 0.5 + surface.normal[:, 2] * 0.6
        return blend(gold, blush, ease(side, -0.4, 0.7))

    fuzz = Material(peach, 0.8, 0.03, sheen=0.25, soft=0.2)
    for x, y, z in (
        (2.5, 1, 31.5),
        (8.6, 0.4, 31.4),
        (12.6, 1.6, 30.2),
        (5.8, -2.6, 30),
        (11.0, -2.4, 29.8),
        (-1.8, -2.6, 30),
    ):
        fruit = ball(3.6).bent(cleft)
        scene.add(
            fruit.turned(random.uniform(0, 360))
            .turned(random.uniform(-25, 25), "y")
            .moved(x, y, z),
            fuzz,
        )


def cleft(grid: Floats) -> Floats:
    """The crease of a peach."""
    turn = np.arctan2(grid[..., 1], grid[..., 0])
    return grid * (1 - 0.06 * np.exp(-((turn / 0.22) ** 2)))[..., None]


PRODUCTS = {
    "pier-roll-top-backpack": Product(("olive", "navy", "rust"), (backpack,)),
    "market-canvas-tote": Product(("ecru", "navy"), (tote,)),
}
