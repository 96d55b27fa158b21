"""Sessions that only read: on SQLite they wait for no writer, nor a writer for them."""

from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, event

from api.database import Database


def reading_engine(database: Database) -> Engine:
    """For the rare ORM read outside the compiler; nothing of it stays open.

    On SQLite each statement sees what is committed when it starts.
    """
    if not database.is_embedded:
        return database.writing
    engine = create_engine(database.url, poolclass=NullPool, connect_args={"timeout": 30})
    event.listen(engine, "connect", _only_read)
    return engine


def _only_read(connection: Any, _: Any) -> None:
    """No BEGIN either: the writing engine's is IMMEDIATE, which locks the file."""
    connection.isolation_level = None
    connection.execute("PRAGMA query_only=ON")
