"""Asking for creatives: posters, films, and pictures of products."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from api import reads
from api.context import Info
from api.graphql.renders import RenderJob
from api.mutation import Payload, mutation
from api.renders import making, photos
from api.renders.given import sane
from api.renders.layouts import Layouts
from api.renders.making import How, engine, load_what_draws
from api.renders.rehearsal import layouts_of, rehearsed
from api.renders.subject import Subject, asked_as
from api.renders.versions import Version, chosen, preset_with
from domain.creatives import actions, states
from domain.creatives.asked import NewRender
from domain.errors import Invalid, LimitExceeded
from domain.permissions import Permission
from domain.templates.states import TemplateKind
from domain.work import Work

reads.described(
    states.Background,
    "What stands behind a product in its picture.",
    KEEP="What the photo has.",
    WHITE="Pure white, in a square; the photo's own where the product cannot be cut out.",
    CLEAR="Nothing: it can be seen through.",
)


EVENT = "For which event: its name, when it is, where buyers find it."


@strawberry.input(description="A poster of products, of what a store offers, or of a store.")
class PosterRenderInput:
    template: str | None = strawberry.field(
        default=None, description="The published version of which template: `poster-new-arrival`."
    )
    template_version_id: strawberry.ID | None = strawberry.field(
        default=None, description="Or by which published version; give one of the two."
    )
    product_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Of which product, with its title, lowest list price and first picture.",
    )
    product_ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Or of which several, for templates that list products; up to 12."
    )
    listing_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Or of which listing, with its title and price; give one of the three.",
    )
    store_id: strawberry.ID | None = strawberry.field(
        default=None, description="For which store: its name, and what it asks for the products."
    )
    event_id: strawberry.ID | None = strawberry.field(default=None, description=EVENT)
    picture_id: strawberry.ID | None = strawberry.field(
        default=None, description="With this picture of the product; left out, its first."
    )
    values: JSON | None = strawberry.field(
        default=None,
        description="By slot: what shall stand there, in place of the product's own or beside it. "
        "A picture may be any asset, by its id.",
    )
    preset_id: strawberry.ID | None = strawberry.field(
        default=None, description="For which place: its size, and the format that it takes."
    )
    format: states.RenderFormat | None = strawberry.field(
        default=None, description="How to encode it: PNG, unless the preset says otherwise."
    )
    scale: Decimal = strawberry.field(
        default=Decimal(1), description="How large, against the template's own size: 0.1 to 4."
    )


@strawberry.input(description="A film of products, of what a store offers, or of a store.")
class PromoVideoRenderInput:
    template: str | None = strawberry.field(
        default=None, description="The published version of which template: `film-single-square`."
    )
    template_version_id: strawberry.ID | None = strawberry.field(
        default=None, description="Or by which published version; give one of the two."
    )
    product_ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Of which products, in the order of their scenes; up to 12."
    )
    listing_id: strawberry.ID | None = strawberry.field(
        default=None, description="Or of which listing; give one of the two."
    )
    store_id: strawberry.ID | None = strawberry.field(
        default=None, description="For which store: its name, and what it asks for the products."
    )
    event_id: strawberry.ID | None = strawberry.field(default=None, description=EVENT)
    values: JSON | None = strawberry.field(
        default=None,
        description="By slot: what shall be shown, said and heard, in place of the products' own "
        "or beside it. A picture, clip or sound may be any asset, by its id.",
    )
    preset_id: strawberry.ID | None = strawberry.field(
        default=None, description="For which place: its size."
    )
    format: states.RenderFormat | None = strawberry.field(
        default=None, description="MP4, or without sound GIF or WEBP."
    )
    scale: Decimal = strawberry.field(
        default=Decimal(1), description="How large, against the template's own size: 0.1 to 2."
    )


@strawberry.input(description="A picture of a product, made from a photo.")
class ProductImageRenderInput:
    asset_id: strawberry.ID | None = strawberry.field(default=None, description="Of which image.")
    product_id: strawberry.ID | None = strawberry.field(
        default=None, description="Or of which product: its first picture; give one of the two."
    )
    picture_id: strawberry.ID | None = strawberry.field(
        default=None, description="Of this picture of the product."
    )
    background: states.Background = strawberry.field(
        default=states.Background.KEEP, description="What shall stand behind it."
    )
    sizes_px: list[int] = strawberry.field(
        default_factory=lambda: list(photos.SIZES_PX),
        description="How long its longer side shall be: the largest is the file, the others go "
        "with it. Nothing is enlarged.",
    )
    formats: list[states.RenderFormat] = strawberry.field(
        default_factory=lambda: [states.RenderFormat.JPEG],
        description="JPEG, WEBP, AVIF: the first is the file's, the others go with it.",
    )
    ratio: Decimal | None = strawberry.field(
        default=None,
        description="Width to height, 0.2 to 5: what is kept is cropped around the product.",
    )


@strawberry.type(description="The poster that is being made.")
class PosterRenderPayload(Payload):
    render_job: RenderJob | None = reads.changed(
        description="The render, in the queue; or done, if the same was made before."
    )


@strawberry.type(description="The film that is being made.")
class PromoVideoRenderPayload(Payload):
    render_job: RenderJob | None = reads.changed(
        description="The render, in the queue; or done, if the same was made before."
    )


@strawberry.type(description="The picture that is being made.")
class ProductImageRenderPayload(Payload):
    render_job: RenderJob | None = reads.changed(
        description="The render, in the queue; or done, if the same was made before."
    )


def product_ids_of(given: list[strawberry.ID] | None) -> list[UUID]:
    """In their order; raises LimitExceeded."""
    if given is not None and len(given) > (most := making.MOST_PRODUCTS):
        raise LimitExceeded(f"Up to {most} products.", most, "product_ids")
    return reads.row_ids("Product", given or ())


def subject_of(input: Any, product_ids: list[Any]) -> Subject:
    """Products, or a listing, or neither for what shows a store alone."""
    listing_id = reads.maybe_row_id("Listing", input.listing_id)
    store_id = reads.maybe_row_id("Store", input.store_id)
    if bool(product_ids) == (listing_id is not None) and (product_ids or store_id is None):
        path = "product_id" if hasattr(input, "product_id") else "product_ids"
        raise Invalid("Give either a product or a listing.", path)
    picture_id = reads.maybe_row_id("ProductPicture", getattr(input, "picture_id", None))
    event_id = reads.maybe_row_id("PlatformEvent", input.event_id)
    return Subject(product_ids, listing_id, store_id, picture_id, event_id=event_id)


def version_for(work: Work, input: Any) -> Version:
    """The published one that the input names, by its template's handle or its id."""
    handle = None if input.template is None else making.handle_of(input.template)
    version_id = reads.maybe_row_id("MediaTemplateVersion", input.template_version_id)
    return chosen(work, handle, version_id)


MADE_BY = {
    TemplateKind.IMAGE: "a poster: posterRender",
    TemplateKind.VIDEO: "a film: promoVideoRender",
    TemplateKind.PACKAGING: "a packaging: packagingRender",
}


def new_poster(work: Work, input: PosterRenderInput, layouts: Layouts) -> NewRender:
    work.require(Permission.RENDERS_WRITE)
    if input.product_id is not None and input.product_ids is not None:
        raise Invalid("Give one product or several.", "product_id")
    single = None if input.product_id is None else [input.product_id]
    ids = product_ids_of(single or input.product_ids)
    return new_from_template(work, input, ids, TemplateKind.IMAGE, layouts)


def new_film(work: Work, input: PromoVideoRenderInput, layouts: Layouts) -> NewRender:
    work.require(Permission.RENDERS_WRITE)
    ids = product_ids_of(input.product_ids)
    return new_from_template(work, input, ids, TemplateKind.VIDEO, layouts)


def new_from_template(
    work: Work, input: Any, product_ids: list[Any], kind: TemplateKind, layouts: Layouts
) -> NewRender:
    subject, values = subject_of(input, product_ids), sane(input.values)
    version = version_for(work, input)
    if version.kind is not kind:
        path = "template_version_id" if input.template is None else "template"
        raise Invalid(f"This template makes {MADE_BY[version.kind]} is for that.", path)
    preset = preset_with(work, reads.maybe_row_id("SizePreset", input.preset_id))
    how = How(version, preset, input.format, input.scale, values)
    asked = asked_as(subject, values)
    return making.new_render(work, how, making.shown(work, subject), asked, layouts)


@strawberry.type
class CreativesMutation:
    @mutation(
        description="Have a poster made. It is made in the background: watch its state, "
        "or subscribe to its progress. What was made before of the very same is not made again; "
        "words without room are refused.",
        first=rehearsed(new_poster),
    )
    def poster_render(self, info: Info, input: PosterRenderInput) -> PosterRenderPayload:
        work = info.context.work
        new = new_poster(work, input, layouts_of(info.context, input))
        return PosterRenderPayload.of(render_job=actions.queue_render(work, new, engine()))

    @mutation(
        description="Have a film made, in the background, with its cover and its subtitles; words "
        "without room are refused.",
        first=rehearsed(new_film),
    )
    def promo_video_render(
        self, info: Info, input: PromoVideoRenderInput
    ) -> PromoVideoRenderPayload:
        work = info.context.work
        new = new_film(work, input, layouts_of(info.context, input))
        return PromoVideoRenderPayload.of(render_job=actions.queue_render(work, new, engine()))

    @mutation(
        description="Have a picture of a product made from a photo, in the background: on white, "
        "cut out or as it is, in one size or many.",
        first=load_what_draws,
    )
    def product_image_render(
        self, info: Info, input: ProductImageRenderInput
    ) -> ProductImageRenderPayload:
        work = info.context.work
        work.require(Permission.RENDERS_WRITE)
        product_id = reads.maybe_row_id("Product", input.product_id)
        picture_id = reads.maybe_row_id("ProductPicture", input.picture_id)
        asked = photos.AskedPhoto(
            subject=Subject([product_id] if product_id else [], picture_id=picture_id),
            asset_id=reads.maybe_row_id("MediaAsset", input.asset_id),
            background=input.background,
            sizes_px=input.sizes_px,
            formats=input.formats,
            ratio=input.ratio,
        )
        render = actions.queue_render(work, photos.new_photo(work, asked), engine())
        return ProductImageRenderPayload.of(render_job=render)
