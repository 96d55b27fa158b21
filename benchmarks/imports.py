"""A year of orders from a file, against its bare rows.

`python -m benchmarks.imports FILE [sqlite] [postgresql]`: FILE is Online Retail's (see
../shared/data/online_retail). The import is a process of its own, as from a command line, with all
rules, audit lines and outbox events; the floor takes the very rows that came of it and puts them
into empty tables with the same indexes, by the driver's `executemany`, a thousand at a time.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from api.database import Database
from api.migrate import upgrade
from api.settings import Settings
from domain.base import Base
from domain.orders.contacts import CustomerContact, OrderContact
from domain.orders.models import (
    Customer,
    Order,
    OrderException,
    OrderLine,
    Payment,
    PlatformOrder,
)
from domain.people.bootstrap import ensure_organization
from domain.sessions import WritingSession
from domain.stores.models import Platform, Store
from domain.stores.states import PlatformKind, StoreState
from tests.bare import another_database
from tests.house import KEY, MONDAY
from tests.postgres import running_postgres

MODELS: tuple[type[Base], ...] = (
    Customer,
    CustomerContact,
    Order,
    OrderContact,
    OrderLine,
    Payment,
    OrderException,
    PlatformOrder,
)
AT_ONCE = 1_000
LOOKS_EVERY_S = 0.2
UNCHECKED = "SET session_replication_role = replica"


@contextmanager
def shop(url: str) -> Iterator[tuple[Settings, Database]]:
    """A migrated database with one store in London."""
    with tempfile.TemporaryDirectory(prefix="tradepost-imports-") as folder:
        settings = Settings(data_dir=Path(folder), database_url=url)
        upgrade(settings)
        database = Database(settings.database_text)
        with WritingSession(database.writing) as session:
            house = ensure_organization(session, MONDAY, "first", "First", key=KEY)
            platform = Platform(
                organization_id=house.id, code="OWN", name="Own", kind=PlatformKind.OWN_SITE
            )
            session.add(platform)
            session.flush()
            store = Store(
                organization_id=house.id,
                platform_id=platform.id,
                name="London",
                handle="london",
                time_zone="Europe/London",
                currency="GBP",
                state=StoreState.OPEN,
                opened_at=MONDAY,
            )
            session.add(store)
            session.commit()
        try:
            yield settings, database
        finally:
            database.close_now()


def imported(settings: Settings, file: Path) -> tuple[float, list[int]]:
    """Seconds, and what memory it took as it went on, in MiB."""
    env = {**os.environ, "TRADEPOST_DATA_DIR": str(settings.data_dir)}
    if settings.database_url:
        env["TRADEPOST_DATABASE_URL"] = settings.database_url
    words = ["import", "online-retail", str(file.absolute()), "--store", "london", "--json"]
    began, memory = time.perf_counter(), []
    command = [sys.executable, "-m", "api.cli", *words]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            memory.append(resident_mib(process.pid))
            time.sleep(LOOKS_EVERY_S)
        assert process.stdout
        print("  ", process.stdout.read().splitlines()[-1])
    return time.perf_counter() - began, [one for one in memory if one]


def resident_mib(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return 0
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) // 1024 if found else 0


def floor(source: Engine, goal: Engine) -> tuple[float, int]:
    """Seconds that the driver takes to insert the same rows, and how many lines they are."""
    spent, lines, is_sqlite = 0.0, 0, goal.dialect.name == "sqlite"
    with source.connect() as reading, goal.connect() as writing:
        driver: Any = writing.connection.dbapi_connection
        driver.rollback()
        # What the rows point to is not there: the floor checks no foreign keys.
        driver.execute("PRAGMA foreign_keys=OFF" if is_sqlite else UNCHECKED)
        driver.commit()
        for model in MODELS:
            names = [column.name for column in model.__table__.columns]
            marks = ", ".join("?" if is_sqlite else "%s" for _ in names)
            columns, table = ", ".join(names), model.__tablename__
            rows = reading.exec_driver_sql(f"SELECT {columns} FROM {table}")
            while some := rows.fetchmany(AT_ONCE):
                given = [tuple(row) for row in some]
                began = time.perf_counter()
                if is_sqlite:
                    driver.execute("BEGIN IMMEDIATE")
                statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
                driver.cursor().executemany(statement, given)
                driver.commit()
                spent += time.perf_counter() - began
                lines += len(some) if model is OrderLine else 0
    return spent, lines


def measured(kind: str, url: str, empty: str, file: Path) -> None:
    with shop(url) as (settings, database):
        seconds, memory = imported(settings, file)
        with shop(empty) as (_, bare):
            at_least, lines = floor(database.writing, bare.writing)
    print(
        f"{kind}: {lines:,} lines in {seconds:.1f} s, {lines / seconds:,.0f} a second;"
        f" floor {at_least:.1f} s, ratio {seconds / at_least:.1f};"
        f" memory {memory[len(memory) // 4]} MiB at a quarter, {memory[-1]} MiB at the end"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("databases", nargs="*", default=["sqlite", "postgresql"])
    given = parser.parse_args()
    if "sqlite" in given.databases:
        measured("sqlite", "", "", given.file)
    if "postgresql" in given.databases:
        with (
            running_postgres() as server,
            another_database(server) as url,
            another_database(server) as empty,
        ):
            measured("postgresql", url, empty, given.file)


if __name__ == "__main__":
    main()
