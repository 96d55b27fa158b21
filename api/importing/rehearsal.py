"""Where a dry run does what it does: on a copy of SQLite's file, or in a transaction undone.

A writer keeps all others out of SQLite's file, and a rehearsal may take minutes.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api import sqlite_copy
from api.database import Database
from domain.sessions import WritingSession
from domain.work import Work

PREFIX = "rehearsal-"
KEPT_S = 24 * 3600


@contextmanager
def rehearsal(beside: Path, writing: Engine, work_in: Callable[[Session], Work]) -> Iterator[Work]:
    """Whatever is done in it, nothing comes of it; a copy lies in the folder `beside`."""
    file = writing.url.database
    if writing.dialect.name != "sqlite" or not file:
        with undone(writing, work_in) as work:
            yield work
        return
    sweep(beside)
    with TemporaryDirectory(prefix=PREFIX, dir=beside) as folder:
        copy = Path(folder) / "copy.db"
        sqlite_copy.copy(Path(file), copy)
        database = Database(f"sqlite:///{copy}", pooled=1)
        try:
            with undone(database.writing, work_in) as work:
                yield work
        finally:
            database.close_now()


def sweep(beside: Path) -> None:
    """Away with the copies of those who were killed, a day ago."""
    for folder in beside.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if folder.stat().st_mtime < time.time() - KEPT_S:
                shutil.rmtree(folder)


@contextmanager
def undone(engine: Engine, work_in: Callable[[Session], Work]) -> Iterator[Work]:
    """In a transaction that is rolled back."""
    with WritingSession(engine) as session:
        session.info["now"] = datetime.now(UTC)
        try:
            yield work_in(session)
        finally:
            session.rollback()
