"""Days and instants; 10/2/2017 only where the file proves which is the month."""

from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.connectors.tables import BadCell, DateOrder, How, Rule, Spec
from api.connectors.tables.dates import Orders, read_day, read_instant
from api.connectors.tables.numbers import NotRead
from tests.connectors.tables.reading import table

ANY = Orders()
SHANGHAI, SAO_PAULO, BERLIN = map(ZoneInfo, ["Asia/Shanghai", "America/Sao_Paulo", "Europe/Berlin"])


@pytest.mark.parametrize(
    ("text", "zone", "instant"),
    [
        ("2017-02-13", UTC, "2017-02-13 00:00"),
        ("2017-02-13 13:05:09", UTC, "2017-02-13 13:05:09"),
        ("2017-02-13T13:05:09.25Z", SHANGHAI, "2017-02-13 13:05:09.250"),
        ("2017-02-13 13:05", SHANGHAI, "2017-02-13 05:05"),
        ("2023-01-05 10:00:00 +0100", SHANGHAI, "2023-01-05 09:00"),
        ("2023-01-05T10:00:00-03:30", UTC, "2023-01-05 13:30"),
        ("2023-01-05 10:00:00 UTC", SHANGHAI, "2023-01-05 10:00"),
        ("2017/2/13 8:05", UTC, "2017-02-13 08:05"),
        ("2017.02.13", UTC, "2017-02-13 00:00"),
        ("20170213", UTC, "2017-02-13 00:00"),
        ("2017年2月13日 08:00:00", SHANGHAI, "2017-02-13 00:00"),
        ("13/2/2017 1:05 PM", UTC, "2017-02-13 13:05"),
        ("2/13/2017 12:05:00 am", UTC, "2017-02-13 00:05"),
        ("2/2/2017", UTC, "2017-02-02 00:00"),
        ("13.02.2017, 13:05", UTC, "2017-02-13 13:05"),
        ("13 Feb 2017", UTC, "2017-02-13 00:00"),
        ("13-Sept-2017", UTC, "2017-09-13 00:00"),
        ("Mon, 13 February 2017 10:00:00 GMT", UTC, "2017-02-13 10:00"),
        ("Feb 13, 2017 1:05:09 PM", UTC, "2017-02-13 13:05:09"),
        ("2017-10-29 02:30:00", BERLIN, "2017-10-29 00:30"),
        ("2017-10-15", SAO_PAULO, "2017-10-15 03:00"),
    ],
)
def test_an_instant_is_read(text: str, zone: ZoneInfo, instant: str) -> None:
    assert read_instant(text, ANY, zone) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("10/2/2017", Rule.AMBIGUOUS_DATE),
        ("10.02.17", Rule.AMBIGUOUS_DATE),
        ("2017-02-30", Rule.NOT_A_DATE),
        ("2017-13-01", Rule.NOT_A_DATE),
        ("31/31/2017", Rule.NOT_A_DATE),
        ("13/2-2017", Rule.NOT_A_DATE),
        ("13 Foo 2017", Rule.NOT_A_DATE),
        ("2017-02-13 25:00", Rule.NOT_A_DATE),
        ("2/2/2017 13:05 PM", Rule.NOT_A_DATE),
        ("2017-02-13 10:00 Mars", Rule.NOT_A_DATE),
        ("2017-02-13 10:00 +99:99", Rule.NOT_A_DATE),
        ("0001-01-01 00:00 +10:00", Rule.NOT_A_DATE),
        ("42779.5", Rule.NOT_A_DATE),
        ("1487000000", Rule.NOT_A_DATE),
        ("yesterday", Rule.NOT_A_DATE),
        ("2017-03-26 02:30:00", Rule.NO_SUCH_TIME),
    ],
)
def test_what_is_no_date_or_could_be_two_is_refused(text: str, rule: Rule) -> None:
    with pytest.raises(NotRead) as refused:
        read_instant(text, ANY, BERLIN)
    assert refused.value.rule == rule


@given(st.text("0123456789-/. :TZapm+年月日Feb", max_size=26) | st.text(max_size=12))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    with suppress(NotRead):
        assert read_instant(text, ANY, SAO_PAULO).tzinfo is UTC


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_each_order_reads_what_it_wrote(day: date) -> None:
    for order, form in [
        ("DMY", "%d/%m/%Y"),
        ("MDY", "%m/%d/%y"),
        ("YMD", "%y-%m-%d"),
        ("DMY", "%d.%m.%y"),
    ]:
        assert read_day(day.strftime(form), Orders(said=DateOrder(order))) == day


DAYS = Spec(("on",), ("at",), dates=("on", "at"))


@pytest.mark.parametrize(
    ("proof", "month"), [("13/2/2017", 2), ("2/13/2017", 10), ("13/2/17 10:00", 2)]
)
def test_one_cell_anywhere_in_the_file_proves_the_order_for_all(
    tmp_path: Path, proof: str, month: int
) -> None:
    content = "on;at\n10/2/2017;\n2017-05-06;\nnonsense;\n;" + proof + "\n"
    with table(tmp_path, content, DAYS) as read:
        rows = list(read.rows())
        assert rows[0].day("on") == date(2017, month, 12 - month)
        assert rows[1].day("on") == date(2017, 5, 6)
        with pytest.raises(BadCell, match="row 4, on: 'nonsense' is not a date"):
            rows[2].day("on")


def test_two_digits_of_a_year_may_stand_first_and_last(tmp_path: Path) -> None:
    with table(tmp_path, "on\n17/02/10\n31/02/10\n", DAYS) as read:
        assert [row.day("on") for row in read.rows()] == [date(2017, 2, 10), date(2031, 2, 10)]


def test_a_proof_in_a_column_of_no_dates_is_none(tmp_path: Path) -> None:
    with (
        table(tmp_path, "on;note\n10/2/2017;13/2/2017\n", DAYS) as read,
        pytest.raises(BadCell) as refused,
    ):
        next(read.rows()).instant("on")
    assert (refused.value.rule, refused.value.value) == (Rule.AMBIGUOUS_DATE, "10/2/2017")


def test_a_person_may_say_the_order_and_then_it_holds(tmp_path: Path) -> None:
    how = How(date_order=DateOrder.MDY, time_zone=SHANGHAI)
    with table(tmp_path, "on\n10/2/2017 09:00\n13/2/2017\n", DAYS, how) as read:
        first, second = read.rows()
        assert first.instant("on") == datetime(2017, 10, 2, 1, tzinfo=UTC)
        assert first.instant("on", UTC) == datetime(2017, 10, 2, 9, tzinfo=UTC)
        with pytest.raises(BadCell) as refused:
            second.day("on")
    assert refused.value.rule == Rule.NOT_A_DATE


def test_a_file_of_both_orders_proves_neither(tmp_path: Path) -> None:
    with table(tmp_path, "on\n13/2/2017\n2/13/2017\n10/2/2017\n", DAYS) as read:
        *plain, doubtful = read.rows()
        assert [row.day("on") for row in plain] == [date(2017, 2, 13)] * 2
        with pytest.raises(BadCell, match="one of two days"):
            doubtful.day("on")
