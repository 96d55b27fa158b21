"""Orders as they are read: lines, payments, exceptions and what the platform sent."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from api import reads
from api.graphql.order_lists import (
    ORDER_SEARCH,
    PLATFORM_ORDER_SEARCH,
    OrderFilter,
    OrderLineSort,
    OrderSort,
    PaymentSort,
    PlatformOrderFilter,
    PlatformOrderSort,
    RefundSort,
)
from api.money import Money, UnitPrice
from api.reads import Connection
from domain.orders import models, states
from domain.permissions import Permission

if TYPE_CHECKING:
    from api.graphql.catalogue import Variant
    from api.graphql.customers import Customer
    from api.graphql.stores import Store


@strawberry.type(description="So many of one thing at one price.")
class OrderLine(reads.Dated):
    model = models.OrderLine
    position: int = reads.attribute(description="Its place in the order, from 1.")
    variant: Annotated["Variant", strawberry.lazy("api.graphql.catalogue")] | None = (
        reads.attribute(description="What it means of ours; null until it is mapped.")
    )
    sku: str = reads.attribute(description="The SKU, as stated.")
    title: str = reads.attribute(description="What it was called, as stated.")
    quantity: int = reads.attribute(description="How many; below nothing, what came back.")
    unit_price: UnitPrice = reads.attribute(description="The price of one.")
    amount: Money = reads.attribute(
        description="Price times quantity, rounded once, half up; before the discount."
    )
    discount: Money = reads.attribute(description="What is taken off this line.")
    stated_amount: Money | None = reads.attribute(description="What the source says it comes to.")
    is_gift: bool = reads.attribute(description="Whether it is given away with the rest.")
    kind: states.LineKind = reads.attribute(description="What it is for.")


@strawberry.type(description="Money that came in for an order.")
class Payment(reads.Dated):
    model = models.Payment
    order: "Order" = reads.attribute(description="What it pays for.")
    method: states.PaymentMethod = reads.attribute(description="How it came in.")
    amount: Money = reads.attribute(description="How much.")
    received_at: datetime = reads.attribute(description="When it came in.")
    reference: str | None = reads.attribute(
        description="What the bank or platform calls it; unique in the store."
    )
    note: str | None = reads.attribute(description="What to remember of it.")


@strawberry.type(description="Money of an order that went back to who paid.")
class Refund(reads.Dated):
    model = models.Refund
    order: "Order" = reads.attribute(description="What it was paid for.")
    amount: Money = reads.attribute(description="How much.")
    paid_back_at: datetime | None = reads.attribute(description="When it went back, if known.")
    reference: str | None = reads.attribute(
        description="What the bank or platform calls it; unique in the store."
    )
    note: str | None = reads.attribute(description="What to remember of it.")


@strawberry.type(description="One thing that is, or was, wrong with an order.")
class OrderException(reads.Dated):
    model = models.OrderException
    kind: states.ExceptionKind = reads.attribute(description="What sort of thing.")
    message: str = reads.attribute(description="In words.")
    raised_at: datetime = reads.attribute(description="When it was found.")
    resolved_at: datetime | None = reads.attribute(description="When it was mended or accepted.")


@strawberry.type(description="An order as its platform sent it; the text itself is not shown.")
class PlatformOrder(reads.Dated):
    model = models.PlatformOrder
    source: str = reads.attribute(description="Where it came from, such as `taobao`.")
    external_id: str = reads.attribute(description="The platform's own id.")
    received_at: datetime = reads.attribute(description="When it came in.")
    order: "Order" = reads.attribute(description="What we made of it.")
    payload_hash: str = reads.attribute(
        description="SHA-256 of the text as received, in hexadecimal."
    )
    is_erased: bool = reads.sql(
        lambda row: row.payload.is_(None),
        description="Whether the text was erased with its customer.",
    )


@strawberry.type(description="What somebody bought in one store; all sums in one currency.")
class Order(reads.Dated):
    model = models.Order
    number: str = reads.attribute(description="Its number, unique in the store.")
    source: str = reads.attribute(description="Where it came from; `manual` is ourselves.")
    external_id: str | None = reads.attribute(description="What the platform calls it.")
    store: Annotated["Store", strawberry.lazy("api.graphql.stores")] | None = reads.attribute(
        description="Where it was placed; null for those who may not see stores."
    )
    customer: Annotated["Customer", strawberry.lazy("api.graphql.customers")] | None = (
        reads.attribute(needs=Permission.CUSTOMERS_READ, description="Who bought.")
    )
    kind: states.OrderKind = reads.attribute(description="What it is in the books.")
    state: states.OrderState = reads.attribute(description="Where it stands.")
    allowed_transitions: list[states.OrderState] = reads.moves(
        states.ORDER_STATES, "state", description="The states that may follow."
    )
    payment_state: states.PaymentState = reads.attribute(description="How much of it is paid.")
    placed_at: datetime = reads.attribute(description="When it was placed.")
    paid_at: datetime | None = reads.attribute(description="When the last of it came in.")
    reviewed_at: datetime | None = reads.attribute(description="When it was found right.")
    held_at: datetime | None = reads.attribute(description="Since when it is on hold.")
    hold_reason: str | None = reads.attribute(description="Why it is on hold.")
    cancelled_at: datetime | None = reads.attribute(
        description="When it was cancelled; null for one that was not, or if nobody said when."
    )
    cancel_reason: states.CancelReason | None = reads.attribute(description="Why, if it was.")
    subtotal: Money = reads.attribute(description="Its lines, less their discounts.")
    shipping: Money = reads.attribute(description="What the buyer pays for sending it.")
    discount: Money = reads.attribute(description="What is taken off the whole.")
    tax: Money = reads.attribute(description="The tax in it or on it.")
    is_tax_included: bool = reads.attribute(description="Whether the prices hold the tax.")
    rounding: Money = reads.attribute(
        description="The stated total less the sum of its parts; kept, never lost."
    )
    total: Money = reads.attribute(description="What it comes to.")
    paid: Money = reads.attribute(description="What has come in, ever.")
    refunded: Money = reads.attribute(description="What of it has gone back.")
    line_count: int = reads.attribute(description="How many lines it has.")
    item_count: int = reads.attribute(description="How many items it has.")
    buyer_note: str | None = reads.attribute(description="What the buyer said.")
    note: str | None = reads.attribute(description="What we remember of it.")
    ship_to_country: str | None = reads.attribute(
        description="The country it goes to: ISO 3166, two letters."
    )
    ship_to_region: str | None = reads.attribute(description="The province or state it goes to.")
    ship_to_city: str | None = reads.attribute(description="The city it goes to.")
    lines: Connection[OrderLine] = reads.connection(OrderLineSort, description="What was bought.")
    payments: Connection[Payment] = reads.connection(PaymentSort, description="What came in.")
    refunds: Connection[Refund] = reads.connection(RefundSort, description="What went back.")
    exceptions: list[OrderException] = reads.attribute(
        description="What is, or was, wrong with it."
    )
    platform_orders: list[PlatformOrder] = reads.attribute(
        description="What the platform sent of it."
    )


@strawberry.type
class OrdersQuery:
    orders: Connection[Order] | None = reads.connection(
        OrderSort,
        OrderFilter,
        search=ORDER_SEARCH,
        needs=Permission.ORDERS_READ,
        description="Orders, page by page.",
    )
    order: Order | None = reads.by_id(description="One order.")
    platform_orders: Connection[PlatformOrder] | None = reads.connection(
        PlatformOrderSort,
        PlatformOrderFilter,
        search=PLATFORM_ORDER_SEARCH,
        needs=Permission.ORDERS_READ,
        description="What platforms sent, page by page.",
    )
    platform_order: PlatformOrder | None = reads.by_id(description="One platform's record.")
