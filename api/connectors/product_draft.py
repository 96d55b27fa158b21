"""A product while it is read: what its rows say, in which cells, and what has no place here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from api.connectors.format import Cell, Origin, Refused, Unit
from api.connectors.product_cells import address, cell, grams, price
from api.connectors.spreadsheets import without_apostrophe
from api.connectors.tables import BadCell, How, Row
from domain.catalogue import tags
from domain.catalogue.importing import PictureRow, ProductRow, VariantRow
from domain.catalogue.values import ATTRIBUTES
from domain.text import fold

LONGEST_NAME, LONGEST_VALUE = 100, 500
"""Characters of an attribute's name and value."""
ROWS_NAMED = 5
"""In a note; more are counted."""


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Where a format keeps what a variant is; `options` in the order of the option names."""

    sku: str
    price: str
    cost: str = ""
    barcode: str = ""
    weight: str = ""
    grams_per_unit: Decimal | None = Decimal(1)  # None: the file does not say the unit
    options: Sequence[str] = ()


@dataclass
class Draft:
    """Filled cell by cell; `unit` is what comes of it."""

    handle: str
    first: Row
    named_by: str  # the column that the handle was made of
    how: How
    category: Sequence[str] = ()
    option_names: Sequence[str] = ()
    is_active: bool | None = None
    has_pictures_beside: bool = False
    said: dict[str, Any] = field(default_factory=dict)
    variants: list[VariantRow] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    _pictures: dict[str, PictureRow] = field(default_factory=dict)
    _shown: dict[str, list[Sequence[str]]] = field(default_factory=dict)
    _left_out: dict[str, dict[int, None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cells["handle"] = cell(self.first, self.named_by)

    def say(self, name: str, row: Row, column: str, value: str | None = None) -> None:
        """A field of the product; an empty cell says nothing, and the field stays as it is."""
        said = row[column] if value is None else value
        self.cells[name] = cell(row, column)
        if said:
            self.said[name] = said

    def tag(self, row: Row, column: str, words: Iterable[str]) -> None:
        """Tags here are single words: those of several are joined by dashes."""
        kept: dict[str, None] = {}
        for one in words:
            tag = "-".join(fold(one).split())
            if len(tag) > tags.LONGEST:
                self.notes.append(f"The tag {one.strip()[:60]!r}… is too long and is left out.")
            elif tag:
                kept[tag] = None
        if len(kept) > tags.MOST:
            self.notes.append(f"It has {len(kept)} tags; the first {tags.MOST} are kept.")
        self.cells["tags"] = cell(row, column)
        if kept:
            self.said["tags"] = list(kept)[: tags.MOST]

    def describe(self, name: str, value: str, row: Row, column: str) -> None:
        """A fact about it. The same name again adds to the value."""
        if not (name and value):
            return
        known = next((one for one in self.attributes if fold(one) == fold(name)), name)
        told = ", ".join(filter(None, (self.attributes.get(known), value)))
        if len(name) > LONGEST_NAME or len(told) > LONGEST_VALUE:
            self.leave_out(f"attribute {name[:LONGEST_NAME]!r}, too long", row)
        elif known not in self.attributes and len(self.attributes) == ATTRIBUTES:
            self.leave_out(f"attributes beyond {ATTRIBUTES}", row)
        else:
            self.attributes[known] = told
            self.cells[f"attributes.{known}"] = cell(row, column)

    def file_under(self, row: Row, column: str, paths: Sequence[Sequence[str]]) -> None:
        """A product lies on one shelf: the deepest it is said to lie on, the first of those."""
        self.cells["category"] = cell(row, column)
        if not paths:
            return
        self.category = max(paths, key=len)
        others = [" > ".join(path) for path in paths if path != self.category]
        if others:
            kept = " > ".join(self.category)
            self.notes.append(f"It is filed under {kept}; left out: {', '.join(others)}.")

    def choose_between(self, names: Sequence[str], row: Row, columns: Sequence[str]) -> None:
        """The names of its options, and where each was read."""
        self.option_names = names
        self.cells["option_names"] = cell(row, columns[0]) if columns else cell(row, self.named_by)
        for place, column in enumerate(columns):
            self.cells[f"option_names.{place}"] = cell(row, column)

    def sell(
        self,
        row: Row,
        columns: Columns,
        values: Sequence[str] = (),
        *,
        sku: str = "",
        parent: Row | None = None,
    ) -> None:
        """A variant as the row has it, its weight that of `parent` where it has none.

        Without a price it keeps the one it has, if it has one.
        """
        path = f"variants.{len(self.variants)}"
        self.cells[path] = cell(row, columns.sku)
        for name, column in (
            ("sku", columns.sku),
            ("unit_price", columns.price),
            ("unit_cost", columns.cost),
            ("barcode", columns.barcode),
            ("weight_g", columns.weight),
        ):
            self.cells[f"{path}.{name}"] = cell(row, column or columns.sku)
        for place, column in enumerate(columns.options):
            self.cells[f"{path}.option_values.{place}"] = cell(row, column)
        self.variants.append(
            VariantRow(
                option_values=tuple(values),
                sku=sku or without_apostrophe(row[columns.sku]) or None,
                unit_price=price(row, columns.price, self.how),
                unit_cost=price(row, columns.cost, self.how),
                barcode=without_apostrophe(row[columns.barcode]) or None,
                weight_g=self._weight(
                    parent if parent and not row[columns.weight] else row, columns
                ),
            )
        )

    def _weight(self, row: Row, columns: Columns) -> int | None:
        if columns.grams_per_unit is not None:
            return grams(row, columns.weight, columns.grams_per_unit)
        if row[columns.weight]:
            self.leave_out("weight, whose unit the file does not say", row)
        return None

    def show(
        self,
        place: str,
        row: Row,
        column: str,
        *,
        alt: str = "",
        values: Sequence[str] | None = None,
    ) -> None:
        """A picture at an address or beside the file; the same place again is the same picture."""
        if not place:
            return
        here = address(place)
        if not here and not self.has_pictures_beside:
            self.leave_out("pictures that are files elsewhere", row)
            return
        kept = self._pictures.get(here or place)
        if kept is None:
            self.cells[f"pictures.{len(self._pictures)}"] = cell(row, column)
            kept = PictureRow(url=here, alt=alt) if here else PictureRow(name=place, alt=alt)
            self._pictures[here or place] = kept
        if values:
            self._shown.setdefault(here or place, []).append(values)

    def leave_out(self, what: str, row: Row) -> None:
        """It stands in the row and has no place here: told once, with the rows."""
        self._left_out.setdefault(what, {})[row.number] = None

    def unit(self) -> Unit:
        """What the rows come to."""
        row = ProductRow(
            handle=self.handle,
            said=self.said,
            option_names=tuple(self.option_names),
            variants=tuple(self.variants),
            category=tuple(self.category),
            attributes=self.attributes,
            pictures=tuple(self._illustrated()),
            is_active=self.is_active if self.variants else None,  # it could not be sold
        )
        notes = [*self.notes, *map(_left_out, self._left_out.items())]
        origin = Origin(self.first.file, self.first.number)
        return Unit(self.handle, origin, row, self.cells, tuple(notes))

    def _illustrated(self) -> Iterable[PictureRow]:
        for place, picture in self._pictures.items():
            shown = self._shown.get(place, [])
            if len(shown) > 1:
                many = f"{len(shown)} variants; here it is the product's"
                self.notes.append(f"The picture {place[:LONGEST_VALUE]} is that of {many}.")
            only = tuple(shown[0]) if len(shown) == 1 else None
            yield PictureRow(
                url=picture.url, name=picture.name, alt=picture.alt, option_values=only
            )


def as_unit(key: str, rows: Sequence[Row], drafted: Callable[[], Draft]) -> Unit | Refused:
    """What the rows come to, or the first cell of them that cannot be read."""
    try:
        for row in rows:
            if row.fault:
                raise row.fault
        return drafted().unit()
    except BadCell as error:
        return Refused(key, Origin(rows[0].file, rows[0].number), error)


def _left_out(entry: tuple[str, Iterable[int]]) -> str:
    what, rows = entry[0], list(entry[1])
    named = ", ".join(map(str, rows[:ROWS_NAMED]))
    more = f" and {len(rows) - ROWS_NAMED} more" if len(rows) > ROWS_NAMED else ""
    return f"Left out: {what} (row{'s' if len(rows) > 1 else ''} {named}{more})."
