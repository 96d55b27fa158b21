"""One row, and its cells read as what they mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import TypeVar

from api.connectors.tables.dates import read_day, read_instant
from api.connectors.tables.evidence import Evidence
from api.connectors.tables.faults import BadCell, Rule
from api.connectors.tables.numbers import NotRead, read_decimal, read_integer

TRUTHS = {"true", "yes", "y", "t", "1", "是"}
UNTRUTHS = {"false", "no", "n", "f", "0", "否"}

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rows of one table share."""

    file: str
    columns: tuple[str, ...]
    places: Mapping[str, int]
    evidence: Evidence
    time_zone: tzinfo
    currency_signs: bool


class Row:
    """A row of a table; a column that is not there reads as blank.

    `number` is the line it begins on, or its row in a spreadsheet; the header is counted. `fault`
    says that there are more cells than columns: then none of them can be trusted.
    """

    __slots__ = ("number", "reading", "values")

    def __init__(self, reading: Reading, number: int, values: list[str]) -> None:
        self.reading = reading
        self.number = number
        self.values = values

    def __repr__(self) -> str:
        return f"<{self.file}, row {self.number}: {self.cells}>"

    @property
    def file(self) -> str:
        return self.reading.file

    @property
    def cells(self) -> dict[str, str]:
        """Untrimmed, by column."""
        return {column: self.raw(column) for column in self.reading.places}

    @property
    def fault(self) -> BadCell | None:
        width = len(self.reading.columns)
        if len(self.values) <= width:
            return None
        return BadCell(
            Rule.ROW_LENGTH,
            self.file,
            self.number,
            "",
            self.values[width],
            f"is one cell too many: the row has {len(self.values)}, the header {width}; "
            "perhaps a cell with a delimiter in it has no quotes",
        )

    def raw(self, column: str) -> str:
        """The cell as it stands in the file."""
        at = self.reading.places.get(column)
        return self.values[at] if at is not None and at < len(self.values) else ""

    def __getitem__(self, column: str) -> str:
        return self.raw(column).strip()

    def bad(self, column: str, rule: Rule, message: str) -> BadCell:
        """For connectors: that cell cannot be, `message` says why."""
        return BadCell(rule, self.file, self.number, column, self[column], message)

    def decimal(self, column: str) -> Decimal | None:
        reading = self.reading
        return self.read(
            column,
            lambda text: read_decimal(
                text, reading.evidence.marks, currency_signs=reading.currency_signs
            ),
        )

    def integer(self, column: str) -> int | None:
        reading = self.reading
        return self.read(
            column,
            lambda text: read_integer(
                text, reading.evidence.marks, currency_signs=reading.currency_signs
            ),
        )

    def instant(self, column: str, zone: tzinfo | None = None) -> datetime | None:
        """Aware UTC; a time without offset is one of `zone`, else of what a person said."""
        orders, where = self.reading.evidence.orders, zone or self.reading.time_zone
        return self.read(column, lambda text: read_instant(text, orders, where))

    def day(self, column: str) -> date | None:
        return self.read(column, lambda text: read_day(text, self.reading.evidence.orders))

    def truth(self, column: str) -> bool | None:
        text = self[column]
        if not text:
            return None
        said = text.casefold()
        if said in TRUTHS:
            return True
        if said in UNTRUTHS:
            return False
        raise self.bad(column, Rule.NOT_A_TRUTH, "is neither yes nor no")

    def read(self, column: str, reader: Callable[[str], Read]) -> Read | None:
        text = self[column]
        if not text:
            return None
        try:
            return reader(text)
        except NotRead as error:
            raise self.bad(column, error.rule, error.message) from None
