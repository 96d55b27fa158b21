"""The two ways to the database: sessions that write, and bare statements that only read."""

import asyncio
import queue
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeAlias, TypeVar

import asyncpg
import psycopg
from anyio import to_thread
from sqlalchemy import URL, Dialect, Engine, create_engine, event, make_url
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect

from domain.calendar import local_midnight

Statement: TypeAlias = tuple[str, list[Any]]
Outcome: TypeAlias = Sequence[Any] | Exception
Answer = TypeVar("Answer")
POOLED = 8


class Database:
    """SQLite in a file, or PostgreSQL: psycopg writes, asyncpg reads.

    `reading_dialect` says how statements for `read` are to be written: `?` or `$1` in order.
    """

    def __init__(self, url: str, *, pooled: int = POOLED) -> None:
        self.url, self.pooled = make_url(url), pooled
        self.is_embedded = self.url.get_backend_name() == "sqlite"
        self.writing: Engine = _writing_engine(self.url, pooled)
        self.reader: _Reader = (
            _SqliteReader(self.url, pooled)
            if self.is_embedded
            else _PostgresReader(self.url, pooled)
        )

    @property
    def reading_dialect(self) -> Dialect:
        return self.reader.dialect

    async def read(self, statements: list[Statement], *, is_short: bool = False) -> list[Outcome]:
        """Each statement's rows, or its error; several see one snapshot."""
        return await self.reader.read(statements, is_short=is_short)

    def read_now(self, statements: list[Statement]) -> list[Outcome]:
        """`read`, from a thread that may wait."""
        return self.reader.read_now(statements)

    async def in_thread(self, work: Callable[..., Answer], *given: Any) -> Answer:
        return await to_thread.run_sync(partial(work, *given))

    async def open(self) -> None:
        await self.reader.open()

    async def close(self) -> None:
        await self.reader.close()
        self.close_now()

    def close_now(self) -> None:
        self.reader.close_now()
        self.writing.dispose()


def _writing_engine(url: URL, pooled: int) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=pooled, connect_args={"options": "-c timezone=UTC"})
    engine = create_engine(url, connect_args={"timeout": 30})
    event.listen(engine, "connect", _tune_sqlite)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "busy_timeout=30000",
    "cache_size=-65536",
    "mmap_size=268435456",
    "temp_store=MEMORY",
)


def _tune_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # sqlite3 begins nothing by itself; `begin` above does
    tune(connection, *PRAGMAS)


def tune(connection: Any, *pragmas: str) -> None:
    """What every connection to SQLite needs: its pragmas, and the functions that it lacks."""
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("local_midnight", 3, local_midnight, deterministic=True)


class _Reader:
    dialect: Dialect

    async def read(self, statements: list[Statement], *, is_short: bool) -> list[Outcome]:
        raise NotImplementedError

    def read_now(self, statements: list[Statement]) -> list[Outcome]:
        raise NotImplementedError

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    def close_now(self) -> None: ...


class _SqliteReader(_Reader):
    """Short reads inline: they answer sooner than a thread would start."""

    def __init__(self, url: URL, pooled: int) -> None:
        self.dialect = sqlite.dialect(paramstyle="qmark")
        self.path = url.database or ":memory:"
        self.inline: sqlite3.Connection | None = None
        self.idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        self.pooled = pooled

    def connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, isolation_level=None, check_same_thread=False, cached_statements=512
        )
        tune(connection, *PRAGMAS, "query_only=ON")
        return connection

    async def read(self, statements: list[Statement], *, is_short: bool) -> list[Outcome]:
        if not is_short:
            return await to_thread.run_sync(self.read_now, statements)
        if self.inline is None:
            self.inline = self.connect()
        return _sqlite_rows(self.inline, statements)

    def read_now(self, statements: list[Statement]) -> list[Outcome]:
        with self.borrowed() as connection:
            return _sqlite_rows(connection, statements)

    @contextmanager
    def borrowed(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self.idle.get_nowait()
        except queue.Empty:
            connection = self.connect()
        try:
            yield connection
        finally:
            if self.idle.qsize() < self.pooled:
                self.idle.put(connection)
            else:
                connection.close()

    def close_now(self) -> None:
        if self.inline:
            self.inline.close()
            self.inline = None
        while not self.idle.empty():
            self.idle.get_nowait().close()


def _sqlite_rows(connection: sqlite3.Connection, statements: list[Statement]) -> list[Outcome]:
    if len(statements) == 1:
        return [_sqlite_row(connection, *statements[0])]
    connection.execute("BEGIN")
    try:
        return [_sqlite_row(connection, *statement) for statement in statements]
    finally:
        connection.execute("COMMIT")


def _sqlite_row(connection: sqlite3.Connection, statement: str, values: list[Any]) -> Outcome:
    try:
        found: Sequence[Any] = connection.execute(statement, values).fetchall()
    except sqlite3.Error as error:
        return error
    return found


SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
SERVER = {"timezone": "UTC", "jit": "off", "default_transaction_read_only": "on"}


class _PostgresReader(_Reader):
    """asyncpg on the loop; psycopg, with the same `$1` statements, for threads."""

    def __init__(self, url: URL, pooled: int) -> None:
        self.dialect: Dialect = asyncpg_dialect.dialect(  # type: ignore[no-untyped-call]
            paramstyle="numeric_dollar"
        )
        self.dialect.server_version_info = (14,)  # what SQL it may write; the server is 14 or newer
        self.dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self.pooled = pooled
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
                    server_settings=SERVER,
                )

    async def read(self, statements: list[Statement], *, is_short: bool) -> list[Outcome]:
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
            options = " ".join(f"-c {name}={value}" for name, value in SERVER.items())
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

    def close_now(self) -> None:
        while not self.idle.empty():
            self.idle.get_nowait().close()


async def _leave(_connection: Any) -> None:
    """Nothing to reset: reads leave nothing behind, and a reset is a statement a request."""


async def _fetched(connection: Any, statement: str, values: list[Any]) -> Outcome:
    try:
        found: Sequence[Any] = await connection.fetch(statement, *values)
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        return error
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
        return cursor.execute(statement.encode(), values).fetchall()
    except psycopg.Error as error:
        return error


def _saved_now(cursor: psycopg.RawCursor[Any], statement: str, values: list[Any]) -> Outcome:
    cursor.execute("SAVEPOINT root")
    found = _fetched_now(cursor, statement, values)
    failed = isinstance(found, Exception)
    cursor.execute("ROLLBACK TO SAVEPOINT root" if failed else "RELEASE SAVEPOINT root")
    return found
