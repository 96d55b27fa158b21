"""How renders come along, as they do."""

from typing import Any

import orjson
import strawberry

from api import reads
from api.graphql.events import Event
from api.graphql.render_batches import RenderBatch
from api.graphql.renders import RenderJob
from domain.creatives import batch as batch_models
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


BATCH_LAST = [
    f"render_batch.{state.name.lower()}"
    for state in states.BatchState
    if state not in {states.BatchState.QUEUED, states.BatchState.RUNNING}
]
BATCH_KINDS = ("render_batch.queued", "render_batch.progressed", *BATCH_LAST)
"""`render_batch.called_off` is no state: how it ended is told by itself."""


def _batch_state(_moment: Any, kind: str, details: str) -> str:
    return str(orjson.loads(details).get("state") or kind.partition(".")[2].upper())


def _batch_progress(_moment: Any, details: str) -> float:
    return float(orjson.loads(details).get("progress", 0.0))


@strawberry.type(description="A batch of renders came along.")
class RenderBatchProgress(Event):
    state: states.BatchState = reads.made(
        _batch_state, "kind", "details", description="Where it stood then."
    )
    progress: float = reads.made(
        _batch_progress, "details", description="How much of it was over then, from 0 to 1."
    )
    batch: RenderBatch | None = reads.points_at(
        "subject_type", "subject_id", description="The batch as it is now."
    )


@strawberry.type
class CreativesSubscription:
    render_batch_progress: RenderBatchProgress = reads.told(
        batch_models.RenderBatch,
        BATCH_KINDS,
        of="batch_id",
        last=BATCH_LAST,
        description="How one batch comes along, from its first event on, told when one of its "
        "renders ends; ends when all have: `render_batch.succeeded`, `.partly_failed`, `.failed` "
        "or `.cancelled`.",
    )
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
