"""Board, steamer and spoons."""

import numpy as np

from media.illustrations.kit.colour import blend, colour
from media.illustrations.kit.curves import Floats, divided, ease, oval, rectangle, rounded, smooth
from media.illustrations.kit.material import Grain, Material, Surface, steel, timber
from media.illustrations.kit.mesh import Mesh
from media.illustrations.kit.scene import Scene
from media.illustrations.kit.solids import ball, lathe, loft, plank, slab, tube
from media.illustrations.kit.stage import counter, lying, studio
from media.illustrations.scenes.product import Product

BAMBOO = "#d0a868"


def board(_size: str) -> Scene:
    scene = Scene(lying(studio("#dfd8ca", 44).floor), tilt=56, fill=0.86)
    scene.sun = (-0.54, 0.34, 0.77)
    light, dark = colour("#dcb878"), colour("#a87a42")

    def chequers(surface: Surface) -> Floats:
        across, down = surface.uv[:, 0] - 200, surface.uv[:, 1] - 202.4
        x, y = across / 1.55, down / 1.55
        shift = np.mod(np.floor(y), 2) * 0.5
        cell = np.mod(np.sin(np.floor(x + shift) * 12.99 + np.floor(y) * 78.23) * 43758.5, 1)
        joint = np.maximum(np.abs(np.mod(x + shift, 1) - 0.5), np.abs(np.mod(y, 1) - 0.5))
        tone = blend(light, dark, (0.10 + 0.62 * cell**1.5).astype(np.float32))
        fibre = np.sin(x * 61) * np.sin(y * 67)
        tone = tone * (1 + 0.08 * fibre * (fibre > 0.2))[:, None]
        tone = blend(tone, colour("#6f4a25"), ease(joint, 0.465, 0.49) * 0.55)
        groove = np.maximum(np.abs(across) - 17.0, np.abs(down) - 11.0)
        hollow_of = np.exp(-((groove / 0.32) ** 2)) * (surface.normal[:, 2] > 0.7)
        lit_side = np.sign(groove) * np.sign(across - down + 0.1)
        return np.asarray(
            tone * (1 - hollow_of * (0.30 + 0.12 * lit_side))[:, None].astype(np.float32)
        )

    wood = Material(chequers, 0.42, 0.04, grains=(Grain("stone", 2.5, 0.05, 0.05),))
    scene.add(slab(rectangle(38, 26, 2.0, 200), 2.8, 0.45), wood)
    knife(scene)
    random = np.random.default_rng(17)
    for place in range(6):
        slice_of_fennel(scene, random, (-12.6 + place * 2.5, 3.0 - 0.45 * place, place))
    fennel_bulb(scene, random)
    scene.spin(-24)
    return scene


def slice_of_fennel(
    scene: Scene, random: np.random.Generator, at: tuple[float, float, int]
) -> None:
    """Cut across: rings of pale green round a white heart."""
    turn = random.uniform(0, 6)

    def rings(surface: Surface) -> Floats:
        x, y = surface.uv[:, 0] - 200, surface.uv[:, 1] - 200
        far = np.hypot(x * 0.82, y) + 0.22 * np.sin(np.arctan2(y, x) * 3 + turn)
        line = np.abs(np.mod(far * 1.15, 1) - 0.5) * 2
        pale = blend(colour("#f4f3df"), colour("#cfdcae"), ease(far, 0.4, 2.9))
        return blend(pale, colour("#a9c07e"), ease(line, 0.72, 1.0) * 0.7)

    flesh = Material(rings, 0.35, 0.04, soft=0.4)
    edge = oval(3.1, 2.55, 60)
    way = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    edge = edge * (1 + 0.07 * np.sin(way * 2 + turn) + 0.03 * np.sin(way * 5))[:, None]
    disc = slab(edge, 0.55, 0.2).turned(16 + random.uniform(-3, 3), "y")
    scene.add(disc.turned(random.uniform(-20, 20)).moved(at[0], at[1], 3.0 + 0.12 * at[2]), flesh)


def fennel_bulb(scene: Scene, random: np.random.Generator) -> None:
    """Half a bulb with its stalks and fronds."""

    def tone(surface: Surface) -> Floats:
        lines = 0.5 + 0.5 * np.sin(surface.uv[:, 0] * 5.5)
        out = blend(colour("#eef0d8"), colour("#b7cd8b"), ease(surface.uv[:, 1], 4.1, 9))
        return blend(out, colour("#9dba76"), lines * 0.22)

    s = np.linspace(0, 1, 30)
    path = np.stack([4.4 + s * 7.5, 4.6 + 0 * s, 5.0 + 0 * s], axis=1)
    wide = 2.7 * np.sin(np.pi * (0.10 + 0.72 * s)) ** 0.75 * (1 - 0.12 * s)
    skin = Material(tone, 0.35, 0.04, soft=0.3)
    scene.add(tube(path, wide, sides=49, flat=0.86), skin)
    green = Material(colour("#7fa050"), 0.6, 0.03, soft=0.3)
    for y, z, tip in ((5.9, 5.6, 2.6), (4.4, 6.2, 0.4), (3.4, 5.0, -2.2)):
        stalk = smooth([(10.6, y - 0.3, z - 0.5), (13.4, y, z), (16.6, y + tip * 0.5, z + 0.4)], 20)
        scene.add(tube(stalk, np.linspace(1.0, 0.62, 20)), skin)
        for _ in range(9):
            end = stalk[-1] + [
                random.uniform(0.5, 4.6),
                random.uniform(-2.6, 2.6) + tip * 0.6,
                random.uniform(-2.2, 0.8),
            ]
            frond = smooth([stalk[-1] - [0.5, 0, 0], (stalk[-1] + end) / 2 + [0, 0, 0.6], end], 12)
            scene.add(tube(frond, np.linspace(0.13, 0.05, 12), sides=5), green)


def knife(scene: Scene) -> None:
    """A chef's knife across the near corner."""
    spine = smooth([(-10.5, 1.9), (-4, 1.75), (4, 1.4), (9.0, 0.6), (11.5, -1.2)], 30)
    edge = smooth([(11.5, -1.2), (7.5, -2.2), (1, -2.75), (-6, -2.75), (-10.5, -2.72)], 40)
    at_x = np.linspace(-10.5, 11.45, 60)
    back, low = np.interp(at_x, *spine.T), np.interp(at_x, *edge[::-1].T)
    blade = plank(at_x, -back, -low, 0.24, 6).turned(-90).scaled(1, 1, 1)
    turn, at = 14.0, (1.0, -7.0, 3.05)
    scene.add(blade.turned(turn).moved(*at), steel("#d6d5d3", 0.24))
    grip = slab(rectangle(11.5, 2.3, 0.8, 80), 1.5, 0.6)
    scene.add(grip.moved(-16.6, 0.65, -0.45).turned(turn).moved(*at), timber("#5a3a26", 7))
    scene.add(
        slab(rectangle(1.4, 2.6, 0.4, 40), 1.5, 0.4)
        .moved(-10.6, 0.4, -0.45)
        .turned(turn)
        .moved(*at),
        steel("#b9bdc3", 0.25),
    )
    for x in (-20, -16.6, -13.2):
        scene.add(
            ball(0.3, 13, 17).scaled(1, 1, 0.4).moved(x, 0.65, 1.05).turned(turn).moved(*at),
            steel("#d6c08a", 0.25),
        )


def steamer(_size: str) -> Scene:
    scene = Scene(counter("#c9c0b2", "#dcd3c4", 40, 26), tilt=25, fill=0.84)
    iron = Material(colour("#2f2d2c"), 0.42, 0.06, grains=(Grain("stone", 3, 0.06, 0.05),))
    wok = smooth([(4.5, 0.0), (8, 0.6), (13.5, 3.4), (17.2, 7.2), (18.6, 9.4)], 40)
    turned_wok = np.concatenate([[[0, 0]], wok, wok[::-1] * [0.985, 1] + [0, 0.12], [[0, 1.2]]])
    scene.add(lathe(turned_wok, 129), iron)
    for side in (-1, 1):
        ear = smooth(
            [
                (side * 18.0, -2.6, 8.6),
                (side * 21.5, -2.0, 9.6),
                (side * 21.8, 2.0, 9.6),
                (side * 18.0, 2.6, 8.6),
            ],
            30,
        )
        scene.add(tube(ear, 0.7, sides=13), iron)
    hoop, band = timber("#d3ab6c", 12), timber("#b98b4d", 10)
    for low in (6.2, 13.6):
        wall = rounded(
            [(13.2, low), (14.0, low), (14.0, low + 7.0), (13.2, low + 7.0), (13.2, low)], 0.2
        )
        scene.add(lathe(divided(wall, 0.7), 129), hoop)
        for z in (low + 0.4, low + 5.4):
            rim = rounded([(13.9, z), (14.5, z), (14.5, z + 1.3), (13.9, z + 1.3)], 0.15)
            scene.add(lathe(divided(rim, 0.5), 129), band)
        lacing(scene, low)
    slats = Material(weave_tone, 0.6, 0.035, grains=(Grain("basket", 9, 0.3, 0.2),))
    scene.add(lathe([(13.3, 17.9), (6, 17.9), (0, 17.9)], 97).mapped(), slats)
    dough = Material(dough_tone, 0.5, 0.04, soft=0.5)
    for x, y in (
        (-6.2, -3.6),
        (0.4, -6.8),
        (7.0, -3.4),
        (-7.2, 3.2),
        (0, 0.2),
        (7.4, 3.6),
        (0.3, 7.0),
    ):
        scene.add(dumpling().turned(x * 31).moved(x, y, 17.9), dough)
    dome = np.concatenate(
        [
            smooth([(14.3, 0.0), (14.4, 1.3), (13.9, 1.9)], 12),
            smooth([(13.6, 1.9), (10, 3.6), (5, 4.7), (0, 5.0)], 40),
        ]
    )
    lid = lathe(np.concatenate([[[0, 0.2], [13.4, 0.0]], dome]), 129).mapped()
    scene.steam = ((-6, 0, 20, 15), (1, 2, 20.5, 17), (-2, -3, 20, 13))
    knob = np.linspace(0, np.pi, 24)
    handle = np.stack([2.2 * np.cos(knob), 0 * knob, 4.6 + 1.7 * np.sin(knob)], axis=1)
    for mesh, material in ((lid, slats), (tube(handle, 0.5, sides=13), band)):
        scene.add(mesh.turned(-66, "x").moved(5.0, 17.2, 21.5).turned(-9), material)
    return scene


def weave_tone(surface: Surface) -> Floats:
    u, v = surface.uv[:, 0], surface.uv[:, 1]
    strip = np.mod(np.sin(np.floor(u / 0.56) * 5.1 + np.floor(v / 0.56) * 9.7) * 917.3, 1)
    return blend(colour("#dcb879"), colour("#bf9353"), strip.astype(np.float32) * 0.6)


def dough_tone(surface: Surface) -> Floats:
    return blend(colour("#efe6d2"), colour("#f8f3e8"), ease(surface.place[:, 2], 18, 20.4))


def lacing(scene: Scene, low: float) -> None:
    """Where the strip is laced: short crossing ties at the front."""
    cord = Material(colour("#9a6d38"), 0.7, 0.03)
    for turn in (-24, -16):
        a, b = np.radians(turn - 90), np.radians(turn - 90 + 7)
        for z, y in ((low + 1.9, low + 3.4), (low + 3.4, low + 4.9)):
            line = [
                (14.15 * np.cos(a), 14.15 * np.sin(a), z),
                (14.15 * np.cos(b), 14.15 * np.sin(b), y),
            ]
            scene.add(tube(smooth(line, 8), 0.2, sides=7), cord)


def dumpling() -> Mesh:
    """Eighteen pleats gathered at the top."""
    rows = smooth(
        [(2.4, 0.0), (3.15, 0.6), (3.2, 1.5), (2.5, 2.5), (1.1, 3.2), (0.45, 3.55), (0.5, 3.9)], 40
    )
    turn = np.linspace(0, 2 * np.pi, 145)[:-1]
    rings = []
    for radius, z in rows:
        pleat = 0.11 * ease(z, 1.0, 2.8) * (1 - 0.3 * ease(z, 3.4, 3.9))
        swirl = turn + 0.5 * ease(z, 1.2, 3.6)
        r = radius * (1 - pleat + pleat * np.cos(swirl * 15)) + 0.04 * np.cos(turn * 3)
        rings.append(np.stack([r * np.cos(turn), r * np.sin(turn), np.full_like(turn, z)], axis=1))
    return loft(np.stack(rings))


PRODUCTS = {
    "end-grain-bamboo-board": Product(("board",), (board,)),
    "two-tier-bamboo-steamer": Product(("steamer",), (steamer,)),
}
