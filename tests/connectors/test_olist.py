"""Olist: several files at once, each trap in small ones; and the real sample to the cent."""

import csv
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from api.connectors.format import Cell, Refused, Unit
from api.connectors.olist import FORMAT
from api.connectors.tables import Rule, Unreadable
from domain.money import Money
from domain.orders.stated import StatedBuyer, StatedContact, StatedPayment
from domain.orders.states import OrderState, PaymentMethod
from tests.connectors.orders_reading import (
    FIXTURES,
    amounts,
    cell,
    notes,
    orders,
    payload,
    read,
    refused,
    rows,
)
from tests.connectors.shared import shared

FOLDER = FIXTURES / "olist"
FILES = sorted(FOLDER.glob("*.csv"))


def reais(amount: str) -> Money:
    return Money.of(Decimal(amount), "BRL")


@pytest.fixture(scope="module")
def found() -> list[Unit | Refused]:
    return read(FORMAT, *FILES, currency="BRL")


def test_files_are_told_apart_by_their_columns_in_any_order(found: list[Unit | Refused]) -> None:
    turned = read(FORMAT, *reversed(FILES))
    assert rows(turned) == rows(found)
    assert refused(turned) == refused(found)


def test_orders_and_items_are_enough(found: list[Unit | Refused]) -> None:
    bare = read(FORMAT, FOLDER / "items.csv", FOLDER / "orders.csv")
    assert amounts(orders(bare)["o1"]) == amounts(orders(found)["o1"])
    assert (rows(bare)["o1"].payments, rows(bare)["o1"].buyer) == ([], None)
    assert orders(bare)["o1"].total is None


def test_without_items_the_missing_file_is_named() -> None:
    with pytest.raises(Unreadable, match="order items: its header would have order_id, ") as error:
        read(FORMAT, FOLDER / "orders.csv")
    assert error.value.rule is Rule.MISSING_FILE


def test_each_piece_is_a_line_in_the_order_of_its_number(found: list[Unit | Refused]) -> None:
    order = orders(found)["o1"]
    assert amounts(order) == [("p2", 1, Decimal(100)), ("p1", 1, Decimal("10.5"))]
    assert order.shipping == reais("11.25")


def test_titles_are_categories_in_english_where_it_is_known(found: list[Unit | Refused]) -> None:
    titles = {line.sku: line.title for order in orders(found).values() for line in order.lines}
    assert titles == {"p1": "health_beauty", "p2": "pc_gamer", "p3": "", "p9": ""}


def test_several_payments_are_kept_and_come_to_the_total(found: list[Unit | Refused]) -> None:
    approved_at = datetime(2017, 7, 10, 1, 10, 13, tzinfo=UTC)
    assert rows(found)["o1"].payments == [
        StatedPayment(amount=reais("105"), received_at=approved_at, method=PaymentMethod.CARD),
        StatedPayment(amount=reais("21.75"), received_at=approved_at, method=PaymentMethod.OTHER),
    ]
    assert orders(found)["o1"].total == reais("126.75")  # interest: its parts come to 121.75


def test_a_payment_of_nothing_is_none(found: list[Unit | Refused]) -> None:
    assert rows(found)["o2"].payments == []
    assert orders(found)["o2"].total is None


def test_methods_of_payment(found: list[Unit | Refused]) -> None:
    methods = {
        key: [one.method for one in row.payments]
        for key, row in rows(found).items()
        if key in {"o3", "o4"}
    }
    assert methods == {"o3": [PaymentMethod.BANK_TRANSFER], "o4": [PaymentMethod.CARD]}


def test_orders_without_items_are_kept(found: list[Unit | Refused]) -> None:
    assert [key for key, order in orders(found).items() if not order.lines] == ["o2", "o3", "o6"]
    assert orders(found)["o3"].total == reais("55")


def test_what_is_unfinished_there_is_to_be_worked_on_here(found: list[Unit | Refused]) -> None:
    assert {key: row.stands for key, row in rows(found).items()} == {
        "o1": OrderState.DELIVERED,
        "o2": OrderState.CANCELLED,
        "o3": OrderState.CANCELLED,
        "o4": None,
        "o5": OrderState.SHIPPED,
        "o6": None,
    }


def test_times_are_those_of_sao_paulo_in_winter_and_summer(found: list[Unit | Refused]) -> None:
    placed = {key: order.placed_at for key, order in orders(found).items()}
    assert placed["o1"] == datetime(2017, 7, 10, 0, 57, 5, tzinfo=UTC)
    assert placed["o2"] == datetime(2018, 1, 9, 23, 57, 5, tzinfo=UTC)


def test_the_person_is_known_again_and_the_code_has_its_zeros(
    found: list[Unit | Refused],
) -> None:
    address = StatedContact(city="sao paulo", region="SP", postcode="04726", country="BR")
    for key in ("o1", "o2"):
        assert rows(found)[key].buyer == StatedBuyer(external_id="u1")
        assert orders(found)[key].ship_to == address
    assert (rows(found)["o3"].buyer, orders(found)["o3"].ship_to) == (None, None)


def test_the_payload_has_what_each_file_says(found: list[Unit | Refused]) -> None:
    said: dict[str, Any] = payload(rows(found)["o1"])
    assert said["order"]["order_estimated_delivery_date"] == "2017-08-01 00:00:00"
    assert [item["seller_id"] for item in said["items"]] == ["s1", "s1"]
    assert [one["payment_installments"] for one in said["payments"]] == ["8", "1"]
    assert said["customer"]["customer_zip_code_prefix"] == "4726"


def test_faults_name_the_file_they_are_in(found: list[Unit | Refused]) -> None:
    assert refused(found) == [
        ("o7", 8, "order_status", "teleported", "UNKNOWN_VALUE"),
        ("o8", 6, "price", "12x", "NOT_A_NUMBER"),
        ("o9", 10, "order_purchase_timestamp", "2017-10-15 00:30:00", "NO_SUCH_TIME"),
        ("lost", 8, "order_id", "lost", "INCONSISTENT"),
        ("lost", 7, "order_id", "lost", "INCONSISTENT"),
    ]
    files = [one.origin.file for one in found if isinstance(one, Refused)]
    assert files == ["orders.csv", "items.csv", "orders.csv", "items.csv", "payments.csv"]
    price = cell(found, "o1", "order.lines.0.unit_price")
    assert price == Cell(4, "price", "100.0", "items.csv")


def test_an_order_that_stands_twice_is_refused(tmp_path: Path) -> None:
    twice = tmp_path / "orders.csv"
    lines = (FOLDER / "orders.csv").read_text().splitlines()
    twice.write_text("\n".join([*lines[:3], lines[1]]))
    found = read(FORMAT, twice, FOLDER / "items.csv")
    assert refused(found)[0] == ("o1", 4, "order_id", "o1", "INCONSISTENT")


def test_a_store_of_another_currency_refuses_the_files() -> None:
    with pytest.raises(Unreadable, match="in BRL, the store's in EUR"):
        read(FORMAT, *FILES, currency="EUR")


def plain_rows(name: str) -> list[dict[str, str]]:
    with shared("olist", name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def sample() -> list[Unit | Refused]:
    return read(FORMAT, *sorted(shared("olist").glob("*.csv")), currency="BRL")


def test_the_real_sample_comes_to_the_cent(sample: list[Unit | Refused]) -> None:
    items = plain_rows("olist_order_items_dataset.sample.csv")
    payments = plain_rows("olist_order_payments_dataset.sample.csv")
    stated, kept = orders(sample), rows(sample)
    assert refused(sample) == []
    lines = [line for order in stated.values() for line in order.lines]
    price = sum(line.unit_price.amount for line in lines)
    freight = sum(order.shipping.amount for order in stated.values() if order.shipping)
    paid = sum(one.amount.amount for row in kept.values() for one in row.payments)
    assert price == sum(Decimal(row["price"]) for row in items) == Decimal("730122.93")
    assert freight == sum(Decimal(row["freight_value"]) for row in items) == Decimal("113407.41")
    assert paid == sum(Decimal(row["payment_value"]) for row in payments) == Decimal("959742.27")
    assert len(lines) == len(items) == 5_512


def test_the_real_sample_keeps_every_order(sample: list[Unit | Refused]) -> None:
    of_file = Counter(row["order_status"] for row in plain_rows("olist_orders_dataset.sample.csv"))
    stands = Counter(row.stands for row in rows(sample).values())
    assert len(rows(sample)) == of_file.total() == 5_399
    assert stands == {
        OrderState.DELIVERED: of_file["delivered"],
        OrderState.SHIPPED: of_file["shipped"],
        OrderState.CANCELLED: of_file["canceled"] + of_file["unavailable"],
        None: sum(of_file[one] for one in ("created", "approved", "invoiced", "processing")),
    }
    assert sum(not order.lines for order in orders(sample).values()) == 543
    assert sum(len(row.payments) > 1 for row in rows(sample).values()) == 191


def test_money_that_was_never_approved_is_told(sample: list[Unit | Refused]) -> None:
    payments = plain_rows("olist_order_payments_dataset.sample.csv")
    paid = {row["order_id"] for row in payments if Decimal(row["payment_value"])}
    unapproved = {
        row["order_id"]
        for row in plain_rows("olist_orders_dataset.sample.csv")
        if not row["order_approved_at"]
    }
    assert notes(sample).keys() == paid & unapproved
    assert len(paid & unapproved) == 101
