"""Sessions whose jobs enter the queue: in the same transaction, or not at all."""

from datetime import UTC, datetime

from sqlalchemy import event, orm
from sqlalchemy.orm import Session as PlainSession

from api.jobs import engine
from api.jobs.kind import queue_of
from domain.jobs import Job
from domain.sessions import WritingSession


class Session(WritingSession):
    """What `work.later` asks for within it is in the queue once it is committed."""


@event.listens_for(Session, "after_flush")
def _enqueue(session: PlainSession, _: orm.UOWTransaction) -> None:
    """After the rows are written; a savepoint that is undone undoes this as well."""
    for row in session.new:
        if isinstance(row, Job):
            enqueue(session, row)


def enqueue(session: PlainSession, job: Job) -> None:
    """Under the job's present ticket."""
    delay_s = (job.due_at - datetime.now(UTC)).total_seconds()
    engine.enqueue(session.connection(), queue_of(job.kind), job.id, job.ticket, delay_s=delay_s)
