"""Where a database stands among the migrations, and bringing it to the last of them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, NullPool, create_engine, event, inspect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

import migrations
from api.refused import Refused
from api.settings import Settings

_FOLDER = Path(str(migrations.__file__)).parent
_LINE = re.compile(r'^(revision|down_revision)(?:: [^=]+)? = (?:"(.+)"|None)$', re.MULTILINE)
_LOCK = 7_240_551_903
"""The advisory lock that two migrations of one PostgreSQL database meet at."""


class Standing(Enum):
    """A database, seen from this code."""

    EMPTY = "It has no tables yet."
    BEHIND = "It has not been migrated to this version of the program."
    CURRENT = "It is up to date."
    NEWER = "It was migrated by a newer version of the program."


@cache
def revisions() -> dict[str, str | None]:
    """Each migration, and the one before it; read without alembic, which is slow to import."""
    found = {}
    for file in (_FOLDER / "versions").glob("*_*.py"):
        said = dict(_LINE.findall(file.read_text("utf-8")))
        if said:
            found[said["revision"]] = said["down_revision"] or None
    return found


def head() -> str:
    """The last migration."""
    [last] = revisions().keys() - set(revisions().values())
    return last


def standing(connection: Connection) -> Standing:
    """Compares the database's own mark with the migrations that this code knows."""
    if not inspect(connection).has_table("alembic_version"):
        return Standing.EMPTY
    marks = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    if not marks:
        return Standing.EMPTY
    if any(mark not in revisions() for mark in marks):
        return Standing.NEWER
    return Standing.CURRENT if list(marks) == [head()] else Standing.BEHIND


def problem(connection: Connection) -> str | None:
    """What keeps this code from using the database; None when nothing does."""
    found = standing(connection)
    return None if found is Standing.CURRENT else found.value


@contextmanager
def connecting(url: URL) -> Iterator[Connection]:
    """A connection on which tables may be changed; raises Refused if there is no reaching it."""
    engine = create_engine(url, poolclass=NullPool)
    if url.get_backend_name() == "sqlite":
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", _let_tables_change)
        event.listen(engine, "begin", _begin)
    try:
        connection = engine.connect()
    except OperationalError as error:
        raise Refused(unreachable(url, error)) from None
    with connection:
        yield connection


def unreachable(url: URL, error: OperationalError) -> str:
    first = str(error.orig).strip().splitlines()[0]
    return f"The database {url.render_as_string()} cannot be reached: {first}"


def _let_tables_change(connection: Any, _record: Any) -> None:
    """Batch mode replaces a table by a copy; references to it must not mind."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=OFF", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def upgrade(settings: Settings) -> Standing:
    """To the last migration, in one transaction; answers where the database stood before.

    Then the tables of the queue, which are not among our migrations.
    """
    from api.jobs.engine import make_tables  # noqa: PLC0415  slow to import, and seldom needed

    before = migrated(settings)
    make_tables(settings.database)
    return before


def migrated(settings: Settings) -> Standing:
    with connecting(settings.database) as connection, connection.begin():
        _alone(settings, connection)
        before = standing(connection)
        if before is Standing.NEWER:
            raise Refused(f"The database is left alone. {before.value}")
        if before is not Standing.CURRENT:
            run(connection, "upgrade", "head")
        know_what_ships(connection)
        return before


def renew_what_ships(settings: Settings) -> None:
    """At the start of a server: a release may ship other templates and no migration."""
    with connecting(settings.database) as connection, connection.begin():
        _alone(settings, connection)
        know_what_ships(connection)


def _alone(settings: Settings, connection: Connection) -> None:
    """Until the transaction ends; on SQLite it is so from its beginning."""
    if not settings.is_embedded:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def know_what_ships(connection: Connection) -> None:
    """Rows of this version; those that have not changed are left alone."""
    from api.what_ships import keep_what_ships  # noqa: PLC0415  as alembic, below
    from domain import every_table  # noqa: PLC0415  likewise

    assert every_table.METADATA.tables  # models know each other by name

    with Session(connection, join_transaction_mode="create_savepoint") as session:
        keep_what_ships(session, datetime.now(UTC))
        session.commit()


def run(connection: Connection, command_name: str, *words: Any, **more: Any) -> Any:
    """A command of alembic within the connection's transaction."""
    from alembic import command  # noqa: PLC0415  slow to import, and seldom needed
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    done = getattr(command, command_name)(config, *words, **more)
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"Rows are left without what they refer to: {broken[:5]}")
    return done


def ensure_migrated(settings: Settings) -> None:
    """An embedded database is made and migrated; another one must have been; raises Refused."""
    if settings.is_embedded and not settings.database_file.exists():
        upgrade(settings)
        return
    with connecting(settings.database) as connection:
        found = standing(connection)
    if found is Standing.CURRENT:
        return
    if found is Standing.NEWER:
        raise Refused(f"The database is left alone. {found.value} Upgrade the program.")
    if not settings.is_embedded:
        raise Refused(f"The database is not ready. {found.value} Run: tradepost migrate")
    upgrade(settings)
