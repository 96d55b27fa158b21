"""One scene at a time: units to frames. What stands still is flattened once and laid on as one.

Time is cut where a unit begins or ends to move. Between two cuts, all that stands still below the
first mover is one ground, and all that stands still between two movers is one overlay.
"""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np
from PIL import Image

from media.film import planes
from media.film.motion import Affine, Pose
from media.film.planes import Bytes, Frame, Patch
from media.film.units import Unit, shifted
from media.film.warping import filling, masked, moved
from media.layout import Placed, PlacedGroup, PlacedPicture, PlacedShape
from media.painting.paint import Painter
from media.painting.sprites import Photo, Sprite, Sprites
from media.pixels import masks
from media.scene import SQUARE, Blend, Box, Scene, Shape
from media.scene import NONE as NO_FADES
from media.typesetting.text import PlacedText

_KEPT_BYTES = 260_000_000
Still = Frame | None


@dataclass(frozen=True, slots=True)
class Camera:
    """A photo larger than its box, for a camera to move over; `cover` is the box's own outline."""

    planes: tuple[Bytes, Bytes, Bytes]
    box: Box
    most: float
    cover: Patch | None
    below: tuple[Patch, ...]


@dataclass(slots=True)
class _Run:
    """Units beside each other in a stretch of time that all stand still, or one that moves."""

    units: list[int]
    moves: bool
    overlay: list[Patch] | None = None


class Stage:
    """Draws the frames of one scene; safe in one thread. Sizes are px of the frame, even."""

    def __init__(  # noqa: PLR0913  a scene, and how it is drawn
        self,
        scene: Scene,
        units: tuple[Unit, ...],
        photos: Mapping[str, Photo],
        size: tuple[int, int],
        scale: float,
        fps: int,
    ) -> None:
        self._scene, self._units, self._photos = scene, units, photos
        self.size, self._scale, self._fps = size, scale, fps
        self._sprites = Sprites(photos, size, scale)
        room = (size[0] * 3, size[1] * 3)
        self._wide = Sprites(photos, room, scale)  # of shapes that come from beyond the edge
        self._patches: OrderedDict[tuple[int, int], tuple[Patch, ...]] = OrderedDict()
        self._cameras: dict[int, Camera] = {}
        self._kept = 0
        cuts = {0.0} | {at for unit in units for at in unit.times() if at > 0}
        self._cuts = sorted(cuts)
        self._stretch = -1
        self._runs: list[_Run] = []
        self._ground: Still = None

    def frame(self, number: int) -> Frame:
        """A new frame, number/fps seconds after the scene's start."""
        seconds = number / self._fps
        self._enter(max(bisect_right(self._cuts, seconds + 1e-9) - 1, 0))
        runs = self._runs
        if self._ground is not None:
            frame = planes.copy_of(self._ground)
        else:
            frame = frame_for(self.size)
            if not (runs and runs[0].moves and self._fills(frame, runs[0].units[0], seconds)):
                frame = planes.blank(self.size, self._scene.ground.rgb)
            else:
                runs = runs[1:]
        for run in runs:
            if run.overlay is not None:
                for patch in run.overlay:
                    planes.lay(frame, patch)
            else:
                for unit in run.units:
                    self._draw(lambda patch: planes.lay(frame, patch), frame, unit, seconds)
        return frame

    def overlay(self) -> list[Patch]:
        """All of the scene at its start, without a ground, in the parts where there is anything."""
        whole = planes.clear(self.size)
        for number in range(len(self._units)):
            self._draw(lambda patch: planes.over(whole, patch), None, number, 0.0)
        return planes.bands(whole)

    def _enter(self, stretch: int) -> None:
        """What stands still from here to the next cut, flattened."""
        if stretch == self._stretch:
            return
        self._stretch = stretch
        start = self._cuts[stretch]
        last = stretch == len(self._cuts) - 1
        end = 1e9 if last else self._cuts[stretch + 1]
        middle = start + 1.0 if last else (start + end) / 2
        runs: list[_Run] = []
        for number, unit in enumerate(self._units):
            moves = unit.is_moving(start, end)
            if not moves and unit.pose(middle).is_gone:
                continue
            if runs and not moves and not runs[-1].moves:
                runs[-1].units.append(number)
            else:
                runs.append(_Run([number], moves))
        self._ground = None
        if not runs or not runs[0].moves:
            ground = planes.blank(self.size, self._scene.ground.rgb)
            for unit_number in runs[0].units if runs else ():
                self._draw(
                    lambda patch: planes.lay(ground, patch), ground, unit_number, middle
                )
            self._ground, runs = ground, runs[1:]
        for run in runs:
            if not run.moves and all(self._is_plain(number) for number in run.units):
                overlay = planes.clear(self.size)
                for number in run.units:
                    self._draw(lambda patch: planes.over(overlay, patch), None, number, middle)
                run.overlay = planes.bands(overlay)
        self._runs = runs

    def _is_plain(self, number: int) -> bool:
        return all(not _needs_ground(placed) for placed in self._units[number].placed)

    def _draw(
        self, lay: Callable[[Patch], None], frame: Still, number: int, seconds: float
    ) -> None:
        unit = self._units[number]
        pose = unit.pose(seconds)
        if pose.is_gone:
            return
        if frame is not None and not self._is_plain(number):
            for placed in unit.placed:
                self._over_ground(frame, placed, pose.opacity)
            return
        found = (
            self._viewed(number, unit, seconds)
            if unit.view is not None
            else self._patches_of(number, unit.look(seconds))
        )
        for patch in found:
            shown = self._posed(patch, pose)
            if shown is not None:
                lay(shown)

    def _posed(self, patch: Patch, pose: Pose) -> Patch | None:
        shown: Patch | None = patch
        for mask in pose.masks:
            own = mask._replace(box=Box(*(side * self._scale for side in mask.box)))
            shown = masked(shown, own, self.size) if shown is not None else None
        if shown is None:
            return None
        affine = pose.affine.scaled(self._scale)
        if affine != Affine():
            shown = moved(shown, affine, self.size)
        return planes.faded(shown, pose.opacity) if shown is not None else None

    def _patches_of(self, number: int, look: tuple[Placed, ...]) -> tuple[Patch, ...]:
        key = (number, id(look[0]) if look else 0)
        if key in self._patches:
            self._patches.move_to_end(key)
            return self._patches[key]
        found: list[Patch] = []
        for placed in look:
            found += self._of(placed, roams=bool(self._units[number].chain))
        if len(found) > 1 and self._units[number].chain:
            found = _joined(found, self.size)
        self._patches[key] = tuple(found)
        self._kept += sum(patch.nbytes for patch in found)
        while self._kept > _KEPT_BYTES and len(self._patches) > 1:
            _, gone = self._patches.popitem(last=False)
            self._kept -= sum(patch.nbytes for patch in gone)
        return self._patches[key]

    def _of(self, placed: Placed, *, roams: bool) -> list[Patch]:
        layer, at = placed.layer, (0, 0)
        if isinstance(placed, PlacedText):
            sprites = tuple(self._sprites.of_words(placed))
        elif isinstance(placed, PlacedShape | PlacedPicture):
            if roams:
                at = self.size
                dx, dy = self.size[0] / self._scale, self.size[1] / self._scale
                far = shifted(placed, dx, dy)
                sprites = self._wide.of(far) if not isinstance(far, PlacedGroup) else ()  # type: ignore[arg-type]  # shifted keeps the kind
            else:
                sprites = self._sprites.of(placed)
        else:
            sprites = (self._painted(placed),)
        moved_back = (replace(one, x=one.x - at[0], y=one.y - at[1]) for one in sprites)
        opacity = 1.0 if isinstance(placed, PlacedGroup) else layer.opacity
        patches = (planes.patch_of(sprite, opacity) for sprite in moved_back)
        return [patch for patch in patches if patch is not None]

    def _painted(self, placed: Placed) -> Sprite:
        """Anything else as a still paints it, on clear ground."""
        painter = Painter(self._scene, self._photos, self._scale)
        canvas = painter.paint_clear((placed,), self.size)
        box = canvas.getchannel("A").getbbox() or (0, 0, 2, 2)
        part = canvas.crop(box)
        return Sprite(box[0], box[1], part.convert("RGB"), part.getchannel("A"))

    def _over_ground(self, frame: Frame, placed: Placed, opacity: float) -> None:
        """Grain, and layers that multiply, screen or overlay: they need what lies below."""
        if isinstance(placed, PlacedShape) and placed.layer.grain:
            _grained(frame, placed.layer.grain * opacity)
            return
        painter = Painter(self._scene, self._photos, self._scale)
        picture = planes.to_picture(frame)
        painter.paint_on(picture, placed)
        y, u, v = planes.of_picture(picture)
        frame.y[:], frame.u[:], frame.v[:] = y, u, v

    def _camera(self, number: int, unit: Unit) -> Camera:
        if number not in self._cameras:
            self._cameras[number] = self._filmed(unit)
        return self._cameras[number]

    def _filmed(self, unit: Unit) -> Camera:
        placed, view = unit.placed[0], unit.view
        if not isinstance(placed, PlacedPicture) or view is None:
            raise TypeError("a camera is for a picture")
        most = max(view.at(0.0)[0], view.at(view.seconds)[0], view.at(view.seconds + 2)[0])
        scale = self._scale
        field = Box(*(side * scale for side in placed.box))
        x, y = round(field.x), round(field.y)
        box = Box(x, y, max(round(field.right) - x, 2), max(round(field.bottom) - y, 2))
        wide, tall = (round(side * most / 2 + 0.5) * 2 for side in (box.width, box.height))
        bare = replace(
            placed.layer, corners=SQUARE, fades=NO_FADES, shadows=(), blend=Blend.NORMAL,
            safe=_about(placed.layer.safe, placed.box, scale * most),
        )  # fmt: skip
        sprites = Sprites(self._photos, (wide, tall), 1.0)
        (sprite,) = sprites.of(PlacedPicture(bare, Box(0, 0, wide, tall)))
        image = sprite.colors
        if isinstance(image, tuple):
            raise TypeError("a photo has pixels")
        if sprite.mask is not None:
            ground = Image.new("RGB", image.size, self._scene.ground.rgb)
            ground.paste(image, mask=sprite.mask)
            image = ground
        *shadows, outline = self._sprites.of(placed)
        below = [planes.patch_of(shadow) for shadow in shadows]
        is_cut = outline.mask is not None or placed.layer.opacity < 1.0
        cover = planes.patch_of(outline, placed.layer.opacity) if is_cut else None
        return Camera(
            planes.of_picture(image),
            box,
            wide / box.width,
            cover,
            tuple(patch for patch in below if patch is not None),
        )

    def _look_at(self, camera: Camera, unit: Unit, seconds: float) -> Affine:
        """From px of the large photo to px of the canvas."""
        if unit.view is None:
            return Affine()
        scale, x, y = unit.view.at(seconds)
        box = camera.box
        share = scale / camera.most
        to_x = box.x + x * box.width * (1 - scale)
        to_y = box.y + y * box.height * (1 - scale)
        return Affine(a=share, c=to_x, e=share, f=to_y)

    def _fills(self, frame: Frame, number: int, seconds: float) -> bool:
        """Whether a photo under a camera covers all of the frame: then it is drawn, alone."""
        unit = self._units[number]
        if unit.view is None or unit.pose(seconds) != Pose():
            return False
        camera = self._camera(number, unit)
        box = camera.box
        covers = box.x <= 0 and box.y <= 0
        covers = covers and box.right >= self.size[0] and box.bottom >= self.size[1]
        if camera.cover is not None or not covers:
            return False
        filling(camera.planes, self._look_at(camera, unit, seconds), frame)
        return True

    def _viewed(self, number: int, unit: Unit, seconds: float) -> list[Patch]:
        camera = self._camera(number, unit)
        y, u, v = camera.planes
        large = Patch(0, 0, y, u, v, None, None)
        found = moved(large, self._look_at(camera, unit, seconds), self.size)
        if found is None:
            return [*camera.below]
        outline = camera.cover
        if outline is None:
            outline = planes.patch_of(_solid(camera.box))
        shown = _through(found, outline) if outline is not None else None
        return [*camera.below, *([shown] if shown is not None else [])]


def frame_for(size: tuple[int, int]) -> Frame:
    return planes.frame_of(np.empty((size[1] * 3 // 2, size[0]), np.uint8))


def _about(safe: Box | None, box: Box, scale: float) -> Box | None:
    """A safe box in px of the large photo."""
    if safe is None:
        return None
    moved_to = (safe.x - box.x, safe.y - box.y, safe.width, safe.height)
    return Box(*(side * scale for side in moved_to))


def _solid(box: Box) -> Sprite:
    size = (round(box.width), round(box.height))
    return Sprite(round(box.x), round(box.y), (0, 0, 0), Image.new("L", size, 255))


def _through(patch: Patch, outline: Patch) -> Patch | None:
    """A patch's pixels, with the coverage of another."""
    left, top = max(patch.left, outline.left), max(patch.top, outline.top)
    right = min(patch.left + patch.y.shape[1], outline.left + outline.y.shape[1])
    bottom = min(patch.top + patch.y.shape[0], outline.top + outline.y.shape[0])
    if right <= left or bottom <= top or outline.cover is None or outline.cover_half is None:
        return None
    made: list[Bytes] = []
    for plane, cover, step in (
        (patch.y, outline.cover, 1),
        (patch.u, outline.cover_half, 2),
        (patch.v, outline.cover_half, 2),
        (patch.cover, outline.cover, 1),
        (patch.cover_half, outline.cover_half, 2),
    ):
        y, x = (top - outline.top) // step, (left - outline.left) // step
        high, wide = (bottom - top) // step, (right - left) // step
        own = cover[y : y + high, x : x + wide]
        y, x = (top - patch.top) // step, (left - patch.left) // step
        made.append(planes.times(np.asarray(plane)[y : y + high, x : x + wide], own))
    return Patch(left, top, made[0], made[1], made[2], made[3], made[4])


def _joined(found: list[Patch], size: tuple[int, int]) -> list[Patch]:
    """Patches that move as one, as one; only where all of them are on the canvas at rest."""
    left, top = min(one.left for one in found), min(one.top for one in found)
    right = max(one.left + one.y.shape[1] for one in found)
    bottom = max(one.top + one.y.shape[0] for one in found)
    if (right - left) * (bottom - top) > 4 * size[0] * size[1]:
        return found
    ground = planes.clear((right - left, bottom - top))
    for one in found:
        planes.over(ground, one._replace(left=one.left - left, top=one.top - top))
    return [ground._replace(left=left, top=top)]


def _needs_ground(placed: Placed) -> bool:
    layer = placed.layer
    return layer.blend is not Blend.NORMAL or (isinstance(layer, Shape) and layer.grain > 0)


def _grained(frame: Frame, share: float) -> None:
    """Film noise in the light alone, strongest in the middle tones, none in black and white."""
    height, width = frame.y.shape
    tones = np.clip((np.arange(256) - 16) / 219, 0, 1)
    most = (2 * np.minimum(tones, 1 - tones) * 219 * share).astype(np.float32)
    room = cv2.LUT(frame.y, np.clip(most * 4, 0, 255).astype(np.uint8))
    grain = masks.noise(height, width) * 0.5
    up = cv2.convertScaleAbs(np.maximum(grain, 0), alpha=255)
    down = cv2.convertScaleAbs(np.maximum(-grain, 0), alpha=255)
    more = cv2.multiply(room, up, scale=1 / 1020)
    frame.y[:] = cv2.subtract(cv2.add(frame.y, more), cv2.multiply(room, down, scale=1 / 1020))
