"""What must follow the changes: sealing the audit, the order of events, expiring renders."""

from datetime import UTC, datetime, timedelta

import anyio
from anyio import to_thread
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from api.logs import log
from api.statistics import count_rows
from domain.audit_chain import CHUNK, seal
from domain.creatives.making import expire_renders
from domain.outbox import AT_ONCE as KEYS_AT_ONCE
from domain.outbox import forget_old_keys
from domain.outbox_order import AT_ONCE as EVENTS_AT_ONCE
from domain.outbox_order import put_in_order
from domain.people.bootstrap import system_work
from domain.people.models import Organization

EVERY_S = 1.0
SLOWEST_S = 60.0
LATE = timedelta(minutes=15)
"""No transaction is open for longer, so an older entry is sealed, or was found by a full look."""
FULL_LOOK = timedelta(hours=1)
FORGET_EVERY = timedelta(minutes=10)
COUNT_EVERY = timedelta(hours=1)


class Housekeeper:
    """One round seals what can be seen, and now and then gives up what is too old."""

    def __init__(self, engine: Engine, key: bytes) -> None:
        self.engine, self.key = engine, key
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

    def forget(self, now: datetime) -> None:
        """What idempotency keys did a day ago; and renders that waited as long."""
        if self.forgot_at is not None and now < self.forgot_at + FORGET_EVERY:
            return
        self.forgot_at = now
        forgotten = KEYS_AT_ONCE
        while forgotten == KEYS_AT_ONCE:
            with Session(self.engine) as session:
                forgotten = forget_old_keys(session, now)
                session.commit()
        self.expire(now)

    def expire(self, now: datetime) -> None:
        """Renders that nobody began for too long."""
        with Session(self.engine) as session:
            for house in session.scalars(select(Organization)).all():
                work = system_work(session, house, now, "render expiry", key=self.key)
                expire_renders(work)
                session.commit()

    def count(self, now: datetime) -> None:
        """What SQLite's planner should know of a shop that grows."""
        if self.counted_at is None or now >= self.counted_at + COUNT_EVERY:
            self.counted_at = now
            count_rows(self.engine)
