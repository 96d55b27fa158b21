"""Prices that creatives show: while one is another by now, they are stale, in its transaction.

Creatives stand above this context, so their tables are named in words; whoever changes a price
says so here, of many products at once.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select

from domain.base import Base, RowId
from domain.catalogue.staleness import renders, settle
from domain.scope import Among, Many
from domain.work import Work


def products_priced(work: Work, product_ids: Collection[UUID]) -> int:
    """Prices of their variants may be others: how many renders became stale."""
    return _looked_at(work, product_ids, _table("render_prices").c.product_id)


def listings_priced(work: Work, listing_ids: Collection[UUID]) -> int:
    """Their prices may be others: how many renders became stale."""
    return _looked_at(work, listing_ids, _table("render_prices").c.listing_id)


def _looked_at(work: Work, ids: Collection[UUID], whose: Any) -> int:
    """Those that show a price of these: now stale, or so no more, for a price may go back."""
    if not ids:
        return 0
    work.session.flush()  # the new prices
    shown = _table("render_prices")
    showing = select(shown.c.render_job_id).where(Among(whose, _ids(ids)))
    return look_again(work, renders().c.id.in_(showing))


def look_again(work: Work, theirs: ColumnElement[bool]) -> int:
    """At the prices that these renders show: how many of them became stale."""
    every = _table("render_prices").alias("every_shown")
    is_wrong = exists().where(every.c.render_job_id == renders().c.id, _differs(every))
    return settle(work, theirs, is_wrong, "PRICE_CHANGED")[0]


def _differs(shown: Any) -> ColumnElement[bool]:
    """From the price, as it is now, of what it was shown for."""
    variant, listing = _table("variants"), _table("listings")
    least = select(func.min(variant.c.unit_price_micros)).where(
        variant.c.product_id == shown.c.product_id,
        variant.c.unit_price_currency == shown.c.price_currency,
        variant.c.archived_at.is_(None),
    )
    is_lowest = and_(shown.c.variant_id.is_(None), shown.c.listing_id.is_(None))
    lowest_differs = func.coalesce(least.scalar_subquery(), -1) != shown.c.price_micros
    return or_(
        exists().where(
            variant.c.id == shown.c.variant_id,
            or_(
                variant.c.unit_price_micros != shown.c.price_micros,
                variant.c.unit_price_currency != shown.c.price_currency,
            ),
        ),
        exists().where(
            listing.c.id == shown.c.listing_id,
            or_(
                listing.c.price_micros != shown.c.price_micros,
                listing.c.price_currency != shown.c.price_currency,
            ),
        ),
        and_(is_lowest, lowest_differs),
    )


def _ids(ids: Collection[UUID]) -> Any:
    return literal(sorted(ids), Many(RowId()))


def _table(name: str) -> Any:
    return Base.metadata.tables[name]
