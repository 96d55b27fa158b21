"""Shopify's export of orders: each trap in a small file of its 79 columns."""

from collections.abc import Sequence
from csv import DictReader
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from api.connectors.format import Cell, Refused, Unit
from api.connectors.shopify_orders import FORMAT
from api.connectors.shopify_sums import Sums, fitting
from api.connectors.tables import Unreadable
from domain.money import Money, UnitPrice
from domain.orders.stated import (
    StatedBuyer,
    StatedContact,
    StatedLine,
    StatedPayment,
    StatedRefund,
)
from domain.orders.states import LineKind, OrderState, PaymentMethod
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

FILE = FIXTURES / "shopify_orders.csv"
YOUNGER = frozenset(
    {
        *("Id", "Tags", "Risk Level", "Source", "Lineitem discount", "Phone", "Receipt Number"),
        *("Duties", "Billing Province Name", "Shipping Province Name", "Payment ID"),
        *("Payment Terms Name", "Next Payment Due At", "Payment References"),
        *("Outstanding Balance", "Employee", "Location", "Device ID"),
        *(f"Tax {place} {part}" for place in range(1, 6) for part in ("Name", "Value")),
    }
)
"""Columns that exports of old lack."""


def rupees(amount: str) -> Money:
    return Money.of(Decimal(amount), "INR")


@pytest.fixture(scope="module")
def found() -> list[Unit | Refused]:
    return read(FORMAT, FILE, currency="INR")


def edited(folder: Path, number: str, **cells: str) -> list[Unit | Refused]:
    """The file, with other cells in the rows of one order; `_` in a name is a blank."""
    cells = {name.replace("_", " "): said for name, said in cells.items()}
    file = changed(
        FILE,
        folder / "edited.csv",
        lambda row: row | (cells if row["Name"] == number and row["Currency"] else {}),
    )
    return read(FORMAT, file, currency="INR")


def test_every_order_of_the_file_is_read(found: list[Unit | Refused]) -> None:
    assert refused(found) == []
    assert list(orders(found)) == [f"#{number}" for number in range(1001, 1009)]


def test_the_order_is_on_its_first_row_and_its_lines_on_all(found: list[Unit | Refused]) -> None:
    order = orders(found)["#1001"]
    assert amounts(order) == [("00123", 2, Decimal(500)), ("Gift wrap", 1, Decimal(250))]
    assert (order.shipping, order.total) == (rupees("50"), rupees("1525"))


def test_rows_of_one_order_come_together_wherever_they_lie(found: list[Unit | Refused]) -> None:
    assert [line.sku for line in orders(found)["#1004"].lines] == ["CUP", "Tip"]


def test_the_row_of_the_order_may_lie_behind_its_lines(
    found: list[Unit | Refused], tmp_path: Path
) -> None:
    lines = FILE.read_text().splitlines(keepends=True)
    turned = tmp_path / "turned.csv"
    turned.write_text("".join([lines[0], lines[3], *lines[1:3], *lines[4:]]))
    late, order = orders(read(FORMAT, turned, currency="INR"))["#1001"], orders(found)["#1001"]
    assert late.lines == order.lines[::-1]
    assert (late.total, late.ship_to) == (order.total, order.ship_to)


def test_times_carry_their_offset(found: list[Unit | Refused]) -> None:
    placed = {key: order.placed_at for key, order in orders(found).items()}
    assert placed["#1001"] == datetime(2023, 1, 5, 4, 30, tzinfo=UTC)
    assert placed["#1002"] == datetime(2023, 1, 6, 4, 29, tzinfo=UTC)


def test_apostrophes_before_figures_are_a_spreadsheets(found: list[Unit | Refused]) -> None:
    assert orders(found)["#1001"].ship_to == StatedContact(
        name="Asha Rao",
        phone="+91 98 7654 3210",
        email="Asha@Example.com",
        address1="12 MG Road",
        address2="Rao & Co, Flat 3",
        city="Bengaluru",
        region="Karnataka",
        postcode="560029",
        country="IN",
    )


def test_an_apostrophe_that_a_town_begins_with_stays(tmp_path: Path) -> None:
    found = edited(tmp_path, "#1001", Shipping_City="'s-Hertogenbosch", Shipping_Phone="")
    ship_to = orders(found)["#1001"].ship_to
    assert ship_to
    assert (ship_to.city, ship_to.phone) == ("'s-Hertogenbosch", None)


def test_taxes_on_top_and_taxes_within_are_told_by_the_total(found: list[Unit | Refused]) -> None:
    taxes = {key: (order.tax, order.is_tax_included) for key, order in orders(found).items()}
    assert taxes["#1001"] == (rupees("225"), False)
    assert taxes["#1002"] == (rupees("16.78"), True)


def test_up_to_five_taxes_are_one_where_their_sum_is_not_stated(
    found: list[Unit | Refused],
) -> None:
    assert (orders(found)["#1004"].tax, orders(found)["#1004"].is_tax_included) == (
        rupees("1.50"),
        False,
    )


def test_more_taxes_than_columns_are_told(tmp_path: Path) -> None:
    found = edited(tmp_path, "#1001", Tax_2_Value="100.00")
    assert orders(found)["#1001"].tax == rupees("225")
    assert (
        "Its taxes are stated as 225.00 INR; the single ones come to 212.50 INR."
        in (notes(found)["#1001"])
    )


@pytest.mark.parametrize(
    ("number", "order_off", "lines_off"),
    [("#1002", "20", ["0"]), ("#1006", "0", ["30"]), ("#1007", "0", [None])],
)
def test_discounts_count_once(
    found: list[Unit | Refused], number: str, order_off: str, lines_off: Sequence[str | None]
) -> None:
    order = orders(found)[number]
    assert order.discount == rupees(order_off)
    assert [line.discount for line in order.lines] == [
        None if off is None else rupees(off) for off in lines_off
    ]


def test_lines_that_were_taken_out_are_told(found: list[Unit | Refused]) -> None:
    assert len(orders(found)["#1006"].lines) == 1
    assert "Row 11 is a line that was taken out." in notes(found)["#1006"]


def test_duties_stand_with_the_shipping(found: list[Unit | Refused]) -> None:
    assert orders(found)["#1008"].shipping == rupees("17.50")
    assert notes(found)["#1008"] == ["Its shipping holds duties of 7.50 INR."]


def test_a_tip_is_a_charge_and_a_line_without_a_sku_is_known_by_its_name(
    found: list[Unit | Refused],
) -> None:
    assert [line.kind for line in orders(found)["#1004"].lines] == [
        LineKind.GOODS,
        LineKind.CHARGE,
    ]
    assert notes(found)["#1001"] == ["Row 4 has no SKU: its name stands for it."]


def test_what_is_paid_follows_the_financial_status(found: list[Unit | Refused]) -> None:
    paid = {key: [one.amount for one in row.payments] for key, row in rows(found).items()}
    assert paid == {
        "#1001": [rupees("1525")],
        "#1002": [rupees("110")],
        "#1003": [],  # voided
        "#1004": [],  # pending
        "#1005": [rupees("50")],  # 30 of 80 outstanding
        "#1006": [rupees("90")],
        "#1007": [],  # authorized
        "#1008": [rupees("57.50")],
    }


def test_a_payment_has_its_time_method_and_reference(found: list[Unit | Refused]) -> None:
    assert list(rows(found)["#1001"].payments) == [
        StatedPayment(
            amount=rupees("1525"),
            received_at=datetime(2023, 1, 5, 4, 32, tzinfo=UTC),
            method=PaymentMethod.OTHER,
            reference="rzp.1",
        )
    ]
    methods = {key: [one.method for one in row.payments] for key, row in rows(found).items()}
    assert methods["#1002"] == [PaymentMethod.PLATFORM]
    assert methods["#1005"] == [PaymentMethod.BANK_TRANSFER]
    assert methods["#1006"] == [PaymentMethod.OTHER]  # two gateways
    assert methods["#1008"] == [PaymentMethod.CASH]


def test_refunds_are_kept_without_a_time(found: list[Unit | Refused]) -> None:
    refunds = {key: list(row.refunds) for key, row in rows(found).items() if row.refunds}
    assert refunds == {
        "#1002": [StatedRefund(amount=rupees("40"))],
        "#1006": [StatedRefund(amount=rupees("90"))],
    }


def test_refunded_without_an_amount_is_all_of_it(tmp_path: Path) -> None:
    found = edited(tmp_path, "#1006", Refunded_Amount="")
    assert list(rows(found)["#1006"].refunds) == [StatedRefund(amount=rupees("90"))]
    assert "It was refunded; no amount is said, so all of it." in notes(found)["#1006"]


def test_where_an_order_stands(found: list[Unit | Refused]) -> None:
    assert {key: row.stands for key, row in rows(found).items()} == {
        "#1001": OrderState.SHIPPED,
        "#1002": OrderState.PARTIALLY_SHIPPED,
        "#1003": OrderState.CANCELLED,
        "#1004": None,
        "#1005": None,
        "#1006": OrderState.CANCELLED,  # refunded and restocked
        "#1007": None,
        "#1008": OrderState.SHIPPED,
    }
    assert rows(found)["#1003"].cancelled_at == datetime(2023, 1, 8, 6, 30, tzinfo=UTC)


def test_buyers_are_known_by_their_address(found: list[Unit | Refused]) -> None:
    assert rows(found)["#1001"].buyer == StatedBuyer(external_id="asha@example.com")
    assert rows(found)["#1003"].buyer is None


def test_orders_are_known_by_their_id_and_the_payload_is_their_rows(
    found: list[Unit | Refused],
) -> None:
    row = rows(found)["#1001"]
    assert (row.source, row.external_id, row.order.number) == ("shopify", "4500000000001", "#1001")
    said = payload(row)
    with FILE.open(newline="") as file:
        plain = [list(one.values()) for one in DictReader(file) if one["Name"] == "#1001"]
    assert said["rows"] == plain
    assert len(said["columns"]) == 79


def test_exports_of_old_lack_columns_and_have_no_id(
    found: list[Unit | Refused], tmp_path: Path
) -> None:
    old = changed(
        FILE,
        tmp_path / "old.csv",
        lambda row: {name: said for name, said in row.items() if name not in YOUNGER},
    )
    older = read(FORMAT, old, currency="INR")
    assert rows(older)["#1001"].external_id == "#1001"
    assert amounts(orders(older)["#1001"]) == amounts(orders(found)["#1001"])
    assert orders(older)["#1001"].ship_to.region == "KA"  # type: ignore[union-attr]
    assert refused(older) == [("#1005", 8, "Outstanding Balance", "", "REQUIRED")]
    assert cell(older, "#1001", "external_id") == Cell(2, "Name", "#1001", "old.csv")


def test_columns_may_lie_in_any_order(found: list[Unit | Refused], tmp_path: Path) -> None:
    turned = changed(
        FILE,
        tmp_path / "turned.csv",
        lambda row: {f" {name} ": row[name] for name in reversed(list(row))},
    )
    assert orders(read(FORMAT, turned, currency="INR")) == orders(found)


@pytest.mark.parametrize(
    ("column", "said", "rule"),
    [
        ("Currency", "USD", "INCONSISTENT"),
        ("Currency", "RUPEE", "INVALID"),
        ("Total", "a lot", "NOT_A_NUMBER"),
        ("Total", "1.999", "INVALID"),
        ("Created at", "", "REQUIRED"),
        ("Paid at", "yesterday", "NOT_A_DATE"),
        ("Financial Status", "hoped for", "UNKNOWN_VALUE"),
        ("Fulfillment Status", "lost", "UNKNOWN_VALUE"),
        ("Lineitem quantity", "1.5", "NOT_AN_INTEGER"),
        ("Lineitem price", "", "REQUIRED"),
        ("Id", "4.5E+12", "DIGITS_LOST"),
    ],
)
def test_a_bad_cell_refuses_its_order_and_no_other(
    tmp_path: Path, column: str, said: str, rule: str
) -> None:
    found = edited(tmp_path, "#1008", **{column: said})
    assert refused(found) == [("#1008", 13, column, said, rule)]
    assert len(orders(found)) == 7


def test_two_orders_of_one_name_are_refused(tmp_path: Path) -> None:
    found = edited(tmp_path, "#1003", Name="#1002")
    assert refused(found) == [("#1002", 6, "Id", "4500000000003", "INCONSISTENT")]


def test_without_a_store_the_file_says_its_currency() -> None:
    assert orders(read(FORMAT, FILE))["#1001"].total == rupees("1525")


def test_a_row_without_a_name_is_of_no_order(tmp_path: Path) -> None:
    assert refused(edited(tmp_path, "#1008", Name="")) == [("", 13, "Name", "", "REQUIRED")]


def test_no_error_has_a_persons_words(found: list[Unit | Refused]) -> None:
    at = cell(found, "#1001", "order.ship_to.email")
    assert at == Cell(2, "Email", "", FILE.name)
    assert cell(found, "#1001", "order.buyer_note") == Cell(2, "Notes", "", FILE.name)
    assert cell(found, "#1004", "order.lines.1.unit_price") == Cell(
        9, "Lineitem price", "20.00", FILE.name
    )


def test_another_table_is_no_export_of_orders() -> None:
    with pytest.raises(Unreadable, match="lacks Name, Total, Created at"):
        read(FORMAT, FIXTURES / "online_retail.csv")


def test_sums_that_fit_as_they_are_stated_are_not_read_otherwise() -> None:
    """Ten off a line of ten and ten off the order: both, for so it comes to the total."""
    line = StatedLine(
        sku="CUP", quantity=3, unit_price=UnitPrice(10_000_000, "INR"), discount=rupees("10")
    )
    stated = Sums(shipping=rupees("0"), discount=rupees("10"), tax=rupees("0"), total=rupees("10"))
    assert fitting(stated, [line]) == stated


def test_a_total_that_nothing_explains_stays_as_it_is_stated() -> None:
    line = StatedLine(sku="CUP", quantity=1, unit_price=UnitPrice(10_000_000, "INR"))
    stated = Sums(shipping=rupees("0"), discount=rupees("0"), tax=rupees("1"), total=rupees("99"))
    assert fitting(stated, [line]) == stated
