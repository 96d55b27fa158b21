"""Events on PostgreSQL: told by NOTIFY, and looked for now and then should it not come.

Imported only where there is one.
"""

import asyncio
from contextlib import suppress
from typing import Any

import asyncpg

from api.database import Database
from api.live.happened import COLUMNS, PAGE, WAIT_S, Happened
from api.postgres_reader import PostgresReader
from domain.outbox_order import CHANNEL, LOCK, PLACE

PATIENCE_S = 10.0
IN_ORDER = f"BEGIN ISOLATION LEVEL READ COMMITTED; {LOCK}; {PLACE['postgresql']}; COMMIT"
AFTER = f"""SELECT {", ".join(COLUMNS)} FROM outbox_events
WHERE place > $1 ORDER BY place LIMIT {PAGE}"""  # noqa: S608  names of ours
UNPLACED = "SELECT EXISTS (SELECT 1 FROM outbox_events WHERE place IS NULL)"


class PostgresSource:
    """One connection a process: it listens, gives places, and reads."""

    def __init__(self, database: Database) -> None:
        assert isinstance(database.reader, PostgresReader)
        self.dsn = database.reader.dsn
        self.connection: Any = None
        self.stirred = asyncio.Event()

    async def open(self) -> None:
        self.connection = await asyncpg.connect(
            self.dsn, timeout=PATIENCE_S, server_settings={"application_name": "tradepost live"}
        )
        self.connection.add_termination_listener(self.stir)
        await self.connection.add_listener(CHANNEL, self.stir)

    async def close(self) -> None:
        if self.connection is not None:
            connection, self.connection = self.connection, None
            with suppress(Exception):  # it may be broken, which is why it is closed
                await connection.close(timeout=1)
            if not connection.is_closed():
                connection.terminate()

    def stir(self, *_: Any) -> None:
        self.stirred.set()

    async def head(self) -> int:
        await self.connection.execute(IN_ORDER)
        while await self.connection.fetchval(UNPLACED):
            await self.connection.execute(IN_ORDER)
        return int(await self.connection.fetchval("SELECT max(place) FROM outbox_events") or 0)

    async def after(self, place: int) -> list[Happened]:
        await self.connection.execute(IN_ORDER)
        return [Happened.of(row) for row in await self.connection.fetch(AFTER, place)]

    async def wait(self) -> None:
        """Even without a word there is a look: a pooler on the way may keep NOTIFY to itself."""
        with suppress(TimeoutError):
            async with asyncio.timeout(WAIT_S):
                await self.stirred.wait()
        self.stirred.clear()
