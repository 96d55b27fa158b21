"""What is asked for twice is drawn once: the later render waits for the earlier, or has its file.

Whoever waits points to who draws, and holds its row locked when it begins to; whoever draws looks
for those who wait with its own row locked. So nobody waits for what is over.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import literal, select, update

from domain import jobs
from domain.base import Words
from domain.creatives.models import RenderJob, RenderSideFile
from domain.creatives.states import UNDER_WAY, RenderState
from domain.ids import new_id
from domain.scope import Among, Many
from domain.sessions import insert_rows
from domain.work import Work

RENDER = "render"
"""The kind of job that makes one, with the render's id."""
RESULT = (
    "file_key", "media_type", "size_bytes", "width_px", "height_px", "duration_ms", "notes",
    "asset_id", "verdict",
)  # fmt: skip


def drawn_or_drawing(work: Work, hashes: Collection[str]) -> dict[str, RenderJob]:
    """By hash, the render whose file can be had, or will be; those under way stay locked."""
    found: dict[str, RenderJob] = {}
    for row in work.session.scalars(_drawn(work, hashes).where(~_under_way())):
        found.setdefault(row.input_hash or "", row)
    left = [one for one in hashes if one not in found]
    if not left:
        return found
    drawing = _drawn(work, left).where(_under_way(), RenderJob.repeat_of_id.is_(None))
    locked = drawing.order_by(RenderJob.id).with_for_update(of=RenderJob)
    for row in work.session.scalars(locked.execution_options(populate_existing=True)):
        if row.state in (*UNDER_WAY, RenderState.SUCCEEDED):  # by now it may have failed
            found[row.input_hash or ""] = row
    return found


def _under_way() -> Any:
    return RenderJob.state.in_(UNDER_WAY)


def _drawn(work: Work, hashes: Collection[str]) -> Any:
    """Those that draw by themselves, and have drawn or may."""
    wanted = literal(sorted(hashes), Many(Words()))
    return (
        select(RenderJob)
        .where(
            RenderJob.organization_id == work.actor.organization_id,
            Among(RenderJob.input_hash, wanted),
            RenderJob.drawn_by_id.is_(None),
            RenderJob.state.in_((*UNDER_WAY, RenderState.SUCCEEDED)),
        )
        .order_by(RenderJob.id)
    )


def share(row: RenderJob, other: RenderJob, now: Any) -> None:
    """`row` is not drawn: it waits for `other`, or is done with its file."""
    row.drawn_by_id = other.id
    if other.state is RenderState.SUCCEEDED:
        take(row, other, now)


def take(row: RenderJob, other: RenderJob, now: Any) -> None:
    """The finished file of the other is this one's too."""
    row.state, row.progress, row.finished_at = RenderState.SUCCEEDED, other.progress, now
    for name in RESULT:
        setattr(row, name, getattr(other, name))


def waiting(work: Work, row: RenderJob) -> Sequence[RenderJob]:
    """Who waits for it, locked; its own row is locked by the caller."""
    own = select(RenderJob).where(RenderJob.drawn_by_id == row.id, _under_way())
    locked = own.order_by(RenderJob.id).with_for_update()
    return work.session.scalars(locked.execution_options(populate_existing=True)).all()


def hand_on(work: Work, row: RenderJob) -> None:
    """It will not be drawn after all: the first who waits for it draws, for the others too."""
    found = waiting(work, row)
    if not found:
        return
    first, *others = found
    work.session.flush()  # two may not draw the same, not even for a moment
    first.drawn_by_id = None
    work.session.flush()
    work.later(RENDER, first.id)
    if others:
        theirs = update(RenderJob).where(RenderJob.id.in_([other.id for other in others]))
        work.session.execute(theirs.values(drawn_by_id=first.id))


def copy_side_files(work: Work, pairs: Iterable[tuple[RenderJob, RenderJob]]) -> None:
    """To each first, those of the second."""
    by_source: dict[Any, list[RenderJob]] = {}
    for row, source in pairs:
        by_source.setdefault(source.id, []).append(row)
    if not by_source:
        return
    own = select(RenderSideFile).where(RenderSideFile.render_job_id.in_(by_source))
    copies = [
        RenderSideFile(
            id=new_id(),
            organization_id=row.organization_id,
            store_id=row.store_id,
            render_job_id=row.id,
            asset_id=file.asset_id,
            role=file.role,
            position=file.position,
            preset_id=file.preset_id,
        )
        for file in work.session.scalars(own)
        for row in by_source[file.render_job_id]
    ]
    insert_rows(work.session, copies)


def call_off(work: Work, row: RenderJob) -> None:
    """Whoever works on it leaves it, and whoever waits for it is served."""
    jobs.call_off(work.session, RENDER, row.id, work.now)
    hand_on(work, row)
