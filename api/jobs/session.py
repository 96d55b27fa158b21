"""Sessions whose jobs enter the queue: in the same transaction, or not at all."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import event, orm
from sqlalchemy.orm import Session as PlainSession

from api.jobs import engine
from api.jobs.kind import queue_of
from domain.base import Base
from domain.jobs import Job
from domain.sessions import WritingSession


class Session(WritingSession):
    """What `work.later` asks for within it is in the queue once it is committed."""

    def wrote(self, rows: Iterable[Base]) -> None:
        enqueue(self, (row for row in rows if isinstance(row, Job)))


@event.listens_for(Session, "after_flush")
def _enqueue(session: PlainSession, _: orm.UOWTransaction) -> None:
    """After the rows are written; a savepoint that is undone undoes this as well."""
    enqueue(session, (row for row in session.new if isinstance(row, Job)))


def enqueue(session: PlainSession, jobs: Iterable[Job]) -> None:
    """Under their present tickets."""
    alike: dict[tuple[str, datetime], list[tuple[UUID, int]]] = {}
    now = datetime.now(UTC)
    for job in jobs:
        place = queue_of(job.kind), max(job.due_at, now)
        alike.setdefault(place, []).append((job.id, job.ticket))
    for (queue, due_at), entries in alike.items():
        delay_s = (due_at - now).total_seconds()
        engine.enqueue(session.connection(), queue, entries, delay_s=delay_s)
