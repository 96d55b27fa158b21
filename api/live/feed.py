"""The feed: a process reads each event once, and hands it to all who watch for it.

The promise: a watcher hears of each event that it wants and that was committed after it began to
watch, or that follows the event it names, once, and in the order of `domain.outbox_order`, which
is the same for every process and machine. So nothing is lost, and nothing comes twice, when it
goes on elsewhere after the last event that it has.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import anyio
from anyio import to_thread
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.database import Database
from api.live.happened import COLUMNS, PAGE, Happened, Source
from api.live.sqlite_source import SqliteSource
from api.logs import log
from api.reads.told import Watch
from domain.outbox import OutboxEvent

MOST_WAITING = 1_000
"""Events that wait for one watcher; one that is further behind reads from the database again."""
LINGER_S = 5.0
"""So long the feed goes on when the last watcher has left, for the next may come at once."""
SOONEST_S, LATEST_S = 0.2, 5.0
"""Before another try at a database that cannot be reached."""


@dataclass(eq=False)
class Watcher:
    """What waits for one watcher. When that is too much it takes no more, and is behind."""

    watch: Watch
    after: int
    waiting: deque[Happened] = field(default_factory=deque)
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    is_behind: bool = False

    def offer(self, event: Happened) -> None:
        if self.is_behind or event.place <= self.after or not self.watch.wants(event):
            return
        if len(self.waiting) >= MOST_WAITING:
            self.is_behind = True
            return
        self.waiting.append(event)
        self.stirred.set()

    async def taken(self) -> list[Happened]:
        """What waits, once anything does, PAGE at most; nothing when it is behind."""
        while not self.waiting and not self.is_behind:
            self.stirred.clear()
            await self.stirred.wait()
        return [self.waiting.popleft() for _ in range(min(PAGE, len(self.waiting)))]


class Feed:
    """One for the whole process; `run` reads while anybody watches, and else asks for nothing."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.watchers: set[Watcher] = set()
        self.listening = 0
        self.wanted, self.begun = asyncio.Event(), asyncio.Event()
        self.head = 0

    async def pages(self, watch: Watch, after: int | None) -> AsyncGenerator[list[Happened], None]:
        """Events, some at a time: those after that place, or else from now on."""
        with self.held():
            await self.begun.wait()
            place = self.head if after is None else after
            while True:
                while place < self.head:
                    goal = self.head
                    page = await to_thread.run_sync(self.earlier, watch, place, goal)
                    if page:
                        yield page
                    place = page[-1].place if len(page) == PAGE else goal
                # Nothing is awaited between that look at the head and this: no event slips through.
                watcher = Watcher(watch, place)
                self.watchers.add(watcher)
                try:
                    while page := await watcher.taken():
                        yield page
                        place = page[-1].place
                finally:
                    self.watchers.discard(watcher)

    @contextmanager
    def held(self) -> Iterator[None]:
        self.listening += 1
        self.wanted.set()
        try:
            yield
        finally:
            self.listening -= 1

    def earlier(self, watch: Watch, after: int, until: int) -> list[Happened]:
        """From the database: after one place and until another, PAGE at most."""
        event = OutboxEvent
        within = event.place > after, event.place <= until, watch.where()
        columns = [getattr(event, name) for name in COLUMNS]
        found = select(*columns).where(*within).order_by(event.place).limit(PAGE)
        with Session(self.database.looking) as session:
            return [Happened.of(row) for row in session.execute(found)]

    async def run(self) -> None:
        """Until cancelled; a database that is away is tried again, and nothing is missed of it."""
        pause_s = SOONEST_S
        while True:
            await self.wanted.wait()
            source = source_of(self.database)
            try:
                await source.open()
                if not self.begun.is_set():
                    self.head = await source.head()
                    self.begun.set()
                pause_s = SOONEST_S
                await self.read(source)
            except Exception as error:  # noqa: BLE001  whatever it was, the next try may do better
                log.warning("live feed interrupted", error=error, again_in_s=pause_s)
                await asyncio.sleep(pause_s)
                pause_s = min(pause_s * 2, LATEST_S)
            finally:
                with anyio.CancelScope(shield=True), suppress(Exception):
                    await source.close()

    async def read(self, source: Source) -> None:
        """Until nobody has listened for a while."""
        left_at: float | None = None
        while True:
            while page := await source.after(self.head):
                for event in page:
                    for watcher in self.watchers:
                        watcher.offer(event)
                self.head = page[-1].place
                await asyncio.sleep(0)  # to those who have been handed something
            now = time.monotonic()
            left_at = None if self.listening else left_at or now
            if left_at is not None and now - left_at > LINGER_S:
                self.wanted.clear()
                self.begun.clear()
                return
            await source.wait()


def source_of(database: Database) -> Source:
    if database.is_embedded:
        return SqliteSource(database)
    from api.live.postgres_source import PostgresSource  # noqa: PLC0415  only where there is one

    return PostgresSource(database)
