"""Clear things: what lies behind shows through, bent and tinted; the studio mirrors in front."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from media.illustrations.kit import shade
from media.illustrations.kit.camera import Camera
from media.illustrations.kit.curves import Floats
from media.illustrations.kit.mesh import Mesh, dot, unit
from media.illustrations.kit.raster import Seen
from media.illustrations.kit.scene import Part, Scene
from media.illustrations.kit.surface import surface_at


def inside_out(mesh: Mesh) -> Mesh:
    """The far side, seen through the near one."""
    return replace(mesh, grid=mesh.grid[:, ::-1], uv=mesh.uv[:, ::-1])


def through(
    scene: Scene,
    parts: list[Part],
    light: NDArray[np.float32],
    seen: Seen,
    cameras: tuple[Camera, Camera],
) -> NDArray[np.float32]:
    """The picture with the clear parts in front of it, in the order they are given."""
    for part in parts:
        for mesh, share in ((inside_out(part.mesh), 0.55), (part.mesh, 1.0)):
            if share < 1 and not mesh.closed:
                continue
            light = before(scene, replace(part, mesh=mesh), light, seen, cameras, share)
    return light


def before(
    scene: Scene,
    part: Part,
    light: NDArray[np.float32],
    seen: Seen,
    cameras: tuple[Camera, Camera],
    share: float,
) -> NDArray[np.float32]:
    camera, fine = cameras
    side = light.shape[0]
    own = Seen(seen.size_px)
    own.depth[:] = seen.depth
    first = own.add(part.mesh, fine)
    step = seen.size_px // side
    front = own.front.reshape(side, step, side, step).transpose(0, 2, 1, 3).reshape(side * side, -1)
    pixel = np.flatnonzero(front.max(axis=1))
    if not len(pixel):
        return light
    cover = (front[pixel] > 0).mean(axis=1, dtype=np.float32)
    number = front[pixel].max(axis=1)
    x = (pixel % side + 0.5).astype(np.float32)
    y = (pixel // side + 0.5).astype(np.float32)
    surface = surface_at(part.mesh, first, camera, x, y, number)
    surface.dense = camera.px_at(surface.place[0])
    to_eye = unit(camera.eye - surface.place).astype(np.float32)
    material = part.material
    base, normal = material.painted(surface)
    near = np.clip(dot(normal, to_eye), 0, 1)
    edge = 1 - np.maximum(near, shade.GRAZING)
    bend = np.float32(side * 0.018 * share) * (edge**2)[:, None]
    local = np.stack([normal @ camera.axes[0], -(normal @ camera.axes[1])], axis=1)
    columns = np.clip(x - local[:, 0] * bend[:, 0], 0, side - 1).astype(np.int64)
    rows = np.clip(y - local[:, 1] * bend[:, 0], 0, side - 1).astype(np.int64)
    behind = light[rows, columns]
    dense = np.clip(material.glass * (0.65 + 0.9 * edge**3), 0, 0.97)[:, None]
    passed: Floats = behind * (1 - dense + dense * base) * (1 - 0.42 * edge**3)[:, None]
    mirror = shade.reflected(scene, normal, to_eye, camera.axes, material.rough)
    bright = (material.shine + (1 - material.shine) * edge**4 * 0.7)[:, None] * share
    out = light.reshape(-1, 3).copy()
    both = passed * (1 - bright * 0.5) + np.minimum(mirror, 4.0) * bright * 0.62
    out[pixel] += (both - out[pixel]) * cover[:, None]
    return out.reshape(light.shape)
