"""Lamps, lit, in rooms and evenings dark enough to see it."""

import numpy as np

from media.illustrations.kit.colour import blend, colour, mixed
from media.illustrations.kit.curves import Floats, divided, ease, rectangle, rounded, smooth
from media.illustrations.kit.material import (
    Grain,
    Material,
    Surface,
    brass,
    enamel,
    paper,
    timber,
)
from media.illustrations.kit.mesh import Mesh
from media.illustrations.kit.scene import Backdrop, Lamp, Scene
from media.illustrations.kit.solids import ball, hollow, lathe, sheet, slab, tube, turned
from media.illustrations.kit.stage import hung, lying, plaster, table
from media.illustrations.scenes.product import Product

WARM = "#ffb763"


def evening(scene: Scene, key: float, dim: float, bloom: float) -> Scene:
    """Less of the studio, more of the lamp."""
    scene.key, scene.dim, scene.bloom = key, dim, bloom
    scene.sky_tint = colour("#d9deee")
    return scene


def dune_lamp(tone: str) -> Scene:
    scene = Scene(table("#a97c53", "#b9a48c", 40, 22), tilt=9, fill=0.82)
    evening(scene, 0.42, 0.55, 0.9)
    clay = Material(
        colour(tone),
        0.7,
        0.04,
        grains=(Grain("combed", 10.5, 0.30, 0.16), Grain("stone", 3, 0.05, 0.05)),
    )
    base = smooth(
        [
            (5.4, 0.0),
            (7.2, 0.3),
            (9.0, 3.0),
            (9.3, 7.0),
            (7.6, 12.0),
            (4.6, 15.6),
            (2.4, 17.4),
            (1.7, 19.2),
            (1.7, 20.4),
        ],
        70,
    )
    scene.add(lathe(np.concatenate([[[0, 0]], base, [[0, 20.4]]]), 161), clay)
    scene.add(turned([(0, 20), (1.0, 20.2), (1.0, 24), (0, 24)], 0.1), brass())
    shade = np.array([(13.0, 20.6), (12.6, 22.5), (9.4, 37.2), (9.2, 38.0)])

    def cotton(surface: Surface) -> Floats:
        z, x = surface.place[:, 2], surface.place[:, 0]
        up = ease(z, 20.6, 38.4)
        bulb = np.exp(-(((z - 27.5) / 7.0) ** 2)) * np.exp(-((x / 9.5) ** 2))
        light = 0.34 + 0.62 * bulb - 0.12 * up
        seam = 0.55 + 0.45 * (ease(z, 20.6, 21.3) * (1 - ease(z, 37.3, 37.9)))
        tint = mixed(colour("#f7c98c"), colour("#ffe3b4"), 0.4)
        return np.asarray(tint * (light * seam)[:, None].astype(np.float32))

    cloth = Material(
        colour("#efe4d0"), 0.95, 0.02, glow=cotton, grains=(Grain("linen", 5, 0.10, 0.06),)
    )
    outer = lathe(divided(shade, 0.6), 129)
    scene.add(Mesh(outer.grid, outer.uv, closed=False, wraps=True), cloth, casts=False)
    lining = Material(colour("#fff3dc"), 0.9, 0.02, glow=colour("#ffd9a0") * np.float32(1.2))
    inner = lathe(divided(shade * [0.985, 1], 0.8), 97)
    scene.add(Mesh(inner.grid, inner.uv, closed=False, wraps=True), lining, casts=False)
    scene.lamps += [
        Lamp((0, -1, 21.5), colour(WARM), 150, 5),
        Lamp((0, 4, 42), colour(WARM), 170, 9),
        Lamp((0, 8, 27), colour(WARM), 130, 9),
    ]
    cord = smooth(
        [(6.5, 4.0, 0.3), (10, 5, 0.3), (13, 2, 0.3), (15.5, 4.5, 0.3), (22, 3.5, 0.3)], 50
    )
    scene.add(tube(cord, 0.28, sides=9), Material(colour("#e6dccb"), 0.9))
    scene.add(
        slab(rectangle(4.2, 1.9, 0.9, 50), 1.1, 0.4).turned(-38).moved(13.2, 2.2),
        Material(colour("#e6dccb"), 0.4),
    )
    book = ((12.5, 17.0, "#7d5a4b", 0.0, 6), (11.5, 16.0, "#b9a98f", 1.6, -5))
    for wide, deep, cover, z, turn in book:
        scene.add(
            slab(rectangle(wide, deep, 0.4, 80), 1.6, 0.15).turned(turn).moved(-15.5, -1.5, z),
            Material(colour(cover), 0.75, 0.03, grains=(Grain("linen", 4, 0.1, 0.06),)),
            framed=False,
        )
    return scene


def ripple_pendant(_size: str) -> Scene:
    scene = Scene(hung(plaster("#8c7f74", 60), 46), tilt=5, fill=0.86)
    evening(scene, 0.26, 0.44, 1.0)
    scene.backdrop = Backdrop(timber("#6d4f38", 60), plaster("#8f8175", 80), wall_y=52, sweep=0)
    turn = np.linspace(0.10, np.pi - 0.13, 200)
    radius = 22.5 * np.sin(turn) ** 0.86
    z = 17.0 * -np.cos(turn) * (1 + 0.05 * np.cos(turn)) + 62
    rings = 0.5 + 0.5 * np.cos(2 * np.pi * 14 * (turn / np.pi) ** 0.92)
    radius = radius - 0.75 * (1 - rings) * np.sin(turn) ** 0.6
    shape = lathe(np.stack([radius, z], 1), 161)

    def glowing(surface: Surface) -> Floats:
        up = (surface.place[:, 2] - 62) / 17
        near = np.exp(-((surface.place[:, 0] / 15.5) ** 2)) * np.exp(-(((up + 0.1) / 0.75) ** 2))
        at = np.arccos(np.clip(-up, -1, 1)) / np.pi
        wire = np.abs(np.cos(np.pi * 14 * at**0.92))
        frame = 1 - 0.34 * np.exp(-((wire / 0.16) ** 2))
        tint = blend(colour("#e99c4c"), colour("#ffe2b0"), 0.25 + 0.75 * near)
        return np.asarray(tint * ((0.30 + 0.72 * near) * frame)[:, None].astype(np.float32))

    washi = Material(
        colour("#efe2cb"),
        0.95,
        0.02,
        glow=glowing,
        grains=(Grain("felt", 16, 0.05, 0.10), Grain("paper", 10, 0.05, 0.03)),
    )
    scene.add(shape, washi, casts=False)
    wire = Material(colour("#3a332e"), 0.5, 0.04)
    scene.add(tube([(0, 0, 78.4), (0, 0, 90), (0, 0, 130)], 0.32, sides=9), wire, framed=False)
    scene.add(turned([(0, 78), (2.4, 78.2), (2.2, 81.6), (0.7, 82.6), (0, 82.6)], 0.4), brass())
    oak = timber("#a5784e", 40)
    top = rounded(
        [(0, 12.0), (36.5, 12.0), (38, 12.9), (37.6, 14.2), (0, 14.4)], [0, 0.5, 0.6, 0.6, 0]
    )
    scene.add(lathe(divided(top, 2.0), 161).mapped(), oak, framed=False)
    scene.add(
        lathe(divided([(0, 0), (14, 0), (4.5, 3), (3.6, 12)], 2)).moved(z=-8), oak, framed=False
    )
    vase = smooth(
        [(3.0, 14.4), (5.2, 15.2), (5.6, 18.0), (3.2, 22.0), (2.4, 24.0), (2.9, 25.2)], 40
    )
    scene.add(
        lathe(hollow(vase, 0.3)).moved(-9, -2), Material(colour("#8e9c97"), 0.3, 0.045), framed=True
    )
    for turn_by, lean in ((20, -5.0), (80, 1.0), (140, 6.5)):
        stem = smooth([(0, 0, 20), (lean * 0.3, 1, 30), (lean, 2, 36)], 20)
        scene.add(
            tube(stem, 0.22, sides=7).moved(-9, -2), Material(colour("#6b6a44"), 0.8), framed=False
        )
        for step in range(4):
            leaf = ball(1.4, 13, 17).scaled(1.2, 0.4, 0.75).turned(turn_by + step * 70)
            scene.add(
                leaf.moved(-9 + lean * (0.5 + step * 0.16), -1, 29 + step * 2.3),
                Material(colour("#7c8460"), 0.7, 0.03),
                framed=False,
            )
    for x, y in ((8, -6), (14.0, 4)):
        bowl = smooth([(1.8, 14.4), (2.2, 14.5), (3.6, 15.8), (4.3, 18.0)], 24)
        scene.add(
            lathe(hollow(bowl, 0.25)).moved(x, y),
            Material(colour("#d8cdb9"), 0.35, 0.045),
            framed=False,
        )
    scene.lamps += [
        Lamp((0, -6, 38), colour(WARM), 620, 11),
        Lamp((0, 20, 62), colour(WARM), 520, 24),
    ]
    return scene


def clip_light(tone: str) -> Scene:
    """Clipped to a paperback in bed."""
    blanket = Material(
        colour("#5c5a66"),
        1.0,
        0.01,
        sheen=0.1,
        grains=(Grain("linen", 9, 0.2, 0.1), Grain("clouds", 40, 0.16, 0.04)),
    )
    scene = Scene(lying(blanket), tilt=54, fill=0.80)
    scene.sun = (-0.5, 0.35, 0.79)
    evening(scene, 0.16, 0.30, 0.8)
    ink = colour("#6e675c")

    def text(surface: Surface) -> Floats:
        u, v = surface.uv[:, 0], surface.uv[:, 1]
        body = (u > 1.3) & (u < 9.8) & (v > 1.6) & (v < 16.2)
        row = np.floor(v / 0.46)
        ends = np.where(np.mod(row, 11) == 10, 5.5, 9.8)
        words = np.sin(u * 8.9 + row * 2.1) + np.sin(u * 15.1 + row * 5.3) > -1.05
        marks = body & (np.mod(v, 0.46) < 0.17) & (u < ends) & words
        return blend(colour("#f3e8d2"), ink, marks.astype(np.float32) * 0.5)

    leaf = Material(text, 0.9, 0.03, soft=0.3, grains=(Grain("paper", 6, 0.05, 0.02),))
    scene.add(slab(rectangle(23.4, 18.6, 0.2, 120), 0.3, 0.1), Material(colour("#8a4b3a"), 0.5))
    for side in (-1, 1):
        for layer in range(4):

            def shape(
                u: Floats, v: Floats, side: int = side, layer: int = layer
            ) -> tuple[Floats, Floats, Floats]:
                out = u if side > 0 else 1 - u
                high = 1.9 * np.exp(-((out - 0.22) ** 2) / 0.05) * ease(out, -0.02, 0.16) + 0.4
                lift = high * (1 - layer * 0.13) + 0.25 - layer * 0.02 + 0.4 * out**3 * (side > 0)
                return side * out * (11.3 - layer * 0.08), (0.5 - v) * 18, lift

            scene.add(sheet(shape, 16, 60), leaf if layer == 0 else paper("#e4d7bd"))
    body, soft = enamel(tone, 0.3), Material(colour("#8d8780"), 0.7, 0.03)
    jaw = slab(rectangle(3.2, 2.6, 0.6, 60), 1.5, 0.5)
    scene.add(jaw.moved(0, 9.6, 1.3), body)
    scene.add(slab(rectangle(2.6, 2.2, 0.4, 60), 0.5, 0.2).moved(0, 8.9, 1.1), soft)
    neck = smooth(
        [(0, 10.0, 2.4), (0, 11.8, 6.0), (0.2, 11.2, 11.0), (0.2, 7.4, 14.2), (0.2, 4.0, 14.4)], 60
    )
    scene.add(tube(neck, 0.42, sides=13), body)
    scene.add(ball(0.85, 17, 25).moved(0, 10.0, 2.7), body)
    head = slab(rectangle(8.4, 3.0, 1.4, 100), 1.1, 0.5).turned(14, "x")
    scene.add(head.moved(0.2, 3.4, 13.4), body)
    shine = Material(colour("#fff2d6"), 0.5, 0.02, glow=colour("#ffe7b8") * np.float32(1.6))
    scene.add(
        slab(rectangle(7.4, 2.0, 0.9, 80), 0.3, 0.1).turned(14, "x").moved(0.2, 3.1, 13.15),
        shine,
        casts=False,
    )
    scene.lamps += [
        Lamp((-3, 2.4, 12.2), colour("#ffd59a"), 92, 4),
        Lamp((3, 2.4, 12.2), colour("#ffd59a"), 92, 4),
    ]
    return scene


PRODUCTS = {
    "dune-table-lamp": Product(("sand", "charcoal"), (dune_lamp,)),
    "ripple-paper-pendant": Product(("paper",), (ripple_pendant,)),
    "margin-clip-light": Product(("cream", "ink"), (clip_light,)),
}
