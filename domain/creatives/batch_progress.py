"""How a batch comes along: told when one of its renders ends, and once when all have."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select

from domain.creatives.batch import RenderBatch
from domain.creatives.models import RenderJob
from domain.creatives.states import UNDER_WAY, BatchState, RenderState
from domain.work import Work


def state_of(counts: dict[RenderState, int], *, is_cancelled: bool) -> BatchState:
    """Of a batch, by how many of its renders stand where."""
    total, waiting = sum(counts.values()), counts.get(RenderState.QUEUED, 0)
    made = counts.get(RenderState.SUCCEEDED, 0)
    if any(counts.get(state) for state in UNDER_WAY):
        is_begun = waiting + counts.get(RenderState.FAILED, 0) < total
        return BatchState.RUNNING if is_begun else BatchState.QUEUED
    if made == total:
        return BatchState.SUCCEEDED
    if is_cancelled and not made:
        return BatchState.CANCELLED
    return BatchState.PARTLY_FAILED if made else BatchState.FAILED


def counts_of(work: Work, batch_id: UUID) -> dict[RenderState, int]:
    own = select(RenderJob.state, func.count()).where(RenderJob.batch_id == batch_id)
    rows = work.session.execute(own.group_by(RenderJob.state)).all()
    return {row[0]: row[1] for row in rows}


def tell(work: Work, batch_ids: Iterable[UUID | None]) -> None:
    """Of batches whose renders just ended. Their rows are locked, so that one sees the last.

    But not their keys, which PostgreSQL has locked for a render that was written twice: two such
    would wait for each other.
    """
    wanted = sorted({one for one in batch_ids if one is not None})
    if not wanted:
        return
    work.session.flush()
    rows = select(RenderBatch).where(RenderBatch.id.in_(wanted)).order_by(RenderBatch.id)
    for batch in work.session.scalars(rows.with_for_update(key_share=True)).all():
        counts = counts_of(work, batch.id)
        state = state_of(counts, is_cancelled=batch.cancelled_at is not None)
        is_over = state not in {BatchState.QUEUED, BatchState.RUNNING}
        kind = state.name.lower() if is_over else "progressed"
        done = sum(count for one, count in counts.items() if one not in UNDER_WAY)
        details = {
            "state": state.name,
            "progress": round(done / max(batch.item_count, 1), 4),
            "counts": {one.name: count for one, count in counts.items()},
        }
        work.announce(f"render_batch.{kind}", "RenderBatch", batch.id, batch.store_id, details)
