"""Platforms, stores with what opening them takes, and listings."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from domain.assets.models import MediaAsset
from domain.base import Base, Dated, OfOrganization, OfStore, Words
from domain.catalogue.models import Product, Variant
from domain.compliance.models import SizePreset
from domain.money import UnitPrice
from domain.people.models import User
from domain.permissions import Grants, Permission
from domain.scope import SeenInStores, SeenShippedOrOwn, of_stores
from domain.stores.states import (
    ArmLabel,
    DelistReason,
    ListingState,
    MediaSlot,
    OpeningTaskKind,
    PlatformKind,
    StoreState,
    SuspensionReason,
)


class Platform(SeenShippedOrOwn, Dated, Base):
    """Where stores are opened: shipped with Tradepost and nobody's, or an organisation's own."""

    __tablename__ = "platforms"
    __table_args__ = (
        UniqueConstraint("organization_id", "code"),
        Index(
            "uq_platforms_code_shipped",
            "code",
            unique=True,
            sqlite_where=text("organization_id IS NULL"),
            postgresql_where=text("organization_id IS NULL"),
        ),
        Index(None, "name", "id"),
        Index(None, "code", "id"),
        Index(None, "created_at", "id"),
    )
    folded = {"search_text": ("name", "name_zh", "code")}
    seen_with: ClassVar[Permission] = Permission.STORES_READ

    code: Mapped[str] = mapped_column(Words(40))  # `TAOBAO`
    name: Mapped[str] = mapped_column(Words(200))
    kind: Mapped[PlatformKind]
    name_zh: Mapped[str | None] = mapped_column(Words(200), default=None)
    organization_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organizations.id"), default=None
    )
    home_country: Mapped[str | None] = mapped_column(Words(2), default=None)  # ISO 3166 alpha-2
    default_currency: Mapped[str | None] = mapped_column(Words(3), default=None)
    default_time_zone: Mapped[str | None] = mapped_column(Words(64), default=None)
    website: Mapped[str | None] = mapped_column(Words(300), default=None)
    source: Mapped[str | None] = mapped_column(Words(300), default=None)  # where these facts stand
    as_of: Mapped[date | None] = mapped_column(default=None)  # when they were read there
    search_text: Mapped[str] = mapped_column(Text, init=False)
    stores: Mapped[list["Store"]] = relationship(viewonly=True, lazy="raise", init=False)


class Store(OfOrganization, Dated, Base):
    """A shop on a platform; days are cut in its time zone and prices set in its currency."""

    __tablename__ = "stores"
    __table_args__ = (
        UniqueConstraint("organization_id", "handle"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "name", "id"),
        Index(None, "platform_id", "created_at", "id"),
        Index(None, "platform_id", "name", "id"),
        Index(None, "logo_id"),
        CheckConstraint("state = 'CLOSED' OR closed_at IS NULL", name="closed"),
        CheckConstraint(
            "state NOT IN ('OPEN', 'PAUSED', 'PENALIZED') OR opened_at IS NOT NULL", name="opened"
        ),
    )
    folded = {"name_folded": ("name",), "search_text": ("name", "handle", "external_id")}
    seen_with: ClassVar[Permission] = Permission.STORES_READ
    store_column: ClassVar[str] = "id"  # its rows belong to the stores that they are

    platform_id: Mapped[UUID] = mapped_column(ForeignKey("platforms.id"))
    platform: Mapped[Platform] = relationship(lazy="raise", init=False)
    name: Mapped[str] = mapped_column(Words(200))
    handle: Mapped[str] = mapped_column(Words(60))
    time_zone: Mapped[str] = mapped_column(Words(64))  # IANA
    currency: Mapped[str] = mapped_column(Words(3))  # ISO 4217
    state: Mapped[StoreState] = mapped_column(default=StoreState.DRAFT)
    state_reason: Mapped[str | None] = mapped_column(Text, default=None)  # why it stands there
    external_id: Mapped[str | None] = mapped_column(Words(100), default=None)  # the platform's
    opened_at: Mapped[datetime | None] = mapped_column(default=None)  # for the first time
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    note: Mapped[str | None] = mapped_column(Text, default=None)
    address: Mapped[str | None] = mapped_column(Words(200), default=None)  # where it is found
    url: Mapped[str | None] = mapped_column(Words(200), default=None)  # https
    logo_id: Mapped[UUID | None] = mapped_column(ForeignKey("media_assets.id"), default=None)
    logo: Mapped[MediaAsset | None] = relationship(lazy="raise", viewonly=True, init=False)
    name_folded: Mapped[str] = mapped_column(Text, init=False)
    search_text: Mapped[str] = mapped_column(Text, init=False)
    opening_tasks: Mapped[list["StoreOpeningTask"]] = relationship(
        back_populates="store",
        lazy="raise",
        init=False,
        order_by="(StoreOpeningTask.position, StoreOpeningTask.id)",
    )
    listings: Mapped[list["Listing"]] = relationship(viewonly=True, lazy="raise", init=False)
    orders: Mapped[list[Any]] = relationship("Order", viewonly=True, lazy="raise", init=False)

    @classmethod
    def scope(cls, rows: Any, may: Grants) -> ColumnElement[bool]:
        return of_stores(rows, may, cls.seen_with, "id")


class StoreOpeningTask(SeenInStores, OfStore, Dated, Base):
    """One thing to be done before the store may open."""

    __tablename__ = "store_opening_tasks"
    __table_args__ = (
        UniqueConstraint("store_id", "kind"),
        Index(None, "store_id", "position", "id"),
    )
    seen_with: ClassVar[Permission] = Permission.STORES_READ

    store: Mapped[Store] = relationship(back_populates="opening_tasks", lazy="raise", init=False)
    kind: Mapped[OpeningTaskKind]
    position: Mapped[int]
    is_required: Mapped[bool]
    completed_at: Mapped[datetime | None] = mapped_column(default=None)
    completed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    completed_by: Mapped[User | None] = relationship(lazy="raise", init=False)
    note: Mapped[str | None] = mapped_column(Text, default=None)


class Listing(SeenInStores, OfStore, Dated, Base):
    """A variant offered in a store at a price of its own; one at a time that is not archived."""

    __tablename__ = "listings"
    __table_args__ = (
        Index(
            "uq_listings_store_id_variant_id",
            "store_id",
            "variant_id",
            unique=True,
            sqlite_where=text("state <> 'ARCHIVED'"),
            postgresql_where=text("state <> 'ARCHIVED'"),
        ),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "price_micros", "id"),
        Index(None, "store_id", "created_at", "id"),
        Index(None, "store_id", "price_micros", "id"),
        Index(None, "store_id", "platform_item_id"),
        Index(None, "variant_id", "created_at", "id"),
        Index(None, "product_id", "created_at", "id"),
        CheckConstraint("price_micros > 0", name="price"),
        CheckConstraint("(state = 'SCHEDULED') = (scheduled_at IS NOT NULL)", name="scheduled"),
        CheckConstraint(
            "(state = 'SUSPENDED') = (suspension_reason IS NOT NULL)", name="suspended"
        ),
    )
    folded = {"search_text": ("own_title", "platform_item_id")}
    seen_with: ClassVar[Permission] = Permission.CATALOGUE_READ

    store: Mapped[Store] = relationship(lazy="raise", init=False)
    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variants.id"))
    variant: Mapped[Variant] = relationship(lazy="raise", init=False)
    product_id: Mapped[UUID] = mapped_column(ForeignKey("products.id"))  # the variant's
    product: Mapped[Product] = relationship(lazy="raise", init=False)
    price: Mapped[UnitPrice] = composite(
        mapped_column("price_micros", BigInteger), mapped_column("price_currency", Words(3))
    )
    state: Mapped[ListingState] = mapped_column(default=ListingState.DRAFT)
    own_title: Mapped[str | None] = mapped_column(Words(200), default=None)  # else the product's
    platform_item_id: Mapped[str | None] = mapped_column(Words(100), default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)  # last gone live
    scheduled_at: Mapped[datetime | None] = mapped_column(default=None)
    suspension_reason: Mapped[SuspensionReason | None] = mapped_column(default=None)
    delist_reason: Mapped[DelistReason | None] = mapped_column(default=None)
    delisted_at: Mapped[datetime | None] = mapped_column(default=None)
    search_text: Mapped[str] = mapped_column(Text, init=False, default="")
    media: Mapped[list["ListingMedia"]] = relationship(viewonly=True, lazy="raise", init=False)


class ListingMedia(SeenInStores, OfStore, Dated, Base):
    """What a listing shows in one place, from one moment until another.

    Several at the same time in one place, told apart by their arm, are a test.
    """

    __tablename__ = "listing_media"
    __table_args__ = (
        Index(None, "listing_id", "slot", "position", "starts_at"),
        Index(None, "listing_id", "starts_at", "id"),
        Index(None, "listing_id", "created_at", "id"),
        Index(None, "asset_id"),
        Index(None, "preset_id"),
        CheckConstraint("position >= 0", name="position"),
        CheckConstraint("ends_at > starts_at", name="lasts"),
        CheckConstraint("(counted_from IS NULL) = (counted_until IS NULL)", name="counted"),
    )
    seen_with: ClassVar[Permission] = Permission.CATALOGUE_READ

    listing_id: Mapped[UUID] = mapped_column(ForeignKey("listings.id"))
    listing: Mapped[Listing] = relationship(viewonly=True, lazy="raise", init=False)
    slot: Mapped[MediaSlot]
    position: Mapped[int]  # 0, 1, … within its slot
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("media_assets.id"))
    asset: Mapped[MediaAsset] = relationship(viewonly=True, lazy="raise", init=False)
    starts_at: Mapped[datetime]
    arm: Mapped[ArmLabel] = mapped_column(default=ArmLabel.A)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)  # not shown any more from then
    preset_id: Mapped[UUID | None] = mapped_column(ForeignKey("size_presets.id"), default=None)
    preset: Mapped[SizePreset | None] = relationship(viewonly=True, lazy="raise", init=False)
    # The first and the last day of which figures are known, as the context that keeps them says.
    counted_from: Mapped[date | None] = mapped_column(default=None)
    counted_until: Mapped[date | None] = mapped_column(default=None)
