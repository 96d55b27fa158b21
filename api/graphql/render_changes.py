"""What is done to renders: called off, tried again, drawn once more."""

import strawberry

from api import reads
from api.context import Info
from api.errors import UserError, shows
from api.graphql.renders import RenderJob
from api.mutation import Payload, mutation
from api.renders import rebinding
from api.renders.making import engine, load_what_draws
from domain.creatives import actions
from domain.creatives.errors import Undrawable
from domain.permissions import Permission


@shows(Undrawable)
@strawberry.type(description="It cannot be drawn, and here is where.")
class NotDrawable(UserError):
    rule: str = strawberry.field(description="What was broken: `slot.missing`, `text.overflow`.")
    template: str | None = strawberry.field(description="The handle of the template.")
    layer: str | None = strawberry.field(description="The layer's name in it, if it is one's.")
    slot: str | None = strawberry.field(description="The slot's name: `products[2].price`.")
    product_id: strawberry.ID | None = strawberry.field(description="Of which product.")

    @classmethod
    def of(cls, error: Undrawable, **more: object) -> "NotDrawable":
        product_id = strawberry.ID(f"Product:{error.product_id}") if error.product_id else None
        return super().of(
            error,
            rule=error.rule,
            template=error.template,
            layer=error.layer,
            slot=error.slot,
            product_id=product_id,
            **more,
        )


@strawberry.input(description="The render to call off.")
class RenderJobCancelInput:
    id: strawberry.ID = strawberry.field(description="Which render.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )


@strawberry.input(description="The render to try again.")
class RenderJobRetryInput:
    id: strawberry.ID = strawberry.field(description="Which render.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )


@strawberry.input(description="The render to draw once more.")
class RenderJobRepeatInput:
    id: strawberry.ID = strawberry.field(description="Which render.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )


@strawberry.input(description="The stale creatives to make anew.")
class CreativesRefreshInput:
    ids: list[strawberry.ID] = strawberry.field(
        description="Which renders, all of them stale; up to 100."
    )


@strawberry.type(description="The new renders.")
class CreativesRefreshPayload(Payload):
    render_jobs: list[RenderJob] | None = reads.changed(
        description="A render for each, in their order, with the prices of now; the old ones stay."
    )


@strawberry.type(description="The render that was called off.")
class RenderJobCancelPayload(Payload):
    render_job: RenderJob | None = reads.changed(description="The render as it is now.")


@strawberry.type(description="The new render.")
class RenderJobRetryPayload(Payload):
    render_job: RenderJob | None = reads.changed(
        description="Another render of the same; the one that was tried again stays as it is."
    )


@strawberry.type(description="The second render.")
class RenderJobRepeatPayload(Payload):
    render_job: RenderJob | None = reads.changed(
        description="A render that draws the same once more; the first stays as it is."
    )


@strawberry.type
class RenderChangesMutation:
    @mutation(description="Call a render off; if it is being drawn, that stops within a second.")
    def render_job_cancel(self, info: Info, input: RenderJobCancelInput) -> RenderJobCancelPayload:
        render_id = reads.row_id("RenderJob", input.id)
        render = actions.cancel_render(info.context.work, render_id, version=input.expected_version)
        return RenderJobCancelPayload.of(render_job=render)

    @mutation(
        description="Try again what failed, was called off or expired: a new render, from the "
        "same words and pictures. Each is tried again once.",
        first=load_what_draws,
    )
    def render_job_retry(self, info: Info, input: RenderJobRetryInput) -> RenderJobRetryPayload:
        render = actions.retry_render(
            info.context.work,
            reads.row_id("RenderJob", input.id),
            engine(),
            version=input.expected_version,
        )
        return RenderJobRetryPayload.of(render_job=render)

    @mutation(
        description="Make stale creatives anew: the same templates and words, with titles, "
        "pictures and prices as they are now.",
        first=load_what_draws,
    )
    def creatives_refresh(
        self, info: Info, input: CreativesRefreshInput
    ) -> CreativesRefreshPayload:
        work = info.context.work
        work.require(Permission.RENDERS_WRITE)
        ids = [reads.row_id("RenderJob", one) for one in dict.fromkeys(input.ids)]
        renders = rebinding.rebound(work, actions.stale_of(work, ids))
        made = [actions.queue_render(work, rebinding.drawable(new), engine()) for new in renders]
        return CreativesRefreshPayload.of(render_jobs=made)

    @mutation(
        description="Draw once more what was made, from the same words and pictures, by the same "
        "version of its template even if that is retired: the same bytes come out.",
        first=load_what_draws,
    )
    def render_job_repeat(self, info: Info, input: RenderJobRepeatInput) -> RenderJobRepeatPayload:
        render = actions.repeat_render(
            info.context.work,
            reads.row_id("RenderJob", input.id),
            engine(),
            version=input.expected_version,
        )
        return RenderJobRepeatPayload.of(render_job=render)
