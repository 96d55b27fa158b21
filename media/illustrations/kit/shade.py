"""Light on a surface: a large soft box at the top left, a strip at the right, the room."""

import numpy as np
from numpy.typing import NDArray

from media.illustrations.kit.curves import Floats, ease
from media.illustrations.kit.material import Material, Surface
from media.illustrations.kit.mesh import dot, unit
from media.illustrations.kit.scene import Scene

GRAZING = 0.10
"""No surface is seen flatter than this: the outline of a solid must not sparkle."""
KEY, SKY = 0.78, 0.40
"""Of the light on a floor that all of it reaches; the sum over the floor is 1."""


def lighted(
    scene: Scene,
    material: Material,
    surface: Surface,
    to_eye: Floats,
    axes: Floats,
    seen: tuple[NDArray[np.float32], NDArray[np.float32]],
) -> Floats:
    """Linear light towards the eye; `seen` are the shares of key light and of sky."""
    key_seen, sky_seen = seen
    base, normal = material.painted(surface)
    sun = unit(np.array(scene.sun)).astype(np.float32)
    facing = normal @ sun
    wrap = 0.06 + material.soft * 0.5
    direct = np.clip((facing + wrap) / (1 + wrap), 0, None)
    strength = KEY * scene.key / max(float(sun[2]), 0.45)
    key = (direct * key_seen * strength)[:, None] * scene.key_tint
    up = (0.5 + 0.5 * normal[:, 2:3]) * sky_seen[:, None]
    down = (0.5 - 0.5 * normal[:, 2:3]) * (0.45 + 0.55 * sky_seen[:, None])
    room = SKY * scene.dim * (up * scene.sky_tint + down * scene.bounce * 0.95)
    local = lamp_light(scene, surface.place, normal)
    arriving = key + room + local
    near = np.clip(dot(normal, to_eye), 0, 1)
    edge = (1 - np.maximum(near, GRAZING)) ** 2
    edge = edge * edge * (1 - np.maximum(near, GRAZING))
    gloss = (1 - material.rough) ** 2
    mirror = reflected(scene, normal, to_eye, axes, material.rough)
    open_share = (0.35 + 0.65 * sky_seen)[:, None]
    if material.metal:
        tint = base + (1 - base) * edge[:, None]
        out = tint * (mirror * open_share * (0.55 + 0.45 * key_seen[:, None]) + 0.22 * arriving)
    else:
        bent = material.shine + (1 - material.shine) * edge * gloss * 0.55
        light = mirror * open_share * (0.4 + 0.6 * key_seen[:, None])
        out = base * arriving + bent[:, None] * light * (0.35 + 0.65 * gloss)
    if material.sheen:
        fuzz = material.sheen * (1 - near) ** 2.5
        out = out + fuzz[:, None] * (0.35 * base + 0.25) * (room * 1.2 + key * 0.6)
    glow = material.shining(surface)
    return np.asarray(out if glow is None else out + glow)


def lamp_light(scene: Scene, places: Floats, normal: Floats) -> Floats:
    total = np.zeros((len(places) if scene.lamps else 1, 3), np.float32)
    for lamp in scene.lamps:
        towards = np.asarray(lamp.place, np.float32) - places
        square = dot(towards, towards)
        facing = dot(normal, towards) / np.sqrt(square + 1e-6)
        share = np.clip((facing + 0.25) / 1.25, 0, None) * lamp.power / (square + lamp.size**2)
        total += share[:, None] * lamp.tint
    return total


def reflected(scene: Scene, normal: Floats, to_eye: Floats, axes: Floats, rough: float) -> Floats:
    """What the surface mirrors of the studio, in the eye's own directions."""
    along = 2 * dot(normal, to_eye)[:, None] * normal - to_eye
    right, up, back = along @ axes[0], along @ axes[1], -(along @ axes[2])
    depth = 1 + np.clip(back, -0.96, 1)
    a, b = right / depth, up / depth
    blur = 0.03 + 0.55 * rough
    box = window(a, -0.92, -0.34, blur) * window(b, -0.50, 0.80, blur)
    strip = window(a, 0.66, 0.98, blur) * window(b, -0.7, 0.8, blur)
    horizon = ease(b, -0.5 - blur, 0.4 + blur)[:, None]
    room = (0.40 * scene.bounce * (1 - horizon) + 0.62 * scene.sky_tint * horizon) * scene.dim
    bright = 7.0 * scene.key * box + 1.25 * scene.key * strip
    return np.asarray(room + bright[:, None] * scene.key_tint)


def window(x: Floats, low: float, high: float, blur: float) -> Floats:
    return ease(x, low - blur, low + blur) * (1 - ease(x, high - blur, high + blur))
