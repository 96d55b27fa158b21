"""From a triangle in the picture back to the surface: place, normal, lengths."""

import numpy as np
from numpy.typing import NDArray

from media.illustrations.kit.camera import Camera
from media.illustrations.kit.curves import Floats
from media.illustrations.kit.material import Surface
from media.illustrations.kit.mesh import Mesh, dot, unit


def surface_at(
    mesh: Mesh, first: int, camera: Camera, x: Floats, y: Floats, number: NDArray[np.int32]
) -> Surface:
    """Place, normal, tangent and lengths of the mesh at points of the picture."""
    corners = mesh.triangles()
    count = mesh.grid.shape[0] * mesh.grid.shape[1]
    held = np.concatenate(
        [
            mesh.grid.reshape(count, 3),
            mesh.normals().reshape(count, 3),
            mesh.tangents().reshape(count, 3),
            mesh.uv.reshape(count, 2),
        ],
        axis=1,
    ).astype(np.float32)
    screen = camera.seen(mesh.grid.reshape(-1, 3))[corners][..., :2]
    zero, one, two = screen[:, 0], screen[:, 1] - screen[:, 0], screen[:, 2] - screen[:, 0]
    area = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]
    area = np.where(np.abs(area) < 1e-9, 1e-9, area)
    table = np.stack(
        [
            zero[:, 0],
            zero[:, 1],
            two[:, 1] / area,
            -two[:, 0] / area,
            -one[:, 1] / area,
            one[:, 0] / area,
        ],
        axis=1,
    ).astype(np.float32)
    at = number - first
    row = table[at]
    dx, dy = x - row[:, 0], y - row[:, 1]
    a = np.clip(dx * row[:, 2] + dy * row[:, 3], -0.3, 1.3)[:, None]
    b = np.clip(dx * row[:, 4] + dy * row[:, 5], -0.3, 1.3)[:, None]
    picked = corners[at]
    start = held[picked[:, 0]]
    whole = start + a * (held[picked[:, 1]] - start) + b * (held[picked[:, 2]] - start)
    normal = unit(whole[:, 3:6])
    if not mesh.closed:
        away = dot(normal, camera.eye - whole[:, :3]) < 0
        normal = np.where(away[:, None], -normal, normal)
    return Surface(
        whole[:, :3],
        normal.astype(np.float32),
        unit(whole[:, 6:9]).astype(np.float32),
        whole[:, 9:],
    )
