"""The one door: a template's name or document, its values and pictures in; a file out.

Pure: no clock, no network, no file but the shipped fonts and templates. The same input gives the
same bytes on one machine.
"""

from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from typing import Any

from PIL import Image

from media import encoding
from media.clips import pictures as clip_pictures
from media.clips.opening import Clips
from media.document.bind import bind
from media.document.slots import Filled, fill
from media.document.template import MOST_PIXELS, Template, named, parse
from media.encoding import MEDIA_TYPES, encoded
from media.errors import BadTemplate, MediaError, TooLarge
from media.fonts.added import families
from media.layout import lay_out
from media.painting.paint import Painter
from media.photo import Photo, decoded
from media.presets.preset import Preset
from media.rendered import Rendered
from media.slices import sliced
from media.target import target_of

__all__ = [
    "MEDIA_TYPES", "Rendered", "check", "checker", "drawn", "encoded", "fitted", "photos_of",
    "render", "template_of",
]  # fmt: skip

Tell = Callable[[str, float], None]
Check = Callable[[Mapping[str, Any], Collection[str]], None]
TemplateLike = str | Mapping[str, Any]


def template_of(template: TemplateLike, preset: str | None = None) -> Template:
    """A shipped one by its name, or a document, as it is for a preset; raises TemplateError."""
    if isinstance(template, str):
        return named(template, preset)
    if not isinstance(template, Mapping):
        raise BadTemplate("template", "must be a name or a document")
    return parse(template, preset)


def checker(
    template: TemplateLike, preset: str | None = None, fonts: Mapping[str, bytes] | None = None
) -> Check:
    """`check` for many values of one template, which is read but once; raises what is its own."""
    checked, added = template_of(template, preset), families(fonts or {})

    def of(values: Mapping[str, Any], asset_names: Collection[str]) -> None:
        try:
            filled = fill(checked, values, asset_names, added)
            lay_out(bind(checked, filled, lambda _asset: None))
        except MediaError as error:
            raise error.within(template=checked.name) from None

    return of


def check(
    template: TemplateLike,
    values: Mapping[str, Any],
    asset_names: Collection[str],
    preset: str | None = None,
    fonts: Mapping[str, bytes] | None = None,
) -> None:
    """Raises what `render` would raise, as far as it can be known without a photo.

    A layout that depends on what a photo shows is checked as for a photo with plain edges.
    """
    checker(template, preset, fonts)(values, asset_names)


def photos_of(filled: Filled, assets: Mapping[str, bytes]) -> dict[str, Photo]:
    """Of the slots that are filled, by the asset's name."""
    photos = decoded(filled.every_photo(), assets)
    with closing(Clips(assets)) as clips:
        return photos | clip_pictures.photos(filled.every_footage(), clips)


def drawn(  # noqa: PLR0913, PLR0917  what, with what, and how
    template: Template,
    values: Mapping[str, Any],
    assets: Mapping[str, bytes],
    scale: float,
    tell: Tell,
    fonts: Mapping[str, bytes] | None = None,
) -> Image.Image:
    """The picture itself, RGB. Raises a `media.errors.MediaError`."""
    if template.width_px * template.height_px * scale * scale > MOST_PIXELS:
        raise TooLarge(f"It would have more than {MOST_PIXELS} pixels", template=template.name)
    try:
        filled = fill(template, values, assets.keys(), families(fonts or {}))
        tell("reading", 0.1)
        photos = photos_of(filled, assets)
        tell("measuring", 0.3)
        scene = bind(template, filled, photos.get)
        page = lay_out(scene)
        tell("painting", 0.4)
        return Painter(page, scene.ground, photos, scale).paint()
    except MediaError as error:
        raise error.within(template=template.name) from None


def fitted(image: Image.Image, size: tuple[int, int] | None) -> Image.Image:
    """The middle of it, where a preset's shape is a little other than the canvas's."""
    if size is None or image.size == size:
        return image
    left, top = (image.width - size[0]) // 2, (image.height - size[1]) // 2
    return image.crop((left, top, left + size[0], top + size[1]))


def render(  # noqa: PLR0913  the door: what, with what, and how
    template: TemplateLike,
    values: Mapping[str, Any],
    assets: Mapping[str, bytes],
    *,
    format: str | None = None,
    scale: float = 1.0,
    preset: str | Preset | None = None,
    fonts: Mapping[str, bytes] | None = None,
    on_progress: Tell | None = None,
) -> Rendered:
    """Raises a `media.errors.MediaError`.

    `values` are by slot, `language` (`en`, `zh`) where the words do not tell it, and `locale`, as
    `de-CH`, for prices; `assets` are files by the names that the values use, `fonts` those that
    are added, as `media.fonts.added.families` takes them. A `preset`, by name or a row of one's
    own, chooses the layout, the size in px, the format where none is said, and the window of bytes;
    `format` is a key of MEDIA_TYPES, PNG by default. A page that is longer than the preset takes
    comes whole, and beside it in the pieces `.01.jpg`, `.02.jpg`. `on_progress` is told a stage and
    what is done, 0 to 1.
    """
    tell = on_progress or (lambda _stage, _done: None)
    tell("planning", 0.0)
    parsed = template_of(template, preset.name if isinstance(preset, Preset) else preset)
    target = target_of(parsed, preset, scale)
    chosen = format or target.format
    media_type = encoding.media_type(chosen)
    image = fitted(drawn(parsed, values, assets, target.scale, tell, fonts), target.size)
    tell("encoding", 0.8)
    least, most = target.bytes
    if (highest := target.slice_px) is not None and image.height > highest:
        pieces = [encoding.within(piece, chosen, least, most) for piece in sliced(image, highest)]
        end = encoding.END[chosen]
        sides = {f".{number:02}{end}": piece for number, piece in enumerate(pieces, 1)}
        rendered = Rendered(encoded(image, chosen), media_type, *image.size, sides=sides)
    else:
        data = encoding.within(image, chosen, least, most)
        rendered = Rendered(data, media_type, *image.size)
    tell("done", 1.0)
    return rendered
