"""Bare reads on SQLite, and what its connections need."""

import queue
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from anyio import to_thread
from sqlalchemy import URL
from sqlalchemy.dialects import sqlite

from api.reader import Outcome, Reader, Statement
from domain.calendar import local_midnight

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "busy_timeout=30000",
    "cache_size=-65536",
    "mmap_size=268435456",
    "temp_store=MEMORY",
)
INLINE_S = 0.004
"""What takes longer goes to a thread, lest it keep everybody else waiting."""
UNKNOWN_S = 1.0
REMEMBERED = 5_000


def tune(connection: Any, *pragmas: str) -> None:
    """What every connection to SQLite needs: its pragmas, and the functions that it lacks."""
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("local_midnight", 3, local_midnight, deterministic=True)


class SqliteReader(Reader):
    """Short reads inline: they answer sooner than a thread would start."""

    def __init__(self, url: URL, pooled: int) -> None:
        self.dialect = sqlite.dialect(paramstyle="qmark")
        self.path = url.database or ":memory:"
        self.inline: sqlite3.Connection | None = None
        self.idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        self.pooled = pooled
        self.took_s: dict[str, float] = {}

    def connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, isolation_level=None, check_same_thread=False, cached_statements=512
        )
        tune(connection, *PRAGMAS, "query_only=ON")
        return connection

    async def read(self, statements: list[Statement]) -> list[Outcome]:
        if sum(self.took_s.get(text, UNKNOWN_S) for text, _ in statements) > INLINE_S:
            return await to_thread.run_sync(self.read_now, statements)
        if self.inline is None:
            self.inline = self.connect()
        return self.timed(self.inline, statements)

    def read_now(self, statements: list[Statement]) -> list[Outcome]:
        with self.borrowed() as connection:
            return self.timed(connection, statements)

    def timed(self, connection: sqlite3.Connection, statements: list[Statement]) -> list[Outcome]:
        """By the thread's own processor time: what else the machine does must not count."""
        began = time.thread_time()
        found = _sqlite_rows(connection, statements)
        took_s = (time.thread_time() - began) / len(statements)
        if len(self.took_s) > REMEMBERED:
            self.took_s.clear()
        for text, _ in statements:
            self.took_s[text] = took_s
        return found

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
