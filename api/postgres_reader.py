"""Bare reads on PostgreSQL; imported only where there is one."""

import asyncio
import queue
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import asyncpg
import psycopg
from sqlalchemy import URL, Dialect
from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect

from api.reader import PARTICULAR, Outcome, Reader, Statement

SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
SERVER = {
    "timezone": "UTC",
    "jit": "off",
    "default_transaction_read_only": "on",
    "random_page_cost": "1.1",  # no discs turn: else a walk past other stores' rows seems cheaper
}
CUSTOM = "force_custom_plan"


class PostgresReader(Reader):
    """asyncpg on the loop; psycopg, with the same `$1` statements, for threads.

    Particular statements go to connections of another sort, `pooled` more at most. A general plan
    takes each value for an average one, and so reads a large table whole to find a rare one; but
    where nothing is filtered it is as good as any, and saves as long as the statement takes.
    """

    def __init__(self, url: URL, pooled: int, plans: str = "auto") -> None:
        self.dialect: Dialect = asyncpg_dialect.dialect(  # type: ignore[no-untyped-call]  # SQLAlchemy has no types there
            paramstyle="numeric_dollar"
        )
        self.dialect.server_version_info = (14,)  # what SQL it may write; the server is 14 or newer
        self.dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self.pooled = pooled
        self.server = {**SERVER, "plan_cache_mode": plans}
        self.particular = PostgresReader(url, pooled, CUSTOM) if plans != CUSTOM else None
        self.pool: Any = None
        self.opening = asyncio.Lock()
        self.idle: queue.LifoQueue[psycopg.Connection[Any]] = queue.LifoQueue()

    async def open(self) -> None:
        async with self.opening:
            if self.pool is None:
                self.pool = await asyncpg.create_pool(
                    self.dsn,
                    min_size=1,
                    max_size=self.pooled,
                    reset=_leave,
                    statement_cache_size=1_000,
                    max_cached_statement_lifetime=0,
                    max_cacheable_statement_size=0,
                    server_settings=self.server,
                )

    async def read(self, statements: list[Statement]) -> list[Outcome]:
        if self.particular and any_particular(statements):
            return await self.particular.read(statements)
        if self.pool is None:
            await self.open()
        async with self.pool.acquire() as connection:
            if len(statements) == 1:
                return [await _fetched(connection, *statements[0])]
            await connection.execute(SNAPSHOT)
            try:
                return [await _saved(connection, *statement) for statement in statements]
            finally:
                await connection.execute("COMMIT")

    def read_now(self, statements: list[Statement]) -> list[Outcome]:
        if self.particular and any_particular(statements):
            return self.particular.read_now(statements)
        with self.borrowed() as connection:
            cursor = psycopg.RawCursor(connection)
            if len(statements) == 1:
                return [_fetched_now(cursor, *statements[0])]
            cursor.execute(SNAPSHOT)
            try:
                return [_saved_now(cursor, *statement) for statement in statements]
            finally:
                cursor.execute("COMMIT")

    @contextmanager
    def borrowed(self) -> Iterator[psycopg.Connection[Any]]:
        try:
            connection = self.idle.get_nowait()
        except queue.Empty:
            options = " ".join(f"-c {name}={value}" for name, value in self.server.items())
            connection = psycopg.connect(self.dsn, autocommit=True, options=options)
        try:
            yield connection
        finally:
            if connection.closed or self.idle.qsize() >= self.pooled:
                connection.close()
            else:
                self.idle.put(connection)

    async def close(self) -> None:
        if self.pool is not None:
            await self.pool.close()
            self.pool = None
        if self.particular:
            await self.particular.close()

    def close_now(self) -> None:
        while not self.idle.empty():
            self.idle.get_nowait().close()
        if self.particular:
            self.particular.close_now()


def any_particular(statements: list[Statement]) -> bool:
    return any(text.startswith(PARTICULAR) for text, _ in statements)


async def _leave(_connection: Any) -> None:
    """Nothing to reset: reads leave nothing behind, and a reset is a statement a request."""


async def _fetched(connection: Any, statement: str, values: list[Any]) -> Outcome:
    try:
        found: Sequence[Any] = await connection.fetch(statement, *values)
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        failed: Exception = error
        return failed
    return found


async def _saved(connection: Any, statement: str, values: list[Any]) -> Outcome:
    await connection.execute("SAVEPOINT root")
    found = await _fetched(connection, statement, values)
    after = (
        "ROLLBACK TO SAVEPOINT root" if isinstance(found, Exception) else "RELEASE SAVEPOINT root"
    )
    await connection.execute(after)
    return found


def _fetched_now(cursor: psycopg.RawCursor[Any], statement: str, values: list[Any]) -> Outcome:
    try:
        found: list[Any] = cursor.execute(statement.encode(), values).fetchall()
    except psycopg.Error as error:
        return error
    return found


def _saved_now(cursor: psycopg.RawCursor[Any], statement: str, values: list[Any]) -> Outcome:
    cursor.execute("SAVEPOINT root")
    found = _fetched_now(cursor, statement, values)
    failed = isinstance(found, Exception)
    cursor.execute("ROLLBACK TO SAVEPOINT root" if failed else "RELEASE SAVEPOINT root")
    return found
