"""Platforms, stores, opening tasks and listings."""

from itertools import count
from typing import Any

from domain.catalogue.models import Variant
from domain.money import UnitPrice
from domain.stores.models import Listing, Platform, Store, StoreOpeningTask
from domain.stores.states import OpeningTaskKind, PlatformKind, StoreState
from tests.conftest import MONDAY, House
from tests.factories.catalogue import make_variant

_numbers = count(1)
TEN_EUROS = UnitPrice(10_000_000, "EUR")


def make_platform(house: House, name: str = "Market", **more: Any) -> Platform:
    """The organisation's own."""
    usual: dict[str, Any] = {
        "organization_id": house.organization.id,
        "code": f"MARKET_{next(_numbers)}",
        "kind": PlatformKind.MARKETPLACE,
    }
    platform = Platform(name=name, **{**usual, **more})
    house.save(platform)
    return platform


def make_store(house: House, name: str = "Lisbon", **more: Any) -> Store:
    """An open store that sells in euros, without opening tasks."""
    if "platform_id" not in more:
        more["platform_id"] = make_platform(house).id
    usual: dict[str, Any] = {
        "organization_id": house.organization.id,
        "handle": f"store-{next(_numbers)}",
        "state": StoreState.OPEN,
        "opened_at": MONDAY,
        "currency": "EUR",
        "time_zone": "Europe/Lisbon",
    }
    store = Store(name=name, **{**usual, **more})
    house.save(store)
    return store


def make_opening_task(house: House, store: Store, **more: Any) -> StoreOpeningTask:
    usual: dict[str, Any] = {"kind": OpeningTaskKind.LICENCE, "position": 1, "is_required": True}
    task = StoreOpeningTask(
        organization_id=store.organization_id, store_id=store.id, **{**usual, **more}
    )
    house.save(task)
    return task


def make_listing(
    house: House, store: Store | None = None, variant: Variant | None = None, **more: Any
) -> Listing:
    """A draft at ten euros, in a store and of a variant of its own unless given."""
    store = store or make_store(house)
    variant = variant or make_variant(house)
    listing = Listing(
        organization_id=store.organization_id,
        store_id=store.id,
        variant_id=variant.id,
        product_id=variant.product_id,
        **{"price": TEN_EUROS, **more},
    )
    house.save(listing)
    return listing
