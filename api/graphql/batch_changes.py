"""Asking for whole sets of creatives, with what they would cost; calling off and trying again."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from typing import Any, Self
from uuid import UUID

import strawberry
from sqlalchemy.orm import Session
from strawberry.scalars import JSON

from api import reads
from api.context import Context, Info
from api.graphql.creatives import EVENT
from api.graphql.render_batches import RenderBatch
from api.mutation import Payload, mutation
from api.renders import estimates, rebinding, searched, sets
from api.renders.given import sane
from api.renders.layouts import MOST, Layouts
from api.renders.making import engine, load_what_draws
from domain.creatives import batches
from domain.creatives.asked import NewRender
from domain.errors import DomainError, Invalid, LimitExceeded
from domain.permissions import Permission
from domain.work import Work

REFUSED_AT_MOST = 100


@strawberry.input(description="Products, a set of templates, and presets: a render for each.")
class MediaSetRenderInput:
    product_ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Which products; up to 2,000."
    )
    query: str | None = strawberry.field(
        default=None,
        description="Or all that `products(query:)` finds by this; empty: all. Up to 2,000.",
    )
    template_set_id: strawberry.ID = strawberry.field(description="Which set of templates.")
    preset_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="For which places: each template for those that it suits. Left out, in the "
        "templates' own sizes.",
    )
    store_id: strawberry.ID | None = strawberry.field(
        default=None, description="For which store: its name, and what it asks for the products."
    )
    event_id: strawberry.ID | None = strawberry.field(default=None, description=EVENT)
    values: JSON | None = strawberry.field(
        default=None, description="By slot, for every template that has such a slot."
    )
    dry_run: bool = strawberry.field(
        default=False,
        description="Only say what would be made, what it would cost, and what cannot be made: "
        f"of stills also whose words have no room or no glyphs, in the first {MOST:,} layouts that "
        "differ; films and packagings tell of that when they are made.",
    )


@strawberry.input(description="The batch to call off.")
class RenderBatchCancelInput:
    id: strawberry.ID = strawberry.field(description="Which batch.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )


@strawberry.input(description="The batch to try again.")
class RenderBatchRetryInput:
    id: strawberry.ID = strawberry.field(description="Which batch.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )


@strawberry.type(description="A render that cannot be made.")
class RefusedRender:
    product_id: strawberry.ID = strawberry.field(description="Of which product.")
    file_name: str = strawberry.field(description="What the file would have been called.")
    template: str | None = strawberry.field(
        default=None, description="By which template, its handle."
    )
    layer: str | None = strawberry.field(
        default=None,
        description="The layer's name in it, if it is one's: whose words have no room.",
    )
    slot: str | None = strawberry.field(
        default=None, description="The slot's name, if it is one's: `products[2].price`."
    )
    error_code: str = strawberry.field(description="Why, for programs: `SLOT_MISSING`.")
    error: str = strawberry.field(description="Why, for people.")


@strawberry.type(description="What a batch comes to.")
class RenderEstimate:
    item_count: int = strawberry.field(description="How many renders.")
    drawn_count: int = strawberry.field(description="How many of them are drawn.")
    reused_count: int = strawberry.field(
        description="How many are not, since the same was or is being drawn."
    )
    refused_count: int = strawberry.field(description="How many cannot be made.")
    refused: list[RefusedRender] = strawberry.field(description="The first 100 of those.")
    processor_seconds: Decimal = strawberry.field(
        description="What drawing takes of one processor, by what it took before: to plan with."
    )


@strawberry.type(description="The batch, or what it would be.")
class MediaSetRenderPayload(Payload):
    render_batch: RenderBatch | None = reads.changed(
        description="The batch, in the queue; null in a dry run."
    )
    estimate: RenderEstimate | None = strawberry.field(
        default=None, description="What it comes to."
    )

    def keep(self) -> Any:
        return None if self.estimate is None else _kept(self.estimate)

    @classmethod
    def again(cls, row_ids: dict[str, Any], kept: Any) -> Self:
        if kept is None:
            return cls(row_ids=row_ids)
        seconds = Decimal(kept["processor_seconds"])
        refused = [RefusedRender(**one) for one in kept["refused"]]
        told = {**kept, "processor_seconds": seconds, "refused": refused}
        return cls(row_ids=row_ids, estimate=RenderEstimate(**told))


def _kept(estimate: RenderEstimate) -> dict[str, Any]:
    refused = [vars(one) for one in estimate.refused]
    seconds = str(estimate.processor_seconds)
    return {**vars(estimate), "refused": refused, "processor_seconds": seconds}


@strawberry.type(description="The batch that was called off.")
class RenderBatchCancelPayload(Payload):
    render_batch: RenderBatch | None = reads.changed(description="The batch as it is now.")


@strawberry.type(description="The new batch.")
class RenderBatchRetryPayload(Payload):
    render_batch: RenderBatch | None = reads.changed(
        description="Another batch of what failed; the one that was tried again stays as it is."
    )


def find_products(context: Context, given: Mapping[str, Any]) -> None:
    """Those named, or searched for before the transaction begins; raises Invalid, LimitExceeded."""
    load_what_draws()
    asked: MediaSetRenderInput = given["input"]
    if (asked.product_ids is None) == (asked.query is None):
        raise Invalid("Give either products or a query.", "product_ids")
    if asked.product_ids is None:
        ids = searched.product_ids(context.reads, asked.query, context.actor, context.now)
    else:
        ids = [reads.row_id("Product", one) for one in dict.fromkeys(asked.product_ids)]
    if len(ids) > sets.MOST_PRODUCTS:
        most = sets.MOST_PRODUCTS
        raise LimitExceeded(f"Up to {most:,} products at once.", most, "product_ids")
    context.made_before[id(asked)] = ids, _tried(context, asked, ids) if asked.dry_run else None


def _tried(context: Context, input: MediaSetRenderInput, ids: list[UUID]) -> Any:
    """What a dry run tells of, bound and laid out while no writer waits.

    None for what is refused as a whole: the transaction will say so.
    """
    assert context.storage is not None
    with Session(context.reads.database.looking) as session:
        work = context.work_in(session)
        with suppress(DomainError):
            work.require(Permission.RENDERS_WRITE)
            return sets.new_set(work, asked_set(input, ids), Layouts(context.storage))
    return None


def asked_set(input: MediaSetRenderInput, product_ids: list[UUID]) -> sets.AskedSet:
    return sets.AskedSet(
        product_ids=product_ids,
        template_set_id=reads.row_id("TemplateSet", input.template_set_id),
        preset_ids=[reads.row_id("SizePreset", one) for one in dict.fromkeys(input.preset_ids)],
        store_id=reads.maybe_row_id("Store", input.store_id),
        event_id=reads.maybe_row_id("PlatformEvent", input.event_id),
        values=sane(input.values),
    )


def estimated(work: Work, found: batches.Sorted, renders: Sequence[NewRender]) -> RenderEstimate:
    cost = Decimal(estimates.processor_s(work, found))
    return RenderEstimate(
        item_count=len(found.rows),
        drawn_count=len(found.drawn),
        reused_count=len(found.reused),
        refused_count=len(found.refused),
        refused=list(
            islice(map(_refused, (new for new in renders if new.problem)), REFUSED_AT_MOST)
        ),
        processor_seconds=cost.quantize(Decimal("0.1"), ROUND_HALF_UP),
    )


def _refused(new: NewRender) -> RefusedRender:
    assert new.problem
    return RefusedRender(
        product_id=strawberry.ID(f"Product:{new.product_id}"),
        file_name=new.file_name,
        template=new.template,
        layer=new.problem.layer,
        slot=new.problem.slot,
        error_code=new.problem.code,
        error=new.problem.error,
    )


@strawberry.type
class BatchesMutation:
    @mutation(
        description="Have a whole set made: each template, for each preset that it suits, of each "
        "product. What cannot be made is told of and keeps the others from nothing; what was made "
        "before is not made again. With `dryRun`, only what it would come to.",
        first=find_products,
    )
    def media_set_render(self, info: Info, input: MediaSetRenderInput) -> MediaSetRenderPayload:
        work = info.context.work
        work.require(Permission.RENDERS_WRITE)
        product_ids, tried = info.context.made_before.pop(id(input))
        asked = asked_set(input, product_ids)
        renders = tried or sets.new_set(work, asked)
        found = batches.sort(work, renders, engine())
        estimate = estimated(work, found, renders)
        if input.dry_run:
            return MediaSetRenderPayload.of(render_batch=None, estimate=estimate)
        batch = batches.start_batch(work, asked.batch(), renders, found)
        return MediaSetRenderPayload.of(render_batch=batch, estimate=estimate)

    @mutation(description="Call off what of a batch is not over yet.")
    def render_batch_cancel(
        self, info: Info, input: RenderBatchCancelInput
    ) -> RenderBatchCancelPayload:
        batch_id = reads.row_id("RenderBatch", input.id)
        batch = batches.cancel_batch(info.context.work, batch_id, version=input.expected_version)
        return RenderBatchCancelPayload.of(render_batch=batch)

    @mutation(
        description="Try again what of a batch failed, was called off or expired: a new batch, "
        "from the products as they are now. Each is tried again once.",
        first=load_what_draws,
    )
    def render_batch_retry(
        self, info: Info, input: RenderBatchRetryInput
    ) -> RenderBatchRetryPayload:
        work = info.context.work
        batch_id = reads.row_id("RenderBatch", input.id)
        batch, rows = batches.failed_of(work, batch_id, version=input.expected_version)
        renders = rebinding.rebound(work, rows)
        new = batches.NewBatch(
            batch.template_set_id,
            batches.preset_ids_of(work, batch),
            batch.store_id,
            retry_of_id=batch.id,
        )
        found = batches.sort(work, renders, engine())
        return RenderBatchRetryPayload.of(
            render_batch=batches.start_batch(work, new, renders, found)
        )
