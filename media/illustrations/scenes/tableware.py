"""Mugs, bowls, plates and things to make tea in."""

import numpy as np

from media.illustrations.kit.colour import blend, colour, mixed
from media.illustrations.kit.curves import Floats, divided, ease, oval, rounded, smooth
from media.illustrations.kit.material import (
    Grain,
    Material,
    Surface,
    brass,
    canvas,
    glazed,
    hide,
)
from media.illustrations.kit.mesh import Mesh
from media.illustrations.kit.scene import Backdrop, Scene
from media.illustrations.kit.solids import ball, hollow, lathe, pillow, slab, tube
from media.illustrations.kit.stage import counter, lying, studio, table
from media.illustrations.scenes.product import Product

WALL = "#e9e0d2"
OAK = "#c4a37c"
RAW = "#b39a80"


def poured(tone: str, line: float, wave: float = 0.22) -> Material:
    """A glaze poured twice over bare clay; the two coats meet in a soft line."""
    glaze, raw = colour(tone), colour(RAW)
    second = mixed(glaze, colour("#ffffff"), 0.10)

    def painted(surface: Surface) -> Floats:
        x, y, z = surface.place.T
        edge = line + wave * np.sin(x * 0.9 + 0.6) + wave * 0.5 * np.sin(y * 1.3 + x * 0.5)
        coat = blend(glaze * np.float32(0.80), glaze, ease(z - edge, 0.0, 0.5))
        coat = blend(coat, second, ease(z - edge * 0.9, 3.2, 4.0) * 0.8)
        return blend(raw, coat, ease(z - edge, -0.06, 0.06))

    return glazed(painted, 0.15, spots=0.45)


def mug(tone: str, x: float = 0.0, turn: float = 0.0) -> list[tuple[Mesh, Material]]:
    out = rounded(
        [(2.5, 0), (3.0, 0), (3.25, 0.45), (4.05, 1.5), (4.3, 4), (4.25, 9)],
        [0, 0.2, 0.3, 1.2, 2, 0],
    )
    glaze = poured(tone, 2.2)
    loop = smooth(
        [
            (4.0, 0, 7.5),
            (5.3, 0, 7.95),
            (6.7, 0, 7.2),
            (6.95, 0, 5.5),
            (6.2, 0, 3.9),
            (4.0, 0, 3.2),
        ],
        34,
    )
    return [
        (lathe(hollow(divided(out, 0.4), 0.38)).moved(x), glaze),
        (tube(loop, 0.50, flat=1.35).turned(turn).moved(x), glaze),
    ]


def tide_mug(tone: str) -> Scene:
    scene = Scene(table(OAK, WALL, 14, 15), tilt=20, fill=0.70, shift=(0.0, 0.07))
    for mesh, material in mug(tone, turn=-16):
        scene.add(mesh, material)
    scene.steam = ((-1.2, 0.5, 8.2, 5.2), (1.0, 0, 8.2, 6.0))
    coffee = Material(colour("#4d2c16"), 0.05, 0.03)
    scene.add(lathe([(3.95, 8.16), (3.4, 8.1), (2, 8.1), (0, 8.1)]), coffee)
    return scene


def tide_mugs(_tone: str) -> Scene:
    scene = Scene(counter("#d9d0c3", WALL, 30, 16), tilt=20, fill=0.88, shift=(0.0, 0.05))
    for place, tone in enumerate(("fog", "kelp", "sand", "ink")):
        for mesh, material in mug(tone, (place - 1.5) * 9.5, turn=-64):
            scene.add(mesh, material)
    return scene


def mist_bowl(_tone: str) -> Scene:
    """Three bowls, one in the other, from well above."""
    scene = Scene(lying(studio("#d8d2c4", 26).floor), tilt=66, fill=0.78)
    scene.sun, scene.dim = (-0.52, 0.30, 0.80), 1.15
    deep, pale = colour("#7fa890"), colour("#cfe0d0")
    for wide, high, lift in ((9.25, 6.9, 0.0), (7.5, 5.6, 1.7), (5.75, 4.6, 3.3)):
        shape = smooth(
            [
                (wide * 0.36, 0.0),
                (wide * 0.38, 0.8),
                (wide * 0.62, 1.4),
                (wide * 0.86, high * 0.52),
                (wide * 0.95, high * 0.84),
                (wide, high),
            ],
            46,
        )

        def painted(
            surface: Surface, wide: float = wide, high: float = high, lift: float = lift
        ) -> Floats:
            far = np.hypot(surface.place[:, 0], surface.place[:, 1]) / wide
            tone = blend(deep, pale, ease(far, 0.25, 1.0))
            rim = ease(surface.place[:, 2] - lift, high * 0.97, high * 1.0)
            return blend(tone, colour("#e6ece0"), rim * 0.7)

        body = lathe(hollow(shape, 0.34, 70, wide * 0.52), 129)
        scene.add(body.moved(z=lift, x=0.15 * lift), glazed(painted, 0.07))
    return scene


def quay_plate(tone: str) -> Scene:
    scene = Scene(lying(linen_cloth("#e2d8c6")), tilt=58, fill=0.82)
    scene.sun = (-0.55, 0.30, 0.76)
    out = rounded([(10.8, 0), (11.2, 0.0), (13.1, 0.35), (13.5, 2.4)], [0, 0.3, 0.9, 0])
    grains = (Grain("stone", 4, 0.03, 0.03), Grain("speckle", 6, 0, 0.3))
    glaze = Material(colour(tone), 0.42, 0.045, grains=grains)
    scene.add(lathe(hollow(divided(out, 0.5), 0.42, 70), 161), glaze)
    yoghurt = Material(colour("#f4efe4"), 0.35, 0.04, soft=0.4)

    def smear(grid: Floats) -> Floats:
        x, y = grid[..., 0], grid[..., 1]
        swirl = 0.16 * np.sin(np.hypot(x - 0.6, y + 0.3) * 2.4 - np.arctan2(y, x) * 1.0)
        grid = grid.copy()
        grid[..., 2] += swirl * ease(grid[..., 2], 0.1, 0.7)
        return grid

    blob = oval(9.2, 7.8, 96)
    turn = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    blob = blob * (1 + 0.06 * np.sin(turn * 3 + 1) + 0.03 * np.sin(turn * 7))[:, None]
    scene.add(pillow(blob, 1.5, rings=30).bent(smear).moved(z=0.0), yoghurt)
    random = np.random.default_rng(4)
    for index in range(9):
        angle = -62 + index * 14 + random.uniform(-6, 6)
        long = random.uniform(11.0, 14.0)
        carrot(scene, long, angle, (random.uniform(-0.6, 0.6), -4.6 + index * 1.15), random)
    herbs(scene, random, 6.5, 2.1)
    return scene


def carrot(
    scene: Scene,
    long: float,
    angle: float,
    at: tuple[float, float],
    random: np.random.Generator,
) -> None:
    s = np.linspace(0, 1, 26)
    bend = random.uniform(-0.5, 0.5)
    path = np.stack([(s - 0.5) * long, bend * np.sin(s * np.pi), 1.65 + 0.35 * np.sin(s * 9)], 1)
    radius = 0.92 * (1 - s * 0.62) * ease(s, -0.08, 0.08) * ease(1 - s, -0.03, 0.05)
    tone = mixed(colour("#d9792c"), colour("#b4521d"), float(random.uniform(0, 0.6)))

    def roasted(surface: Surface) -> Floats:
        char = ease(np.sin(surface.uv[:, 1] * 2.1 + at[1] * 5) + surface.normal[:, 2], 1.1, 2.0)
        return blend(tone, colour("#5b2a12"), char * 0.75)

    skin = Material(roasted, 0.28, 0.045, grains=(Grain("brushed", 3, 0.06, 0.06, turn=True),))
    scene.add(tube(path, radius).turned(angle * 0.25 + 180 * (angle > 10)).moved(*at), skin)


def herbs(scene: Scene, random: np.random.Generator, spread: float, z: float) -> None:
    """Small green leaves strewn about."""
    green = Material(colour("#5f7a3a"), 0.6, 0.03)
    for _ in range(16):
        x, y = random.normal(0, spread * 0.42), random.normal(0, spread * 0.32)
        leaf = pillow(oval(0.62, 0.26, 24), 0.18, rings=7)
        lift = random.uniform(0.2, 0.75)
        scene.add(
            leaf.turned(random.uniform(-25, 25), "x")
            .turned(random.uniform(0, 360))
            .moved(x, y, z + lift - 0.2),
            green,
        )


def linen_cloth(tone: str) -> Material:
    grains = (Grain("linen", 9, 0.16, 0.08), Grain("clouds", 30, 0.05, 0.02))
    return Material(colour(tone), 0.95, 0.02, grains=grains)


def gaiwan(tone: str) -> Scene:
    scene = Scene(counter("#cfc6b4", "#e4ddcd", 14, 17), tilt=31, fill=0.76)
    outer, white = colour(tone), colour("#f4f1ea")
    saucer = rounded(
        [(1.9, 0), (2.4, 0), (2.5, 0.35), (4.2, 0.75), (5.9, 1.7)], [0, 0.1, 0.2, 2, 0]
    )
    scene.add(lathe(hollow(divided(saucer, 0.3), 0.22, 60, 2.9)), glazed(outer, 0.08))
    cup = smooth([(1.75, 0.75), (1.8, 1.2), (2.7, 1.9), (3.75, 3.7), (4.25, 5.3), (5.05, 6.6)], 50)

    def two_tone(surface: Surface) -> Floats:
        x, y, z = surface.place.T
        inside = ease(-(surface.normal[:, 0] * x + surface.normal[:, 1] * y), -0.05, 0.1)
        return blend(outer, white, np.maximum(inside, ease(z, 6.55, 6.62)))

    scene.add(lathe(hollow(cup, 0.22, 70, 2.2), 129), glazed(two_tone, 0.07))
    tea = Material(colour("#dcc28a"), 0.06, 0.06)
    scene.add(lathe([(3.98, 4.96), (3.4, 4.9), (2, 4.9), (0, 4.9)]), tea)
    dome = smooth([(4.25, 0.0), (4.1, 0.35), (3.2, 1.15), (1.8, 1.75), (1.15, 1.9)], 30)
    knob = smooth([(1.15, 1.9), (0.9, 2.15), (1.05, 2.6), (1.3, 2.85), (1.15, 2.95), (0, 2.75)], 26)
    under = smooth([(0, 1.6), (1.7, 1.5), (3.1, 0.9), (4.0, 0.2), (4.25, 0)], 24)
    lid = lathe(np.concatenate([under[:-1], dome[:-1], knob]), 129)

    def lid_tone(surface: Surface) -> Floats:
        return blend(outer, white, 1 - ease(surface.uv[:, 1], 4.6, 4.75))

    scene.add(lid.turned(-33, "y").turned(32).moved(2.0, 1.5, 7.15), glazed(lid_tone, 0.07))
    return scene


def travel_set(tone: str) -> Scene:
    """On a folding table by a train's window, fields going by."""
    top = Material(colour("#b8b0a4"), 0.4, 0.04, grains=(Grain("stone", 5, 0.0, 0.04),))

    def fields(x: Floats, y: Floats) -> Floats:
        sky = blend(colour("#c9dbe6"), colour("#f3e8d4"), ease(y, 0.0, 0.34))
        hill = 0.30 + 0.035 * np.sin(x * 5 + 0.5) + 0.015 * np.sin(x * 13)
        far = blend(sky, colour("#a9bba4"), ease(y - hill, -0.012, 0.012))
        near = 0.37 + 0.02 * np.sin(x * 4 + 2)
        land = blend(far, colour("#b9b479"), ease(y - near, -0.014, 0.014))
        return blend(land, colour("#9aa362"), ease(y, 0.41, 0.47)) * np.float32(1.05)

    scene = Scene(
        Backdrop(top, top, wall_y=17, sweep=0, far=fields), tilt=21, fill=0.86, shift=(0.0, 0.06)
    )
    glaze = poured(tone, 1.15, 0.12)
    pot = smooth([(2.6, 0.0), (3.0, 0.05), (3.9, 1.2), (4.35, 3.2), (3.9, 5.4), (3.1, 6.4)], 44)
    scene.add(lathe(hollow(pot, 0.3)).moved(-1.5, 1.5), glaze)
    collar = Material(colour("#5a5f58"), 0.7, 0.03)
    scene.add(
        lathe(smooth([(4.25, 3.9), (4.36, 3.7), (4.38, 3.1), (4.28, 2.5), (4.2, 2.5)], 16))
        .scaled(1.012, 1.012, 1)
        .moved(-1.5, 1.5),
        collar,
    )
    lid = smooth(
        [
            (3.15, 6.3),
            (3.2, 6.55),
            (2.2, 7.15),
            (0.9, 7.4),
            (0.75, 7.7),
            (0.95, 8.2),
            (0.6, 8.5),
            (0, 8.55),
        ],
        40,
    )
    scene.add(lathe(lid).moved(-1.5, 1.5), glaze)
    spout = smooth([(3.6, 0, 3.6), (4.9, 0, 4.4), (5.6, 0, 5.5), (6.1, 0, 6.1)], 22)
    scene.add(tube(spout, np.linspace(1.05, 0.55, 22)).turned(-12).moved(-1.5, 1.5), glaze)
    for x, y in ((3.6, -5.2), (9.4, -3.4)):
        cup = smooth([(1.5, 0), (1.8, 0.1), (2.5, 1.0), (2.85, 2.6), (2.95, 4.0)], 34)
        scene.add(lathe(hollow(cup, 0.25)).moved(x, y), poured(tone, 0.9, 0.12))
        scene.add(
            lathe([(2.68, 3.44), (1.5, 3.4), (0, 3.4)]).moved(x, y),
            Material(colour("#c98f3f"), 0.06, 0.05),
        )
    case(scene, -10.4, 3.4)
    frame = Material(colour("#7d7f80"), 0.4, 0.04)
    for x in (-18.5, 18.5):
        scene.add(slab(oval(1.3, 0.8, 40, 6), 60, 0.3).moved(x, 16.2), frame, framed=False)
    scene.add(slab(oval(40, 0.8, 60, 8), 1.5, 0.4).moved(0, 16.2), frame, framed=False)
    return scene


def case(scene: Scene, x: float, y: float) -> None:
    """The round canvas case, its lid turned back."""
    body = rounded(
        [(0, 0), (4.9, 0), (5.0, 5.6), (4.6, 5.6), (4.6, 1.2), (0, 1.2)],
        [0, 0.6, 0.25, 0.2, 0.4, 0],
    )
    cloth = canvas("#5d6350", 4)
    scene.add(lathe(divided(body, 0.5)).moved(x, y), cloth)
    lid = rounded(
        [(0, 0), (5.05, 0), (5.1, 2.6), (4.7, 2.6), (4.7, 0.5), (0, 0.5)],
        [0, 0.6, 0.2, 0.2, 0.3, 0],
    )
    scene.add(lathe(divided(lid, 0.5)).turned(74, "x").moved(x - 0.3, y + 5.4, 5.2), cloth)
    scene.add(
        lathe(
            divided(rounded([(5.0, 5.35), (5.12, 5.35), (5.12, 5.75), (5.0, 5.75)], 0.05), 0.5)
        ).moved(x, y),
        hide(),
    )
    scene.add(ball(0.32).moved(x, y - 5.05, 4.6), brass())


PRODUCTS = {
    "tide-stoneware-mug": Product(("fog", "kelp", "sand", "ink"), (tide_mug, tide_mugs)),
    "mist-celadon-bowl": Product(("celadon",), (mist_bowl,)),
    "quay-plate": Product(("ink", "fog"), (quay_plate,)),
    "two-tone-gaiwan": Product(("celadon", "rain grey", "persimmon"), (gaiwan,)),
    "wayfarer-travel-tea-set": Product(("fog", "kelp"), (travel_set,)),
}
