"""An asset in other sizes and formats: made in a child, kept under their hashes, named in rows."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from api.jobs.drawing import limits_of, rendered
from api.jobs.kind import Kind
from api.jobs.run import Run
from domain.assets import deriving
from media.child import Renderer, Request
from media.product_image.recipes import Recipe, recipes_for

PROGRAM = "api.jobs.deriving_inside"
MEMORY_MB = 2_048


def act(run: Run) -> None:
    """Only what is missing is made, so that it may begin again at any time."""
    with run.work() as work:
        asset = deriving.to_derive(work, run.row_id)
        made = deriving.recipes_of(work, run.row_id) if asset else set()
    if asset:
        recipes = recipes_for(asset.file_key[-64:], asset.longest_px)
        missing = [one for one in recipes if one.key not in made]
        if missing:
            derive(run, asset, missing)
    with run.work() as work:
        run.finish(work)


def derive(run: Run, asset: deriving.Source, recipes: Sequence[Recipe]) -> None:
    storage = run.tools.storage
    values: dict[str, Any] = {"recipes": [asdict(one) for one in recipes]}
    photo = storage.get(asset.file_key)
    request = Request(template="derivatives", values=values, assets={"photo": photo})
    limits = limits_of(run.tools.settings, memory_mb=MEMORY_MB)
    with Renderer(1, limits, program=PROGRAM) as renderer:
        sides = rendered(run, renderer, request).sides
    kept = []
    for recipe in recipes:
        [(end, data)] = [(end, data) for end, data in sides.items() if end.startswith(recipe.key)]
        _, width_px, height_px = end.split(".")
        kept.append(
            deriving.Made(
                recipe=recipe.key,
                file_key=storage.put(data, media_type=recipe.media_type),
                file_name=f"{asset.stem}-{recipe.longest_px}.{recipe.ending}",
                media_type=recipe.media_type,
                width_px=int(width_px),
                height_px=int(height_px),
                size_bytes=len(data),
            )
        )
    with run.work() as work:
        deriving.keep_derivatives(work, run.row_id, kept)


KIND = Kind(act)
