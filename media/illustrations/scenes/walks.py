"""A cave to sleep in and a lead to walk on."""

import numpy as np

from media.illustrations.kit.colour import blend, colour
from media.illustrations.kit.curves import Floats, divided, ease, rectangle, rounded, smooth
from media.illustrations.kit.material import (
    Grain,
    Material,
    Surface,
    brass,
    felted,
    hide,
)
from media.illustrations.kit.mesh import Mesh
from media.illustrations.kit.scene import TOP_LEFT_ABOVE, Scene
from media.illustrations.kit.solids import ball, lathe, slab, tube
from media.illustrations.kit.stage import crumpled, lying, planks, studio
from media.illustrations.scenes.product import Product


def cave(tone: str) -> Scene:
    scene = Scene(studio("#dcd8c6", 52), tilt=14, fill=0.76, shift=(0, 0.02))
    wall = felted(tone, 10)
    profile = smooth(
        [
            (17.5, 0.0),
            (20.6, 1.6),
            (22.6, 7.5),
            (22.2, 14.5),
            (18.6, 21.5),
            (11.5, 26.2),
            (4.5, 27.8),
            (0, 28.0),
        ],
        90,
    )
    dome = lathe(np.concatenate([[[0, 0]], profile]), 257)
    centre = np.array([-3.0, 11.2])

    def opening(grid: Floats) -> Floats:
        out = grid.copy()
        x, y, z = grid[..., 0], grid[..., 1], grid[..., 2]
        far = np.hypot(x - centre[0], (z - centre[1]) * 0.98)
        out[..., 1] += np.where(y < 0, 15.5 * (1 - ease(far, 7.9, 9.0)) ** 0.8, 0)
        push = np.where(y < 0, np.exp(-(((far - 10.0) / 1.5) ** 2)), 0)
        out[..., 1] -= push * 0.5
        return out

    def shaded(surface: Surface) -> Floats:
        x, z = surface.place[:, 0], surface.place[:, 2]
        far = np.hypot(x - centre[0], (z - centre[1]) * 0.98)
        inside = (1 - ease(far, 7.6, 8.9)) * (surface.place[:, 1] < 6)
        depth = ease(surface.place[:, 1], -19, -5)
        dark = inside * (0.25 + 0.75 * depth)
        return blend(colour(tone), colour(tone) * np.float32(0.10), dark * 0.92)

    scene.add(crumpled(dome.bent(opening), 0.25, 9), wall.dyed(shaded))
    turn = np.linspace(0, 2 * np.pi, 97)
    x, z = centre[0] + 8.7 * np.cos(turn), centre[1] + 8.8 * np.sin(turn)
    r = np.interp(z, profile[:, 1], profile[:, 0])
    rim = np.stack([x, -np.sqrt(np.clip(r**2 - x**2, 1, None)) - 0.15, z], axis=1)
    scene.add(tube(rim, 0.85, sides=17, capped=False), wall)
    cushion = lathe(smooth([(0, 4.4), (10, 4.0), (13.5, 2.6), (12, 1.2)], 20)[::-1])
    scene.add(cushion.moved(-2, -2, 0), felted("#efe6d6", 9), casts=False)
    ball_of = felted("#b8583e", 6)
    scene.add(ball(3.1).moved(23.5, -14.5, 3.1), ball_of)
    tail = smooth([(23.5, -17.2, 1.6), (19, -21, 0.3), (12.5, -19, 0.3), (9.5, -22.5, 0.3)], 50)
    scene.add(tube(tail, 0.28, sides=9), ball_of)
    return scene


def lead(choice: str) -> Scene:
    mat = Material(
        colour("#b39468"),
        1.0,
        0.01,
        soft=0.2,
        grains=(Grain("wool", 4.5, 0.55, 0.30), Grain("clouds", 30, 0, 0.06)),
    )
    scene = Scene(lying(planks("#8d8377", 15, 40)), tilt=74, fill=0.80)
    scene.sun = TOP_LEFT_ABOVE
    scene.add(slab(rectangle(50, 43, 1.5, 160), 1.2, 0.5).moved(7.0, 0.5), mat, framed=False)
    border = Material(colour("#6d5a42"), 1.0, 0.01, grains=(Grain("wool", 4.5, 0.5, 0.3),))
    for y in (-18.6, 19.6):
        scene.add(
            slab(rectangle(50, 1.4, 0.3, 80), 0.1, 0.05).moved(7.0, y, 1.18), border, framed=False
        )
    strand = colour(choice)
    rope = Material(
        strand, 0.95, 0.02, sheen=0.12, soft=0.15, grains=(Grain("rope", 7.5, 0.55, 0.30),)
    )
    turn = np.linspace(0, 2 * np.pi * 3.3, 240)
    radius = 12.6 - turn * 0.30 + 0.35 * np.sin(turn * 1.3)
    base = 1.85 + 0.35 * np.sin(turn * 0.5) + 0.09 * turn
    coil = np.stack([radius * np.cos(turn + 0.6), radius * np.sin(turn + 0.6) * 0.92, base], axis=1)
    tail = smooth(
        [
            coil[-1],
            coil[-1] + [2.6, -4.4, 0.9],
            (8.5, -10.5, 4.0),
            (13.5, -12.6, 2.2),
            (18.6, -9.6, 1.9),
        ],
        60,
    )
    scene.add(tube(np.concatenate([coil[:-1], tail]), 0.78, sides=25), rope)
    start = smooth(
        [
            coil[0],
            coil[0] + [-1.8, 3.4, 0.2],
            (3.5, 15.2, 2.0),
            (-6, 16.0, 2.0),
            (-13.5, 12.2, 2.0),
            (-12.0, 8.0, 2.2),
            (-4, 12.0, 2.6),
            (4.0, 13.0, 3.0),
        ],
        90,
    )
    scene.add(tube(start, 0.78, sides=25), rope)
    leather = hide("#8a5430", 2.6)
    for path in (tail[-11:], start[-16:]):
        scene.add(tube(path, 1.02, sides=25), leather)
        for step in np.linspace(0.12, 0.88, 6):
            at = path[int(step * (len(path) - 1))]
            way = path[-1] - path[0]
            way = way / np.linalg.norm(way)
            thin = np.stack([at - way * 0.09, at, at + way * 0.09])
            scene.add(tube(thin, 1.08, sides=25), Material(colour("#d9c39a"), 0.9))
    trigger(scene, (19.6, -9.0, 1.95), 30)
    return scene


def trigger(scene: Scene, at: tuple[float, float, float], turn: float) -> None:
    """A brass trigger clip: ring, barrel, hook."""
    metal = brass("#cf9f4b", 0.2)

    def put(mesh: Mesh) -> None:
        scene.add(mesh.turned(turn).moved(*at), metal)

    way = np.linspace(0, 2 * np.pi, 49)
    put(
        tube(
            np.stack([1.2 * np.cos(way), 1.35 * np.sin(way), 0 * way], axis=1),
            0.3,
            sides=13,
            capped=False,
        )
    )
    barrel = rounded(
        [
            (0, 1.2),
            (0.62, 1.2),
            (0.72, 2.0),
            (0.55, 2.3),
            (0.55, 3.6),
            (0.7, 3.9),
            (0.7, 4.4),
            (0, 4.4),
        ],
        0.12,
    )
    put(lathe(divided(barrel, 0.3), 41).turned(90, "y"))
    hook = smooth(
        [
            (4.3, 0, 0),
            (5.4, 0.7, 0),
            (6.6, 1.35, 0),
            (7.9, 0.8, 0),
            (8.1, -0.6, 0),
            (7.0, -1.35, 0),
            (5.9, -0.95, 0),
        ],
        50,
    )
    put(
        tube(
            hook, np.concatenate([np.linspace(0.58, 0.5, 20), np.linspace(0.5, 0.30, 30)]), sides=21
        )
    )
    gate = smooth([(4.6, -0.55, 0.05), (5.4, -0.75, 0.1), (6.2, -0.9, 0.05)], 14)
    put(tube(gate, 0.28, sides=13))
    put(ball(0.38, 13, 17).scaled(1, 1, 1).moved(4.95, -1.0, 0.2))


PRODUCTS = {
    "felt-cat-cave": Product(("granite", "oat"), (cave,)),
    "mooring-rope-lead": Product(("navy", "rust"), (lead,)),
}
