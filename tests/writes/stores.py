"""Mutations about platforms, stores and what they offer."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

from domain.stores.states import (
    DelistReason,
    ListingState,
    OpeningTaskKind,
    StoreState,
    SuspensionReason,
)
from tests.conftest import MONDAY
from tests.factories.catalogue import make_picture, make_product, make_variant
from tests.factories.stores import (
    make_listing,
    make_opening_task,
    make_platform,
    make_store,
)
from tests.house import House, node_id
from tests.writes.changes import change

_numbers = count(1)
PRICE = {"amount": "12.50", "currencyCode": "EUR"}


@change("platformCreate")
def create_platform(_: House) -> dict[str, Any]:
    return {"code": f"OWN_{next(_numbers)}", "name": "Corner", "kind": "OFFLINE"}


@change("storeCreate")
def create_store(house: House) -> dict[str, Any]:
    return {
        "platformId": node_id("Platform", make_platform(house)),
        "name": "Porto",
        "handle": f"porto-{next(_numbers)}",
        "currency": "EUR",
        "timeZone": "Europe/Lisbon",
    }


@change("storeUpdate")
def update_store(house: House) -> dict[str, Any]:
    return {"id": node_id("Store", make_store(house)), "name": f"Faro {next(_numbers)}"}


def _store(field: str, state: StoreState, **more: Any) -> None:
    """A mutation that moves a store from that state."""
    opened: dict[str, Any] = {"opened_at": None if state in NEVER_OPENED else MONDAY}

    def ready(house: House) -> dict[str, Any]:
        return {"id": node_id("Store", make_store(house, state=state, **opened)), **more}

    change(field)(ready)


NEVER_OPENED = {StoreState.DRAFT, StoreState.APPLYING, StoreState.DECORATING}
_store("storeSubmit", StoreState.DRAFT)
_store("storeReject", StoreState.APPLYING, reason="No licence.")
_store("storeApprove", StoreState.APPLYING)
_store("storeActivate", StoreState.DECORATING)
_store("storePause", StoreState.OPEN, reason="Holidays.")
_store("storeResume", StoreState.PAUSED)
_store("storePenalize", StoreState.OPEN, reason="Late parcels.")


@change("storeClose")
def close(house: House) -> dict[str, Any]:
    store = make_store(house, state=StoreState.PAUSED)
    make_listing(house, store, state=ListingState.LIVE, published_at=MONDAY)
    return {"id": node_id("Store", store), "reason": "Sold."}


@change("storeOpeningTaskComplete")
def complete_task(house: House) -> dict[str, Any]:
    task = make_opening_task(house, make_store(house))
    return {"id": node_id("StoreOpeningTask", task), "note": "No. 7"}


@change("storeOpeningTaskReopen")
def reopen_task(house: House) -> dict[str, Any]:
    store = make_store(house)
    task = make_opening_task(house, store, kind=OpeningTaskKind.DEPOSIT, completed_at=MONDAY)
    return {"id": node_id("StoreOpeningTask", task), "reason": "It ran out."}


@change("listingCreate")
def create_listing(house: House) -> dict[str, Any]:
    store, variant = make_store(house), make_variant(house)
    return {
        "storeId": node_id("Store", store),
        "variantId": node_id("Variant", variant),
        "price": PRICE,
    }


@change("listingUpdate")
def update_listing(house: House) -> dict[str, Any]:
    return {"id": node_id("Listing", make_listing(house)), "title": f"Cup {next(_numbers)}"}


@change("listingPriceSet")
def set_price(house: House) -> dict[str, Any]:
    return {"id": node_id("Listing", make_listing(house)), "price": PRICE}


@change("listingCopyToStores", lines=2)
def copy_listing(house: House) -> dict[str, Any]:
    stores = sorted((make_store(house), make_store(house)), key=lambda store: store.id)
    targets = [{"storeId": node_id("Store", store)} for store in reversed(stores)]
    return {"id": node_id("Listing", make_listing(house)), "targets": targets}


def _listing(field: str, state: ListingState, more: Callable[[], dict[str, Any]] = dict) -> None:
    """A mutation that moves a listing, of which nothing is missing, from that state."""

    def ready(house: House) -> dict[str, Any]:
        product = make_product(house)
        make_picture(house, product)
        listing = make_listing(house, variant=make_variant(house, product), **STATED[state])
        return {"id": node_id("Listing", listing), **more()}

    change(field)(ready)


TOMORROW = MONDAY + timedelta(days=1)
STATED: dict[ListingState, dict[str, Any]] = {
    ListingState.DRAFT: {},
    ListingState.READY: {"state": ListingState.READY},
    ListingState.SCHEDULED: {"state": ListingState.SCHEDULED, "scheduled_at": TOMORROW},
    ListingState.LIVE: {"state": ListingState.LIVE, "published_at": MONDAY},
    ListingState.SUSPENDED: {
        "state": ListingState.SUSPENDED,
        "suspension_reason": SuspensionReason.OTHER,
    },
    ListingState.DELISTED: {
        "state": ListingState.DELISTED,
        "delist_reason": DelistReason.OTHER,
        "delisted_at": MONDAY,
    },
}
_listing("listingMarkReady", ListingState.DRAFT)
_listing("listingPublish", ListingState.READY)
_listing("listingSchedule", ListingState.READY, lambda: {"publishAt": TOMORROW.isoformat()})
_listing("listingUnschedule", ListingState.SCHEDULED)
_listing("listingSuspend", ListingState.LIVE, lambda: {"reason": "OTHER"})
_listing("listingResume", ListingState.SUSPENDED)
_listing("listingUnpublish", ListingState.LIVE, lambda: {"reason": "SEASON_OVER"})
_listing("listingArchive", ListingState.DELISTED)
