"""Photos that layers show: their pixels, what is seen in them, their subjects alone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PIL import Image

from media.errors import MediaError
from media.photos import pictures
from media.photos.subject import Facts, facts
from media.scene import Color

Look = Callable[[str], "Photo | None"]
"""The photo by its asset's name; None where nobody has looked."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A decoded photo; `digest` is of its bytes."""

    image: Image.Image
    digest: str

    @property
    def facts(self) -> Facts:
        return facts(self.image, self.digest)

    @property
    def cut(self) -> "Photo | None":
        """The subject alone, cropped to it; None where it does not come off cleanly."""
        if self.image.mode == "RGBA":
            box = self.image.getchannel("A").point(lambda value: 255 * (value > 8)).getbbox()
            return Photo(self.image.crop(box), f"{self.digest}:cut") if box else None
        from media.product_image.cutout import Refusal, cutout  # noqa: PLC0415  it loads OpenCV

        found = cutout(self.image, self.digest)
        return None if isinstance(found, Refusal) else Photo(found.picture, f"{self.digest}:cut")


class FilmPicture(Photo):
    """A frame of a clip: nobody looks for what is seen in it, which would change as it plays."""

    __slots__ = ()

    @property
    def facts(self) -> Facts:
        grey = Color(128, 128, 128)
        return Facts(
            edges=(grey, grey, grey, grey), plain=(False, False, False, False), border=grey,
            subject=None, loudest=None, focus=(0.5, 0.5),
            aspect=self.image.height / self.image.width,
        )  # fmt: skip


def decoded(wanted: Iterable[tuple[str, str]], assets: Mapping[str, bytes]) -> dict[str, Photo]:
    """By the asset's name, of slots and assets' names. Raises a MediaError with the slot."""
    photos: dict[str, Photo] = {}
    for slot, name in wanted:
        if name not in photos:
            try:
                digest = pictures.digest_of(assets[name])
                photos[name] = Photo(pictures.decode(assets[name], name, digest), digest)
            except MediaError as error:
                raise error.within(slot=slot) from None
    return photos
