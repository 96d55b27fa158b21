"""Units of small files, and what to ask of them."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from api.connectors.format import Format, Refused, Unit
from api.connectors.tables import How, Tables
from domain.catalogue.importing import ProductRow

FIXTURES = Path(__file__).parent / "fixtures"


def units(format: Format, *files: Path, how: How | None = None) -> list[Unit | Refused]:
    with Tables(files, how or How(currency="EUR")) as tables:
        return list(format.read(tables, how or How(currency="EUR")))


def products(found: Iterable[Unit | Refused]) -> dict[str, ProductRow]:
    """Those that an action can take, by handle."""
    return {
        one.row.handle: one.row
        for one in found
        if isinstance(one, Unit) and isinstance(one.row, ProductRow)
    }


def unit(found: Iterable[Unit | Refused], handle: str) -> Unit:
    [sought] = [
        one
        for one in found
        if isinstance(one, Unit) and isinstance(one.row, ProductRow) and one.row.handle == handle
    ]
    return sought


def refusals(found: Iterable[Unit | Refused]) -> dict[str, tuple[int, str | None, str]]:
    """Row, column and rule, by key."""
    return {
        one.key: (one.error.row, one.error.column, str(one.error.rule))
        for one in found
        if isinstance(one, Refused)
    }


def prices(rows: Iterable[ProductRow]) -> list[Decimal]:
    return [one.unit_price.amount for row in rows for one in row.variants if one.unit_price]


def written(folder: Path, header: Sequence[str], *rows: Sequence[str]) -> Path:
    """A CSV file of these."""
    path = folder / "products.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path
