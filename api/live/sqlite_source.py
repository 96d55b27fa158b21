"""Events on SQLite: a look at a counter in shared memory, many times a second."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from anyio import to_thread
from sqlalchemy import event
from sqlalchemy.orm import Session

from api.database import Database
from api.live.happened import COLUMNS, PAGE, WAIT_S, Happened
from api.sqlite_reader import SqliteReader
from domain.outbox_order import put_in_order

LOOK_EVERY_S = 0.05
"""A look costs a hundredth of a millisecond, and there are none while nobody listens."""
AFTER = f"""SELECT {", ".join(COLUMNS)} FROM outbox_events
WHERE place > ? ORDER BY place LIMIT {PAGE}"""  # noqa: S608  names of ours
UNPLACED = "SELECT EXISTS (SELECT 1 FROM outbox_events WHERE place IS NULL)"


class _Woken:
    """Whom a commit of this process wakes; replaced whole, for threads may be reading it."""

    sources: tuple[Callable[[], None], ...] = ()


@event.listens_for(Session, "after_commit")
def _wake(_: Session) -> None:
    for wake in _Woken.sources:
        wake()


class SqliteSource:
    """`PRAGMA data_version` tells of every commit; a session of this process tells sooner."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.connection: Any = None
        self.version: int | None = None
        self.stirred = asyncio.Event()

    async def open(self) -> None:
        assert isinstance(self.database.reader, SqliteReader)
        self.connection = self.database.reader.connect()
        self.loop = asyncio.get_running_loop()
        _Woken.sources = (*_Woken.sources, self.stir)

    async def close(self) -> None:
        if self.connection is not None:
            _Woken.sources = tuple(one for one in _Woken.sources if one != self.stir)
            self.connection.close()
            self.connection = None

    def stir(self) -> None:
        """From whatever thread has committed something."""
        with suppress(RuntimeError):  # the loop has ended meanwhile
            self.loop.call_soon_threadsafe(self.stirred.set)

    async def head(self) -> int:
        await self.place()
        [last] = self.connection.execute("SELECT max(place) FROM outbox_events").fetchone()
        return int(last or 0)

    async def after(self, place: int) -> list[Happened]:
        await self.place()
        return [Happened.of(row) for row in self.connection.execute(AFTER, (place,))]

    async def place(self) -> None:
        """What an insert that knew nothing of places has left without one."""
        while self.connection.execute(UNPLACED).fetchone()[0]:
            await to_thread.run_sync(self.place_now)

    def place_now(self) -> None:
        with self.database.writing.begin() as connection:
            put_in_order(connection)

    async def wait(self) -> None:
        until = self.loop.time() + WAIT_S
        while (version := self.look()) == self.version and self.loop.time() < until:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self.stirred.wait()
            self.stirred.clear()
        self.version = version

    def look(self) -> int:
        connection: sqlite3.Connection = self.connection
        [version] = connection.execute("PRAGMA data_version").fetchone()
        return int(version)
