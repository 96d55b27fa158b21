"""The one door: a template's name or document, its values and pictures in; a file out.

Pure: no clock, no network, no file but the shipped fonts and templates. The same input gives the
same bytes on one machine.
"""

import io
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image

from media.document.bind import bind
from media.document.slots import Filled, fill
from media.document.template import MOST_PIXELS, Template, named, parse
from media.errors import BadTemplate, MediaError, TooLarge, UnknownFormat
from media.fonts.added import families
from media.layout import lay_out
from media.painting.paint import Painter
from media.painting.sprites import Photo
from media.photos import pictures
from media.photos.subject import Facts
from media.scene import Scene

MEDIA_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
SMALLEST_SCALE, LARGEST_SCALE = 0.05, 4.0
_SAVED: Mapping[str, Mapping[str, Any]] = {
    "jpeg": {"quality": 90, "subsampling": 0},
    "png": {"compress_level": 3},
    "webp": {"quality": 90, "method": 4},
}


@dataclass(frozen=True)
class Rendered:
    """A finished file and what it is."""

    data: bytes
    media_type: str
    width_px: int
    height_px: int


def _template(template: str | Mapping[str, Any]) -> Template:
    if isinstance(template, str):
        return named(template)
    if not isinstance(template, Mapping):
        raise BadTemplate("template", "must be a name or a document")
    return parse(template)


def check(
    template: str | Mapping[str, Any],
    values: Mapping[str, Any],
    asset_names: Collection[str],
    fonts: Mapping[str, bytes] | None = None,
) -> None:
    """Raises what `render` would raise, as far as it can be known without a photo.

    A layout that depends on what a photo shows is checked as for a photo with plain edges.
    """
    checked = _template(template)
    try:
        filled = fill(checked, values, asset_names)
        lay_out(bind(checked, filled, lambda _slot: None, families(fonts or {})))
    except MediaError as error:
        raise error.within(template=checked.name) from None


def _photos(filled: Filled, assets: Mapping[str, bytes]) -> dict[str, Photo]:
    """Of the slots that are filled, by the asset's name."""
    photos: dict[str, Photo] = {}
    for slot, shot in filled.shots.items():
        if shot.asset not in photos:
            try:
                data = assets[shot.asset]
                digest = pictures.digest_of(data)
                photos[shot.asset] = Photo(pictures.decode(data, shot.asset, digest), digest)
            except MediaError as error:
                raise error.within(slot=slot) from None
    return photos


def _scene(
    template: Template, filled: Filled, photos: Mapping[str, Photo], fonts: Mapping[str, bytes]
) -> Scene:
    def look(slot: str) -> Facts | None:
        shot = filled.shots.get(slot)
        return photos[shot.asset].facts if shot else None

    return bind(template, filled, look, families(fonts))


def encoded(image: Image.Image, format: str) -> bytes:
    out = io.BytesIO()
    image.save(out, format.upper(), **_SAVED[format])
    return out.getvalue()


def render(  # noqa: PLR0913  the door: what, with what, and how
    template: str | Mapping[str, Any],
    values: Mapping[str, Any],
    assets: Mapping[str, bytes],
    *,
    format: str = "png",
    scale: float = 1.0,
    fonts: Mapping[str, bytes] | None = None,
    on_progress: Callable[[str, float], None] | None = None,
) -> Rendered:
    """Raises a `media.errors.MediaError`. `format` is a key of MEDIA_TYPES.

    `values` are by slot, `language` (`en`, `zh`) where the words do not tell it, and `locale`, as
    `de-CH`, for prices; `assets` are files by the names that the values use, `fonts` files by their
    SHA-256. `on_progress` is told a stage and what is done, 0 to 1.
    """
    tell = on_progress or (lambda _stage, _done: None)
    if format not in MEDIA_TYPES:
        raise UnknownFormat(f"No encoder is named {format!r}; there are {', '.join(MEDIA_TYPES)}")
    if not SMALLEST_SCALE <= scale <= LARGEST_SCALE:
        raise TooLarge(f"A scale is from {SMALLEST_SCALE} to {LARGEST_SCALE}")
    tell("planning", 0.0)
    parsed = _template(template)
    if parsed.width_px * parsed.height_px * scale * scale > MOST_PIXELS:
        raise TooLarge(f"It would have more than {MOST_PIXELS} pixels", template=parsed.name)
    try:
        filled = fill(parsed, values, assets.keys())
        tell("reading", 0.1)
        photos = _photos(filled, assets)
        tell("measuring", 0.3)
        scene = _scene(parsed, filled, photos, fonts or {})
        placed = lay_out(scene)
        tell("painting", 0.4)
        painter = Painter(scene, photos, scale)
        image = painter.paint(placed)
    except MediaError as error:
        raise error.within(template=parsed.name) from None
    tell("encoding", 0.8)
    data = encoded(image, format)
    tell("done", 1.0)
    return Rendered(data, MEDIA_TYPES[format], *image.size)
