"""How a render comes along: told by whoever makes it, ended once."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from domain import jobs
from domain.creatives import batch_progress, sharing
from domain.creatives.models import RenderJob, RenderSideFile
from domain.creatives.results import MadeFile, MadeSide, kept, verdict_of
from domain.creatives.sharing import RENDER
from domain.creatives.states import DONE, RENDER_STATES, RenderState
from domain.ids import new_id
from domain.sessions import insert_rows
from domain.work import Work

AT_ONCE = 100


def start_render(work: Work, render_id: UUID) -> RenderJob | None:
    """Begun, once more if it was before; None when it is over."""
    row = work.claim(RenderJob, render_id)
    if row.state in DONE:
        return None
    if row.attempts == 0 and row.expires_at <= work.now:
        _expire(work, row)
        return None
    told = {"attempts": row.attempts + 1, "started_at": work.now}
    _tell(work, row, RenderState.PLANNED, Decimal(0), told)
    return row


def progress_render(work: Work, row: RenderJob, state: RenderState, progress: Decimal) -> None:
    """How far it is; no change that `expectedVersion` would mind."""
    _tell(work, row, state, progress, {})


def requeue_render(work: Work, render_id: UUID) -> None:
    """It will be tried again, by itself."""
    row = work.claim(RenderJob, render_id)
    if row.state not in DONE:
        _tell(work, row, RenderState.QUEUED, Decimal(0), {})


def finish_render(
    work: Work,
    render_id: UUID,
    made: MadeFile,
    sides: Sequence[MadeSide] = (),
    notes: Sequence[str] = (),
) -> RenderJob:
    """Done, and here it is; for those too who waited for the same."""
    row = work.claim(RenderJob, render_id)
    RENDER_STATES.check(row.state, RenderState.SUCCEEDED)
    assets = kept(work, row.file_name, made, sides)
    verdict = verdict_of(work, row.preset_id, assets, made, sides)
    row.state, row.progress, row.finished_at = RenderState.SUCCEEDED, Decimal(1), work.now
    row.file_key, row.media_type, row.size_bytes = made.key, made.media_type, made.size_bytes
    row.width_px, row.height_px, row.duration_ms = made.width_px, made.height_px, made.duration_ms
    row.asset_id, row.notes = assets[made.key].id, "\n".join(notes)
    row.verdict = verdict
    work.record("render_job.succeeded", row)
    work.session.flush()
    files = (
        RenderSideFile(
            id=new_id(),
            organization_id=row.organization_id,
            store_id=row.store_id,
            render_job_id=row.id,
            asset_id=assets[side.file.key].id,
            role=side.role,
            position=position,
            preset_id=row.preset_id if side.file.found else None,
        )
        for position, side in enumerate(sides)
    )
    insert_rows(work.session, files)
    others = sharing.waiting(work, row)
    for other in others:
        sharing.take(other, row, work.now)
        work.record("render_job.succeeded", other)
    work.session.flush()
    sharing.copy_side_files(work, [(other, row) for other in others])
    batch_progress.tell(work, [one.batch_id for one in (row, *others)])
    return row


def fail_render(
    work: Work, render_id: UUID, code: str, error: str, *, is_retryable: bool
) -> RenderJob | None:
    """It cannot be made, nor can what is the same; None when it is over already."""
    row = work.claim(RenderJob, render_id)
    if row.state in DONE:
        return None
    ended = (row, *sharing.waiting(work, row))
    for one in ended:
        one.state, one.finished_at = RenderState.FAILED, work.now
        one.error_code, one.error, one.is_retryable = code, error, is_retryable
        work.record("render_job.failed", one)
    batch_progress.tell(work, [one.batch_id for one in ended])
    return row


def expire_renders(work: Work) -> int:
    """Those that waited too long, AT_ONCE at most; how many there were."""
    late = select(RenderJob).where(
        RenderJob.organization_id == work.actor.organization_id,
        RenderJob.state == RenderState.QUEUED,
        RenderJob.attempts == 0,
        RenderJob.drawn_by_id.is_(None),
        RenderJob.expires_at <= work.now,
    )
    rows = work.session.scalars(late.order_by(RenderJob.id).limit(AT_ONCE).with_for_update()).all()
    for row in rows:
        _expire(work, row)
        jobs.call_off(work.session, RENDER, row.id, work.now)
    return len(rows)


def _expire(work: Work, row: RenderJob) -> None:
    row.state, row.finished_at = RenderState.EXPIRED, work.now
    work.record("render_job.expired", row)
    sharing.hand_on(work, row)
    batch_progress.tell(work, [row.batch_id])


def _tell(
    work: Work, row: RenderJob, state: RenderState, progress: Decimal, more: dict[str, Any]
) -> None:
    one = update(RenderJob).where(RenderJob.id == row.id)
    changed = {"state": state, "progress": progress, "updated_at": work.now, **more}
    work.session.execute(one.values(changed).execution_options(synchronize_session=False))
    details = {"state": state.name, "progress": float(progress)}
    work.announce("render_job.progressed", "RenderJob", row.id, row.store_id, details)
