"""What can be exported: its columns, which of them are numbers, and its rows."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from api.exporting import orders, products
from api.exporting.writing import write
from domain.errors import Required
from domain.integration.states import ExportForm, ExportKind
from domain.work import Work


@dataclass(frozen=True)
class Export:
    """One kind of table."""

    columns: Sequence[str]
    numbers: Collection[str]
    rows: Callable[[Work, UUID | None], Iterator[list[str]]]


def _orders(work: Work, store_id: UUID | None) -> Iterator[list[str]]:
    if store_id is None:
        raise Required("Say the orders of which store.", "store_id")
    return orders.order_rows(work, store_id)


EXPORTS: Mapping[ExportKind, Export] = {
    ExportKind.PRODUCTS: Export(products.COLUMNS, products.NUMBERS, products.product_rows),
    ExportKind.ORDERS: Export(orders.COLUMNS, orders.NUMBERS, _orders),
}


def export(
    work: Work, kind: ExportKind, form: ExportForm, store_id: UUID | None, path: Path
) -> int:
    """Writes the file; how many rows are in it. Raises DomainError."""
    of = EXPORTS[kind]
    return write(form, path, of.columns, of.numbers, of.rows(work, store_id))
