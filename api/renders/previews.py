"""Previews: drawn at once in children of their own, which no job keeps waiting; nothing is kept."""

import base64
import json
from dataclasses import dataclass, replace
from typing import Any

from api.renders.binding import Bound
from api.renders.children import place, renderer
from api.renders.making import How, Shown, add_assets, filled
from api.renders.refusing import undrawable
from api.storage import Missing, Storage
from domain.creatives.errors import Undrawable
from domain.work import Work
from media.child import Request
from media.errors import MediaError, RenderFailed

BOXES = ".boxes.json"


@dataclass(frozen=True)
class Preview:
    """A small picture with a mark across it, as a data URL; boxes as JSON."""

    url: str
    width_px: int
    height_px: int
    seconds: float | None
    boxes: Any


def request_of(work: Work, how: How, what: Shown, at_s: float) -> tuple[Request, Bound]:
    """What is to be drawn, and the keys of its files; raises Undrawable."""
    try:
        template = how.version.read(how.preset)
        made = filled(template, how, what)
        add_assets(work, template, made, how.known)
    except MediaError as error:
        raise undrawable(error, how, what) from None
    preset = json.loads(how.preset.document) if how.preset else None
    request = Request(
        template=json.loads(how.version.document),
        values=made.values,
        preset=preset,
        door="preview",
        at_s=at_s,
    )
    return request, made


def drawn(storage: Storage, request: Request, needed: Bound, how: How, what: Shown) -> Preview:
    """Blocks while it is drawn. Raises Undrawable, or Busy where many wait already."""
    try:
        with place():
            files = {name: storage.get(key) for name, key in needed.pictures.items()}
            fonts = {name: storage.get(key) for name, key in needed.fonts.items()}
            made = renderer().render(replace(request, assets=files, fonts=fonts))
    except RenderFailed as error:
        raise Undrawable(f"{error}.", rule=error.rule, template=error.template) from None
    except MediaError as error:
        raise undrawable(error, how, what) from None
    except Missing as error:
        raise Undrawable(
            "The file of a picture or of a font is gone.", "values", rule="asset.missing"
        ) from error
    data = base64.b64encode(made.data).decode()
    return Preview(
        f"data:{made.media_type};base64,{data}",
        made.width_px,
        made.height_px,
        made.seconds,
        json.loads(made.sides[BOXES]),
    )
