"""Run by alembic; the connection is handed over, so there is no alembic.ini."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, Enum

from api.jobs.engine import TABLES
from api.migrate import connecting
from api.settings import read_settings
from domain.base import RowId, Scaled, UtcDateTime, Words
from domain.every_table import METADATA


def rendered(kind: str, item: Any, where: AutogenContext) -> str | Literal[False]:
    """Our column types by their frozen names in `migrations.columns`."""
    if kind != "type":
        return False
    match item:
        case UtcDateTime():
            name = "INSTANT"
        case RowId():
            name = "ROW_ID"
        case Words():
            name = "words"
        case Scaled():
            return "sa.BigInteger()"
        case Enum():
            return f"sa.String({item.length})"
        case _:
            return False
    where.imports.add(f"from migrations.columns import {name}")
    return f"words({item.impl_instance.length or ''})" if name == "words" else name


def is_ours(name: str | None, kind: str, _parent: Any) -> bool:
    """Not the queue's tables, which on SQLite lie beside ours."""
    return not (kind == "table" and name in TABLES)


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        compare_type=True,
        render_as_batch=True,
        render_item=rendered,
        include_name=is_ours,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:  # `alembic revision --autogenerate`, by a developer
    with connecting(read_settings().database) as found:
        run(found)
