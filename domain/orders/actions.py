"""What is done with orders on their way to the customer."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from domain import text
from domain.catalogue.models import Variant
from domain.errors import Conflict, NotFound, Taken
from domain.ids import new_id
from domain.orders.drafting import Placing, Rows, add_order
from domain.orders.models import Customer, Order, OrderException, OrderLine
from domain.orders.present import variants_by_sku
from domain.orders.stated import StatedOrder, drafted, note
from domain.orders.states import (
    MUST_BE_MENDED,
    ORDER_STATES,
    CancelReason,
    ExceptionKind,
    OrderState,
)
from domain.permissions import Permission
from domain.stores.models import Store
from domain.work import Work

MANUAL = "manual"
"""The source of orders that come by telephone, letter or counter."""


def create_order(
    work: Work, store_id: UUID, stated: StatedOrder, *, customer_id: UUID | None = None
) -> Order:
    """An order written down by hand; without a number it gets one of our own."""
    store = work.find(Store, store_id, "store_id")
    work.require(Permission.ORDERS_WRITE, store.id)
    if customer_id:
        customer = work.find(Customer, customer_id, "customer_id")
        if customer.erased_at:
            raise Conflict("This customer has been erased.", "customer_id")
    if not stated.number.strip():
        number = f"M{stated.placed_at:%Y%m%d}-{new_id().hex[-8:].upper()}"
        stated = replace(stated, number=number)
    draft = drafted(_with_skus(work, stated), store.currency, work.now)
    taken = select(Order.id).where(Order.store_id == store.id, Order.number == draft.stated.number)
    if work.session.scalar(taken):
        raise Taken("An order of this store has that number already.", "number")

    rows = Rows(work.actor.organization_id, work.now)
    placing = Placing(store_id=store.id, source=MANUAL, customer_id=customer_id)
    skus = {line.sku for line in draft.stated.lines}
    order_id = add_order(rows, draft, placing, variants_by_sku(work, skus))
    rows.write(work.session)
    facts = {"number": draft.stated.number, "total": str(draft.totals.total), "source": MANUAL}
    work.tell("order.created", "Order", order_id, store.id, facts)
    return work.session.get_one(Order, order_id)


def _with_skus(work: Work, stated: StatedOrder) -> StatedOrder:
    """A line that names a variant has its SKU, unless it states another."""
    lines = []
    for at, line in enumerate(stated.lines):
        if line.variant_id:
            variant = work.find(Variant, line.variant_id, "lines", str(at), "variant_id")
            line = replace(  # noqa: PLW2901
                line, sku=line.sku or variant.sku, title=line.title or variant.title
            )
        lines.append(line)
    return replace(stated, lines=tuple(lines))


def map_order_line(
    work: Work, order_id: UUID, line_id: UUID, variant_id: UUID, *, version: int | None = None
) -> Order:
    """Say which variant an unmapped line means; the last mend makes the order new again."""
    order = work.claim(Order, order_id, version=version)
    work.require(Permission.ORDERS_WRITE, order.store_id)
    line = work.find(OrderLine, line_id, "line_id")
    if line.order_id != order.id:
        raise NotFound("No such order line.", "line_id")
    variant = work.find(Variant, variant_id, "variant_id")
    if line.variant_id:
        raise Conflict("This line has its variant.", "line_id")
    if order.state is not OrderState.EXCEPTION:
        raise Conflict(f"Nothing is to be mapped in an order that is {order.state}.", "id")
    wrong = open_exceptions(work, order)

    line.variant_id = variant.id
    mended = [
        one for one in wrong if one.line_id == line.id and one.kind is ExceptionKind.UNMAPPED_SKU
    ]
    _resolve(work, mended)
    if len(mended) == len(wrong):
        order.state = OrderState.NEW
    said = {f"lines.{line.position}.variant_id": {"from": None, "to": str(variant.id)}}
    work.record("order.mapped", order, details=said)
    return order


def review_order(
    work: Work, order_id: UUID, *, accept_exceptions: bool = False, version: int | None = None
) -> Order:
    """Found right: it may be packed. What can be lived with is accepted aloud, or refused."""
    order = work.claim(Order, order_id, version=version)
    work.require(Permission.ORDERS_WRITE, order.store_id)
    ORDER_STATES.check(order.state, OrderState.REVIEWED)
    if order.held_at:
        raise Conflict("This order is on hold; release it first.", "id")
    wrong = open_exceptions(work, order)
    unmended = [one for one in wrong if one.kind in MUST_BE_MENDED]
    if unmended:
        raise Conflict(f"It cannot be packed: {unmended[0].message}", "id")
    if wrong and not accept_exceptions:
        raise Conflict(f"Something is wrong: {wrong[0].message}", "accept_exceptions")

    _resolve(work, wrong)
    order.state = OrderState.REVIEWED
    order.reviewed_at = work.now
    accepted = {"accepted": sorted(one.kind.name for one in wrong)} if wrong else {}
    work.record("order.reviewed", order, details=accepted)
    return order


def open_exceptions(work: Work, order: Order) -> list[OrderException]:
    """What is still wrong with it."""
    found = select(OrderException).where(
        OrderException.order_id == order.id, OrderException.resolved_at.is_(None)
    )
    return list(work.session.scalars(found.order_by(OrderException.id)))


def _resolve(work: Work, exceptions: Iterable[OrderException]) -> None:
    for exception in exceptions:
        exception.resolved_at = work.now


def hold_order(work: Work, order_id: UUID, reason: str, *, version: int | None = None) -> Order:
    """Nobody reviews it until it is released; only before it is reviewed."""
    order = work.claim(Order, order_id, version=version)
    work.require(Permission.ORDERS_WRITE, order.store_id)
    if order.state not in {OrderState.NEW, OrderState.EXCEPTION}:
        raise Conflict(f"An order that is {order.state} cannot be held.", "id")
    if order.held_at:
        raise Conflict("This order is on hold already.", "id")
    order.hold_reason = text.name(reason, "reason")
    order.held_at = work.now
    work.record("order.held", order)
    return order


def release_order(work: Work, order_id: UUID, *, version: int | None = None) -> Order:
    """Off hold; it stands where it stood."""
    order = work.claim(Order, order_id, version=version)
    work.require(Permission.ORDERS_WRITE, order.store_id)
    if not order.held_at:
        raise Conflict("This order is not on hold.", "id")
    order.held_at = order.hold_reason = None
    work.record("order.released", order)
    return order


def cancel_order(
    work: Work, order_id: UUID, reason: CancelReason, *, version: int | None = None
) -> Order:
    """Only before anything has shipped.

    A paid order may be cancelled: it stays paid until refunded, and so shows what is owed.
    """
    order = work.claim(Order, order_id, version=version)
    work.require(Permission.ORDERS_WRITE, order.store_id)
    ORDER_STATES.check(order.state, OrderState.CANCELLED)
    order.state = OrderState.CANCELLED
    order.cancelled_at = work.now
    order.cancel_reason = reason
    work.record("order.cancelled", order, reason=reason.name)
    return order


def set_order_note(
    work: Work, order_id: UUID, words: str | None, *, version: int | None = None
) -> Order:
    """What we remember of an order among ourselves; nothing empties it."""
    order = work.claim(Order, order_id, version=version)
    work.require(Permission.ORDERS_WRITE, order.store_id)
    order.note = note(words, "note")
    work.record("order.note_set", order)
    return order
