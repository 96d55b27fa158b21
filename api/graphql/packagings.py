"""Asking for packagings: what is printed around a product, with its proof."""

import strawberry
from strawberry.scalars import JSON

from api import reads
from api.context import Info
from api.graphql.creatives import version_for
from api.graphql.renders import RenderJob
from api.mutation import Payload, mutation
from api.renders import making
from api.renders.given import sane
from api.renders.layouts import Layouts
from api.renders.making import How, engine
from api.renders.rehearsal import layouts_of, rehearsed
from api.renders.subject import Subject, asked_as
from domain.catalogue.models import Variant
from domain.creatives import actions
from domain.creatives.asked import NewRender
from domain.errors import Invalid
from domain.permissions import Permission
from domain.templates.states import TemplateKind
from domain.work import Work


@strawberry.input(description="What is printed around a product, a variant or a store's listing.")
class PackagingRenderInput:
    template: str | None = strawberry.field(
        default=None, description="The published version of which template: `packaging-tea-carton`."
    )
    template_version_id: strawberry.ID | None = strawberry.field(
        default=None, description="Or by which published version; give one of the two."
    )
    product_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Around which product; if it has a single variant, with its barcode.",
    )
    variant_id: strawberry.ID | None = strawberry.field(
        default=None, description="Or around which variant, with its barcode."
    )
    listing_id: strawberry.ID | None = strawberry.field(
        default=None, description="Or around what a store sells; give one of the three."
    )
    store_id: strawberry.ID | None = strawberry.field(
        default=None, description="For which store: its name and logo."
    )
    values: JSON | None = strawberry.field(
        default=None,
        description="By slot: what shall stand there, in place of the product's own or beside it. "
        "A picture may be any asset, by its id.",
    )


@strawberry.type(description="The packaging that is being made.")
class PackagingRenderPayload(Payload):
    render_job: RenderJob | None = reads.changed(
        description="The render, in the queue; or done, if the same was made before. Its file is a "
        "PDF at true size; among its side files is the proof, and its notes are warnings."
    )


def subject_of(work: Work, input: PackagingRenderInput) -> Subject:
    """The one thing that is packed; raises Invalid unless it is one."""
    product_id = reads.maybe_row_id("Product", input.product_id)
    variant_id = reads.maybe_row_id("Variant", input.variant_id)
    listing_id = reads.maybe_row_id("Listing", input.listing_id)
    if sum(one is not None for one in (product_id, variant_id, listing_id)) != 1:
        raise Invalid("Give either a product, a variant or a listing.", "product_id")
    if variant_id is not None:
        product_id = work.find(Variant, variant_id, "variant_id").product_id
    return Subject(
        [product_id] if product_id else [],
        listing_id,
        reads.maybe_row_id("Store", input.store_id),
        variant_id=variant_id,
    )


def new_packaging(work: Work, input: PackagingRenderInput, layouts: Layouts) -> NewRender:
    values = sane(input.values)
    work.require(Permission.RENDERS_WRITE)
    subject = subject_of(work, input)
    version = version_for(work, input)
    if version.kind is not TemplateKind.PACKAGING:
        path = "template_version_id" if input.template is None else "template"
        raise Invalid("This template makes no packaging.", path)
    asked = asked_as(subject, values)
    what = making.shown(work, subject)
    return making.new_render(work, How(version, values=values), what, asked, layouts)


@strawberry.type
class PackagingsMutation:
    @mutation(
        description="Have a packaging made, in the background: a print PDF with knife and crease, "
        "and a proof. What a printer would send back is refused: small words, coarse pictures, "
        "codes that no scanner reads, ink that ends at a cut.",
        first=rehearsed(new_packaging),
    )
    def packaging_render(self, info: Info, input: PackagingRenderInput) -> PackagingRenderPayload:
        work = info.context.work
        new = new_packaging(work, input, layouts_of(info.context, input))
        return PackagingRenderPayload.of(render_job=actions.queue_render(work, new, engine()))
