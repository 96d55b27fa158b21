"""What is done with orders: taking in, mapping, holding, reviewing, cancelling."""

from datetime import datetime
from typing import Any

import strawberry

from api import reads
from api.context import Info
from api.graphql.order_inputs import StatedOrderInput
from api.graphql.orders import Order
from api.mutation import Payload, mutation
from domain.orders import actions
from domain.orders.states import CancelReason


def _order() -> Any:
    return strawberry.field(description="The order.")


def _version() -> Any:
    return strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )


@strawberry.input(description="An order that came by telephone, letter or counter.")
class OrderCreateInput(StatedOrderInput):
    store_id: strawberry.ID = strawberry.field(description="The store that sells.")
    customer_id: strawberry.ID | None = strawberry.field(
        default=None, description="Who bought, if we know them."
    )
    placed_at: datetime | None = strawberry.field(
        default=None, description="When it was placed; left out, now."
    )
    note: str | None = strawberry.field(default=None, description="What to remember of it.")


@strawberry.input(description="Which variant an unmapped line means.")
class OrderMapInput:
    id: strawberry.ID = _order()
    line_id: strawberry.ID = strawberry.field(description="The line whose SKU is unknown.")
    variant_id: strawberry.ID = strawberry.field(description="What it means of ours.")
    expected_version: int | None = _version()


@strawberry.input(description="An order found right.")
class OrderReviewInput:
    id: strawberry.ID = _order()
    accept_exceptions: bool = strawberry.field(
        default=False, description="Accept what is wrong with it; unmapped lines never are."
    )
    expected_version: int | None = _version()


@strawberry.input(description="An order to put on hold.")
class OrderHoldInput:
    id: strawberry.ID = _order()
    reason: str = strawberry.field(description="Why; up to 200 characters.")
    expected_version: int | None = _version()


@strawberry.input(description="An order to take off hold.")
class OrderReleaseHoldInput:
    id: strawberry.ID = _order()
    expected_version: int | None = _version()


@strawberry.input(description="An order to call off.")
class OrderCancelInput:
    id: strawberry.ID = _order()
    reason: CancelReason = strawberry.field(description="Why.")
    expected_version: int | None = _version()


@strawberry.input(description="What to remember of an order.")
class OrderNoteSetInput:
    id: strawberry.ID = _order()
    note: str | None = strawberry.field(description="The words; null for none.")
    expected_version: int | None = _version()


@strawberry.type(description="The order taken in, or why not.")
class OrderCreatePayload(Payload):
    order: Order | None = reads.changed(description="The new order.")


@strawberry.type(description="The order with its line mapped, or why not.")
class OrderMapPayload(Payload):
    order: Order | None = reads.changed(description="The order as changed.")


@strawberry.type(description="The order reviewed, or why not.")
class OrderReviewPayload(Payload):
    order: Order | None = reads.changed(description="The reviewed order.")


@strawberry.type(description="The order on hold, or why not.")
class OrderHoldPayload(Payload):
    order: Order | None = reads.changed(description="The order on hold.")


@strawberry.type(description="The order off hold, or why not.")
class OrderReleaseHoldPayload(Payload):
    order: Order | None = reads.changed(description="The order off hold.")


@strawberry.type(description="The order cancelled, or why not.")
class OrderCancelPayload(Payload):
    order: Order | None = reads.changed(description="The cancelled order.")


@strawberry.type(description="The order with its note, or why not.")
class OrderNoteSetPayload(Payload):
    order: Order | None = reads.changed(description="The order as changed.")


@strawberry.type
class OrdersMutation:
    @mutation(description="Take in an order by hand.", idempotency="required")
    def order_create(self, info: Info, input: OrderCreateInput) -> OrderCreatePayload:
        work = info.context.work
        order = actions.create_order(
            work,
            reads.row_id("Store", input.store_id),
            input.stated(input.placed_at or work.now, input.note),
            customer_id=reads.maybe_row_id("Customer", input.customer_id),
        )
        return OrderCreatePayload.of(order=order)

    @mutation(description="Say which variant an unmapped line means.")
    def order_map(self, info: Info, input: OrderMapInput) -> OrderMapPayload:
        order = actions.map_order_line(
            info.context.work,
            reads.row_id("Order", input.id),
            reads.row_id("OrderLine", input.line_id),
            reads.row_id("Variant", input.variant_id),
            version=input.expected_version,
        )
        return OrderMapPayload.of(order=order)

    @mutation(description="Find an order right: it may be packed.")
    def order_review(self, info: Info, input: OrderReviewInput) -> OrderReviewPayload:
        order = actions.review_order(
            info.context.work,
            reads.row_id("Order", input.id),
            accept_exceptions=input.accept_exceptions,
            version=input.expected_version,
        )
        return OrderReviewPayload.of(order=order)

    @mutation(description="Keep an order from being reviewed for now.")
    def order_hold(self, info: Info, input: OrderHoldInput) -> OrderHoldPayload:
        order = actions.hold_order(
            info.context.work,
            reads.row_id("Order", input.id),
            input.reason,
            version=input.expected_version,
        )
        return OrderHoldPayload.of(order=order)

    @mutation(description="Let a held order be reviewed.")
    def order_release_hold(
        self, info: Info, input: OrderReleaseHoldInput
    ) -> OrderReleaseHoldPayload:
        order = actions.release_order(
            info.context.work, reads.row_id("Order", input.id), version=input.expected_version
        )
        return OrderReleaseHoldPayload.of(order=order)

    @mutation(
        description="Call an order off before it ships; what was paid stays paid until refunded."
    )
    def order_cancel(self, info: Info, input: OrderCancelInput) -> OrderCancelPayload:
        order = actions.cancel_order(
            info.context.work,
            reads.row_id("Order", input.id),
            input.reason,
            version=input.expected_version,
        )
        return OrderCancelPayload.of(order=order)

    @mutation(description="Write down what to remember of an order.")
    def order_note_set(self, info: Info, input: OrderNoteSetInput) -> OrderNoteSetPayload:
        order = actions.set_order_note(
            info.context.work,
            reads.row_id("Order", input.id),
            input.note,
            version=input.expected_version,
        )
        return OrderNoteSetPayload.of(order=order)
