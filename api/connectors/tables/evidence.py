"""What the cells of a whole file prove about how it was written."""

from collections.abc import Iterable
from dataclasses import dataclass

from api.connectors.tables.dates import ORDERS, Orders, orders_open_to
from api.connectors.tables.numbers import Marks, mark_proven_by, without_currency
from api.connectors.tables.saying import How


@dataclass(frozen=True, slots=True)
class Evidence:
    """How numbers and dates of one file are read."""

    marks: Marks
    orders: Orders


class Gathering:
    """Looks at each cell once, while the file is staged; remembers a few words only."""

    def __init__(self, numbers: Iterable[int], dates: Iterable[int], signs: bool) -> None:
        self.numbers = tuple(numbers)
        self.dates = tuple(dates)
        self.signs = signs
        self.proven: set[str] = set()
        self.open = set(ORDERS)

    def look(self, cells: list[str]) -> None:
        width = len(cells)
        for at in self.numbers:
            if at < width and not (text := cells[at].strip()).isdecimal() and text:
                self.look_at_number(text)
        for at in self.dates:
            if at < width and (text := cells[at].strip()) and text[4:5] != "-":
                self.open &= orders_open_to(text) or self.open

    def look_at_number(self, text: str) -> None:
        bare = without_currency(text) if self.signs else text
        if mark := mark_proven_by(bare.strip("()")):
            self.proven.add(mark)

    def evidence(self, how: How, usual_mark: str | None = None) -> Evidence:
        return Evidence(
            marks=Marks(frozenset(self.proven), how.decimal_mark or usual_mark),
            orders=Orders(frozenset(self.open), how.date_order),
        )
