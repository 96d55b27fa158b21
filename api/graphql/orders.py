"""Orders as they are read: lines, payments, exceptions and what the platform sent."""

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from api import reads
from api.money import Money, UnitPrice
from api.reads import Connection
from domain.orders import models, states
from domain.permissions import Permission

if TYPE_CHECKING:
    from api.graphql.catalogue import Variant
    from api.graphql.customers import Customer
    from api.graphql.stores import Store

reads.described(
    states.OrderKind,
    "What an order is in the books.",
    SALE="Something was bought: nothing in it is below nothing.",
    CREDIT_NOTE="Something was taken back: its quantities and sums are below nothing.",
    ADJUSTMENT="The books were put right: either sign.",
)
reads.described(
    states.LineKind,
    "What a line is for.",
    GOODS="Something that is packed.",
    CHARGE="A sum alone, such as postage or a fee.",
)
reads.described(
    states.OrderState,
    "Where an order stands on its way to the customer; money is another matter.",
    NEW="Taken in, not looked at yet.",
    EXCEPTION="Something is wrong with it that must be mended or accepted.",
    REVIEWED="Found right; it may be packed.",
    ALLOCATED="Goods are set aside for it.",
    PARTIALLY_SHIPPED="A part of it is on its way.",
    SHIPPED="All of it is on its way.",
    DELIVERED="It has arrived.",
    COMPLETED="Done, and no longer to be returned.",
    CANCELLED="It was called off before anything shipped.",
)
reads.described(
    states.PaymentState,
    "How much of an order is paid.",
    UNPAID="Nothing has come in.",
    DEPOSIT_PAID="A part has come in.",
    PAID="All of it has come in.",
    PARTIALLY_REFUNDED="A part has been given back.",
    REFUNDED="All of it has been given back.",
)
reads.described(
    states.PaymentMethod,
    "How money came in.",
    ALIPAY="By Alipay.",
    WECHAT_PAY="By WeChat Pay.",
    CARD="By card.",
    BANK_TRANSFER="By bank transfer.",
    CASH="In cash.",
    PLATFORM="To the platform, which settles with us.",
    OTHER="In another way.",
)
reads.described(
    states.CancelReason,
    "Why an order was cancelled.",
    BUYER_ASKED="The buyer asked for it.",
    NOT_PAID="It was not paid in time.",
    OUT_OF_STOCK="We have not got the goods.",
    PRICE_ERROR="It was sold at a wrong price.",
    ADDRESS_ERROR="It cannot be sent where it should go.",
    DUPLICATE="The same order came twice.",
    FRAUD="It is not meant honestly.",
    OTHER="For another reason.",
)
reads.described(
    states.ExceptionKind,
    "What is wrong with an order.",
    UNMAPPED_SKU="A line's SKU is no variant of ours; say which it means.",
    ADDRESS_MISSING="There is nowhere to send it.",
    TOTAL_MISMATCH="A stated sum differs from ours by more than rounding.",
    LINES_MISSING="Nothing is known of what was bought.",
)


@reads.sorting("How orders may be sorted.")
class OrderSort(Enum):
    NEWEST = reads.by("-placed_at", "Latest placed first.")
    OLDEST = reads.by("placed_at", "Earliest placed first.")
    NUMBER = reads.by("number", "By number, lowest first.")
    NUMBER_DESCENDING = reads.by("-number", "By number, highest first.")
    HIGHEST_TOTAL = reads.by("-total_minor", "By total in minor units, highest first.")
    LOWEST_TOTAL = reads.by("total_minor", "By total in minor units, lowest first.")


@reads.filtering("Which orders.")
class OrderFilter:
    kind: reads.EnumFilter[states.OrderKind] | None = reads.where("What they are in the books.")
    state: reads.EnumFilter[states.OrderState] | None = reads.where("Where they stand.")
    payment_state: reads.EnumFilter[states.PaymentState] | None = reads.where(
        "How much of them is paid."
    )
    store_id: reads.IDFilter | None = reads.where("In these stores.")
    customer_id: reads.IDFilter | None = reads.where("Of these customers.")
    number: reads.StringFilter | None = reads.where("Their number.")
    source: reads.StringFilter | None = reads.where("Where they came from, such as `taobao`.")
    placed_at: reads.DateTimeFilter | None = reads.where("When they were placed.")
    item_count: reads.IntFilter | None = reads.where("How many items they have.")
    is_held: reads.BooleanFilter | None = reads.where(
        "Whether they are on hold.", lambda row: row.held_at.is_not(None)
    )


ORDER_SEARCH = reads.Search(
    "search_text",
    number="number",
    kind="kind",
    state="state",
    payment_state="payment_state",
    placed_at="placed_at",
    note="note",
)


@reads.sorting("How the lines of an order may be sorted.")
class OrderLineSort(Enum):
    POSITION = reads.by("position", "As stated, first line first.")


@reads.sorting("How payments may be sorted.")
class PaymentSort(Enum):
    OLDEST = reads.by("received_at", "Earliest received first.")
    NEWEST = reads.by("-received_at", "Latest received first.")


@reads.sorting("How refunds may be sorted.")
class RefundSort(Enum):
    OLDEST = reads.by("created_at", "Earliest known first.")
    NEWEST = reads.by("-created_at", "Latest known first.")


@reads.sorting("How the platforms' own records may be sorted.")
class PlatformOrderSort(Enum):
    NEWEST = reads.by("-received_at", "Latest received first.")
    OLDEST = reads.by("received_at", "Earliest received first.")


@reads.filtering("Which of the platforms' records.")
class PlatformOrderFilter:
    store_id: reads.IDFilter | None = reads.where("In these stores.")
    source: reads.StringFilter | None = reads.where("Where they came from, such as `taobao`.")
    external_id: reads.StringFilter | None = reads.where("The platform's own ids.")
    received_at: reads.DateTimeFilter | None = reads.where("When they came in.")


PLATFORM_ORDER_SEARCH = reads.Search(
    "search_text", external_id="external_id", received_at="received_at"
)


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
    refunded_at: datetime | None = reads.attribute(description="When it went back, if known.")
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
