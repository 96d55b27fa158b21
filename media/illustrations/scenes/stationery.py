"""Notebook, desk pad, letters and clips, all seen from above on a desk."""

import numpy as np

from media.illustrations.kit.colour import blend, colour
from media.illustrations.kit.curves import Floats, ease, rectangle, rounded, smooth
from media.illustrations.kit.material import Grain, Material, Surface, brass, paper
from media.illustrations.kit.print import dotted, ruled, worded
from media.illustrations.kit.scene import TOP_LEFT_ABOVE, Backdrop, Scene
from media.illustrations.kit.solids import lathe, ribbon, sheet, slab, tube
from media.illustrations.kit.stage import lying, planks
from media.illustrations.scenes.product import Product

DESK = "#b7bcb8"


def desk(tone: str = DESK) -> Backdrop:
    """Painted board, a little worn."""
    grains = (Grain("clouds", 70, 0.0, 0.035), Grain("paper", 12, 0.02, 0.012))
    return lying(Material(colour(tone), 0.8, 0.03, grains=grains))


def above(ground: Backdrop, tilt: float = 74, fill: float = 0.80) -> Scene:
    return Scene(ground, tilt=tilt, fill=fill, sun=TOP_LEFT_ABOVE, spread=0.11)


def notebook(ruling: str) -> Scene:
    scene = above(desk(), 70, 0.84)
    turned = -9.0
    cover = Material(colour("#35506a"), 0.7, 0.03, grains=(Grain("linen", 5, 0.12, 0.08),))
    scene.add(slab(rectangle(30.6, 21.8, 0.5, 160), 0.28, 0.1).turned(turned), cover)
    cream, ink = colour("#f4ecd9"), colour("#9aa3a6")

    def page(surface: Surface) -> Floats:
        u, v = surface.uv[:, 0], surface.uv[:, 1]
        body = ((u > 1.2) & (u < 13.4) & (v > 1.4) & (v < 19.6)).astype(np.float32)
        if ruling == "dotted":
            marks = dotted(surface, 0.5, 0.055)
        elif ruling == "lined":
            marks = ruled(surface, 0.7, 0.045)
        else:
            marks = np.zeros_like(u)
        return blend(cream, ink, marks * body * 0.75)

    leaf = Material(page, 0.9, 0.03, soft=0.2, grains=(Grain("paper", 6, 0.05, 0.012),))
    for side in (-1, 1):
        for layer in range(5):

            def shape(
                u: Floats, v: Floats, side: int = side, layer: int = layer
            ) -> tuple[Floats, Floats, Floats]:
                out = u if side > 0 else 1 - u
                x = side * out * (14.75 - layer * 0.10)
                hump = 1.15 * np.exp(-((out - 0.16) ** 2) / 0.022) + 0.55 * (1 - out) ** 0.6
                high = hump * ease(out, 0.0, 0.09) + 0.30
                return x, (v - 0.5) * 21.0, high * (1 - 0.16 * layer) + 0.3 - layer * 0.05

            last = leaf if layer == 0 else paper("#e9e0cb")
            scene.add(sheet(shape, 16, 70).turned(turned), last)
    mark = smooth(
        [
            (0.2, 10.5, 1.0),
            (0.3, 4, 0.62),
            (0.1, -6, 0.62),
            (0.4, -10.6, 0.9),
            (0.9, -12.2, 0.35),
            (0.4, -14.0, 0.2),
        ],
        40,
    )
    scene.add(ribbon(mark, 0.5, (1, 0, 0), 0.06).turned(turned), Material(colour("#b8583e"), 0.6))
    pen(scene, (0.5, 1.6, 1.5), 265 + turned)
    return scene


def pen(scene: Scene, at: tuple[float, float, float], turn: float) -> None:
    """A fountain pen along x, its nib to the left before it is turned."""
    resin = Material(colour("#22303c"), 0.14, 0.05)
    parts = [
        (
            rounded([(0, 0), (0.42, 0), (0.60, 1.2), (0.62, 6.4), (0, 6.4)], [0, 0.3, 1, 0.05, 0]),
            resin,
        ),
        (rounded([(0, 6.4), (0.66, 6.4), (0.66, 6.65), (0, 6.65)], 0.05), brass("#c9a45c", 0.18)),
        (rounded([(0, 6.6), (0.5, 6.65), (0.42, 8.0), (0, 8.0)], 0.05), resin),
        ([(0.36, 8.0), (0.36, 8.2), (0.26, 8.9), (0.03, 9.9), (0, 9.9)], brass("#d3b06a", 0.16)),
        (rounded([(0, -4.4), (0.4, -4.4), (0.66, -3.6), (0.68, 0.2), (0, 0.2)], 0.25), resin),
        (rounded([(0, 0.1), (0.71, 0.1), (0.71, 0.4), (0, 0.4)], 0.05), brass("#c9a45c", 0.18)),
    ]
    for profile, material in parts:
        shape = lathe(np.asarray(profile, dtype=np.float64), 49)
        scene.add(shape.turned(90, "y").turned(turn).moved(*at), material)
    clip = smooth([(-0.2, 0, 0.75), (1.5, 0, 0.9), (3.4, 0, 0.8)], 20)
    scene.add(tube(clip, 0.13, sides=9).turned(turn + 0.0).moved(*at), brass("#c9a45c", 0.18))


def pencil(scene: Scene, long: float, at: tuple[float, float], turn: float, z: float) -> None:
    wood, paint = colour("#e0bd8d"), colour("#c8963c")

    def tone(surface: Surface) -> Floats:
        v = surface.uv[:, 1]
        coat = blend(wood, paint, (v > 1.9).astype(np.float32))
        return blend(coat, colour("#3a3a3a"), (v < 0.65).astype(np.float32))

    s = np.array([0.0, 0.4, 1.8, 1.85, long])
    path = np.stack([s, 0 * s, 0 * s], axis=1)
    body = tube(path, np.array([0.02, 0.10, 0.36, 0.37, 0.37]), sides=7)
    scene.add(
        body.moved(-long / 2).turned(turn).moved(at[0], at[1], z + 0.36), Material(tone, 0.4, 0.04)
    )


def week_pad(_size: str) -> Scene:
    scene = above(lying(planks("#c3a482", 40, 60)), 76, 0.86)
    board = Material(colour("#a39c90"), 0.9, 0.02)
    wide, high = 42.0, 29.7
    scene.add(slab(rectangle(wide, high, 0.3, 120), 0.35, 0.05), board)
    for layer in range(3):
        block = slab(rectangle(wide - 0.05 * layer, high - 0.04 * layer, 0.15, 120), 0.5, 0.04)
        scene.add(
            block.turned(0.25 * layer).moved(0.03 * layer, 0, 0.35 + 0.28 * layer), paper("#ece6d8")
        )
    white, line, head = colour("#f5f1e7"), colour("#9fa8a6"), colour("#3f665d")

    def tone(surface: Surface) -> Floats:
        u, v = surface.uv[:, 0], surface.uv[:, 1]
        body = (v > 2.6) & (v < high - 1.2) & (u > 1.4) & (u < wide - 1.4)
        column = np.mod(u - 1.4, 4.9)
        rules = (body & (column < 0.11)).astype(np.float32)
        rows = (body & (np.mod(v, 1.15) < 0.06) & (u < 35.6)).astype(np.float32) * 0.40
        days = worded("MON TUE WED THU FRI SAT SUN", 1000, 24)
        x, y = (u - 1.4) / 34.3, (v - 1.35) / 0.823
        inside = (x > 0) & (x < 1) & (y > 0) & (y < 1)
        at = np.clip(y * 24, 0, 23).astype(int), np.clip(x * 1000, 0, 999).astype(int)
        words = np.where(inside, days[at], 0)
        out = blend(white, line, np.maximum(rules, rows) * 0.85)
        return blend(out, head, words)

    def shape(u: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
        curl = ease(u, 0.72, 1.0) * ease(v, 0.72, 1.0)
        return (u - 0.5) * wide - curl * 0.5, (0.5 - v) * high + curl * 0.6, 1.42 + curl**2 * 2.0

    top = sheet(shape, 50, 60)
    scene.add(top, Material(tone, 0.9, 0.03, soft=0.2, grains=(Grain("paper", 8, 0.04, 0.01),)))
    binding = slab(rectangle(wide + 0.1, 1.0, 0.2, 100), 1.46, 0.1).moved(0, high / 2 - 0.45)
    scene.add(
        binding, Material(colour("#4f6f68"), 0.75, 0.03, grains=(Grain("linen", 4, 0.1, 0.06),))
    )
    notes(scene, wide, high)
    pencil(scene, 17, (11.5, -8.5), 142, 1.5)
    keyboard(scene, high / 2 + 8.6)
    return scene


def notes(scene: Scene, wide: float, high: float) -> None:
    """A few tasks in pencil: loops that read as handwriting."""
    random = np.random.default_rng(12)
    lead = Material(colour("#6b6863"), 0.9, 0.02)
    for column, row, words in (
        (0, 3, 2),
        (0, 4, 1),
        (1, 6, 2),
        (3, 3, 2),
        (4, 9, 2),
        (4, 10, 1),
        (2, 12, 2),
    ):
        x, y = -wide / 2 + 2.1 + column * 4.9, high / 2 - 2.85 - row * 1.15
        for _ in range(words):
            long = random.uniform(1.1, 1.7)
            s = np.linspace(0, 1, 46)
            beat = random.uniform(4, 6)
            wave = 0.20 * np.sin(s * 2 * np.pi * beat) * (0.7 + 0.5 * np.sin(s * 9 + column))
            drift = 0.12 * np.cos(s * 2 * np.pi * beat)
            path = np.stack([x + s * long + drift, y + wave + 0.2, np.full(46, 1.45)], axis=1)
            scene.add(tube(path, 0.035, sides=5), lead, casts=False)
            x += long + 0.35


def keyboard(scene: Scene, y: float) -> None:
    body = Material(colour("#dcdad5"), 0.5, 0.04)
    scene.add(slab(rectangle(38, 11, 1.2, 120), 0.8, 0.3).moved(0, y), body)
    key = Material(colour("#f2f0eb"), 0.55, 0.04)
    widths = [
        [1.0] * 15,
        [1.5, *[1.0] * 12, 1.5],
        [1.8, *[1.0] * 11, 2.2],
        [1.5, 1, 1.2, 6.1, 1.2, 1, 1, 2.0],
    ]
    for row, keys in enumerate(widths):
        step = 36.4 / sum(keys)
        x = -18.2
        for share in keys:
            cap = slab(rectangle(share * step - 0.42, 1.9, 0.35, 40), 0.42, 0.16, 2)
            scene.add(cap.moved(x + share * step / 2, y + 3.55 - row * 2.36, 0.75), key)
            x += share * step


PRODUCTS = {
    "tideline-notebook": Product(("dotted", "lined", "plain"), (notebook,)),
    "week-sheet-desk-pad": Product(("a4",), (week_pad,)),
}
