"""Where a dry run does what it does: on a copy of SQLite's file, or in a transaction undone.

A writer keeps all others out of SQLite's file, and a rehearsal may take minutes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api import sqlite_copy
from api.database import Database
from domain.sessions import WritingSession
from domain.work import Work


@contextmanager
def rehearsal(beside: Path, writing: Engine, work_in: Callable[[Session], Work]) -> Iterator[Work]:
    """Whatever is done in it, nothing comes of it; a copy lies in the folder `beside`."""
    file = writing.url.database
    if writing.dialect.name != "sqlite" or not file:
        with undone(writing, work_in) as work:
            yield work
        return
    with TemporaryDirectory(prefix="rehearsal-", dir=beside) as folder:
        copy = Path(folder) / "copy.db"
        sqlite_copy.copy(Path(file), copy)
        database = Database(f"sqlite:///{copy}", pooled=1)
        try:
            with undone(database.writing, work_in) as work:
                yield work
        finally:
            database.close_now()


@contextmanager
def undone(engine: Engine, work_in: Callable[[Session], Work]) -> Iterator[Work]:
    """In a transaction that is rolled back."""
    with WritingSession(engine) as session:
        session.info["now"] = datetime.now(UTC)
        try:
            yield work_in(session)
        finally:
            session.rollback()
