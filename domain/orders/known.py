"""Orders that are here already, and what a platform says of them now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, bindparam, case, select, update

from domain.base import RowId, to_millisecond
from domain.errors import Conflict
from domain.orders.drafting import Rows, add_payments, add_refunds, last_paid_at
from domain.orders.models import Order, OrderException, OrderLine, Payment, PlatformOrder, Refund
from domain.orders.settling import (
    Kept,
    refuse_overpaid,
    refuse_overrefunded,
    sum_of,
    told_anew,
)
from domain.orders.stated import Draft, StatedPayment, StatedRefund
from domain.orders.states import (
    ORDER_STATES,
    PROGRESS,
    TAKEN_IN,
    ExceptionKind,
    LineKind,
    OrderKind,
    OrderState,
)
from domain.orders.totals import payment_state
from domain.scope import Among, Many
from domain.sessions import table_of
from domain.work import Work

Line = tuple[str, int, int, int, LineKind]


@dataclass(frozen=True)
class Facts:
    """What an order is, whoever tells of it: what of it differs is never taken over in silence."""

    kind: OrderKind
    number: str
    placed_at: datetime
    lines: Sequence[Line]  # SKU, quantity, unit price in micros, discount, kind
    shipping_minor: int
    discount_minor: int
    tax_minor: int
    is_tax_included: bool
    total_minor: int

    def differing(self, other: "Facts") -> str | None:
        """In words, the first that differs."""
        for field in fields(self):
            here, there = getattr(self, field.name), getattr(other, field.name)
            if field.name == "lines" and here != there:
                return _differing_line(here, there)
            if here != there:
                noun = field.name.removesuffix("_minor").removeprefix("is_").replace("_", " ")
                return f"its {noun} is {here} here and {there} there"
        return None


def _differing_line(here: Sequence[Line], there: Sequence[Line]) -> str:
    if len(here) != len(there):
        return f"it has {len(here)} lines here and {len(there)} there"
    at = next(at for at, pair in enumerate(zip(here, there, strict=True)) if pair[0] != pair[1])
    return f"its line {at + 1} is another"


def facts_of(draft: Draft) -> Facts:
    """As they would be kept."""
    stated = draft.stated
    lines = tuple(
        (line.sku, line.quantity, line.unit_price.micros, off, line.kind)
        for line, off in zip(stated.lines, draft.discounts, strict=True)
    )
    return Facts(
        stated.kind,
        stated.number,
        to_millisecond(stated.placed_at),
        lines,
        draft.shipping.minor,
        draft.discount.minor,
        draft.tax.minor,
        stated.is_tax_included,
        draft.totals.total.minor,
    )


@dataclass(frozen=True, kw_only=True)
class News:
    """What a platform says of an order beside its facts."""

    payments: Sequence[StatedPayment]
    refunds: Sequence[StatedRefund]
    stands: OrderState | None
    cancelled_at: datetime | None
    payload_hash: str | None


@dataclass(frozen=True)
class Known:
    """An order that is here, locked until the transaction ends."""

    order: Order
    facts: Facts
    payments: Sequence[Kept]
    refunds: Sequence[Kept]

    def take(self, work: Work, rows: Rows, news: News, *, is_resent: bool) -> bool:
        """Takes over what is new, and records it; False when nothing is. Conflict changes nothing.

        What people did here meanwhile stands: an order moves on, and never back.
        """
        order = self.order
        payments = told_anew(news.payments, self.payments)
        refunds = told_anew(news.refunds, self.refunds)
        state = moved(order.state, news.stands)
        paid = order.paid + sum_of(payments, order.currency)
        refunded = order.refunded + sum_of(refunds, order.currency)
        refuse_overpaid(paid, order.total)
        refuse_overrefunded(refunded, paid)
        if not (payments or refunds or state or is_resent):
            return False

        here = {"store_id": order.store_id, "order_id": order.id}
        add_payments(rows, payments, order.placed_at, here)
        add_refunds(rows, refunds, here)
        order.paid, order.refunded = paid, refunded
        if payments or refunds:
            order.payment_state = payment_state(paid, order.total, refunded)
        if payments and paid >= order.total:
            order.paid_at = order.paid_at or last_paid_at(payments, order.placed_at)
        if state:
            order.state = state
            order.cancelled_at = news.cancelled_at if state is OrderState.CANCELLED else None
        said = {"payments": len(payments), "refunds": len(refunds), "sent": news.payload_hash}
        work.record("order.progressed", order, details={k: v for k, v in said.items() if v})
        return True


def moved(now: OrderState, stands: OrderState | None) -> OrderState | None:
    """The state that an order gets which a platform says stands there; None if it stays.

    Conflict where it is cancelled on one side, and on the other is past being cancelled.
    """
    if stands is None or stands is now:
        return None
    if OrderState.CANCELLED in {now, stands}:
        other = now if stands is OrderState.CANCELLED else stands
        if OrderState.CANCELLED not in ORDER_STATES.moves[other]:
            raise Conflict(f"It is {now} here and {stands} there.", "stands")
        return stands if stands is OrderState.CANCELLED else None
    return stands if PROGRESS[stands] > PROGRESS[now] else None


def known_orders(work: Work, order_ids: Iterable[UUID]) -> dict[UUID, Known]:
    """Those orders by id, with what they hold; in the order of their ids, so that none meet."""
    ids = bindparam(None, sorted(set(order_ids)), type_=Many(RowId()))
    if not ids.value:
        return {}
    locked = select(Order).where(Among(Order.id, ids)).order_by(Order.id).with_for_update()
    orders = work.session.scalars(locked.execution_options(populate_existing=True)).all()
    lines = _by_order(
        work,
        select(
            OrderLine.order_id,
            OrderLine.sku,
            OrderLine.quantity,
            OrderLine.unit_price_micros,
            OrderLine.discount_minor,
            OrderLine.kind,
        )
        .where(Among(OrderLine.order_id, ids))
        .order_by(OrderLine.order_id, OrderLine.position),
    )
    payments, refunds = (
        _by_order(
            work,
            select(of.order_id, of.reference, of.__table__.c.amount_minor)
            .where(Among(of.order_id, ids))
            .order_by(of.id),
        )
        for of in (Payment, Refund)
    )
    return {
        order.id: Known(
            order, _facts_here(order, lines[order.id]), payments[order.id], refunds[order.id]
        )
        for order in orders
    }


def _by_order(work: Work, found: Any) -> Mapping[UUID, list[Any]]:
    rows: dict[UUID, list[Any]] = defaultdict(list)
    for order_id, *values in work.session.execute(found):
        rows[order_id].append(tuple(values))
    return rows


def _facts_here(order: Order, lines: Sequence[Line]) -> Facts:
    return Facts(
        order.kind,
        order.number,
        order.placed_at,
        tuple(lines),
        order.shipping_minor,
        order.discount_minor,
        order.tax_minor,
        order.is_tax_included,
        order.total_minor,
    )


def resolve_moot(work: Work, orders: Iterable[Order]) -> None:
    """Of orders that have moved on elsewhere, nobody need mend any more what kept them here."""
    moot = [one.id for one in orders if one.state not in TAKEN_IN | {OrderState.CANCELLED}]
    if not moot:
        return
    work.session.execute(
        update(OrderException)
        .where(
            Among(OrderException.order_id, bindparam(None, moot, type_=Many(RowId()))),
            OrderException.resolved_at.is_(None),
            OrderException.kind != ExceptionKind.TOTAL_MISMATCH,
        )
        .values(resolved_at=work.now, updated_at=work.now, version=OrderException.version + 1)
        .execution_options(synchronize_session=False)
    )


def resend(work: Work, records: Mapping[UUID, tuple[str, str]]) -> None:
    """Puts the text and its hash in place of a record's own; what is erased stays erased."""
    if not records:
        return
    table = table_of(PlatformOrder)
    own = table.c.id == bindparam("record_id", type_=RowId())
    replaced = (
        update(table)
        .where(own)
        .values(
            payload=case((table.c.erased_at.is_(None), bindparam("sent", type_=Text()))),
            payload_hash=bindparam("sent_hash", type_=Text()),
            received_at=work.now,
            updated_at=work.now,
            version=table.c.version + 1,
        )
    )
    work.session.execute(
        replaced,
        [
            {"record_id": record_id, "sent": payload, "sent_hash": payload_hash}
            for record_id, (payload, payload_hash) in records.items()
        ],
    )
