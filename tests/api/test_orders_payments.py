"""Money that comes in for orders, through the graph."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.orders.models import Order
from domain.permissions import Role
from tests.conftest import House, node_id
from tests.factories.orders import make_order, make_payment
from tests.factories.stores import make_store

Ask = Callable[..., Any]
ERRORS = """userErrors {
  __typename message path code ... on PaymentTooLarge { limit { amount currencyCode } }
}"""
PAY = """mutation ($input: OrderPaymentRecordInput!, $key: String!) {
  orderPaymentRecord(input: $input) @idempotent(key: $key) {
    payment { method amount { amount } receivedAt reference
      order { paymentState paidAt paid { amount } payments { totalCount { value } } } }
    ERRORS
  }
}""".replace("ERRORS", ERRORS)


@pytest.fixture
def pay(house: House) -> Ask:
    def ask(order: Order, amount: str, actor: Any = None, key: str = "k", **more: Any) -> Any:
        sum_ = {"amount": amount, "currencyCode": more.pop("currency", "EUR")}
        given = {"id": node_id("Order", order), "method": "ALIPAY", "amount": sum_, **more}
        answer = house.query(PAY, actor, input=given, key=key)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]["orderPaymentRecord"]

    return ask


def test_payments_add_up_to_a_paid_order(house: House, pay: Ask) -> None:
    order = make_order(house)
    first = pay(order, "10.00", key="1", reference="R-1")
    assert first["payment"]["order"]["paymentState"] == "DEPOSIT_PAID"
    last = pay(order, "15.00", key="2")["payment"]
    assert last["order"] == {
        "paymentState": "PAID",
        "paidAt": "2026-03-02T09:00:00.000Z",
        "paid": {"amount": "25.00"},
        "payments": {"totalCount": {"value": 2}},
    }


def test_a_payment_sent_twice_is_recorded_once(house: House, pay: Ask) -> None:
    order = make_order(house)
    assert pay(order, "10.00") == pay(order, "10.00")
    [error] = pay(order, "11.00")["userErrors"]
    assert error["code"] == "IDEMPOTENCY_KEY_REUSED"


def test_captures_never_exceed_the_total(house: House, pay: Ask) -> None:
    order = make_order(house)
    pay(order, "20.00", key="1")
    [error] = pay(order, "5.01", key="2")["userErrors"]
    assert error["__typename"] == "PaymentTooLarge"
    assert error["limit"] == {"amount": "5.00", "currencyCode": "EUR"}
    assert error["path"] == ["amount"]


@pytest.mark.parametrize(
    ("amount", "more", "code", "path"),
    [
        ("0", {}, "INVALID", ["amount"]),
        ("-1", {}, "INVALID", ["amount"]),
        ("1.001", {}, "INVALID", ["amount", "amount"]),
        ("1", {"currency": "USD"}, "INVALID", ["amount"]),
        ("1", {"currency": "XXX"}, "INVALID", ["amount", "currencyCode"]),
        ("1", {"reference": "R-1"}, "TAKEN", ["reference"]),
        ("1", {"expectedVersion": 9}, "VERSION_MISMATCH", ["expectedVersion"]),
    ],
)
def test_what_is_no_payment(  # noqa: PLR0913, PLR0917
    house: House, pay: Ask, amount: str, more: Any, code: str, path: list[str]
) -> None:
    order = make_order(house)
    make_payment(house, order, reference="R-1")
    [error] = pay(order, amount, **more)["userErrors"]
    assert (error["code"], error["path"]) == (code, path)


def test_only_who_keeps_the_books_records_payments(house: House, pay: Ask) -> None:
    order = make_order(house)
    for actor, code in (
        (house.actor(Role.CUSTOMER_SERVICE), "FORBIDDEN"),
        (house.second.manager, "NOT_FOUND"),
        (house.actor(Role.FINANCE, stores=[make_store(house)]), "NOT_FOUND"),
    ):
        [error] = pay(order, "1.00", actor)["userErrors"]
        assert error["code"] == code
