"""What stands before the light outside the picture: a window's bars, leaves."""

import numpy as np

from media.illustrations.kit.curves import Floats, ease
from media.illustrations.kit.mesh import unit
from media.illustrations.kit.scene import Scene


def cast(scene: Scene, places: Floats) -> Floats:
    """The share of the light let through to each point."""
    points = scene.points()
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    span = float(np.ptp(points, axis=0).max())
    towards = unit(np.array(scene.sun))
    side = unit(np.cross([0.0, 0.0, 1.0], towards))
    over = np.cross(towards, side)
    local = (places - middle.astype(np.float32)) / np.float32(span)
    a, b = local @ side.astype(np.float32), local @ over.astype(np.float32)
    return PATTERNS[scene.gobo](a, b)


def window(a: Floats, b: Floats) -> Floats:
    """Panes two by three, their edges soft; some light comes round the frame."""
    blur = 0.022
    bars = bar(a, -0.08, 0.030, blur)
    for place in (-0.42, 0.16, 0.74):
        bars = np.maximum(bars, bar(b, place, 0.024, blur))
    frame = (ease(a, -0.72, -0.64) * (1 - ease(a, 0.50, 0.58))) * (
        ease(b, -0.98, -0.90) * (1 - ease(b, 0.96, 1.04))
    )
    return np.asarray(0.20 + 0.95 * frame * (1 - 0.86 * bars), dtype=np.float32)


def leaves(a: Floats, b: Floats) -> Floats:
    """Sun between leaves, out of focus."""
    spots = np.sin(a * 9 + 2 * np.sin(b * 7)) * np.sin(b * 11 + 2 * np.sin(a * 5 + 1))
    return np.asarray(0.62 + 0.5 * ease(spots, -0.5, 0.35), dtype=np.float32)


def bar(x: Floats, place: float, half: float, blur: float) -> Floats:
    return 1 - ease(np.abs(x - place), half, half + blur)


PATTERNS = {"window": window, "leaves": leaves}
