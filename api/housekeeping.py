"""What must follow the changes: sealing the audit, the order of events, work that is due."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

import anyio
from anyio import to_thread
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from api.logs import bug, log
from api.statistics import count_rows
from domain.audit_chain import CHUNK, seal
from domain.errors import DomainError
from domain.outbox import AT_ONCE as KEYS_AT_ONCE
from domain.outbox import FollowUp, forget_old_keys
from domain.outbox_order import AT_ONCE as EVENTS_AT_ONCE
from domain.outbox_order import put_in_order
from domain.people.bootstrap import system_work
from domain.people.models import Organization
from domain.work import Work

EVERY_S = 1.0
SLOWEST_S = 60.0
LATE = timedelta(minutes=15)
"""No transaction is open for longer, so an older entry is sealed, or was found by a full look."""
FULL_LOOK = timedelta(hours=1)
AT_ONCE = 100
AFTER_A_BUG = timedelta(minutes=10)
FORGET_EVERY = timedelta(minutes=10)
COUNT_EVERY = timedelta(hours=1)

Doer = Callable[[Work, UUID], object]


class Housekeeper:
    """One round seals what can be seen and does what is due; `doers` by the kind of follow-up."""

    def __init__(self, engine: Engine, doers: Mapping[str, Doer]) -> None:
        self.engine, self.doers = engine, doers
        self.looked_fully_at: datetime | None = None
        self.forgot_at: datetime | None = None
        self.counted_at: datetime | None = None

    async def keep_house(self) -> None:
        """Until cancelled; after a failed round the next comes later."""
        pause_s = EVERY_S
        while True:
            await anyio.sleep(pause_s)
            try:
                await to_thread.run_sync(self.round)
                pause_s = EVERY_S
            except Exception as error:  # noqa: BLE001  the next round may do better
                log.error("housekeeping failed", error=error)
                pause_s = min(pause_s * 2, SLOWEST_S)

    def round(self, now: datetime | None = None) -> None:
        now = now or datetime.now(UTC)
        self.put_in_order()
        self.seal_all(now)
        self.do_what_is_due(now)
        self.forget(now)
        self.count(now)

    def put_in_order(self) -> None:
        """So that the first who listens after a long time need not wait."""
        if self.engine.dialect.name == "sqlite":
            return  # there the events bring their places with them
        placed = EVENTS_AT_ONCE
        while placed == EVENTS_AT_ONCE:
            with self.engine.begin() as connection:
                placed = put_in_order(connection)

    def seal_all(self, now: datetime) -> None:
        since: datetime | None = now - LATE
        if self.looked_fully_at is None or self.looked_fully_at < now - FULL_LOOK:
            since, self.looked_fully_at = None, now
        with Session(self.engine) as session:
            organizations = session.scalars(select(Organization.id)).all()
        for organization_id in organizations:
            sealed = CHUNK
            while sealed == CHUNK:
                with Session(self.engine) as session:
                    sealed = seal(session, organization_id, CHUNK, since=since)
                    session.commit()

    def do_what_is_due(self, now: datetime) -> None:
        """Each in its own transaction, which also takes it off the list."""
        due = select(FollowUp.id).where(FollowUp.kind.in_(self.doers), FollowUp.due_at <= now)
        with Session(self.engine) as session:
            found = session.scalars(due.order_by(FollowUp.due_at, FollowUp.id).limit(AT_ONCE)).all()
        for follow_up_id in found:
            try:
                self.do(follow_up_id, now)
            except Exception as error:  # noqa: BLE001  the others need not wait for its mending
                bug(error, follow_up=str(follow_up_id))
                self.put_off(follow_up_id, now + AFTER_A_BUG)

    def do(self, follow_up_id: UUID, now: datetime) -> None:
        """What the rules forbid by now is dropped, and said in the log."""
        with Session(self.engine) as session:
            one = select(FollowUp).where(FollowUp.id == follow_up_id)
            follow_up = session.scalar(one.with_for_update(skip_locked=True))
            if follow_up is None:
                return
            kind, row_id = follow_up.kind, follow_up.row_id
            house = session.get_one(Organization, follow_up.organization_id)
            work = system_work(session, house, now, kind)
            try:
                with session.begin_nested():
                    self.doers[kind](work, row_id)
            except DomainError as error:
                log.warning("follow-up dropped", kind=kind, row=str(row_id), reason=str(error))
            session.delete(follow_up)
            session.commit()

    def forget(self, now: datetime) -> None:
        """What idempotency keys did a day ago."""
        if self.forgot_at is not None and now < self.forgot_at + FORGET_EVERY:
            return
        self.forgot_at = now
        forgotten = KEYS_AT_ONCE
        while forgotten == KEYS_AT_ONCE:
            with Session(self.engine) as session:
                forgotten = forget_old_keys(session, now)
                session.commit()

    def count(self, now: datetime) -> None:
        """What SQLite's planner should know of a shop that grows."""
        if self.counted_at is None or now >= self.counted_at + COUNT_EVERY:
            self.counted_at = now
            count_rows(self.engine)

    def put_off(self, follow_up_id: UUID, due_at: datetime) -> None:
        with Session(self.engine) as session:
            one = update(FollowUp).where(FollowUp.id == follow_up_id)
            session.execute(one.values(due_at=due_at))
            session.commit()
