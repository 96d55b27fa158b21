"""How orders and what hangs on them are read, and by whom."""

from datetime import timedelta
from typing import Any

import pytest

from domain.orders.states import ExceptionKind, OrderState, PaymentState
from domain.permissions import Permission, Role
from tests.conftest import MONDAY, House, node_id
from tests.factories.catalogue import make_variant
from tests.factories.orders import (
    euros,
    make_customer,
    make_exception,
    make_line,
    make_order,
    make_payment,
    make_platform_order,
)
from tests.factories.stores import make_store

LIST = """query ($filter: OrderFilter, $query: String, $orderBy: OrderSort! = NEWEST) {
  orders(first: 50, filter: $filter, query: $query, orderBy: $orderBy) { edges { node { number } } }
}"""


def nodes(connection: Any) -> list[Any]:
    return [edge["node"] for edge in connection["edges"]]


def numbers(house: House, actor: Any = None, **given: Any) -> list[str]:
    answer = house.query(LIST, actor, **given)
    assert "errors" not in answer, answer["errors"]
    return [node["number"] for node in nodes(answer["data"]["orders"])]


def test_an_order_shows_all_there_is_to_it(house: House) -> None:
    store, customer, variant = make_store(house), make_customer(house), make_variant(house)
    order = make_order(
        house,
        store,
        number="A-1",
        customer_id=customer.id,
        subtotal=euros(24_99),
        rounding=euros(1),
        buyer_note="Please hurry.",
        ship_to_city="Porto",
        external_id="X-1",
        source="taobao",
    )
    make_line(house, order, variant_id=variant.id, stated_amount=euros(25_01))
    make_line(house, order, position=2)
    make_payment(house, order)
    make_exception(house, order, ExceptionKind.TOTAL_MISMATCH, "The total is odd.")
    make_platform_order(house, order)
    answer = house.query(
        """query ($id: ID!) { order(id: $id) {
          number source externalId state paymentState placedAt isTaxIncluded lineCount itemCount
          store { name } customer { handle nameMasked phoneMasked emailMasked orders { edges { node { number } } } }
          subtotal { amount } shipping { amount } discount { amount } tax { amount }
          rounding { amount } total { amount currencyCode } paid { amount }
          buyerNote note shipToCity shipToCountry allowedTransitions
          lines { totalCount { value } edges { node {
            position sku title quantity isGift unitPrice { amount } amount { amount }
            discount { amount } statedAmount { amount } variant { sku } } } }
          payments { edges { node { method amount { amount } receivedAt } } }
          exceptions { kind message resolvedAt }
          platformOrders { source isErased payloadHash }
        } }""",
        id=node_id("Order", order),
    )
    assert "errors" not in answer
    found = answer["data"]["order"]
    assert found["store"] == {"name": "Lisbon"}
    assert found["customer"] == {
        "handle": "s***n",
        "nameMasked": "J*** S***",
        "phoneMasked": "351****5678",
        "emailMasked": "j***@example.com",
        "orders": {"edges": [{"node": {"number": "A-1"}}]},
    }
    assert found["total"] == {"amount": "25.00", "currencyCode": "EUR"}
    assert (found["subtotal"], found["rounding"]) == ({"amount": "24.99"}, {"amount": "0.01"})
    assert found["lines"]["totalCount"] == {"value": 2}
    assert nodes(found["lines"])[0]["variant"] == {"sku": variant.sku}
    assert nodes(found["lines"])[0]["statedAmount"] == {"amount": "25.01"}
    assert nodes(found["lines"])[1]["statedAmount"] is None
    assert nodes(found["payments"])[0]["amount"] == {"amount": "10.00"}
    assert found["exceptions"][0]["message"] == "The total is odd."
    assert found["platformOrders"] == [
        {"source": "taobao", "isErased": False, "payloadHash": "0" * 64}
    ]
    assert found["buyerNote"] == "Please hurry."


def test_orders_are_sorted_as_asked(house: House) -> None:
    store = make_store(house)
    for number, hour, total in (("B", 1, 30), ("A", 2, 10), ("C", 3, 20)):
        make_order(house, store, total, number=number, placed_at=MONDAY + timedelta(hours=hour))
    assert {by: "".join(numbers(house, orderBy=by)) for by in SORTED} == SORTED


SORTED = {
    "NEWEST": "CAB",
    "OLDEST": "BAC",
    "NUMBER": "ABC",
    "NUMBER_DESCENDING": "CBA",
    "HIGHEST_TOTAL": "BCA",
    "LOWEST_TOTAL": "ACB",
}


@pytest.mark.parametrize(
    "given",
    [
        {"filter": {"state": {"eq": "REVIEWED"}}},
        {"filter": {"paymentState": {"in": ["PAID"]}}},
        {"filter": {"number": {"startsWith": "YES"}}},
        {"filter": {"source": {"eq": "taobao"}}},
        {"filter": {"placedAt": {"lt": "2026-03-02T09:00:00Z"}}},
        {"filter": {"itemCount": {"gte": 5}}},
        {"filter": {"isHeld": {"eq": True}}},
        {"query": "yes-1"},
        {"query": "tb-77"},
        {"query": "number:YES-1"},
        {"query": "state:REVIEWED payment_state:PAID"},
        {"query": "placed_at:<2026-03-02"},
        {"query": 'note:"by ship"'},
    ],
)
def test_orders_are_found_by(house: House, given: Any) -> None:
    store = make_store(house)
    make_order(house, store, number="NO-1")
    make_order(
        house,
        store,
        number="YES-1",
        external_id="TB-77",
        source="taobao",
        state=OrderState.REVIEWED,
        payment_state=PaymentState.PAID,
        placed_at=MONDAY - timedelta(days=1),
        held_at=MONDAY,
        item_count=5,
        note="by ship",
    )
    assert numbers(house, **given) == ["YES-1"]


def test_orders_are_found_by_store_and_by_customer(house: House) -> None:
    order = make_order(house, number="YES-1", customer_id=make_customer(house).id)
    make_order(house, number="NO-1")
    store = node_id("Store", order.store_id)
    customer = node_id("Customer", order.customer_id)
    assert numbers(house, filter={"storeId": {"eq": store}}) == ["YES-1"]
    assert numbers(house, filter={"customerId": {"in": [customer]}}) == ["YES-1"]


def test_one_sees_the_orders_of_the_stores_one_works_in(house: House) -> None:
    mine, other, third = (make_store(house) for _ in range(3))
    for number, store in (("A", mine), ("B", other), ("C", third)):
        make_order(house, store, number=number)
    make_order(house.second, number="Z")
    for stores, seen in (([mine], "A"), ([mine, other], "BA"), (None, "CBA")):
        actor = house.actor(Role.PURCHASING, stores=stores)
        assert sorted(numbers(house, actor)) == sorted(seen)


EVERYWHERE = """query ($order: ID!, $customer: ID!, $ids: [ID!]!) {
  order(id: $order) { number }
  customer(id: $customer) { handle orders { edges { node { number } } } }
  nodes(ids: $ids) { id }
}"""


def test_a_stranger_sees_nothing_by_any_path(house: House) -> None:
    customer = make_customer(house)
    order = make_order(house, customer_id=customer.id)
    rows = [
        order,
        make_line(house, order),
        make_payment(house, order),
        make_exception(house, order),
        make_platform_order(house, order),
    ]
    ids = [node_id(type(row).__name__, row) for row in rows]
    given: dict[str, Any] = {
        "order": node_id("Order", order),
        "customer": node_id("Customer", customer),
        "ids": ids,
    }
    answer = house.query(EVERYWHERE, **given)["data"]
    assert [one["id"] for one in answer["nodes"]] == ids
    stranger = house.query(EVERYWHERE, house.second.manager, **given)
    assert stranger["data"] == {"order": None, "customer": None, "nodes": [None] * 5}
    elsewhere = house.actor(Role.MANAGER, stores=[make_store(house)])
    answer = house.query(EVERYWHERE, elsewhere, **given)["data"]
    assert answer["order"] is None
    assert answer["nodes"] == [None] * 5
    assert answer["customer"]["orders"] == {"edges": []}


def test_who_may_not_see_customers_is_told_so(house: House) -> None:
    make_order(house, customer_id=make_customer(house).id)
    text = "{ orders { edges { node { number customer { handle } } } } }"
    answer = house.query(text, house.actor(Role.PURCHASING))
    assert nodes(answer["data"]["orders"])[0]["customer"] is None
    assert len(answer["errors"]) == 1
    answer = house.query(
        "{ customers { edges { node { handle } } } }", house.actor(Role.PURCHASING)
    )
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert not (answer["data"] or {}).get("customers")


def test_who_may_not_see_orders_is_told_so(house: House) -> None:
    make_order(house)
    for root in ("orders", "platformOrders"):
        text = f"{{ {root} {{ edges {{ node {{ id }} }} }} }}"
        answer = house.query(text, house.holding(Permission.STORES_READ))
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
        assert not (answer["data"] or {}).get(root)


def test_platform_records_are_found_by_id(house: House) -> None:
    order = make_order(house)
    make_platform_order(house, order, external_id="TB-1")
    make_platform_order(house, order, external_id="TB-2")
    text = """query ($q: String, $f: PlatformOrderFilter) {
      platformOrders(query: $q, filter: $f, orderBy: OLDEST) { edges { node { externalId } } } }"""
    for given in ({"q": "tb-2"}, {"f": {"externalId": {"eq": "TB-2"}}}):
        answer = house.query(text, **given)
        assert nodes(answer["data"]["platformOrders"]) == [{"externalId": "TB-2"}]


def test_no_word_of_a_customer_can_be_asked_for(house: House) -> None:
    shown = house.query(
        '{ a: __type(name: "Customer") { fields { name } }'
        '  b: __type(name: "PlatformOrder") { fields { name } } }'
    )["data"]
    names = {field["name"] for kind in shown.values() for field in kind["fields"]}
    assert not names & {"name", "phone", "email", "address1", "payload", "contact", "postcode"}
