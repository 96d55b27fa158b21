"""What people do with renders: ask for one, call it off, try it again, have it drawn once more."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from domain.creatives import batch_progress, sharing
from domain.creatives.asked import NewRender, asked_of
from domain.creatives.models import RenderJob, RenderPrice
from domain.creatives.sharing import RENDER
from domain.creatives.states import DONE, RENDER_STATES, TRIABLE_AGAIN, RenderState
from domain.errors import Conflict, Invalid, LimitExceeded, NotFound
from domain.ids import new_id
from domain.json_text import canonical
from domain.permissions import Permission
from domain.sessions import insert_rows
from domain.work import Work

AT_ONCE = 100
WAITS = timedelta(hours=24)
"""A render that nobody began by then is of no use any more."""
LEAST_SCALE, LARGEST_SCALE = Decimal("0.1"), Decimal(4)
PINS = (joinedload(RenderJob.template_version), joinedload(RenderJob.preset))


def queue_render(work: Work, new: NewRender, engine: str) -> RenderJob:
    """Kept, and to be made as soon as somebody has time; at once where the same was made before.

    `engine` names what draws, in its version.
    """
    check(work, new)
    row = row_of(work, new, engine)
    same = None
    if new.repeat_of_id is None:
        same = sharing.drawn_or_drawing(work, [row.input_hash or ""]).get(row.input_hash or "")
    if same:
        sharing.share(row, same, work.now)
    work.add(row)
    work.record(f"render_job.{row.state.name.lower()}", row)
    insert_rows(work.session, prices_of(row, new))
    if same and row.state in DONE:
        sharing.copy_side_files(work, [(row, same)])
    elif not same:
        work.later(RENDER, row.id)
    return row


def check(work: Work, new: NewRender) -> None:
    """What anybody may ask for, and this one of us."""
    work.require(Permission.RENDERS_WRITE, new.store_id)
    check_scale(new.scale)


def check_scale(scale: Decimal) -> None:
    if not LEAST_SCALE <= scale <= LARGEST_SCALE:
        raise Invalid(f"A scale is from {LEAST_SCALE} to {LARGEST_SCALE}.", "scale")


def row_of(work: Work, new: NewRender, engine: str) -> RenderJob:
    """In the queue, or failed where it has a problem; not added yet."""
    row = RenderJob(
        id=new_id(),
        organization_id=work.actor.organization_id,
        requested_by_id=work.actor.user_id,
        expires_at=work.now + WAITS,
        kind=new.kind,
        template=new.template,
        template_version_id=new.template_version.id if new.template_version else None,
        preset_id=new.preset.id if new.preset else None,
        slot_values=canonical(new.slot_values),
        pictures=canonical(new.pictures),
        fonts=canonical(new.fonts),
        input_hash=None if new.problem else new.input_hash(engine),
        asked=canonical(new.asked),
        format=new.format,
        scale=new.scale,
        file_name=new.file_name,
        product_id=new.product_id,
        variant_id=new.variant_id,
        store_id=new.store_id,
        listing_id=new.listing_id,
        event_id=new.event_id,
        event_shown=canonical(new.event_shown),
        retry_of_id=new.retry_of_id,
        repeat_of_id=new.repeat_of_id,
    )
    if new.problem:
        row.state, row.finished_at = RenderState.FAILED, work.now
        row.error_code, row.error = new.problem.code, new.problem.error
    return row


def prices_of(row: RenderJob, new: NewRender) -> list[RenderPrice]:
    return [
        RenderPrice(
            id=new_id(),
            organization_id=row.organization_id,
            render_job_id=row.id,
            price=shown.price,
            product_id=shown.product_id,
            variant_id=shown.variant_id,
            listing_id=shown.listing_id,
        )
        for shown in new.prices
    ]


def cancel_render(work: Work, render_id: UUID, *, version: int | None = None) -> RenderJob:
    """Called off, begun or not; whoever works on it stops within a second."""
    row = work.claim(RenderJob, render_id, version=version)
    work.require(Permission.RENDERS_WRITE, row.store_id)
    RENDER_STATES.check(row.state, RenderState.CANCELLED)
    row.state, row.finished_at = RenderState.CANCELLED, work.now
    work.record("render_job.cancelled", row)
    sharing.call_off(work, row)
    batch_progress.tell(work, [row.batch_id])
    return row


def retry_render(
    work: Work, render_id: UUID, engine: str, *, version: int | None = None
) -> RenderJob:
    """Another render of the same, from what the first was made from; each is tried again once.

    A new one, because a render ends once and for all.
    """
    row = claimed(work, render_id, version)
    if row.state not in TRIABLE_AGAIN:
        raise Conflict("Only what failed, was called off or expired is tried again.", "id")
    if row.input_hash is None and row.template_version_id:
        raise Conflict("It was never bound to its values; ask for it anew.", "id")
    if work.session.scalar(select(RenderJob.id).where(RenderJob.retry_of_id == row.id)):
        raise Conflict("It is being tried again already.", "id")
    prices = shown_prices(work, row)
    return queue_render(work, replace(asked_of(row), retry_of_id=row.id, prices=prices), engine)


def repeat_render(
    work: Work, render_id: UUID, engine: str, *, version: int | None = None
) -> RenderJob:
    """What was made, drawn once more from what it was made from, by a retired template too."""
    row = claimed(work, render_id, version)
    if row.state is not RenderState.SUCCEEDED:
        raise Conflict("Only what was made is drawn once more; try again what was not.", "id")
    prices = shown_prices(work, row)
    return queue_render(work, replace(asked_of(row), repeat_of_id=row.id, prices=prices), engine)


def stale_of(work: Work, ids: Sequence[UUID]) -> list[RenderJob]:
    """These renders, locked and with their pins, if all of them are stale."""
    if len(ids) > AT_ONCE:
        raise LimitExceeded(f"Up to {AT_ONCE} renders at once.", AT_ONCE, "ids")
    seen = work.seen(RenderJob).where(RenderJob.id.in_(ids)).options(*PINS).order_by(RenderJob.id)
    locked = seen.with_for_update(of=RenderJob).execution_options(populate_existing=True)
    rows = {row.id: row for row in work.session.scalars(locked, work.actor.values())}
    for place, one in enumerate(ids):
        if one not in rows:
            raise NotFound("No such render job.", "ids", str(place))
        work.require(Permission.RENDERS_WRITE, rows[one].store_id)
        if not rows[one].is_stale:
            raise Conflict("It shows what is so.", "ids", str(place))
    return [rows[one] for one in ids]


def claimed(work: Work, render_id: UUID, version: int | None) -> RenderJob:
    """With its pins."""
    row = work.claim(RenderJob, render_id, version=version)
    work.require(Permission.RENDERS_WRITE, row.store_id)
    pinned = select(RenderJob).where(RenderJob.id == row.id).options(*PINS)
    return work.session.scalars(pinned.execution_options(populate_existing=True)).one()


def shown_prices(work: Work, row: RenderJob) -> Sequence[Any]:
    own = select(RenderPrice).where(RenderPrice.render_job_id == row.id)
    return work.session.scalars(own.order_by(RenderPrice.id)).all()
