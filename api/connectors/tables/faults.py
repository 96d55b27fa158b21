"""What can be wrong with a file: with all of it, or with one cell.

Exception
 ├ Unreadable    the file is refused, for nothing in it can be trusted
 └ BadCell       one cell; the rows around it stand
"""

from dataclasses import dataclass
from enum import StrEnum

SHOWN = 100


class Rule(StrEnum):
    """What was broken; a program may branch on it. Grows, never shrinks."""

    # the file
    EMPTY = "EMPTY"
    NOT_A_TABLE = "NOT_A_TABLE"
    DAMAGED = "DAMAGED"
    ENCRYPTED = "ENCRYPTED"
    TOO_LARGE = "TOO_LARGE"
    TOO_MANY_COLUMNS = "TOO_MANY_COLUMNS"
    ROW_TOO_LONG = "ROW_TOO_LONG"
    CELL_TOO_LONG = "CELL_TOO_LONG"
    UNCLOSED_QUOTE = "UNCLOSED_QUOTE"
    NUL_BYTE = "NUL_BYTE"
    BAD_BYTES = "BAD_BYTES"
    UNKNOWN_ENCODING = "UNKNOWN_ENCODING"
    MISSING_COLUMN = "MISSING_COLUMN"
    DUPLICATE_COLUMN = "DUPLICATE_COLUMN"
    UNNAMED_COLUMN = "UNNAMED_COLUMN"
    # the files together
    MISSING_FILE = "MISSING_FILE"
    UNKNOWN_FILE = "UNKNOWN_FILE"
    DUPLICATE_FILE = "DUPLICATE_FILE"
    TOO_MANY_FILES = "TOO_MANY_FILES"
    # a cell
    ROW_LENGTH = "ROW_LENGTH"
    NOT_A_NUMBER = "NOT_A_NUMBER"
    NOT_AN_INTEGER = "NOT_AN_INTEGER"
    AMBIGUOUS_NUMBER = "AMBIGUOUS_NUMBER"
    DIGITS_LOST = "DIGITS_LOST"
    NOT_A_DATE = "NOT_A_DATE"
    AMBIGUOUS_DATE = "AMBIGUOUS_DATE"
    NO_SUCH_TIME = "NO_SUCH_TIME"
    NOT_A_TRUTH = "NOT_A_TRUTH"
    # for the connectors
    REQUIRED = "REQUIRED"
    INVALID = "INVALID"
    UNKNOWN_VALUE = "UNKNOWN_VALUE"
    INCONSISTENT = "INCONSISTENT"


@dataclass(eq=False)
class Unreadable(Exception):
    """The file as a whole is refused; `str()` is one sentence for people."""

    rule: Rule
    file: str
    message: str
    row: int | None = None
    column: str | None = None

    def __post_init__(self) -> None:
        super().__init__(self.rule, self.file, self.message, self.row, self.column)

    def __str__(self) -> str:
        return self.message


@dataclass(eq=False)
class BadCell(Exception):
    """One cell cannot be what its column is for."""

    rule: Rule
    file: str
    row: int
    column: str
    value: str
    message: str

    def __post_init__(self) -> None:
        self.value = shown(self.value)
        super().__init__(self.rule, self.file, self.row, self.column, self.value, self.message)

    def __str__(self) -> str:
        column = f", {self.column}" if self.column else ""
        return f"{self.file}, row {self.row}{column}: {self.value!r} {self.message}"


def shown(value: str) -> str:
    """Short enough for a line of a report, and nothing in it that a terminal obeys."""
    short = value if len(value) <= SHOWN else value[: SHOWN - 1] + "…"
    return "".join(sign if sign.isprintable() else "�" for sign in short)
