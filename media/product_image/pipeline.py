"""A seller's photo to all that a shop needs of it, and what could not be made of it, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image

from media.photos import subject
from media.photos.likeness import fingerprint, thumbhash
from media.photos.pictures import decode, digest_of
from media.product_image import ladder
from media.product_image.crop import cropped
from media.product_image.cutout import Cutout, Refusal, cutout
from media.product_image.ladder import FORMATS, SIZES_PX, Rung
from media.product_image.white import on_white

Parts = tuple[float, float, float, float]


class Background(StrEnum):
    """What stands behind the product: the photo's own, pure white, or nothing at all."""

    KEEP = "keep"
    WHITE = "white"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Products:
    """`background` is what was made, KEEP where the one asked for could not be.

    `subject` is its box in the photo as parts of it, or None where none was found. `fingerprint`
    has 64 bits and is of the photo; `placeholder` is a ThumbHash and is of what was made.
    """

    rungs: tuple[Rung, ...]
    background: Background
    subject: Parts | None
    fingerprint: int
    placeholder: bytes
    width_px: int
    height_px: int
    notes: tuple[str, ...]


def _whole_or_reason(
    image: Image.Image, found: Cutout | Refusal, background: Background, side_px: int
) -> tuple[Image.Image, Background, tuple[str, ...]]:
    if background is Background.KEEP:
        return image, background, ()
    if isinstance(found, Refusal):
        return image, Background.KEEP, (f"the background was kept: {found}",)
    if background is Background.CLEAR:
        return found.picture, background, ()
    made = on_white(found, side_px=side_px)
    return made.picture, background, made.notes


def pipeline(  # noqa: PLR0913  the door: what, and what of it
    data: bytes,
    *,
    sizes: Sequence[int] = SIZES_PX,
    formats: Sequence[str] = FORMATS,
    background: Background = Background.KEEP,
    ratio: float | None = None,
    focus: tuple[float, float] | None = None,
    name: str = "photo",
) -> Products:
    """The file's bytes to files of `sizes` px on the longer side, in `formats` of `ladder.FORMATS`.

    WHITE gives a square. With a `ratio` a kept photo is cropped around its subject, or around
    `focus` (parts of it), which wins. Raises a `media.errors.MediaError` for a file that is no
    picture or past the limits and for what cannot be asked; a product that cannot be cut out
    raises nothing: the photo stays as it is and `notes` say why.
    """
    image = decode(data, name, digest := digest_of(data))
    found = cutout(image, digest)
    box = found.box if isinstance(found, Cutout) else subject.facts(image, digest).subject
    side_px = min(max(sizes, default=max(SIZES_PX)), 4096)
    made, done, notes = _whole_or_reason(image, found, background, max(side_px, 64))
    if ratio is not None and done is Background.KEEP:
        made = cropped(made, ratio, subject=box, focus=focus)
    elif ratio is not None:
        notes = (*notes, "not cropped: the product was taken from its photo")
    steps = ladder.of_image(made, sizes, formats)
    return Products(
        rungs=steps.rungs,
        background=done,
        subject=box,
        fingerprint=fingerprint(image),
        placeholder=thumbhash(made),
        width_px=made.width,
        height_px=made.height,
        notes=(*notes, *steps.notes),
    )
