"""Files of orders all the way into both databases: sums by SQL, and a second time no change."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from api.connectors import olist, online_retail, shopify_orders, tmall_orders
from api.connectors.format import Format, Unit
from api.connectors.tables import How, Tables
from domain.orders.ingesting import Ingested, Outcome, PlatformRow, ingest_orders
from domain.orders.models import Order, OrderLine, Payment, Refund
from domain.orders.states import OrderKind, OrderState, PaymentState
from domain.stores.models import Store
from tests.conftest import House
from tests.connectors.orders_reading import FIXTURES
from tests.connectors.shared import shared
from tests.factories.stores import make_store

BATCH = 1_000
RETAIL = FIXTURES / "online_retail.csv"
REPORT = FIXTURES / "tmall_report.csv"
LIST = FIXTURES / "taobao_orders.csv"
SHOPIFY = FIXTURES / "shopify_orders.csv"
OLIST = tuple(sorted((FIXTURES / "olist").glob("*.csv")))


def come_in(house: House, store: Store, format: Format, *files: Path) -> list[Ingested]:
    """What became of the units that the files have, a thousand to a transaction."""
    how, store_id = How(currency=store.currency), store.id
    outcomes: list[Ingested] = []
    with Tables(files, how) as tables:
        units = (one for one in format.read(tables, how) if isinstance(one, Unit))
        while batch := list(islice(units, BATCH)):
            rows = [one.row for one in batch if isinstance(one.row, PlatformRow)]
            outcomes += ingest_orders(house.work(), store_id, rows)
            house.session.commit()
    return outcomes


def counted(outcomes: Sequence[Ingested]) -> dict[Outcome, int]:
    return dict(Counter(one.outcome for one in outcomes))


def total(house: House, column: InstrumentedAttribute[Any] | Any, *only: Any) -> int:
    found = house.session.scalar(select(func.coalesce(func.sum(column), 0)).where(*only))
    return int(found or 0)


def number_of(house: House, what: Any, *only: Any) -> int:
    return house.session.scalar(select(func.count()).select_from(what).where(*only)) or 0


@pytest.mark.parametrize(
    ("format", "files", "currency", "created", "total_minor"),
    [
        (online_retail.FORMAT, (RETAIL,), "GBP", 9, -10_919_07),
        (olist.FORMAT, OLIST, "BRL", 6, 216_75),
        (tmall_orders.FORMAT, (REPORT,), "CNY", 10, 770_80),
        (tmall_orders.FORMAT, (LIST,), "CNY", 5, 258_00),
        (shopify_orders.FORMAT, (SHOPIFY,), "INR", 8, 2_009_00),
    ],
    ids=["online-retail", "olist", "tmall-report", "taobao-list", "shopify"],
)
def test_small_files_come_in_and_a_second_time_change_nothing(  # noqa: PLR0913, PLR0917
    house: House,
    format: Format,
    files: Sequence[Path],
    currency: str,
    created: int,
    total_minor: int,
) -> None:
    store = make_store(house, currency=currency)
    outcomes = come_in(house, store, format, *files)
    taken = [one for one in outcomes if one.outcome is not Outcome.REFUSED]
    assert counted(taken) == {Outcome.CREATED: created}
    assert total(house, Order.total_minor) == total_minor
    again = come_in(house, store, format, *files)
    assert counted([one for one in again if one.outcome is not Outcome.REFUSED]) == {
        Outcome.SKIPPED: created
    }
    assert number_of(house, Order) == created
    assert total(house, Order.version) == created


def test_a_quantity_of_nothing_is_refused_by_the_rule_and_led_back_to_its_cell(
    house: House,
) -> None:
    how, store = How(), make_store(house, currency="GBP")
    with Tables([RETAIL], how) as tables:
        [unit] = [
            one
            for one in online_retail.FORMAT.read(tables, how)
            if isinstance(one, Unit) and one.key == "550196"
        ]
    assert isinstance(unit.row, PlatformRow)
    [outcome] = ingest_orders(house.work(), store.id, [unit.row])
    assert outcome.outcome is Outcome.REFUSED
    assert outcome.error
    cell = unit.cells[".".join(outcome.error.path)]
    assert (cell.row, cell.column, cell.value) == (15, "Quantity", "0")


def test_olists_sample_comes_in_to_the_cent(house: House) -> None:
    store, files = make_store(house, currency="BRL"), sorted(shared("olist").glob("*.csv"))
    assert counted(come_in(house, store, olist.FORMAT, *files)) == {Outcome.CREATED: 5_399}
    assert total(house, OrderLine.amount_minor) == 730_122_93
    assert total(house, Order.shipping_minor) == 113_407_41
    assert (
        total(house, Payment.__table__.c.amount_minor)
        == total(house, Order.paid_minor)
        == 959_742_27
    )
    assert number_of(house, OrderLine) == 5_512
    assert number_of(house, Order, Order.line_count == 0) == 543
    assert counted(come_in(house, store, olist.FORMAT, *files)) == {Outcome.SKIPPED: 5_399}


def test_the_ledger_of_online_retail_comes_in_to_the_penny(house: House) -> None:
    ledger = shared("online_retail", "online_retail_2010-12_to_2011-08.csv.gz")
    store = make_store(house, currency="GBP")
    outcomes = come_in(house, store, online_retail.FORMAT, ledger)
    assert counted(outcomes) == {Outcome.CREATED: 16_459}
    assert number_of(house, OrderLine) == 320_705
    exact = total(house, OrderLine.unit_price_micros * OrderLine.quantity)
    assert Decimal(exact).scaleb(-6) == Decimal("5761931.382")
    assert total(house, OrderLine.amount_minor) == total(house, Order.total_minor) == 5_761_931_38
    assert number_of(house, Order, Order.kind == OrderKind.CREDIT_NOTE) == 2_554
    assert number_of(house, Order, Order.state != OrderState.COMPLETED) == 0
    assert counted(come_in(house, store, online_retail.FORMAT, ledger)) == {Outcome.SKIPPED: 16_459}


def test_refunds_of_shopify_come_in_with_what_they_make_of_the_order(house: House) -> None:
    store = make_store(house, currency="INR")
    come_in(house, store, shopify_orders.FORMAT, SHOPIFY)
    found = select(Order.number, Order.payment_state)
    states = {row.number: row.payment_state for row in house.session.execute(found)}
    assert states == {
        "#1001": PaymentState.PAID,
        "#1002": PaymentState.PARTIALLY_REFUNDED,
        "#1003": PaymentState.UNPAID,
        "#1004": PaymentState.UNPAID,
        "#1005": PaymentState.DEPOSIT_PAID,
        "#1006": PaymentState.REFUNDED,
        "#1007": PaymentState.UNPAID,
        "#1008": PaymentState.PAID,
    }
    assert total(house, Refund.__table__.c.amount_minor) == 130_00
    assert total(house, Order.rounding_minor) == 0
