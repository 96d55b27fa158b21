"""Many renders asked for as one: counted beforehand, queued at once, called off, tried again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from domain import jobs
from domain.creatives import actions, batch_progress, sharing
from domain.creatives.asked import NewRender
from domain.creatives.batch import RenderBatch, RenderBatchPreset
from domain.creatives.models import RenderJob
from domain.creatives.sharing import RENDER
from domain.creatives.states import TRIABLE_AGAIN, UNDER_WAY, RenderState
from domain.errors import Conflict, LimitExceeded
from domain.ids import new_id
from domain.permissions import Permission
from domain.sessions import insert_rows
from domain.work import Work

MOST_ITEMS = 20_000


@dataclass(frozen=True)
class NewBatch:
    """A set of templates, for presets, of a store or of none."""

    template_set_id: UUID
    preset_ids: Sequence[UUID] = ()
    store_id: UUID | None = None
    retry_of_id: UUID | None = None


@dataclass(frozen=True)
class Sorted:
    """What becomes of each: drawn, served by a render there is or by another of these, refused."""

    drawn: Sequence[RenderJob]
    reused: Sequence[tuple[RenderJob, RenderJob]]
    refused: Sequence[RenderJob]
    rows: Sequence[RenderJob]


def check_count(count: int) -> None:
    if count > MOST_ITEMS:
        raise LimitExceeded(f"Up to {MOST_ITEMS:,} renders at once.", MOST_ITEMS, "product_ids")


def sort(work: Work, renders: Sequence[NewRender], engine: str) -> Sorted:
    """As rows, in their order; nothing is kept yet."""
    check_count(len(renders))
    for new in renders:
        actions.check(work, new)
    rows = [actions.row_of(work, new, engine) for new in renders]
    known = sharing.drawn_or_drawing(work, {row.input_hash for row in rows if row.input_hash})
    drawn, reused, refused = [], [], []
    for row in rows:
        if row.input_hash is None:
            refused.append(row)
        elif row.input_hash in known:
            reused.append((row, known[row.input_hash]))
        else:
            known[row.input_hash] = row
            drawn.append(row)
    return Sorted(drawn, reused, refused, rows)


def start_batch(
    work: Work, new: NewBatch, renders: Sequence[NewRender], found: Sorted
) -> RenderBatch:
    """All of them, as `sort` found them; one line of the audit tells of it."""
    work.require(Permission.RENDERS_WRITE, new.store_id)
    batch = RenderBatch(
        id=new_id(),
        organization_id=work.actor.organization_id,
        item_count=len(renders),
        template_set_id=new.template_set_id,
        store_id=new.store_id,
        requested_by_id=work.actor.user_id,
        retry_of_id=new.retry_of_id,
    )
    work.add(batch)
    told = {
        "drawn": len(found.drawn),
        "reused": len(found.reused),
        "refused": len(found.refused),
    }
    work.record("render_batch.queued", batch, details=told)
    work.session.flush()
    for position, row in enumerate(found.rows):
        row.batch_id, row.position = batch.id, position
    for row, other in found.reused:
        sharing.share(row, other, work.now)
    insert_rows(work.session, _presets(batch, new))
    insert_rows(work.session, found.rows)
    prices = (
        price
        for row, asked in zip(found.rows, renders, strict=True)
        for price in actions.prices_of(row, asked)
    )
    insert_rows(work.session, prices)
    done = [pair for pair in found.reused if pair[1].state is RenderState.SUCCEEDED]
    sharing.copy_side_files(work, done)
    for state, ids in _by_state(found.rows).items():
        work.announce_many(f"render_job.{state.name.lower()}", "RenderJob", ids, batch.store_id)
    work.later_many(RENDER, [row.id for row in found.drawn])
    if not any(row.state in UNDER_WAY for row in found.rows):
        batch_progress.tell(work, [batch.id])
    return batch


def cancel_batch(work: Work, batch_id: UUID, *, version: int | None = None) -> RenderBatch:
    """What of it is not over yet; what others wait for is drawn for them."""
    batch = work.find(RenderBatch, batch_id)
    work.require(Permission.RENDERS_WRITE, batch.store_id)
    rows = _unfinished(work, batch_id)  # renders before batches, as wherever both are locked
    batch = work.claim(RenderBatch, batch_id, version=version)
    if batch.cancelled_at is not None or not rows:
        raise Conflict("It is over already.", "id")
    ended = {"state": RenderState.CANCELLED, "finished_at": work.now, "updated_at": work.now}
    theirs = update(RenderJob).where(RenderJob.batch_id == batch_id, RenderJob.state.in_(UNDER_WAY))
    work.session.execute(
        theirs.values(**ended, version=RenderJob.version + 1).execution_options(
            synchronize_session=False
        )
    )
    ids = [row.id for row in rows]
    jobs.call_off_many(work.session, RENDER, ids, work.now)
    for row in rows:
        work.session.expire(row)
    work.announce_many("render_job.cancelled", "RenderJob", ids, batch.store_id)
    _hand_on(work, ids)
    batch.cancelled_at = work.now
    work.record("render_batch.called_off", batch, details={"cancelled": len(rows)})
    batch_progress.tell(work, [batch.id])
    return batch


def failed_of(
    work: Work, batch_id: UUID, *, version: int | None = None
) -> tuple[RenderBatch, list[RenderJob]]:
    """What of a batch that is over can be tried again, with what it was asked for; once."""
    batch = work.claim(RenderBatch, batch_id, version=version)
    work.require(Permission.RENDERS_WRITE, batch.store_id)
    if _unfinished(work, batch_id):
        raise Conflict("It is not over yet.", "id")
    if work.session.scalar(select(RenderBatch.id).where(RenderBatch.retry_of_id == batch.id)):
        raise Conflict("It is being tried again already.", "id")
    own = select(RenderJob).where(
        RenderJob.batch_id == batch.id, RenderJob.state.in_(TRIABLE_AGAIN)
    )
    loaded = own.options(*actions.PINS).order_by(RenderJob.position, RenderJob.id)
    rows = list(work.session.scalars(loaded))
    if not rows:
        raise Conflict("Nothing of it failed.", "id")
    return batch, rows


def preset_ids_of(work: Work, batch: RenderBatch) -> list[UUID]:
    own = select(RenderBatchPreset.preset_id).where(RenderBatchPreset.batch_id == batch.id)
    return list(work.session.scalars(own.order_by(RenderBatchPreset.position)))


def _by_state(rows: Sequence[RenderJob]) -> dict[RenderState, list[UUID]]:
    found: dict[RenderState, list[UUID]] = {}
    for row in rows:
        found.setdefault(row.state, []).append(row.id)
    return found


def _presets(batch: RenderBatch, new: NewBatch) -> list[RenderBatchPreset]:
    return [
        RenderBatchPreset(
            id=new_id(),
            organization_id=batch.organization_id,
            store_id=batch.store_id,
            batch_id=batch.id,
            preset_id=preset_id,
            position=position,
        )
        for position, preset_id in enumerate(new.preset_ids)
    ]


def _unfinished(work: Work, batch_id: UUID) -> Sequence[RenderJob]:
    own = select(RenderJob).where(RenderJob.batch_id == batch_id, RenderJob.state.in_(UNDER_WAY))
    locked = own.order_by(RenderJob.id).with_for_update(of=RenderJob)
    return work.session.scalars(locked.execution_options(populate_existing=True)).all()


def _hand_on(work: Work, ids: Sequence[UUID]) -> None:
    """Renders of elsewhere that waited for these."""
    waiting: Any = select(RenderJob.drawn_by_id).where(
        RenderJob.drawn_by_id.in_(ids), RenderJob.state.in_(UNDER_WAY)
    )
    for drawing_id in set(work.session.scalars(waiting)):
        sharing.hand_on(work, work.session.get_one(RenderJob, drawing_id))
