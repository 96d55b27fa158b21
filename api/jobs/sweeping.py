"""Files that no row names: out of the storage, a day after they came.

An upload that was never taken, a picture whose row was refused, an asset that was deleted: each
leaves a file. Which columns name files is read off the tables themselves, so that no new one is
forgotten: all that end in `_key`, and all texts that hold what looks like a key.
"""

import re
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from sqlalchemy import Column, Text, literal, select
from sqlalchemy.orm import Session

from api.jobs.run import Run
from domain.base import Base
from domain.people.models import Organization
from domain.scope import Among, Many
from domain.work import Work

KEPT = timedelta(days=1)
AT_ONCE = 500
_KEY = re.compile(r"sha256/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}")
_LOGS = frozenset({"audit_entries", "audit_reasons", "idempotency_keys", "jobs", "outbox_events"})
"""They tell of what was: nothing in them shows a file."""


def sweep_files(run: Run) -> None:
    """For all organisations at once, since they share files: only the first one's job does it."""
    with run.work() as work:
        first = work.session.scalar(select(Organization.id).order_by(Organization.id).limit(1))
        if run.organization_id != first:
            return
    with Session(run.tools.looking) as session:  # it takes long, and no writer shall wait for it
        named = set(all_named(session))
    old = run.tools.storage.kept_before(datetime.now(UTC) - KEPT)
    unnamed = (key for key in old if key not in named)
    while keys := list(islice(unnamed, AT_ONCE)):
        with run.work() as work:
            for key in set(keys) - named_among(work, keys):
                run.tools.storage.delete(key)


def named_among(work: Work, keys: Collection[str]) -> set[str]:
    """Those of the keys that a column of its own names, in whatever organisation."""
    found: set[str] = set()
    for column in key_columns():
        sought = literal(sorted(keys), Many(column.type))
        found.update(work.session.scalars(select(column).where(Among(column, sought))))
    return found


def all_named(session: Session) -> Iterator[str]:
    """Every key that stands anywhere."""
    for column in key_columns():
        yield from session.scalars(select(column).where(column.is_not(None)).distinct())
    for column in texts():
        holding = select(column).where(column.contains("sha256/"))
        for said in session.scalars(holding.execution_options(yield_per=AT_ONCE)):
            yield from _KEY.findall(said)


def key_columns() -> list[Column[str]]:
    return [column for column in _columns() if column.name.endswith("_key")]


def texts() -> list[Column[str]]:
    """Where keys may stand among other words; what is folded is said elsewhere as well."""
    return [
        column
        for column in _columns()
        if isinstance(column.type, Text)
        and column.name != "search_text"
        and not column.name.endswith("_folded")
    ]


def _columns() -> Iterator[Column[str]]:
    for table in Base.metadata.sorted_tables:
        if table.name not in _LOGS:
            yield from table.columns
