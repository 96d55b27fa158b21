"""What single cells of order files come to, and how rows become one order."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal

import orjson

from api.connectors.format import Cell, Origin, Refused, Unit
from api.connectors.tables import BadCell, How, Row, Rule, Table, Unreadable
from domain.errors import Invalid
from domain.money import Money, UnitPrice
from domain.orders.ingesting import PlatformRow

_SHORTENED = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+", re.ASCII)


class Cells(Mapping[str, Cell]):
    """Which cell each field was read from; made when first asked, for most orders never are."""

    def __init__(self, make: Callable[[], Mapping[str, Cell]]) -> None:
        self._make = make
        self._made: Mapping[str, Cell] | None = None

    def _cells(self) -> Mapping[str, Cell]:
        if self._made is None:
            self._made = self._make()
        return self._made

    def __getitem__(self, path: str) -> Cell:
        return self._cells()[path.removeprefix("order.")]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells())

    def __len__(self) -> int:
        return len(self._cells())


@dataclass(frozen=True)
class Made:
    """An order, how to find its cells, and what was read differently from how it is written."""

    row: PlatformRow
    cells: Callable[[], Mapping[str, Cell]]
    notes: Sequence[str] = ()


def as_unit(
    key: str, rows: Sequence[Row], make: Callable[[], Made], personal: frozenset[str] = frozenset()
) -> Unit | Refused:
    """What `make` makes of the rows, or the cell that kept it from it."""
    try:
        for row in rows:
            if row.fault:
                raise row.fault
        made = make()
    except BadCell as error:
        return Refused(key, Origin(error.file, error.row), unnamed(error, personal))
    origin = Origin(rows[0].file, rows[0].number)
    return Unit(key, origin, made.row, Cells(made.cells), made.notes)


def unnamed(error: BadCell, personal: frozenset[str]) -> BadCell:
    """Without the value, where it may be somebody's: in a row too long, nobody knows whose."""
    if error.column in personal or (personal and error.rule == Rule.ROW_LENGTH):
        error.value = ""
    return error


def numberless(row: Row, column: str, personal: frozenset[str] = frozenset()) -> Refused:
    """A row that says nothing of which order it is part of."""
    error = row.fault or row.bad(column, Rule.REQUIRED, "is empty, so the row is of no order")
    return Refused("", Origin(row.file, row.number), unnamed(error, personal))


def own_currency(how: How, currency: str, table: Table) -> str:
    """The one that all files of a format are in, though they do not say it."""
    if how.currency not in {None, currency}:
        raise Unreadable(
            Rule.INCONSISTENT,
            table.file,
            f"{table.file}: its sums are in {currency}, the store's in {how.currency}",
        )
    return currency


def required(row: Row, column: str) -> str:
    if not (said := row[column]):
        raise missing(row, column)
    return said


def missing(row: Row, column: str) -> BadCell:
    return row.bad(column, Rule.REQUIRED, "must not be empty")


def instant(row: Row, column: str, zone: tzinfo | None = None) -> datetime:
    """Where the format has no order without it; so `count` and `price`."""
    found = row.instant(column, zone)
    if found is None:
        raise missing(row, column)
    return found


def count(row: Row, column: str) -> int:
    found = row.integer(column)
    if found is None:
        raise missing(row, column)
    return found


def price(row: Row, column: str, currency: str) -> UnitPrice:
    """Exact, below the cent too."""
    amount = row.decimal(column)
    if amount is None:
        raise missing(row, column)
    return price_of(row, column, amount, currency)


def price_of(row: Row, column: str, amount: Decimal, currency: str) -> UnitPrice:
    try:
        return UnitPrice.of(amount, currency)
    except Invalid as error:
        raise row.bad(column, Rule.INVALID, str(error)) from None


def money(row: Row, column: str, currency: str) -> Money | None:
    """None for an empty cell or a missing column: nothing is said."""
    amount = row.decimal(column)
    try:
        return None if amount is None else Money.of(amount, currency)
    except Invalid as error:
        raise row.bad(column, Rule.INVALID, str(error)) from None


def bare(said: str) -> str:
    """An order's number as text: `="123"`, `'123` and a closing tab are a spreadsheet's doing."""
    return re.sub(r'^=?"(.*)"$|^\'', r"\1", said.strip()).strip()


def number(row: Row, column: str) -> str:
    """Refused where a spreadsheet took it for a figure."""
    said = bare(row[column])
    if _SHORTENED.fullmatch(said):
        raise row.bad(
            column,
            Rule.DIGITS_LOST,
            "was shortened by a spreadsheet, and its last digits are lost",
        )
    return said


def agreed(rows: Sequence[Row], *columns: str) -> None:
    """What belongs to the order is the same in all of its rows."""
    for column in columns:
        said = rows[0].raw(column)
        for row in rows:
            if row.raw(column) != said and row[column] != said.strip():
                raise row.bad(
                    column, Rule.INCONSISTENT, f"differs from row {rows[0].number} of this order"
                )


def cell(row: Row, column: str, personal: frozenset[str] = frozenset()) -> Cell:
    return Cell(row.number, column, "" if column in personal else row[column], row.file)


def cells_of(
    head: Row, columns: Mapping[str, str], personal: frozenset[str] = frozenset()
) -> dict[str, Cell]:
    """By field: the cells of the row that says what belongs to the order."""
    return {path: cell(head, column, personal) for path, column in columns.items()}


def line_cells(rows: Sequence[Row], columns: Mapping[str, str]) -> dict[str, Cell]:
    """A line a row; `""` names the cell of a line as a whole."""
    return {
        f"lines.{at}.{path}".removesuffix("."): cell(row, column)
        for at, row in enumerate(rows)
        for path, column in columns.items()
    }


def payload(rows: Sequence[Row]) -> str:
    """The rows as they stand, each name of a column said once."""
    columns = rows[0].reading.columns
    return orjson.dumps({"columns": columns, "rows": [row.values for row in rows]}).decode()
