"""How much of the light and of the sky each point sees."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from media.illustrations.kit.camera import Camera
from media.illustrations.kit.curves import Floats
from media.illustrations.kit.mesh import Mesh
from media.illustrations.kit.raster import Seen

SIDE_PX = 800
GOLDEN = 2.399963
SEARCHED, TAPS = 14, 20


@dataclass(frozen=True)
class Depths:
    """What a far light sees of the solids: the nearest distance at each point of a square."""

    camera: Camera
    depth: NDArray[np.float32]

    @classmethod
    def of(cls, meshes: Iterable[Mesh], towards: Floats) -> Self:
        solids = [mesh.coarse() for mesh in meshes]
        points = np.concatenate([solid.grid.reshape(-1, 3) for solid in solids])
        camera = Camera.beam(points, towards, SIDE_PX)
        seen = Seen(SIDE_PX)
        for solid in solids:
            seen.add(solid, camera)
        return cls(camera.single(), seen.depth)

    def at(self, x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[np.float32]:
        columns = np.clip(x, 0, SIDE_PX - 1).astype(np.int32)
        rows = np.clip(y, 0, SIDE_PX - 1).astype(np.int32)
        return np.asarray(self.depth.ravel()[rows * SIDE_PX + columns])


def turns(pixels: NDArray[np.int64], width: int) -> NDArray[np.float32]:
    """A turn for each pixel; those of a 4 by 4 block are spread over the circle."""
    rows, columns = pixels // width, pixels % width
    order = np.array([0, 9, 4, 13, 2, 11, 6, 15, 8, 1, 12, 5, 10, 3, 14, 7], np.float32)
    return np.asarray(order[(rows & 3) * 4 + (columns & 3)] * np.float32(2 * np.pi / 16))


def lit(
    depths: Depths, places: Floats, normals: Floats, turn: NDArray[np.float32], spread: float
) -> NDArray[np.float32]:
    """The share of a wide light seen: sharp at the contact, soft far from it."""
    scale = np.float32(depths.camera.scale)
    away = np.float32(2.2 / scale)
    seen = depths.camera.seen(places + normals * away)
    x, y, depth = seen[:, 0], seen[:, 1], seen[:, 2] - away
    nearest = np.float32(depths.depth.min())
    wide = np.clip((depth - nearest) * scale * np.float32(spread), 2.0, SIDE_PX * 0.10)
    total = np.zeros_like(depth)
    count = np.zeros_like(depth)
    for tap in range(SEARCHED):
        far = np.float32(np.sqrt((tap + 0.5) / SEARCHED)) * wide
        found = depths.at(
            x + far * np.cos(turn + tap * GOLDEN), y + far * np.sin(turn + tap * GOLDEN)
        )
        blocks = found < depth
        total += np.where(blocks, depth - found, 0)
        count += blocks
    gap = total / np.maximum(count, 1)
    soft = np.clip(gap * scale * np.float32(spread), 1.6, SIDE_PX * 0.10)
    passed = np.zeros_like(depth)
    some = np.nonzero(count > 0)[0]
    x, y, depth, soft, turn = x[some], y[some], depth[some], soft[some], turn[some]
    for tap in range(TAPS):
        far = np.float32(np.sqrt((tap + 0.5) / TAPS)) * soft
        angle = turn + np.float32(tap * GOLDEN)
        passed[some] += depths.at(x + far * np.cos(angle), y + far * np.sin(angle)) >= depth
    passed /= TAPS
    passed[count == 0] = 1
    return passed


def open_to_sky(
    depths: Depths, places: Floats, normals: Floats, turn: NDArray[np.float32], reach: float
) -> NDArray[np.float32]:
    """The share of the sky that what stands about leaves free, within `reach` cm.

    Horizon-based: how far what is near rises over each point's own plane.
    """
    scale = np.float32(depths.camera.scale)
    seen = depths.camera.seen(places + normals * np.float32(1.5 / scale))
    own = normals @ depths.camera.axes.T
    hidden = np.zeros_like(seen[:, 0])
    taps = 14
    for tap in range(taps):
        far = np.float32(((tap + 0.5) / taps) ** 1.3 * reach)
        angle = turn + np.float32(tap * GOLDEN)
        right, up = far * np.cos(angle), far * np.sin(angle)
        found = depths.at(seen[:, 0] + right * scale, seen[:, 1] - up * scale)
        ahead = found - seen[:, 2]
        long = np.sqrt(far * far + ahead * ahead)
        rise = (own[:, 0] * right + own[:, 1] * up + own[:, 2] * ahead) / long
        near = np.clip(1.6 - long / np.float32(reach), 0, 1)
        hidden += np.clip(rise - 0.08, 0, 1) * near
    return np.asarray(1 - np.clip(hidden * np.float32(2.1 / taps), 0, 0.94))
