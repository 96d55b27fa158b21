"""The gate before a sale, asked beforehand: check by check, as the gate itself decides."""

from typing import Any

import pytest

from api.graphql.selling import MENDED_BY
from domain.catalogue.models import ProductState
from domain.permissions import Permission, Role
from domain.stores import selling
from domain.stores.models import Listing
from domain.stores.readiness import ListingGap, ListingNotReady
from domain.stores.states import StoreState
from tests.factories.catalogue import make_picture, make_product, make_variant
from tests.factories.stores import make_listing, make_store
from tests.house import MONDAY, House, node_id
from tests.writes.changes import FIELDS

ASK = """query ($id: ID!) {
  listingReadiness(listingId: $id) { gap isMet isOnlyToGoLive mendedBy } }"""


def asked(house: House, listing: Listing, actor: Any = None) -> Any:
    answer = house.compiled(ASK, actor, id=node_id("Listing", listing))
    assert "errors" not in answer, answer
    return answer["data"]["listingReadiness"]


def listed(house: House, *, is_pictured: bool = True, title: str = "Mug", **more: Any) -> Listing:
    """A draft that could go on sale, but for what is said."""
    state = more.pop("product_state", ProductState.ACTIVE)
    product = make_product(house, title, state=state)
    if is_pictured:
        make_picture(house, product)
    variant = make_variant(house, product, archived_at=more.pop("archived_at", None))
    store = make_store(house, **more)
    return make_listing(house, store, variant)


@pytest.mark.parametrize(
    ("facts", "gap"),
    [
        ({}, None),
        ({"product_state": ProductState.DRAFT}, "PRODUCT_NOT_ACTIVE"),
        ({"product_state": ProductState.ARCHIVED}, "PRODUCT_NOT_ACTIVE"),
        ({"archived_at": MONDAY}, "VARIANT_ARCHIVED"),
        ({"title": ""}, "TITLE_MISSING"),
        ({"title": "  "}, "TITLE_MISSING"),
        ({"is_pictured": False}, "PICTURE_MISSING"),
        ({"currency": "CNY"}, "PRICE_MISSING"),
        ({"state": StoreState.PAUSED}, "STORE_NOT_OPEN"),
    ],
)
def test_each_thing_that_is_missing_is_named_as_the_gate_names_it(
    house: House, facts: dict[str, Any], gap: str | None
) -> None:
    listing = listed(house, **facts)
    checks = asked(house, listing)
    assert [check["gap"] for check in checks] == [gap.name for gap in ListingGap]
    assert [check["gap"] for check in checks if not check["isMet"]] == ([gap] if gap else [])
    is_only_to_go_live = gap == "STORE_NOT_OPEN"
    if gap and not is_only_to_go_live:
        with pytest.raises(ListingNotReady) as refused:
            selling.mark_listing_ready(house.work(), listing.id)
        assert refused.value.missing == (ListingGap[gap],)
        return
    selling.mark_listing_ready(house.work(), listing.id)
    if not is_only_to_go_live:
        selling.publish_listing(house.work(), listing.id)
        return
    with pytest.raises(ListingNotReady) as refused:
        selling.publish_listing(house.work(), listing.id)
    assert refused.value.missing == (ListingGap.STORE_NOT_OPEN,)


def test_all_that_is_missing_is_said_at_once(house: House) -> None:
    listing = listed(
        house,
        product_state=ProductState.DRAFT,
        archived_at=MONDAY,
        title="",
        is_pictured=False,
        currency="CNY",
        state=StoreState.PAUSED,
    )
    are_met = [check["gap"] for check in asked(house, listing) if check["isMet"]]
    assert are_met == ["PICTURE_REFUSED"]  # there is none
    with pytest.raises(ListingNotReady, match="PRICE_MISSING") as refused:
        selling.mark_listing_ready(house.work(), listing.id)
    met = {ListingGap.STORE_NOT_OPEN, ListingGap.PICTURE_REFUSED}
    assert set(refused.value.missing) == set(ListingGap) - met


def test_a_title_of_its_own_will_do(house: House) -> None:
    listing = listed(house, title="")
    listing.own_title = "A mug"
    house.save(listing)
    assert all(check["isMet"] for check in asked(house, listing))


def test_what_mends_it_is_a_mutation_of_the_graph(house: House) -> None:
    assert set(MENDED_BY) == set(ListingGap)
    assert {name for names in MENDED_BY.values() for name in names} <= set(FIELDS)
    said = {check["gap"]: check["mendedBy"] for check in asked(house, listed(house))}
    assert said["PRICE_MISSING"] == ["listingPriceSet"]


def test_whose_listing_is_not_seen_is_told_nothing_of_it(house: House) -> None:
    listing = listed(house)
    elsewhere = house.actor(*Role, stores=[make_store(house)])
    for actor in (elsewhere, house.second.manager):
        assert asked(house, listing, actor) == []
    answer = house.compiled(ASK, house.holding(Permission.ORDERS_READ), id="Listing:1")
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]
    answer = house.compiled(ASK, id=node_id("Store", listing.store_id))
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_USER_INPUT"]
