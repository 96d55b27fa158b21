"""Stool, blanket and cutlery for out of doors."""

import numpy as np

from media.illustrations.kit.colour import blend, colour
from media.illustrations.kit.curves import Floats, ease, oval, rectangle, smooth, spaced
from media.illustrations.kit.far import headland, seaside
from media.illustrations.kit.material import (
    Grain,
    Material,
    Surface,
    brass,
    canvas,
    hide,
    paper,
    timber,
)
from media.illustrations.kit.mesh import Mesh
from media.illustrations.kit.scene import Backdrop, Scene
from media.illustrations.kit.solids import ball, loft, ribbon, sheet, slab, tube
from media.illustrations.kit.stage import dashes, folds, plaid, stitched
from media.illustrations.scenes.product import Product


def shingle(tone: str) -> Material:
    pebbles = (Grain("stone", 34, 0.34, 0.16), Grain("speckle", 24, 0.0, 0.3))
    return Material(colour(tone), 0.9, 0.02, grains=pebbles)


def stool(tone: str) -> Scene:
    ground = shingle("#cdbfa9")
    scene = Scene(Backdrop(ground, ground, wall_y=70, sweep=0, far=seaside), tilt=21, fill=0.80)
    beech = timber("#c9995f", 12, turn=True)
    feet = [(-15.5, -9.5), (15.8, -8.0), (0.5, 17.5)]
    tops = [(16.4, 8.8), (-16.8, 9.0), (0.2, -17.0)]
    for (fx, fy), (tx, ty) in zip(feet, tops, strict=True):
        line = np.linspace((fx, fy, 0.2), (tx, ty, 42.0), 24)
        scene.add(tube(line, np.linspace(1.35, 1.6, 24), sides=25), beech)
        scene.add(tube(line[:2] + [0, 0, 0.05], 1.55, sides=25), Material(colour("#4a4038"), 0.8))
    scene.add(ball(2.9).scaled(1, 1, 0.9).moved(0.1, -0.4, 20.6), brass("#c79a4c", 0.26))
    corner = np.array([(*top, 42.4) for top in tops]) * [1.06, 1.06, 1]
    seat(scene, corner, canvas(tone, 8.0), tone)
    for x, y, z in corner:
        cap = ball(2.1, 25, 33).scaled(1, 1, 0.72)
        scene.add(cap.moved(x * 0.99, y * 0.99, z + 0.3), hide("#8d5a35"))
    book = (0.6, 1.6, 41.4)
    scene.add(
        slab(rectangle(15, 11, 0.4, 100), 0.35, 0.1).turned(-16).moved(*book),
        Material(colour("#394a57"), 0.7, 0.03),
    )
    scene.add(
        slab(rectangle(14.5, 10.5, 0.3, 100), 1.1, 0.1).turned(-16).moved(0.6, 1.6, 41.7), paper()
    )
    scene.add(
        slab(rectangle(15, 11, 0.4, 100), 0.35, 0.1).turned(-16).moved(0.6, 1.6, 42.8),
        Material(colour("#394a57"), 0.7, 0.03, grains=(Grain("linen", 5, 0.15, 0.08),)),
    )
    lead = np.array([(-5, -0.6, 43.6), (8.2, 1.6, 43.6)])
    scene.add(
        tube(np.linspace(lead[0], lead[1], 8), np.array([0.03, 0.4, *[0.42] * 6]), sides=9),
        Material(colour("#c8963c"), 0.4, 0.04),
    )
    stones(scene)
    return scene


def seat(scene: Scene, corner: Floats, cloth: Material, tone: str) -> None:
    """A triangle of canvas that sags between three tips."""

    def cover(u: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
        a, b, c = corner
        point = a * (1 - v)[..., None] + (b * (1 - u)[..., None] + c * u[..., None]) * v[..., None]
        wa, wb, wc = 1 - v, v * (1 - u), v * u
        sag = 27 * wa * wb * wc * 1.3 + (wa * wb + wb * wc + wc * wa) * 2.6
        middle = corner.mean(axis=0)
        pull = (wa * wb + wb * wc + wc * wa) * 0.34
        point = point + (middle - point) * pull[..., None] * (1 - 27 * wa * wb * wc)[..., None]
        return point[..., 0], point[..., 1], point[..., 2] - sag + 0.6

    top = sheet(cover, 60, 60)
    scene.add(top, cloth)
    under = Mesh(top.grid - [0, 0, 0.5], top.uv)
    scene.add(under, cloth)
    rim = np.concatenate([top.grid[:, 0], top.grid[-1, 1:], top.grid[::-1, -1]])
    scene.add(tube(spaced(rim, 120), 0.55, sides=11), cloth)
    inner = (
        corner.mean(axis=0)
        + (spaced(rim, 90) - corner.mean(axis=0)) * [0.93, 0.93, 1]
        + [0, 0, -0.1]
    )
    scene.add(stitched(inner, 0.12), dashes("#dccfae" if tone == "olive" else "#a89468", tone))


def stones(scene: Scene) -> None:
    random = np.random.default_rng(14)
    tones = [
        Material(colour(c), 0.75, 0.035, grains=(Grain("stone", 4, 0.05, 0.07),))
        for c in ("#b9ab97", "#9c948a", "#d8ccb8", "#a89078", "#8c8c88")
    ]
    for _ in range(95):
        x, y = random.uniform(-36, 36), random.uniform(-24, 40)
        size = random.uniform(0.7, 1.9) * (1.4 if random.uniform() > 0.92 else 1)
        stone = ball(size, 11, 17).scaled(1.2, 0.9, 0.5).turned(random.uniform(0, 180))
        scene.add(stone.moved(x, y, size * 0.25), tones[random.integers(5)], framed=False)


CHECK = [
    ("#8d3f2e", 0.04, 0.30, 0.75),
    ("#2f4650", 0.42, 0.60, 0.72),
    ("#d9b25f", 0.72, 0.76, 0.8),
    ("#2f4650", 0.84, 0.88, 0.7),
]


def picnic(_size: str) -> Scene:
    turf = Material(
        colour("#8d9a58"),
        0.95,
        0.02,
        soft=0.3,
        grains=(Grain("grass", 22, 0.6, 0.42), Grain("clouds", 90, 0.05, 0.14)),
    )
    scene = Scene(
        Backdrop(turf, turf, wall_y=104, sweep=0, far=headland),
        tilt=26,
        fill=0.88,
        shift=(0.0, 0.05),
    )
    wool = Material(
        plaid("#e6dbc4", CHECK, 17.0),
        1.0,
        0.01,
        sheen=0.2,
        soft=0.3,
        grains=(Grain("wool", 12, 0.30, 0.14), Grain("clouds", 60, 0, 0.05)),
    )

    def spread(u: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
        x, y = (u - 0.5) * 118, (v - 0.5) * 96
        wave = 0.9 * folds(u + v * 0.3, 5, 5) + 0.7 * folds(v - u * 0.2, 8, 5)
        edge = np.minimum(np.minimum(u, 1 - u), np.minimum(v, 1 - v))
        turnup = ease(u + (1 - v), 1.72, 2.0)
        x = x - turnup * 13
        y = y + turnup * 13
        return (
            x,
            y,
            1.6
            + np.abs(wave) * (0.6 + 0.5 * np.exp(-edge * 20))
            + turnup * (1 - turnup) * 4 * 5
            + turnup * 1.5,
        )

    blanket = sheet(spread, 110, 120).turned(-9)
    scene.add(blanket, wool)
    fringe(scene, blanket)
    hamper(scene)
    rolled(scene, wool)
    return scene


def fringe(scene: Scene, blanket: Mesh) -> None:
    yarn = Material(colour("#ddd0b6"), 1.0, 0.01, soft=0.3)
    random = np.random.default_rng(6)
    for x, y, z in spaced(blanket.grid[0], 88):
        line = np.array(
            [
                (x, y, z),
                (x + random.uniform(-0.4, 0.4), y - 2.2, z - 0.4),
                (x + random.uniform(-0.9, 0.9), y - 4.4, 0.9),
            ]
        )
        scene.add(tube(line, np.array([0.5, 0.42, 0.3]), sides=7), yarn)


def rolled(scene: Scene, wool: Material) -> None:
    """A second blanket, rolled in its leather strap."""
    turn = np.linspace(0, 2 * np.pi * 2.6, 150)
    radius = 4.5 + turn * 0.30
    line = np.stack([radius * np.cos(turn), radius * np.sin(turn)], axis=1)
    outer = float(radius[-1])

    def roll(u: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
        at = u * 149
        y = np.interp(at, np.arange(150), line[:, 0])
        z = np.interp(at, np.arange(150), line[:, 1])
        return (v - 0.5) * 44, y, z + outer

    turn_by, at = 16.0, (-22.0, -10.0, 2.4)
    scene.add(sheet(roll, 30, 150).turned(turn_by).moved(*at), wool)
    leather = hide("#8d5a35", 5)
    way = np.linspace(0, 2 * np.pi, 80)
    for x in (-11.0, 11.0):
        band = np.stack(
            [np.full(80, x), (outer + 0.25) * np.cos(way), (outer + 0.25) * np.sin(way) + outer], 1
        )
        scene.add(ribbon(band, 3.0, (1, 0, 0), -0.4).turned(turn_by).moved(*at), leather)
        frame = rectangle(4.4, 4.0, 0.7, 40)
        ring = np.stack([frame[:, 0] + x, np.full(40, -outer - 0.7), frame[:, 1] + outer], axis=1)
        scene.add(
            tube(np.concatenate([ring, ring[:2]]), 0.4, sides=11).turned(turn_by).moved(*at),
            brass(),
        )
    grip = smooth(
        [
            (-11, 0, 2 * outer),
            (-9, 0, 2 * outer + 3.4),
            (0, 0, 2 * outer + 5.0),
            (9, 0, 2 * outer + 3.4),
            (11, 0, 2 * outer),
        ],
        50,
    )
    scene.add(ribbon(grip, 3.0, (0, 1, 0), 0.5).turned(turn_by).moved(*at), leather)


def hamper(scene: Scene) -> None:
    """A wicker basket, bread in it."""
    cane = Material(colour("#b98d56"), 0.65, 0.035, grains=(Grain("basket", 16, 0.55, 0.35),))
    levels = [(0, 15.5, 10.5), (2, 16.5, 11.4), (12, 18.6, 13.0), (17, 19.2, 13.5)]
    rows = smooth(levels, 26)
    outer = np.stack(
        [np.concatenate([oval(w, d, 96, 3.2), np.full((96, 1), z)], axis=1) for z, w, d in rows]
    )
    inner = outer[::-1][:18] * [0.95, 0.93, 1]
    x, y, z = 22.0, 15.0, 2.0
    body = loft(np.concatenate([outer, inner]), capped=False)
    scene.add(Mesh(body.grid, body.uv, closed=False, wraps=True).moved(x, y, z), cane)
    rim = np.concatenate([outer[-1], outer[-1][:2]])
    scene.add(tube(rim, 1.0, sides=13).moved(x, y, z), timber("#a67a45", 6))
    arch = smooth(
        [
            (-19, 0, 15),
            (-17.5, 0, 27),
            (-9, 0, 35),
            (0, 0, 37),
            (9, 0, 35),
            (17.5, 0, 27),
            (19, 0, 15),
        ],
        70,
    )
    scene.add(
        tube(arch, 1.15, sides=17).moved(x, y, z),
        Material(colour("#a67a45"), 0.6, 0.035, grains=(Grain("rope", 8, 0.5, 0.3),)),
    )
    cloth = Material(
        colour("#f1ebdd"), 0.95, 0.02, soft=0.2, grains=(Grain("linen", 14, 0.2, 0.08),)
    )

    def napkin(u: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
        turn, far = u * 2 * np.pi, v
        wide = 17.4 + 3.2 * ease(far, 0.6, 0.9)
        drop = (
            16.5
            + 1.4 * np.sin(turn * 5) * far
            - 7.5 * ease(far, 0.78, 1.0)
            + 2.2 * ease(far, 0.5, 0.75)
        )
        return (
            wide * far * np.cos(turn) * 1.02,
            (wide - 5.6) * far * np.sin(turn) * 1.04,
            drop + 0.6 * np.sin(turn * 9 + 1) * far,
        )

    scene.add(sheet(napkin, 40, 120).moved(x, y, z + 1.0), cloth)
    crust = Material(bread, 0.7, 0.03, grains=(Grain("stone", 8, 0.25, 0.12),))
    s = np.linspace(0, 1, 30)
    for lift, side in ((3.5, -3.5), (4.2, 3.6)):
        path = np.stack([-21 + 34 * s, side + 0 * s, 17.5 + lift + 8 * s], axis=1)
        scene.add(
            tube(
                path, 3.3 * np.sin(np.pi * np.clip(0.04 + 0.92 * s, 0, 1)) ** 0.45, sides=33
            ).moved(x, y, z),
            crust,
        )
    apple = Material(colour("#b6402f"), 0.25, 0.045)
    for dx, dy in ((10.5, -5.0), (5.2, -7.6)):
        scene.add(ball(3.5).moved(x + dx, y + dy, z + 20.5), apple)


def bread(surface: Surface) -> Floats:
    slash = np.sin(surface.uv[:, 1] * 0.95 + surface.uv[:, 0] * 0.35)
    return blend(colour("#b97a3d"), colour("#edd3a0"), ease(slash, 0.80, 0.97))


PRODUCTS = {
    "landing-folding-stool": Product(("olive", "ecru"), (stool,)),
    "headland-picnic-blanket": Product(("check",), (picnic,)),
}
