"""One row, its cells by the names of their columns, read as what they are to be."""

from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import NamedTuple

from api.connectors.tables.dates import NotADate, Order
from api.connectors.tables.errors import BadCell, Rule
from api.connectors.tables.numbers import Marks, NotANumber

YES = frozenset({"true", "yes", "y", "1", "on", "是", "wahr", "ja", "vrai", "oui", "x"})
NO = frozenset({"false", "no", "n", "0", "-1", "off", "否", "falsch", "nein", "faux", "non"})


class Reading(NamedTuple):
    """What all rows of a file are read by."""

    file: str
    marks: Marks
    order: Order
    zone: tzinfo


class Row:
    """`number` is counted as people do: the header's line is 1, or whichever it stands on.

    `fault` is set when the row has more cells than the header: its cells may be in wrong columns.
    """

    __slots__ = ("_reading", "cells", "fault", "number")

    def __init__(
        self, number: int, cells: dict[str, str], reading: Reading, fault: BadCell | None = None
    ) -> None:
        self.number, self.cells, self.fault, self._reading = number, cells, fault, reading

    @property
    def file(self) -> str:
        return self._reading.file

    def __getitem__(self, column: str) -> str:
        """Without the blanks around it; "" when there is no such column."""
        return self.cells.get(column, "").strip()

    def raw(self, column: str) -> str:
        """As it stands."""
        return self.cells.get(column, "")

    def bad(self, column: str, rule: Rule, message: str, *, is_personal: bool = False) -> BadCell:
        """To be raised; personal words are not repeated."""
        value = "" if is_personal else self.raw(column)
        return BadCell(self.file, self.number, column, value, rule, message)

    def needed(self, column: str) -> str:
        found = self[column]
        if not found:
            raise self.bad(column, Rule.REQUIRED, "It must not be empty.")
        return found

    def decimal(self, column: str) -> Decimal | None:
        """None when it is empty; raises BadCell."""
        text = self[column]
        if not text:
            return None
        try:
            return self._reading.marks.decimal(text.lstrip("'"))
        except NotANumber as error:
            raise self.bad(column, error.rule, error.message) from None

    def integer(self, column: str) -> int | None:
        text = self[column]
        if text.isascii() and text.isdigit() and len(text) < 19:  # noqa: PLR2004  fits 64 bits
            return int(text)
        found = self.decimal(column)
        if found is None:
            return None
        if found != found.to_integral_value() or abs(found) >= 10**18:
            raise self.bad(column, Rule.NUMBER, "It is no whole number.")
        return int(found)

    def instant(self, column: str, zone: tzinfo | None = None) -> datetime | None:
        """Aware, in UTC; `zone`, or the file's, for one that states no offset."""
        text = self[column].lstrip("'")
        if not text:
            return None
        try:
            return self._reading.order.instant(text, zone or self._reading.zone)
        except NotADate as error:
            raise self.bad(column, error.rule, error.message) from None

    def day(self, column: str) -> date | None:
        text = self[column].lstrip("'")
        if not text:
            return None
        try:
            return self._reading.order.day(text)
        except NotADate as error:
            raise self.bad(column, error.rule, error.message) from None

    def truth(self, column: str) -> bool | None:
        text = self[column].casefold()
        if not text:
            return None
        if text in YES:
            return True
        if text in NO:
            return False
        raise self.bad(column, Rule.TRUTH, "It is neither true nor false.")
