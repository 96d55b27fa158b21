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
