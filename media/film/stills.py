"""One frame of a film, without the rest: for previews."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from PIL import Image

from media.film import planes
from media.film.render import film_template, opened
from media.film.timeline import at
from media.scene import Scene


@dataclass(frozen=True)
class Frame:
    """One frame, RGB, the scene that is on, and how long the film is."""

    image: Image.Image
    scene: Scene
    seconds: float


def frame_at(  # noqa: PLR0913  which film, when, and how large
    template: str | Mapping[str, Any],
    values: Mapping[str, Any],
    assets: Mapping[str, bytes],
    seconds: float,
    *,
    longest_px: int,
    fonts: Mapping[str, bytes] | None = None,
) -> Frame:
    """For a preview: as large as its longer side allows; the last frame beyond the end."""
    parsed = film_template(template)
    scale = min(longest_px / max(parsed.width_px, parsed.height_px), 1.0)
    with opened(parsed, values, assets, fonts) as ready, closing(ready.frames(scale)) as drawn:
        plan = ready.plan
        number = min(max(int(seconds * plan.fps + 1e-6), 0), plan.frames - 1)
        scene = plan.shots[at(plan.spans, number).scene].scene
        return Frame(planes.to_picture(drawn.frame(number)), scene, plan.seconds)
