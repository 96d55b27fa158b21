"""Background work: a row for each job, what became of it, and the processes that do it.

Only these rows are read by others; the queue behind them is the hall's own affair. A job's
subject keeps its own state (a render job, a listing); the job says whether its work is done.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.base import Base, OfOrganization, Words
from domain.permissions import Permission
from domain.scope import SeenInOrganization
from domain.states import Machine

AT_ONCE = 500
MOST_ATTEMPTS = 3
"""A try that died with its process counts as well: CAPABILITIES 2.2."""


class JobState(StrEnum):
    """Whether a job's work is done."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


JOB_STATES = Machine(
    "job",
    {
        JobState.QUEUED: (JobState.RUNNING, JobState.FAILED, JobState.CANCELLED),
        JobState.RUNNING: (
            JobState.QUEUED,
            JobState.SUCCEEDED,
            JobState.FAILED,
            JobState.CANCELLED,
        ),
        JobState.SUCCEEDED: (),
        JobState.FAILED: (),
        JobState.CANCELLED: (),
    },
)
UNFINISHED = (JobState.QUEUED, JobState.RUNNING)


class Job(SeenInOrganization, OfOrganization, Base):
    """One piece of work for one row, as `work.later` asked for it."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index(None, "organization_id", "queued_at", "id"),
        Index(None, "organization_id", "due_at", "id"),
        Index(None, "row_id", "kind"),
        Index(None, "state", "due_at"),
        CheckConstraint("progress BETWEEN 0 AND 1000000", name="progress"),
        CheckConstraint(
            "(state IN ('QUEUED', 'RUNNING')) = (finished_at IS NULL)", name="finished"
        ),
    )
    folded = {"search_text": ("kind", "error")}
    seen_with: ClassVar[Permission] = Permission.JOBS_READ

    kind: Mapped[str] = mapped_column(Words(100))  # `render`
    row_id: Mapped[UUID]
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    progress: Mapped[Decimal] = mapped_column(default=Decimal(0))  # 0 to 1
    attempts: Mapped[int] = mapped_column(default=0)  # that count
    run: Mapped[int] = mapped_column(default=0)  # every one; an older run may change nothing
    ticket: Mapped[int] = mapped_column(default=0)  # which entry in the queue is the valid one
    started_at: Mapped[datetime | None] = mapped_column(default=None)  # the latest run
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    error_code: Mapped[str | None] = mapped_column(Words(60), default=None)
    error: Mapped[str | None] = mapped_column(Text, default=None)
    search_text: Mapped[str] = mapped_column(Text, init=False, default="")


class JobWorker(Base):
    """A process that works on jobs, for as long as its heart beats."""

    __tablename__ = "job_workers"

    host: Mapped[str] = mapped_column(Words(300))
    process: Mapped[int]
    started_at: Mapped[datetime]
    beats: Mapped[int] = mapped_column(default=0)


class Superseded(Exception):
    """The run is not the job's present one: it was called off, or given to another process."""


def begin(session: Session, job_id: UUID, ticket: int, now: datetime) -> Job | None:
    """The job, now running; None when there is nothing to do under that ticket."""
    job = _claimed(session, job_id)
    if job is None or job.ticket != ticket or job.state not in UNFINISHED:
        return None
    job.state, job.started_at = JobState.RUNNING, now
    job.attempts += 1
    job.run += 1
    return job


def held(session: Session, job_id: UUID, run: int) -> Job:
    """The running job, locked until the transaction ends; raises Superseded."""
    job = _claimed(session, job_id)
    if job is None or job.run != run or job.state is not JobState.RUNNING:
        raise Superseded
    return job


def finish(job: Job, now: datetime) -> None:
    job.state, job.progress, job.finished_at = JobState.SUCCEEDED, Decimal(1), now
    job.error_code = job.error = None


def fail(job: Job, now: datetime, code: str, error: str) -> None:
    job.state, job.finished_at, job.error_code, job.error = JobState.FAILED, now, code, error


def put_back(job: Job, due_at: datetime, *, counts: bool = True) -> None:
    """Into the queue again, under a new ticket; unless it `counts`, the try was none."""
    job.state, job.due_at, job.progress = JobState.QUEUED, due_at, Decimal(0)
    job.ticket += 1
    job.attempts -= 0 if counts else 1


def lost(session: Session, job_id: UUID, ticket: int) -> Job | None:
    """The job under a new ticket, if it is still unfinished and the old ticket its present one."""
    job = _claimed(session, job_id)
    if job is None or job.ticket != ticket or job.state not in UNFINISHED:
        return None
    put_back(job, job.due_at)
    return job


def call_off(session: Session, kind: str, row_id: UUID, now: datetime) -> None:
    """Whatever of that kind is still to be done for the row."""
    unfinished = update(Job).where(
        Job.row_id == row_id, Job.kind == kind, Job.state.in_(UNFINISHED)
    )
    session.flush()
    session.execute(unfinished.values(state=JobState.CANCELLED, finished_at=now))


def call_off_many(session: Session, kind: str, row_ids: Sequence[UUID], now: datetime) -> None:
    """`call_off` for many rows, a statement for some hundreds of them."""
    session.flush()
    for first in range(0, len(row_ids), AT_ONCE):
        unfinished = update(Job).where(
            Job.row_id.in_(row_ids[first : first + AT_ONCE]),
            Job.kind == kind,
            Job.state.in_(UNFINISHED),
        )
        ended = unfinished.values(state=JobState.CANCELLED, finished_at=now)
        session.execute(ended.execution_options(synchronize_session=False))


def overtaken(session: Session, runs: Sequence[tuple[UUID, int]]) -> set[UUID]:
    """Which of these jobs are not, or not any more, in that run."""
    ids = [job_id for job_id, _ in runs]
    found = select(Job.id, Job.run).where(Job.id.in_(ids), Job.state == JobState.RUNNING)
    present = {(job_id, run) for job_id, run in session.execute(found)}
    return {job_id for job_id, run in runs if (job_id, run) not in present}


def _claimed(session: Session, job_id: UUID) -> Job | None:
    one = select(Job).where(Job.id == job_id).with_for_update()
    return session.scalar(one.execution_options(populate_existing=True))
