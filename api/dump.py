"""A database as one file: SQLite by its online backup, PostgreSQL by pg_dump and pg_restore."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import inspect

from api import sqlite_copy
from api.migrate import connecting
from api.refused import Refused
from api.settings import Settings

CLEAN = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction"]


def name_of(settings: Settings) -> str:
    return "database.sqlite" if settings.is_embedded else "database.dump"


def save(settings: Settings, goal: Path) -> str:
    """A consistent copy, while others write; the migration that it is at."""
    if settings.is_embedded:
        if not settings.database_file.exists():
            raise Refused(f"There is no database at {settings.database_file}.")
        sqlite_copy.copy(settings.database_file, goal)
    else:
        client(settings, "pg_dump", "--format=custom", "--no-owner", f"--file={goal}")
    return mark(settings, goal)


def mark(settings: Settings, goal: Path) -> str:
    """Of the copy where it can be read, so that a migration meanwhile cannot confuse the two."""
    asked = "SELECT version_num FROM alembic_version"
    if settings.is_embedded:
        with closing(sqlite3.connect(goal)) as connection:
            found = connection.execute(asked).fetchone()
    else:
        with connecting(settings.database) as reader:
            found = reader.exec_driver_sql(asked).fetchone()
    return str(found[0])


def present(settings: Settings) -> str | None:
    """What a restore would replace, as a sentence; None when there is nothing."""
    others = [path for path in settings.data_dir.iterdir() if path.name != "lock"]
    if others:
        return f"The data folder {settings.data_dir} is not empty."
    if settings.is_embedded:
        is_there = settings.database_file.exists()
        return f"There is a database at {settings.database_file}." if is_there else None
    with connecting(settings.database) as connection:
        tables = inspect(connection).get_table_names()
    return "The database is not empty." if tables else None


def load(settings: Settings, source: Path) -> None:
    """In place of what there was."""
    if not settings.is_embedded:
        name = f"--dbname={settings.database.database}"  # the rest stands in its environment
        client(settings, "pg_restore", *CLEAN, "--exit-on-error", name, str(source))
        return
    goal = settings.database_file
    goal.parent.mkdir(parents=True, exist_ok=True)
    for more in ("-wal", "-shm"):
        goal.with_name(goal.name + more).unlink(missing_ok=True)
    shutil.move(source, goal)


def client(settings: Settings, program: str, *words: str) -> None:
    """PostgreSQL's own program; its last word when it fails, or what to use when it is missing."""
    found = shutil.which(program)
    if found is None:
        raise Refused(f"{program} is not on the PATH. It comes with PostgreSQL's client programs.")
    url = settings.database
    place = {
        "PGHOST": url.host or "",
        "PGPORT": str(url.port or ""),
        "PGUSER": url.username or "",
        "PGPASSWORD": str(url.password or ""),
        "PGDATABASE": url.database or "",
    }
    given = {name: value for name, value in place.items() if value}
    done = subprocess.run(  # noqa: S603
        [found, *words], env={**os.environ, **given}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["no word"]
        raise Refused(f"{program} failed: {said[-1]}")
