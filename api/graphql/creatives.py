"""Renders in the graph: what is being made, what came of it, and asking for more."""

from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import strawberry
from sqlalchemy import type_coerce
from strawberry.scalars import JSON

from api import reads
from api.context import Info
from api.graphql.catalogue import Product
from api.graphql.listings import Listing
from api.graphql.people import User
from api.graphql.stores import Store
from api.mutation import Payload, mutation
from api.posters import AskedPoster, new_poster
from api.reads import Connection
from api.reads.text import JsonText
from domain.creatives import actions, models, states
from domain.errors import Invalid
from domain.permissions import Permission

reads.described(
    states.RenderKind,
    "What sort of thing is made.",
    POSTER="A picture to hang up: words, a price and a picture in a template.",
)
reads.described(
    states.RenderFormat,
    "How a finished picture is encoded.",
    PNG="Exact, and large.",
    JPEG="Small, for photographs.",
    WEBP="Smaller still; some platforms refuse it.",
)
reads.described(
    states.RenderState,
    "Where a render stands between being asked for and being done.",
    QUEUED="Waiting for its turn, or for its next try.",
    PLANNED="Begun: its template and pictures are being looked at.",
    RENDERING="Being drawn.",
    ENCODING="Being written in its format.",
    CHECKING="Being looked over and put away.",
    SUCCEEDED="Done; the file is there.",
    FAILED="It cannot be made; `error` says why.",
    CANCELLED="Called off.",
    EXPIRED="It waited so long that it is of no use any more.",
)


@reads.sorting("How renders may be sorted.")
class RenderJobSort(Enum):
    NEWEST = reads.by("-created_at", "Latest asked for first.")
    OLDEST = reads.by("created_at", "First asked for first.")
    UPDATED = reads.by("-updated_at", "Latest come along first.")


@reads.filtering("Which renders.")
class RenderJobFilter:
    state: reads.EnumFilter[states.RenderState] | None = reads.where("Where they stand.")
    kind: reads.EnumFilter[states.RenderKind] | None = reads.where("What is made.")
    template: reads.StringFilter | None = reads.where("Made by which template.")
    product_id: reads.IDFilter | None = reads.where("Of these products.")
    listing_id: reads.IDFilter | None = reads.where("Of these listings.")
    store_id: reads.IDFilter | None = reads.where("For these stores.")
    requested_by_id: reads.IDFilter | None = reads.where("Asked for by these users.")
    created_at: reads.DateTimeFilter | None = reads.where("When they were asked for.")
    finished_at: reads.DateTimeFilter | None = reads.where("When they ended.")


RENDER_SEARCH = reads.Search(
    "search_text",
    state="state",
    template="template",
    created_at="created_at",
    finished_at="finished_at",
)


@strawberry.type(description="Something that was told of a render.")
class RenderJobEvent(reads.Node):
    model = models.RenderJobEvent
    at: datetime = reads.attribute(description="When.")
    kind: str = reads.attribute(
        description="What: `render_job.queued`, `render_job.progressed`, and one last: "
        "`render_job.succeeded`, `.failed`, `.cancelled` or `.expired`."
    )
    details: JSON = reads.sql(
        lambda row: type_coerce(row.details, JsonText()),
        description="Of progress: `state`, and `progress` from 0 to 1.",
    )


def _result_url(
    moment: reads.Moment, file_key: str | None, file_name: str, media_type: str | None
) -> str | None:
    if not (file_key and media_type):
        return None
    return moment.links.url(file_key, filename=file_name, media_type=media_type, now=moment.now)


@strawberry.type(description="One picture being made, or made.")
class RenderJob(reads.Dated):
    model = models.RenderJob
    kind: states.RenderKind = reads.attribute(description="What is made.")
    state: states.RenderState = reads.attribute(description="Where it stands.")
    allowed_transitions: list[states.RenderState] = reads.moves(
        states.RENDER_STATES, "state", description="Where it can go from there."
    )
    progress: Decimal = reads.attribute(
        description="How much is done, from 0 to 1. Coming along is not counted in `version`."
    )
    attempts: int = reads.attribute(description="How often it was begun; three times at most.")
    template: str = reads.attribute(description="The template that it is made by.")
    slot_values: JSON = reads.sql(
        lambda row: type_coerce(row.slot_values, JsonText()),
        description="What stands in each slot, as it was when it was asked for.",
    )
    format: states.RenderFormat = reads.attribute(description="How it is encoded.")
    scale: Decimal = reads.attribute(description="How large, against the template's own size.")
    product: Product = reads.attribute(description="The product that it shows.")
    listing: Listing | None = reads.attribute(
        description="The listing that it shows, if it is made for one."
    )
    store: Store | None = reads.attribute(description="The store that it is made for, if for one.")
    requested_by: User | None = reads.attribute(
        description="Who asked for it, for those who may see them."
    )
    retry_of: "RenderJob | None" = reads.attribute(description="The one that this one tries again.")
    expires_at: datetime = reads.attribute(
        description="Not begun by then, it is given up as EXPIRED."
    )
    started_at: datetime | None = reads.attribute(description="When it was last begun.")
    finished_at: datetime | None = reads.attribute(description="When it ended, whichever way.")
    error_code: str | None = reads.attribute(
        description="Why it failed, for programs: such as `TEXT_OVERFLOW` or `TIMED_OUT`."
    )
    error: str | None = reads.attribute(description="Why it failed, for people.")
    is_retryable: bool = reads.attribute(
        description="Whether the very same may go well another time."
    )
    result_url: str | None = reads.made(
        _result_url,
        "file_key",
        "file_name",
        "media_type",
        description="Where the finished file is: a signed address, which expires; ask again for "
        "another. When it begins with `/`, it is on this server. Null until it is done.",
    )
    file_name: str = reads.attribute(description="What the file is called.")
    media_type: str | None = reads.attribute(description="What the file is: `image/png`.")
    size_bytes: int | None = reads.attribute(description="How large the file is.")
    width_px: int | None = reads.attribute(description="How wide the picture is.")
    height_px: int | None = reads.attribute(description="How high the picture is.")
    events: list[RenderJobEvent] = reads.attribute(
        description="All that was told of it, first what came first; the last tells how it ended."
    )


@strawberry.type
class CreativesQuery:
    render_jobs: Connection[RenderJob] | None = reads.connection(
        RenderJobSort,
        RenderJobFilter,
        search=RENDER_SEARCH,
        needs=Permission.RENDERS_READ,
        description="Pictures being made, and made.",
    )
    render_job: RenderJob | None = reads.by_id(description="One of them.")


@strawberry.input(description="A poster of a product, or of what a store offers of it.")
class PosterRenderInput:
    template: str = strawberry.field(description="By which template: `poster-new-arrival`.")
    product_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Of which product, with its title, lowest list price and first picture.",
    )
    listing_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Or of which listing, with its title and price; give one of the two.",
    )
    picture_id: strawberry.ID | None = strawberry.field(
        default=None, description="With this picture of the product; left out, its first."
    )
    values: JSON | None = strawberry.field(
        default=None,
        description="By slot: what shall stand there, in place of the product's own or beside it.",
    )
    format: states.RenderFormat = strawberry.field(
        default=states.RenderFormat.PNG, description="How to encode it."
    )
    scale: Decimal = strawberry.field(
        default=Decimal(1), description="How large, against the template's own size: 0.1 to 4."
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


@strawberry.type(description="The poster that is being made.")
class PosterRenderPayload(Payload):
    render_job: RenderJob | None = reads.changed(description="The render, in the queue.")


@strawberry.type(description="The render that was called off.")
class RenderJobCancelPayload(Payload):
    render_job: RenderJob | None = reads.changed(description="The render as it is now.")


@strawberry.type(description="The new render.")
class RenderJobRetryPayload(Payload):
    render_job: RenderJob | None = reads.changed(
        description="Another render of the same; the one that was tried again stays as it is."
    )


def _asked(input: PosterRenderInput) -> AskedPoster:
    values: Any = {} if input.values is None else input.values
    if not isinstance(values, dict):
        raise Invalid("It must be an object: a value for each slot.", "values")
    return AskedPoster(
        template=input.template,
        values=values,
        product_id=reads.row_id("Product", input.product_id) if input.product_id else None,
        listing_id=reads.row_id("Listing", input.listing_id) if input.listing_id else None,
        picture_id=reads.row_id("ProductPicture", input.picture_id) if input.picture_id else None,
        format=input.format,
        scale=input.scale,
    )


def load_what_draws(*_: object) -> None:
    """A process imports it once, and on SQLite no other writer shall wait for that."""
    import media.render  # noqa: PLC0415  see above

    assert media.render


@strawberry.type
class CreativesMutation:
    @mutation(
        description="Have a poster made. It is made in the background: watch its state, "
        "or subscribe to its progress.",
        first=load_what_draws,
    )
    def poster_render(self, info: Info, input: PosterRenderInput) -> PosterRenderPayload:
        work = info.context.work
        render = actions.queue_render(work, new_poster(work, _asked(input)))
        return PosterRenderPayload.of(render_job=render)

    @mutation(description="Call a render off; if it is being drawn, that stops within a second.")
    def render_job_cancel(self, info: Info, input: RenderJobCancelInput) -> RenderJobCancelPayload:
        render_id = reads.row_id("RenderJob", input.id)
        render = actions.cancel_render(info.context.work, render_id, version=input.expected_version)
        return RenderJobCancelPayload.of(render_job=render)

    @mutation(
        description="Try again what failed, was called off or expired: a new render, from the "
        "same words and pictures. Each is tried again once."
    )
    def render_job_retry(self, info: Info, input: RenderJobRetryInput) -> RenderJobRetryPayload:
        render_id = reads.row_id("RenderJob", input.id)
        render = actions.retry_render(info.context.work, render_id, version=input.expected_version)
        return RenderJobRetryPayload.of(render_job=render)
