"""Letters in their box, clips on a stack of cards."""

import numpy as np

from media.illustrations.kit.colour import blend, colour, mixed
from media.illustrations.kit.curves import Floats, ease, rectangle, rounded, smooth
from media.illustrations.kit.material import Grain, Material, Surface, brass, paper, timber
from media.illustrations.kit.mesh import Mesh
from media.illustrations.kit.scene import Scene
from media.illustrations.kit.solids import ball, lathe, ribbon, sheet, slab, tube
from media.illustrations.kit.stage import lying
from media.illustrations.scenes.product import Product
from media.illustrations.scenes.stationery import above, desk


def letters(tone: str) -> Scene:
    scene = above(desk("#cbb9a6"), 70, 0.84)
    sheet_tone = colour(tone)
    card = Material(
        mixed(sheet_tone, colour("#6d5f50"), 0.30),
        0.9,
        0.02,
        grains=(Grain("paper", 6, 0.08, 0.02),),
    )
    laid = Material(
        sheet_tone,
        0.9,
        0.03,
        soft=0.25,
        grains=(Grain("brushed", 9, 0.03, 0.012), Grain("paper", 6, 0.04, 0.012)),
    )
    box(scene, (-5.5, 0.5), (17.4, 23.6), 2.2, card, 8)
    for layer in range(7):
        stack = slab(rectangle(15.5, 21.5, 0.1, 80), 0.22, 0.05)
        scene.add(
            stack.turned(8 + (layer % 3 - 1) * 0.7).moved(-5.5, 0.5, 0.4 + 0.26 * layer), laid
        )
    band = Material(
        colour("#5d7f7b") if tone != "sea green" else colour("#b0624a"),
        0.45,
        0.04,
        sheen=0.3,
        grains=(Grain("brushed", 2, 0.08, 0.05),),
    )
    around = smooth([(-7.8, 0, 2.3), (0, 0.0, 2.5), (7.8, 0, 2.3)], 20)
    scene.add(ribbon(around, 1.5, (0, 1, 0), 0.05).turned(8).moved(-5.5, 0.5, 0), band)
    bow(scene, band, (-5.5, 0.5, 2.6))
    for place, (x, y, turn) in enumerate(((10.5, 5.8, -14), (12.2, -1.6, -4), (9.4, -8.6, 12))):
        envelope(
            scene, laid, sheet_tone, (x, y, 0.05 + 0.45 * (2 - place)), turn, is_open=place == 0
        )
    seal = Material(colour("#a8402f"), 0.3, 0.045)
    wax = lathe(
        rounded([(0, 0), (1.05, 0), (1.1, 0.25), (0.8, 0.3), (0.75, 0.2), (0, 0.2)], 0.1), 41
    )
    scene.add(wax.scaled(1.05, 0.95, 1).moved(9.2, -9.4, 0.62), seal)
    return scene


def box(
    scene: Scene,
    at: tuple[float, float],
    size: tuple[float, float],
    high: float,
    card: Material,
    turn: float,
) -> None:
    """An open tray, its lid half under it."""
    x, y = size
    lid = slab(rectangle(x + 0.6, y + 0.6, 0.3, 120), 2.0, 0.15)
    scene.add(lid.turned(turn - 13).moved(at[0] - 4.2, at[1] + 1.5), card)
    scene.add(slab(rectangle(x, y, 0.3, 120), 0.4, 0.1).turned(turn).moved(*at), card)
    for dx, dy, w, d in (
        (0, y / 2, x, 0.35),
        (0, -y / 2, x, 0.35),
        (x / 2, 0, 0.35, y),
        (-x / 2, 0, 0.35, y),
    ):
        wall = slab(rectangle(w, d, 0.1, 80), high, 0.1).moved(dx, dy)
        scene.add(wall.turned(turn).moved(*at), card)


def bow(scene: Scene, band: Material, at: tuple[float, float, float]) -> None:
    for side in (-1, 1):
        loop = smooth(
            [
                (0, 0, 0),
                (side * 1.6, 0.9, 0.9),
                (side * 3.0, 1.0, 1.0),
                (side * 3.1, 0.1, 0.7),
                (side * 1.6, -0.1, 0.35),
                (0, 0, 0.1),
            ],
            40,
        )
        scene.add(ribbon(loop, 1.1, (0, 0.5, 0.9), 0.05).turned(8).moved(*at), band)
        tail = smooth(
            [
                (0, 0, 0.1),
                (side * 1.4, -1.7, 0.5),
                (side * 2.5, -4.2, 0.1),
                (side * 3.6, -5.6, 0.3),
            ],
            30,
        )
        scene.add(ribbon(tail, 1.1, (1, 0.3 * side, 0), 0.05).turned(8).moved(*at), band)
    scene.add(ball(0.62).scaled(1.1, 1, 0.8).moved(at[0], at[1], at[2] + 0.3), band)


def envelope(
    scene: Scene,
    laid: Material,
    tone: Floats,
    at: tuple[float, float, float],
    turn: float,
    *,
    is_open: bool,
) -> None:
    wave = colour("#6f9a94") if float(tone[1]) > 0.5 else colour("#5f6f6a")

    def lining(surface: Surface) -> Floats:
        x, y = surface.uv[:, 0], surface.uv[:, 1]
        lines = np.sin((y + 0.16 * np.sin(x * 4.2)) * 2 * np.pi / 0.55)
        return blend(tone, wave, ease(lines, -0.1, 0.35))

    scene.add(slab(rectangle(16.2, 11.4, 0.2, 100), 0.3, 0.08).turned(turn).moved(*at), laid)
    up = 1 if is_open else -1

    def flap(u: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
        wide = 8.0 * (1 - v * 0.93) ** 0.9
        lift = 0.34 + (0.5 * v * (1 - v) * 4 if is_open else 0.18 * np.sin(v * np.pi))
        return (u * 2 - 1) * wide, 5.6 + up * v * (6.6 if is_open else 6.2), lift

    front = Material(lining, 0.85, 0.03) if is_open else laid
    scene.add(sheet(flap, 24, 40).turned(turn).moved(*at), front)
    if is_open:

        def pocket(u: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
            dip = 3.4 * (1 - np.abs(u * 2 - 1) ** 1.2)
            return (u * 2 - 1) * 8.05, -5.6 + v * (11.2 - dip), 0.40 + 0.25 * np.sin(v * np.pi) * v

        scene.add(sheet(pocket, 20, 50).turned(turn).moved(*at), laid)
        inside = sheet(lambda u, v: ((u * 2 - 1) * 7.9, 0.5 + v * 5.2, 0.33 + 0 * u), 8, 20)
        scene.add(inside.turned(turn).moved(*at), Material(lining, 0.85, 0.03))


def clips(choice: str) -> Scene:
    scene = above(lying(timber("#b48a60", 46)), 56, 0.80)
    turn = -7
    random = np.random.default_rng(3)
    for layer in range(9):
        sheet_of = slab(rectangle(15, 10.5, 0.5, 100), 0.2, 0.06)
        tone = "#f3ead8" if layer % 2 else "#efe4ce"
        scene.add(
            sheet_of.turned(turn + random.uniform(-1.6, 1.6)).moved(
                random.uniform(-0.2, 0.2), random.uniform(-0.2, 0.2), 0.19 * layer
            ),
            paper(tone),
        )
    top = sheet(lambda u, v: ((u - 0.5) * 15, (0.5 - v) * 10.5, 1.79 + 0 * u), 20, 24)
    scene.add(
        top.turned(turn), Material(recipe, 0.9, 0.03, grains=(Grain("paper", 6, 0.04, 0.012),))
    )
    title = written(random, (-6.2, 3.2), 4.4, 0.34, 6)
    scene.add(
        tube(title, 0.07, sides=5).turned(turn), Material(colour("#a9502f"), 0.9), casts=False
    )
    lead = Material(colour("#5f5b55"), 0.9, 0.02)
    for row in range(6):
        x = -6.2
        for _ in range(int(random.integers(2, 4))):
            long = random.uniform(1.6, 3.2)
            line = written(random, (x, 1.55 - row * 0.95), long, 0.2, long * 2.1)
            scene.add(tube(line, 0.045, sides=5).turned(turn), lead, casts=False)
            x += long + 0.55
    bright, dark = brass("#d9ae5e", 0.20), brass("#7d5a31", 0.32)
    for x, y, way, is_dark in ((-4.4, 5.0, 90, 0), (0.2, 5.0, 90, 1), (4.8, 5.0, 90, 0)):
        clip(scene, dark if is_dark else bright, (x, y, 0.95), way, turn)
    on_side = (
        [(-10.8, -3.0, 25)]
        if choice != "set of ten"
        else [
            (-11.0, -3.4, 25),
            (-11.6, 2.6, -40),
            (11.0, 3.6, 64),
            (11.4, -2.6, 12),
            (-6.0, -8.0, 80),
            (1.2, -8.4, -22),
            (7.6, -7.6, 35),
        ]
    )
    for x, y, way in on_side:
        for mesh in strips():
            scene.add(mesh.turned(90, "x").turned(way).moved(x, y, 0.92), bright)
    return scene


def written(
    random: np.random.Generator, at: tuple[float, float], long: float, high: float, beat: float
) -> Floats:
    """A line of loops that reads as handwriting."""
    s = np.linspace(0, 1, int(26 * max(long, 1)))
    swell = 0.7 + 0.5 * np.sin(s * 9 + random.uniform(0, 6))
    wave = high * 0.5 * np.sin(s * 2 * np.pi * beat) * swell
    x = at[0] + s * long + 0.35 * high * np.cos(s * 2 * np.pi * beat)
    return np.stack([x, at[1] + wave, np.full_like(s, 1.81)], axis=1)


def recipe(surface: Surface) -> Floats:
    u, v = surface.uv[:, 0], surface.uv[:, 1]
    rule = ((np.mod(v - 0.25, 0.95) < 0.04) & (v > 2.6) & (u > 1) & (u < 14)).astype(
        np.float32
    ) * 0.5
    return blend(colour("#f6eedd"), colour("#a9b6bb"), rule)


def strips() -> list[Mesh]:
    """A clip: a strip of brass bent to a drop, its jaws turned out; 1.8 cm wide along y."""
    side = smooth(
        [
            (-2.75, 0, 0.50),
            (-2.3, 0, 0.16),
            (-1.2, 0, 0.30),
            (0.6, 0, 0.98),
            (1.7, 0, 1.12),
            (2.5, 0, 0.62),
            (2.72, 0, 0.0),
            (2.5, 0, -0.62),
            (1.7, 0, -1.12),
            (0.6, 0, -0.98),
            (-1.2, 0, -0.30),
            (-2.3, 0, -0.16),
            (-2.75, 0, -0.50),
        ],
        80,
    )
    return [ribbon(side, 1.8, (0, 1, 0), 0.14)]


def clip(
    scene: Scene, metal: Material, at: tuple[float, float, float], way: float, turn: float
) -> None:
    for mesh in strips():
        opened = mesh.scaled(1, 1, 1.5).bent(jaws)
        scene.add(opened.turned(way).moved(*at).turned(turn), metal)


def jaws(grid: Floats) -> Floats:
    """Open by the stack between them."""
    out = grid.copy()
    out[..., 2] += np.sign(grid[..., 2]) * 0.75 * ease(-grid[..., 0], -1.6, 1.2)
    return out


PRODUCTS = {
    "slow-post-letter-set": Product(("ivory", "sea green", "clay"), (letters,)),
    "brass-page-clips": Product(("set of four", "set of ten"), (clips,)),
}
