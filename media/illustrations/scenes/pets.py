"""Bowls, a cave and a lead for animals."""

import numpy as np

from media.illustrations.kit.colour import blend, colour
from media.illustrations.kit.curves import Floats, divided, ease, rounded, smooth
from media.illustrations.kit.material import (
    Grain,
    Material,
    Surface,
    glazed,
    timber,
)
from media.illustrations.kit.mesh import Mesh
from media.illustrations.kit.scene import Backdrop, Scene
from media.illustrations.kit.solids import ball, hollow, lathe, tube
from media.illustrations.kit.stage import planks, plaster
from media.illustrations.scenes.product import Product


def pet_bowl(tone: str) -> Scene:
    scene = Scene(
        Backdrop(planks("#c09a6e", 12, 46), plaster("#d5d8c4", 60), wall_y=34, sweep=0),
        tilt=20,
        fill=0.70,
        shift=(-0.12, 0.04),
    )
    stand(scene, tone)
    cat(scene)
    return scene


def stand(scene: Scene, tone: str) -> None:
    bamboo, cane = timber("#cfa566", 10), timber("#cfa566", 10, turn=True)
    hoop = rounded([(7.2, 5.6), (9.0, 5.6), (9.0, 7.6), (7.2, 7.6), (7.2, 5.6)], 0.3)
    scene.add(lathe(divided(hoop, 0.6), 129), bamboo)
    for turn in (35, 145, 215, 325):
        leg = [(8.3, 0, 7.0), (8.9, 0, 3.4), (9.5, 0, 0.0)]
        scene.add(tube(smooth(leg, 12), 0.95, sides=17).turned(turn), cane)
    for turn in (0, 90):
        bar = np.array([(-8.6, 0, 3.0), (0, 0, 3.0), (8.6, 0, 3.0)])
        scene.add(tube(bar, 0.6, sides=13).turned(turn + 35), cane)
    bowl = smooth([(3.4, 4.3), (5.2, 4.5), (6.9, 6.2), (7.6, 8.3), (8.2, 9.3)], 40)
    scene.add(lathe(hollow(bowl, 0.5, 50), 129), glazed(colour(tone), 0.14, spots=0.35))
    heap = Material(colour("#a4734a"), 0.85, 0.03, grains=(Grain("stone", 2.5, 0.5, 0.3),))
    scene.add(lathe([(7.2, 7.0), (5.6, 7.4), (3.0, 8.0), (0, 8.3)]), heap)
    random = np.random.default_rng(2)
    kibble = [Material(colour(c), 0.8, 0.03) for c in ("#9a6a42", "#b07c4d", "#86582f")]
    for _ in range(44):
        far, way = 6.0 * np.sqrt(random.uniform()), random.uniform(0, 6.3)
        bit = ball(0.72, 9, 13).scaled(1, 0.9, 0.6).turned(random.uniform(-40, 40), "x")
        z = 8.35 - 0.24 * far * 0.6
        scene.add(
            bit.moved(far * np.cos(way), far * np.sin(way), float(z)), kibble[random.integers(3)]
        )


def tabby(surface: Surface) -> Floats:
    """Stripes across the body; a paler belly."""
    u, v = surface.uv[:, 0], surface.uv[:, 1]
    stripe = np.sin(v * 1.5 + 0.9 * np.sin(u * 0.55 + v * 0.2))
    tone = blend(colour("#b8a184"), colour("#6f5c48"), ease(stripe, 0.35, 0.8) * 0.85)
    return blend(tone, colour("#e6d9c4"), ease(-surface.normal[:, 2], 0.25, 0.8) * 0.7)


def fur(paint: object = None) -> Material:
    grains = (Grain("wool", 5, 0.30, 0.14), Grain("felt", 8, 0.15, 0.08))
    return Material(
        tabby if paint is None else colour(str(paint)),
        1.0,
        0.01,
        sheen=0.35,
        soft=0.35,
        grains=grains,
    )


def cat(scene: Scene) -> None:
    """A tabby crouched at the right, its head over the bowl."""
    coat = fur()
    spine = smooth(
        [
            (33.5, 6.5, 9.5),
            (30, 6.4, 11.6),
            (24, 6.0, 12.8),
            (18, 5.0, 12.4),
            (13.5, 3.8, 13.6),
            (10.2, 2.8, 15.2),
        ],
        60,
    )
    s = np.linspace(0, 1, 60)
    girth = 7.6 * np.sin(np.pi * (0.10 + 0.66 * s)) ** 0.8 * (1 - 0.44 * ease(s, 0.62, 1.0))
    girth = np.minimum(girth, 8.4 * np.sqrt(np.clip(s / 0.05, 0.02, 1)))
    scene.add(tube(spine, girth, sides=65, flat=1.18), coat, framed=False)
    haunch = ball(6.6, 33, 49).scaled(1.08, 0.62, 1.12)
    scene.add(haunch.turned(18, "y").moved(27.5, 0.8, 7.4), coat, framed=False)
    paw = fur("#d8c9b0")
    for x, y, long in ((22.0, -2.2, 5.2), (12.6, -1.2, 3.6)):
        foot = ball(2.0, 21, 33).scaled(long / 2.6, 0.95, 0.78)
        scene.add(foot.moved(x, y, 1.5), paw, framed=False)
    for y in (-0.2, 7.2):
        leg = smooth(
            [(16.5, y + 2.2, 13.5), (15.2, y + 0.9, 9), (14.2, y, 5), (13.4, y - 0.6, 1.6)], 24
        )
        scene.add(tube(leg, np.linspace(3.1, 1.7, 24), sides=33), coat, framed=False)
    head(scene, coat)
    tail = smooth(
        [
            (32.5, 5.5, 6.5),
            (36.0, 3, 3.2),
            (36.5, -3.5, 2.0),
            (31.5, -7.6, 1.8),
            (24.5, -8.4, 1.7),
            (19.0, -7.4, 1.7),
        ],
        70,
    )
    scene.add(
        tube(
            tail, np.concatenate([np.linspace(2.2, 1.75, 62), np.linspace(1.7, 0.7, 8)]), sides=33
        ),
        coat,
        framed=False,
    )


def head(scene: Scene, coat: Material) -> None:
    pale, dark = fur("#e9dfcd"), Material(colour("#2d2620"), 0.3, 0.05)

    def face(surface: Surface) -> Floats:
        u, v = surface.uv[:, 0], surface.uv[:, 1]
        stripe = np.sin(u * 2.2)
        return blend(
            colour("#b39b7d"), colour("#6f5c48"), ease(stripe, 0.4, 0.8) * ease(v, 8, 12) * 0.85
        )

    def put(mesh: Mesh, material: Material) -> None:
        scene.add(mesh.turned(-34, "y").turned(44).moved(7.2, 0.4, 14.8), material)

    put(ball(4.7, 41, 65).scaled(1.0, 1.04, 0.92), coat.dyed(face))
    put(ball(2.3, 25, 33).scaled(1.05, 1.25, 0.78).moved(-3.5, 0, -1.5), pale)
    put(
        ball(0.55, 13, 17).scaled(0.8, 1.2, 0.7).moved(-5.75, 0, -0.7),
        Material(colour("#c98a7d"), 0.5),
    )
    for side in (-1, 1):
        cone = lathe(smooth([(1.95, 0), (1.75, 1.2), (0.9, 3.0), (0.1, 3.9)], 20), 41).scaled(
            0.55, 1, 1
        )
        put(
            cone.turned(-side * 16, "x").turned(-6, "y").moved(0.6, side * 2.75, 3.1),
            coat.dyed(face),
        )
        inner = lathe(smooth([(1.35, 0), (1.2, 1.0), (0.5, 2.4), (0.05, 3.1)], 16), 33).scaled(
            0.4, 1, 1
        )
        put(
            inner.turned(-side * 16, "x").turned(-6, "y").moved(0.05, side * 2.75, 3.2),
            Material(colour("#d7a99a"), 0.9, 0.02, soft=0.4),
        )
        lid = smooth(
            [(-4.35, side * 0.9, 0.75), (-4.15, side * 1.75, 0.98), (-3.4, side * 2.75, 1.0)], 14
        )
        put(tube(lid, 0.22, sides=9), dark)
        for rise in (-0.5, 0.0, 0.5):
            hair = smooth(
                [
                    (-4.9, side * 1.2, -1.2),
                    (-5.2, side * 3.6, -1.0 + rise),
                    (-4.6, side * 6.2, -1.2 + rise * 2),
                ],
                14,
            )
            put(tube(hair, np.linspace(0.07, 0.03, 14), sides=5), Material(colour("#f4efe4"), 0.6))


PRODUCTS = {
    "porch-raised-pet-bowl": Product(("fog", "ink"), (pet_bowl,)),
}
