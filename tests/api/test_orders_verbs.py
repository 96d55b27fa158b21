"""What is done with orders, through the graph."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.orders.states import ExceptionKind, OrderState, PaymentState
from domain.permissions import Role
from tests.conftest import House, node_id
from tests.factories.catalogue import make_variant
from tests.factories.orders import (
    euros,
    make_customer,
    make_exception,
    make_order,
    make_unmapped,
)
from tests.factories.stores import make_store

ORDER = """order {
  number state allowedTransitions paymentState version note holdReason cancelReason
  total { amount currencyCode } rounding { amount } subtotal { amount } paid { amount }
  exceptions { kind resolvedAt }
}"""
ERRORS = """userErrors {
  __typename message path code
  ... on InvalidTransition { allowedTransitions }
  ... on PaymentTooLarge { limit { amount currencyCode } }
}"""
Ask = Callable[..., Any]


@pytest.fixture
def do(house: House) -> Ask:
    """Runs a mutation that answers with an order; its payload."""

    def ask(field: str, actor: Any = None, key: str | None = None, **given: Any) -> Any:
        kind = field[0].upper() + field[1:] + "Input!"
        once = f'@idempotent(key: "{key}")' if key else ""
        text = (
            f"mutation ($input: {kind}) {{ {field}(input: $input) {once} {{ {ORDER} {ERRORS} }} }}"
        )
        answer = house.query(text, actor, input=given)
        assert "errors" not in answer, answer["errors"]
        return answer["data"][field]

    return ask


def error(payload: Any) -> tuple[str, list[str]]:
    assert payload["order"] is None
    [found] = payload["userErrors"]
    return found["code"], found["path"]


def line(**more: Any) -> dict[str, Any]:
    price = {"amount": "12.345", "currencyCode": "EUR"}
    return {"sku": "MUG-1", "quantity": 2, "unitPrice": price, **more}


ADDRESS = {"name": "Ann Lee", "address1": "1 Road", "city": "Porto", "country": "PT"}


def test_an_order_taken_by_hand_is_summed_and_numbered(house: House, do: Ask) -> None:
    store, variant, customer = make_store(house), make_variant(house), make_customer(house)
    payload = do(
        "orderCreate",
        key="1",
        storeId=node_id("Store", store),
        customerId=node_id("Customer", customer),
        lines=[line(sku=None, variantId=node_id("Variant", variant))],
        shipping={"amount": "5", "currencyCode": "EUR"},
        shipTo=ADDRESS,
    )
    assert payload["userErrors"] == []
    order = payload["order"]
    assert order["number"].startswith("M20260302-")
    assert (order["state"], order["paymentState"]) == ("NEW", "UNPAID")
    assert order["subtotal"] == {"amount": "24.69"}
    assert order["total"] == {"amount": "29.69", "currencyCode": "EUR"}
    assert order["allowedTransitions"] == ["EXCEPTION", "REVIEWED", "CANCELLED"]


def test_an_order_is_taken_once_under_one_key(house: House, do: Ask) -> None:
    store = node_id("Store", make_store(house))
    first, again = (do("orderCreate", key="k", storeId=store, lines=[line()]) for _ in range(2))
    assert first == again
    assert {one["kind"] for one in first["order"]["exceptions"]} == {
        "UNMAPPED_SKU",
        "ADDRESS_MISSING",
    }
    assert error(do("orderCreate", storeId=store, lines=[line()])) == (
        "IDEMPOTENCY_KEY_REQUIRED",
        [],
    )


def usd(amount: str) -> dict[str, str]:
    return {"amount": amount, "currencyCode": "USD"}


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"lines": []}, "REQUIRED", ["lines"]),
        ({"lines": [line(quantity=0)]}, "INVALID", ["lines", "0", "quantity"]),
        ({"lines": [line(sku=None)]}, "REQUIRED", ["lines", "0", "sku"]),
        ({"lines": [line(unitPrice=usd("1"))]}, "INVALID", ["lines", "0", "unitPrice"]),
        ({"lines": [line(discount=usd("0.001"))]}, "INVALID", ["lines", "0", "discount", "amount"]),
        ({"lines": [line(variantId="Variant:x")]}, "NOT_FOUND", ["lines", "0", "variantId"]),
        ({"number": "TAKEN"}, "TAKEN", ["number"]),
        ({"storeId": "Store:nowhere"}, "NOT_FOUND", ["storeId"]),
        ({"customerId": "Customer:nobody"}, "NOT_FOUND", ["customerId"]),
        ({"shipTo": {"country": "Portugal"}}, "INVALID", ["shipTo", "country"]),
        ({"total": usd("1")}, "INVALID", ["total"]),
    ],
)
def test_what_is_no_order(
    house: House, do: Ask, change: dict[str, Any], code: str, path: list[str]
) -> None:
    store = make_store(house)
    make_order(house, store, number="TAKEN")
    given = {"storeId": node_id("Store", store), "lines": [line()], **change}
    assert error(do("orderCreate", key="1", **given)) == (code, path)


def test_the_last_mend_makes_an_order_new_again(house: House, do: Ask) -> None:
    order, variant = make_order(house, state=OrderState.EXCEPTION), make_variant(house)
    lines = [make_unmapped(house, order, position=at) for at in (1, 2)]
    for at, state in ((0, "EXCEPTION"), (1, "NEW")):
        payload = do(
            "orderMap",
            id=node_id("Order", order),
            lineId=node_id("OrderLine", lines[at]),
            variantId=node_id("Variant", variant),
        )
        assert payload["userErrors"] == []
        assert payload["order"]["state"] == state
    again = do(
        "orderMap",
        id=node_id("Order", order),
        lineId=node_id("OrderLine", lines[0]),
        variantId=node_id("Variant", variant),
    )
    assert error(again) == ("CONFLICT", ["lineId"])


def test_a_right_order_is_reviewed(house: House, do: Ask) -> None:
    payload = do("orderReview", id=node_id("Order", make_order(house)))
    assert payload["order"]["state"] == "REVIEWED"
    assert payload["order"]["version"] == 2


def test_what_can_be_lived_with_is_accepted_aloud(house: House, do: Ask) -> None:
    order = make_order(house, state=OrderState.EXCEPTION)
    make_exception(house, order, ExceptionKind.TOTAL_MISMATCH)
    id = node_id("Order", order)
    assert error(do("orderReview", id=id)) == ("CONFLICT", ["acceptExceptions"])
    payload = do("orderReview", id=id, acceptExceptions=True)
    assert payload["order"]["state"] == "REVIEWED"
    assert payload["order"]["exceptions"][0]["resolvedAt"] == "2026-03-02T09:00:00.000Z"


def test_an_unmapped_line_is_never_accepted(house: House, do: Ask) -> None:
    order = make_order(house, state=OrderState.EXCEPTION)
    make_unmapped(house, order)
    refused = do("orderReview", id=node_id("Order", order), acceptExceptions=True)
    assert error(refused) == ("CONFLICT", ["id"])


def test_a_held_order_is_reviewed_after_its_release(house: House, do: Ask) -> None:
    id = node_id("Order", make_order(house))
    assert do("orderHold", id=id, reason="Waits for a call.")["order"]["holdReason"]
    assert error(do("orderHold", id=id, reason="Again.")) == ("CONFLICT", ["id"])
    assert error(do("orderReview", id=id)) == ("CONFLICT", ["id"])
    assert do("orderReleaseHold", id=id)["order"]["holdReason"] is None
    assert error(do("orderReleaseHold", id=id)) == ("CONFLICT", ["id"])
    assert do("orderReview", id=id)["order"]["state"] == "REVIEWED"
    assert error(do("orderHold", id=id, reason="Too late.")) == ("CONFLICT", ["id"])
    assert error(do("orderHold", id=id, reason=" ")) == ("CONFLICT", ["id"])


def test_a_hold_has_a_reason(house: House, do: Ask) -> None:
    refused = do("orderHold", id=node_id("Order", make_order(house)), reason=" ")
    assert error(refused) == ("REQUIRED", ["reason"])


def test_a_paid_order_may_be_cancelled_and_stays_paid(house: House, do: Ask) -> None:
    order = make_order(
        house, paid=euros(25_00), payment_state=PaymentState.PAID, state=OrderState.ALLOCATED
    )
    payload = do("orderCancel", id=node_id("Order", order), reason="OUT_OF_STOCK")
    assert payload["order"]["state"] == "CANCELLED"
    assert payload["order"]["cancelReason"] == "OUT_OF_STOCK"
    assert payload["order"]["paymentState"] == "PAID"
    assert payload["order"]["allowedTransitions"] == []


@pytest.mark.parametrize(
    "state", ["PARTIALLY_SHIPPED", "SHIPPED", "DELIVERED", "COMPLETED", "CANCELLED"]
)
def test_what_has_shipped_is_not_cancelled(house: House, do: Ask, state: str) -> None:
    order = make_order(house, state=OrderState[state])
    payload = do("orderCancel", id=node_id("Order", order), reason="OTHER")
    assert error(payload)[0] == "INVALID_TRANSITION"
    assert "CANCELLED" not in payload["userErrors"][0]["allowedTransitions"]


def test_a_note_is_set_and_emptied(house: House, do: Ask) -> None:
    id = node_id("Order", make_order(house))
    assert do("orderNoteSet", id=id, note=" Ring twice. ")["order"]["note"] == "Ring twice."
    assert do("orderNoteSet", id=id, note=None)["order"]["note"] is None
    assert error(do("orderNoteSet", id=id, note="\0")) == ("INVALID", ["note"])


VERBS: dict[str, dict[str, Any]] = {
    "orderReview": {},
    "orderHold": {"reason": "Why not."},
    "orderReleaseHold": {},
    "orderCancel": {"reason": "OTHER"},
    "orderNoteSet": {"note": "Hello."},
    "orderMap": {"lineId": "OrderLine:x", "variantId": "Variant:x"},
}


@pytest.mark.parametrize("verb", VERBS)
def test_who_may_not_write_orders_does_nothing_with_them(house: House, do: Ask, verb: str) -> None:
    order = make_order(house)
    id = node_id("Order", order)
    assert error(do(verb, house.actor(Role.FINANCE), id=id, **VERBS[verb])) == ("FORBIDDEN", [])
    elsewhere = house.actor(Role.MANAGER, stores=[make_store(house), make_store(house)])
    for stranger in (house.second.manager, house.actor(Role.DESIGNER), elsewhere):
        assert error(do(verb, stranger, id=id, **VERBS[verb])) == ("NOT_FOUND", ["id"])


@pytest.mark.parametrize("verb", VERBS)
def test_an_order_that_changed_meanwhile_is_not_overwritten(
    house: House, do: Ask, verb: str
) -> None:
    id = node_id("Order", make_order(house))
    refused = do(verb, id=id, expectedVersion=7, **VERBS[verb])
    assert error(refused) == ("VERSION_MISMATCH", ["expectedVersion"])


def test_only_who_writes_orders_takes_them_in(house: House, do: Ask) -> None:
    given = {"storeId": node_id("Store", make_store(house)), "lines": [line()]}
    finance = house.actor(Role.FINANCE)
    assert error(do("orderCreate", finance, key="1", **given)) == ("FORBIDDEN", [])
    stranger = house.second.manager
    assert error(do("orderCreate", stranger, key="1", **given)) == ("NOT_FOUND", ["storeId"])
