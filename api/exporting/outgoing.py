"""Tables on their way out: CSV that any spreadsheet opens, and none executes.

A cell that begins like a formula gets an apostrophe before it (OWASP, CSV injection), and so does
one that begins with apostrophes and a formula's sign, so that `plain` finds every text again.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""
_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n]")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)*")


def neutral(cell: str) -> str:
    """The cell, harmless; numbers stay what they are, negative ones too."""
    if not _DANGEROUS.match(cell) or _NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}"


def plain(cell: str) -> str:
    """What `neutral` was given."""
    if cell.startswith("'") and _DANGEROUS.match(cell) and not _NUMBER.fullmatch(cell[1:]):
        return cell[1:]
    return cell


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """One text a row, with its line end; the first begins with the BOM."""
    yield BOM + _line(columns)
    for row in rows:
        yield _line([neutral(cell) for cell in row])


def _line(cells: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue()
