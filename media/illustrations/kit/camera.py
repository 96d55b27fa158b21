"""Where the eye stands, and which point of the picture a point in space falls on."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from media.illustrations.kit.curves import Floats


@dataclass(frozen=True)
class Camera:
    """Axes are rows: right, up, forward. `focal_px` 0 is a parallel view at `scale` px a cm."""

    eye: Floats
    axes: Floats
    scale: float
    centre: tuple[float, float]
    is_parallel: bool = False

    @classmethod
    def framing(
        cls, points: Floats, tilt: float, size_px: int, fill: float, *, shift: tuple[float, float]
    ) -> Self:
        """Looks down by `tilt` degrees at the points, which fill that share of the frame."""
        low, high = points.min(axis=0), points.max(axis=0)
        target = (low + high) / 2
        reach = float(np.linalg.norm(high - low)) * 2.6
        axes = looking(tilt)
        seen = cls(target - axes[2] * reach, axes, 1.0, (0.0, 0.0)).seen(points)[:, :2]
        small, large = seen.min(axis=0), seen.max(axis=0)
        scale = fill * size_px / float((large - small).max())
        middle = (small + large) / 2 * scale
        at = (size_px * (0.5 + shift[0]) - middle[0], size_px * (0.5 + shift[1]) - middle[1])
        return cls(target - axes[2] * reach, axes, scale, (float(at[0]), float(at[1])))

    @classmethod
    def beam(cls, points: Floats, towards: Floats, size_px: int) -> Self:
        """A parallel view of the points along a direction: what a far light sees."""
        forward = -np.asarray(towards, dtype=np.float64)
        side = np.cross(forward, [0.0, 1.0, 0.0] if abs(forward[2]) > 0.9 else [0.0, 0.0, 1.0])
        side = side / np.linalg.norm(side)
        axes = np.stack([side, np.cross(side, forward), forward])
        flat = points @ axes.T
        low, high = flat.min(axis=0), flat.max(axis=0)
        scale = (size_px - 8) / float((high - low)[:2].max())
        eye = axes.T @ np.array([*(low + high)[:2] / 2, low[2] - 1.0])
        return cls(eye, axes, scale, (size_px / 2, size_px / 2), is_parallel=True)

    def seen(self, points: Floats) -> Floats:
        """x and y in px (y down) and the distance ahead."""
        local = (points - self.eye) @ self.axes.T
        ahead = local[..., 2]
        share = self.scale if self.is_parallel else self.scale / ahead
        x = self.centre[0] + local[..., 0] * share
        y = self.centre[1] - local[..., 1] * share
        return np.stack([x, y, ahead], axis=-1)

    def single(self) -> Self:
        """The same in single precision, for many points."""
        half = np.float32
        return replace(self, eye=self.eye.astype(half), axes=self.axes.astype(half))

    def rays(self, x: Floats, y: Floats) -> Floats:
        """Directions whose step ahead is 1."""
        a = (x - self.centre[0]) / self.scale
        b = (self.centre[1] - y) / self.scale
        return np.asarray(a[:, None] * self.axes[0] + b[:, None] * self.axes[1] + self.axes[2])

    def px_at(self, point: Floats) -> float:
        """Px a centimetre at that point."""
        ahead = float((point - self.eye) @ self.axes[2])
        return self.scale if self.is_parallel else self.scale / ahead


def looking(tilt: float) -> Floats:
    """Axes of an eye in front of the scene (at -y), tilted down; 90 is straight down."""
    sin, cos = np.sin(np.radians(tilt)), np.cos(np.radians(tilt))
    return np.array([[1.0, 0.0, 0.0], [0.0, sin, cos], [0.0, cos, -sin]])
