"""What a test of pictures shows, as a hand-written select with the reader's scope."""

from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, and_, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from domain.permissions import Grants, Permission
from domain.reviews.models import CreativeFact
from domain.scope import NOW, of_stores
from domain.stores.models import ListingMedia
from domain.stores.states import ArmLabel


def creative_test(
    may: Grants,
    listing_id: ColumnElement[UUID],
    slot: ColumnElement[str],
    position: ColumnElement[int],
) -> Select[*tuple[Any, ...]]:
    """One row for the last test of a place of a listing; none where there is or is seen none.

    A test is what was shown side by side when its last arm began. It is counted on the days of
    which the figures of all its arms are known, for one day's buyers are not another's.

    `day_count, since, until`, and for each of the arms A to D `a_media_id, a_impressions,
    a_clicks`, null where there is none.
    """
    begun = (
        select(ListingMedia.id, ListingMedia.arm, ListingMedia.starts_at, ListingMedia.ends_at)
        .where(
            ListingMedia.listing_id == listing_id,
            ListingMedia.slot == slot,
            ListingMedia.position == position,
            ListingMedia.starts_at <= NOW,
            of_stores(ListingMedia, may, Permission.RENDERS_READ),
        )
        .cte("begun")
    )
    last = select(func.max(begun.c.starts_at)).scalar_subquery()
    arms = (
        select(begun.c.id, begun.c.arm)
        .where(or_(begun.c.ends_at.is_(None), begun.c.ends_at > last))
        .cte("arms")
    )
    arm_count = select(func.count()).select_from(arms).scalar_subquery()
    days = (
        select(CreativeFact.day)
        .join(arms, arms.c.id == CreativeFact.media_id)
        .group_by(CreativeFact.day)
        .having(func.count() == arm_count)
        .cte("shared_days")
    )
    figures = _figures(arms, days)
    columns: list[Any] = [
        select(func.count()).select_from(days).scalar_subquery().label("day_count"),
        select(func.min(days.c.day)).scalar_subquery().label("since"),
        select(func.max(days.c.day)).scalar_subquery().label("until"),
    ]
    whole: Any = select(literal_column("1")).subquery("place")  # the one row
    for label in ArmLabel:
        letter = label.name.lower()
        arm = figures.alias(f"arm_{letter}")
        whole = whole.outerjoin(arm, arm.c.arm == label)
        columns += [arm.c[name].label(f"{letter}_{name}") for name in FIGURES]
    return select(*columns).select_from(whole).where(arm_count > 1)


FIGURES = ("media_id", "impressions", "clicks")


def _figures(arms: CTE, days: CTE) -> CTE:
    """Of each arm, what it comes to on those days."""
    fact = aliased(CreativeFact, name="fact")
    counted = and_(fact.media_id == arms.c.id, fact.day.in_(select(days.c.day)))
    return (
        select(
            arms.c.id.label("media_id"),
            arms.c.arm,
            func.coalesce(func.sum(fact.impressions), 0).label("impressions"),
            func.coalesce(func.sum(fact.clicks), 0).label("clicks"),
        )
        .outerjoin_from(arms, fact, counted)
        .group_by(arms.c.id, arms.c.arm)
        .cte("figures")
    )
