"""A program: the first sheet of a spreadsheet as lines of JSON; the last says what went wrong.

It runs alone and under limits, for a few bytes can claim a sheet of seventeen thousand million
cells. `sheets.py` is who runs it.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import (
    CalamineError,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

MEMORY_BYTES = 2 << 30
PROCESSOR_S = 300
DIGITS = 15
"""A spreadsheet shows no more, and what lies behind is noise of binary fractions."""
CELL_CHARACTERS = 1_000_000


def rows_of(path: str) -> Iterator[tuple[int, list[str]]]:
    """In the child: each row of the sheet, counted from 1."""
    with load_workbook(path) as book:
        for about in book.sheets_metadata:
            is_shown = about.visible == SheetVisibleEnum.Visible
            if not is_shown or about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            if sheet.start is None:
                continue
            for number, cells in enumerate(sheet.iter_rows(), 1):
                yield number, [as_text(cell) for cell in cells]
            return


def as_text(cell: Any) -> str:
    """The value as a CSV of the same sheet would have it, dates as ISO 8601."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return figure(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)


def figure(number: float) -> str:
    """Fifteen digits, and no power of ten unless digits beyond those are lost already."""
    if number.is_integer() and abs(number) < 10**DIGITS:
        return str(int(number))
    text = f"{number:.{DIGITS}g}"
    if "e-" in text:
        return f"{number:.{DIGITS + 5}f}".rstrip("0")
    return text.upper()


def child(path: str) -> str:
    """Writes the rows as lines of JSON; answers with a rule if it cannot."""
    is_empty = True
    try:
        for number, cells in rows_of(path):
            if any("\0" in cell for cell in cells):
                return "NUL_BYTE"
            if any(len(cell) > CELL_CHARACTERS for cell in cells):
                return "CELL_TOO_LONG"
            if any(cells):
                is_empty = False
                sys.stdout.write(json.dumps([number, cells]) + "\n")
    except PasswordError:
        return "ENCRYPTED"
    except (CalamineError, ValueError, OSError, MemoryError, OverflowError):
        return "DAMAGED"
    return "EMPTY" if is_empty else ""


def limit() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  Unix has it

        for what, most in (
            (resource.RLIMIT_AS, MEMORY_BYTES),
            (resource.RLIMIT_CPU, PROCESSOR_S),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    limit()
    fault = child(sys.argv[1])
    sys.stdout.write(json.dumps(fault) + "\n")
    sys.stdout.flush()
