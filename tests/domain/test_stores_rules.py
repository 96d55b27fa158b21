"""The pure rules of stores and listings, as tables of cases."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from domain.errors import DomainError, IllegalMove, Invalid, Required
from domain.ids import new_id
from domain.money import UnitPrice
from domain.stores import offers, places, platforms
from domain.stores.offers import NewListing
from domain.stores.opening import OpeningTasksOpen, required_tasks
from domain.stores.states import (
    LISTING_STATES,
    STORE_STATES,
    ListingState,
    OpeningTaskKind,
    PlatformKind,
    StoreState,
)

TEN_EUROS = UnitPrice(10_000_000, "EUR")
VARIANT: UUID = new_id()


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (PlatformKind.MARKETPLACE, "LICENCE DEPOSIT BANK_ACCOUNT RETURN_ADDRESS OPENING_ASSETS"),
        (PlatformKind.SOCIAL, "LICENCE DEPOSIT BANK_ACCOUNT RETURN_ADDRESS OPENING_ASSETS"),
        (PlatformKind.OWN_SITE, "LICENCE BANK_ACCOUNT RETURN_ADDRESS OPENING_ASSETS"),
        (PlatformKind.OFFLINE, "LICENCE BANK_ACCOUNT"),
    ],
)
def test_what_opening_takes_depends_on_the_sort_of_platform(kind: PlatformKind, names: str) -> None:
    assert required_tasks(kind) == {OpeningTaskKind[name] for name in names.split()}


def test_the_error_names_the_open_tasks() -> None:
    error = OpeningTasksOpen([OpeningTaskKind.LICENCE, OpeningTaskKind.DEPOSIT])
    assert str(error) == "Do these first: LICENCE, DEPOSIT."
    assert error.path == ("id",)


STORE_MOVES = {
    "DRAFT": "APPLYING CLOSED",
    "APPLYING": "DECORATING REJECTED CLOSED",
    "REJECTED": "APPLYING CLOSED",
    "DECORATING": "OPEN CLOSED",
    "OPEN": "PAUSED PENALIZED",
    "PAUSED": "OPEN CLOSED",
    "PENALIZED": "OPEN PAUSED CLOSED",
    "CLOSED": "",
}
LISTING_MOVES = {
    "DRAFT": "READY ARCHIVED",
    "READY": "LIVE SCHEDULED ARCHIVED",
    "SCHEDULED": "LIVE READY",
    "LIVE": "SUSPENDED DELISTED",
    "SUSPENDED": "LIVE DELISTED",
    "DELISTED": "READY ARCHIVED",
    "ARCHIVED": "",
}


@pytest.mark.parametrize("now", StoreState)
@pytest.mark.parametrize("wanted", StoreState)
def test_a_store_moves_only_along_its_machine(now: StoreState, wanted: StoreState) -> None:
    if wanted.name in STORE_MOVES[now.name].split():
        STORE_STATES.check(now, wanted)
    else:
        with pytest.raises(IllegalMove) as refused:
            STORE_STATES.check(now, wanted)
        assert list(refused.value.allowed) == STORE_MOVES[now.name].split()


@pytest.mark.parametrize("now", ListingState)
@pytest.mark.parametrize("wanted", ListingState)
def test_a_listing_moves_only_along_its_machine(now: ListingState, wanted: ListingState) -> None:
    if wanted.name in LISTING_MOVES[now.name].split():
        LISTING_STATES.check(now, wanted)
    else:
        with pytest.raises(IllegalMove) as refused:
            LISTING_STATES.check(now, wanted)
        assert list(refused.value.allowed) == LISTING_MOVES[now.name].split()


@pytest.mark.parametrize(
    ("changed", "kind", "path"),
    [
        ({"price": UnitPrice(0, "EUR")}, Invalid, ("price", "amount")),
        ({"price": UnitPrice(-1, "EUR")}, Invalid, ("price", "amount")),
        ({"price": UnitPrice(1, "USD")}, Invalid, ("price", "currency_code")),
        ({"title": "   "}, Required, ("title",)),
        ({"title": "x" * 201}, Invalid, ("title",)),
        ({"title": "a\0b"}, Invalid, ("title",)),
        ({"platform_item_id": ""}, Required, ("platform_item_id",)),
        ({"platform_item_id": "x" * 101}, Invalid, ("platform_item_id",)),
    ],
)
def test_a_row_that_cannot_be_a_listing_is_refused(
    changed: dict[str, Any], kind: type[DomainError], path: tuple[str, ...]
) -> None:
    with pytest.raises(kind) as refused:
        offers.checked(replace(NewListing(VARIANT, TEN_EUROS), **changed), "EUR")
    assert refused.value.path == path


def test_a_row_is_kept_without_the_blanks_around_its_words() -> None:
    row = NewListing(VARIANT, UnitPrice(1, "EUR"), "  Mug ", " 7 ")
    assert offers.checked(row, "EUR") == NewListing(VARIANT, UnitPrice(1, "EUR"), "Mug", "7")


@pytest.mark.parametrize("known", ["Asia/Shanghai", "Europe/Lisbon", "UTC"])
def test_time_zones_of_the_iana_database_are_known(known: str) -> None:
    assert places.time_zone(known) == known


@pytest.mark.parametrize(
    "unknown", ["", "Mars/Olympus", "asia/shanghai", "../etc/passwd", "localtime", "Factory", "\0"]
)
def test_what_is_no_time_zone_is_refused(unknown: str) -> None:
    with pytest.raises(Invalid) as refused:
        places.time_zone(unknown, "time_zone")
    assert refused.value.path == ("time_zone",)


@pytest.mark.parametrize(
    ("check", "unknown"),
    [
        (places.currency, "cny"),
        (places.currency, "XXX"),
        (places.currency, ""),
        (places.country, "cn"),
        (places.country, "CHN"),
        (places.country, ""),
        (places.website, "javascript:alert(1)"),
        (places.website, "https://"),
        (places.website, "https://a b"),
        (places.website, "https://" + "x" * 300),
    ],
)
def test_what_the_standards_do_not_know_is_refused(check: Any, unknown: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(unknown, "field")
    assert refused.value.path == ("field",)


@pytest.mark.parametrize("platform", platforms.PLATFORMS, ids=lambda platform: platform.code)
def test_the_facts_of_a_shipped_platform_are_of_their_standards(
    platform: platforms.Shipped,
) -> None:
    assert platform.code == platform.code.upper()
    if platform.home_country:
        places.country(platform.home_country)
    if platform.default_currency:
        places.currency(platform.default_currency)
    if platform.default_time_zone:
        places.time_zone(platform.default_time_zone)
    if platform.website:
        places.website(platform.website)


def test_shipped_codes_are_given_once() -> None:
    assert len(platforms.CODES) == len(platforms.PLATFORMS)
    assert {"TAOBAO", "TMALL", "JD", "PINDUODUO", "DOUYIN", "XIAOHONGSHU"} <= platforms.CODES
    assert {"SHOPIFY", "AMAZON", "OWN_WEBSITE", "OFFLINE_TILL"} <= platforms.CODES
