"""Lanterns that are carried: on a jetty, on a shelf."""

import numpy as np

from media.illustrations.kit.colour import colour, mixed
from media.illustrations.kit.curves import Floats, divided, rounded, smooth
from media.illustrations.kit.far import dusk
from media.illustrations.kit.material import (
    Grain,
    Material,
    Surface,
    brass,
    enamel,
    timber,
)
from media.illustrations.kit.scene import Backdrop, Lamp, Scene
from media.illustrations.kit.solids import ball, lathe, tube, turned
from media.illustrations.kit.stage import hung, planks, plaster
from media.illustrations.scenes.lighting import WARM, evening
from media.illustrations.scenes.product import Product


def lantern(scene: Scene, tone: str, x: float, glow: float = 1.0) -> None:
    """A storm lamp: base with a brass wheel, frosted glass, cage, cap and handle."""
    coat, metal = enamel(tone, 0.32), brass("#c99c4e", 0.24)
    base = rounded(
        [(0, 0), (5.4, 0), (5.5, 0.9), (5.2, 4.6), (4.2, 5.4), (4.2, 6.0), (0, 6.0)],
        [0, 0.3, 0.3, 0.9, 0.3, 0.2, 0],
    )
    scene.add(lathe(divided(base, 0.4), 129).moved(x), coat)
    scene.add(
        turned([(0, 0), (1.25, 0), (1.3, 1.0), (0, 1.0)], 0.12).turned(90, "x").moved(x, -4.7, 2.6),
        metal,
    )
    flame = mixed(colour("#ffb45a"), colour("#ffdf9f"), 0.5)

    def light(surface: Surface) -> Floats:
        high = surface.place[:, 2]
        across = np.abs(surface.place[:, 0] - x)
        core = np.exp(-(((high - 10.2) / 3.4) ** 2)) * np.exp(-((across / 2.6) ** 2))
        halo = np.exp(-(((high - 10.8) / 6.0) ** 2))
        return np.asarray(flame * ((0.28 * halo + 1.25 * core) * glow)[:, None].astype(np.float32))

    pane = smooth([(4.0, 5.9), (4.4, 7.6), (4.45, 10.5), (4.1, 13.6), (3.4, 15.6)], 44)
    frosted = Material(colour("#e9e4da"), 0.35, 0.045, glow=light)
    scene.add(
        lathe(np.concatenate([[[0, 5.9]], pane, [[0, 15.6]]]), 97).moved(x), frosted, casts=False
    )
    cap = rounded(
        [
            (0, 15.2),
            (4.4, 15.2),
            (4.6, 15.9),
            (3.2, 17.6),
            (2.2, 17.9),
            (2.2, 19.2),
            (2.9, 19.4),
            (2.7, 20.2),
            (0, 20.9),
        ],
        [0, 0.2, 0.3, 0.8, 0.3, 0.2, 0.2, 0.5, 0],
    )
    scene.add(lathe(divided(cap, 0.4), 129).moved(x), coat)
    for turn in (38, 142, 218, 322):
        rod = smooth([(5.0, 0, 5.0), (5.35, 0, 8.5), (5.35, 0, 12.4), (4.5, 0, 15.6)], 24)
        scene.add(tube(rod, 0.2, sides=9).turned(turn).moved(x), metal)
    guard = np.linspace(0, 2 * np.pi, 61)
    ring = np.stack([5.38 * np.cos(guard), 5.38 * np.sin(guard), np.full(61, 10.6)], axis=1)
    scene.add(tube(ring, 0.17, sides=9).moved(x), metal)
    for side in (-1, 1):
        scene.add(ball(0.6, 13, 17).moved(x + side * 4.6, 0, 16.0), metal)
    bail = smooth(
        [
            (-4.7, 0, 16.0),
            (-5.6, 0, 19.5),
            (-4.4, 0.2, 23.4),
            (0, 0.3, 25.4),
            (4.4, 0.2, 23.4),
            (5.6, 0, 19.5),
            (4.7, 0, 16.0),
        ],
        60,
    )
    scene.add(tube(bail, 0.24, sides=11).moved(x), metal)
    grip = bail[23:37]
    scene.add(tube(grip, 0.62, sides=17).moved(x), timber("#8b5e3c", 5))


def on_jetty(tone: str) -> Scene:
    wet = planks("#5a5049", 9.0, 30)
    wet = Material(
        wet.colour,
        0.22,
        0.05,
        grains=(Grain("wood", 30, 0.05, 0.10), Grain("clouds", 14, 0.03, 0.10)),
    )
    scene = Scene(Backdrop(wet, wet, wall_y=26, sweep=0, far=dusk), tilt=13, fill=0.74)
    evening(scene, 0.40, 0.62, 1.0)
    scene.sky_tint = colour("#c3c8e4")
    lantern(scene, tone, 0)
    scene.lamps += [Lamp((0, -4, 8), colour(WARM), 210, 6), Lamp((0, 2, 4), colour(WARM), 60, 5)]
    post = turned([(0, -8), (3.6, -8), (3.6, 13.0), (3.2, 14), (0, 14.4)], [0, 0, 0.8, 0.5, 0])
    scene.add(post.moved(-17, 15), timber("#4f453e", 12), framed=False)
    rope = Material(colour("#b7a078"), 0.95, 0.02, grains=(Grain("rope", 2.4, 0.35, 0.3),))
    for z in (6.2, 7.5, 8.8):
        ring = np.linspace(0, 2 * np.pi, 49)
        coil = np.stack(
            [4.1 * np.cos(ring) - 17, 4.1 * np.sin(ring) + 15, z + 0.2 * np.sin(ring)], 1
        )
        scene.add(tube(coil, 0.7, sides=11), rope, framed=False)
    return scene


def on_shelf(_tone: str) -> Scene:
    scene = Scene(hung(plaster("#a89c8d", 40), 9), tilt=5, fill=0.86)
    scene.backdrop = Backdrop(timber("#a67c55", 34), plaster("#b3a695", 44), wall_y=10, sweep=0)
    evening(scene, 0.62, 0.66, 0.7)
    for place, tone in enumerate(("ferry white", "navy", "buoy red")):
        lantern(scene, tone, (place - 1) * 14.2, 0.8)
        scene.lamps.append(Lamp(((place - 1) * 14.2, -2, 9), colour(WARM), 46, 6))
    return scene


PRODUCTS = {
    "harbour-rechargeable-lantern": Product(
        ("navy", "ferry white", "buoy red"), (on_jetty, on_shelf)
    ),
}
