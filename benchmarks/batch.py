"""A batch of renders put into the queue, against the driver's executemany of the very same rows.

`python -m benchmarks.batch [sqlite] [postgresql] [--products 1000] [--rounds 3]`; see README.md.
One `mediaSetRender` of so many products for six presets, in one process, and nobody who draws:
products found, slots bound and checked, rows, prices, events, jobs and the queue's own rows.
"""

import argparse
import gc
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import MetaData, Table, select
from sqlalchemy.orm import Session

from api.changes import Changes
from api.context import Context
from api.database import Database
from api.jobs import engine
from api.migrate import upgrade
from api.reads.documents import Documents
from api.reads.reads import Reads
from api.schema import schema
from api.settings import Settings
from api.what_ships import shipped_templates
from benchmarks import rows
from benchmarks.path import BATCH, TEMPLATE, set_of_one
from benchmarks.shop import furnish
from domain.compliance.models import SizePreset
from domain.templates.shipped import keep_templates
from tests.house import KEY
from tests.postgres import running_postgres

PRESETS = (
    "comparison-table",
    "instagram-portrait",
    "instagram-square",
    "size-chart",
    "story",
    "xiaohongshu-cover",
)
"""All of one picture that the template has a layout for."""
TABLES = ("render_jobs", "render_prices", "jobs", "outbox_events")
QUEUE = ("workflow_status", "workflow_input")
"""Where each item has a row, or of prices one for each that it shows."""


class Shop:
    """Products with a picture, and presets that the one template of the set suits."""

    def __init__(self, settings: Settings, products: int) -> None:
        self.database = Database(settings.database_text)
        self.owner = rows.furnish(self.database, products=0)
        with Session(self.database.writing) as session:
            ids = furnish(session, settings, self.owner, products)
            keep_templates(
                session,
                datetime.now(UTC),
                [one for one in shipped_templates() if one.handle == TEMPLATE],
            )
            session.commit()
            named = SizePreset.is_newest & SizePreset.name.in_(PRESETS)
            presets = session.scalars(select(SizePreset.id).where(named)).all()
        assert len(presets) == len(PRESETS), presets
        self.given = {
            "templateSetId": f"TemplateSet:{set_of_one(self.database, self.owner)}",
            "productIds": [f"Product:{one}" for one in ids],
            "presetIds": [f"SizePreset:{one}" for one in presets],
        }
        core = schema._schema  # noqa: SLF001  Strawberry hands out no other
        reads = Reads(core, self.database, Documents(core))
        self.reads, self.changes = reads, Changes(schema, reads)
        self.count = products * len(PRESETS)
        self.tables = self.found()

    def found(self) -> list[Table]:
        """As the database has them, the queue's too; parents first."""
        own, queue = MetaData(), MetaData(schema=self.schema)
        own.reflect(self.database.writing, only=["render_batches", *TABLES])
        queue.reflect(self.database.writing, only=list(QUEUE))
        of_queue = [table for table in queue.sorted_tables if table.name in QUEUE]
        return [own.tables[name] for name in TABLES] + of_queue

    @property
    def schema(self) -> str | None:
        return None if self.database.is_embedded else engine.SCHEMA

    def ours(self, number: int) -> float:
        """Seconds."""
        given = {**self.given, "values": {"eyebrow": f"No. {number}"}}
        document = self.reads.documents.get(BATCH, None)
        context = Context(self.owner, datetime.now(UTC), self.reads, audit_key=KEY)
        began = time.perf_counter()
        data, errors = self.changes.run(document, {"input": given}, context)
        took = time.perf_counter() - began
        assert not errors, errors
        assert data
        assert f'"drawnCount":{self.count}' in data, data
        return took

    def floor(self, kept: list[list[Any]]) -> float:
        """Seconds for the same rows, in one transaction of the driver's own."""
        began = time.perf_counter()
        with self.bare() as driver:
            for table, found in zip(self.tables, kept, strict=True):
                names = table.columns.keys()
                marks = ", ".join("?" if self.database.is_embedded else "%s" for _ in names)
                insert = f"INSERT INTO {table.fullname} ({', '.join(names)}) VALUES ({marks})"
                driver.cursor().executemany(insert, found)
        return time.perf_counter() - began

    @contextmanager
    def bare(self) -> Iterator[Any]:
        with self.database.writing.begin() as connection:
            yield connection.connection.dbapi_connection

    def kept(self) -> list[list[Any]]:
        """What is in the tables, as the driver has it."""
        found = []
        with self.bare() as driver:
            for table in self.tables:
                names = ", ".join(table.columns.keys())
                whole = f"SELECT {names} FROM {table.fullname} ORDER BY {next(iter(table.c)).name}"
                found.append([tuple(row) for row in driver.execute(whole)])
        return found

    def wipe(self) -> None:
        """Back to tables without rows, and on SQLite to a file without holes."""
        with self.database.writing.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            driver: Any = connection.connection.dbapi_connection
            if self.database.is_embedded:
                connection.rollback()
            for table in reversed(self.tables):
                driver.execute(f"DELETE FROM {table.fullname}")
            driver.execute("VACUUM")


def measure(kind: str, products: int, rounds: int) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = "" if kind == "sqlite" else stack.enter_context(running_postgres())
        settings = Settings(data_dir=folder, database_url=url)
        upgrade(settings)
        shop = Shop(settings, products)
        stack.callback(shop.database.close_now)
        gc.collect()
        gc.freeze()  # as `serve` does
        own, floor = [], []
        for number in range(rounds + 1):
            took = shop.ours(number)
            kept = shop.kept()
            by_table = dict(zip((*TABLES, *QUEUE), map(len, kept), strict=True))
            assert by_table["render_jobs"] == by_table["workflow_status"] == shop.count, by_table
            shop.wipe()
            bare = shop.floor(kept)
            shop.wipe()
            if number:  # the first is not yet warm
                own.append(took)
                floor.append(bare)
    ratio = median(one / other for one, other in zip(own, floor, strict=True))
    count = sum(map(len, kept))
    print(
        f"{kind:10} {shop.count:,} renders queued in {median(own):.2f} s; "
        f"executemany of their {count:,} rows {median(floor):.2f} s; ratio {ratio:.1f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--products", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    for kind in given.kinds:
        measure(kind, given.products, given.rounds)


if __name__ == "__main__":
    main()
