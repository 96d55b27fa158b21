"""Tea: in a scoop, in a cake, in a glass."""

from collections.abc import Callable

import numpy as np

from media.illustrations.kit.colour import blend, colour, mixed
from media.illustrations.kit.curves import Floats, divided, ease, oval, rounded, smooth
from media.illustrations.kit.material import Grain, Material, Surface, enamel, steel, timber
from media.illustrations.kit.mesh import Mesh
from media.illustrations.kit.print import printed
from media.illustrations.kit.scene import Scene
from media.illustrations.kit.solids import ball, hollow, lathe, pillow, sheet, tube
from media.illustrations.kit.stage import counter, crumpled, lying, studio
from media.illustrations.scenes.product import Product

Placing = Callable[[Surface], tuple[Floats, Floats]]


def tin(
    scene: Scene, x: float, y: float, title: str, tone: str, ink: str, size: float = 1.0
) -> None:
    """A round tin with a paper label; its seam is behind."""
    r, h = 4.2 * size, 10.5 * size
    paint = printed(colour(tone), colour(ink), title, facing(x, y, r, h), colour("#f3ecdc"))
    body = rounded([(0, 0), (r, 0), (r, h), (0, h)], [0, 0.25, 0.15, 0])
    scene.add(lathe(divided(body, 0.5), 129).moved(x, y), Material(paint, 0.5, 0.04))
    lid = rounded(
        [(r, h - 1.9 * size), (r + 0.16, h - 1.9 * size), (r + 0.16, h + 0.5), (0, h + 0.55)],
        [0, 0.05, 0.35, 0],
    )
    scene.add(lathe(divided(lid, 0.5), 129).moved(x, y), enamel(tone, 0.3))


def facing(x: float, y: float, r: float, h: float) -> Placing:
    """The label in front, a little to the left of the middle."""

    def place(surface: Surface) -> tuple[Floats, Floats]:
        turn = np.arctan2(surface.place[:, 0] - x, -(surface.place[:, 1] - y))
        front = surface.normal[:, 2] < 0.5
        across = np.where(front, turn * r / (r * 1.62) + 0.5, -1.0)
        return across, (h * 0.74 - surface.place[:, 2]) / (h * 0.60)

    return place


def bud(random: np.random.Generator, long: float, wide: float) -> Mesh:
    s = np.linspace(0, 1, 18)
    bend = random.uniform(-0.12, 0.12) * long
    path = np.stack(
        [(s - 0.5) * long, bend * np.sin(s * np.pi), 0.1 * np.sin(s * np.pi) * long * 0.3], 1
    )
    return tube(path, wide * np.sin(np.pi * np.clip(s * 0.92 + 0.06, 0, 1)) ** 0.8, sides=11)


def silver_needle(_weight: str) -> Scene:
    scene = Scene(counter("#d3cfbf", "#e3e0d0", 26, 16), tilt=24, fill=0.82)
    tin(scene, 5.6, 4.6, "SILVER NEEDLE|WHITE TEA", "#8fa08b", "#4a5546", 1.18)
    bamboo = timber("#c7a468", 9)

    def shape(u: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
        turn = (u - 0.5) * np.pi * 1.05
        half = 2.6 - 0.5 * ease(v, 0.6, 1.0)
        x = (v - 0.5) * 19
        low = 0.15 + 1.3 * ease(v, 0.55, 1.0) * 0.4
        return x, np.sin(turn) * half, low + (1 - np.cos(turn)) * half * 0.85

    scoop = sheet(shape, 40, 40)
    outer = Mesh(scoop.grid + scoop.normals() * 0.16, scoop.uv)
    for part in (scoop, outer):
        scene.add(part.turned(14).moved(-3.4, -4.2, 0.12), bamboo)
    down = Material(
        silver, 0.9, 0.02, sheen=0.55, soft=0.4, grains=(Grain("wool", 1.6, 0.30, 0.16),)
    )
    random = np.random.default_rng(21)
    for _ in range(80):
        x, y = random.uniform(-8.4, 5.4), random.normal(0, 0.85)
        pile = 1.35 + random.uniform(0, 1.7) * (1 - (abs(y) / 2.4)) * ease(x, -9.5, -3)
        leaf = bud(random, random.uniform(2.8, 3.9), random.uniform(0.19, 0.27))
        leaf = leaf.turned(random.uniform(-16, 16), "y").turned(random.normal(0, 32))
        scene.add(leaf.moved(x, y, float(pile)).turned(14).moved(-3.4, -4.2, 0.12), down)
    for x, y, turn in ((-12.0, -7.4, 30), (-9.2, -8.6, -12), (3.5, -8.0, 58)):
        leaf = bud(random, 3.2, 0.3)
        scene.add(leaf.turned(turn).moved(x, y, 0.3), down)
    return scene


def silver(surface: Surface) -> Floats:
    at = np.mod(surface.uv[:, 1], 3.3) / 3.3
    return blend(colour("#8d9570"), colour("#d3d5c0"), ease(at, 0.1, 0.6))


def tea_cake(_weight: str) -> Scene:
    scene = Scene(lying(studio("#d9d3c1", 30).floor), tilt=60, fill=0.82)
    scene.sun = (-0.55, 0.36, 0.74)
    cake = rounded(
        [(0, 0.9), (2.2, 0.2), (8.6, 0), (10.0, 1.2), (8.4, 2.9), (1.5, 3.1), (0, 2.8)],
        [0, 0.6, 1.5, 1.5, 2, 0.8, 0],
    )
    pressed = Material(
        leaves, 0.85, 0.03, grains=(Grain("felt", 5.0, 0.5, 0.22), Grain("wool", 4.0, 0.30, 0.14))
    )
    body = lathe(divided(cake, 0.4), 161).mapped()
    scene.add(crumpled(body, 0.10, 1.4), pressed)
    random = np.random.default_rng(9)
    tones = [
        Material(colour(c), 0.8, 0.03, sheen=0.1, grains=(Grain("wool", 2, 0.3, 0.15),))
        for c in ("#6f7350", "#8c8a63", "#5a4f38", "#a5a684")
    ]
    for _ in range(84):
        far, turn = 9.0 * np.sqrt(random.uniform(0, 1)), random.uniform(0, 2 * np.pi)
        x, y = far * np.cos(turn), far * np.sin(turn)
        z = 3.0 - 1.6 * ease(far, 7.4, 9.6)
        leaf = bud(random, random.uniform(1.3, 2.6), random.uniform(0.14, 0.30)).scaled(1, 1, 0.45)
        scene.add(
            leaf.turned(random.uniform(0, 360)).moved(x, y, float(z)), tones[random.integers(4)]
        )
    husk(scene)
    blade = tube(
        np.array([(-4.5, 0, 0.4), (0, 0, 0.4), (4.2, 0, 0.4)]),
        np.array([0.03, 0.2, 0.27]),
        sides=13,
    )
    scene.add(blade.turned(-64).moved(12.6, -3.2), steel("#b9b4aa", 0.25))
    grip = rounded([(0, 0), (0.55, 0), (0.72, 2.0), (0.5, 4.6), (0.78, 6.2), (0, 6.5)], 0.4)
    scene.add(
        lathe(divided(grip, 0.3), 41).turned(90, "y").turned(-64).moved(14.4, -6.9, 0.72),
        timber("#7a4a2b", 5),
    )
    for x, y, turn in ((-12.4, -6.2, 20), (-10.6, -8.2, 74), (-13.2, -3.6, -30), (10.2, -8.8, 12)):
        scene.add(
            bud(random, 2.4, 0.26).scaled(1, 1, 0.6).turned(turn).moved(x, y, 0.22), tones[turn % 3]
        )
    return scene


def leaves(surface: Surface) -> Floats:
    x, y = surface.place[:, 0], surface.place[:, 1]
    mix = 0.5 + 0.5 * np.sin(x * 2.9 + 2.1 * np.sin(y * 2.3)) * np.cos(y * 3.3 + np.sin(x * 2.7))
    return blend(colour("#6d6c4b"), colour("#7d7a57"), ease(mix, 0.2, 0.9))


def husk(scene: Scene) -> None:
    """The bamboo leaf still over the left half, pleated to the middle; the rest folded back."""
    tan = Material(
        sheath, 0.6, 0.035, soft=0.25, grains=(Grain("brushed", 6, 0.10, 0.06, turn=True),)
    )
    side = smooth(
        [(10.05, 0.15), (10.35, 1.4), (9.3, 2.75), (7.2, 3.2), (3.4, 3.35), (0.9, 3.55)], 60
    )

    def wrap(u: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
        turn = np.radians(92 + u * 196 + 10 * np.sin(v * 5 + 1) * (np.abs(u - 0.5) * 2) ** 4)
        at = v * 59
        r = np.interp(at, np.arange(60), side[:, 0])
        z = np.interp(at, np.arange(60), side[:, 1])
        pleat = np.abs(np.sin(turn * 11)) ** 0.7 * (0.10 + 0.22 * ease(v, 0.3, 1.0))
        edge = np.abs(u - 0.5) * 2
        torn = ease(edge, 0.93, 1.0) * (0.35 + 0.25 * np.sin(v * 23))
        return r * np.cos(turn), r * np.sin(turn), z + pleat + torn

    scene.add(sheet(wrap, 40, 150), tan)
    knot = sheet(
        lambda u, v: (
            (0.4 + 1.25 * v) * np.cos(u * 2 * np.pi),
            (0.4 + 1.25 * v) * np.sin(u * 2 * np.pi),
            3.5 + 0.55 * np.sin(u * 40) * v + 0.9 * v,
        ),
        10,
        90,
    )
    scene.add(knot.moved(-0.5, 0), tan)
    for turn, wide, long in ((-58, 6.4, 9.5), (-22, 5.4, 8.0), (62, 5.6, 7.0)):

        def blade(
            u: Floats, v: Floats, wide: float = wide, long: float = long
        ) -> tuple[Floats, Floats, Floats]:
            half = wide * np.sqrt(np.clip(1 - v**2.4, 0, 1)) * 0.5
            lift = 0.12 + 0.5 * np.sin(v * np.pi) + 0.9 * v**3 + 0.12 * np.cos((u - 0.5) * 9)
            return 8.6 + v * long * 0.62, (u - 0.5) * 2 * half, lift

        scene.add(sheet(blade, 30, 24).turned(turn), tan)
    string = Material(colour("#c9b083"), 0.95, 0.02, grains=(Grain("rope", 0.8, 0.3, 0.2),))
    path = smooth(
        [
            (-11.2, -7.4, 0.3),
            (-13.2, -4.4, 0.25),
            (-12.0, -0.6, 0.3),
            (-13.4, 3.0, 0.25),
            (-11.6, 6.0, 0.25),
            (-12.4, 8.6, 0.25),
        ],
        70,
    )
    scene.add(tube(path, 0.2, sides=9), string)


def sheath(surface: Surface) -> Floats:
    lines = 0.5 + 0.5 * np.sin(surface.uv[:, 0] * 5.5)
    tone = mixed(colour("#c9a873"), colour("#b08a55"), 0.3)
    return np.asarray(tone * (0.90 + 0.14 * lines[:, None]))


def jasmine(_weight: str) -> Scene:
    scene = Scene(counter("#cdc9b6", "#c3cdb8", 22, 15), tilt=17, fill=0.84)
    scene.spread = 0.16
    r, h = 3.7, 14.5
    liquor = Material(colour("#e3cf8a"), 0.05, 0.03, glass=0.55)
    scene.add(
        lathe(
            divided(
                rounded([(0, 0.9), (r - 0.3, 0.9), (r - 0.22, 11.4), (0, 11.4)], [0, 0.4, 0.05, 0]),
                0.5,
            )
        ),
        liquor,
        casts=False,
    )
    glass = Material(colour("#f2f7f5"), 0.04, 0.05, glass=0.14)
    out = rounded([(0, 0), (r - 0.1, 0), (r + 0.1, h)], [0, 0.5, 0])
    scene.add(lathe(hollow(divided(out, 0.5), 0.2, 50)), glass)
    random = np.random.default_rng(5)
    green = Material(pearl, 0.7, 0.03, grains=(Grain("wool", 1.5, 0.35, 0.2),))
    for index in range(13):
        far = 2.5 * np.sqrt(random.uniform(0, 1))
        turn = random.uniform(0, 2 * np.pi)
        z = 1.6 + (index % 4) * 0.75 if index < 9 else random.uniform(4.5, 8.5)
        x, y = far * np.cos(turn), far * np.sin(turn)
        scene.add(ball(0.66, 17, 25).scaled(1, 0.92, 0.9).moved(x, y, z), green)
        if index % 2:
            unrolled(scene, random, (x, y, z), green)
    for _ in range(5):
        x, y = random.uniform(-1.8, 1.8), random.uniform(-1.8, 0.5)
        unrolled(scene, random, (x, y, random.uniform(5, 9)), green)
    for place, (x, y) in enumerate(((-7.0, -1.0), (-4.6, -5.2), (6.0, -4.2), (7.6, -0.6))):
        blossom(scene, x, y, 1.5 if place % 2 else 1.25, place * 37)
    for x, y in ((1.6, -6.0), (2.9, -6.8), (-1.2, -7.2), (8.6, -5.2), (0.4, -7.4)):
        scene.add(ball(0.62, 17, 25).moved(x, y, 0.6), green)
    return scene


def pearl(surface: Surface) -> Floats:
    lines = np.sin(surface.uv[:, 0] * 6 + surface.uv[:, 1] * 7)
    return blend(colour("#8a8a66"), colour("#565a3c"), ease(lines, 0.1, 1.0) * 0.7)


def unrolled(
    scene: Scene, random: np.random.Generator, at: tuple[float, float, float], green: Material
) -> None:
    x, y, z = at
    side = random.uniform(-1.4, 1.4)
    line = smooth([(0, 0, 0), (side * 0.5, 0.2, 1.0), (side, 0, 1.9), (side * 1.3, -0.2, 2.4)], 20)
    wide = 0.34 * np.sin(np.pi * np.linspace(0.06, 1, 20)) ** 0.7
    scene.add(tube(line + [x, y, z], wide, sides=9, flat=0.35), green)


def blossom(scene: Scene, x: float, y: float, size: float, turn: float) -> None:
    """Jasmine: six white petals, a leaf below."""
    white = Material(colour("#f7f4ea"), 0.7, 0.03, soft=0.5, sheen=0.15)
    for petal in range(6):
        shape = pillow(oval(1.0, 0.52, 36), 0.16, rings=9)

        def cup(grid: Floats) -> Floats:
            out = grid.copy()
            far = np.clip(grid[..., 0] + 1.0, 0, 2)
            out[..., 2] += 0.16 * far**2 - 0.1 * grid[..., 1] ** 2
            return out

        leaf = shape.bent(cup).moved(1.15).turned(-16, "y").turned(petal * 60 + turn)
        scene.add(leaf.scaled(size).moved(x, y, 0.55), white)
    scene.add(ball(0.22, 13, 17).scaled(size).moved(x, y, 0.85), Material(colour("#e3c667"), 0.8))
    green = Material(colour("#4f7043"), 0.45, 0.04)
    blade = pillow(oval(1.9, 0.75, 40), 0.16, rings=9).moved(1.7)
    for way in (turn + 200, turn + 330):
        scene.add(blade.turned(way).scaled(size).moved(x, y, 0.12), green)


PRODUCTS = {
    "silver-needle-white-tea": Product(("tin",), (silver_needle,)),
    "white-peony-tea-cake": Product(("cake",), (tea_cake,)),
    "jasmine-pearl-green-tea": Product(("glass",), (jasmine,)),
}
