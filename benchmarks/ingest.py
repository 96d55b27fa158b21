"""Orders taken in against the bare driver's executemany of the very same rows, in the same tables.

`python -m benchmarks.ingest [sqlite] [postgresql] [--orders 2000] [--rounds 3]`; see README.md.
One process: rules, audit line, outbox event and commit for each thousand orders are ours alone.
"""

import argparse
import contextlib
import gc
import json
import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from api.database import Database
from benchmarks.mutation import url_of
from benchmarks.rows import START, furnish
from domain.audit import AuditEntry
from domain.base import Base
from domain.catalogue.models import Variant
from domain.money import UnitPrice
from domain.orders.ingesting import Outcome, PlatformRow, ingest_orders
from domain.orders.models import Order, OrderLine, PlatformOrder
from domain.orders.stated import StatedLine, StatedOrder
from domain.orders.states import OrderState
from domain.outbox import OutboxEvent
from domain.sessions import WritingSession
from domain.stores.models import Platform, Store
from domain.stores.states import PlatformKind, StoreState
from domain.work import Work

LINES_AN_ORDER = 19
AT_ONCE = 1_000
TABLES: tuple[type[Base], ...] = (Order, OrderLine, PlatformOrder)


class Shop:
    """One store, its variants and so many orders that a file might hold."""

    def __init__(self, database: Database, orders: int) -> None:
        self.database, self.actor = database, furnish(database, products=1_200)
        self.store = self.open()
        with database.writing.connect() as connection:
            self.skus = list(connection.scalars(select(Variant.sku).order_by(Variant.sku)))
        self.rows = [self.row(number) for number in range(orders)]

    def open(self) -> Store:
        with Session(self.database.writing, expire_on_commit=False) as session:
            session.info["now"] = START
            platform = Platform(code="ONLINE", name="Online", kind=PlatformKind.OWN_SITE)
            session.add(platform)
            session.flush()
            store = Store(
                organization_id=self.actor.organization_id,
                platform_id=platform.id,
                name="Online",
                handle="online",
                time_zone="Europe/London",
                currency="GBP",
                state=StoreState.OPEN,
                opened_at=START,
            )
            session.add(store)
            session.commit()
            return store

    def row(self, number: int) -> PlatformRow:
        lines = tuple(
            StatedLine(
                sku=self.skus[(number * 7 + at * 31) % len(self.skus)],
                title="White hanging heart T-light holder",
                quantity=1 + (number + at) % 12,
                unit_price=UnitPrice(2_550_000 + at * 10_000, "GBP"),
            )
            for at in range(LINES_AN_ORDER)
        )
        said = [[line.sku, line.title, line.quantity, line.unit_price.micros] for line in lines]
        return PlatformRow(
            source="online-retail",
            external_id=f"{536_365 + number}",
            payload=json.dumps({"InvoiceNo": number, "lines": said}),
            order=StatedOrder(
                number=f"{536_365 + number}",
                placed_at=START - timedelta(minutes=number),
                lines=lines,
            ),
            stands=OrderState.COMPLETED,
        )

    def ours(self) -> float:
        """Lines a second."""
        began = time.perf_counter()
        for start in range(0, len(self.rows), AT_ONCE):
            with WritingSession(self.database.writing) as session:
                work = Work(session, self.actor, START, "benchmark", key=b"of the benchmark")
                found = ingest_orders(work, self.store.id, self.rows[start : start + AT_ONCE])
                session.commit()
            assert all(one.outcome is Outcome.CREATED for one in found), found[:3]
        return len(self.rows) * LINES_AN_ORDER / (time.perf_counter() - began)

    def floor(self, kept: dict[str, list[Any]]) -> float:
        """The same, as the driver alone writes those rows."""
        parts = -(-len(self.rows) // AT_ONCE)
        began = time.perf_counter()
        for part in range(parts):
            with self.bare() as driver:
                for model in TABLES:
                    rows = kept[model.__tablename__]
                    some = rows[len(rows) * part // parts : len(rows) * (part + 1) // parts]
                    driver.cursor().executemany(self.insert(model), some)
        return len(self.rows) * LINES_AN_ORDER / (time.perf_counter() - began)

    @contextlib.contextmanager
    def bare(self) -> Iterator[Any]:
        """The driver's own connection, in one transaction."""
        with self.database.writing.begin() as connection:
            yield connection.connection.dbapi_connection

    def insert(self, model: type[Base]) -> str:
        columns = model.__table__.columns.keys()
        mark = "?" if self.database.is_embedded else "%s"
        marks = ", ".join(mark for _ in columns)
        return f"INSERT INTO {model.__tablename__} ({', '.join(columns)}) VALUES ({marks})"

    def kept(self) -> dict[str, list[Any]]:
        """What is in the tables, as the driver has it; parents and children in one order."""
        with self.bare() as driver:
            return {
                model.__tablename__: [
                    tuple(row)
                    for row in driver.execute(
                        f"SELECT {', '.join(model.__table__.columns.keys())}"
                        f" FROM {model.__tablename__} ORDER BY "
                        + ("order_id, position" if model is OrderLine else "id")
                    )
                ]
                for model in TABLES
            }

    def wipe(self) -> None:
        """Back to a store without orders, and on SQLite to a file without holes."""
        names = [model.__tablename__ for model in reversed(TABLES)]
        with self.database.writing.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            driver: Any = connection.connection.dbapi_connection
            if self.database.is_embedded:
                connection.rollback()
                for name in names:
                    driver.execute(f"DELETE FROM {name}")
                driver.execute("VACUUM")
                return
            connection.execute(text("TRUNCATE orders CASCADE"))


def measure(kind: str, orders: int, rounds: int) -> None:
    with url_of(kind) as url:
        database = Database(url)
        shop = Shop(database, orders)
        gc.collect()
        gc.freeze()  # as `serve` does
        own, floor = [], []
        for _ in range(rounds):
            own.append(shop.ours())
            kept = shop.kept()
            assert len(kept["order_lines"]) == orders * LINES_AN_ORDER
            shop.wipe()
            floor.append(shop.floor(kept))
            shop.wipe()
        with database.writing.connect() as connection:
            told = len(connection.execute(select(OutboxEvent.id)).all())
            assert told == len(connection.execute(select(AuditEntry.id)).all()) > 0
        database.close_now()
    ours, bare = statistics.median(own), statistics.median(floor)
    print(f"{kind:10} ours {ours:,.0f} lines/s  executemany {bare:,.0f}  ratio {ours / bare:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--orders", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    for kind in given.kinds:
        measure(kind, given.orders, given.rounds)


if __name__ == "__main__":
    main()
