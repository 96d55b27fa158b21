"""What is wrong with a file, or with one cell of it."""

from enum import StrEnum

LONGEST_VALUE = 100


class Rule(StrEnum):
    """Which rule a file or a cell breaks; for programs."""

    NOT_FOUND = "NOT_FOUND"
    NOT_A_TABLE = "NOT_A_TABLE"
    EMPTY = "EMPTY"
    ENCODING = "ENCODING"
    NUL = "NUL"
    TOO_LARGE = "TOO_LARGE"
    CELL_TOO_LONG = "CELL_TOO_LONG"
    TOO_MANY_COLUMNS = "TOO_MANY_COLUMNS"
    UNCLOSED_QUOTE = "UNCLOSED_QUOTE"
    MISSING_COLUMN = "MISSING_COLUMN"
    DUPLICATE_COLUMN = "DUPLICATE_COLUMN"
    UNNAMED_COLUMN = "UNNAMED_COLUMN"
    MISSING_FILE = "MISSING_FILE"
    UNKNOWN_FILE = "UNKNOWN_FILE"
    CURRENCY = "CURRENCY"
    ROW_LENGTH = "ROW_LENGTH"
    REQUIRED = "REQUIRED"
    NUMBER = "NUMBER"
    AMBIGUOUS_NUMBER = "AMBIGUOUS_NUMBER"
    DATE = "DATE"
    AMBIGUOUS_DATE = "AMBIGUOUS_DATE"
    NONEXISTENT_TIME = "NONEXISTENT_TIME"
    TRUTH = "TRUTH"
    CHOICE = "CHOICE"
    REFERENCE = "REFERENCE"


class Unreadable(Exception):
    """The file as a whole is refused; the message is one plain sentence that names it."""

    def __init__(
        self,
        rule: Rule,
        file: str,
        message: str,
        *,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        at = f", row {row}" if row else ""
        super().__init__(f"{file}{at}: {message}")
        self.rule, self.file, self.row, self.column = rule, file, row, column


class BadCell(Exception):
    """One cell is refused; `value` is what stands there, shortened and printable."""

    def __init__(  # noqa: PLR0913, PLR0917  a cell, its place and the rule
        self, file: str, row: int, column: str, value: str, rule: Rule, message: str
    ) -> None:
        super().__init__(f"{file}, row {row}, {column}: {message}")
        self.file, self.row, self.column = file, row, column
        self.value, self.rule, self.message = printable(value), rule, message


def printable(value: str) -> str:
    """Shortened, and without what a terminal or a spreadsheet would act upon."""
    short = value if len(value) <= LONGEST_VALUE else f"{value[: LONGEST_VALUE - 1]}…"
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in short)
