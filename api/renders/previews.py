"""Previews: drawn at once in children of their own, which no job keeps waiting; nothing is kept."""

import base64
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from api.renders.making import How, Shown, add_assets, filled, undrawable
from api.storage import Missing, Storage
from domain.creatives.errors import Undrawable
from domain.work import Work
from media.child import Limits, Renderer, Request
from media.errors import MediaError, RenderFailed

AT_ONCE = 2
LIMITS = Limits(patience_s=20.0, processor_s=30)
BOXES = ".boxes.json"


@dataclass(frozen=True)
class Preview:
    """A small picture with a mark across it, as a data URL; boxes as JSON."""

    url: str
    width_px: int
    height_px: int
    seconds: float | None
    boxes: Any


@cache
def renderer() -> Renderer:
    """Of this process; its children end with it."""
    return Renderer(AT_ONCE, LIMITS)


def request_of(work: Work, how: How, what: Shown, at_s: float) -> tuple[Request, dict[str, str]]:
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
    return request, made.pictures


def drawn(
    storage: Storage, request: Request, pictures: dict[str, str], how: How, what: Shown
) -> Preview:
    """Blocks while it is drawn. Raises Undrawable."""
    try:
        files = {name: storage.get(key) for name, key in pictures.items()}
        made = renderer().render(Request(**{**vars(request), "assets": files}))
    except RenderFailed as error:
        raise Undrawable(f"{error}.", rule=error.rule, template=error.template) from None
    except MediaError as error:
        raise undrawable(error, how, what) from None
    except Missing as error:
        raise Undrawable(
            "The file of a picture is gone.", "values", rule="asset.missing"
        ) from error
    data = base64.b64encode(made.data).decode()
    return Preview(
        f"data:{made.media_type};base64,{data}",
        made.width_px,
        made.height_px,
        made.seconds,
        json.loads(made.sides[BOXES]),
    )
