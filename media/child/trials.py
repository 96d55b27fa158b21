"""Layouts tried in a child: what it would refuse, without a picture being drawn."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from media.child import wire
from media.child.pool import Renderer
from media.child.request import Request
from media.errors import MediaError

DOOR, TRIED = "trial", "tried"


def refusals(
    renderer: Renderer,
    template: str | Mapping[str, Any],
    tried: Sequence[tuple[Mapping[str, Any], Sequence[str]]],
    preset: str | None = None,
    fonts: Mapping[str, bytes] | None = None,
) -> list[MediaError | None]:
    """As `media.trial.refusals`; blocks. Raises a RenderFailed too."""
    asked = Request(
        template=template, values={TRIED: tried}, preset=preset, fonts=fonts or {}, door=DOOR
    )
    found = json.loads(renderer.render(asked).data)
    return [None if one is None else wire.as_error(one) for one in found]
