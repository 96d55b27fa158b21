"""The action: many products at once, some hundred to a savepoint."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from domain.catalogue import fields
from domain.catalogue.importing.chunk import Chunk
from domain.catalogue.importing.rows import Outcome, ProductRow, Upserted, checked_row
from domain.catalogue.uniqueness import lock_organization, retried
from domain.errors import DomainError
from domain.permissions import Permission
from domain.work import Work

CHUNK = 500
"""Products to a flush, an audit line and an outbox event."""


def upsert_products(work: Work, rows: Sequence[ProductRow]) -> list[Upserted]:
    """An outcome for each row, in their order; a second run of the same rows changes nothing.

    New products are drafts, unless their row says that they are active. A row that breaks a rule
    is refused and holds up no other. Two runs at once wait for each other.
    """
    fields.require(work, Permission.PRODUCTS_WRITE, Permission.CONTENT_WRITE)
    if any(variant.unit_price is not None for row in rows for variant in row.variants):
        fields.require(work, Permission.PRICES_WRITE)
    lock_organization(work)
    found: list[Upserted] = []
    for start in range(0, len(rows), CHUNK):
        found += retried(work, partial(_upserted, work, rows[start : start + CHUNK]))
    return found


def _upserted(work: Work, rows: Sequence[ProductRow]) -> list[Upserted]:
    checked = [_checked(row) for row in rows]
    chunk = Chunk(work, [one for one in checked if not isinstance(one, Upserted)])
    found = [one if isinstance(one, Upserted) else chunk.outcome(*one) for one in checked]
    chunk.write()
    return found


def _checked(row: ProductRow) -> tuple[ProductRow, dict[str, Any]] | Upserted:
    try:
        return row, checked_row(row)
    except DomainError as error:
        return Upserted(row.handle, Outcome.REFUSED, error=error)
