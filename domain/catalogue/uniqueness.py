"""Handles, SKUs and barcodes are each used once in an organisation."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from domain.errors import Taken
from domain.work import Work


def holders(
    work: Work, column: InstrumentedAttribute[Any], values: Collection[str]
) -> dict[str, UUID]:
    """Which row of the organisation has each of these values; those nobody has are left out."""
    model: Any = column.class_
    own = model.organization_id == work.actor.organization_id
    found = work.session.execute(select(column, model.id).where(own, column.in_(values)))
    return dict(found.tuples().all())


def refuse_taken(
    work: Work, column: InstrumentedAttribute[Any], value: str, *path: str, but: UUID | None = None
) -> None:
    """Raises Taken when another row than `but` has the value."""
    if holders(work, column, [value]).get(value, but) != but:
        raise Taken(f"{value!r} is in use already.", *path)
