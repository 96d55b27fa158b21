"""Solids of every sort: turned, drawn along a line, cut from a sheet, stuffed."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from media.illustrations.kit.curves import Floats, Line, divided, oval, rounded, spaced
from media.illustrations.kit.mesh import Mesh, dot, unit


def lathe(profile: Line, columns: int = 97) -> Mesh:
    """Turned about the z axis; the profile is (radius, height), outside first from below.

    The seam is behind.
    """
    given = np.asarray(profile, dtype=np.float64)
    turn = np.linspace(0, 2 * np.pi, columns) + np.pi / 2
    radius, height = given[:, 0, None], given[:, 1, None]
    grid = np.stack([radius * np.cos(turn), radius * np.sin(turn), height + 0 * turn], axis=-1)
    return Mesh.of(grid, closed=True, wraps=True)


def loft(rings: Floats, *, capped: bool = True) -> Mesh:
    """Closed rings (rows, points, 3), against the clock from above, from below upwards."""
    if capped:
        low, high = rings[:1].mean(axis=1, keepdims=True), rings[-1:].mean(axis=1, keepdims=True)
        ends = np.broadcast_to(low, rings[:1].shape), np.broadcast_to(high, rings[:1].shape)
        rings = np.concatenate([ends[0], rings, ends[1]])
    grid = np.concatenate([rings, rings[:, :1]], axis=1)
    return Mesh.of(grid, closed=True, wraps=True)


def slab(outline: Floats, height: float, bevel: float = 0.1, rings: int = 6) -> Mesh:
    """A flat outline (points, 2) as thick as `height`, standing on z = 0, its edges rounded."""
    bevel = min(bevel, height / 2)
    turn = np.linspace(0, np.pi / 2, 5)
    levels = [(bevel * (1 - np.sin(t)), bevel * (1 - np.cos(t))) for t in turn]
    walls = [(0.0, z) for z in np.linspace(bevel, height - bevel, 4)[1:-1]]
    tops = [(inset, height - z) for inset, z in reversed(levels)]
    inward = inwards(outline)
    middle = outline.mean(axis=0)
    grid = [ring(outline + inward * inset, z) for inset, z in (*levels, *walls, *tops)]
    edge = outline + inward * bevel
    shrink = [edge + (middle - edge) * t for t in np.linspace(0, 1, rings + 1)[1:]]
    grid = [ring(line, 0.0) for line in reversed(shrink)] + grid
    grid += [ring(line, height) for line in shrink]
    return loft(np.stack(grid), capped=False).mapped()


def pillow(
    outline: Floats, height: float, *, power: float = 2.2, rings: int = 22, flat: float = 0.0
) -> Mesh:
    """A stuffed outline: thick in the middle, thin at the seam; `flat` is the seam's thickness."""
    middle = outline.mean(axis=0)
    share = 1 - np.linspace(1, 0, rings) ** 2
    rise = np.clip(1 - (1 - share) ** power, 0, 1) ** 0.62
    grid = [
        ring(outline + (middle - outline) * s, (height - flat) * r / 2 + flat / 2)
        for s, r in zip(share, rise, strict=True)
    ]
    under = [line * np.array([1, 1, -1]) for line in reversed(grid)]
    mesh = loft(np.stack([*under, *grid]), capped=False)
    return mesh.mapped().moved(z=height / 2)


def tube(
    path: Line, radius: float | Floats, *, sides: int = 17, flat: float = 1.0, capped: bool = True
) -> Mesh:
    """Drawn along points in space; `radius` may vary; `flat` thins it along the turned up side."""
    spine = np.asarray(path, dtype=np.float64)
    radii = np.broadcast_to(np.asarray(radius, dtype=np.float64), (len(spine),)).copy()
    forward = unit(np.gradient(spine, axis=0))
    up = np.array([0.0, 0.0, 1.0]) if abs(forward[0, 2]) < 0.9 else np.array([0.0, 1.0, 0.0])
    side = unit(np.cross(forward[0], up))
    sides_of, ups = [], []
    for step in forward:
        side = unit(side - step * float(side @ step))
        sides_of.append(side)
        ups.append(np.cross(side, step))
    if capped:
        spine = np.concatenate([spine[:1], spine, spine[-1:]])
        radii = np.concatenate([[0.0], radii, [0.0]])
        sides_of = [sides_of[0], *sides_of, sides_of[-1]]
        ups = [ups[0], *ups, ups[-1]]
    turn = np.linspace(0, 2 * np.pi, sides)[:, None]
    grid = [
        at + r * (np.cos(turn) * s + np.sin(turn) * flat * u)
        for at, r, s, u in zip(spine, radii, sides_of, ups, strict=True)
    ]
    return Mesh.of(np.stack(grid)[:, ::-1], closed=True, wraps=True)


def ribbon(path: Line, width: float | Floats, across: Sequence[float], lift: float = 0.12) -> Mesh:
    """A strap along points in space, `across` the direction of its width, slightly arched."""
    spine = np.asarray(path, dtype=np.float64)
    wide = np.broadcast_to(np.asarray(width, dtype=np.float64), (len(spine),))
    forward = unit(np.gradient(spine, axis=0))
    over = np.asarray(across, dtype=np.float64)
    side = unit(over - forward * (forward @ over)[:, None])
    up = np.cross(side, forward)
    section = np.array(
        [(-0.5, 0), (-0.47, 0.7), (-0.36, 1), (0, 1.05), (0.36, 1), (0.47, 0.7), (0.5, 0)]
    )
    grid = np.stack(
        [
            spine + side * (wide * a)[:, None] + up * lift * b
            for a, b in np.concatenate([section, [[0.3, -0.15], [-0.3, -0.15], [-0.5, 0]]])
        ],
        axis=1,
    )
    return outward(Mesh.of(grid, closed=True, wraps=True))


def outward(mesh: Mesh) -> Mesh:
    """Turned so that the outside shows, whichever way the ring was drawn."""
    middle = mesh.grid.mean(axis=1, keepdims=True)
    out = float(dot(mesh.normals(), mesh.grid - middle).sum())
    return mesh if out >= 0 else replace(mesh, grid=mesh.grid[:, ::-1], uv=mesh.uv[:, ::-1])


def sheet(
    function: Callable[[Floats, Floats], tuple[Floats, Floats, Floats]],
    rows: int = 60,
    columns: int = 60,
) -> Mesh:
    """Cloth or paper: x, y and z as functions of u and v, each 0 to 1; both sides show."""
    u, v = np.meshgrid(np.linspace(0, 1, columns), np.linspace(0, 1, rows))
    x, y, z = function(u, v)
    return Mesh.of(np.stack([x + 0 * u, y + 0 * u, z + 0 * u], axis=-1))


def ring(outline: Floats, z: float) -> Floats:
    return np.concatenate([outline, np.full((len(outline), 1), z)], axis=1)


def inwards(outline: Floats) -> Floats:
    """Unit directions into a closed outline that runs against the clock."""
    along = unit(np.roll(outline, -1, axis=0) - np.roll(outline, 1, axis=0))
    return np.stack([-along[:, 1], along[:, 0]], axis=1)


def plank(
    along: Floats, low: Floats, high: Floats, thick: Floats | float, power: float = 3
) -> Mesh:
    """Cut from a board lying on z = 0: at each y of `along` it reaches from x `low` to `high`."""
    count = 48
    thickness = np.broadcast_to(np.asarray(thick, dtype=np.float64), along.shape)
    section = oval(1.0, 1.0, count, power)
    x = (low + high)[:, None] / 2 + (high - low)[:, None] / 2 * section[:, 0]
    z = thickness[:, None] / 2 * (1 + section[:, 1])
    y = np.broadcast_to(along[:, None], x.shape)
    return loft(np.stack([x, y, z], axis=-1)[:, ::-1]).mapped()


def turned(points: Line, radius: float | Sequence[float], longest: float = 0.8) -> Mesh:
    """Turned from straight lines with rounded corners."""
    return lathe(divided(rounded(points, radius), longest))


def ball(radius: float, rows: int = 33, columns: int = 49) -> Mesh:
    """About the origin."""
    turn = np.linspace(-np.pi / 2, np.pi / 2, rows)
    return lathe(np.stack([radius * np.cos(turn), radius * np.sin(turn)], axis=1), columns)


def hollow(outside: Line, wall: float, count: int = 60, foot: float = 0.0) -> Floats:
    """A vessel's profile: the outside from below, a round lip, and back down the inside.

    Within `foot` of the middle the inside is one smooth dish, whatever the foot below is like.
    """
    out = np.asarray(outside, dtype=np.float64)
    along = unit(np.gradient(out, axis=0))
    inside = out + np.stack([-along[:, 1], along[:, 0]], axis=1) * wall
    keep = (inside[:, 0] > foot) & (inside[:, 1] > out[0, 1] + wall * 0.9)
    inside = inside[keep][::-1]
    tip, end = out[-1], inside[0]
    turn = np.linspace(0, np.pi, 7)[1:-1, None]
    centre, half = (tip + end) / 2, (tip - end) / 2
    lip = centre + half * np.cos(turn) + along[-1] * wall / 2 * np.sin(turn)
    r, z = inside[-1]
    turned_in = np.linspace(1, 0, 9)[1:, None]
    slope = (inside[-2] - inside[-1])[1] / max((inside[-2] - inside[-1])[0], 1e-6)
    dish = z - min(slope, 1.0) * r / 2 * (1 - turned_in**2)
    floor = np.concatenate([turned_in * r, np.maximum(dish, out[0, 1] + wall * 0.5)], axis=1)
    start = np.array([[0.0, out[0, 1]]])
    down = spaced(np.concatenate([inside, floor]), count)
    return np.concatenate([start, out, lip, down])
