"""Backdrops and small things that many scenes share. `span` is the subject's size in cm."""

from collections.abc import Callable

import numpy as np

from media.illustrations.kit.colour import Colour, colour
from media.illustrations.kit.curves import Floats, Line, spaced
from media.illustrations.kit.material import Grain, Material, Paint, Surface, timber
from media.illustrations.kit.mesh import Mesh
from media.illustrations.kit.scene import Backdrop
from media.illustrations.kit.solids import tube
from media.illustrations.kit.texture import SIDE, texture


def plaster(tone: str, span: float) -> Material:
    grains = (Grain("plaster", span * 2.2, 0.03, 0.012), Grain("clouds", span * 5, 0.0, 0.02))
    return Material(colour(tone), 0.95, 0.02, grains=grains)


def studio(tone: str, span: float) -> Backdrop:
    """A paper sweep: the floor bends up into the wall."""
    cove = Material(colour(tone), 0.95, 0.02, grains=(Grain("clouds", span * 4, 0.0, 0.015),))
    return Backdrop(cove, cove, wall_y=span * 1.7, sweep=span * 1.5)


def table(wood: str, wall: str, span: float, depth: float) -> Backdrop:
    """A wooden table before a plastered wall, `depth` behind the middle."""
    return Backdrop(timber(wood, span * 1.3), plaster(wall, span), wall_y=depth, sweep=0)


def counter(tone: str, wall: str, span: float, depth: float) -> Backdrop:
    """A smooth slab of stone before a wall."""
    grains = (Grain("stone", span * 0.5, 0.0, 0.02), Grain("clouds", span * 2, 0.0, 0.04))
    top = Material(colour(tone), 0.45, 0.04, grains=grains)
    return Backdrop(top, plaster(wall, span), wall_y=depth, sweep=0)


def lying(material: Material) -> Backdrop:
    """Only a floor, for pictures from above."""
    return Backdrop(material, material, wall_y=1e5, sweep=0)


def hung(material: Material, wall_y: float) -> Backdrop:
    """Only a wall."""
    return Backdrop(material, material, wall_y=wall_y, sweep=0, has_floor=False)


def planks(tone: str, wide: float, tile: float) -> Material:
    """Boards along x with dark joints; each board of a slightly other shade."""
    base = colour(tone)

    def painted(surface: Surface) -> Floats:
        across = surface.uv[:, 1] / np.float32(wide)
        board = np.floor(across)
        joint = np.abs(across - board - 0.5) * 2
        shade = 0.88 + 0.2 * np.mod(np.sin(board * 12.9898) * 43758.5, 1.0)
        shade = shade * (1 - 0.75 * np.clip((joint - 0.965) / 0.02, 0, 1))
        return np.asarray(base * shade[:, None].astype(np.float32))

    return timber(tone, tile).dyed(painted)


def crumpled(mesh: Mesh, amount: float, size: float, name: str = "clouds") -> Mesh:
    """Pushed in and out along its normals, as cloth that has been used; `size` cm a fold."""
    field = texture(name)[..., 0]
    tile = size * 4
    at = (mesh.uv * (SIDE / tile)).astype(int) % SIDE
    if mesh.wraps:
        at[:, -1] = at[:, 0]
    push = field[at[..., 1], at[..., 0]] * amount
    return Mesh(mesh.grid + mesh.normals() * push[..., None], mesh.uv, mesh.closed, mesh.wraps)


def dashes(thread: str, ground: str, long: float = 0.55, gap: float = 0.35) -> Material:
    """For a thin tube: a row of stitches."""
    light, dark = colour(thread), colour(ground) * np.float32(0.6)

    def painted(surface: Surface) -> Floats:
        at = np.mod(surface.uv[:, 1], long + gap) < long
        return np.where(at[:, None], light, dark)

    return Material(painted, 0.9, 0.02)


def stitched(line: Line, radius: float = 0.09, step: float = 0.5) -> Mesh:
    """The tube a row of stitches is painted on."""
    given = np.asarray(line, dtype=np.float64)
    long = float(np.linalg.norm(np.diff(given, axis=0), axis=1).sum())
    return tube(spaced(given, max(8, int(long / step))), radius, sides=7)


def shaded(tone: Colour, function: Callable[[Surface], Floats]) -> Paint:
    """One colour, lighter or darker by place."""
    return lambda surface: tone * function(surface)[:, None].astype(np.float32)


def plaid(base: str, bands: list[tuple[str, float, float, float]], repeat: float) -> Paint:
    """A check: bands of (colour, from, to, cover) within the repeat, crossing in both ways."""

    def painted(surface: Surface) -> Floats:
        u = np.mod(surface.uv[:, 0], repeat) / repeat
        v = np.mod(surface.uv[:, 1], repeat) / repeat
        out = np.broadcast_to(colour(base), surface.place.shape).copy()
        twill = np.mod(surface.uv[:, 0] * 5 + surface.uv[:, 1] * 5, 1.0) > 0.5
        for tone, low, high, cover in bands:
            for along, shows in ((u, twill), (v, ~twill)):
                inside = (along > low) & (along < high)
                share = np.where(inside, np.where(shows, cover, cover * 0.45), 0.0)
                out += (colour(tone) - out) * share[:, None].astype(np.float32)
        return out

    return painted


def folds(x: Floats, seed: int, waves: int = 5) -> Floats:
    """A sum of sines over 0 to 1, about -1 to 1: hanging cloth."""
    random = np.random.default_rng(seed)
    total = np.zeros_like(x)
    for wave in range(1, waves + 1):
        turn = random.uniform(0, 2 * np.pi)
        total = (
            total + np.sin(x * 2 * np.pi * (wave + random.uniform(-0.2, 0.2)) + turn) / wave**0.6
        )
    return np.asarray(total / 2.2)
