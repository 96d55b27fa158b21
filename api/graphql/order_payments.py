"""Recording what comes in for an order."""

from datetime import datetime
from typing import Any, Self

import strawberry

from api import reads
from api.context import Info
from api.errors import UserError, shows
from api.graphql.orders import Payment
from api.money import Money, MoneyInput
from api.mutation import Payload, mutation
from domain.orders import payments
from domain.orders.states import PaymentMethod


@shows(payments.PaymentTooLarge)
@strawberry.type(description="More than is still to be paid.")
class PaymentTooLarge(UserError):
    limit: Money = strawberry.field(description="What is still to be paid.")

    @classmethod
    def of(cls, error: Any, **more: Any) -> Self:
        return super().of(error, limit=Money.of(error.limit), **more)


@strawberry.input(description="Money that came in for an order.")
class OrderPaymentRecordInput:
    id: strawberry.ID = strawberry.field(description="The order.")
    method: PaymentMethod = strawberry.field(description="How it came in.")
    amount: MoneyInput = strawberry.field(description="How much, in the order's currency.")
    received_at: datetime | None = strawberry.field(
        default=None, description="When it came in; left out, now."
    )
    reference: str | None = strawberry.field(
        default=None, description="What the bank or platform calls it; unique in the store."
    )
    note: str | None = strawberry.field(default=None, description="What to remember of it.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if the order has changed since this version."
    )


@strawberry.type(description="The payment recorded, or why not.")
class OrderPaymentRecordPayload(Payload):
    payment: Payment | None = reads.changed(description="The payment, and through it the order.")


@strawberry.type
class PaymentsMutation:
    @mutation(
        description="Write down money that came in; never more than is to be paid.",
        idempotency="required",
    )
    def order_payment_record(
        self, info: Info, input: OrderPaymentRecordInput
    ) -> OrderPaymentRecordPayload:
        payment = payments.record_payment(
            info.context.work,
            reads.row_id("Order", input.id),
            input.method,
            input.amount.value("amount"),
            received_at=input.received_at,
            reference=input.reference,
            words=input.note,
            version=input.expected_version,
        )
        return OrderPaymentRecordPayload.of(payment=payment)
