"""Surfaces as grids of points, with normals, tangents and lengths along them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from media.illustrations.kit.curves import Floats

Bend = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Mesh:
    """A grid of points, rows, columns, 3; `uv` are centimetres along the surface.

    A closed one shows its outside only; the others show both sides.
    """

    grid: Floats
    uv: Floats
    closed: bool = False
    wraps: bool = False

    @classmethod
    def of(cls, grid: Floats, *, closed: bool = False, wraps: bool = False) -> Self:
        """From points alone: the lengths are measured."""
        return cls(grid, lengths(grid), closed, wraps)

    def moved(self, x: float = 0, y: float = 0, z: float = 0) -> Self:
        return replace(self, grid=self.grid + np.array([x, y, z]))

    def turned(self, degrees: float, axis: str = "z") -> Self:
        """About the axis through the origin, against the clock seen from its tip."""
        a, b = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
        cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        grid = self.grid.copy()
        grid[..., a] = self.grid[..., a] * cos - self.grid[..., b] * sin
        grid[..., b] = self.grid[..., a] * sin + self.grid[..., b] * cos
        return replace(self, grid=grid)

    def scaled(self, x: float, y: float | None = None, z: float | None = None) -> Self:
        factors = np.array([x, x if y is None else y, x if z is None else z])
        return replace(self, grid=self.grid * factors)

    def bent(self, function: Bend) -> Self:
        """Every point moved by a function of the points, as rows, columns, 3."""
        return replace(self, grid=function(self.grid))

    def normals(self) -> Floats:
        """Unit normals at the points, smooth over the seam of what wraps."""
        grid = self.grid
        across = np.cross(grid[:-1, 1:] - grid[1:, :-1], grid[1:, 1:] - grid[:-1, :-1])
        total = np.zeros_like(grid)
        for rows, columns in (
            (slice(None, -1), slice(None, -1)),
            (slice(None, -1), slice(1, None)),
            (slice(1, None), slice(None, -1)),
            (slice(1, None), slice(1, None)),
        ):
            total[rows, columns] += across
        if self.wraps:
            seam = total[:, 0] + total[:, -1]
            total[:, 0] = total[:, -1] = seam
            for end in (0, -1):
                if np.ptp(grid[end], axis=0).max() < 1e-6:
                    total[end] = total[end, :-1].sum(axis=0)
        return unit(total)

    def tangents(self) -> Floats:
        """Unit directions of growing u."""
        over, along = np.gradient(self.grid, axis=1), np.gradient(self.grid, axis=0)
        wide, high = np.gradient(self.uv, axis=1), np.gradient(self.uv, axis=0)
        grows = over * high[..., 1:] - along * wide[..., 1:]
        area = wide[..., :1] * high[..., 1:] - high[..., :1] * wide[..., 1:]
        return unit(np.where(np.abs(area) > 1e-9, grows * np.sign(area), over))

    def mapped(self) -> Self:
        """Textured from above, as cloth or a board is cut."""
        x, y, z = self.grid[..., 0], self.grid[..., 1], self.grid[..., 2]
        return replace(self, uv=np.stack([x, y + z], axis=-1) + 200.0)

    def triangles(self) -> np.ndarray[tuple[int, int], np.dtype[np.int32]]:
        """Corners as places in the flattened grid."""
        rows, columns = self.grid.shape[:2]
        at = np.arange(rows * columns, dtype=np.int32).reshape(rows, columns)
        a, b, c, d = at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]
        first = np.stack([a, b, c], axis=-1).reshape(-1, 3)
        second = np.stack([a, c, d], axis=-1).reshape(-1, 3)
        return np.concatenate([first, second])

    def coarse(self) -> Self:
        """A quarter of the points, for shadows."""
        rows, columns = self.grid.shape[:2]
        if rows * columns < 600:
            return self
        down = every_other(rows) if rows > 20 else np.arange(rows)
        over = every_other(columns) if columns > 20 else np.arange(columns)
        return replace(self, grid=self.grid[down][:, over], uv=self.uv[down][:, over])


def every_other(count: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    picked = np.arange(0, count, 2)
    return picked if picked[-1] == count - 1 else np.append(picked, count - 1)


def unit(vectors: Floats) -> Floats:
    long = np.sqrt(dot(vectors, vectors))
    return np.asarray(vectors / np.maximum(long, 1e-12)[..., None])


def dot(a: Floats, b: Floats) -> Floats:
    flat = a[..., 0] * b[..., 0] + a[..., 1] * b[..., 1]
    return np.asarray(flat + a[..., 2] * b[..., 2] if a.shape[-1] > 2 else flat)


def lengths(grid: Floats) -> Floats:
    """Lengths along the columns and the rows; a row as long as the longest, so cloth is even."""
    over = np.linalg.norm(np.diff(grid, axis=1), axis=2)
    along = np.linalg.norm(np.diff(grid, axis=0), axis=2).mean(axis=1)
    longest = over[np.argmax(over.sum(axis=1))]
    u = np.concatenate([[0.0], np.cumsum(longest)])
    v = np.concatenate([[0.0], np.cumsum(along)])
    return np.stack(np.meshgrid(u, v), axis=-1)
