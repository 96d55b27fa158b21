"""The pictures of clips where nothing moves, as painters want them."""

from collections.abc import Iterable

from media.clips import frames
from media.clips.opening import Clips
from media.document.footage import Footage
from media.errors import MediaError
from media.photo import FilmPicture, Photo
from media.scene import photo_of


def photos(
    shown: Iterable[tuple[str, Footage]], clips: Clips, fps: int = frames.STILL_FPS
) -> dict[str, Photo]:
    """By the name that `media.scene.Clip` has for each. Raises a MediaError with the slot."""
    found: dict[str, Photo] = {}
    for slot, footage in shown:
        name = photo_of(footage.asset, footage.from_s)
        if name not in found:
            try:
                file = clips.get(footage.asset)
                image = frames.picture(file, footage.from_s, fps)
            except MediaError as error:
                raise error.within(slot=slot) from None
            found[name] = FilmPicture(image, f"{file.digest}@{footage.from_s!r}/{fps}")
    return found
