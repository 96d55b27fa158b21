"""Assets: one row for each file that an organisation keeps, however often it is shown."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    and_,
)
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from domain.assets.focal_point import FocalPoint
from domain.assets.states import AssetKind, AssetOrigin, Licence
from domain.base import Base, Dated, OfOrganization, Scaled, Words
from domain.permissions import Grants, Permission
from domain.scope import USER, SeenInOrganization, of_organization

BANDS = ("alike_1", "alike_2", "alike_3", "alike_4")
"""The fingerprint in four parts of 16 bits; `domain.assets.alike` finds near ones by them."""


class MediaAsset(SeenInOrganization, OfOrganization, Dated, Base):
    """A file, looked at: sizes are as it is shown, `file_key` holds the SHA-256 of its bytes.

    What is said of the bytes never changes, for other bytes are another asset.
    """

    __tablename__ = "media_assets"
    __table_args__ = (
        UniqueConstraint("organization_id", "file_key"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "file_name", "id"),
        Index(None, "organization_id", "size_bytes", "id"),
        *(Index(None, "organization_id", band) for band in BANDS),
        CheckConstraint("size_bytes > 0", name="not_empty"),
        CheckConstraint("(width_px IS NULL) = (height_px IS NULL)", name="size_is_whole"),
        CheckConstraint("(focal_x IS NULL) = (focal_y IS NULL)", name="focal_point_is_whole"),
        CheckConstraint("focal_x BETWEEN 0 AND 1000000", name="focal_x_inside"),
        CheckConstraint("focal_y BETWEEN 0 AND 1000000", name="focal_y_inside"),
        CheckConstraint(
            " AND ".join(f"(fingerprint IS NULL) = ({band} IS NULL)" for band in BANDS),
            name="fingerprint_is_whole",
        ),
    )
    folded = {"search_text": ("file_name", "alt", "alt_zh", "licence_note")}
    seen_with: ClassVar[Permission] = Permission.CATALOGUE_READ

    kind: Mapped[AssetKind]
    origin: Mapped[AssetOrigin]
    file_key: Mapped[str] = mapped_column(Words(80))
    file_name: Mapped[str] = mapped_column(Words(200))
    media_type: Mapped[str] = mapped_column(Words(100))
    size_bytes: Mapped[int]
    width_px: Mapped[int | None] = mapped_column(default=None)  # of pictures and films
    height_px: Mapped[int | None] = mapped_column(default=None)
    duration_ms: Mapped[int | None] = mapped_column(default=None)  # of films and sounds
    placeholder: Mapped[str | None] = mapped_column(Words(80), default=None)  # a ThumbHash, base64
    fingerprint: Mapped[str | None] = mapped_column(Words(16), default=None)  # perceptual, hex
    alike_1: Mapped[int | None] = mapped_column(default=None)
    alike_2: Mapped[int | None] = mapped_column(default=None)
    alike_3: Mapped[int | None] = mapped_column(default=None)
    alike_4: Mapped[int | None] = mapped_column(default=None)
    alt: Mapped[str] = mapped_column(Words(500), default="")
    alt_zh: Mapped[str | None] = mapped_column(Words(500), default=None)
    focal_point: Mapped[FocalPoint | None] = composite(
        mapped_column("focal_x", Scaled, nullable=True),
        mapped_column("focal_y", Scaled, nullable=True),
        default=None,
    )
    licence: Mapped[Licence] = mapped_column(default=Licence.UNKNOWN)
    licence_note: Mapped[str | None] = mapped_column(Words(500), default=None)  # whose, which terms
    licence_until: Mapped[date | None] = mapped_column(default=None)
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    created_by: Mapped[Any] = relationship("User", viewonly=True, lazy="raise", init=False)
    search_text: Mapped[str] = mapped_column(Text, init=False, default="")
    derivatives: Mapped[list["AssetDerivative"]] = relationship(
        viewonly=True,
        lazy="raise",
        init=False,
        order_by="(AssetDerivative.width_px, AssetDerivative.media_type, AssetDerivative.id)",
    )


class AssetDerivative(SeenInOrganization, OfOrganization, Base):
    """A file made of an asset by a recipe, once: the same recipe would make the same bytes."""

    __tablename__ = "asset_derivatives"
    __table_args__ = (
        UniqueConstraint("asset_id", "recipe"),
        CheckConstraint("size_bytes > 0", name="not_empty"),
    )
    seen_with: ClassVar[Permission] = Permission.CATALOGUE_READ

    asset_id: Mapped[UUID] = mapped_column(ForeignKey("media_assets.id"))
    asset: Mapped[MediaAsset] = relationship(lazy="raise", init=False, viewonly=True)
    recipe: Mapped[str] = mapped_column(Words(64))  # SHA-256 of the file, the recipe and its maker
    file_key: Mapped[str] = mapped_column(Words(80))
    file_name: Mapped[str] = mapped_column(Words(200))
    media_type: Mapped[str] = mapped_column(Words(100))
    width_px: Mapped[int]
    height_px: Mapped[int]
    size_bytes: Mapped[int]
    created_at: Mapped[datetime]


class StagedUpload(OfOrganization, Base):
    """A file that somebody said they would send, to an address that was signed for it."""

    __tablename__ = "staged_uploads"
    __table_args__ = (
        Index(None, "organization_id", "expires_at", "id"),
        CheckConstraint("size_bytes > 0", name="not_empty"),
        CheckConstraint("(file_key IS NULL) = (received_at IS NULL)", name="received"),
    )
    seen_with: ClassVar[Permission] = Permission.ASSETS_WRITE

    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    file_name: Mapped[str] = mapped_column(Words(200))
    media_type: Mapped[str] = mapped_column(Words(100))  # as it was said; nobody relies on it
    size_bytes: Mapped[int]  # as it was said; what is sent is refused unless it is as long
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    file_key: Mapped[str | None] = mapped_column(Words(80), default=None)
    received_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def scope(cls, rows: Any, may: Grants) -> ColumnElement[bool]:
        """One's own."""
        return and_(rows.created_by_id == USER, of_organization(rows, may, cls.seen_with))
