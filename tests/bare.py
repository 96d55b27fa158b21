"""Databases without a table, beside the one that the tests share."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from api.database import Database
from api.settings import Settings
from tests.house import MONDAY
from tests.postgres import drop_database, new_database


@contextmanager
def another_database(url: str) -> Iterator[str]:
    """On the server of `url`; dropped afterwards."""
    name = f"bare_{secrets.token_hex(6)}"
    try:
        yield new_database(url, name)
    finally:
        drop_database(url, name)


@contextmanager
def session_of(settings: Settings) -> Iterator[Session]:
    """As the program opens one."""
    database = Database(settings.database_text)
    try:
        with Session(database.writing) as session:
            session.info["now"] = MONDAY
            yield session
    finally:
        database.close_now()


@contextmanager
def bare(request: pytest.FixtureRequest, folder: Path) -> Iterator[Settings]:
    """Settings of an empty database of the kind that the fixture's parameter names."""
    if request.param == "sqlite":
        yield Settings(data_dir=folder)
        return
    with another_database(request.getfixturevalue("postgres_url")) as url:
        yield Settings(data_dir=folder, database_url=url)
