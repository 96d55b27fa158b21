"""A small still with a mark across it, and where each layer of it is: to look at, never to use.

Of a film, the frame at a second. Boxes are in px of the canvas, whatever the preview's size.
"""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from PIL import Image

from media.document.bind import bind
from media.document.library import is_film
from media.document.slots import fill
from media.errors import MediaError
from media.fonts.added import families
from media.layout import Page, Placed, PlacedGroup, lay_out
from media.painting.paint import Painter
from media.presets.preset import Preset
from media.render import Tell, TemplateLike, fitted, photos_of, template_of
from media.rendered import Rendered
from media.target import target_of
from media.typesetting.text import PlacedText

LONGEST_PX = 540
WORD = "PREVIEW"
BOXES = ".boxes.json"
_QUALITY = 82


def preview(  # noqa: PLR0913  the door: what, with what, and when
    template: TemplateLike,
    values: Mapping[str, Any],
    assets: Mapping[str, bytes],
    *,
    preset: str | Preset | None = None,
    at_s: float = 0.0,
    fonts: Mapping[str, bytes] | None = None,
    on_progress: Tell | None = None,
) -> Rendered:
    """A JPEG of at most LONGEST_PX, and beside it BOXES. Raises a `media.errors.MediaError`."""
    tell = on_progress or (lambda _stage, _done: None)
    tell("planning", 0.0)
    if is_film(template):
        image, page, seconds = _frame(template, values, assets, at_s, fonts)
    else:
        image, page = _still(template, values, assets, preset, fonts)
        seconds = None
    out = io.BytesIO()
    marked(image).save(out, "JPEG", quality=_QUALITY)
    boxes = json.dumps(boxes_of(page.placed), ensure_ascii=False).encode()
    tell("done", 1.0)
    return Rendered(
        out.getvalue(),
        "image/jpeg",
        image.width,
        image.height,
        seconds=seconds,
        sides={BOXES: boxes},
    )


def _still(
    template: TemplateLike,
    values: Mapping[str, Any],
    assets: Mapping[str, bytes],
    preset: str | Preset | None,
    fonts: Mapping[str, bytes] | None,
) -> tuple[Image.Image, Page]:
    parsed = template_of(template, preset.name if isinstance(preset, Preset) else preset)
    target = target_of(parsed, preset, 1.0)
    try:
        filled = fill(parsed, values, assets.keys(), families(fonts or {}))
        photos = photos_of(filled, assets)
        scene = bind(parsed, filled, photos.get)
        page = lay_out(scene)
        scale = min(target.scale, LONGEST_PX / max(page.width_px, page.height_px))
        image = Painter(page, scene.ground, photos, scale).paint()
    except MediaError as error:
        raise error.within(template=parsed.name) from None
    if target.size is None:
        return image, page
    share = scale / target.scale
    width, height = (max(round(side * share), 1) for side in target.size)
    return fitted(image, (min(width, image.width), min(height, image.height))), page


def _frame(
    template: TemplateLike,
    values: Mapping[str, Any],
    assets: Mapping[str, bytes],
    at_s: float,
    fonts: Mapping[str, bytes] | None,
) -> tuple[Image.Image, Page, float]:
    from media.film.stills import frame_at  # noqa: PLC0415  MoviePy takes its time to load

    found = frame_at(template, values, assets, at_s, longest_px=LONGEST_PX, fonts=fonts)
    return found.image, lay_out(found.scene), found.seconds


def marked(image: Image.Image) -> Image.Image:
    """With the word across it, from corner to corner."""
    mark = _mark(image.size)
    shown = image.convert("RGB")
    shown.paste((0, 0, 0), (1, 1), mark.point(lambda value: value * 0.30))
    shown.paste((255, 255, 255), (0, 0), mark.point(lambda value: value * 0.45))
    return shown


@lru_cache(maxsize=16)
def _mark(size: tuple[int, int]) -> Image.Image:
    """The word turned, white on black, as a mask of that size."""
    width, height = size
    type_px = max(min(size) // 6, 12)
    word = {
        "name": "word",
        "kind": "text",
        "text": WORD,
        "box": [0, round(height / 2 - type_px), width, 2 * type_px],
        "size": [6, type_px],
        "font": ["Inter"],
        "weight": 600,
        "color": "#FFFFFF",
        "align": "CENTER",
        "valign": "CENTER",
    }
    canvas = {"width_px": width, "height_px": height, "ground": "#000000"}
    document = {"version": 1, "name": "mark", "kind": "BANNER", "canvas": canvas, "slots": {}}
    template = template_of({**document, "layers": [word]}, None)
    scene = bind(template, fill(template, {}, (), {}), lambda _: None)
    drawn = Painter(lay_out(scene), scene.ground, {}, 1.0).paint().convert("L")
    return drawn.rotate(30, Image.Resampling.BILINEAR, expand=False)


def boxes_of(placed: Sequence[Placed], path: str = "") -> list[dict[str, Any]]:
    """The way to each layer, its box, and of words the size that was chosen."""
    return list(_boxes(placed, path))


def _boxes(placed: Sequence[Placed], path: str) -> Iterator[dict[str, Any]]:
    for one in placed:
        name = one.name if isinstance(one, PlacedGroup) else one.layer.name
        told = {
            "layer": f"{path}{name}",
            "x": round(one.box.x, 2),
            "y": round(one.box.y, 2),
            "width": round(one.box.width, 2),
            "height": round(one.box.height, 2),
        }
        if isinstance(one, PlacedText):
            told["fontSize"] = round(one.size_px, 2)
        yield told
        if isinstance(one, PlacedGroup):
            yield from _boxes(one.children, f"{path}{name}/")
