"""From a checked order to the rows that keep it: no session, no clock of its own."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

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
    Refund,
)
from domain.orders.stated import (
    Draft,
    StatedBuyer,
    StatedContact,
    StatedLine,
    StatedOrder,
    StatedPayment,
    StatedRefund,
)
from domain.orders.states import TAKEN_IN, ExceptionKind, LineKind, OrderKind, OrderState
from domain.orders.totals import is_mere_rounding, payment_state
from domain.sessions import inserting, usual_of

_IN_ORDER: tuple[type[Base], ...] = (
    Customer,
    CustomerContact,
    Order,
    OrderContact,
    OrderLine,
    Payment,
    Refund,
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
        self.by_model[model].append(fold_into(model, values) if model.folded else values)
        return cast("UUID", row_id)

    def write(self, session: Session) -> None:
        """One statement a table, however many rows."""
        ours = {
            "organization_id": self.organization_id,
            "created_at": self.now,
            "updated_at": self.now,
            "version": 1,
        }
        for model in _IN_ORDER:
            if rows := self.by_model[model]:
                inserting(model).many(session, rows, {**usual_of(model), **ours})


@dataclass(frozen=True, kw_only=True)
class Placing:
    """What an order has beside what is stated of it."""

    store_id: UUID
    source: str
    external_id: str | None = None
    customer_id: UUID | None = None
    payments: Sequence[StatedPayment] = ()
    refunds: Sequence[StatedRefund] = ()
    stands: OrderState | None = None
    cancelled_at: datetime | None = None


def add_order(rows: Rows, draft: Draft, placing: Placing, variants: Mapping[str, UUID]) -> UUID:
    """The order, its lines, contact, payments, refunds and exceptions; its id."""
    stated, total = draft.stated, draft.totals.total
    paid, refunded = (
        Money.total((one.amount for one in what), draft.currency)
        for what in (placing.payments, placing.refunds)
    )
    stands = placing.stands or OrderState.NEW
    is_history = stands not in TAKEN_IN
    order_id, line_ids = new_id(), [new_id() for _ in stated.lines]
    wrong = list(exceptions_of(draft, variants, is_history=is_history))
    ship_to = stated.ship_to or StatedContact()
    here = {"store_id": placing.store_id, "order_id": order_id}
    rows.add(
        Order,
        id=order_id,
        store_id=placing.store_id,
        customer_id=placing.customer_id,
        number=stated.number,
        source=placing.source,
        external_id=placing.external_id,
        kind=stated.kind,
        state=stands if is_history else OrderState.EXCEPTION if wrong else OrderState.NEW,
        cancelled_at=placing.cancelled_at,
        payment_state=payment_state(paid, total, refunded),
        placed_at=stated.placed_at,
        paid_at=last_paid_at(placing.payments, stated.placed_at) if paid >= total else None,
        currency=draft.currency,
        subtotal_minor=draft.totals.subtotal.minor,
        shipping_minor=draft.shipping.minor,
        discount_minor=draft.discount.minor,
        tax_minor=draft.tax.minor,
        rounding_minor=draft.totals.rounding.minor,
        total_minor=total.minor,
        paid_minor=paid.minor,
        refunded_minor=refunded.minor,
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
        contact = vars(stated.ship_to)
        rows.add(OrderContact, **here, customer_id=placing.customer_id, **contact)
    _add_lines(rows, draft, line_ids, variants, here)
    add_payments(rows, placing.payments, stated.placed_at, here)
    add_refunds(rows, placing.refunds, here)
    for kind, at_line, message in wrong:
        rows.add(
            OrderException,
            **here,
            line_id=None if at_line is None else line_ids[at_line],
            kind=kind,
            message=message,
            raised_at=rows.now,
        )
    return order_id


def _add_lines(
    rows: Rows,
    draft: Draft,
    line_ids: Sequence[UUID],
    variants: Mapping[str, UUID],
    here: Mapping[str, UUID],
) -> None:
    """Most of what is ever written, so what is the same in all of them is not said for each."""
    said = zip(line_ids, draft.stated.lines, draft.amounts, draft.discounts, strict=True)
    for position, (line_id, line, amount, discount) in enumerate(said, 1):
        rows.add(
            OrderLine,
            **here,
            id=line_id,
            position=position,
            variant_id=variant_of(line, variants),
            sku=line.sku,
            title=line.title,
            quantity=line.quantity,
            currency=draft.currency,
            unit_price_micros=line.unit_price.micros,
            discount_minor=discount,
            amount_minor=amount,
            stated_amount_minor=line.amount.minor if line.amount else None,
            stated_amount_currency=draft.currency if line.amount else None,
            is_gift=line.is_gift,
            kind=line.kind,
        )


def add_payments(
    rows: Rows, payments: Iterable[StatedPayment], placed_at: datetime, here: Mapping[str, UUID]
) -> None:
    """`here` is the order and its store."""
    for payment in payments:
        rows.add(
            Payment,
            **here,
            method=payment.method,
            amount_minor=payment.amount.minor,
            amount_currency=payment.amount.currency,
            received_at=payment.received_at or placed_at,
            reference=payment.reference,
        )


def add_refunds(rows: Rows, refunds: Iterable[StatedRefund], here: Mapping[str, UUID]) -> None:
    """`here` is the order and its store."""
    for refund in refunds:
        rows.add(
            Refund,
            **here,
            amount_minor=refund.amount.minor,
            amount_currency=refund.amount.currency,
            paid_back_at=refund.paid_back_at,
            reference=refund.reference,
        )


def last_paid_at(payments: Iterable[StatedPayment], placed_at: datetime) -> datetime:
    """When the last of it came in; what says nothing of it came in when the order was placed."""
    return max((one.received_at or placed_at for one in payments), default=placed_at)


def variant_of(line: StatedLine, variants: Mapping[str, UUID]) -> UUID | None:
    """What it means of ours; a charge is no variant, whatever its SKU."""
    if line.variant_id or line.kind is LineKind.CHARGE:
        return line.variant_id
    return variants.get(line.sku)


def exceptions_of(
    draft: Draft, variants: Mapping[str, UUID], *, is_history: bool = False
) -> Iterator[tuple[ExceptionKind, int | None, str]]:
    """What is wrong with an order, and with which of its lines; sums and SKUs, never people.

    Of what is history only its sums are asked: nobody will pack it.
    """
    lines, currency = draft.stated.lines, draft.currency
    for at, line in enumerate(lines):
        if not is_history and line.kind is LineKind.GOODS and not variant_of(line, variants):
            yield ExceptionKind.UNMAPPED_SKU, at, f"No variant has the SKU {line.sku!r}."
        if line.amount and abs(line.amount.minor - draft.amounts[at]) > 1:
            own = Money(draft.amounts[at], currency)
            yield (
                ExceptionKind.TOTAL_MISMATCH,
                at,
                f"Line {at + 1} is stated as {line.amount}; it comes to {own}.",
            )
    rounding, total = draft.totals.rounding, draft.totals.total
    if not is_mere_rounding(rounding, len(lines)):
        yield (
            ExceptionKind.TOTAL_MISMATCH,
            None,
            f"The total is stated as {total}; its parts come to {total - rounding}.",
        )
    if is_history:
        return
    if not lines:
        yield ExceptionKind.LINES_MISSING, None, "Nothing is known of what was bought."
    if not (draft.stated.ship_to and draft.stated.ship_to.is_address) and is_sent(draft.stated):
        yield ExceptionKind.ADDRESS_MISSING, None, "There is no address to send it to."


def is_sent(stated: StatedOrder) -> bool:
    """Whether anything goes to the buyer: not for a credit note, nor for charges alone."""
    is_charged = stated.lines and all(line.kind is LineKind.CHARGE for line in stated.lines)
    return stated.kind is OrderKind.SALE and not is_charged


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
