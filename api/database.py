"""The two ways to the database: sessions that write, and bare statements that only read."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import URL, Dialect, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from api.reader import Outcome, Reader, Statement
from api.sqlite_reader import PRAGMAS, SqliteReader, tune

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
        self.reader = _reader(self.url, pooled)

    @cached_property
    def looking(self) -> Engine:
        """For sessions that only look, and on SQLite wait for no writer: sign-in, the audit."""
        if not self.is_embedded:
            return self.writing
        engine = create_engine(self.url, connect_args={"timeout": 30})
        event.listen(engine, "connect", _only_look)
        return engine

    @property
    def reading_dialect(self) -> Dialect:
        return self.reader.dialect

    async def read(self, statements: list[Statement]) -> list[Outcome]:
        """Each statement's rows, or its error; several see one snapshot."""
        return await self.reader.read(statements) if statements else []

    def read_now(self, statements: list[Statement]) -> list[Outcome]:
        """`read`, from a thread that may wait."""
        return self.reader.read_now(statements) if statements else []

    async def open(self) -> None:
        await self.reader.open()

    async def close(self) -> None:
        await self.reader.close()
        self.close_now()

    def close_now(self) -> None:
        self.reader.close_now()
        self.looking.dispose()
        self.writing.dispose()


@contextmanager
def snapshot(looking: Engine) -> Iterator[Session]:
    """All of it as it is at one moment; keeps no writer waiting, and nothing can be changed."""
    with looking.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        else:
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        with Session(connection) as session:
            session.info["now"] = datetime.now(UTC)
            yield session
            session.rollback()


def _reader(url: URL, pooled: int) -> Reader:
    if url.get_backend_name() == "sqlite":
        return SqliteReader(url, pooled)
    from api.postgres_reader import PostgresReader  # noqa: PLC0415  its drivers take 0.1 s

    return PostgresReader(url, pooled)


def _writing_engine(url: URL, pooled: int) -> Engine:
    if url.get_backend_name() != "sqlite":
        options = {"options": "-c timezone=UTC"}
        engine = create_engine(url, pool_size=pooled, connect_args=options)
        event.listen(engine, "reset", _roll_back)
        return engine
    engine = create_engine(url, connect_args={"timeout": 30})
    event.listen(engine, "reset", _roll_back)
    event.listen(engine, "connect", _tune_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Any) -> None:
    connection.connection.dbapi_connection.execute("BEGIN IMMEDIATE")


def _roll_back(connection: Any, *_: Any) -> None:
    """A COMMIT that failed can leave its transaction open, which SQLAlchemy takes for ended."""
    connection.rollback()  # asks the database nothing when there is none


def _tune_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # sqlite3 begins nothing by itself; `begin` above does
    tune(connection, *PRAGMAS)


def _only_look(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # no BEGIN: each statement sees what is committed by then
    tune(connection, *PRAGMAS, "query_only=ON")
