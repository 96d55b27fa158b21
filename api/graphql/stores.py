"""Stores and what opening them takes, in the graph; `store_lifecycle` has how they move."""

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from sqlalchemy import and_, or_

from api import reads
from api.context import Info
from api.graphql.assets import MediaAsset
from api.graphql.brands import BrandKit
from api.graphql.listings import LISTING_SEARCH, Listing, ListingFilter, ListingSort
from api.graphql.order_lists import ORDER_SEARCH, OrderFilter, OrderSort
from api.graphql.orders import Order
from api.inputs import given
from api.mutation import Payload, mutation
from api.reads import Connection
from domain.permissions import Permission
from domain.stores import actions, models, states

if TYPE_CHECKING:
    from api.graphql.people import User
    from api.graphql.platforms import Platform

reads.described(
    states.StoreState,
    "Where a store stands in its life.",
    DRAFT="Being prepared; the platform has not been asked.",
    APPLYING="The platform is asked and has not answered.",
    REJECTED="The platform said no; it can be asked again.",
    DECORATING="Allowed, and being furnished.",
    OPEN="Selling.",
    PAUSED="Not selling for a while, by our own choice.",
    PENALIZED="Punished by the platform.",
    CLOSED="Over, for good.",
)
reads.described(
    states.OpeningTaskKind,
    "What a platform asks for before a store may open.",
    LICENCE="The business licence is handed in.",
    DEPOSIT="The deposit is paid.",
    BRAND_AUTHORISATION="The brand's owner allows us to sell it.",
    BANK_ACCOUNT="The account for payouts is verified.",
    RETURN_ADDRESS="There is an address for returns.",
    OPENING_ASSETS="Logo, banner and first pictures are there.",
)


@reads.sorting("How stores may be sorted.")
class StoreSort(Enum):
    NEWEST = reads.by("-created_at", "Latest made first.")
    OLDEST = reads.by("created_at", "First made first.")
    NAME = reads.by("name", "By name, A first.")


@reads.filtering("Which stores.")
class StoreFilter:
    state: reads.EnumFilter[states.StoreState] | None = reads.where("Where they stand.")
    name: reads.TextFilter | None = reads.where("Their name.")
    handle: reads.StringFilter | None = reads.where("Their handle.")
    external_id: reads.StringFilter | None = reads.where("What the platform calls them.")
    currency: reads.StringFilter | None = reads.where("What they sell in.")
    platform_id: reads.IDFilter | None = reads.where("On these platforms.")
    created_at: reads.DateTimeFilter | None = reads.where("When they were made.")
    opened_at: reads.DateTimeFilter | None = reads.where("When they first opened.")


STORE_SEARCH = reads.Search(
    "search_text",
    state="state",
    handle="handle",
    currency="currency",
    external_id="external_id",
    created_at="created_at",
)


@strawberry.type(description="One thing to be done before a store may open.")
class StoreOpeningTask(reads.Dated):
    model = models.StoreOpeningTask
    store: "Store" = reads.attribute(description="The store that is to open.")
    kind: states.OpeningTaskKind = reads.attribute(description="What is to be done.")
    is_required: bool = reads.attribute(
        description="Whether the store may not open until it is done."
    )
    completed_at: datetime | None = reads.attribute(description="When it was done; null if not.")
    completed_by: Annotated["User", strawberry.lazy("api.graphql.people")] | None = reads.attribute(
        description="Who did it, for those who may read people."
    )
    note: str | None = reads.attribute(description="A word about it, such as a file number.")


@strawberry.type(description="A shop on a platform.")
class Store(reads.Dated):
    model = models.Store
    platform: Annotated["Platform", strawberry.lazy("api.graphql.platforms")] = reads.attribute(
        description="Where it is."
    )
    name: str = reads.attribute(description="What it is called.")
    handle: str = reads.attribute(description="Its short name in addresses and files.")
    state: states.StoreState = reads.attribute(description="Where it stands.")
    state_reason: str | None = reads.attribute(description="Why it stands there, if said.")
    allowed_transitions: list[states.StoreState] = reads.moves(
        states.STORE_STATES, "state", description="Where it can go from there."
    )
    time_zone: str = reads.attribute(description="Where its days are cut; IANA.")
    currency: str = reads.attribute(description="What it sells in; ISO 4217.")
    external_id: str | None = reads.attribute(description="What the platform calls it.")
    opened_at: datetime | None = reads.attribute(description="When it first opened.")
    closed_at: datetime | None = reads.attribute(description="When it closed for good.")
    note: str | None = reads.attribute(description="A word about it for ourselves.")
    address: str | None = reads.attribute(
        description="Where people find it, in a line, as creatives show it."
    )
    url: str | None = reads.attribute(description="Where it is on the web; https.")
    logo: MediaAsset | None = reads.attribute(
        description="Its sign, for those who may see the catalogue."
    )
    brand_kit: BrandKit | None = reads.foremost(
        lambda store, kit: and_(
            kit.organization_id == store.organization_id,
            kit.is_default,
            or_(kit.store_id == store.id, kit.store_id.is_(None)),
        ),
        lambda _store, kit: kit.store_id.is_(None),
        needs=Permission.TEMPLATES_READ,
        description="How its brand looks: its own default kit, or else the organisation's.",
    )
    opening_tasks: list[StoreOpeningTask] = reads.attribute(
        description="What opening it takes, in the order it is usually done."
    )
    listings: Connection[Listing] | None = reads.connection(
        ListingSort,
        ListingFilter,
        search=LISTING_SEARCH,
        needs=Permission.CATALOGUE_READ,
        description="What it offers.",
    )
    orders: Connection[Order] | None = reads.connection(
        OrderSort,
        OrderFilter,
        search=ORDER_SEARCH,
        needs=Permission.ORDERS_READ,
        description="What was ordered from it.",
    )


@strawberry.type
class StoresQuery:
    stores: Connection[Store] | None = reads.connection(
        StoreSort,
        StoreFilter,
        search=STORE_SEARCH,
        needs=Permission.STORES_READ,
        description="The stores one works in.",
    )
    store: Store | None = reads.by_id(description="One store.")


ADDRESS = "Where people find it, in a line of up to 200 characters."
URL = "Where it is on the web: https, up to 200 characters."


@strawberry.input(description="A store to be prepared.")
class StoreCreateInput:
    platform_id: strawberry.ID = strawberry.field(description="On which platform.")
    name: str = strawberry.field(description="What it is called.")
    handle: str = strawberry.field(
        description="Its short name: a-z, 0-9 and dashes; no other store's."
    )
    currency: str | None = strawberry.field(
        default=None, description="What it sells in, ISO 4217; the platform's when left out."
    )
    time_zone: str | None = strawberry.field(
        default=None, description="Where its days are cut, IANA; the platform's when left out."
    )
    external_id: str | None = strawberry.field(
        default=None, description="What the platform calls it."
    )
    note: str | None = strawberry.field(default=None, description="A word for ourselves.")
    address: str | None = strawberry.field(default=None, description=ADDRESS)
    url: str | None = strawberry.field(default=None, description=URL)
    required_tasks: list[states.OpeningTaskKind] | None = strawberry.field(
        default=None,
        description="What must be done before it opens; what such platforms ask for if left out.",
    )


@strawberry.input(description="What changes about a store; what is left out stays.")
class StoreUpdateInput:
    id: strawberry.ID = strawberry.field(description="Which store.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )
    name: str | None = strawberry.field(default=strawberry.UNSET, description="What it is called.")
    handle: str | None = strawberry.field(
        default=strawberry.UNSET, description="Its short name: a-z, 0-9 and dashes."
    )
    currency: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="What it sells in, ISO 4217; not once it has been open or has listings.",
    )
    time_zone: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="Where its days are cut, IANA; not once it has been open.",
    )
    external_id: str | None = strawberry.field(
        default=strawberry.UNSET, description="What the platform calls it; null takes it away."
    )
    note: str | None = strawberry.field(
        default=strawberry.UNSET, description="A word for ourselves; null takes it away."
    )
    address: str | None = strawberry.field(
        default=strawberry.UNSET, description=f"{ADDRESS} Null takes it away."
    )
    url: str | None = strawberry.field(
        default=strawberry.UNSET, description=f"{URL} Null takes it away."
    )
    logo_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="A picture that is kept here; null takes it away."
    )


@strawberry.type(description="The store that was made.")
class StoreCreatePayload(Payload):
    store: Store | None = reads.changed(description="The new store.")


@strawberry.type(description="The store that was changed.")
class StoreUpdatePayload(Payload):
    store: Store | None = reads.changed(description="The store as it is now.")


@strawberry.type
class StoresMutation:
    @mutation(description="Prepare a store, with the list of what opening it takes.")
    def store_create(self, info: Info, input: StoreCreateInput) -> StoreCreatePayload:
        said: dict[str, Any] = given(input)
        required = said.pop("required_tasks", None)
        new = actions.NewStore(
            **{**said, "platform_id": reads.row_id("Platform", input.platform_id)},
            required_tasks=None if required is None else frozenset(required),
        )
        return StoreCreatePayload.of(store=actions.create_store(info.context.work, new))

    @mutation(description="Change what a store is called and how it counts.")
    def store_update(self, info: Info, input: StoreUpdateInput) -> StoreUpdatePayload:
        said = given(input)
        reads.own_ids(said, logo_id="MediaAsset")
        store = actions.update_store(
            info.context.work,
            reads.row_id("Store", input.id),
            said,
            version=input.expected_version,
        )
        return StoreUpdatePayload.of(store=store)
