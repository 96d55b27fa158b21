"""Mutations about orders, what is paid of them, and customers."""

from itertools import count
from typing import Any

from domain.orders.states import OrderState
from tests.conftest import MONDAY
from tests.factories.catalogue import make_variant
from tests.factories.orders import (
    make_customer,
    make_line,
    make_order,
    make_order_contact,
    make_unmapped,
)
from tests.factories.stores import make_store
from tests.house import House, node_id
from tests.writes.changes import change

_numbers = count(1)
EUROS = {"amount": "12.50", "currencyCode": "EUR"}
ADDRESS = {"name": "Ann Lee", "address1": "1 Road", "city": "Porto", "country": "PT"}


def _line(house: House) -> dict[str, Any]:
    return {"sku": make_variant(house).sku, "quantity": 2, "unitPrice": EUROS}


@change("orderCreate")
def create_order(house: House) -> dict[str, Any]:
    return {
        "storeId": node_id("Store", make_store(house)),
        "customerId": node_id("Customer", make_customer(house)),
        "lines": [_line(house)],
        "shipTo": ADDRESS,
    }


@change("orderMap")
def map_line(house: House) -> dict[str, Any]:
    order = make_order(house, state=OrderState.EXCEPTION)
    line = make_unmapped(house, order)
    return {
        "id": node_id("Order", order),
        "lineId": node_id("OrderLine", line),
        "variantId": node_id("Variant", make_variant(house)),
    }


def _order(house: House, **more: Any) -> str:
    order = make_order(house, **more)
    make_line(house, order, variant_id=make_variant(house).id)
    return node_id("Order", order)


@change("orderReview")
def review(house: House) -> dict[str, Any]:
    return {"id": _order(house)}


@change("orderHold")
def hold(house: House) -> dict[str, Any]:
    return {"id": _order(house), "reason": "Ask for the flat number."}


@change("orderReleaseHold")
def release(house: House) -> dict[str, Any]:
    return {"id": _order(house, held_at=MONDAY, hold_reason="Wait.")}


@change("orderCancel")
def cancel(house: House) -> dict[str, Any]:
    return {"id": _order(house), "reason": "OUT_OF_STOCK"}


@change("orderNoteSet")
def set_note(house: House) -> dict[str, Any]:
    return {"id": _order(house), "note": f"Ring twice {next(_numbers)}."}


@change("platformOrdersIngest")
def ingest(house: House) -> dict[str, Any]:
    """Three orders: one that is taken in, one that breaks a rule, one more."""
    store = make_store(house)
    good, bad, another = (sent(house) for _ in range(3))
    bad["lines"][0]["quantity"] = 0
    return {
        "storeId": node_id("Store", store),
        "source": "taobao",
        "orders": [good, bad, another],
    }


def sent(house: House, **more: Any) -> dict[str, Any]:
    number = next(_numbers)
    return {
        "externalId": f"T-{number}",
        "placedAt": MONDAY.isoformat(),
        "payload": '{"tid": 1}',
        "lines": [_line(house)],
        "shipTo": ADDRESS,
        "buyer": {"externalId": f"B-{number}", "handle": "annlee88"},
        **more,
    }


@change("orderPaymentRecord", lines=2)
def record_payment(house: House) -> dict[str, Any]:
    number = next(_numbers)
    more = {"method": "CARD", "amount": EUROS, "reference": f"R-{number}"}
    return {"id": _order(house), **more}


@change("customerCreate")
def create_customer(_: House) -> dict[str, Any]:
    return {"contact": ADDRESS, "source": "taobao", "externalId": f"C-{next(_numbers)}"}


@change("customerUpdate")
def update_customer(house: House) -> dict[str, Any]:
    customer = make_customer(house)
    return {"id": node_id("Customer", customer), "phone": f"+351 912 000 {next(_numbers):03}"}


@change("customerContactReveal")
def reveal(house: House) -> dict[str, Any]:
    order = make_order(house, state=OrderState.REVIEWED)
    make_order_contact(house, order)
    return {"orderId": node_id("Order", order), "reason": "The parcel came back."}


@change("customerErase")
def erase(house: House) -> dict[str, Any]:
    customer = make_customer(house)
    make_order(house, customer_id=customer.id, note="Ring twice.")
    return {"id": node_id("Customer", customer)}
