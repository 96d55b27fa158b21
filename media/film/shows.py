"""A clip that plays in its box: its frames as patches, or as photos for what paints in RGB."""

import math
from dataclasses import replace

from media.clips.frames import Reel, Window
from media.clips.opening import Clips
from media.film import planes
from media.film.planes import Frame, Patch
from media.film.playing import Playing
from media.layout import PlacedPicture
from media.photo import FilmPicture, Photo
from media.photos import fitting
from media.scene import Box


def outlined(placed: PlacedPicture) -> PlacedPicture:
    """What its own frames fill: without shadows and border."""
    return replace(placed, layer=replace(placed.layer, shadows=(), border=None))


class Show:
    """One clip in one box at one scale. `still` is its first picture."""

    def __init__(self, playing: Playing, still: Photo, clips: Clips, scale: float) -> None:
        clip, field = playing.clip, playing.placed.box
        self._playing, self._digest = playing, still.digest
        left, top, right, bottom = (
            round(side * scale) for side in (field.x, field.y, field.right, field.bottom)
        )
        whole = Box(left, top, max(right - left, 1), max(bottom - top, 1))
        photo = fitting.fitted(clip, whole, still.image.size, still.facts).photo
        x, wide, part_x, part_wide = _even(photo.x, photo.right, whole.x, whole.right)
        y, tall, part_y, part_tall = _even(photo.y, photo.bottom, whole.y, whole.bottom)
        self._at = (x, y)
        window = Window(part_x, part_y, part_wide, part_tall, (wide, tall))
        file = clips.get(clip.asset)
        self._reel = Reel(file, clip.from_s, playing.fps, playing.frames, window)

    def _frame(self, seconds: float) -> Frame:
        return planes.frame_of(self._reel.at(self._playing.number(seconds)))

    def patch(self, seconds: float) -> Patch:
        """As large as its box, to be cut to its outline."""
        _, y, u, v = self._frame(seconds)
        return Patch(*self._at, y, u, v, None, None)

    def photo(self, seconds: float) -> Photo:
        """The part of it that is in the box."""
        image = planes.to_picture(self._frame(seconds))
        number = self._playing.number(seconds)
        return FilmPicture(image, f"{self._digest}#{number}/{self._at}/{image.size}")

    @property
    def name(self) -> str:
        return self._playing.clip.photo

    def close(self) -> None:
        self._reel.close()


def _even(start: float, end: float, first: float, last: float) -> tuple[int, int, float, float]:
    """Along one side: the even px that hold what is seen of a photo from `start` to `end` between
    `first` and `last`, how many, and which part of the photo they hold."""
    left = math.floor(max(start, first) + 1e-6) & ~1
    right = math.ceil(min(end, last) - 1e-6)
    right += right & 1
    right = max(right, left + 2)
    low, high = ((place - start) / (end - start) for place in (left, right))
    low, high = min(max(low, 0.0), 1.0), min(max(high, 0.0), 1.0)
    return left, right - left, low, max(high - low, 1e-9)
