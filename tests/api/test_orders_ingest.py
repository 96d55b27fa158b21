"""Orders as platforms send them, through the graph."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.permissions import Role
from tests.conftest import MONDAY, House, node_id
from tests.factories.catalogue import make_variant
from tests.factories.stores import make_store

Ask = Callable[..., Any]
ADDRESS = {"name": "Ann Lee", "address1": "1 Road", "city": "Porto", "country": "PT"}


def line(**more: Any) -> dict[str, Any]:
    price = {"amount": "12.345", "currencyCode": "EUR"}
    return {"sku": "MUG-1", "quantity": 2, "unitPrice": price, **more}


INGEST = """mutation ($input: PlatformOrdersIngestInput!, $key: String!) {
  platformOrdersIngest(input: $input) @idempotent(key: $key) {
    orders { number state customer { handle }
      platformOrders { source externalId isErased payloadHash receivedAt order { number } } }
    outcomes { position externalId outcome error { code path message } }
    userErrors { code path }
  }
}"""


@pytest.fixture
def ingest(house: House) -> Ask:
    store = make_store(house)

    def ask(*orders: Any, actor: Any = None, key: str = "k", to: Any = store) -> Any:
        given = {"storeId": node_id("Store", to), "source": "taobao", "orders": list(orders)}
        answer = house.query(INGEST, actor, input=given, key=key)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]["platformOrdersIngest"]

    return ask


def sent(id: str, **more: Any) -> dict[str, Any]:
    return {
        "externalId": id,
        "placedAt": MONDAY.isoformat(),
        "payload": '{"tid": 1}',
        "lines": [line()],
        "shipTo": ADDRESS,
        "buyer": {"externalId": "B-1", "handle": "annlee88"},
        **more,
    }


def test_what_a_platform_sent_is_taken_in_once(house: House, ingest: Ask) -> None:
    make_variant(house, sku="MUG-1")
    payload = ingest(sent("T-1"), sent("T-2", lines=[line(sku="CUP-9")]))
    assert payload["userErrors"] == []
    assert [(one["number"], one["state"]) for one in payload["orders"]] == [
        ("T-1", "NEW"),
        ("T-2", "EXCEPTION"),
    ]
    assert payload["orders"][0]["customer"] == {"handle": "a***8"}
    [record] = payload["orders"][0]["platformOrders"]
    assert record["externalId"] == record["order"]["number"] == "T-1"
    assert record["isErased"] is False
    assert len(record["payloadHash"]) == 64
    again = ingest(sent("T-1"), key="another")
    assert [one["outcome"] for one in again["outcomes"]] == ["SKIPPED"]
    assert [one["number"] for one in again["orders"]] == ["T-1"]


def test_a_line_may_name_its_variant_and_no_strangers(house: House, ingest: Ask) -> None:
    mine, foreign = make_variant(house), make_variant(house.second)
    named = [line(variantId=node_id("Variant", one)) for one in (mine, foreign)]
    payload = ingest(
        sent("T-1", lines=named[:1]),
        sent("T-2", lines=named),
        sent("T-3", lines=[line(variantId="Variant:x")]),
    )
    assert [one["outcome"] for one in payload["outcomes"]] == ["CREATED", "REFUSED", "REFUSED"]
    errors = [one["error"] for one in payload["outcomes"]]
    assert errors[0] is None
    assert [(one["code"], one["path"]) for one in errors[1:]] == [
        ("NOT_FOUND", ["orders", "1", "lines", "1", "variantId"]),
        ("NOT_FOUND", ["orders", "2", "lines", "0", "variantId"]),
    ]
    assert [one["number"] for one in payload["orders"]] == ["T-1"]


def test_each_row_says_what_became_of_it(ingest: Ask) -> None:
    wrong = line(unitPrice={"amount": "0.0000001", "currencyCode": "EUR"})
    payload = ingest(
        sent("T-1", lines=[line(quantity=0)]),
        sent("T-2"),
        sent("T-3", lines=[line(), wrong]),
        sent("T-4", paid={"amount": "99", "currencyCode": "EUR"}),
    )
    assert [(one["position"], one["outcome"]) for one in payload["outcomes"]] == [
        (0, "REFUSED"),
        (1, "CREATED"),
        (2, "REFUSED"),
        (3, "REFUSED"),
    ]
    assert [one["error"] and one["error"]["path"] for one in payload["outcomes"]] == [
        ["orders", "0", "lines", "0", "quantity"],
        None,
        ["orders", "2", "lines", "1", "unitPrice", "amount"],
        ["orders", "3", "paid"],
    ]


def test_a_batch_has_up_to_a_hundred(ingest: Ask) -> None:
    [error] = ingest(*(sent(str(at)) for at in range(101)))["userErrors"]
    assert error == {"code": "LIMIT_EXCEEDED", "path": ["orders"]}


def test_a_batch_of_nothing_changes_nothing(ingest: Ask) -> None:
    assert ingest() == {"orders": [], "outcomes": [], "userErrors": []}


def test_only_who_may_ingest_ingests(house: House, ingest: Ask) -> None:
    for actor, code in (
        (house.actor(Role.CUSTOMER_SERVICE), "FORBIDDEN"),
        (house.second.manager, "NOT_FOUND"),
    ):
        [error] = ingest(sent("T-1"), actor=actor)["userErrors"]
        assert error["code"] == code


def euros(amount: str) -> dict[str, str]:
    return {"amount": amount, "currencyCode": "EUR"}


READ = """{ orders(orderBy: NUMBER) { edges { node { number kind state paymentState cancelledAt
  total { amount } paid { amount } refunded { amount } itemCount
  lines { edges { node { kind quantity amount { amount } } } }
  payments { edges { node { method reference amount { amount } } } }
  refunds { edges { node { reference paidBackAt amount { amount } } } } } } } }"""


def read(house: House) -> list[dict[str, Any]]:
    return [edge["node"] for edge in house.query(READ)["data"]["orders"]["edges"]]


def test_payments_refunds_and_standing_are_taken_over_from_the_platform(
    house: House, ingest: Ask
) -> None:
    first = sent("T-1", payments=[{"amount": euros("10"), "method": "ALIPAY"}])
    later = {
        **first,
        "payload": "{}",
        "payments": [*first["payments"], {"amount": euros("14.69"), "reference": "P-2"}],
        "refunds": [{"amount": euros("24.69")}],
        "state": "DELIVERED",
    }
    assert ingest(first)["outcomes"][0]["outcome"] == "CREATED"
    [outcome] = ingest(later, key="later")["outcomes"]
    assert (outcome["outcome"], outcome["error"]) == ("UPDATED", None)
    [order] = read(house)
    assert (order["state"], order["paymentState"]) == ("DELIVERED", "REFUNDED")
    assert (order["paid"], order["refunded"]) == ({"amount": "24.69"}, {"amount": "24.69"})
    assert [edge["node"] for edge in order["payments"]["edges"]] == [
        {"method": "ALIPAY", "reference": None, "amount": {"amount": "10.00"}},
        {"method": "PLATFORM", "reference": "P-2", "amount": {"amount": "14.69"}},
    ]
    assert [edge["node"] for edge in order["refunds"]["edges"]] == [
        {"reference": None, "paidBackAt": None, "amount": {"amount": "24.69"}}
    ]


def test_a_credit_note_and_a_charge_are_read_as_such(house: House, ingest: Ask) -> None:
    note = sent("C-1", kind="CREDIT_NOTE", lines=[line(quantity=-2), line(sku="P", kind="CHARGE")])
    note["lines"][1]["quantity"] = -1
    assert ingest(note)["outcomes"][0]["error"] is None
    [order] = read(house)
    assert (order["kind"], order["total"], order["itemCount"]) == (
        "CREDIT_NOTE",
        {"amount": "-37.04"},
        -3,
    )
    assert [edge["node"]["kind"] for edge in order["lines"]["edges"]] == ["GOODS", "CHARGE"]
    asked = "query ($k: [OrderKind!]) { orders(filter: {kind: {in: $k}}) { totalCount { value } } }"
    for kinds, wanted in ((["CREDIT_NOTE"], 1), (["SALE", "ADJUSTMENT"], 0)):
        found = house.query(asked, k=kinds)
        assert found["data"]["orders"]["totalCount"]["value"] == wanted


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"paid": euros("1"), "payments": [{"amount": euros("1")}]}, ["paid"], "INVALID"),
        ({"paid": euros("25")}, ["paid"], "PAID_TOO_MUCH"),
        ({"paid": euros("-1")}, ["paid"], "INVALID"),
        ({"paid": euros("1"), "paidAt": "2027-01-01T00:00:00Z"}, ["paidAt"], "INVALID"),
        ({"payments": [{"amount": euros("25")}]}, ["payments"], "PAID_TOO_MUCH"),
        ({"payments": [{"amount": euros("0")}]}, ["payments", "0", "amount"], "INVALID"),
        ({"refunds": [{"amount": euros("1")}]}, ["refunds"], "PAID_TOO_MUCH"),
        ({"cancelledAt": "2026-03-01T00:00:00Z"}, ["cancelledAt"], "INVALID"),
        ({"lines": [line()] * 501}, ["lines"], "LIMIT_EXCEEDED"),
        ({"kind": "CREDIT_NOTE"}, ["lines", "0", "quantity"], "INVALID"),
    ],
)
def test_what_no_platform_may_say_of_an_order(
    ingest: Ask, change: Any, path: list[str], code: str
) -> None:
    [outcome] = ingest(sent("T-1", **change))["outcomes"]
    assert outcome["outcome"] == "REFUSED"
    assert (outcome["error"]["path"], outcome["error"]["code"]) == (["orders", "0", *path], code)


def test_what_stands_otherwise_here_is_said_of_the_state(ingest: Ask) -> None:
    ingest(sent("T-1", state="SHIPPED"))
    [outcome] = ingest(sent("T-1", state="CANCELLED", payload="{}"), key="2")["outcomes"]
    assert (outcome["error"]["path"], outcome["error"]["code"]) == (
        ["orders", "0", "state"],
        "CONFLICT",
    )


def test_a_platform_that_took_nothing_has_made_no_payment(house: House, ingest: Ask) -> None:
    assert ingest(sent("T-1", paid=euros("0")))["outcomes"][0]["error"] is None
    [order] = read(house)
    assert (order["paymentState"], order["payments"]["edges"]) == ("UNPAID", [])
