"""Files of others that are made to be hard: each is read rightly or refused with a reason."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from api.connectors.tables import How, Row, Rule, Spec, Tables, Unreadable
from tests.connectors.shared import shared
from tests.connectors.tables.reading import ANY, cells

SPECTRUM = [
    "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "newlines_crlf",
    "quotes_and_newlines", "simple", "simple_crlf", "utf8",
]  # fmt: skip


def rows(path: Path, spec: Spec = ANY) -> list[Row]:
    with Tables([path], How()) as tables:
        return list(tables.only(spec).rows())


@pytest.mark.parametrize("name", SPECTRUM)
def test_csv_spectrum_reads_as_its_json_says(name: str) -> None:
    wanted = shared("csv_spectrum", "json", f"{name}.json").read_text("utf-8")
    if name == "newlines_crlf":  # the file lost its carriage returns on the way here
        wanted = wanted.replace("\\r\\n", "\\n")
    found = [row.cells for row in rows(shared("csv_spectrum", "csvs", f"{name}.csv"))]
    assert found == json.loads(wanted)


def test_csv_spectrum_is_all_there() -> None:
    assert sorted(path.stem for path in shared("csv_spectrum", "csvs").iterdir()) == SPECTRUM


def test_every_bad_table_is_read_or_refused() -> None:
    """179 files; what is refused is no table, or a table with a plain fault."""
    refused = {}
    for path in sorted(shared("frictionless_bad_tables").rglob("*")):
        if not path.is_file():
            continue
        try:
            assert all(row.number > 1 for row in rows(path))
        except Unreadable as error:
            refused[error.file] = error.rule
    archives = {name for name in refused if name.endswith(".zip") or name == "implicit-zip.csv"}
    assert {refused.pop(name) for name in archives} == {Rule.NOT_A_TABLE}
    assert refused == {
        "blank-headers.csv": Rule.UNNAMED_COLUMN,
        "empty.csv": Rule.EMPTY,
        "invalid.csv": Rule.UNNAMED_COLUMN,
        "issue-312.xlsx": Rule.UNNAMED_COLUMN,
        "table-infer-iso-8859-7.csv": Rule.BAD_BYTES,
        "wide.csv": Rule.TOO_MANY_COLUMNS,
    }


TABLE = [{"id": "1", "name": "english"}, {"id": "2", "name": "中国人"}]


@pytest.mark.parametrize(
    "name",
    [
        "table.csv", "table.csv.gz", "table.xls", "table.xlsx", "table.ods",
        "table-with-two-sheets.ods", "bom.csv", "Таблица.csv", "[table].csv", "Table With Data.csv",
        "compression/implicit-gz.csv", "delimiter.csv", "table-delimiter.csv",
    ],
)  # fmt: skip
def test_one_table_in_many_guises(name: str) -> None:
    assert [row.cells for row in rows(shared("frictionless_bad_tables", *name.split("/")))] == TABLE


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter", "count", "faults"),
    [
        ("defective-rows.csv", "utf-8", ",", 2, [3]),
        ("structure-errors.csv", "utf-8", ",", 3, [5]),
        ("blank-rows-multiple.csv", "utf-8", ",", 2, []),
        ("encoding-issue-274.csv", "utf-8", ",", 507, []),
        ("issue-647.csv.txt", "cp1252", ";", 882, []),
        ("table-with-accents.csv", "cp1252", ";", 638, []),
        ("latin1.csv", "cp1252", ",", 2, []),
        ("issue-1066-largecellsize.csv", "utf-8", ",", 19, []),
        ("issue-1138.csv", "utf-8", ";", 7, []),
        ("table.tsv", "utf-8", "\t", 3, []),
        ("dialect.csv", "utf-8", "|", 2, [3]),
        ("escaping.csv", "utf-8", ",", 3, []),
        ("without-rows.csv", "utf-8", ",", 0, []),
    ],
)
def test_notable_bad_tables(
    name: str, encoding: str, delimiter: str, count: int, faults: list[int]
) -> None:
    with Tables([shared("frictionless_bad_tables", name)], How()) as tables:
        table = tables.only(ANY)
        found = list(table.rows())
    assert (table.encoding, table.delimiter, len(found)) == (encoding, delimiter, count)
    assert [row.number for row in found if row.fault] == faults


def test_the_words_in_accented_files_are_right() -> None:
    assert rows(shared("frictionless_bad_tables", "latin1.csv"))[1]["name"].startswith("©")
    found = rows(shared("frictionless_bad_tables", "table-with-accents.csv"))
    assert (found[0]["Année"], found[0].reading.columns[3]) == ("2013", "Année")


def test_a_german_file_proves_the_order_of_its_dates() -> None:
    """The ninth of July or the seventh of September: the fifteenth in its last row tells."""
    spec = Spec(("Zeit [MEZ]",), dates=("Zeit [MEZ]",))
    found = rows(shared("frictionless_bad_tables", "issue-1138.csv"), spec)
    assert [row.day("Zeit [MEZ]") for row in found] == [date(2013, 7, day) for day in range(9, 16)]


def test_every_naughty_string_survives_a_cell(tmp_path: Path) -> None:
    naughty = json.loads(shared("naughty_strings", "blns.json").read_text("utf-8"))
    assert len(naughty) > 500
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["number", "text", "end"])
    writer.writerows([str(number), text, "."] for number, text in enumerate(naughty))
    assert [row["text"] for row in cells(tmp_path, file.getvalue())] == naughty


def test_a_year_of_online_retail_adds_up() -> None:
    spec = Spec(
        ("InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice"),
        ("Description", "CustomerID", "Country"),
        numbers=("Quantity", "UnitPrice"),
        dates=("InvoiceDate",),
    )
    with Tables(
        [shared("online_retail", "online_retail_2010-12_to_2011-08.csv.gz")], How()
    ) as tables:
        table = tables.only(spec)
        lines, total, last = 0, Decimal(0), datetime.min.replace(tzinfo=UTC)
        for row in table.rows():
            lines += 1
            total += (row.integer("Quantity") or 0) * (row.decimal("UnitPrice") or 0)
            last = max(last, row.instant("InvoiceDate") or last)
        invoices = sum(1 for _ in table.grouped(lambda row: row["InvoiceNo"]))
    assert (lines, invoices, total) == (320_705, 16_459, Decimal("5761931.382"))
    assert last.year == 2011
