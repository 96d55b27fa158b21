"""Taking in orders as platforms send them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Self

import strawberry

from api import reads
from api.context import Info
from api.errors import UserError, user_error, user_error_json, user_error_of
from api.graphql.order_inputs import StatedOrderInput, money
from api.graphql.orders import Order
from api.money import MoneyInput
from api.mutation import Payload, mutation
from domain.errors import DomainError, Invalid, LimitExceeded
from domain.orders.ingesting import Ingested, Outcome, PlatformRow, ingest_orders
from domain.orders.stated import StatedBuyer, StatedPayment, StatedRefund
from domain.orders.states import OrderKind, OrderState, PaymentMethod

MOST_ROWS = 100


@strawberry.input(description="Who bought, as the platform knows them.")
class PlatformBuyerInput:
    external_id: str | None = strawberry.field(
        default=None, description="The platform's own id of them; with it they are known again."
    )
    handle: str | None = strawberry.field(
        default=None, description="Their name on the platform; kept masked alone."
    )


@strawberry.input(description="Money that came in for an order.")
class PlatformPaymentInput:
    amount: MoneyInput = strawberry.field(description="How much.")
    received_at: datetime | None = strawberry.field(
        default=None, description="When it came in; left out, when the order was placed."
    )
    method: PaymentMethod = strawberry.field(
        default=PaymentMethod.PLATFORM, description="How it came in."
    )
    reference: str | None = strawberry.field(
        default=None, description="What the platform calls it; unique in the store."
    )

    def stated(self, *path: str) -> StatedPayment:
        return StatedPayment(
            amount=self.amount.value(*path, "amount"),
            received_at=self.received_at,
            method=self.method,
            reference=self.reference,
        )


@strawberry.input(description="Money of an order that went back.")
class PlatformRefundInput:
    amount: MoneyInput = strawberry.field(description="How much.")
    paid_back_at: datetime | None = strawberry.field(
        default=None, description="When it went back, if that is known."
    )
    reference: str | None = strawberry.field(
        default=None, description="What the platform calls it; unique in the store."
    )

    def stated(self, *path: str) -> StatedRefund:
        return StatedRefund(
            amount=self.amount.value(*path, "amount"),
            paid_back_at=self.paid_back_at,
            reference=self.reference,
        )


@strawberry.input(description="One order, as the platform sent it and as it was read.")
class PlatformOrderInput(StatedOrderInput):
    external_id: str = strawberry.field(description="The platform's own id of the order.")
    placed_at: datetime = strawberry.field(description="When it was placed.")
    payload: str = strawberry.field(description="The platform's JSON, to the letter.")
    buyer: PlatformBuyerInput | None = strawberry.field(default=None, description="Who bought.")
    kind: OrderKind = strawberry.field(
        default=OrderKind.SALE, description="What it is; it says which signs its sums may have."
    )
    paid: MoneyInput | None = strawberry.field(
        default=None,
        description="What the platform has taken for us, if that is one payment; or `payments`.",
    )
    paid_at: datetime | None = strawberry.field(
        default=None, description="When that was; left out, when the order was placed."
    )
    payments: list[PlatformPaymentInput] | None = strawberry.field(
        default=None, description="What came in, up to the total; all there is of it by now."
    )
    refunds: list[PlatformRefundInput] | None = strawberry.field(
        default=None, description="What went back, up to what came in; all there is of it by now."
    )
    state: OrderState | None = strawberry.field(
        default=None,
        description=(
            "Where the platform says that it stands: beyond `NEW` it is history, which nobody here"
            " reviews, and of an order that is here it moves it on, never back."
        ),
    )
    cancelled_at: datetime | None = strawberry.field(
        default=None, description="When it was cancelled, if it was and that is known."
    )

    def row(self, source: str) -> PlatformRow:
        buyer = self.buyer or PlatformBuyerInput()
        return PlatformRow(
            source=source,
            external_id=self.external_id,
            payload=self.payload,
            order=replace(self.stated(self.placed_at), kind=self.kind),
            buyer=StatedBuyer(external_id=buyer.external_id, handle=buyer.handle),
            payments=self.came_in(),
            refunds=tuple(
                one.stated("refunds", str(at)) for at, one in enumerate(self.refunds or ())
            ),
            stands=self.state,
            cancelled_at=self.cancelled_at,
        )

    def came_in(self) -> tuple[StatedPayment, ...]:
        if self.paid and self.payments:
            raise Invalid("Say `paid`, or each of the payments.", "paid")
        paid = money(self.paid, "paid")
        if paid:
            whole = StatedPayment(amount=paid, received_at=self.paid_at)
            return (whole,) if paid.minor else ()
        return tuple(one.stated("payments", str(at)) for at, one in enumerate(self.payments or ()))

    def place(self, *path: str) -> tuple[str, ...]:
        """Where in this input the fault lies that a row has there."""
        if self.paid and path[:1] == ("payments",):
            return ("paid_at",) if path[-1] == "received_at" else ("paid",)
        return ("state",) if path == ("stands",) else path


@strawberry.input(description="Orders of one platform for one store.")
class PlatformOrdersIngestInput:
    store_id: strawberry.ID = strawberry.field(description="The store they were placed in.")
    source: str = strawberry.field(description="Where they come from, such as `taobao`.")
    orders: list[PlatformOrderInput] = strawberry.field(description=f"Up to {MOST_ROWS} of them.")


reads.described(
    Outcome,
    "What became of one order of a batch.",
    CREATED="It was taken in.",
    UPDATED="It was here already; what is new of it was taken over.",
    SKIPPED="It was here already, the same to the letter.",
    REFUSED="It breaks a rule; see its error.",
)


@strawberry.type(description="What became of one order of a batch.")
class PlatformOrderOutcome:
    position: int = strawberry.field(description="Its place in the batch, from 0.")
    external_id: str = strawberry.field(description="The platform's own id of it.")
    outcome: Outcome = strawberry.field(description="What became of it.")
    error: UserError | None = strawberry.field(
        description="The rule it breaks, and its field: `orders`, the place, the field."
    )


@strawberry.type(description="What became of each order, or why nothing did.")
class PlatformOrdersIngestPayload(Payload):
    orders: list[Order] | None = reads.changed(
        description="The orders taken in now or before, oldest first."
    )
    outcomes: list[PlatformOrderOutcome] = strawberry.field(
        default_factory=list, description="A line for each, in the order given."
    )

    def keep(self) -> Any:
        return [
            [one.external_id, one.outcome.name, one.error and user_error_json(one.error)]
            for one in self.outcomes
        ]

    @classmethod
    def again(cls, row_ids: dict[str, Any], kept: Any) -> Self:
        outcomes = [
            PlatformOrderOutcome(
                position=at,
                external_id=external_id,
                outcome=Outcome[outcome],
                error=error and user_error_of(error),
            )
            for at, (external_id, outcome, error) in enumerate(kept)
        ]
        return cls(row_ids=row_ids, outcomes=outcomes)


@strawberry.type
class IngestMutation:
    @mutation(
        description=(
            "Take in orders as a platform sent them. What is here already is skipped, or moved on"
            " if its payments, refunds or state have; what breaks a rule, or has other lines or"
            " sums than before, is refused and holds up no other."
        ),
        idempotency="required",
    )
    def platform_orders_ingest(
        self, info: Info, input: PlatformOrdersIngestInput
    ) -> PlatformOrdersIngestPayload:
        if len(input.orders) > MOST_ROWS:
            raise LimitExceeded(f"Up to {MOST_ROWS} orders at once.", MOST_ROWS, "orders")
        work = info.context.work
        read = [_read(order, input.source) for order in input.orders]
        rows = [row for row in read if isinstance(row, PlatformRow)]
        found = iter(ingest_orders(work, reads.row_id("Store", input.store_id), rows))
        outcomes = [row if isinstance(row, Ingested) else next(found) for row in read]
        orders = {one.order_id: one for one in outcomes if one.order_id and not one.error}
        kept = [work.session.get_one(Order.model, order_id) for order_id in orders]
        return PlatformOrdersIngestPayload.of(
            orders=kept, outcomes=list(_shown(input.orders, outcomes))
        )


def _read(order: PlatformOrderInput, source: str) -> PlatformRow | Ingested:
    try:
        return order.row(source)
    except DomainError as error:
        return Ingested(order.external_id, Outcome.REFUSED, error=error)


def _shown(
    given: list[PlatformOrderInput], outcomes: list[Ingested]
) -> Iterator[PlatformOrderOutcome]:
    for at, one in enumerate(outcomes):
        error = None
        if one.error:
            one.error.path = given[at].place(*one.error.path)
            error = user_error(one.error.under("orders", str(at)))
        yield PlatformOrderOutcome(
            position=at, external_id=one.external_id, outcome=one.outcome, error=error
        )
