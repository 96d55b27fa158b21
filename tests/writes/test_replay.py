"""The same key again: the first answer again, and nothing done twice."""

from typing import Any

import pytest
from sqlalchemy import func, select

from domain.base import Base
from domain.permissions import Role
from tests.conftest import House, node_id
from tests.factories.orders import euros, make_order
from tests.factories.stores import make_store
from tests.writes import orders
from tests.writes.changes import (
    broken,
    codes,
    done,
    everything,
    is_answered_again,
    once_only,
    row_of,
    send,
    told,
    tried,
)
from tests.writes.every import CHANGES, FIELDS

EVERY = pytest.mark.parametrize("field", sorted(FIELDS))
NEED_A_KEY = {
    "creativeFactsIngest",
    "fileImportStart",
    "orderCreate",
    "orderPaymentRecord",
    "platformOrdersIngest",
}
"""What moves money or stock, and what takes orders in."""
THEIR_AUTHORS = {"reviewCommentUpdate", "reviewCommentRemove"}
"""What nobody else may, whatever their role."""
SHOWN_ONCE = {"tokenCreate": {"secret"}, "customerContactReveal": {"contact"}}


def test_every_mutation_is_tried() -> None:
    assert set(CHANGES) == set(FIELDS)


def test_what_is_shown_once_is_documented() -> None:
    assert {field: once for field in FIELDS if (once := once_only(field))} == SHOWN_ONCE


@EVERY
def test_a_replay_answers_the_same_and_does_nothing(house: House, field: str) -> None:
    tried = CHANGES[field]
    input = tried.ready(house)
    before = told(house)
    first = done(house, field, input)
    assert told(house) == (before[0] + tried.lines, before[1] + tried.events)

    after = everything(house)
    second = done(house, field, input)
    assert is_answered_again(field, first, second)
    assert everything(house) == after


@EVERY
def test_a_key_does_not_serve_another_input(house: House, field: str) -> None:
    done(house, field, CHANGES[field].ready(house))
    other = CHANGES[field].ready(house)
    before = everything(house)
    assert codes(send(house, field, other)) == ["IDEMPOTENCY_KEY_REUSED"]
    assert everything(house) == before


@EVERY
def test_a_refused_change_is_not_kept(house: House, field: str) -> None:
    input = CHANGES[field].ready(house)
    before = everything(house)
    refused = send(house, field, broken(input))
    assert codes(refused) in (["NOT_FOUND"], ["INVALID"]), refused
    assert everything(house) == before
    done(house, field, input)
    assert everything(house) != before


def test_one_key_serves_each_field_and_each_user_by_itself(house: House) -> None:
    deputy = house.actor(*Role)
    for field, change in CHANGES.items():
        for actor in (house.manager, deputy):
            if actor is deputy and field in THEIR_AUTHORS:
                continue
            payload = send(house, field, change.ready(house), "one for all", actor)
            assert payload["userErrors"] == [], field
    keys = select(func.count()).select_from(Base.metadata.tables["idempotency_keys"])
    assert house.session.scalar(keys) == 2 * len(FIELDS) - len(THEIR_AUTHORS)


def test_anothers_key_is_no_way_to_their_answer(house: House) -> None:
    input = CHANGES["storeCreate"].ready(house)
    done(house, "storeCreate", input)
    deputy = house.actor(Role.MANAGER)
    assert codes(send(house, "storeCreate", input, actor=deputy)) == ["TAKEN"]


def test_a_replay_shows_no_more_than_one_may_see_by_now(house: House) -> None:
    input = CHANGES["storeCreate"].ready(house)
    done(house, "storeCreate", input)
    demoted = house.holding()
    assert send(house, "storeCreate", input, actor=demoted)["store"] is None


@EVERY
def test_keys_are_needed_for_money_stock_and_ingest(house: House, field: str) -> None:
    is_needed = field in NEED_A_KEY
    assert ("Needs `@idempotent(key:)`." in (FIELDS[field].description or "")) is is_needed
    input = CHANGES[field].ready(house)
    before = everything(house)
    refused = tried(house, field, input, key=None)
    assert refused == (["IDEMPOTENCY_KEY_REQUIRED"] if is_needed else [])
    assert (everything(house) == before) is is_needed


@pytest.mark.parametrize("field", ["storeCreate", "orderPaymentRecord"])
@pytest.mark.parametrize("key", ["x" * 201, "a\x00b", "", "\ud800"])
def test_a_key_that_cannot_be_kept_is_refused(house: House, field: str, key: str) -> None:
    input = CHANGES[field].ready(house)
    before = everything(house)
    [error] = send(house, field, input, key)["userErrors"]
    assert error["code"] in {"INVALID", "REQUIRED"}
    assert everything(house) == before


@pytest.mark.parametrize("key", ["x" * 200, "🔑" * 200, " ", "%_'\"\\"])
def test_any_other_text_is_a_key(house: House, key: str) -> None:
    input = CHANGES["storeCreate"].ready(house)
    first = done(house, "storeCreate", input, key)
    assert done(house, "storeCreate", input, key) == first


def paid(house: House, order: Any, amount: str, **more: Any) -> Any:
    input = {
        "id": node_id("Order", order),
        "method": "CARD",
        "amount": {"amount": amount, "currencyCode": "EUR"},
    }
    return send(house, "orderPaymentRecord", {**input, **more})


def test_the_same_input_may_be_written_otherwise(house: House) -> None:
    order = make_order(house)
    first = paid(house, order, "10.00", receivedAt="2026-03-02T09:00:00Z")
    again = paid(house, order, "10", receivedAt="2026-03-02T10:00:00.000+01:00", note=None)
    assert again == first
    assert row_of(house, node_id("Order", order)).paid == euros(10_00)


def test_a_literal_key_is_the_same_key(house: House) -> None:
    order = node_id("Order", make_order(house))
    literal = f"""mutation {{ orderNoteSet(input: {{id: "{order}", note: "a"}})
      @idempotent(key: "k") {{ order {{ version }} userErrors {{ code }} }} }}"""
    done(house, "orderNoteSet", {"id": order, "note": "a"})
    payload = house.query(literal)["data"]["orderNoteSet"]
    assert payload == {"order": {"version": 2}, "userErrors": []}


def test_a_replay_may_ask_for_something_else(house: House) -> None:
    input = CHANGES["storeCreate"].ready(house)
    made = done(house, "storeCreate", input)
    other = """mutation ($input: StoreCreateInput!) {
      again: storeCreate(input: $input) @idempotent(key: "k") { store { id } } }"""
    answer = house.query(other, input=input)
    assert answer == {"data": {"again": {"store": {"id": made["store"]["id"]}}}}


def test_every_outcome_of_an_ingest_comes_back(house: House) -> None:
    """Those too that were refused, with all their errors say."""
    store = make_store(house)
    much = {"amount": "9999.00", "currencyCode": "EUR"}
    sent = [
        orders.sent(house),
        orders.sent(house, externalId="bad\x00id"),
        orders.sent(house, kind="CREDIT_NOTE"),
        orders.sent(house, paid=much),
        orders.sent(house, total={"amount": "1.234", "currencyCode": "EUR"}),
        orders.sent(house, placedAt="2036-03-02T09:00:00Z"),
    ]
    input = {"storeId": node_id("Store", store), "source": "taobao", "orders": sent}
    first = done(house, "platformOrdersIngest", input)
    assert {one["outcome"] for one in first["outcomes"][1:]} == {"REFUSED"}
    assert done(house, "platformOrdersIngest", input) == first


def test_an_ingest_that_skips_or_refuses_all_is_kept_too(house: House) -> None:
    input = CHANGES["platformOrdersIngest"].ready(house)
    done(house, "platformOrdersIngest", input, "first")
    skipped = done(house, "platformOrdersIngest", input, "second")
    assert [one["outcome"] for one in skipped["outcomes"]] == ["SKIPPED", "REFUSED", "SKIPPED"]
    assert done(house, "platformOrdersIngest", input, "second") == skipped
