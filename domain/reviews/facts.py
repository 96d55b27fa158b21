"""Figures of what listings show, day by day, as a platform reports them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.base import to_millisecond
from domain.calendar import day_of
from domain.catalogue.uniqueness import ids_of
from domain.errors import DomainError, Invalid, LimitExceeded, NotFound
from domain.ids import new_id
from domain.permissions import Permission
from domain.reviews.models import CreativeFact
from domain.scope import Among
from domain.stores.arms import days_shown
from domain.stores.models import ListingMedia, Store
from domain.work import Work

MOST = 1_000
LARGEST = 10**12


@dataclass(frozen=True)
class DayFigures:
    """How often one thing was seen and clicked on one day of its store's calendar."""

    media_id: UUID
    day: date
    impressions: int
    clicks: int


@dataclass(frozen=True)
class Ingested:
    """What was kept; or, if any row breaks a rule, what is wrong with each that does."""

    media: Sequence[ListingMedia] = ()
    created_count: int = 0
    replaced_count: int = 0
    errors: Sequence[DomainError] = ()


def ingest_facts(work: Work, store_id: UUID, rows: Sequence[DayFigures]) -> Ingested:
    """All of them or none; a day that was reported before has the new figures alone."""
    store = work.find(Store, store_id, "store_id")
    work.require(Permission.STORES_OPERATE, store.id)
    if len(rows) > MOST:
        raise LimitExceeded(f"Up to {MOST} rows at once.", MOST, "rows")
    media = _media(work, store, {row.media_id for row in rows})
    if errors := list(_errors(work, store, media, rows)):
        return Ingested(errors=errors)
    created = _keep(work, store, rows)
    for row in rows:
        one = media[row.media_id]
        one.counted_from = min(one.counted_from or row.day, row.day)
        one.counted_until = max(one.counted_until or row.day, row.day)
    replaced = len(rows) - created
    if rows:
        told = {"created": created, "replaced": replaced}
        work.tell("creative_facts.ingested", "Store", store.id, store.id, told)
    return Ingested(list(media.values()), created, replaced)


def _media(work: Work, store: Store, ids: set[UUID]) -> dict[UUID, ListingMedia]:
    """Locked, so that none is moved away from its figures meanwhile."""
    wanted = ids_of(ids)
    found = (
        select(ListingMedia)
        .where(ListingMedia.store_id == store.id, Among(ListingMedia.id, wanted))
        .order_by(ListingMedia.id)
        .with_for_update()
    )
    return {row.id: row for row in work.session.scalars(found)}


def _errors(
    work: Work, store: Store, media: Mapping[UUID, ListingMedia], rows: Sequence[DayFigures]
) -> Iterator[DomainError]:
    """The first rule that each row breaks."""
    today = day_of(work.now, store.time_zone)
    seen: set[tuple[UUID, date]] = set()
    for at, row in enumerate(rows):
        try:
            _check(row, media.get(row.media_id), today, store.time_zone)
            if (row.media_id, row.day) in seen:
                raise Invalid("A row before says this day's figures already.", "day")
        except DomainError as error:
            yield error.under("rows", str(at))
        seen.add((row.media_id, row.day))


def _check(row: DayFigures, media: ListingMedia | None, today: date, zone: str) -> None:
    if media is None:
        raise NotFound("The store shows no such thing.", "media_id")
    if row.day > today:
        raise Invalid(f"The day has not come: in the store it is {today}.", "day")
    first, last = days_shown(media.starts_at, media.ends_at, zone)
    if row.day < first or (last and row.day > last):
        until = f" until {last}" if last else ""
        raise Invalid(f"It was not shown that day, but from {first}{until}.", "day")
    for name in ("impressions", "clicks"):
        if not 0 <= getattr(row, name) <= LARGEST:
            raise Invalid("It is 0 or more, and not over 10^12.", name)
    if row.clicks > row.impressions:
        raise Invalid(f"More clicks than the {row.impressions} impressions.", "clicks")


def _keep(work: Work, store: Store, rows: Sequence[DayFigures]) -> int:
    """In one statement; answers how many are of a day that was not known before."""
    if not rows:
        return 0
    media = ids_of({row.media_id for row in rows})
    count = select(func.count()).where(Among(CreativeFact.media_id, media))
    before = work.session.scalar(count) or 0
    dialect: Any = sqlite if work.session.get_bind().dialect.name == "sqlite" else postgresql
    own = {
        "organization_id": store.organization_id,
        "store_id": store.id,
        "reported_at": to_millisecond(work.now),
    }
    insert = dialect.insert(CreativeFact).values(
        [{"id": new_id(), **own, **vars(row)} for row in rows]
    )
    given = insert.excluded
    work.session.execute(
        insert.on_conflict_do_update(
            index_elements=["media_id", "day"],
            set_={name: given[name] for name in ("impressions", "clicks", "reported_at")},
        )
    )
    return (work.session.scalar(count) or 0) - before
