"""The two stores and what each has on sale, through the actions."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from api.sample_store.reading import Skus, Telling, content, offered, product_of, products
from domain.errors import DomainError
from domain.money import UnitPrice
from domain.stores.actions import NewStore, create_store
from domain.stores.lifecycle import (
    activate_store,
    approve_store,
    complete_opening_task,
    submit_store,
)
from domain.stores.listings import create_listings
from domain.stores.models import Platform, Store, StoreOpeningTask
from domain.stores.offers import NewListing
from domain.stores.platforms import keep_platforms
from domain.stores.selling import (
    mark_listing_ready,
    publish_listing,
    schedule_listing,
    suspend_listing,
    unpublish_listing,
)
from domain.stores.states import DelistReason, SuspensionReason

APPLIED, APPROVED, FURNISHED, OPENED = (timedelta(days=days) for days in (97, 92, 88, 87))
LISTED = timedelta(days=86)
SCHEDULED, GOES_LIVE = timedelta(days=2), timedelta(days=9)

Listed = dict[str, UUID]
"""The listing of each SKU in one store."""


def open_stores(telling: Telling) -> dict[str, Store]:
    """Both, by handle: applied for, approved, furnished and open."""
    keep_platforms(telling.session, telling.now)
    return {said["handle"]: _open(telling, said) for said in content("stores")}


def _open(telling: Telling, said: Mapping[str, Any]) -> Store:
    work = telling.work(telling.now - APPLIED)
    shipped = (Platform.code == said["platform"]) & Platform.organization_id.is_(None)
    platform = work.session.scalars(select(Platform.id).where(shipped)).one()
    names = ("name", "handle", "currency", "time_zone", "external_id", "address", "url")
    own = {name: said[name] for name in names}
    store = create_store(work, NewStore(platform_id=platform, note=said["note"], **own))
    work.session.flush()
    submit_store(work, store.id)
    approve_store(telling.work(telling.now - APPROVED), store.id)
    work = telling.work(telling.now - FURNISHED)
    tasks = select(StoreOpeningTask).where(StoreOpeningTask.store_id == store.id)
    for task in work.session.scalars(tasks.order_by(StoreOpeningTask.position)).all():
        if note := said["tasks"].get(task.kind.name):
            complete_opening_task(work, task.id, note=note)
    return activate_store(telling.work(telling.now - OPENED), store.id)


def fill_store(telling: Telling, store: Store, said: Mapping[str, Any], skus: Skus) -> None:
    """A listing for each variant, and each where it stands today."""
    shelf = said["shelf"]
    kept_back = {*shelf["draft"], *shelf["scheduled"]}
    wanted = [sku for sku in skus if sku not in shelf["left_out"]]
    listed = _draft(telling, store, [sku for sku in wanted if sku not in kept_back], skus)
    with telling.session.no_autoflush:
        work = telling.work(telling.now - LISTED)
        for listing_id in listed.values():
            mark_listing_ready(work, listing_id)
        work.session.flush()
        for listing_id in listed.values():
            publish_listing(work, listing_id)
        work.session.flush()
    later = _draft(telling, store, [sku for sku in wanted if sku in kept_back], skus, SCHEDULED)
    _schedule(telling, store, [later[sku] for sku in shelf["scheduled"]])
    for one in shelf["suspended"]:
        work = telling.work(telling.now - timedelta(days=one["days_ago"]))
        reason = SuspensionReason[one["reason"]]
        suspend_listing(work, listed[one["sku"]], reason, note=one["note"])
    for one in shelf["delisted"]:
        work = telling.work(telling.now - timedelta(days=one["days_ago"]))
        unpublish_listing(work, listed[one["sku"]], DelistReason[one["reason"]], note=one["note"])
    telling.session.flush()


def _draft(
    telling: Telling,
    store: Store,
    wanted: Iterable[str],
    skus: Skus,
    ago: timedelta = LISTED,
) -> Listed:
    offers = {sku: _offer(sku, skus[sku], store) for sku in wanted}
    made = create_listings(telling.work(telling.now - ago), store, list(offers.values()))
    listed = {}
    for sku, listing in zip(offers, made, strict=True):
        if isinstance(listing, DomainError):
            raise listing
        listed[sku] = listing.id
    telling.session.flush()
    return listed


def _offer(sku: str, variant_id: UUID, store: Store) -> NewListing:
    price = UnitPrice.of(Decimal(offered(sku)[store.currency]), store.currency)
    is_chinese = store.currency == "CNY"
    return NewListing(
        variant_id=variant_id,
        price=price,
        title=f"{product_of(sku)['title_zh']} {offered(sku)['zh']}" if is_chinese else None,
        platform_item_id=_item_id(sku, is_chinese=is_chinese),
    )


def _schedule(telling: Telling, store: Store, listings: Iterable[UUID]) -> None:
    """On sale from ten in the morning, in the store's own time, nine days from now."""
    zone = ZoneInfo(store.time_zone)
    day = (telling.now + GOES_LIVE).astimezone(zone).date()
    at = datetime.combine(day, time(10), zone)
    work = telling.work(telling.now - SCHEDULED)
    for listing_id in listings:
        mark_listing_ready(work, listing_id)
        work.session.flush()
        schedule_listing(work, listing_id, at)


_HANDLES = [product["handle"] for product in products()]


def _item_id(sku: str, *, is_chinese: bool) -> str:
    """What the platform might call the product: one number for all its variants."""
    place = _HANDLES.index(product_of(sku)["handle"])
    return str(781_204_400_000 + place * 1_013 if is_chinese else 8_412_600_100 + place * 271)
