"""What a batch would come to: how many are drawn, reused and refused, and what drawing costs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from domain.compliance.models import SizePreset
from domain.creatives import costs
from domain.creatives.batches import Sorted
from domain.creatives.models import RenderJob
from domain.templates.models import MediaTemplateVersion
from domain.work import Work
from media.document.facts import facts_of

GROWS_TO = 0.4
"""Of a page that grows, so much of the most that it may come to."""


@dataclass(frozen=True)
class Size:
    """Of what a template makes: px, and seconds of a film."""

    width_px: int
    height_px: int
    film_s: float | None = None


def processor_s(work: Work, found: Sorted) -> float:
    """Of all that is to be drawn."""
    versions = {row.template_version_id for row in found.drawn if row.template_version_id}
    presets = {row.preset_id for row in found.drawn if row.preset_id}
    sizes = {
        row.id: size_of(json.loads(row.document))
        for row in work.session.scalars(
            select(MediaTemplateVersion).where(MediaTemplateVersion.id.in_(versions))
        )
    }
    shapes = {
        row.id: (row.canvas_width_px, row.canvas_height_px)
        for row in work.session.scalars(select(SizePreset).where(SizePreset.id.in_(presets)))
    }
    return sum(_of(row, sizes, shapes) for row in found.drawn)


def _of(
    row: RenderJob, sizes: Mapping[UUID, Size], shapes: Mapping[UUID, tuple[int, int]]
) -> float:
    size = sizes[row.template_version_id] if row.template_version_id else Size(800, 800)
    width, height = shapes[row.preset_id] if row.preset_id else (size.width_px, size.height_px)
    scale = float(row.scale)
    return costs.seconds(row.kind, round(width * scale), round(height * scale), size.film_s)


def size_of(document: Mapping[str, Any]) -> Size:
    if "canvas" not in document:
        facts = facts_of(document)
        return Size(facts.width_px, facts.height_px)
    canvas = document["canvas"]
    height = canvas["height_px"] * (GROWS_TO if "hug" in canvas else 1)
    scenes: Sequence[Any] = document.get("film", {}).get("scenes", ())
    film_s = sum(_scene_s(scene.get("seconds", {})) for scene in scenes) or None
    return Size(canvas["width_px"], round(height), film_s)


def _scene_s(said: Mapping[str, Any]) -> float:
    """As long as it usually is: `together` is of all items of a list."""
    least = float(said.get("min", 1.5))
    return float(said.get("together", (least + float(said.get("max", least))) / 2))
