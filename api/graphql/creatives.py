"""Asking for creatives: posters, films, and pictures of products."""

from decimal import Decimal
from typing import Any

import strawberry
from strawberry.scalars import JSON

from api import reads
from api.context import Info
from api.graphql.renders import RenderJob
from api.mutation import Payload, mutation
from api.renders import making, photos
from api.renders.given import sane
from api.renders.making import How, engine, load_what_draws
from api.renders.subject import Subject, asked_as
from api.renders.versions import chosen, preset_with
from domain.creatives import actions, states
from domain.creatives.asked import NewRender
from domain.errors import Invalid
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


def ids_of(type_name: str, given: list[strawberry.ID] | None, path: str) -> list[Any]:
    if given is not None and len(given) > making.MOST_PRODUCTS:
        raise Invalid(f"Up to {making.MOST_PRODUCTS} products.", path)
    return [reads.row_id(type_name, one) for one in given or ()]


def one_of(type_name: str, given: strawberry.ID | None) -> Any:
    return None if given is None else reads.row_id(type_name, given)


def subject_of(input: Any, product_ids: list[Any]) -> Subject:
    """Products, or a listing, or neither for what shows a store alone."""
    listing_id, store_id = one_of("Listing", input.listing_id), one_of("Store", input.store_id)
    if bool(product_ids) == (listing_id is not None) and (product_ids or store_id is None):
        raise Invalid("Give either a product or a listing.", "product_id")
    picture_id = one_of("ProductPicture", getattr(input, "picture_id", None))
    event_id = one_of("PlatformEvent", input.event_id)
    return Subject(product_ids, listing_id, store_id, picture_id, event_id=event_id)


MADE_BY = {
    TemplateKind.IMAGE: "a poster: posterRender",
    TemplateKind.VIDEO: "a film: promoVideoRender",
    TemplateKind.PACKAGING: "a packaging: packagingRender",
}


def new_from_template(
    work: Work, input: Any, product_ids: list[Any], kind: TemplateKind
) -> NewRender:
    subject, values = subject_of(input, product_ids), sane(input.values)
    handle = None if input.template is None else making.handle_of(input.template)
    version = chosen(work, handle, one_of("MediaTemplateVersion", input.template_version_id))
    if version.kind is not kind:
        raise Invalid(f"This template makes {MADE_BY[version.kind]} is for that.", "template")
    preset = preset_with(work, one_of("SizePreset", input.preset_id))
    how = How(version, preset, input.format, input.scale, values)
    asked = asked_as(subject, values)
    return making.new_render(work, how, making.shown(work, subject), asked)


@strawberry.type
class CreativesMutation:
    @mutation(
        description="Have a poster made. It is made in the background: watch its state, "
        "or subscribe to its progress. What was made before of the very same is not made again.",
        first=load_what_draws,
    )
    def poster_render(self, info: Info, input: PosterRenderInput) -> PosterRenderPayload:
        work = info.context.work
        work.require(Permission.RENDERS_WRITE)
        if input.product_id is not None and input.product_ids is not None:
            raise Invalid("Give one product or several.", "product_id")
        single = None if input.product_id is None else [input.product_id]
        ids = ids_of("Product", single or input.product_ids, "product_ids")
        new = new_from_template(work, input, ids, TemplateKind.IMAGE)
        return PosterRenderPayload.of(render_job=actions.queue_render(work, new, engine()))

    @mutation(
        description="Have a film made, in the background, with its cover and its subtitles.",
        first=load_what_draws,
    )
    def promo_video_render(
        self, info: Info, input: PromoVideoRenderInput
    ) -> PromoVideoRenderPayload:
        work = info.context.work
        work.require(Permission.RENDERS_WRITE)
        ids = ids_of("Product", input.product_ids, "product_ids")
        new = new_from_template(work, input, ids, TemplateKind.VIDEO)
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
        product_id = one_of("Product", input.product_id)
        picture_id = one_of("ProductPicture", input.picture_id)
        asked = photos.AskedPhoto(
            subject=Subject([product_id] if product_id else [], picture_id=picture_id),
            asset_id=one_of("MediaAsset", input.asset_id),
            background=input.background,
            sizes_px=input.sizes_px,
            formats=input.formats,
            ratio=input.ratio,
        )
        render = actions.queue_render(work, photos.new_photo(work, asked), engine())
        return ProductImageRenderPayload.of(render_job=render)
