"""Where an order stands, what is paid of it, and why it waits."""

from enum import StrEnum

from domain.states import Machine


class OrderKind(StrEnum):
    """What a document of a sale is; its sums have the sign that the kind allows."""

    SALE = "SALE"
    CREDIT_NOTE = "CREDIT_NOTE"
    ADJUSTMENT = "ADJUSTMENT"


class LineKind(StrEnum):
    """Whether a line is packed, or only charged: postage, a fee, a bank's charge."""

    GOODS = "GOODS"
    CHARGE = "CHARGE"


class OrderState(StrEnum):
    """Where an order stands on its way to the customer; money is another matter."""

    NEW = "NEW"
    EXCEPTION = "EXCEPTION"
    REVIEWED = "REVIEWED"
    ALLOCATED = "ALLOCATED"
    PARTIALLY_SHIPPED = "PARTIALLY_SHIPPED"
    SHIPPED = "SHIPPED"
    DELIVERED = "DELIVERED"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


ORDER_STATES = Machine(
    "order",
    {
        OrderState.NEW: (OrderState.EXCEPTION, OrderState.REVIEWED, OrderState.CANCELLED),
        OrderState.EXCEPTION: (OrderState.NEW, OrderState.REVIEWED, OrderState.CANCELLED),
        OrderState.REVIEWED: (OrderState.ALLOCATED, OrderState.CANCELLED),
        OrderState.ALLOCATED: (
            OrderState.PARTIALLY_SHIPPED,
            OrderState.SHIPPED,
            OrderState.CANCELLED,
        ),
        OrderState.PARTIALLY_SHIPPED: (OrderState.SHIPPED,),
        OrderState.SHIPPED: (OrderState.DELIVERED,),
        OrderState.DELIVERED: (OrderState.COMPLETED,),
        OrderState.COMPLETED: (),
        OrderState.CANCELLED: (),
    },
)
"""CAPABILITIES 2.2: cancelled only before anything has shipped."""

BEING_FULFILLED = frozenset({OrderState.REVIEWED, OrderState.ALLOCATED})
"""While an order is here, those who pack it may ask for its address."""


TAKEN_IN = frozenset({OrderState.NEW, OrderState.EXCEPTION})
"""Not looked at yet: which of the two it is, we find ourselves."""
PROGRESS = {
    state: rank
    for rank, states in enumerate(
        (
            TAKEN_IN,
            {OrderState.REVIEWED},
            {OrderState.ALLOCATED},
            {OrderState.PARTIALLY_SHIPPED},
            {OrderState.SHIPPED},
            {OrderState.DELIVERED},
            {OrderState.COMPLETED},
        )
    )
    for state in states
}
"""How far an order has come that is not cancelled."""


class PaymentState(StrEnum):
    """How much of an order is paid; moved by payments and refunds alone."""

    UNPAID = "UNPAID"
    DEPOSIT_PAID = "DEPOSIT_PAID"
    PAID = "PAID"
    PARTIALLY_REFUNDED = "PARTIALLY_REFUNDED"
    REFUNDED = "REFUNDED"


class PaymentMethod(StrEnum):
    """How money came in."""

    ALIPAY = "ALIPAY"
    WECHAT_PAY = "WECHAT_PAY"
    CARD = "CARD"
    BANK_TRANSFER = "BANK_TRANSFER"
    CASH = "CASH"
    PLATFORM = "PLATFORM"
    OTHER = "OTHER"


class CancelReason(StrEnum):
    """Why an order was cancelled."""

    BUYER_ASKED = "BUYER_ASKED"
    NOT_PAID = "NOT_PAID"
    OUT_OF_STOCK = "OUT_OF_STOCK"
    PRICE_ERROR = "PRICE_ERROR"
    ADDRESS_ERROR = "ADDRESS_ERROR"
    DUPLICATE = "DUPLICATE"
    FRAUD = "FRAUD"
    OTHER = "OTHER"


class ExceptionKind(StrEnum):
    """What is wrong with an order."""

    UNMAPPED_SKU = "UNMAPPED_SKU"
    ADDRESS_MISSING = "ADDRESS_MISSING"
    TOTAL_MISMATCH = "TOTAL_MISMATCH"
    LINES_MISSING = "LINES_MISSING"


MUST_BE_MENDED = frozenset({ExceptionKind.UNMAPPED_SKU, ExceptionKind.LINES_MISSING})
"""No reviewer can accept these: the order cannot be packed as it is."""
