"""A table as a file: CSV for programs, a spreadsheet for people; harmless in both."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from api.exporting.outgoing import csv_lines
from domain.errors import LimitExceeded
from domain.integration.states import ExportForm

LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576
EXACT_DIGITS = 15
"""A spreadsheet's numbers hold so many; longer ones are written as text."""


MEDIA_TYPES = {
    ExportForm.CSV: "text/csv",
    ExportForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Rows = Iterator[Sequence[str]]


def write(
    form: ExportForm, path: Path, columns: Sequence[str], numbers: Collection[str], rows: Rows
) -> int:
    """How many rows, the header not counted; raises LimitExceeded beyond what the form holds."""
    writer = _write_csv if form is ExportForm.CSV else _write_xlsx
    return writer(path, columns, numbers, rows)


def _write_csv(path: Path, columns: Sequence[str], _numbers: Collection[str], rows: Rows) -> int:
    count = -1
    with path.open("w", encoding="utf-8", newline="") as file:
        for line in csv_lines(columns, rows):
            file.write(line)
            count += 1
    return count


def _write_xlsx(path: Path, columns: Sequence[str], numbers: Collection[str], rows: Rows) -> int:
    """Row by row, so that memory stays flat; text is text, whatever it begins with."""
    import xlsxwriter  # noqa: PLC0415  only where there is a spreadsheet

    count = 0
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 1)
        bold = book.add_format({"bold": True})
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column, bold)
        for number, row in enumerate(rows, 1):
            if number >= MOST_ROWS:
                raise LimitExceeded(
                    f"A spreadsheet holds {MOST_ROWS:,} rows: take CSV.", MOST_ROWS, "form"
                )
            for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
                if len(cell) > LONGEST_CELL:
                    said = f"A spreadsheet's cell holds {LONGEST_CELL:,} characters, and {column}"
                    said += f" of row {number + 1} has {len(cell):,}: take CSV."
                    raise LimitExceeded(said, LONGEST_CELL, "form")
                if column in numbers and (exact := _number(cell)) is not None:
                    sheet.write_number(number, place, exact)
                elif cell:
                    sheet.write_string(number, place, cell)
            count = number
    return count


def _number(cell: str) -> float | None:
    """What a spreadsheet shows and sums; None where it could not hold it exactly."""
    try:
        exact = Decimal(cell)
    except InvalidOperation:
        return None
    return float(exact) if len(exact.as_tuple().digits) <= EXACT_DIGITS else None
