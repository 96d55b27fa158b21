"""Which triangle is in front at each point: Pillow fills them, numpy compares the depths."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from media.illustrations.kit.camera import Camera
from media.illustrations.kit.curves import Floats
from media.illustrations.kit.mesh import Mesh

FAR = np.float32(1e9)
CHUNK = 60_000
"""Points at a time: what fits a cache."""


@dataclass
class Seen:
    """Triangles numbered from 1 at each point of a square, and how far ahead; 0 is nothing."""

    size_px: int
    front: NDArray[np.int32] = field(init=False)
    depth: NDArray[np.float32] = field(init=False)
    part: NDArray[np.int16] = field(init=False)
    first: int = 1
    parts: int = 0

    def __post_init__(self) -> None:
        self.front = np.zeros((self.size_px, self.size_px), np.int32)
        self.depth = np.full((self.size_px, self.size_px), FAR, np.float32)
        self.part = np.zeros((self.size_px, self.size_px), np.int16)

    def add(self, mesh: Mesh, camera: Camera) -> int:
        """Draws the mesh over what is there where it is nearer; says its first number."""
        first, corners = self.first, mesh.triangles()
        self.first += len(corners)
        self.parts += 1
        points = camera.seen(mesh.grid.reshape(-1, 3))
        drawn, planes = facing(points[corners], shows_both=not mesh.closed)
        low = np.floor(points[:, :2].min(axis=0)).astype(int) - 2
        high = np.ceil(points[:, :2].max(axis=0)).astype(int) + 3
        left, top = np.clip(low, 0, self.size_px)
        right, bottom = np.clip(high, 0, self.size_px)
        if right <= left or bottom <= top or not len(drawn):
            return first
        numbers = filled(points[corners[drawn]], drawn + 1, (left, top, right, bottom))
        covered = np.flatnonzero(numbers).astype(np.int32)
        for low in range(0, len(covered), CHUNK):
            at = covered[low : low + CHUNK]
            self._keep_nearer(at, numbers.ravel()[at] - 1, planes, (left, top, right - left), first)
        return first

    def _keep_nearer(
        self,
        at: NDArray[np.int32],
        local: NDArray[np.int32],
        planes: NDArray[np.float32],
        box: tuple[int, int, int],
        first: int,
    ) -> None:
        """Writes those points of a box (left, top, width) that lie before what is there."""
        left, top, wide = (np.int32(side) for side in box)
        rows = at // wide
        columns = at - rows * wide + left
        rows += top
        plane = planes[local]
        depth = plane[:, 0] * (columns + np.float32(0.5))
        depth += plane[:, 1] * (rows + np.float32(0.5))
        depth += plane[:, 2]
        place = rows * np.int32(self.size_px) + columns
        nearer = depth < self.depth.ravel()[place]
        place = place[nearer]
        self.depth.ravel()[place] = depth[nearer]
        self.front.ravel()[place] = local[nearer] + first
        self.part.ravel()[place] = self.parts


def facing(corners: Floats, *, shows_both: bool) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Triangles to draw, the farthest first, and each one's depth as a plane over the picture."""
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    area = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]
    shown = np.abs(area) > 1e-6 if shows_both else area < -1e-6
    safe = np.where(np.abs(area) > 1e-6, area, 1.0)
    a = (one[:, 2] * two[:, 1] - two[:, 2] * one[:, 1]) / safe
    b = (two[:, 2] * one[:, 0] - one[:, 2] * two[:, 0]) / safe
    ahead = corners[..., 2]
    steep = np.abs(a) + np.abs(b) > np.ptp(ahead, axis=1) * 4 + 1e-9
    a, b = np.where(steep, 0, a), np.where(steep, 0, b)
    middle = corners.mean(axis=1)
    c = middle[:, 2] - a * middle[:, 0] - b * middle[:, 1]
    drawn = np.nonzero(shown)[0]
    order = np.argsort(-ahead[drawn].mean(axis=1), kind="stable")
    return drawn[order], np.stack([a, b, c], axis=1).astype(np.float32)


def filled(
    corners: Floats, numbers: NDArray[np.intp], box: tuple[int, int, int, int]
) -> NDArray[np.int32]:
    """The numbers painted in order into the box."""
    left, top, right, bottom = (int(side) for side in box)
    image = Image.new("I", (right - left, bottom - top))
    polygon = ImageDraw.Draw(image).draw.draw_polygon
    flat = (corners[..., :2] - [left + 0.5, top + 0.5]).reshape(len(corners), 6)
    for line, number in zip(flat.tolist(), numbers.tolist(), strict=True):
        polygon(line, number, 1)
    return np.asarray(image, dtype=np.int32)
