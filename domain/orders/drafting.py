"""From a checked order to the rows that keep it: no session, no clock of its own."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from domain.base import Base, fold_into
from domain.ids import new_id
from domain.money import Money
from domain.orders.contacts import CustomerContact, OrderContact
from domain.orders.masking import masked_email, masked_handle, masked_name, masked_phone
from domain.orders.models import (
    Customer,
    Order,
    OrderException,
    OrderLine,
    Payment,
    PlatformOrder,
)
from domain.orders.stated import Draft, StatedBuyer, StatedContact
from domain.orders.states import ExceptionKind, OrderState, PaymentMethod
from domain.orders.totals import is_mere_rounding, payment_state

_IN_ORDER: tuple[type[Base], ...] = (
    Customer,
    CustomerContact,
    Order,
    OrderContact,
    OrderLine,
    Payment,
    OrderException,
    PlatformOrder,
)
"""So that a row comes after those it points to."""


@dataclass(frozen=True)
class Rows:
    """New rows by table, for one `insert` each, all made at one instant."""

    organization_id: UUID
    now: datetime
    by_model: dict[type[Base], list[dict[str, Any]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, model: type[Base], **values: Any) -> UUID:
        """Keeps a row for writing; its id."""
        row_id = values.setdefault("id", new_id())
        values.update(
            organization_id=self.organization_id,
            created_at=self.now,
            updated_at=self.now,
            version=1,
        )
        self.by_model[model].append(fold_into(model, values))
        return cast("UUID", row_id)

    def write(self, session: Session) -> None:
        """One statement a table, however many rows."""
        for model in _IN_ORDER:
            if rows := self.by_model[model]:
                session.execute(insert(cast("Table", model.__table__)), rows)


@dataclass(frozen=True, kw_only=True)
class Placing:
    """What an order has beside what is stated of it."""

    store_id: UUID
    source: str
    external_id: str | None = None
    customer_id: UUID | None = None
    paid: Money | None = None
    paid_at: datetime | None = None
    paid_by: PaymentMethod = PaymentMethod.PLATFORM


def add_order(rows: Rows, draft: Draft, placing: Placing, variants: Mapping[str, UUID]) -> UUID:
    """The order, its lines, contact, first payment and exceptions; its id."""
    stated, total = draft.stated, draft.totals.total
    paid = placing.paid or Money.zero(draft.currency)
    ship_to = stated.ship_to or StatedContact()
    here = {"store_id": placing.store_id}
    order_id, line_ids = new_id(), [new_id() for _ in stated.lines]
    wrong = list(exceptions_of(draft, variants))
    rows.add(
        Order,
        **here,
        id=order_id,
        customer_id=placing.customer_id,
        number=stated.number,
        source=placing.source,
        external_id=placing.external_id,
        state=OrderState.EXCEPTION if wrong else OrderState.NEW,
        payment_state=payment_state(paid, total),
        placed_at=stated.placed_at,
        paid_at=(placing.paid_at or stated.placed_at) if paid >= total else None,
        currency=draft.currency,
        subtotal_minor=draft.totals.subtotal.minor,
        shipping_minor=draft.shipping.minor,
        discount_minor=draft.discount.minor,
        tax_minor=draft.tax.minor,
        rounding_minor=draft.totals.rounding.minor,
        total_minor=total.minor,
        paid_minor=paid.minor,
        is_tax_included=stated.is_tax_included,
        line_count=len(stated.lines),
        item_count=draft.item_count,
        buyer_note=stated.buyer_note,
        note=stated.note,
        ship_to_country=ship_to.country,
        ship_to_region=ship_to.region,
        ship_to_city=ship_to.city,
    )
    if stated.ship_to:
        rows.add(
            OrderContact,
            **here,
            order_id=order_id,
            customer_id=placing.customer_id,
            **vars(stated.ship_to),
        )
    for at, line in enumerate(stated.lines):
        rows.add(
            OrderLine,
            **here,
            id=line_ids[at],
            order_id=order_id,
            position=at + 1,
            variant_id=line.variant_id or variants.get(line.sku),
            sku=line.sku,
            title=line.title,
            quantity=line.quantity,
            currency=draft.currency,
            unit_price_micros=line.unit_price.micros,
            discount_minor=draft.discounts[at].minor,
            amount_minor=draft.amounts[at].minor,
            stated_amount_minor=line.amount.minor if line.amount else None,
            stated_amount_currency=draft.currency if line.amount else None,
            is_gift=line.is_gift,
        )
    if paid.minor:
        rows.add(
            Payment,
            **here,
            order_id=order_id,
            method=placing.paid_by,
            amount_minor=paid.minor,
            amount_currency=paid.currency,
            received_at=placing.paid_at or stated.placed_at,
        )
    for kind, at_line, message in wrong:
        rows.add(
            OrderException,
            **here,
            order_id=order_id,
            line_id=None if at_line is None else line_ids[at_line],
            kind=kind,
            message=message,
            raised_at=rows.now,
        )
    return order_id


def exceptions_of(
    draft: Draft, variants: Mapping[str, UUID]
) -> Iterator[tuple[ExceptionKind, int | None, str]]:
    """What is wrong with an order, and with which of its lines; sums and SKUs, never people."""
    for at, line in enumerate(draft.stated.lines):
        if line.variant_id is None and line.sku not in variants:
            yield ExceptionKind.UNMAPPED_SKU, at, f"No variant has the SKU {line.sku!r}."
        if line.amount and not is_mere_rounding(line.amount - draft.amounts[at], 1):
            yield (
                ExceptionKind.TOTAL_MISMATCH,
                at,
                f"Line {at + 1} is stated as {line.amount}; it comes to {draft.amounts[at]}.",
            )
    rounding, total = draft.totals.rounding, draft.totals.total
    if not is_mere_rounding(rounding, len(draft.stated.lines)):
        yield (
            ExceptionKind.TOTAL_MISMATCH,
            None,
            f"The total is stated as {total}; its parts come to {total - rounding}.",
        )
    if not (draft.stated.ship_to and draft.stated.ship_to.is_address):
        yield ExceptionKind.ADDRESS_MISSING, None, "There is no address to send it to."


def masked(handle: str | None, contact: StatedContact) -> dict[str, str]:
    """What a customer's row shows of them."""
    return {
        "handle": masked_handle(handle),
        "name_masked": masked_name(contact.name),
        "phone_masked": masked_phone(contact.phone),
        "email_masked": masked_email(contact.email),
    }


def add_customer(
    rows: Rows, buyer: StatedBuyer, contact: StatedContact, source: str | None
) -> UUID:
    """A customer whom nobody knew, and their contact; the customer's id."""
    customer_id = rows.add(Customer, **masked(buyer.handle, contact), contact_changed_at=rows.now)
    rows.add(
        CustomerContact,
        customer_id=customer_id,
        source=source if buyer.external_id else None,
        external_id=buyer.external_id,
        **vars(contact),
    )
    return customer_id
