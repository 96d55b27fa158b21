"""Money that comes in for orders."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from domain import text
from domain.errors import Conflict, Invalid, Taken
from domain.money import Money
from domain.orders.models import Order, Payment
from domain.orders.stated import CLOCK_SKEW, note
from domain.orders.states import OrderState, PaymentMethod, PaymentState
from domain.orders.totals import payment_state
from domain.permissions import Permission
from domain.work import Work


class PaymentTooLarge(Conflict):
    """More than is still to be paid; `limit` is what is."""

    def __init__(self, limit: Money) -> None:
        super().__init__(f"Only {limit} is still to be paid.", "amount")
        self.limit = limit


def record_payment(  # noqa: PLR0913  a payment has that many facts
    work: Work,
    order_id: UUID,
    method: PaymentMethod,
    amount: Money,
    *,
    received_at: datetime | None = None,
    reference: str | None = None,
    words: str | None = None,
    version: int | None = None,
) -> Payment:
    """A capture: all of them together never exceed the order's total.

    With the last of it the order is paid; before, it has a deposit. After a refund no more
    comes in. The order is locked, so two at once cannot both fit.
    """
    order = work.claim(Order, order_id, version=version)
    work.require(Permission.PAYMENTS_RECORD, order.store_id)
    if order.state is OrderState.CANCELLED:
        raise Conflict("This order is cancelled.", "id")
    if order.payment_state in {PaymentState.PARTIALLY_REFUNDED, PaymentState.REFUNDED}:
        raise Conflict("Of this order money has been given back.", "id")
    if amount.currency != order.currency:
        raise Invalid(f"The order's currency is {order.currency}.", "amount")
    if amount.minor <= 0:
        raise Invalid("A payment is more than nothing.", "amount")
    if amount > order.total - order.paid:
        raise PaymentTooLarge(limit=order.total - order.paid)
    at = received_at or work.now
    if at > work.now + CLOCK_SKEW:
        raise Invalid("No money came in the future.", "received_at")
    reference = text.words((reference or "").strip(), "reference") or None
    words = note(words, "note")
    if reference:
        known = select(Payment.id).where(
            Payment.store_id == order.store_id, Payment.reference == reference
        )
        if work.session.scalar(known):
            raise Taken("A payment of this store has that reference already.", "reference")

    payment = work.add(
        Payment(
            organization_id=order.organization_id,
            store_id=order.store_id,
            order_id=order.id,
            method=method,
            amount=amount,
            received_at=at,
            reference=reference,
            note=words,
        )
    )
    order.paid = order.paid + amount
    order.payment_state = payment_state(order.paid, order.total)
    if order.payment_state is PaymentState.PAID:
        order.paid_at = at
    work.record("order.payment_recorded", order, details={"payment": str(payment.id)})
    work.record("payment.recorded", payment)
    return payment
