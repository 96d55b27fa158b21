"""Customers, orders with what hangs on them, and orders as somebody states them."""

import json
from dataclasses import asdict
from itertools import count
from typing import Any

from domain.money import Money, UnitPrice
from domain.orders.contacts import CustomerContact, OrderContact
from domain.orders.drafting import masked
from domain.orders.ingesting import PlatformRow
from domain.orders.models import (
    Customer,
    Order,
    OrderException,
    OrderLine,
    Payment,
    PlatformOrder,
    Refund,
)
from domain.orders.stated import StatedContact, StatedLine, StatedOrder
from domain.orders.states import ExceptionKind, OrderState, PaymentMethod
from domain.stores.models import Store
from tests.conftest import MONDAY, House
from tests.factories.stores import make_store

_numbers = count(1001)
JOHN = StatedContact(
    name="John Smithson",
    phone="+351 912 345 678",
    email="john.smithson@example.com",
    address1="1 Harbour Street",
    city="Lisbon",
    region="Estremadura",
    postcode="1100-042",
    country="PT",
)


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def make_customer(
    house: House, contact: StatedContact = JOHN, handle: str = "smithy_john", **more: Any
) -> Customer:
    customer = Customer(organization_id=house.organization.id, **more)
    for name, value in masked(handle, contact).items():
        setattr(customer, name, value)
    kept = CustomerContact(
        organization_id=customer.organization_id, customer_id=customer.id, **asdict(contact)
    )
    house.save(customer)
    house.save(kept)
    return customer


def make_order(house: House, store: Store | None = None, total: int = 25_00, **more: Any) -> Order:
    """A new order in euros of one line that has yet to be made, with nothing paid."""
    store = store or make_store(house)
    usual: dict[str, Any] = {
        "number": str(next(_numbers)),
        "source": "manual",
        "placed_at": MONDAY,
        "subtotal": euros(total),
        "shipping": euros(0),
        "discount": euros(0),
        "tax": euros(0),
        "rounding": euros(0),
        "total": euros(total),
        "paid": euros(0),
        "refunded": euros(0),
        "line_count": 1,
        "item_count": 1,
    }
    if more.get("state") is OrderState.CANCELLED:
        usual["cancelled_at"] = MONDAY
    order = Order(organization_id=store.organization_id, store_id=store.id, **{**usual, **more})
    house.save(order)
    return order


def _of(order: Order) -> dict[str, Any]:
    return {
        "organization_id": order.organization_id,
        "store_id": order.store_id,
        "order_id": order.id,
    }


def make_line(house: House, order: Order, position: int = 1, **more: Any) -> OrderLine:
    usual: dict[str, Any] = {
        "sku": "MUG-1",
        "title": "Mug",
        "quantity": 1,
        "unit_price": UnitPrice(25_000_000, "EUR"),
        "discount": euros(0),
        "amount": euros(25_00),
    }
    line = OrderLine(**_of(order), position=position, **{**usual, **more})
    house.save(line)
    return line


def make_unmapped(house: House, order: Order, **more: Any) -> OrderLine:
    """A line of unknown SKU, and the exception that says so."""
    line = make_line(house, order, **more)
    make_exception(house, order, line_id=line.id)
    return line


def make_exception(
    house: House,
    order: Order,
    kind: ExceptionKind = ExceptionKind.UNMAPPED_SKU,
    message: str = "No variant has the SKU 'MUG-1'.",
    **more: Any,
) -> OrderException:
    exception = OrderException(
        **_of(order), kind=kind, message=message, **{"raised_at": MONDAY, **more}
    )
    house.save(exception)
    return exception


def make_payment(house: House, order: Order, amount: int = 10_00, **more: Any) -> Payment:
    """A row alone: the order's own sums are not touched."""
    usual: dict[str, Any] = {"method": PaymentMethod.CARD, "received_at": MONDAY}
    payment = Payment(**_of(order), amount=euros(amount), **{**usual, **more})
    house.save(payment)
    return payment


def make_refund(house: House, order: Order, **more: Any) -> Refund:
    """A row alone: the order's own sums are not touched."""
    refund = Refund(**_of(order), **{"amount": euros(5_00), **more})
    house.save(refund)
    return refund


def make_platform_order(house: House, order: Order, **more: Any) -> PlatformOrder:
    usual: dict[str, Any] = {
        "source": "taobao",
        "external_id": f"TB-{next(_numbers)}",
        "received_at": MONDAY,
        "payload": '{"buyer":"John Smithson"}',
        "payload_hash": "0" * 64,
    }
    record = PlatformOrder(**_of(order), **{**usual, **more})
    house.save(record)
    return record


def make_order_contact(
    house: House, order: Order, contact: StatedContact = JOHN, **more: Any
) -> OrderContact:
    kept = OrderContact(**_of(order), customer_id=order.customer_id, **{**asdict(contact), **more})
    house.save(kept)
    return kept


def stated_line(sku: str = "MUG-1", price: int = 25_000_000, **more: Any) -> StatedLine:
    usual: dict[str, Any] = {"quantity": 1, "unit_price": UnitPrice(price, "EUR")}
    return StatedLine(sku=sku, **{**usual, **more})


def stated_order(*lines: StatedLine, **more: Any) -> StatedOrder:
    """To John in Lisbon; a mug at 25 euros unless lines are given."""
    usual: dict[str, Any] = {
        "number": f"N-{next(_numbers)}",
        "placed_at": MONDAY,
        "ship_to": JOHN,
    }
    return StatedOrder(lines=lines or (stated_line(),), **{**usual, **more})


def platform_row(
    external_id: str = "TB-1", order: StatedOrder | None = None, **more: Any
) -> PlatformRow:
    usual: dict[str, Any] = {"source": "taobao", "payload": json.dumps({"tid": external_id})}
    order = order or stated_order(number="")
    return PlatformRow(external_id=external_id, order=order, **{**usual, **more})
