"""One scene at a time: units to frames. What stands still is flattened once and laid on as one.

Time is cut where a unit begins or ends to move. Between two cuts, all that stands still below the
first mover is one ground, and all that stands still between two movers is one overlay.
"""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from media.clips.opening import Clips
from media.film import planes
from media.film.camera import Camera
from media.film.grounds import lay_over, needs_ground
from media.film.motion import REST, STILL, Pose
from media.film.planes import Frame, Patch
from media.film.shows import Show, outlined
from media.film.units import Unit, shifted
from media.film.warping import joined, masked, moved, through
from media.layout import Page, Placed, PlacedCode, PlacedGroup, PlacedPicture, PlacedShape
from media.painting.paint import Painter
from media.painting.sprite import Sprite
from media.painting.sprites import Sprites
from media.photo import Photo
from media.scene import Box, Scene
from media.typesetting.text import PlacedText

_KEPT_BYTES = 260_000_000
Still = Frame | None


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
        *,
        size: tuple[int, int],
        scale: float,
        fps: int,
        clips: Clips | None = None,
    ) -> None:
        self._clips = clips
        self._shows: dict[int, tuple[Show, ...]] = {}
        self._scene, self._units, self._photos = scene, units, photos
        self.size, self._scale, self._fps = size, scale, fps
        self._sprites = Sprites(photos, size, scale)
        room = (size[0] * 3, size[1] * 3)
        self._wide = Sprites(photos, room, scale)  # of shapes that come from beyond the edge
        self._painter = Painter(
            Page(scene.width_px, scene.height_px, ()), scene.ground, photos, scale
        )
        self._patches: OrderedDict[tuple[int, int | str], tuple[Patch, ...]] = OrderedDict()
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
        return self._flat(range(len(self._units)), 0.0)

    def _flat(self, numbers: Iterable[int], seconds: float) -> list[Patch]:
        whole = planes.clear(self.size)
        for number in numbers:
            self._draw(lambda patch: planes.over(whole, patch), None, number, seconds)
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
                self._draw(lambda patch: planes.lay(ground, patch), ground, unit_number, middle)
            self._ground, runs = ground, runs[1:]
        for run in runs:
            if not run.moves and all(self._is_plain(number) for number in run.units):
                run.overlay = self._flat(run.units, middle)
        self._runs = runs

    def _is_plain(self, number: int) -> bool:
        return all(not needs_ground(placed) for placed in self._units[number].placed)

    def _draw(
        self, lay: Callable[[Patch], None], frame: Still, number: int, seconds: float
    ) -> None:
        unit = self._units[number]
        pose = unit.pose(seconds)
        if pose.is_gone:
            return
        if frame is not None and not self._is_plain(number):
            painter = self._painter_at(number, seconds)
            for placed in unit.placed:
                lay_over(frame, placed, pose.opacity, painter)
            return
        for patch in self._found(number, unit, seconds):
            shown = self._posed(patch, pose)
            if shown is not None:
                lay(shown)

    def _found(self, number: int, unit: Unit, seconds: float) -> Iterable[Patch]:
        """What a unit shows at a time, where it stands at rest."""
        if unit.view is not None:
            return self._camera(number, unit).patches(seconds)
        if unit.playing:
            return self._played(number, unit, seconds)
        return self._patches_of(number, unit.look(seconds))

    def _posed(self, patch: Patch, pose: Pose) -> Patch | None:
        shown: Patch | None = patch
        for mask in pose.masks:
            own = mask._replace(box=Box(*(side * self._scale for side in mask.box)))
            shown = masked(shown, own, self.size) if shown is not None else None
        if shown is None:
            return None
        affine = pose.affine.scaled(self._scale)
        if affine != STILL:
            shown = moved(shown, affine, self.size)
        return planes.faded(shown, pose.opacity) if shown is not None else None

    def _played(self, number: int, unit: Unit, seconds: float) -> list[Patch]:
        """A clip between its shadows and its border; a group with a clip is painted anew."""
        placed = unit.placed[0]
        if not isinstance(placed, PlacedPicture):
            sprite = self._painted(placed, self._painter_at(number, seconds))
            patch = planes.patch_of(sprite)
            return [patch] if patch is not None else []
        around = self._patches_of(number, unit.placed)
        (outline,) = self._patches_of(number, (outlined(placed),), "outline")
        last = len(around) - 1 - (placed.layer.border is not None)
        shown = through(self._shows_of(number)[0].patch(seconds), outline)
        found = [*around[:last], *([shown] if shown else []), *around[last + 1 :]]
        return joined(found, self.size) if len(found) > 1 and unit.chain else found

    def _shows_of(self, number: int) -> tuple[Show, ...]:
        if number not in self._shows:
            if self._clips is None:
                raise TypeError("a stage with clips is given them")
            playing, photos = self._units[number].playing, self._photos
            self._shows[number] = tuple(
                Show(one, photos[one.clip.photo], self._clips, self._scale) for one in playing
            )
        return self._shows[number]

    def _painter_at(self, number: int, seconds: float) -> Painter:
        """With the frames that a unit's clips show at a time in place of their first ones."""
        if not self._units[number].playing:
            return self._painter
        photos = {show.name: show.photo(seconds) for show in self._shows_of(number)}
        page = Page(self._scene.width_px, self._scene.height_px, ())
        return Painter(page, self._scene.ground, {**self._photos, **photos}, self._scale)

    def close(self) -> None:
        """Its clips are no longer read."""
        for shows in self._shows.values():
            for show in shows:
                show.close()
        self._shows.clear()

    def _patches_of(
        self, number: int, look: tuple[Placed, ...], part: str = ""
    ) -> tuple[Patch, ...]:
        key = (number, part or id(look[0]) if look else 0)
        if key in self._patches:
            self._patches.move_to_end(key)
            return self._patches[key]
        found: list[Patch] = []
        for placed in look:
            found += self._of(placed, roams=bool(self._units[number].chain))
        if len(found) > 1 and self._units[number].chain and not self._units[number].playing:
            found = joined(found, self.size)
        self._patches[key] = tuple(found)
        self._kept += sum(patch.nbytes for patch in found)
        while self._kept > _KEPT_BYTES and len(self._patches) > 1:
            _, gone = self._patches.popitem(last=False)
            self._kept -= sum(patch.nbytes for patch in gone)
        return self._patches[key]

    def _of(self, placed: Placed, *, roams: bool) -> list[Patch]:
        at = (0, 0)
        if isinstance(placed, PlacedText):
            sprites = tuple(self._sprites.of_words(placed))
        elif isinstance(placed, PlacedShape | PlacedPicture | PlacedCode):
            if roams:
                at = self.size
                dx, dy = self.size[0] / self._scale, self.size[1] / self._scale
                far = shifted(placed, dx, dy)
                sprites = self._wide.of(far) if not isinstance(far, PlacedGroup) else ()  # type: ignore[arg-type]  # shifted keeps the kind
            else:
                sprites = self._sprites.of(placed)
        else:
            sprites = (self._painted(placed, self._painter),)
        moved_back = (replace(one, x=one.x - at[0], y=one.y - at[1]) for one in sprites)
        opacity = 1.0 if isinstance(placed, PlacedGroup) else placed.layer.opacity
        patches = (planes.patch_of(sprite, opacity) for sprite in moved_back)
        return [patch for patch in patches if patch is not None]

    def _painted(self, placed: Placed, painter: Painter) -> Sprite:
        """Anything else as a still paints it, on clear ground."""
        canvas = painter.paint_clear((placed,), self.size)
        box = canvas.getchannel("A").getbbox() or (0, 0, 2, 2)
        part = canvas.crop(box)
        return Sprite(box[0], box[1], part.convert("RGB"), part.getchannel("A"))

    def _camera(self, number: int, unit: Unit) -> Camera:
        if number not in self._cameras:
            ground = self._scene.ground.rgb
            self._cameras[number] = Camera(unit, self._photos, self._sprites, self._scale, ground)
        return self._cameras[number]

    def _fills(self, frame: Frame, number: int, seconds: float) -> bool:
        """Whether a photo under a camera covers all of the frame: then it is drawn, alone."""
        unit = self._units[number]
        if unit.view is None or unit.pose(seconds) != REST:
            return False
        return self._camera(number, unit).fill(frame, seconds)


def frame_for(size: tuple[int, int]) -> Frame:
    return planes.frame_of(np.empty((size[1] * 3 // 2, size[0]), np.uint8))
