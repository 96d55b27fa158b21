"""A roll of bamboo cutlery."""

import numpy as np

from media.illustrations.kit.curves import Floats, ease, smooth
from media.illustrations.kit.material import (
    canvas,
    hide,
    timber,
)
from media.illustrations.kit.mesh import Mesh
from media.illustrations.kit.scene import TOP_LEFT_ABOVE, Scene
from media.illustrations.kit.solids import plank, ribbon, sheet, tube
from media.illustrations.kit.stage import dashes, folds, lying, planks, stitched
from media.illustrations.scenes.product import Product


def cutlery(choice: str) -> Scene:
    scene = Scene(lying(planks("#8f7355", 17, 36)), tilt=72, fill=0.84)
    scene.sun = TOP_LEFT_ABOVE
    cloth, inner = canvas("#7c7b56", 6.0), canvas("#89885f", 6.0)
    rows = 2 if choice == "for two" else 1
    wide = 17.0 if rows == 1 else 29.0

    def cut(u: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
        roll = ease(u, 0.86, 1.0)
        wave = 0.22 * folds(u, 4, 5) * ease(np.abs(v - 0.5), 0.2, 0.5)
        return (
            (u - 0.5) * (wide + 5) - roll * 1.2,
            (0.5 - v) * 26.5,
            0.35 + np.abs(wave) + 2.4 * roll**2,
        )

    scene.add(sheet(cut, 60, 80), cloth)
    scene.add(
        tube(
            np.array([(wide / 2 + 2.0, y, 1.9) for y in np.linspace(-13.2, 13.2, 12)]),
            1.5,
            sides=25,
        ),
        cloth,
    )
    bamboo = timber("#d2a663", 7, turn=True)
    step = 3.7
    forms = ["knife", "fork", "spoon", "sticks"] * rows
    left = -(len(forms) - 1) / 2 * step - 0.9
    for place, form in enumerate(forms):
        for mesh in tool(form):
            scene.add(mesh.moved(left + place * step, -8.6, 0.85), bamboo)

    def pocket(u: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
        x = left - step * 0.5 + u * (len(forms) + 0.6) * step
        bulge = np.abs(np.sin((x - left + step * 0.5) / step * np.pi)) ** 0.7
        return x, -12.9 + v * 12.8, 0.75 + 1.35 * bulge * ease(v, 0.0, 0.25) * (1 - 0.1 * v)

    scene.add(sheet(pocket, 40, 200), inner)
    for place in range(len(forms) + 1):
        x = left + (place - 0.5) * step
        scene.add(
            stitched(np.array([(x, -12.7, 0.8), (x, -6, 0.85), (x, -0.3, 0.85)]), 0.08),
            dashes("#e2d4ad", "#7c7b56"),
        )
    hem = np.array(
        [(left - step * 0.5, -0.75, 1.5), (left + (len(forms) + 0.1) * step, -0.75, 1.5)]
    )
    scene.add(
        tube(np.linspace(hem[0], hem[1], 60), 0.06, sides=5),
        dashes("#e2d4ad", "#7c7b56"),
        casts=False,
    )
    tie = smooth(
        [
            (wide / 2 + 3.2, 1.0, 1.4),
            (wide / 2 + 6.2, 2.4, 0.4),
            (wide / 2 + 5.2, 7.0, 0.3),
            (wide / 2 + 8.0, 10.4, 0.3),
        ],
        50,
    )
    scene.add(ribbon(tie, 1.1, (0.6, 0.8, 0), 0.1), hide("#8d5a35"))
    return scene


def tool(form: str) -> list[Mesh]:
    """One piece of bamboo along y, 20 cm, its handle at y = 0."""
    if form == "sticks":
        return [
            tube(
                np.array([(dx, 0, 0.3), (dx * 1.1, 10, 0.3), (dx * 1.2, 21.5, 0.3)]),
                np.array([0.42, 0.36, 0.24]),
                sides=13,
            )
            for dx in (-0.55, 0.55)
        ]
    s = np.linspace(0, 1, 70)
    y = s * 20
    head = ease(s, 0.60, 0.78)
    if form == "knife":
        low = -0.75 - 0.35 * head * (1 - ease(s, 0.86, 1.0))
        high = 0.75 + 0.45 * head - 1.9 * ease(s, 0.86, 1.0) ** 2
    else:
        half = (
            0.68
            + (0.98 if form == "spoon" else 0.82)
            * np.sin(np.pi * np.clip((s - 0.6) / 0.42, 0, 1)) ** 0.7
        )
        low, high = -half, half
    end = np.sqrt(np.clip(1 - ((s - 0.02) / 0.02) ** 2 * (s < 0.02), 0.05, 1))
    low, high = low * end, high * end
    if form == "fork":
        body = plank(y[:57], low[:57], high[:57], 0.5)
        tines = [
            tube(
                smooth([(x * 1.0, 15.4, 0.24), (x * 1.02, 17.6, 0.24), (x * 0.98, 20.0, 0.3)], 14),
                np.linspace(0.36, 0.18, 14),
                sides=13,
            )
            for x in (-1.02, -0.34, 0.34, 1.02)
        ]
        return [body, *tines]
    thick = 0.5 - (0.32 * head if form == "knife" else 0.0 * head)
    body = plank(y, low, high, thick)
    if form == "spoon":

        def dished(grid: Floats) -> Floats:
            out = grid.copy()
            far = np.hypot(grid[..., 0] / 1.4, (grid[..., 1] - 16.3) / 3.4)
            out[..., 2] += (0.7 * ease(far, 0.1, 1.0) - 0.1) * ease(grid[..., 1], 11.5, 13.4)
            return out

        body = body.bent(dished)
    return [body]


PRODUCTS = {
    "bamboo-camp-cutlery-roll": Product(("for one", "for two"), (cutlery,)),
}
