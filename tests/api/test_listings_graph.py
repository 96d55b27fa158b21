"""Listings through the graph: each change, each refusal."""

from typing import Any
from uuid import UUID

import pytest

from domain.catalogue.models import ProductState
from domain.money import UnitPrice
from domain.permissions import Role
from domain.stores.states import DelistReason, ListingState, StoreState, SuspensionReason
from tests.conftest import MONDAY, House
from tests.factories.catalogue import make_picture, make_product, make_variant
from tests.factories.stores import TEN_EUROS, make_listing, make_store

NOON, LATER = "2026-03-02T09:00:00.000Z", "2026-03-09T09:00:00.000Z"
ERRORS = """userErrors { __typename code message path
  ... on ListingNotReady { missing } ... on InvalidTransition { allowedTransitions }
  ... on LimitExceeded { limit } }"""
FIELDS = """{ state title ownTitle price { amount currencyCode } platformItemId publishedAt
  scheduledAt suspensionReason delistReason delistedAt version store { name } variant { sku }
  product { title } allowedTransitions }"""


def change(house: House, mutation: str, actor: Any = None, **input: Any) -> Any:
    """The payload of one mutation."""
    kind = mutation[0].upper() + mutation[1:] + "Input!"
    noun = "listings" if mutation == "listingCopyToStores" else "listing"
    text = f"""mutation ($input: {kind}) {{
      {mutation}(input: $input) {{ {noun} {FIELDS} {ERRORS} }} }}"""
    answer = house.query(text, actor, input=input)
    assert "errors" not in answer, answer
    return answer["data"][mutation]


def refused(house: House, mutation: str, actor: Any = None, **input: Any) -> Any:
    """The one error of a mutation that changed nothing."""
    payload = change(house, mutation, actor, **input)
    [error] = payload.pop("userErrors")
    assert not any(payload.values())
    return error


def node(kind: str, id: UUID) -> str:
    return f"{kind}:{id}"


def euros(amount: str) -> dict[str, str]:
    return {"amount": amount, "currencyCode": "EUR"}


def listing_at(house: House, state: ListingState, *, is_complete: bool = True, **more: Any) -> Any:
    """In an open store; complete ones pass the gate."""
    product_state = ProductState.ACTIVE if is_complete else ProductState.DRAFT
    product = make_product(house, title="Mug", state=product_state)
    if is_complete:
        make_picture(house, product)
    match state:
        case ListingState.SCHEDULED:
            more["scheduled_at"] = MONDAY
        case ListingState.SUSPENDED:
            more["suspension_reason"] = SuspensionReason.OTHER
        case ListingState.DELISTED:
            more |= {"delist_reason": DelistReason.OTHER, "delisted_at": MONDAY}
    return make_listing(house, variant=make_variant(house, product), state=state, **more)


MORE: dict[str, dict[str, str]] = {
    "listingSchedule": {"publishAt": LATER},
    "listingSuspend": {"reason": "PLATFORM", "note": "Asked for papers."},
    "listingUnpublish": {"reason": "SEASON_OVER"},
}
MOVES = [
    ("listingMarkReady", "DRAFT", "READY"),
    ("listingMarkReady", "DELISTED", "READY"),
    ("listingPublish", "READY", "LIVE"),
    ("listingPublish", "SCHEDULED", "LIVE"),
    ("listingSchedule", "READY", "SCHEDULED"),
    ("listingUnschedule", "SCHEDULED", "READY"),
    ("listingSuspend", "LIVE", "SUSPENDED"),
    ("listingResume", "SUSPENDED", "LIVE"),
    ("listingUnpublish", "LIVE", "DELISTED"),
    ("listingUnpublish", "SUSPENDED", "DELISTED"),
    ("listingArchive", "DRAFT", "ARCHIVED"),
    ("listingArchive", "READY", "ARCHIVED"),
    ("listingArchive", "DELISTED", "ARCHIVED"),
]
VERBS = sorted({verb for verb, *_ in MOVES})
LEGAL = {(verb, before) for verb, before, _ in MOVES}
GATED = ["listingMarkReady", "listingPublish", "listingSchedule", "listingResume"]


@pytest.mark.parametrize(("verb", "before", "after"), MOVES)
def test_a_listing_moves(house: House, verb: str, before: str, after: str) -> None:
    listing = listing_at(house, ListingState[before])
    payload = change(house, verb, id=node("Listing", listing.id), **MORE.get(verb, {}))
    assert payload["userErrors"] == []
    said = payload["listing"]
    assert (said["state"], said["version"]) == (after, 2)
    assert said["publishedAt"] == (NOON if after == "LIVE" else None)
    assert said["scheduledAt"] == (LATER if after == "SCHEDULED" else None)
    assert said["suspensionReason"] == ("PLATFORM" if after == "SUSPENDED" else None)
    if after == "DELISTED":
        assert (said["delistReason"], said["delistedAt"]) == ("SEASON_OVER", NOON)
    if after == "READY":
        assert (said["delistReason"], said["delistedAt"]) == (None, None)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("before", [state.name for state in ListingState])
def test_a_listing_makes_no_other_move(house: House, verb: str, before: str) -> None:
    if (verb, before) in LEGAL:
        return
    listing = listing_at(house, ListingState[before])
    error = refused(house, verb, id=node("Listing", listing.id), **MORE.get(verb, {}))
    assert error["code"] in {"INVALID_TRANSITION", "CONFLICT"}
    if error["code"] == "CONFLICT":
        assert (verb, before) in {
            ("listingMarkReady", "SCHEDULED"),
            ("listingPublish", "SUSPENDED"),
            ("listingUnschedule", "DRAFT"),
            ("listingUnschedule", "DELISTED"),
            ("listingResume", "READY"),
            ("listingResume", "SCHEDULED"),
        }


@pytest.mark.parametrize("verb", VERBS)
def test_designers_do_not_sell(house: House, verb: str) -> None:
    listing = make_listing(house)
    actor = house.actor(Role.DESIGNER)
    error = refused(house, verb, actor, id=node("Listing", listing.id), **MORE.get(verb, {}))
    assert error["code"] == "FORBIDDEN"


@pytest.mark.parametrize("verb", [*VERBS, "listingUpdate", "listingPriceSet"])
def test_the_listing_of_another_store_is_not_found(house: House, verb: str) -> None:
    more: dict[str, Any] = MORE.get(verb, {})
    if verb == "listingPriceSet":
        more = {"price": euros("5")}
    listing, mine = make_listing(house), make_store(house)
    for actor in (house.second.manager, house.actor(Role.MANAGER, stores=[mine])):
        error = refused(house, verb, actor, id=node("Listing", listing.id), **more)
        assert (error["code"], error["path"]) == ("NOT_FOUND", ["id"])
    assert refused(house, verb, id=node("Store", listing.id), **more)["code"] == "NOT_FOUND"
    error = refused(house, verb, id=node("Listing", listing.id), expectedVersion=9, **more)
    assert error["code"] == "VERSION_MISMATCH"


@pytest.mark.parametrize(
    ("verb", "before"),
    [
        ("listingMarkReady", "DRAFT"),
        ("listingPublish", "READY"),
        ("listingSchedule", "READY"),
        ("listingResume", "SUSPENDED"),
    ],
)
def test_the_gate_names_all_that_is_missing(house: House, verb: str, before: str) -> None:
    listing = listing_at(house, ListingState[before], is_complete=False)
    error = refused(house, verb, id=node("Listing", listing.id), **MORE.get(verb, {}))
    assert (error["__typename"], error["code"]) == ("ListingNotReady", "CONFLICT")
    assert error["missing"] == ["PRODUCT_NOT_ACTIVE", "PICTURE_MISSING"]


@pytest.mark.parametrize(
    ("verb", "before"), [("listingPublish", "READY"), ("listingResume", "SUSPENDED")]
)
def test_nothing_goes_live_in_a_store_that_is_not_open(
    house: House, verb: str, before: str
) -> None:
    store = make_store(house, state=StoreState.PAUSED)
    listing = listing_at(house, ListingState[before], store=store)
    error = refused(house, verb, id=node("Listing", listing.id))
    assert error["missing"] == ["STORE_NOT_OPEN"]


def test_a_listing_can_wait_for_its_store_to_open(house: House) -> None:
    store = make_store(house, state=StoreState.DRAFT, opened_at=None)
    listing = listing_at(house, ListingState.DRAFT, store=store)
    id = node("Listing", listing.id)
    assert change(house, "listingMarkReady", id=id)["listing"]["state"] == "READY"
    said = change(house, "listingSchedule", id=id, publishAt=LATER)["listing"]
    assert said["state"] == "SCHEDULED"


@pytest.mark.parametrize("moment", [NOON, "2026-03-01T00:00:00Z"])
def test_one_schedules_for_a_moment_to_come(house: House, moment: str) -> None:
    listing = listing_at(house, ListingState.READY)
    error = refused(house, "listingSchedule", id=node("Listing", listing.id), publishAt=moment)
    assert (error["code"], error["path"]) == ("INVALID", ["publishAt"])


@pytest.mark.parametrize("verb", ["listingSuspend", "listingUnpublish"])
def test_a_note_must_be_words(house: House, verb: str) -> None:
    listing = listing_at(house, ListingState.LIVE)
    more = {**MORE[verb], "note": "a\0b"}
    error = refused(house, verb, id=node("Listing", listing.id), **more)
    assert (error["code"], error["path"]) == ("INVALID", ["note"])


def test_a_variant_is_offered_as_a_draft_under_the_products_title(house: House) -> None:
    store, variant = make_store(house), make_variant(house, make_product(house, title="Mug"))
    payload = change(
        house,
        "listingCreate",
        storeId=node("Store", store.id),
        variantId=node("Variant", variant.id),
        price=euros("9.95"),
        platformItemId="601",
    )
    assert payload["userErrors"] == []
    said = payload["listing"]
    assert (said["state"], said["title"], said["ownTitle"]) == ("DRAFT", "Mug", None)
    assert said["price"] == {"amount": "9.95", "currencyCode": "EUR"}
    assert (said["platformItemId"], said["store"]) == ("601", {"name": "Lisbon"})
    assert (said["variant"], said["product"]) == ({"sku": variant.sku}, {"title": "Mug"})
    assert said["allowedTransitions"] == ["READY", "ARCHIVED"]


@pytest.mark.parametrize(
    ("field", "value", "code", "path"),
    [
        ("storeId", node("Store", UUID(int=7)), "NOT_FOUND", ["storeId"]),
        ("variantId", node("Variant", UUID(int=7)), "NOT_FOUND", ["variantId"]),
        ("price", euros("0"), "INVALID", ["price", "amount"]),
        ("price", euros("-1"), "INVALID", ["price", "amount"]),
        ("price", euros("0.0000001"), "INVALID", ["price", "amount"]),
        ("price", {"amount": "1", "currencyCode": "USD"}, "INVALID", ["price", "currencyCode"]),
        ("price", {"amount": "1", "currencyCode": "?"}, "INVALID", ["price", "currencyCode"]),
        ("title", " ", "REQUIRED", ["title"]),
        ("platformItemId", "", "REQUIRED", ["platformItemId"]),
    ],
)
def test_an_offer_that_cannot_be_is_not_made(
    house: House, field: str, value: Any, code: str, path: list[str]
) -> None:
    usual = {
        "storeId": node("Store", make_store(house).id),
        "variantId": node("Variant", make_variant(house).id),
        "price": euros("9.95"),
    }
    error = refused(house, "listingCreate", **{**usual, field: value})
    assert (error["code"], error["path"]) == (code, path)


def test_a_store_offers_a_variant_once(house: House) -> None:
    listing = make_listing(house)
    error = refused(
        house,
        "listingCreate",
        storeId=node("Store", listing.store_id),
        variantId=node("Variant", listing.variant_id),
        price=euros("1"),
    )
    assert (error["code"], error["path"]) == ("TAKEN", ["variantId"])


def test_a_closed_store_offers_nothing_more(house: House) -> None:
    store = make_store(house, state=StoreState.CLOSED)
    error = refused(
        house,
        "listingCreate",
        storeId=node("Store", store.id),
        variantId=node("Variant", make_variant(house).id),
        price=euros("1"),
    )
    assert (error["code"], error["path"]) == ("CONFLICT", ["storeId"])


def test_who_may_not_offer_is_told_and_strangers_learn_nothing(house: House) -> None:
    store, variant = make_store(house), make_variant(house)
    given = {
        "storeId": node("Store", store.id),
        "variantId": node("Variant", variant.id),
        "price": euros("1"),
    }
    designer = house.actor(Role.DESIGNER)
    assert refused(house, "listingCreate", designer, **given)["code"] == "FORBIDDEN"
    elsewhere = house.actor(Role.MANAGER, stores=[make_store(house)])
    for stranger in (elsewhere, house.second.manager):
        error = refused(house, "listingCreate", stranger, **given)
        assert (error["code"], error["path"]) == ("NOT_FOUND", ["storeId"])


def test_a_listings_own_words_are_set_and_taken_away(house: House) -> None:
    listing = make_listing(house, variant=make_variant(house, make_product(house, title="Mug")))
    id = node("Listing", listing.id)
    said = change(house, "listingUpdate", id=id, title="A fine mug", platformItemId="7")["listing"]
    assert (said["title"], said["ownTitle"]) == ("A fine mug", "A fine mug")
    said = change(house, "listingUpdate", id=id, title=None)["listing"]
    assert (said["title"], said["ownTitle"], said["platformItemId"]) == ("Mug", None, "7")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("title", "", "REQUIRED"),
        ("title", "x" * 201, "INVALID"),
        ("platformItemId", "x" * 101, "INVALID"),
    ],
)
def test_words_that_cannot_be_kept_are_refused(
    house: House, field: str, value: str, code: str
) -> None:
    listing = make_listing(house)
    error = refused(house, "listingUpdate", id=node("Listing", listing.id), **{field: value})
    assert (error["code"], error["path"]) == (code, [field])


def test_designers_write_and_do_not_price_and_finance_does_neither(house: House) -> None:
    id = node("Listing", make_listing(house).id)
    designer, finance = house.actor(Role.DESIGNER), house.actor(Role.FINANCE)
    assert change(house, "listingUpdate", designer, id=id, title="T")["userErrors"] == []
    assert (
        refused(house, "listingPriceSet", designer, id=id, price=euros("1"))["code"] == "FORBIDDEN"
    )
    assert refused(house, "listingUpdate", finance, id=id, title="T")["code"] == "FORBIDDEN"


def test_a_price_is_set(house: House) -> None:
    listing = make_listing(house)
    payload = change(
        house,
        "listingPriceSet",
        id=node("Listing", listing.id),
        expectedVersion=1,
        price=euros("12.345678"),
    )
    assert payload["listing"]["price"] == {"amount": "12.345678", "currencyCode": "EUR"}
    assert payload["listing"]["version"] == 2


@pytest.mark.parametrize(
    ("price", "path"),
    [
        (euros("0"), ["price", "amount"]),
        (euros("-5"), ["price", "amount"]),
        ({"amount": "5", "currencyCode": "CNY"}, ["price", "currencyCode"]),
        ({"amount": "5", "currencyCode": ""}, ["price", "currencyCode"]),
    ],
)
def test_a_price_is_above_nothing_and_in_the_stores_currency(
    house: House, price: dict[str, str], path: list[str]
) -> None:
    listing = make_listing(house)
    error = refused(house, "listingPriceSet", id=node("Listing", listing.id), price=price)
    assert (error["code"], error["path"]) == ("INVALID", path)


def test_an_archived_listing_stays_as_it_was(house: House) -> None:
    id = node("Listing", make_listing(house, state=ListingState.ARCHIVED).id)
    assert refused(house, "listingUpdate", id=id, title="T")["code"] == "CONFLICT"
    assert refused(house, "listingPriceSet", id=id, price=euros("1"))["code"] == "CONFLICT"


def test_an_offer_is_copied_to_other_stores(house: House) -> None:
    listing = make_listing(house, own_title="A fine mug", state=ListingState.LIVE)
    same, other = make_store(house, "Porto"), make_store(house, "Xi'an", currency="CNY")
    yuan = {"amount": "79", "currencyCode": "CNY"}
    payload = change(
        house,
        "listingCopyToStores",
        id=node("Listing", listing.id),
        targets=[
            {"storeId": node("Store", same.id)},
            {"storeId": node("Store", other.id), "price": yuan},
        ],
    )
    assert payload["userErrors"] == []
    said = [
        (copy["store"]["name"], copy["state"], copy["ownTitle"], copy["price"]["amount"])
        for copy in payload["listings"]
    ]
    assert said == [
        ("Porto", "DRAFT", "A fine mug", "10.00"),
        ("Xi'an", "DRAFT", "A fine mug", "79.00"),
    ]


def test_a_copy_that_cannot_be_is_named_by_its_place(house: House) -> None:
    listing = make_listing(house)
    fine = {"storeId": node("Store", make_store(house).id)}
    yuan = make_store(house, currency="CNY")
    closed = make_store(house, state=StoreState.CLOSED)
    cases = [
        ({"storeId": node("Store", yuan.id)}, "INVALID", "price"),
        ({"storeId": node("Store", closed.id)}, "CONFLICT", "storeId"),
        ({"storeId": node("Store", listing.store_id)}, "TAKEN", "storeId"),
        ({"storeId": node("Store", UUID(int=7))}, "NOT_FOUND", "storeId"),
        ({**fine, "price": euros("1")}, "TAKEN", "storeId"),
    ]
    for target, code, field in cases:
        error = refused(
            house, "listingCopyToStores", id=node("Listing", listing.id), targets=[fine, target]
        )
        assert (error["code"], error["path"]) == (code, ["targets", "1", field])


def test_a_copy_goes_to_so_many_stores_and_no_more(house: House) -> None:
    listing = make_listing(house)
    targets = [{"storeId": node("Store", UUID(int=7))}] * 51
    error = refused(house, "listingCopyToStores", id=node("Listing", listing.id), targets=targets)
    assert (error["code"], error["limit"]) == ("LIMIT_EXCEEDED", 50)


def test_one_copies_only_to_stores_one_sells_in(house: House) -> None:
    listing, other = make_listing(house), make_store(house)
    targets = [{"storeId": node("Store", other.id)}]
    id = node("Listing", listing.id)
    designer = house.actor(Role.DESIGNER)
    error = refused(house, "listingCopyToStores", designer, id=id, targets=targets)
    assert error["code"] == "FORBIDDEN"
    elsewhere = house.actor(Role.MANAGER, stores=[other])
    error = refused(house, "listingCopyToStores", elsewhere, id=id, targets=targets)
    assert (error["code"], error["path"]) == ("NOT_FOUND", ["id"])


LISTINGS = """query ($query: String, $filter: ListingFilter, $orderBy: ListingSort! = NEWEST) {
  listings(query: $query, filter: $filter, orderBy: $orderBy) {
    edges { node { variant { sku } } } totalCount { value } } }"""


@pytest.mark.parametrize(
    ("variables", "skus"),
    [
        ({}, ["C", "B", "A"]),
        ({"orderBy": "OLDEST"}, ["A", "B", "C"]),
        ({"orderBy": "CHEAPEST"}, ["B", "A", "C"]),
        ({"orderBy": "DEAREST"}, ["C", "A", "B"]),
        ({"query": "BLUE"}, ["B"]),
        ({"query": "sku:A"}, ["A"]),
        ({"query": "state:live"}, ["C"]),
        ({"filter": {"sku": {"in": ["A", "C"]}}}, ["C", "A"]),
        ({"filter": {"price": {"gte": "10.00"}}}, ["C", "A"]),
        ({"filter": {"price": {"lt": "10"}}}, ["B"]),
        ({"filter": {"publishedAt": {"isNull": False}}}, ["C"]),
        ({"filter": {"or": [{"state": {"eq": "LIVE"}}, {"sku": {"eq": "B"}}]}}, ["C", "B"]),
    ],
)
def test_listings_are_found_and_sorted(
    house: House, variables: dict[str, Any], skus: list[str]
) -> None:
    make_listing(house, variant=make_variant(house, sku="A"))
    make_listing(
        house,
        variant=make_variant(house, sku="B"),
        price=UnitPrice(TEN_EUROS.micros - 1, "EUR"),
        own_title="Blue mug",
    )
    make_listing(
        house,
        variant=make_variant(house, sku="C"),
        price=UnitPrice(20_000_000, "EUR"),
        state=ListingState.LIVE,
        published_at=MONDAY,
    )
    make_listing(house.second)
    found = house.query(LISTINGS, **variables)["data"]["listings"]
    assert [edge["node"]["variant"]["sku"] for edge in found["edges"]] == skus
    assert found["totalCount"]["value"] == len(skus)


def test_listings_are_found_by_store_product_and_variant(house: House) -> None:
    listing = make_listing(house, variant=make_variant(house, sku="A"))
    make_listing(house, variant=make_variant(house, sku="B"))
    for field, id in (
        ("storeId", node("Store", listing.store_id)),
        ("variantId", node("Variant", listing.variant_id)),
        ("productId", node("Product", listing.product_id)),
    ):
        found = house.query(LISTINGS, filter={field: {"eq": id}})["data"]["listings"]
        assert [edge["node"]["variant"]["sku"] for edge in found["edges"]] == ["A"]


def test_one_sees_only_what_ones_own_stores_offer(house: House) -> None:
    store = make_store(house)
    mine = make_listing(house, store, make_variant(house, sku="A"))
    other = make_listing(house, variant=make_variant(house, sku="B"))
    actor = house.actor(Role.OPERATIONS, stores=[store])
    found = house.query(LISTINGS, actor)["data"]["listings"]
    assert [edge["node"]["variant"]["sku"] for edge in found["edges"]] == ["A"]
    one = "query ($id: ID!) { listing(id: $id) { title } }"
    answer = house.query(one, actor, id=node("Listing", other.id))
    assert answer["data"]["listing"] is None
    assert house.query(one, actor, id=node("Listing", mine.id))["data"]["listing"]
