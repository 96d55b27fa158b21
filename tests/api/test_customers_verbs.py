"""What is done with customers, through the graph."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from domain.audit import AuditEntry, AuditReason, keyed_hash
from domain.orders.states import OrderState
from domain.permissions import Role
from tests.conftest import House, node_id
from tests.factories.orders import make_customer, make_order, make_order_contact
from tests.factories.stores import make_store
from tests.house import KEY

CUSTOMER = "customer { handle nameMasked phoneMasked emailMasked note version erasedAt }"
ERRORS = "userErrors { message path code }"
Ask = Callable[..., Any]


@pytest.fixture
def do(house: House) -> Ask:
    def ask(field: str, actor: Any = None, **given: Any) -> Any:
        kind = field[0].upper() + field[1:] + "Input!"
        text = f"mutation ($input: {kind}) {{ {field}(input: $input) {{ {CUSTOMER} {ERRORS} }} }}"
        answer = house.query(text, actor, input=given)
        assert "errors" not in answer, answer["errors"]
        return answer["data"][field]

    return ask


def error(payload: Any) -> tuple[str, list[str]]:
    assert payload["customer"] is None
    [found] = payload["userErrors"]
    return found["code"], found["path"]


CONTACT = {"name": "王小明", "phone": "13812345678", "email": "xiaoming@example.com"}


def test_a_customer_is_written_down_and_shown_masked(do: Ask) -> None:
    payload = do("customerCreate", contact=CONTACT, handle="tb_wang88", note="Likes blue.")
    assert payload["customer"] == {
        "handle": "t***8",
        "nameMasked": "王**",
        "phoneMasked": "138****5678",
        "emailMasked": "x***@example.com",
        "note": "Likes blue.",
        "version": 1,
        "erasedAt": None,
    }


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"contact": {}}, "INVALID", ["contact"]),
        ({"contact": {**CONTACT, "country": "China"}}, "INVALID", ["contact", "country"]),
        ({"contact": {**CONTACT, "email": "x"}}, "INVALID", ["contact", "email"]),
        ({"source": "taobao"}, "INVALID", ["source"]),
        ({"note": "\0"}, "INVALID", ["note"]),
    ],
)
def test_what_is_no_customer(do: Ask, change: Any, code: str, path: list[str]) -> None:
    assert error(do("customerCreate", **{"contact": CONTACT, **change})) == (code, path)


def test_what_is_left_out_stays_and_null_empties(house: House, do: Ask) -> None:
    id = node_id("Customer", make_customer(house, note="Old."))
    changed = do("customerUpdate", id=id, name="Ann Lee", email=None)["customer"]
    assert changed["nameMasked"] == "A*** L***"
    assert changed["emailMasked"] == ""
    assert (changed["phoneMasked"], changed["handle"]) == ("351****5678", "s***n")
    assert (changed["note"], changed["version"]) == ("Old.", 2)
    assert do("customerUpdate", id=id, note=None)["customer"]["note"] is None


def test_an_update_is_checked_like_the_first_words(house: House, do: Ask) -> None:
    id = node_id("Customer", make_customer(house))
    assert error(do("customerUpdate", id=id, country="x")) == ("INVALID", ["country"])
    refused = do("customerUpdate", id=id, name="Ann", expectedVersion=5)
    assert error(refused) == ("VERSION_MISMATCH", ["expectedVersion"])


def test_who_may_not_write_customers_does_not(house: House, do: Ask) -> None:
    id = node_id("Customer", make_customer(house))
    finance, stranger = house.actor(Role.FINANCE), house.second.manager
    assert error(do("customerCreate", finance, contact=CONTACT)) == ("FORBIDDEN", [])
    assert error(do("customerUpdate", finance, id=id, name="X")) == ("FORBIDDEN", [])
    assert error(do("customerUpdate", stranger, id=id, name="X")) == ("NOT_FOUND", ["id"])


def test_an_erased_customer_is_blank(house: House, do: Ask) -> None:
    id = node_id("Customer", make_customer(house, note="Old."))
    erased = do("customerErase", id=id)["customer"]
    assert erased["erasedAt"] == "2026-03-02T09:00:00.000Z"
    assert {erased[name] for name in ("handle", "nameMasked", "phoneMasked", "emailMasked")} == {""}
    assert erased["note"] is None
    assert error(do("customerErase", id=id)) == ("CONFLICT", ["id"])
    assert error(do("customerUpdate", id=id, name="X")) == ("CONFLICT", ["id"])


def test_who_may_not_erase_everywhere_does_not(house: House, do: Ask) -> None:
    id = node_id("Customer", make_customer(house))
    one_store = house.actor(Role.MANAGER, stores=[make_store(house)])
    for actor in (one_store, house.actor(Role.CUSTOMER_SERVICE)):
        assert error(do("customerErase", actor, id=id)) == ("FORBIDDEN", [])
    assert error(do("customerErase", house.second.manager, id=id)) == ("NOT_FOUND", ["id"])
    refused = do("customerErase", id=id, expectedVersion=5)
    assert error(refused) == ("VERSION_MISMATCH", ["expectedVersion"])


REVEAL = """mutation ($input: CustomerContactRevealInput!) {
  customerContactReveal(input: $input) {
    contact { name phone email address1 address2 city region postcode country }
    userErrors { path code }
  }
}"""


@pytest.fixture
def reveal(house: House) -> Ask:
    def ask(order: Any, reason: str = "to print a label", actor: Any = None) -> Any:
        given = {"orderId": node_id("Order", order), "reason": reason}
        answer = house.query(REVEAL, actor, input=given)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]["customerContactReveal"]

    return ask


def test_a_contact_is_revealed_and_the_audit_says_to_whom_and_why(
    house: House, reveal: Ask
) -> None:
    order = make_order(house, state=OrderState.ALLOCATED)
    make_order_contact(house, order)
    packer = house.actor(Role.OPERATIONS)
    contact = reveal(order, actor=packer)["contact"]
    assert contact["name"] == "John Smithson"
    assert contact["phone"] == "+351 912 345 678"
    assert (contact["address2"], contact["postcode"]) == (None, "1100-042")
    entry = house.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.actor_id) == ("contact.revealed", packer.user_id)
    assert (entry.subject_id, entry.reason) == (order.id, keyed_hash("to print a label", KEY))
    assert house.session.scalars(select(AuditReason.words)).all() == ["to print a label"]
    assert entry.operation == "customerContactReveal"
    assert "Smithson" not in json.dumps([entry.changes, entry.reason])


@pytest.mark.parametrize("reason", ["", "why ", " \n    x"])
def test_a_reason_is_needed(house: House, reveal: Ask, reason: str) -> None:
    order = make_order(house)
    make_order_contact(house, order)
    assert reveal(order, reason) == {
        "contact": None,
        "userErrors": [{"path": ["reason"], "code": "INVALID"}],
    }


def test_who_need_not_know_is_not_told(house: House, reveal: Ask) -> None:
    store = make_store(house)
    order = make_order(house, store, state=OrderState.SHIPPED)
    make_order_contact(house, order)
    elsewhere = house.actor(Role.MANAGER, stores=[make_store(house), make_store(house)])
    for actor, code in (
        (house.actor(Role.OPERATIONS), "FORBIDDEN"),
        (house.actor(Role.FINANCE), "FORBIDDEN"),
        (house.actor(Role.DESIGNER), "NOT_FOUND"),
        (elsewhere, "NOT_FOUND"),
        (house.second.manager, "NOT_FOUND"),
    ):
        payload = reveal(order, actor=actor)
        assert payload["contact"] is None
        assert [one["code"] for one in payload["userErrors"]] == [code]
    assert house.session.scalars(select(AuditEntry)).all() == []
