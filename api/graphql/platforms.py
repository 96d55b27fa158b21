"""Platforms in the graph."""

from datetime import date
from enum import Enum

import strawberry

from api import reads
from api.context import Info
from api.graphql.stores import STORE_SEARCH, Store, StoreFilter, StoreSort
from api.inputs import given
from api.mutation import Payload, mutation
from api.reads import Connection
from domain.permissions import Permission
from domain.stores import actions, models, states

reads.described(
    states.PlatformKind,
    "What sort of place a platform is.",
    MARKETPLACE="Many sellers under one roof, as Taobao or Amazon.",
    SOCIAL="Selling beside videos and posts, as Douyin or Xiaohongshu.",
    OWN_SITE="A website of one's own, whatever runs it.",
    OFFLINE="A shop with a door and a till.",
)


@reads.sorting("How platforms may be sorted.")
class PlatformSort(Enum):
    NAME = reads.by("name", "By name, A first.")
    CODE = reads.by("code", "By code, A first.")
    NEWEST = reads.by("-created_at", "Latest added first.")


@reads.filtering("Which platforms.")
class PlatformFilter:
    code: reads.StringFilter | None = reads.where("Their code.")
    kind: reads.EnumFilter[states.PlatformKind] | None = reads.where("What sort of place.")
    home_country: reads.StringFilter | None = reads.where("The country they come from.")
    is_own: reads.BooleanFilter | None = reads.where(
        "Added by the organisation itself.", lambda row: row.organization_id.is_not(None)
    )


PLATFORM_SEARCH = reads.Search("search_text", code="code", kind="kind", country="home_country")


@strawberry.type(description="A place where stores are opened.")
class Platform(reads.Dated):
    model = models.Platform
    code: str = reads.attribute(description="Its short name for programs, such as TAOBAO.")
    name: str = reads.attribute(description="What it is called.")
    name_zh: str | None = reads.attribute(description="What it is called in Chinese.")
    kind: states.PlatformKind = reads.attribute(description="What sort of place it is.")
    is_own: bool = reads.sql(
        lambda row: row.organization_id.is_not(None),
        description="Whether the organisation added it; the others come with Tradepost.",
    )
    home_country: str | None = reads.attribute(
        description="Where it comes from, as two letters of ISO 3166; null if from nowhere."
    )
    default_currency: str | None = reads.attribute(
        description="What a new store sells in unless told otherwise; ISO 4217."
    )
    default_time_zone: str | None = reads.attribute(
        description="Where a new store's days are cut unless told otherwise; IANA."
    )
    website: str | None = reads.attribute(description="Its address on the web.")
    source: str | None = reads.attribute(description="Where these facts can be checked.")
    as_of: date | None = reads.attribute(description="The day they were noted.")
    stores: Connection[Store] = reads.connection(
        StoreSort, StoreFilter, search=STORE_SEARCH, description="Our stores there."
    )


@strawberry.type
class PlatformsQuery:
    platforms: Connection[Platform] | None = reads.connection(
        PlatformSort,
        PlatformFilter,
        search=PLATFORM_SEARCH,
        needs=Permission.STORES_READ,
        description="Where stores can be opened: what comes with Tradepost, and one's own.",
    )
    platform: Platform | None = reads.by_id(description="One platform.")


@strawberry.input(description="A platform that Tradepost does not know.")
class PlatformCreateInput:
    code: str = strawberry.field(
        description="Its short name for programs: A-Z, 0-9 and _; no other platform's."
    )
    name: str = strawberry.field(description="What it is called.")
    kind: states.PlatformKind = strawberry.field(description="What sort of place it is.")
    name_zh: str | None = strawberry.field(
        default=None, description="What it is called in Chinese."
    )
    home_country: str | None = strawberry.field(
        default=None, description="Where it comes from, as two letters of ISO 3166."
    )
    default_currency: str | None = strawberry.field(
        default=None, description="What new stores there sell in; ISO 4217."
    )
    default_time_zone: str | None = strawberry.field(
        default=None, description="Where new stores' days are cut; IANA, as Asia/Shanghai."
    )
    website: str | None = strawberry.field(default=None, description="Its address on the web.")


@strawberry.type(description="The platform that was added.")
class PlatformCreatePayload(Payload):
    platform: Platform | None = reads.changed(description="The new platform.")


@strawberry.type
class PlatformsMutation:
    @mutation(description="Add a platform of the organisation's own.")
    def platform_create(self, info: Info, input: PlatformCreateInput) -> PlatformCreatePayload:
        new = actions.NewPlatform(**given(input))
        return PlatformCreatePayload.of(platform=actions.create_platform(info.context.work, new))
