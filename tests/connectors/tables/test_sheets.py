"""Spreadsheets, read as a CSV of the same sheet would be."""

import gzip
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.connectors.tables import BadCell, How, Row, Rule, Spec, Tables, Unreadable
from tests.connectors.tables.reading import ANY

GOODS = Spec(("SKU",), ("Price", "Made", "Sold", "Live"), numbers=("Price",), dates=("Made",))


def rows(path: Path, spec: Spec = ANY) -> list[Row]:
    with Tables([path], How()) as tables:
        return list(tables.only(spec).rows())


def refused(path: Path) -> Rule:
    with pytest.raises(Unreadable) as error:
        rows(path)
    return error.value.rule


@pytest.fixture
def goods(tmp_path: Path) -> Path:
    path = tmp_path / "goods.xlsx"
    with xlsxwriter.Workbook(path, {"remove_timezone": True}) as book:
        book.add_worksheet("hidden").write(0, 0, "no")
        book.add_worksheet("blank")
        sheet = book.add_worksheet("goods")
        book.worksheets()[1].activate()
        book.worksheets()[1].set_first_sheet()
        book.worksheets()[0].hide()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.write_row(2, 0, ["SKU", "Price", "Made", "Sold", "Live", "Code"])
        sheet.write_row(3, 0, ["007", 19.99, None, None, True, 1234567890123456789])
        sheet.write_datetime(3, 2, datetime(2017, 2, 10, tzinfo=UTC), day)
        sheet.write_datetime(3, 3, datetime(2017, 2, 10, 13, 5, 9, tzinfo=UTC), moment)
        sheet.write_formula(5, 1, "=1+1", value=2)
        sheet.write_row(5, 0, ["卫衣\n😀"])
        sheet.write_number(5, 5, 68.66499999999999)
    return path


def test_cells_mean_what_the_sheet_shows(goods: Path) -> None:
    first, second = rows(goods, GOODS)
    assert (first.number, first["SKU"], first["Price"], first.decimal("Price")) == (
        4,
        "007",
        "19.99",
        Decimal("19.99"),
    )
    assert (first.day("Made"), first["Made"]) == (date(2017, 2, 10), "2017-02-10")
    assert first.instant("Sold") == datetime(2017, 2, 10, 13, 5, 9, tzinfo=UTC)
    assert first.truth("Live") is True
    assert (second.number, second["SKU"], second.integer("Price"), second["Code"]) == (
        6,
        "卫衣\n😀",
        2,
        "68.665",
    )


def test_a_long_number_whose_digits_the_sheet_lost_is_refused(goods: Path) -> None:
    with pytest.raises(BadCell) as error:
        rows(goods, GOODS)[0].integer("Code")
    assert (error.value.rule, error.value.value) == (Rule.DIGITS_LOST, "1.23456789012346E+18")


def test_a_sheet_of_nothing_is_empty(tmp_path: Path) -> None:
    xlsxwriter.Workbook(tmp_path / "none.xlsx").close()
    assert refused(tmp_path / "none.xlsx") == Rule.EMPTY


def test_a_sheet_that_claims_more_than_memory_holds_is_refused(tmp_path: Path) -> None:
    """Two cells in opposite corners: 17,179,869,184 cells once laid out."""
    with xlsxwriter.Workbook(tmp_path / "vast.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")
    assert refused(tmp_path / "vast.xlsx") == Rule.DAMAGED


def test_a_zip_bomb_is_refused_by_what_it_says_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/workbook.xml", "w") as member,
    ):
        for _ in range(1025):
            member.write(b" " * (1 << 20))
    assert refused(path) == Rule.TOO_LARGE


def test_a_gzip_bomb_is_refused_as_it_unfolds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.connectors.tables.limits.UNPACKED_BYTES", 1 << 20)
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * (1 << 19)))
    assert refused(path) == Rule.TOO_LARGE


def test_gzip_is_known_by_its_bytes_and_refused_when_broken(tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    packed = gzip.compress("a,b\n1,é\n".encode() * 200)
    path.write_bytes(packed)
    assert rows(path)[0].cells == {"a": "1", "b": "é"}
    path.write_bytes(packed[:-12])
    assert refused(path) == Rule.DAMAGED
    path.write_bytes(packed[:20] + b"\xff" + packed[21:])
    assert refused(path) == Rule.DAMAGED


def test_an_archive_of_tables_is_no_table(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", "a,b\n")
    assert refused(tmp_path / "a.zip") == Rule.NOT_A_TABLE


@given(st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_spoiled_spreadsheet_is_read_or_refused(goods: Path, data: st.DataObject) -> None:
    """Bytes changed or cut off anywhere: never another exception, and never a hang."""
    content = goods.read_bytes()
    at = data.draw(st.integers(0, len(content)))
    spoiled = goods.with_name("spoiled.xlsx")
    spoiled.write_bytes(
        content[:at]
        + data.draw(st.binary(max_size=8))
        + content[at + data.draw(st.integers(0, 3000)) :]
    )
    with suppress(Unreadable):
        assert all(row.number > 3 for row in rows(spoiled))
