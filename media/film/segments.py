"""Segments on disk, by what they are made of: a scene that has not changed is not made again.

A segment is written beside its place and put there when it is whole, so that a film that was
killed goes on at the segment where it was. The folder may be thrown away at any time.
"""

import hashlib
import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

from media import fonts
from media.film import encoder
from media.film.encoder import Encoding
from media.film.frames import Frames
from media.film.plan import Plan, Shot
from media.film.timeline import Segment
from media.layout import Placed, PlacedGroup, PlacedPicture
from media.photo import Photo

ENGINE = "film 2"  # another number wherever the same plan gives other frames
_LIBRARIES = ("numpy", "opencv-python-headless", "pillow", "uharfbuzz")
_AT_ONCE = 2  # segments whose last frames are still encoded while the next one is drawn
Told = Callable[[float], None]
Ask = Callable[[], None]


@lru_cache(maxsize=1)
def _tools() -> str:
    """What draws and encodes: libraries, fonts, ffmpeg."""
    found = hashlib.sha256(encoder.version().encode())
    for library in _LIBRARIES:
        found.update(f"{library} {version(library)}".encode())
    for face in sorted({face.file for face in fonts.FACES}):
        found.update((fonts.FOLDER / face).read_bytes())
    return found.hexdigest()


def _assets(placed: Placed) -> set[str]:
    if isinstance(placed, PlacedGroup):
        return {name for child in placed.children for name in _assets(child)}
    return {placed.layer.photo} if isinstance(placed, PlacedPicture) else set()


def _of_shot(shot: Shot, photos: Mapping[str, Photo]) -> str:
    names = sorted({name for unit in shot.units for one in unit.placed for name in _assets(one)})
    return repr((shot.identity, [(name, photos[name].digest) for name in names]))


def key(plan: Plan, segment: Segment, photos: Mapping[str, Photo], size: tuple[int, int]) -> str:
    """Of all that the segment's bytes come from, and of nothing else: not of when it is shown."""
    start = plan.start_of(segment)
    parts = [ENGINE, _tools(), str(size), str(plan.fps), str((segment.first, segment.frames))]
    parts.append(_of_shot(plan.shots[segment.scene], photos))
    if segment.before is not None:
        parts.append(_of_shot(plan.shots[segment.before], photos))
        parts.append(repr(plan.spans[segment.scene].transition))
    for cue, scene in zip(plan.cues, plan.burnt, strict=False):
        first, end = (round(at_s * plan.fps) - start for at_s in (cue.start_s, cue.end_s))
        if first < segment.frames and end > 0:
            parts.append(repr((first, end, scene)))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


class _Making:
    """A segment that is being encoded, and where it goes."""

    def __init__(self, place: Path, size: tuple[int, int], fps: int) -> None:
        self._place = place
        part = place.with_name(f".{place.stem}-{uuid4().hex}.part")
        self.encoding: Encoding = encoder.h264(part, size, fps)

    def settle(self) -> None:
        """What a killed film has left of the same segment goes too."""
        self.encoding.wait()
        part = self.encoding.path
        try:
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            part.replace(self._place)
        except FileNotFoundError:
            if not self._place.exists():  # nobody else was faster
                raise
        for left in self._place.parent.glob(f".{self._place.stem}-*.part"):
            left.unlink(missing_ok=True)

    def drop(self) -> None:
        self.encoding.stop()
        self.encoding.path.unlink(missing_ok=True)


def made(  # noqa: PLR0913, PLR0917  what, where to, and whom it talks to
    frames: Frames,
    photos: Mapping[str, Photo],
    folder: Path,
    tell: Told,
    ask: Ask,
    meanwhile: Callable[[], object],
) -> list[Path]:
    """The film's segments as files, those that are not there encoded. `ask` raises to stop.

    While one segment's last frames are encoded, the next one's first are drawn. `meanwhile` is
    called once, when all are drawn and the last are yet to be encoded.
    """
    plan = frames.plan
    folder.mkdir(parents=True, exist_ok=True)
    places = [folder / f"{key(plan, one, photos, frames.size)}.mp4" for one in plan.segments]
    done = 0
    making: list[_Making] = []
    try:
        for segment, place in zip(plan.segments, places, strict=True):
            if place.exists() or place in places[: places.index(place)]:
                done += segment.frames
                continue
            making.append(_Making(place, frames.size, plan.fps))
            for array in frames.of(segment):
                ask()
                making[-1].encoding.put(array)
                done += 1
                tell(done / plan.frames)
            making[-1].encoding.finish()
            if len(making) > _AT_ONCE:
                making[0].settle()
                making.pop(0)
        meanwhile()
        while making:
            making[0].settle()
            making.pop(0)
    finally:
        for one in making:
            one.drop()
    tell(1.0)
    return places
