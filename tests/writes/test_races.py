"""Two who want the same unique thing at once: one has it, the other is told."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.templates.models import MediaTemplateVersion
from domain.templates.states import VersionState
from tests.conftest import House, node_id
from tests.factories.orders import make_order
from tests.factories.stores import make_store
from tests.factories.templates import make_template
from tests.writes import orders
from tests.writes.at_once import at_once, sender
from tests.writes.changes import codes, everything, row_of, send
from tests.writes.every import CHANGES

Both = tuple[dict[str, Any], dict[str, Any]]
Wanting = Callable[[House], Both]


def same(field: str, *names: str) -> Wanting:
    """Two inputs that agree in those fields."""

    def wanting(house: House) -> Both:
        first, second = (CHANGES[field].ready(house) for _ in range(2))
        return first, {**second, **{name: first[name] for name in names}}

    return wanting


def alike(field: str) -> Wanting:
    def wanting(house: House) -> Both:
        input = CHANGES[field].ready(house)
        return input, input

    return wanting


def skus(house: House) -> Both:
    first, second = (CHANGES["productCreate"].ready(house) for _ in range(2))
    return first, {**second, "variants": first["variants"]}


def added_skus(house: House) -> Both:
    first, second = (CHANGES["variantAdd"].ready(house) for _ in range(2))
    return first, {**second, "variant": first["variant"]}


def handles(house: House) -> Both:
    first, second = (CHANGES["storeUpdate"].ready(house) for _ in range(2))
    return {**first, "handle": "same"}, {**second, "handle": "same"}


def references(house: House) -> Both:
    """Of two orders of one store, or they would queue at the order."""
    store = make_store(house)
    usual = {**CHANGES["orderPaymentRecord"].ready(house), "reference": "R-same"}
    made = [{**usual, "id": node_id("Order", make_order(house, store))} for _ in range(2)]
    return made[0], made[1]


def numbers(house: House) -> Both:
    input = {**CHANGES["orderCreate"].ready(house), "number": "N-same"}
    return input, input


RACES: list[tuple[str, Wanting]] = [
    ("userInvite", same("userInvite", "email")),
    ("roleAssign", alike("roleAssign")),
    ("platformCreate", same("platformCreate", "code")),
    ("storeCreate", same("storeCreate", "handle")),
    ("storeUpdate", handles),
    ("listingCreate", alike("listingCreate")),
    ("listingCopyToStores", alike("listingCopyToStores")),
    ("categoryCreate", same("categoryCreate", "handle")),
    ("productCreate", same("productCreate", "handle")),
    ("productCreate", skus),
    ("variantAdd", added_skus),
    ("mediaTemplateCreate", same("mediaTemplateCreate", "handle")),
    ("mediaTemplateVersionCreate", alike("mediaTemplateVersionCreate")),
    ("supplierCreate", same("supplierCreate", "code")),
    ("customerCreate", same("customerCreate", "externalId")),
    ("orderCreate", numbers),
    ("orderPaymentRecord", references),
]


@pytest.mark.parametrize(("field", "wanting"), RACES, ids=lambda it: getattr(it, "__name__", it))
def test_one_has_it_and_the_other_is_told(house: House, field: str, wanting: Wanting) -> None:
    first, second = wanting(house)
    before = len(everything(house)["outbox_events"])
    one, other = at_once(
        house, sender(house, field, first, "mine"), sender(house, field, second, "yours")
    )
    assert codes(one) == []
    assert codes(other) in (["TAKEN"], ["CONFLICT"])
    assert len(everything(house)["outbox_events"]) == before + CHANGES[field].lines

    mended = send(house, field, CHANGES[field].ready(house), "yours")
    assert codes(mended) == []  # the key of the one who lost is free


def test_of_two_versions_published_at_once_the_later_is_used(house: House) -> None:
    template = make_template(house, *[VersionState.IN_REVIEW] * 2)
    versions = house.session.query(MediaTemplateVersion).filter_by(template_id=template.id).all()
    given = [{"id": node_id("MediaTemplateVersion", row)} for row in versions]
    one, other = at_once(
        house, *(sender(house, "mediaTemplatePublish", id, f"k{id['id']}") for id in given)
    )
    assert (codes(one), codes(other)) == ([], [])
    assert [row_of(house, id["id"]).state.name for id in given] == ["RETIRED", "PUBLISHED"]


def test_two_ingests_of_the_same_orders_take_them_in_once(house: House) -> None:
    input = CHANGES["platformOrdersIngest"].ready(house)
    one, other = at_once(
        house,
        sender(house, "platformOrdersIngest", input, "mine"),
        sender(house, "platformOrdersIngest", input, "yours"),
    )
    assert [row["outcome"] for row in one["outcomes"]] == ["CREATED", "REFUSED", "CREATED"]
    assert [row["outcome"] for row in other["outcomes"]] == ["SKIPPED", "REFUSED", "SKIPPED"]
    assert other["orders"] == one["orders"]


def test_two_ingests_of_one_buyers_orders_in_two_stores(house: House) -> None:
    """The buyer is new to both: one of them makes the customer, the other is told to try again."""
    buyer = {"externalId": "B-same", "handle": "annlee88"}
    inputs: list[dict[str, Any]] = [
        {
            "storeId": node_id("Store", make_store(house)),
            "source": "taobao",
            "orders": [orders.sent(house, buyer=buyer)],
        }
        for _ in range(2)
    ]
    one, other = at_once(
        house,
        *(sender(house, "platformOrdersIngest", given, "k" + given["storeId"]) for given in inputs),
    )
    assert codes(one) == []
    assert codes(other) in ([], ["CONFLICT"])
    again = send(house, "platformOrdersIngest", inputs[1], "k" + inputs[1]["storeId"])
    assert [row["outcome"] for row in again["outcomes"]] == ["CREATED"]


def test_two_payments_at_once_never_exceed_the_total(house: House) -> None:
    order = node_id("Order", make_order(house))
    usual = {**CHANGES["orderPaymentRecord"].ready(house), "id": order, "reference": None}
    given = {**usual, "amount": {"amount": "15.00", "currencyCode": "EUR"}}
    one, other = at_once(
        house,
        sender(house, "orderPaymentRecord", given, "mine"),
        sender(house, "orderPaymentRecord", given, "yours"),
    )
    assert (codes(one), codes(other)) == ([], ["CONFLICT"])
