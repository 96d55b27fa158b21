"""Prices that creatives show: when one changes, they are stale, in the same transaction.

Creatives stand above this context, so their tables are named in words; whoever changes a price
says so here, of many products at once.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, func, literal, or_, select, update

from domain.base import Base, RowId
from domain.scope import Among, Many
from domain.work import Work

OVER = ("FAILED", "CANCELLED", "EXPIRED")
"""Renders that show nobody anything."""


def products_priced(work: Work, product_ids: Collection[UUID]) -> int:
    """Prices of their variants may be others: how many renders became stale."""
    shown, variant = _table("render_prices"), _table("variants")
    other = exists().where(variant.c.id == shown.c.variant_id, _differs(shown, variant))
    least = select(func.min(variant.c.unit_price_micros)).where(
        variant.c.product_id == shown.c.product_id,
        variant.c.unit_price_currency == shown.c.price_currency,
        variant.c.archived_at.is_(None),
    )
    is_lowest = and_(shown.c.variant_id.is_(None), shown.c.listing_id.is_(None))
    lowest_differs = func.coalesce(least.scalar_subquery(), -1) != shown.c.price_micros
    of_these = Among(shown.c.product_id, _ids(product_ids))
    return _mark(work, product_ids, of_these, or_(other, and_(is_lowest, lowest_differs)))


def listings_priced(work: Work, listing_ids: Collection[UUID]) -> int:
    """Their prices may be others: how many renders became stale."""
    shown, listing = _table("render_prices"), _table("listings")
    other = exists().where(
        listing.c.id == shown.c.listing_id,
        or_(
            listing.c.price_micros != shown.c.price_micros,
            listing.c.price_currency != shown.c.price_currency,
        ),
    )
    return _mark(work, listing_ids, Among(shown.c.listing_id, _ids(listing_ids)), other)


def _mark(work: Work, ids: Collection[UUID], of_these: Any, differs: Any) -> int:
    if not ids:
        return 0
    work.session.flush()  # the new prices
    render, shown = _table("render_jobs"), _table("render_prices")
    wrong = select(shown.c.render_job_id).where(of_these, differs)
    marked = (
        update(render)
        .where(
            render.c.organization_id == work.actor.organization_id,
            render.c.id.in_(wrong),
            render.c.is_stale.is_(False),
            render.c.state.not_in(OVER),
        )
        .values(
            is_stale=True,
            stale_reason="PRICE_CHANGED",
            stale_at=work.now,
            updated_at=work.now,
            version=render.c.version + 1,
        )
    )
    result: Any = work.session.execute(marked)
    count: int = result.rowcount
    if count:
        details = {"reason": "PRICE_CHANGED", "count": count}
        work.announce("creatives.stale", "Organization", None, None, details)
    return count


def _differs(shown: Any, variant: Any) -> Any:
    return or_(
        variant.c.unit_price_micros != shown.c.price_micros,
        variant.c.unit_price_currency != shown.c.price_currency,
    )


def _ids(ids: Collection[UUID]) -> Any:
    return literal(sorted(ids), Many(RowId()))


def _table(name: str) -> Any:
    return Base.metadata.tables[name]
