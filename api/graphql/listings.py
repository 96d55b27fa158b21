"""What stores offer, in the graph; `selling` has how it goes on and off sale."""

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from sqlalchemy import func, select, type_coerce

from api import reads
from api.context import Info
from api.graphql.listing_media import ListingMedia, ListingMediaFilter, ListingMediaSort
from api.inputs import given
from api.money import UnitPrice, UnitPriceInput
from api.mutation import Payload, mutation
from api.reads import Connection
from domain.base import Scaled
from domain.catalogue.models import Product as ProductRow
from domain.catalogue.models import Variant as VariantRow
from domain.permissions import Permission
from domain.stores import listings, models, offers, states

if TYPE_CHECKING:
    from api.graphql.catalogue import Product, Variant
    from api.graphql.stores import Store

reads.described(
    states.ListingState,
    "Where a listing stands between being prepared and being put away.",
    DRAFT="Being prepared.",
    READY="Nothing is missing; it can be published.",
    SCHEDULED="It goes on sale by itself at a set moment.",
    LIVE="On sale.",
    SUSPENDED="Off sale for a while.",
    DELISTED="Taken down; it can be made ready again.",
    ARCHIVED="Put away for good.",
)
reads.described(
    states.SuspensionReason,
    "Why a listing is off sale for a while.",
    OUT_OF_STOCK="There is nothing left to send.",
    COMPLIANCE="Its pictures or words break a rule.",
    PLATFORM="The platform hid it.",
    OTHER="Something else.",
)
reads.described(
    states.DelistReason,
    "Why a listing was taken down.",
    DISCONTINUED="It is not made or bought any more.",
    SEASON_OVER="Its season is over.",
    OUT_OF_STOCK="It is sold out.",
    COMPLIANCE="Its pictures or words break a rule.",
    PLATFORM="The platform asked for it.",
    STORE_CLOSED="The store closed.",
    OTHER="Something else.",
)


def _title(row: Any) -> Any:
    product = select(ProductRow.title).where(ProductRow.id == row.product_id)
    return func.coalesce(row.own_title, product.scalar_subquery())


def _sku(row: Any) -> Any:
    return select(VariantRow.sku).where(VariantRow.id == row.variant_id).scalar_subquery()


@reads.sorting("How listings may be sorted.")
class ListingSort(Enum):
    NEWEST = reads.by("-created_at", "Latest made first.")
    OLDEST = reads.by("created_at", "First made first.")
    CHEAPEST = reads.by("price_micros", "Lowest price first, whatever the currency.")
    DEAREST = reads.by("-price_micros", "Highest price first, whatever the currency.")


@reads.filtering("Which listings.")
class ListingFilter:
    state: reads.EnumFilter[states.ListingState] | None = reads.where("Where they stand.")
    store_id: reads.IDFilter | None = reads.where("In these stores.")
    variant_id: reads.IDFilter | None = reads.where("Of these variants.")
    product_id: reads.IDFilter | None = reads.where("Of these products.")
    sku: reads.StringFilter | None = reads.where("The variant's SKU.", _sku)
    platform_item_id: reads.StringFilter | None = reads.where("What the platform calls them.")
    price: reads.DecimalFilter | None = reads.where(
        "Their price, whatever the currency.", lambda row: type_coerce(row.price_micros, Scaled())
    )
    created_at: reads.DateTimeFilter | None = reads.where("When they were made.")
    published_at: reads.DateTimeFilter | None = reads.where("When they last went on sale.")
    scheduled_at: reads.DateTimeFilter | None = reads.where("When they go on sale.")


LISTING_SEARCH = reads.Search(
    "search_text",
    state="state",
    sku=_sku,
    platform_item_id="platform_item_id",
    created_at="created_at",
    published_at="published_at",
)


@strawberry.type(description="A variant offered in a store, at a price of its own.")
class Listing(reads.Dated):
    model = models.Listing
    store: Annotated["Store", strawberry.lazy("api.graphql.stores")] | None = reads.attribute(
        description="Where it is offered, for those who may read stores."
    )
    variant: Annotated["Variant", strawberry.lazy("api.graphql.catalogue")] = reads.attribute(
        description="What is offered."
    )
    product: Annotated["Product", strawberry.lazy("api.graphql.catalogue")] = reads.attribute(
        description="The product that it is a variant of."
    )
    state: states.ListingState = reads.attribute(description="Where it stands.")
    allowed_transitions: list[states.ListingState] = reads.moves(
        states.LISTING_STATES, "state", description="Where it can go from there."
    )
    title: str = reads.sql(_title, description="What buyers read: its own title or the product's.")
    own_title: str | None = reads.attribute(
        description="Its own title; null when the product's is shown."
    )
    price: UnitPrice = reads.attribute(description="The price of one, in the store's currency.")
    platform_item_id: str | None = reads.attribute(
        description="What the platform calls it; variants of one product may share it."
    )
    published_at: datetime | None = reads.attribute(description="When it last went on sale.")
    scheduled_at: datetime | None = reads.attribute(description="When it goes on sale by itself.")
    suspension_reason: states.SuspensionReason | None = reads.attribute(
        description="Why it is off sale for a while."
    )
    delist_reason: states.DelistReason | None = reads.attribute(
        description="Why it was taken down."
    )
    delisted_at: datetime | None = reads.attribute(description="When it was taken down.")
    media: Connection[ListingMedia] | None = reads.connection(
        ListingMediaSort,
        ListingMediaFilter,
        needs=Permission.CATALOGUE_READ,
        description="What it shows, showed and will show.",
    )


@strawberry.type
class ListingsQuery:
    listings: Connection[Listing] | None = reads.connection(
        ListingSort,
        ListingFilter,
        search=LISTING_SEARCH,
        needs=Permission.CATALOGUE_READ,
        description="What the stores one works in offer.",
    )
    listing: Listing | None = reads.by_id(description="One listing.")


@strawberry.input(description="A variant to be offered in a store.")
class ListingCreateInput:
    store_id: strawberry.ID = strawberry.field(description="In which store.")
    variant_id: strawberry.ID = strawberry.field(description="Which variant.")
    price: UnitPriceInput = strawberry.field(
        description="The price of one: above nothing, in the store's currency."
    )
    title: str | None = strawberry.field(
        default=None, description="Its own title; the product's is shown when left out."
    )
    platform_item_id: str | None = strawberry.field(
        default=None, description="What the platform calls it."
    )


@strawberry.input(description="What changes about a listing's words; what is left out stays.")
class ListingUpdateInput:
    id: strawberry.ID = strawberry.field(description="Which listing.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )
    title: str | None = strawberry.field(
        default=strawberry.UNSET, description="Its own title; null shows the product's."
    )
    platform_item_id: str | None = strawberry.field(
        default=strawberry.UNSET, description="What the platform calls it; null takes it away."
    )


@strawberry.input(description="What a listing is to cost.")
class ListingPriceSetInput:
    id: strawberry.ID = strawberry.field(description="Which listing.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )
    price: UnitPriceInput = strawberry.field(
        description="The price of one: above nothing, in the store's currency."
    )


@strawberry.input(description="A store to copy to.")
class ListingCopyTarget:
    store_id: strawberry.ID = strawberry.field(description="Which store.")
    price: UnitPriceInput | None = strawberry.field(
        default=None, description="The price there; the same when left out and in one currency."
    )


@strawberry.input(description="A listing to be offered in other stores as well.")
class ListingCopyToStoresInput:
    id: strawberry.ID = strawberry.field(description="Which listing.")
    targets: list[ListingCopyTarget] = strawberry.field(
        description=f"Where to; up to {listings.MOST_COPIES}, all of them or none."
    )


@strawberry.type(description="The listing that was made.")
class ListingCreatePayload(Payload):
    listing: Listing | None = reads.changed(description="The new draft.")


@strawberry.type(description="The listing that was changed.")
class ListingUpdatePayload(Payload):
    listing: Listing | None = reads.changed(description="The listing as it is now.")


@strawberry.type(description="The listing that was priced.")
class ListingPriceSetPayload(Payload):
    listing: Listing | None = reads.changed(description="The listing as it is now.")


@strawberry.type(description="The copies that were made.")
class ListingCopyToStoresPayload(Payload):
    listings: list[Listing] | None = reads.changed(description="The new drafts, in your order.")


@strawberry.type
class ListingsMutation:
    @mutation(description="Offer a variant in a store, as a draft.")
    def listing_create(self, info: Info, input: ListingCreateInput) -> ListingCreatePayload:
        row = offers.NewListing(
            variant_id=reads.row_id("Variant", input.variant_id),
            price=input.price.value("price"),
            title=input.title,
            platform_item_id=input.platform_item_id,
        )
        store_id = reads.row_id("Store", input.store_id)
        listing = listings.create_listing(info.context.work, store_id, row)
        return ListingCreatePayload.of(listing=listing)

    @mutation(description="Change a listing's own words.")
    def listing_update(self, info: Info, input: ListingUpdateInput) -> ListingUpdatePayload:
        listing = listings.update_listing(
            info.context.work,
            reads.row_id("Listing", input.id),
            given(input),
            version=input.expected_version,
        )
        return ListingUpdatePayload.of(listing=listing)

    @mutation(description="Set what a listing costs.")
    def listing_price_set(self, info: Info, input: ListingPriceSetInput) -> ListingPriceSetPayload:
        listing = listings.set_listing_price(
            info.context.work,
            reads.row_id("Listing", input.id),
            input.price.value("price"),
            version=input.expected_version,
        )
        return ListingPriceSetPayload.of(listing=listing)

    @mutation(description="Offer the same in other stores, as drafts.")
    def listing_copy_to_stores(
        self, info: Info, input: ListingCopyToStoresInput
    ) -> ListingCopyToStoresPayload:
        targets = [
            listings.CopyTarget(
                store_id=reads.row_id("Store", target.store_id),
                price=target.price.value("targets", str(place), "price") if target.price else None,
            )
            for place, target in enumerate(input.targets)
        ]
        listing_id = reads.row_id("Listing", input.id)
        copies = listings.copy_listing(info.context.work, listing_id, targets)
        return ListingCopyToStoresPayload.of(listings=copies)
