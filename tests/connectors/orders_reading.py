"""Units of small files of orders, and what to ask of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from csv import DictReader, DictWriter
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson

from api.connectors.format import Cell, Format, Refused, Unit
from api.connectors.tables import How, Tables
from domain.orders.ingesting import PlatformRow
from domain.orders.stated import StatedOrder

OVERFLOW = "beyond the last column"
FIXTURES = Path(__file__).parent / "fixtures"


def read(format: Format, *files: Path, currency: str | None = None) -> list[Unit | Refused]:
    how = How(currency=currency)
    with Tables(files, how) as tables:
        return list(format.read(tables, how))


def rows(found: Iterable[Unit | Refused]) -> dict[str, PlatformRow]:
    """Those that an action can take, by number."""
    return {
        one.key: one.row
        for one in found
        if isinstance(one, Unit) and isinstance(one.row, PlatformRow)
    }


def orders(found: Iterable[Unit | Refused]) -> dict[str, StatedOrder]:
    return {key: row.order for key, row in rows(found).items()}


def payload(row: PlatformRow) -> Any:
    """What is kept of the file, as the JSON it is."""
    assert row.payload is not None
    return orjson.loads(row.payload)


def notes(found: Iterable[Unit | Refused]) -> dict[str, Sequence[str]]:
    return {one.key: list(one.notes) for one in found if isinstance(one, Unit) and one.notes}


def refused(found: Iterable[Unit | Refused]) -> list[tuple[str, int, str, str, str]]:
    """Key, row, column, value and rule."""
    return [
        (one.key, one.origin.row, one.error.column, one.error.value, str(one.error.rule))
        for one in found
        if isinstance(one, Refused)
    ]


def cell(found: Iterable[Unit | Refused], key: str, path: str) -> Cell | None:
    [unit] = [one for one in found if isinstance(one, Unit) and one.key == key]
    return unit.cells.get(path)


def amounts(order: StatedOrder) -> list[tuple[str, int, Decimal]]:
    return [(line.sku, line.quantity, line.unit_price.amount) for line in order.lines]


def changed(
    source: Path,
    target: Path,
    change: Callable[[dict[str, str]], Mapping[str, str]],
    encoding: str = "utf-8",
) -> Path:
    """The file once more, each row changed, without those that have too many cells."""
    with source.open(encoding=encoding, newline="") as file:
        changed_rows = [
            change(row) for row in DictReader(file, restkey=OVERFLOW) if OVERFLOW not in row
        ]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = DictWriter(file, list(changed_rows[0]))
        writer.writeheader()
        writer.writerows(changed_rows)
    return target
