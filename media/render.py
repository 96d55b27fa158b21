"""The one door: a template's name or document, its values and pictures in; a file out."""

import io
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from media.errors import MissingAsset, MissingSlot, UnknownFormat, UnknownTemplate

MEDIA_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
_CANVAS = {"poster-new-arrival": (1080, 1350), "poster-price-cut": (1242, 1660)}


@dataclass(frozen=True)
class Rendered:
    """A finished file and what it is."""

    data: bytes
    media_type: str
    width_px: int
    height_px: int


def check(
    template: str | Mapping[str, Any], values: Mapping[str, Any], asset_names: Collection[str]
) -> None:
    """Raises what `render` would raise, as far as it can be known without a pixel drawn."""
    if not isinstance(template, str) or template not in _CANVAS:
        raise UnknownTemplate(f"No template is named {template!r}")
    for slot in ("title", "picture"):
        if slot not in values:
            raise MissingSlot("Must be filled", template=template, slot=slot)
    if values["picture"] not in asset_names:
        raise MissingAsset(values["picture"], template=template, slot="picture")


def render(
    template: str | Mapping[str, Any],
    values: Mapping[str, Any],
    assets: Mapping[str, bytes],
    *,
    format: str = "png",
    scale: float = 1.0,
    on_progress: Callable[[str, float], None] | None = None,
) -> Rendered:
    """Raises a `media.errors.MediaError`. `on_progress` gets a stage and how much is done, 0 to 1."""
    tell = on_progress or (lambda _stage, _done: None)
    if format not in MEDIA_TYPES:
        raise UnknownFormat(f"No encoder is named {format!r}")
    tell("planning", 0.0)
    check(template, values, assets.keys())
    width, height = (round(side * scale) for side in _CANVAS[str(template)])
    tell("painting", 0.2)
    canvas = Image.new("RGB", (width, height), "#EFEDE8")
    with Image.open(io.BytesIO(assets[values["picture"]]), formats=["JPEG", "PNG"]) as picture:
        photo = picture.convert("RGB").resize((width, width))
    canvas.paste(photo, (0, height - width))
    font = ImageFont.load_default(size=96 * scale)
    ImageDraw.Draw(canvas).text((72 * scale, 72 * scale), values["title"], "#2B1A12", font)
    tell("encoding", 0.8)
    out = io.BytesIO()
    canvas.save(out, format.upper())
    tell("done", 1.0)
    return Rendered(out.getvalue(), MEDIA_TYPES[format], width, height)
