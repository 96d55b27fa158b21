"""A scene to a picture: find what is seen, light it, develop it."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from media.illustrations.kit import finish, gobo, ground, shade, shadow, steam
from media.illustrations.kit.camera import Camera
from media.illustrations.kit.curves import Floats
from media.illustrations.kit.glass import through
from media.illustrations.kit.material import Material, Surface
from media.illustrations.kit.mesh import unit
from media.illustrations.kit.raster import Seen
from media.illustrations.kit.scene import Part, Scene
from media.illustrations.kit.surface import surface_at

CHUNK = 60_000
FINE = 2
"""Points along a pixel's side where edges are."""


@dataclass
class Samples:
    """Points to light: the pixel, where in the picture, which triangle; sorted by part."""

    pixel: NDArray[np.int64]
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    number: NDArray[np.int32]
    part: NDArray[np.int16]
    weight: NDArray[np.float32]


def rendered(scene: Scene, size_px: int, seed: int = 7) -> Image.Image:
    """The scene as a square picture."""
    camera = Camera.framing(scene.points(), scene.tilt, size_px, scene.fill, shift=scene.shift)
    solid = [part for part in scene.parts if not part.material.glass]
    glass = [part for part in scene.parts if part.material.glass]
    seen, firsts = looked_at(solid, camera, size_px)
    camera = camera.single()
    samples = sampled(seen, scene, camera, size_px)
    casting = [part.mesh for part in solid if part.casts]
    clear = [part.mesh for part in glass if part.casts]
    sun = shadow.Depths.of(casting, unit(np.array(scene.sun)))
    rise = np.radians(min(max(scene.tilt + 26, 34), 90))
    sky = shadow.Depths.of(casting + clear, np.array([0.0, -np.cos(rise), np.sin(rise)]))
    light = lighted(scene, solid, samples, camera, (sun, sky), size_px, firsts)
    if glass:
        light = through(scene, glass, light, seen, (camera, finer(camera)))
    light = steam.risen(light, scene, camera)
    light = finish.bloomed(light, scene.bloom)
    return finish.developed(light, seed)


def looked_at(parts: list[Part], camera: Camera, size_px: int) -> tuple[Seen, list[int]]:
    seen = Seen(size_px * FINE)
    return seen, [seen.add(part.mesh, finer(camera)) for part in parts]


def finer(camera: Camera) -> Camera:
    centre = camera.centre[0] * FINE, camera.centre[1] * FINE
    return replace(camera, scale=camera.scale * FINE, centre=centre)


def sampled(seen: Seen, scene: Scene, camera: Camera, size_px: int) -> Samples:
    """One point a pixel; four where parts or depths meet."""
    first = seen.part[::FINE, ::FINE], seen.depth[::FINE, ::FINE]
    edge = np.zeros(first[0].shape, np.bool_)
    for a, b in ((0, 1), (1, 0), (1, 1)):
        edge |= seen.part[a::FINE, b::FINE] != first[0]
        edge |= np.abs(seen.depth[a::FINE, b::FINE] - first[1]) > first[1] * np.float32(0.004)
    rows, columns = np.nonzero(~edge)
    front = seen.front.reshape(size_px, FINE, size_px, FINE)
    blocks = seen.part.reshape(size_px, FINE, size_px, FINE)
    lists = [
        (rows, columns, 0.5, 0.5, front[rows, 0, columns, 0], blocks[rows, 0, columns, 0], 1.0)
    ]
    rows, columns = np.nonzero(edge)
    for a in range(FINE):
        for b in range(FINE):
            at = (b + 0.5) / FINE, (a + 0.5) / FINE
            numbers, owners = front[rows, a, columns, b], blocks[rows, a, columns, b]
            lists.append((rows, columns, *at, numbers, owners, 1.0 / FINE**2))
    part = np.concatenate([one[5] for one in lists])
    pixel = np.concatenate([one[0] * size_px + one[1] for one in lists])
    x = np.concatenate([one[1].astype(np.float32) + np.float32(one[2]) for one in lists])
    y = np.concatenate([one[0].astype(np.float32) + np.float32(one[3]) for one in lists])
    behind = np.flatnonzero(part == 0)
    part[behind] = np.where(ground.is_wall(scene, camera, x[behind], y[behind]), ground.WALL, 0)
    order = np.argsort(part, kind="stable")
    return Samples(
        pixel[order],
        x[order],
        y[order],
        np.concatenate([one[4] for one in lists])[order],
        part[order],
        np.concatenate([np.full(len(one[0]), one[6], np.float32) for one in lists])[order],
    )


def pieces(samples: Samples) -> list[tuple[int, slice]]:
    """Runs of one part, cut to what fits a cache."""
    out = []
    numbers = np.arange(ground.WALL, int(samples.part.max()) + 2)
    ends = np.searchsorted(samples.part, numbers)
    for part, start, end in zip(numbers.tolist(), ends[:-1], ends[1:], strict=False):
        lows = range(int(start), int(end), CHUNK)
        out += [(part, slice(low, min(low + CHUNK, int(end)))) for low in lows]
    return out


def lighted(
    scene: Scene,
    parts: list[Part],
    samples: Samples,
    camera: Camera,
    depths: tuple[shadow.Depths, shadow.Depths],
    size_px: int,
    firsts: list[int],
) -> NDArray[np.float32]:
    """Linear light of every pixel."""
    reach = scene.reach * float(np.ptp(scene.points(), axis=0).max())
    runs = pieces(samples)
    rows, columns = samples.pixel // size_px, samples.pixel % size_px
    asked = (samples.weight < 1) | ((rows & 1) + (columns & 1) == 0)
    shares = np.ones((2, len(samples.pixel)), np.float32)
    surfaces: list[tuple[Surface, Material]] = []
    for part, run in runs:
        x, y = samples.x[run], samples.y[run]
        if part > 0:
            mesh = parts[part - 1].mesh
            surface = surface_at(mesh, firsts[part - 1], camera, x, y, samples.number[run])
            surfaces.append((surface, parts[part - 1].material))
        else:
            material = scene.backdrop.floor if part == ground.FLOOR else scene.backdrop.wall
            surfaces.append((ground.found(scene, camera, x, y, part), material))
        surface = surfaces[-1][0]
        surface.dense = camera.px_at(surface.place[len(surface.place) // 2])
        few = np.flatnonzero(asked[run])
        turn = shadow.turns(samples.pixel[run][few], size_px)
        place, normal = surface.place[few], surface.normal[few]
        passed = shadow.lit(depths[0], place, normal, turn, scene.spread)
        if scene.gobo:
            passed *= gobo.cast(scene, place)
        at = few + run.start
        shares[0, at] = passed
        shares[1, at] = shadow.open_to_sky(depths[1], place, normal, turn, reach)
    shares = evened(shares, asked, samples, size_px)
    light = np.zeros((size_px * size_px, 3), np.float32)
    for (part, run), (surface, material) in zip(runs, surfaces, strict=True):
        to_eye = unit(camera.eye - surface.place).astype(np.float32)
        far = scene.backdrop.far if part == ground.WALL else None
        if far is not None:
            out = far(samples.x[run] / size_px, samples.y[run] / size_px)
        else:
            both = shares[0, run], shares[1, run]
            out = shade.lighted(scene, material, surface, to_eye, camera.axes, both)
        out = out * samples.weight[run, None]
        pixel, whole = samples.pixel[run], samples.weight[run] == 1
        light[pixel[whole]] += out[whole]
        for channel in range(3):
            np.add.at(light[:, channel], pixel[~whole], out[~whole, channel])
    return light.reshape(size_px, size_px, 3)


def evened(
    shares: NDArray[np.float32], asked: NDArray[np.bool_], samples: Samples, size_px: int
) -> NDArray[np.float32]:
    """What was asked at some points, averaged for all about them; solids and ground apart."""
    out = shares.copy()
    total = size_px * size_px
    for group, wide in ((samples.part <= 0, True), (samples.part > 0, False)):
        known = group & asked
        pixel, weight = samples.pixel[known], samples.weight[known]
        count = boxed(np.bincount(pixel, weight, total).reshape(size_px, size_px))
        count = boxed(count) if wide else count
        for row in range(2):
            values = np.bincount(pixel, weight * shares[row, known], total)
            summed = boxed(values.reshape(size_px, size_px))
            even = (boxed(summed) if wide else summed) / np.maximum(count, 1e-6)
            out[row, group] = even.ravel()[samples.pixel[group]]
    return out


def boxed(image: NDArray[Any]) -> Floats:
    """Sums over 4 by 4."""
    total = np.zeros((image.shape[0] + 4, image.shape[1] + 4), np.float32)
    total[2:-2, 2:-2] = image
    down = total[:-4] + total[1:-3] + total[2:-2] + total[3:-1]
    return np.asarray(down[:, :-4] + down[:, 1:-3] + down[:, 2:-2] + down[:, 3:-1])
