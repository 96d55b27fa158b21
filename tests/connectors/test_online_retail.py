"""Online Retail: each trap in a small file, and the whole ledger against its own sums."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from api.connectors.format import Cell, Refused, Unit
from api.connectors.online_retail import FORMAT
from api.connectors.tables import Rule, Unreadable
from domain.orders.stated import StatedBuyer, StatedContact
from domain.orders.states import LineKind, OrderKind, OrderState
from tests.connectors.orders_reading import (
    FIXTURES,
    amounts,
    cell,
    changed,
    notes,
    orders,
    payload,
    read,
    refused,
    rows,
)
from tests.connectors.shared import shared

FILE = FIXTURES / "online_retail.csv"
LEDGER = ("online_retail", "online_retail_2010-12_to_2011-08.csv.gz")
LATER = {"InvoiceNo": "Invoice", "UnitPrice": "Price", "CustomerID": "Customer ID"}


@pytest.fixture(scope="module")
def found() -> list[Unit | Refused]:
    return read(FORMAT, FILE)


def test_duplicate_lines_are_real_and_stay(found: list[Unit | Refused]) -> None:
    assert amounts(orders(found)["536365"]) == [
        ("85123A", 6, Decimal("2.55")),
        ("71053", 6, Decimal("3.39")),
        ("85123A", 6, Decimal("2.55")),
    ]


def test_a_line_without_a_description_has_no_title(found: list[Unit | Refused]) -> None:
    titles = [line.title for line in orders(found)["536365"].lines]
    assert titles == ["WHITE HANGING HEART", "", "WHITE HANGING HEART"]


def test_lines_of_one_invoice_come_together_wherever_they_lie(found: list[Unit | Refused]) -> None:
    assert [line.sku for line in orders(found)["536370"].lines] == ["POST", "22139"]


def test_what_is_cancelled_corrected_or_written_off_is_no_sale(
    found: list[Unit | Refused],
) -> None:
    kinds = {key: order.kind for key, order in orders(found).items()}
    assert {key: kind for key, kind in kinds.items() if kind is not OrderKind.SALE} == {
        "C536379": OrderKind.CREDIT_NOTE,
        "A563186": OrderKind.ADJUSTMENT,
        "536589": OrderKind.ADJUSTMENT,
    }


def test_prices_of_nothing_below_nothing_and_below_the_penny_are_exact(
    found: list[Unit | Refused],
) -> None:
    micros = {key: order.lines[0].unit_price.micros for key, order in orders(found).items()}
    assert (micros["536414"], micros["A563186"], micros["550193"]) == (0, -11_062_060_000, 1_000)


def test_codes_that_are_no_products_are_charges(found: list[Unit | Refused]) -> None:
    charges = {
        line.sku
        for order in orders(found).values()
        for line in order.lines
        if line.kind is LineKind.CHARGE
    }
    assert charges == {"D", "POST", "B", "PADS", "gift_0001_20"}


def test_times_are_londons_in_winter_and_summer(found: list[Unit | Refused]) -> None:
    assert orders(found)["536365"].placed_at == datetime(2010, 12, 1, 8, 26, tzinfo=UTC)
    assert orders(found)["536370"].placed_at == datetime(2011, 7, 1, 7, 45, tzinfo=UTC)


def test_countries_are_codes_where_they_are_one_country(found: list[Unit | Refused]) -> None:
    places = {key: order.ship_to for key, order in orders(found).items()}
    assert places["536370"] == StatedContact(country="IE")
    assert places["550194"] == StatedContact(country="ZA")
    assert places["550193"] == StatedContact(region="Channel Islands")
    assert (places["536414"], places["536589"]) == (None, None)
    assert places["550195"] == StatedContact(region="Atlantis")
    assert notes(found) == {"550195": ["'Atlantis' is no country that is known here."]}


def test_who_has_a_number_is_known_again_and_the_others_are_nobody(
    found: list[Unit | Refused],
) -> None:
    assert rows(found)["536365"].buyer == StatedBuyer(external_id="17850")
    assert rows(found)["536414"].buyer is None


def test_the_past_is_completed_and_no_payment_is_made_up(found: list[Unit | Refused]) -> None:
    assert {row.stands for row in rows(found).values()} == {OrderState.COMPLETED}
    assert not any(row.payments or row.refunds for row in rows(found).values())


def test_the_payload_is_the_rows_to_the_letter(found: list[Unit | Refused]) -> None:
    said = payload(rows(found)["536370"])
    lines = FILE.read_text().splitlines()
    assert said["columns"] == lines[0].split(",")
    assert said["rows"] == [lines[5].split(","), lines[13].split(",")]


def test_one_bad_cell_refuses_its_invoice_and_no_other(found: list[Unit | Refused]) -> None:
    assert refused(found) == [
        ("550197", 16, "Quantity", "six", "NOT_A_NUMBER"),
        ("550198", 17, "UnitPrice", "", "REQUIRED"),
        ("550199", 18, "UnitPrice", "0.0000001", "INVALID"),
        ("550200", 20, "CustomerID", "15556", "INCONSISTENT"),
        ("550201", 21, "InvoiceDate", "2011-03-27 01:30:00", "NO_SUCH_TIME"),
        ("", 22, "InvoiceNo", "", "REQUIRED"),
        ("550202", 23, "", "France", "ROW_LENGTH"),
    ]


def test_a_field_leads_back_to_its_cell(found: list[Unit | Refused]) -> None:
    at = Cell(14, "UnitPrice", "4.25", "online_retail.csv")
    assert cell(found, "536370", "order.lines.1.unit_price") == at
    assert cell(found, "536370", "lines.1.unit_price") == at
    assert cell(found, "550196", "order.lines.0.quantity") == Cell(
        15, "Quantity", "0", "online_retail.csv"
    )
    assert cell(found, "536370", "order.lines.2.sku") is None


def test_the_later_sets_names_of_columns_are_read_too(
    found: list[Unit | Refused], tmp_path: Path
) -> None:
    def renamed(row: dict[str, str]) -> dict[str, str]:
        return {
            LATER.get(name, name): f"{cell}.0" if name == "CustomerID" and cell else cell
            for name, cell in row.items()
        }

    file = changed(FILE, tmp_path / "later.csv", renamed)
    later = read(FORMAT, file)
    assert orders(later) == orders(found)
    assert rows(later)["536365"].buyer == StatedBuyer(external_id="17850")


def test_columns_may_lie_in_any_order(found: list[Unit | Refused], tmp_path: Path) -> None:
    file = changed(
        FILE,
        tmp_path / "turned.csv",
        lambda row: {name: row[name] for name in reversed(list(row))},
    )
    assert orders(read(FORMAT, file)) == orders(found)


def test_whether_day_or_month_comes_first_has_to_be_proven(tmp_path: Path) -> None:
    def month_first(row: dict[str, str]) -> dict[str, str]:
        year, month, day = row["InvoiceDate"][:10].split("-")
        date = f"{int(month)}/{int(day)}/{year} {row['InvoiceDate'][11:16]}"
        return row | {"InvoiceDate": date}

    whole = read(FORMAT, changed(FILE, tmp_path / "proven.csv", month_first))
    assert orders(whole)["536370"].placed_at == datetime(2011, 7, 1, 7, 45, tzinfo=UTC)
    alone = tmp_path / "alone.csv"
    alone.write_text(
        "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice\n1,22139,1,12/1/2010 8:26,2.55\n"
    )
    assert refused(read(FORMAT, alone)) == [
        ("1", 2, "InvoiceDate", "12/1/2010 8:26", "AMBIGUOUS_DATE")
    ]


def test_a_store_of_another_currency_refuses_the_file() -> None:
    with pytest.raises(Unreadable, match="in GBP, the store's in EUR") as refusal:
        read(FORMAT, FILE, currency="EUR")
    assert refusal.value.rule is Rule.INCONSISTENT


def plain_rows() -> Iterator[dict[str, str]]:
    with gzip.open(shared(*LEDGER), "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def test_the_whole_ledger_comes_to_the_penny() -> None:
    found = read(FORMAT, shared(*LEDGER), currency="GBP")
    assert refused(found) == []
    of_file: Counter[str] = Counter()
    exact, rounded = Decimal(0), Decimal(0)
    for row in plain_rows():
        amount = Decimal(row["Quantity"]) * Decimal(row["UnitPrice"])
        of_file[row["InvoiceNo"]] += 1
        exact += amount
        rounded += amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    lines = [line for order in orders(found).values() for line in order.lines]
    assert {key: len(order.lines) for key, order in orders(found).items()} == of_file
    assert len(lines) == 320_705
    assert len(orders(found)) == 16_459
    assert sum(line.unit_price.amount * line.quantity for line in lines) == exact
    assert exact == Decimal("5761931.382")
    minor = sum(line.unit_price.times(line.quantity).minor for line in lines)
    assert Decimal(minor).scaleb(-2) == rounded == Decimal("5761931.38")


def test_the_whole_ledgers_dirt_is_told_apart() -> None:
    found = read(FORMAT, shared(*LEDGER), currency="GBP")
    stated = orders(found)
    cancelled = [one for one in stated.values() if one.kind is OrderKind.CREDIT_NOTE]
    assert sum(len(one.lines) for one in cancelled) == 5_847
    nameless = [row for row in rows(found).values() if row.buyer is None]
    assert sum(len(row.order.lines) for row in nameless) == 88_652
    lines = [line for one in stated.values() for line in one.lines]
    assert sum(line.unit_price.micros <= 0 for line in lines) == 1_799
    assert sum(not line.title for line in lines) == 1_161
    assert max(line.quantity for line in lines) == 74_215
    assert max(len(one.lines) for one in stated.values()) == 705
    assert notes(found) == {}
    strange = {line.sku for line in lines if line.kind is LineKind.CHARGE}
    goods = {line.sku for line in lines if line.kind is LineKind.GOODS}
    assert {code for code in strange if not code.startswith("gift")} == {
        *("POST", "D", "C2", "DOT", "M", "m", "BANK CHARGES", "S", "AMAZONFEE", "B", "PADS"),
        "CRUK",
    }
    assert all(code[:5].isdigit() or code.startswith("DCGS") for code in goods)
