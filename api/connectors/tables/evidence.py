"""What the cells of a whole file prove of how its numbers and dates are written."""

from collections.abc import Sequence

from api.connectors.tables import dates, numbers
from api.connectors.tables.dates import DateProof, Order
from api.connectors.tables.how import DateOrder, How
from api.connectors.tables.numbers import Marks, Proof


class Evidence:
    """Gathered row by row; what was said goes before what is proven."""

    def __init__(self, how: How, number_places: Sequence[int], date_places: Sequence[int]) -> None:
        self.how = how
        self.number_places = () if how.decimal_mark else tuple(number_places)
        self.date_places = () if how.date_order else tuple(date_places)
        self.numbers: set[Proof] = set()
        self.dates: set[DateProof] = set()

    def look(self, cells: Sequence[str]) -> None:
        for place in self.number_places:
            cell = cells[place]
            if "," in cell or ("." in cell and Proof.POINT not in self.numbers):
                self.numbers.add(numbers.proof_of(cell.strip().lstrip("'")))
        for place in self.date_places:
            cell = cells[place]
            if cell and not cell[:4].isdigit():
                self.dates.add(dates.proof_of(cell.strip().lstrip("'")))

    def marks(self, delimiter: str | None) -> Marks:
        """A comma alone proves nothing, and neither does a point where `;` parts the cells."""
        if said := self.how.decimal_mark:
            return Marks(said, is_proven=True)
        if {Proof.POINT, Proof.COMMA} <= self.numbers:
            return Marks(None)
        if Proof.POINT in self.numbers:
            return Marks(".", is_proven=True)
        if Proof.COMMA in self.numbers:
            return Marks(",", is_proven=True)
        return Marks(None if delimiter == ";" else ".")

    def order(self) -> Order:
        if said := self.how.date_order:
            return Order(said)
        found = self.dates - {DateProof.NOTHING}
        if found == {DateProof.DAY_FIRST}:
            return Order(DateOrder.DMY)
        return Order(DateOrder.MDY if found == {DateProof.MONTH_FIRST} else None)
