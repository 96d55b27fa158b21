"""How renders come along, as they do."""

from typing import Any

import orjson
import strawberry

from api import reads
from api.graphql.events import Event
from api.graphql.renders import RenderJob
from domain.creatives import models, states

KINDS = ("render_job.",)
LAST = [f"render_job.{state.name.lower()}" for state in states.DONE]


def _state(_moment: Any, kind: str, details: str) -> str:
    """Progress says it in so many words; the other kinds are named after the state reached."""
    said = orjson.loads(details).get("state")
    return str(said or kind.partition(".")[2].upper())


def _progress(_moment: Any, kind: str, details: str) -> float | None:
    said = orjson.loads(details).get("progress")
    known = {"render_job.queued": 0.0, "render_job.succeeded": 1.0}
    return known.get(kind) if said is None else float(said)


@strawberry.type(description="A render came along.")
class RenderJobProgress(Event):
    state: states.RenderState = reads.made(
        _state, "kind", "details", description="Where it stood then."
    )
    progress: float | None = reads.made(
        _progress,
        "kind",
        "details",
        description="How much was done then, from 0 to 1; null when it ended without a file.",
    )
    job: RenderJob | None = reads.points_at(
        "subject_type", "subject_id", description="The render as it is now."
    )


@strawberry.type
class CreativesSubscription:
    render_job_progress: RenderJobProgress = reads.told(
        models.RenderJob,
        KINDS,
        of="job_id",
        last=LAST,
        description="How one render comes along, from its first event on; ends after its last: "
        "`render_job.succeeded`, `.failed`, `.cancelled` or `.expired`.",
    )
    job_events: RenderJobProgress = reads.told(
        models.RenderJob, KINDS, description="How all renders come along."
    )
