"""Customers, orders and their lines, payments, refunds, exceptions, platform records verbatim."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from domain.base import Base, Dated, OfOrganization, OfStore, Words
from domain.catalogue.models import Variant
from domain.money import Money, UnitPrice
from domain.orders.contacts import PERSONAL
from domain.orders.states import (
    CancelReason,
    ExceptionKind,
    LineKind,
    OrderKind,
    OrderState,
    PaymentMethod,
    PaymentState,
)
from domain.permissions import Permission
from domain.scope import SeenInOrganization, SeenInStores
from domain.stores.models import Store


class Customer(SeenInOrganization, OfOrganization, Dated, Base):
    """Somebody who buys; only masked words are here, the rest is in `contacts`."""

    __tablename__ = "customers"
    __table_args__ = (
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "handle", "id"),
    )
    folded = {"search_text": ("handle", "name_masked", "phone_masked", "email_masked")}
    seen_with: ClassVar[Permission] = Permission.CUSTOMERS_READ

    handle: Mapped[str] = mapped_column(Words(200), default="", info=PERSONAL)  # masked
    name_masked: Mapped[str] = mapped_column(Words(200), default="", info=PERSONAL)
    phone_masked: Mapped[str] = mapped_column(Words(40), default="", info=PERSONAL)
    email_masked: Mapped[str] = mapped_column(Words(320), default="", info=PERSONAL)
    note: Mapped[str | None] = mapped_column(Text, default=None, info=PERSONAL)
    contact_changed_at: Mapped[datetime | None] = mapped_column(default=None)
    erased_at: Mapped[datetime | None] = mapped_column(default=None)
    search_text: Mapped[str] = mapped_column(Text, init=False)
    orders: Mapped[list["Order"]] = relationship(
        back_populates="customer", lazy="raise", init=False, order_by="Order.placed_at, Order.id"
    )


class Order(SeenInStores, OfStore, Dated, Base):
    """What somebody bought in one store; every sum is in its one `currency`.

    The total is the subtotal, shipping and tax (unless included) less the discount, and the
    rounding: what the platform's stated total had more, or less, than the sum of its parts.
    """

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("store_id", "number"),  # orders a store's by number too
        Index(None, "organization_id", "placed_at", "id"),
        Index(None, "organization_id", "number", "id"),
        Index(None, "organization_id", "total_minor", "id"),
        Index(None, "store_id", "placed_at", "id"),
        Index(None, "store_id", "total_minor", "id"),
        Index(None, "organization_id", "state", "placed_at", "id"),
        Index(None, "store_id", "state", "placed_at", "id"),
        Index(None, "customer_id", "placed_at", "id"),
        CheckConstraint(
            "total_minor = subtotal_minor + shipping_minor - discount_minor + rounding_minor"
            " + CASE WHEN is_tax_included THEN 0 ELSE tax_minor END",
            name="adds_up",
        ),
        CheckConstraint(
            "paid_minor BETWEEN 0 AND CASE WHEN total_minor > 0 THEN total_minor ELSE 0 END",
            name="paid_within",
        ),
        CheckConstraint("refunded_minor BETWEEN 0 AND paid_minor", name="refunded_within"),
        CheckConstraint(
            "kind = 'ADJUSTMENT'"
            " OR kind = 'SALE' AND subtotal_minor >= 0 AND shipping_minor >= 0"
            " AND discount_minor >= 0 AND tax_minor >= 0 AND total_minor >= 0"
            " OR kind = 'CREDIT_NOTE' AND subtotal_minor <= 0 AND shipping_minor <= 0"
            " AND discount_minor <= 0 AND tax_minor <= 0 AND total_minor <= 0",
            name="sums_of_kind",
        ),
        CheckConstraint(
            "line_count >= 0 AND (line_count > 0 OR item_count = 0)"
            " AND (kind = 'ADJUSTMENT' OR kind = 'SALE' AND item_count >= line_count"
            " OR kind = 'CREDIT_NOTE' AND item_count <= -line_count)",
            name="counts_of_kind",
        ),
        CheckConstraint("state = 'CANCELLED' OR cancelled_at IS NULL", name="cancelled_when_it_is"),
    )
    folded = {"search_text": ("number", "external_id")}
    seen_with: ClassVar[Permission] = Permission.ORDERS_READ

    store: Mapped[Store] = relationship(lazy="raise", init=False)
    customer: Mapped[Customer | None] = relationship(
        back_populates="orders", lazy="raise", init=False
    )
    number: Mapped[str] = mapped_column(Words(100))
    source: Mapped[str] = mapped_column(Words(60))  # `taobao`, `shopify`; `manual` is ourselves
    placed_at: Mapped[datetime]
    currency: Mapped[str] = mapped_column(Words(3), init=False)
    subtotal_minor: Mapped[int] = mapped_column(BigInteger, init=False)
    shipping_minor: Mapped[int] = mapped_column(BigInteger, init=False)
    discount_minor: Mapped[int] = mapped_column(BigInteger, init=False)
    tax_minor: Mapped[int] = mapped_column(BigInteger, init=False)
    rounding_minor: Mapped[int] = mapped_column(BigInteger, init=False)
    total_minor: Mapped[int] = mapped_column(BigInteger, init=False)
    paid_minor: Mapped[int] = mapped_column(BigInteger, init=False)
    refunded_minor: Mapped[int] = mapped_column(BigInteger, init=False)
    subtotal: Mapped[Money] = composite("subtotal_minor", "currency")
    shipping: Mapped[Money] = composite("shipping_minor", "currency")
    discount: Mapped[Money] = composite("discount_minor", "currency")
    tax: Mapped[Money] = composite("tax_minor", "currency")
    rounding: Mapped[Money] = composite("rounding_minor", "currency")
    total: Mapped[Money] = composite("total_minor", "currency")
    paid: Mapped[Money] = composite("paid_minor", "currency")  # all that ever came in
    refunded: Mapped[Money] = composite("refunded_minor", "currency")  # what of it went back
    line_count: Mapped[int]
    item_count: Mapped[int]
    customer_id: Mapped[UUID | None] = mapped_column(ForeignKey("customers.id"), default=None)
    external_id: Mapped[str | None] = mapped_column(Words(200), default=None)
    kind: Mapped[OrderKind] = mapped_column(default=OrderKind.SALE)
    state: Mapped[OrderState] = mapped_column(default=OrderState.NEW)
    payment_state: Mapped[PaymentState] = mapped_column(default=PaymentState.UNPAID)
    paid_at: Mapped[datetime | None] = mapped_column(default=None)  # when the last of it came in
    reviewed_at: Mapped[datetime | None] = mapped_column(default=None)
    held_at: Mapped[datetime | None] = mapped_column(default=None)
    hold_reason: Mapped[str | None] = mapped_column(Text, default=None, info=PERSONAL)
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)  # platforms may not say
    cancel_reason: Mapped[CancelReason | None] = mapped_column(default=None)
    is_tax_included: Mapped[bool] = mapped_column(default=False)  # the tax is within the prices
    buyer_note: Mapped[str | None] = mapped_column(Text, default=None, info=PERSONAL)
    note: Mapped[str | None] = mapped_column(Text, default=None, info=PERSONAL)
    ship_to_country: Mapped[str | None] = mapped_column(Words(2), default=None)
    ship_to_region: Mapped[str | None] = mapped_column(Words(100), default=None)
    ship_to_city: Mapped[str | None] = mapped_column(Words(100), default=None)
    search_text: Mapped[str] = mapped_column(Text, init=False)
    lines: Mapped[list["OrderLine"]] = relationship(
        back_populates="order", lazy="raise", init=False, order_by="OrderLine.position"
    )
    payments: Mapped[list["Payment"]] = relationship(
        back_populates="order", lazy="raise", init=False, order_by="Payment.id"
    )
    refunds: Mapped[list["Refund"]] = relationship(
        back_populates="order", lazy="raise", init=False, order_by="Refund.id"
    )
    exceptions: Mapped[list["OrderException"]] = relationship(
        back_populates="order", lazy="raise", init=False, order_by="OrderException.id"
    )
    platform_orders: Mapped[list["PlatformOrder"]] = relationship(
        back_populates="order", lazy="raise", init=False, order_by="PlatformOrder.id"
    )


class OrderLine(SeenInStores, OfStore, Dated, Base):
    """So many of one thing at one price; the amount is rounded here, once."""

    __tablename__ = "order_lines"
    __table_args__ = (
        UniqueConstraint("order_id", "position"),  # orders an order's lines too
        CheckConstraint("quantity <> 0", name="some_quantity"),
        CheckConstraint(
            "CASE WHEN (quantity > 0) = (unit_price_micros >= 0) THEN amount_minor >= 0"
            " ELSE amount_minor <= 0 END",
            name="amount_of_sign",
        ),
        CheckConstraint(
            "CASE WHEN amount_minor < 0 THEN discount_minor BETWEEN amount_minor AND 0"
            " ELSE discount_minor BETWEEN 0 AND amount_minor END",
            name="discount_within",
        ),
        CheckConstraint(
            "(stated_amount_minor IS NULL) = (stated_amount_currency IS NULL)",
            name="stated_amount_whole",
        ),
    )
    seen_with: ClassVar[Permission] = Permission.ORDERS_READ

    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    order: Mapped[Order] = relationship(back_populates="lines", lazy="raise", init=False)
    position: Mapped[int]  # 1, 2, …
    variant: Mapped[Variant | None] = relationship(lazy="raise", init=False)
    sku: Mapped[str] = mapped_column(Words(100))  # as stated
    quantity: Mapped[int]
    currency: Mapped[str] = mapped_column(Words(3), init=False)
    unit_price_micros: Mapped[int] = mapped_column(BigInteger, init=False)
    discount_minor: Mapped[int] = mapped_column(BigInteger, init=False)
    amount_minor: Mapped[int] = mapped_column(BigInteger, init=False)
    unit_price: Mapped[UnitPrice] = composite("unit_price_micros", "currency")
    discount: Mapped[Money] = composite("discount_minor", "currency")
    amount: Mapped[Money] = composite("amount_minor", "currency")  # before the discount
    variant_id: Mapped[UUID | None] = mapped_column(ForeignKey("variants.id"), default=None)
    title: Mapped[str] = mapped_column(Words(500), default="")  # as stated
    stated_amount: Mapped[Money | None] = composite(
        mapped_column("stated_amount_minor", BigInteger, nullable=True),
        mapped_column("stated_amount_currency", Words(3), nullable=True),
        default=None,
    )
    is_gift: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[LineKind] = mapped_column(default=LineKind.GOODS)


class Payment(SeenInStores, OfStore, Dated, Base):
    """Money that came in for one order."""

    __tablename__ = "payments"
    __table_args__ = (
        UniqueConstraint("store_id", "reference"),
        Index(None, "order_id", "received_at", "id"),
        CheckConstraint("amount_minor > 0", name="positive_amount"),
    )
    seen_with: ClassVar[Permission] = Permission.ORDERS_READ

    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    order: Mapped[Order] = relationship(back_populates="payments", lazy="raise", init=False)
    method: Mapped[PaymentMethod]
    amount: Mapped[Money] = composite(
        mapped_column("amount_minor", BigInteger), mapped_column("amount_currency", Words(3))
    )
    received_at: Mapped[datetime]
    reference: Mapped[str | None] = mapped_column(Words(200), default=None)
    note: Mapped[str | None] = mapped_column(Text, default=None, info=PERSONAL)


class Refund(SeenInStores, OfStore, Dated, Base):
    """Money of one order that went back to who paid."""

    __tablename__ = "refunds"
    __table_args__ = (
        UniqueConstraint("store_id", "reference"),
        Index(None, "order_id", "created_at", "id"),
        CheckConstraint("amount_minor > 0", name="positive_amount"),
    )
    seen_with: ClassVar[Permission] = Permission.ORDERS_READ

    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    order: Mapped[Order] = relationship(back_populates="refunds", lazy="raise", init=False)
    amount: Mapped[Money] = composite(
        mapped_column("amount_minor", BigInteger), mapped_column("amount_currency", Words(3))
    )
    paid_back_at: Mapped[datetime | None] = mapped_column(default=None)  # sources may not say
    reference: Mapped[str | None] = mapped_column(Words(200), default=None)
    note: Mapped[str | None] = mapped_column(Text, default=None, info=PERSONAL)


class PlatformOrder(SeenInStores, OfStore, Dated, Base):
    """An order as the platform sent it, to the letter, until its customer is erased."""

    __tablename__ = "platform_orders"
    __table_args__ = (
        UniqueConstraint("store_id", "source", "external_id"),
        Index(None, "organization_id", "received_at", "id"),
        Index(None, "store_id", "received_at", "id"),
        Index(None, "order_id", "id"),
    )
    folded = {"search_text": ("external_id",)}
    seen_with: ClassVar[Permission] = Permission.ORDERS_READ

    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    order: Mapped[Order] = relationship(back_populates="platform_orders", lazy="raise", init=False)
    source: Mapped[str] = mapped_column(Words(60))
    external_id: Mapped[str] = mapped_column(Words(200))
    received_at: Mapped[datetime]
    payload: Mapped[str | None] = mapped_column(Text, info=PERSONAL)  # JSON, as received
    payload_hash: Mapped[str] = mapped_column(Words(64))  # SHA-256, hexadecimal
    erased_at: Mapped[datetime | None] = mapped_column(default=None)
    search_text: Mapped[str] = mapped_column(Text, init=False)


class OrderException(SeenInStores, OfStore, Dated, Base):
    """One thing that keeps an order from being reviewed, until it is resolved."""

    __tablename__ = "order_exceptions"
    __table_args__ = (Index(None, "order_id", "id"),)
    seen_with: ClassVar[Permission] = Permission.ORDERS_READ

    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    order: Mapped[Order] = relationship(back_populates="exceptions", lazy="raise", init=False)
    kind: Mapped[ExceptionKind]
    message: Mapped[str] = mapped_column(Text)  # names SKUs and sums, never people
    raised_at: Mapped[datetime]
    line_id: Mapped[UUID | None] = mapped_column(ForeignKey("order_lines.id"), default=None)
    resolved_at: Mapped[datetime | None] = mapped_column(default=None)
