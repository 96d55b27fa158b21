"""Wooden spoons on a cloth."""

import numpy as np

from media.illustrations.kit.colour import colour, mixed
from media.illustrations.kit.curves import Floats, ease, oval, rectangle, smooth
from media.illustrations.kit.material import Grain, Material, linen, timber
from media.illustrations.kit.mesh import Mesh
from media.illustrations.kit.scene import TOP_LEFT_ABOVE, Scene
from media.illustrations.kit.solids import ball, loft, slab, tube
from media.illustrations.kit.stage import lying
from media.illustrations.scenes.product import Product


def spoon(long: float, wide: float, head: float, *, form: str) -> Mesh:
    """Along y, its handle down; `form` is spoon, turner or corner."""
    s = np.linspace(0, 1, 80)
    at = s * long
    into = np.clip((at - (long - head)) / head, 0, 1)
    handle = 0.72 + 0.30 * np.exp(-(((s - 0.42) / 0.07) ** 2)) + 0.10 * np.exp(-((s / 0.06) ** 2))
    if form == "turner":
        blade = 0.55 * wide * (0.35 + 0.65 * ease(into, 0.0, 0.55))
        body = np.where(into > 0, np.maximum(blade, handle), handle)
        body = body * np.sqrt(np.clip(1 - ((into - 0.93) / 0.07) ** 2 * (into > 0.93), 0.02, 1))
    else:
        body = np.maximum(
            handle * (1 - into * 0.2),
            0.5 * wide * np.sin(np.pi * np.clip(into, 0, 1) ** 0.85) ** 0.62 * (into > 0),
        )
    body = body * np.sqrt(np.clip(1 - ((into - 0.90) / 0.10) ** 2 * (into > 0.90), 0.01, 1))
    body = body * np.sqrt(np.clip(1 - ((s - 0.03) / 0.03) ** 2 * (s < 0.03), 0.02, 1))
    shift = 0.28 * wide * ease(into, 0.35, 1.0) if form == "corner" else 0 * s
    thick = 0.62 - 0.34 * ease(into, 0.1, 0.5)
    turn = np.linspace(0, 2 * np.pi, 65)[:-1]
    rings = []
    for y, half, dx, t, inside in zip(at, body, shift, thick, into, strict=True):
        x = half * np.cos(turn)
        z = t * np.sin(turn)
        bowl = 0.85 if form != "turner" else 0.12
        dish = bowl * ease(inside, 0.05, 0.5) * (1 - ease(inside, 0.85, 1.0) * 0.6)
        z = z + dish * (x / max(half, 0.1)) ** 2 * half / (0.5 * wide) - dish * 0.2
        rings.append(np.stack([x + dx, np.full_like(x, y), z + 0.75], axis=1))
    mesh = loft(np.stack(rings)[:, ::-1])
    return mesh.mapped()


def spoons(choice: str) -> Scene:
    cloth = linen("#d9d5cb", 13)
    scene = Scene(lying(cloth), tilt=74, fill=0.86)
    scene.sun, scene.spread = TOP_LEFT_ABOVE, 0.12
    tones = ("#cf9f6b", "#c6935d", "#d6aa78", "#c89a66", "#d2a26c")
    forms = (
        ("corner", 30, 6.2, 9.0),
        ("spoon", 31, 6.0, 9.5),
        ("turner", 31, 6.6, 10.5),
        ("spoon", 30, 6.4, 8.6),
        ("spoon", 32.5, 4.2, 6.6),
    )
    picked = (0, 1, 2) if choice == "set of three" else (0, 1, 2, 3, 4)
    spread = 17.0
    for place, index in enumerate(picked):
        form, long, wide, head = forms[index]
        turn = -(place - (len(picked) - 1) / 2) * spread
        wood = timber(tones[index], 9, turn=True)
        scene.add(
            spoon(long, wide, head, form=form).turned(turn).moved(0, -18, 0.15 + 0.16 * place), wood
        )
        away = np.radians(90 + turn)
        centre = np.array([np.cos(away), np.sin(away)]) * (long - head * 0.5) + [0, -18]
        hollow_marks(scene, index, centre, turn)
    string(scene)
    return scene


def hollow_marks(scene: Scene, index: int, centre: Floats, turn: float) -> None:
    """The slots of the slotted spoon, the hole of the risotto spoon."""
    dark = Material(mixed(colour("#8a8378"), colour("#4a3a2a"), 0.5), 0.95, 0.01)
    if index == 1:
        for x in (-1.1, 0.0, 1.1):
            slot = slab(rectangle(0.55, 3.6, 0.27, 40), 0.1, 0.04, 2)
            scene.add(
                slot.moved(x).turned(turn).moved(centre[0], centre[1], 1.18 + 0.3 * abs(x)),
                dark,
                casts=False,
            )
    if index == 3:
        scene.add(
            slab(oval(0.95, 0.95, 40), 0.1, 0.04, 2).turned(turn).moved(centre[0], centre[1], 1.55),
            dark,
            casts=False,
        )


def string(scene: Scene) -> None:
    """A small ball of cotton string, its end loose."""
    cotton = Material(colour("#efe6d3"), 0.95, 0.02, grains=(Grain("rope", 1.1, 0.35, 0.25),))
    t = np.linspace(0, 1, 900)
    tilt, turn = t * 2 * np.pi * 5, t * 2 * np.pi * 31
    x, y, z = 2.5 * np.cos(turn), 2.5 * np.sin(turn), 0.5 * np.sin(turn * 3.3)
    way = np.stack(
        [x, y * np.cos(tilt) - z * np.sin(tilt), y * np.sin(tilt) + z * np.cos(tilt)], axis=1
    )
    scene.add(ball(2.3).moved(13.5, -12.0, 2.6), cotton)
    scene.add(tube(way, 0.22, sides=7).moved(13.5, -12.0, 2.7), cotton)
    end = smooth(
        [
            (13.5, -14.4, 0.6),
            (11.5, -16.4, 0.25),
            (7.4, -15.2, 0.25),
            (5.6, -17.6, 0.25),
            (9.0, -19.4, 0.25),
        ],
        70,
    )
    scene.add(tube(end, 0.22, sides=9), cotton)


PRODUCTS = {
    "beech-cooking-spoons": Product(("set of five", "set of three"), (spoons,)),
}
