"""What separates the cells: whatever gives the most columns that the records agree on."""

import csv
import re
from collections.abc import Iterable, Sequence
from itertools import islice

SIGNS = (",", ";", "\t", "|")
LOOKED_AT = 200
_SEP = re.compile(r"\ufeff?sep=(.)\r?\n?", re.IGNORECASE)


def said_in(first_line: str) -> str | None:
    """Excel's own first line, `sep=;`."""
    found = _SEP.fullmatch(first_line)
    return found.group(1) if found else None


def delimiter_of(lines: Sequence[str]) -> str:
    """By the first lines of a file, quotes honoured; a comma where there is but one column."""
    scored = [(score(lines, sign), -place, sign) for place, sign in enumerate(SIGNS)]
    best = max(scored)
    return best[2] if best[0] > (0.0, 1) else SIGNS[0]


def score(lines: Iterable[str], sign: str) -> tuple[float, int]:
    """How many of the records agree with the first on the number of cells, and that number."""
    found = csv.reader(lines, delimiter=sign)
    try:
        lengths = [len(cells) for cells in islice(found, LOOKED_AT) if any(map(str.strip, cells))]
    except csv.Error:
        return 0.0, 0
    if not lengths or lengths[0] == 1:
        return 0.0, 1
    lengths = lengths[:-1] if len(lengths) > 2 else lengths  # noqa: PLR2004  the last may be cut off
    agreeing = sum(1 for length in lengths if length == lengths[0])
    return round(agreeing / len(lengths), 1), lengths[0]
