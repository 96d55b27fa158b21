"""Once a day, for each organisation: away with old files and old jobs, and what nothing names."""

from datetime import datetime, time, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.jobs import engine
from api.jobs.dropping import drop_files
from api.jobs.kind import Kind
from api.jobs.run import Run
from api.jobs.sweeping import sweep_files
from domain.jobs import UNFINISHED, Job
from domain.people.models import Organization
from domain.recurrence import Every, Recurrence
from domain.work import Work

TIDY = "house.tidy"
WHEN = Recurrence(Every.DAY, time(3, 30), "UTC")
KEPT = timedelta(days=30)
AT_ONCE = 1_000


def act(run: Run) -> None:
    """The last transaction also asks for tomorrow's, so that there is always one to come."""
    forgotten = AT_ONCE
    while forgotten == AT_ONCE:
        with run.work() as work:
            forgotten = forget(work)
    drop_files(run)
    sweep_files(run)
    with run.work() as work:
        work.later(TIDY, run.row_id, WHEN.after(work.now))
        run.finish(work)


def forget(work: Work) -> int:
    """How many were forgotten, AT_ONCE at most."""
    old = select(Job.id, Job.ticket).where(
        Job.organization_id == work.actor.organization_id,
        Job.state.not_in(UNFINISHED),
        Job.queued_at <= work.now - KEPT,
        Job.finished_at <= work.now - KEPT,
    )
    found = work.session.execute(old.order_by(Job.queued_at, Job.id).limit(AT_ONCE)).all()
    engine.forget(
        work.session.connection(),
        [(job_id, number) for job_id, ticket in found for number in range(ticket + 1)],
    )
    gone = delete(Job).where(Job.id.in_([job_id for job_id, _ in found]))
    work.session.execute(gone.execution_options(synchronize_session=False))
    return len(found)


def ensure(session: Session, organization: Organization, now: datetime) -> Job | None:
    """The first of them, unless there is one; None when there is."""
    one = select(Organization.id).where(Organization.id == organization.id).with_for_update()
    session.execute(one)
    waiting = select(Job.id).where(
        Job.row_id == organization.id, Job.kind == TIDY, Job.state.in_(UNFINISHED)
    )
    if session.scalar(waiting):
        return None
    job = Job(
        organization_id=organization.id,
        kind=TIDY,
        row_id=organization.id,
        queued_at=now,
        due_at=WHEN.after(now),
    )
    session.add(job)
    return job


KIND = Kind(act)
