"""Spreadsheets: the first sheet that has anything, its values as CSV would have them."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from api.connectors.tables.errors import Rule, Unreadable

MOST_BYTES = 200_000_000
"""A spreadsheet is read into memory whole."""


def sheet_records(path: Path, name: str) -> Iterator[tuple[int, list[str]]]:
    """Row and cells; raises Unreadable."""
    import python_calamine as calamine  # noqa: PLC0415  only where there is a spreadsheet

    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(Rule.TOO_LARGE, name, f"A spreadsheet has up to {MOST_BYTES:,} bytes.")
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        sheets = [book.get_sheet_by_index(n) for n in range(len(book.sheet_names))]
        sheet = next((one for one in sheets if one.total_height), None)
    except Exception:  # noqa: BLE001  calamine raises many kinds, and panics as another
        said = "It is an archive or a damaged spreadsheet, and no table."
        raise Unreadable(Rule.NOT_A_TABLE, name, said) from None
    if sheet is None:
        raise Unreadable(Rule.EMPTY, name, "There is nothing in it.")
    for number, cells in enumerate(sheet.iter_rows(), sheet.start[0] + 1 if sheet.start else 1):
        texts = [text_of(cell) for cell in cells]
        if any(texts):
            yield number, texts


def text_of(value: Any) -> str:
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004
        case datetime():
            return value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case None:
            return ""
        case _:
            return str(value)
