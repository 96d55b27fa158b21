"""Tmall's report of orders and Taobao's list of them: each trap in a small file of GB18030."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from api.connectors.format import Cell, Refused, Unit
from api.connectors.tables import Rule, Unreadable
from api.connectors.tmall_orders import FORMAT
from domain.money import Money
from domain.orders.stated import StatedBuyer, StatedContact, StatedPayment, StatedRefund
from domain.orders.states import OrderState, PaymentMethod
from tests.connectors.orders_reading import (
    FIXTURES,
    cell,
    changed,
    notes,
    orders,
    read,
    refused,
    rows,
)

REPORT = FIXTURES / "tmall_report.csv"
LIST = FIXTURES / "taobao_orders.csv"


def yuan(amount: str) -> Money:
    return Money.of(Decimal(amount), "CNY")


@pytest.fixture(scope="module")
def report() -> list[Unit | Refused]:
    return read(FORMAT, REPORT, currency="CNY")


@pytest.fixture(scope="module")
def listed() -> list[Unit | Refused]:
    return read(FORMAT, LIST)


def test_the_reports_header_has_names_that_end_in_a_space() -> None:
    header = REPORT.read_text(encoding="gb18030").splitlines()[0]
    assert (
        header == "订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额"
    )


def test_the_hour_is_shanghais(report: list[Unit | Refused]) -> None:
    assert orders(report)["1"].placed_at == datetime(2020, 2, 20, 16, tzinfo=UTC)


def test_without_a_time_of_payment_an_order_is_unpaid(report: list[Unit | Refused]) -> None:
    for number in ("1", "6"):
        assert (rows(report)[number].payments, rows(report)[number].refunds) == ((), ())
    assert orders(report)["1"].total == yuan("178.80")
    assert notes(report)["6"] == ["15.00 CNY has no time of payment, so it is unpaid."]


def test_what_is_paid_is_paid_at_its_time(report: list[Unit | Refused]) -> None:
    paid_at = datetime(2020, 2, 20, 16, 0, 2, tzinfo=UTC)
    assert rows(report)["2"].payments == [StatedPayment(amount=yuan("21"), received_at=paid_at)]


@pytest.mark.parametrize(
    ("number", "paid", "back"),
    [("3", "37", "7"), ("4", "299", "299"), ("900719925474099201", "50", "12.50")],
)
def test_refunds_are_of_what_was_paid_before_them(
    report: list[Unit | Refused], number: str, paid: str, back: str
) -> None:
    row = rows(report)[number]
    assert [one.amount for one in row.payments] == [yuan(paid)]
    assert row.refunds == [StatedRefund(amount=yuan(back))]
    assert number not in notes(report)


def test_a_refund_that_no_sum_explains_is_told(report: list[Unit | Refused]) -> None:
    assert [one.amount for one in rows(report)["10"].payments] == [yuan("35")]
    assert notes(report)["10"] == ["Paid are 35.00 CNY, it seems: no sum proves it."]


def test_an_order_of_nothing_has_no_payment(report: list[Unit | Refused]) -> None:
    assert orders(report)["5"].total == yuan("0")
    assert rows(report)["5"].payments == []


def test_the_report_has_no_lines_and_does_not_say_where_an_order_stands(
    report: list[Unit | Refused],
) -> None:
    assert {order.lines for order in orders(report).values()} == {()}
    assert {row.stands for row in rows(report).values()} == {None}


def test_a_province_is_a_region(report: list[Unit | Refused]) -> None:
    places = {key: order.ship_to for key, order in orders(report).items()}
    assert places["2"] == StatedContact(region="内蒙古自治区", country="CN")
    assert places["5"] == StatedContact(region="香港特别行政区", country="HK")


def test_numbers_are_text_whatever_a_spreadsheet_made_of_them(
    report: list[Unit | Refused],
) -> None:
    assert [row.external_id for row in rows(report).values() if len(row.external_id) > 2] == [
        "900719925474099201",
        "900719925474099202",
        "900719925474099203",
    ]


def test_a_row_that_stands_twice_is_one_order(report: list[Unit | Refused]) -> None:
    assert [one.key for one in report].count("10") == 1


def test_faults_of_the_report_name_their_cells(report: list[Unit | Refused]) -> None:
    assert refused(report) == [
        ("9.00719925474099E+17", 10, "订单编号", "9.00719925474099E+17", "DIGITS_LOST"),
        ("7", 12, "退款金额", "5.0", "INCONSISTENT"),
        ("8", 13, "退款金额", "20.0", "INCONSISTENT"),
        ("9", 14, "总金额", "壹佰", "NOT_A_NUMBER"),
        ("11", 18, "订单编号", "11", "INCONSISTENT"),
    ]


def test_a_list_says_where_an_order_stands(listed: list[Unit | Refused]) -> None:
    assert {key: row.stands for key, row in rows(listed).items()} == {
        "2001": OrderState.COMPLETED,
        "2002": OrderState.CANCELLED,
        "2003": OrderState.SHIPPED,
        "2004": None,
        "2005": None,
    }
    assert refused(listed) == [("2006", 7, "订单状态", "飞走了", "UNKNOWN_VALUE")]


def test_one_kind_of_goods_is_one_line_that_comes_to_the_fen(
    listed: list[Unit | Refused],
) -> None:
    order = orders(listed)["2001"]
    [line] = order.lines
    assert (line.sku, line.title, line.quantity) == ("青花茶壶", "青花茶壶", 3)
    assert line.unit_price.times(3) == yuan("100")
    assert (order.shipping, order.total) == (yuan("8"), yuan("108"))


def test_several_kinds_are_no_lines_for_nothing_says_what_each_costs(
    listed: list[Unit | Refused],
) -> None:
    assert orders(listed)["2002"].lines == ()
    assert "no lines" in notes(listed)["2002"][0]
    assert [line.title for line in orders(listed)["2003"].lines] == ["茶杯，蓝色"]


def test_an_address_has_its_parts(listed: list[Unit | Refused]) -> None:
    assert orders(listed)["2001"].ship_to == StatedContact(
        name="王小明",
        phone="13800000000",
        region="浙江省",
        city="杭州市",
        address1="西湖区 文三路1号",
        postcode="310000",
        country="CN",
    )
    shanghai = orders(listed)["2002"].ship_to
    assert shanghai
    assert (shanghai.phone, shanghai.postcode) == ("021-5555", None)


def test_the_word_null_says_nothing(listed: list[Unit | Refused]) -> None:
    said = {key: (order.buyer_note, order.note) for key, order in orders(listed).items()}
    assert said["2001"] == ("请快点", None)
    assert said["2002"] == (None, None)


def test_buyers_are_known_by_their_names_there(listed: list[Unit | Refused]) -> None:
    row = rows(listed)["2001"]
    assert row.buyer == StatedBuyer(external_id="小明店", handle="小明店")
    assert [one.method for one in row.payments] == [PaymentMethod.ALIPAY]


def test_no_error_has_a_persons_words(listed: list[Unit | Refused], tmp_path: Path) -> None:
    assert cell(listed, "2001", "order.ship_to.name") == Cell(2, "收货人姓名", "", LIST.name)
    assert cell(listed, "2001", "order.total") == Cell(2, "总金额", "108.00", LIST.name)
    lines = REPORT.read_text(encoding="gb18030").splitlines()
    long = tmp_path / "long.csv"
    long.write_text(f"{lines[0]}\n1,1.0,1.0,上海,2020-02-21 00:00:00,,0.0,王小明\n")
    assert refused(read(FORMAT, long)) == [("1", 2, "", "", "ROW_LENGTH")]


def test_columns_may_lie_in_any_order(listed: list[Unit | Refused], tmp_path: Path) -> None:
    turned = changed(
        LIST,
        tmp_path / "turned.csv",
        lambda row: {name: row[name] for name in reversed(list(row))},
        encoding="gb18030",
    )
    assert orders(read(FORMAT, turned)) == orders(listed)


def test_a_store_of_another_currency_refuses_the_file() -> None:
    with pytest.raises(Unreadable, match="in CNY, the store's in EUR"):
        read(FORMAT, REPORT, currency="EUR")


def test_another_table_is_no_list_of_orders() -> None:
    with pytest.raises(Unreadable, match="lacks 订单编号, 总金额") as refusal:
        read(FORMAT, FIXTURES / "online_retail.csv")
    assert refusal.value.rule is Rule.MISSING_COLUMN
