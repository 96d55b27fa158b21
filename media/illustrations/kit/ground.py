"""The floor and the wall behind: where each ray meets them, and what is beyond."""

import numpy as np
from numpy.typing import NDArray

from media.illustrations.kit.camera import Camera
from media.illustrations.kit.curves import Floats, ease
from media.illustrations.kit.material import Surface
from media.illustrations.kit.scene import Scene

FLOOR, WALL = 0, -1
"""Numbers of the two among the parts, which count from 1."""


def is_wall(
    scene: Scene, camera: Camera, x: NDArray[np.float32], y: NDArray[np.float32]
) -> NDArray[np.bool_]:
    """Whether the ray meets the wall first."""
    to_floor, to_wall = reaches(scene, camera, camera.rays(x, y))
    return to_wall <= to_floor


def reaches(scene: Scene, camera: Camera, rays: Floats) -> tuple[Floats, Floats]:
    backdrop, eye = scene.backdrop, camera.eye
    to_wall = (backdrop.wall_y - eye[1]) / np.maximum(rays[:, 1], np.float32(1e-6))
    if not backdrop.has_floor:
        return np.full(len(rays), 1e9, np.float32), to_wall
    return eye[2] / np.maximum(-rays[:, 2], np.float32(1e-6)), to_wall


def found(
    scene: Scene, camera: Camera, x: NDArray[np.float32], y: NDArray[np.float32], which: int
) -> Surface:
    """Where the rays meet floor or wall; near a sweep the one bends into the other."""
    backdrop = scene.backdrop
    rays = camera.rays(x, y).astype(np.float32)
    to_floor, to_wall = reaches(scene, camera, rays)
    place = camera.eye + rays * (to_wall if which == WALL else to_floor)[:, None]
    bent = np.full(len(rays), -which, np.float32)
    if backdrop.sweep > 0 and which == WALL:
        bent = 0.5 + 0.5 * ease(place[:, 2], 0, backdrop.sweep)
    elif backdrop.sweep > 0:
        bent = 0.5 * ease(place[:, 1], backdrop.wall_y - backdrop.sweep, backdrop.wall_y)
    turn = bent * np.float32(np.pi / 2)
    normal = np.stack([0 * turn, -np.sin(turn), np.cos(turn)], axis=1)
    along = place[:, 1] if which == FLOOR else backdrop.wall_y + place[:, 2]
    return Surface(
        place.astype(np.float32),
        normal.astype(np.float32),
        np.broadcast_to(np.array([1, 0, 0], np.float32), place.shape),
        (np.stack([place[:, 0], along], axis=1) + 400).astype(np.float32),
    )
