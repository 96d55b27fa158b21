"""Brand kits with their colours and fonts, fonts that were added, and how logos look."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.assets.models import MediaAsset
from domain.assets.states import Licence
from domain.base import Base, Dated, OfOrganization, Scaled, Words
from domain.brands.roles import ColorRole, FontRole
from domain.permissions import Permission
from domain.scope import SeenInOrganization, SeenInStoreOrOrganization


class FontAsset(SeenInOrganization, OfOrganization, Dated, Base):
    """A font file that was added: looked at, and drawn with from then on.

    What is said of the bytes never changes, for other bytes are another font.
    """

    __tablename__ = "font_assets"
    __table_args__ = (
        UniqueConstraint("organization_id", "sha256"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "family", "id"),
        CheckConstraint("size_bytes > 0", name="not_empty"),
        CheckConstraint("weight_min <= weight_max", name="weights"),
        CheckConstraint("width_min <= width_max", name="widths"),
    )
    folded = {"search_text": ("family", "file_name", "licence_note")}
    seen_with: ClassVar[Permission] = Permission.TEMPLATES_READ

    family: Mapped[str] = mapped_column(Words(64))  # what templates and kits call it
    file_key: Mapped[str] = mapped_column(Words(80))
    file_name: Mapped[str] = mapped_column(Words(200))
    sha256: Mapped[str] = mapped_column(Words(64))
    size_bytes: Mapped[int]
    weight_min: Mapped[int]  # as in CSS; alike where the font has one weight
    weight_max: Mapped[int]
    width_min: Mapped[int]  # in percent
    width_max: Mapped[int]
    is_italic: Mapped[bool]
    character_count: Mapped[int]
    scripts: Mapped[str] = mapped_column(Words(200))  # names of Script, blanks between
    licence: Mapped[Licence]
    licence_note: Mapped[str | None] = mapped_column(Words(500), default=None)
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    created_by: Mapped[Any] = relationship("User", viewonly=True, lazy="raise", init=False)
    search_text: Mapped[str] = mapped_column(Text, init=False, default="")


class SeenWithKit(SeenInStoreOrOrganization):
    """Of a store: for those who may there. Of none: for all who may anywhere."""

    seen_with: ClassVar[Permission] = Permission.TEMPLATES_READ


class BrandKit(SeenWithKit, OfOrganization, Dated, Base):
    """How a brand looks: the whole organisation's or one store's; one of each is the default."""

    __tablename__ = "brand_kits"
    __table_args__ = (
        Index(
            "uq_brand_kits_store_id_default",
            "store_id",
            unique=True,
            sqlite_where=text("is_default AND store_id IS NOT NULL"),
            postgresql_where=text("is_default AND store_id IS NOT NULL"),
        ),
        Index(
            "uq_brand_kits_organization_id_default",
            "organization_id",
            unique=True,
            sqlite_where=text("is_default AND store_id IS NULL"),
            postgresql_where=text("is_default AND store_id IS NULL"),
        ),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "name", "id"),
        Index(None, "store_id", "created_at", "id"),
        Index(None, "logo_id"),
        Index(None, "logo_on_dark_id"),
        CheckConstraint("clear_space BETWEEN 0 AND 4000000", name="clear_space"),
        CheckConstraint("logo_min_px BETWEEN 1 AND 4000", name="logo_min_px"),
        CheckConstraint("NOT (is_default AND archived_at IS NOT NULL)", name="default_is_used"),
    )
    folded = {"search_text": ("name",)}

    name: Mapped[str] = mapped_column(Words(200))
    scripts: Mapped[str] = mapped_column(Words(200))  # that its fonts must write
    clear_space: Mapped[Decimal] = mapped_column(Scaled)  # free on each side, of the logo's height
    logo_min_px: Mapped[int]  # the least height that the logo is shown at
    is_default: Mapped[bool] = mapped_column(default=False)
    # Of a higher context, so it is named in strings only.
    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"), default=None)
    store: Mapped[Any] = relationship("Store", viewonly=True, lazy="raise", init=False)
    logo_id: Mapped[UUID | None] = mapped_column(ForeignKey("media_assets.id"), default=None)
    logo: Mapped[MediaAsset | None] = relationship(
        foreign_keys=[logo_id], viewonly=True, lazy="raise", init=False
    )
    logo_on_dark_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("media_assets.id"), default=None
    )
    logo_on_dark: Mapped[MediaAsset | None] = relationship(
        foreign_keys=[logo_on_dark_id], viewonly=True, lazy="raise", init=False
    )
    archived_at: Mapped[datetime | None] = mapped_column(default=None)
    search_text: Mapped[str] = mapped_column(Text, init=False, default="")
    colors: Mapped[list["BrandColor"]] = relationship(
        back_populates="kit",
        lazy="raise",
        init=False,
        order_by="(BrandColor.position, BrandColor.id)",
    )
    fonts: Mapped[list["BrandFont"]] = relationship(
        back_populates="kit",
        lazy="raise",
        init=False,
        order_by="(BrandFont.position, BrandFont.id)",
    )


class BrandColor(SeenWithKit, OfOrganization, Base):
    """A colour of a kit, replaced with it."""

    __tablename__ = "brand_colors"
    __table_args__ = (UniqueConstraint("kit_id", "role"),)

    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"))  # the kit's
    kit_id: Mapped[UUID] = mapped_column(ForeignKey("brand_kits.id"))
    kit: Mapped[BrandKit] = relationship(back_populates="colors", lazy="raise", init=False)
    position: Mapped[int]  # of its role among the roles
    role: Mapped[ColorRole]
    hex: Mapped[str] = mapped_column(Words(7))  # `#1d3b4a`


class BrandFont(SeenWithKit, OfOrganization, Base):
    """A font of a kit, replaced with it: a family that ships, or one that was added."""

    __tablename__ = "brand_fonts"
    __table_args__ = (UniqueConstraint("kit_id", "role"), Index(None, "font_asset_id"))

    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"))  # the kit's
    kit_id: Mapped[UUID] = mapped_column(ForeignKey("brand_kits.id"))
    kit: Mapped[BrandKit] = relationship(back_populates="fonts", lazy="raise", init=False)
    position: Mapped[int]  # of its role among the roles
    role: Mapped[FontRole]
    family: Mapped[str] = mapped_column(Words(64))  # the added font's, where it is one
    font_asset_id: Mapped[UUID | None] = mapped_column(ForeignKey("font_assets.id"), default=None)
    font_asset: Mapped[FontAsset | None] = relationship(lazy="raise", viewonly=True, init=False)


class LogoLook(SeenInOrganization, OfOrganization, Base):
    """What was measured of a picture that serves as a logo: once, for its bytes never change."""

    __tablename__ = "logo_looks"
    __table_args__ = (UniqueConstraint("asset_id"),)
    seen_with: ClassVar[Permission] = Permission.TEMPLATES_READ

    asset_id: Mapped[UUID] = mapped_column(ForeignKey("media_assets.id"))
    width_px: Mapped[int]
    height_px: Mapped[int]
    left_px: Mapped[int]  # empty on each side of the mark
    top_px: Mapped[int]
    right_px: Mapped[int]
    bottom_px: Mapped[int]
    is_transparent: Mapped[bool]  # around the mark
    mark_hex: Mapped[str] = mapped_column(Words(7))  # the mean colour of the mark
