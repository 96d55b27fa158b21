"""Assets: one row for each file that an organisation keeps, however often it is shown."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.assets.states import AssetKind, AssetOrigin, Licence
from domain.base import Base, Dated, OfOrganization, Scaled, Words
from domain.permissions import Permission
from domain.scope import SeenInOrganization


class MediaAsset(SeenInOrganization, OfOrganization, Dated, Base):
    """A file, looked at: sizes are as it is shown, `file_key` holds the SHA-256 of its bytes."""

    __tablename__ = "media_assets"
    __table_args__ = (
        UniqueConstraint("organization_id", "file_key"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "file_name", "id"),
        Index(None, "organization_id", "size_bytes", "id"),
        CheckConstraint("size_bytes > 0", name="not_empty"),
        CheckConstraint("(width_px IS NULL) = (height_px IS NULL)", name="size_is_whole"),
        CheckConstraint("(focal_x IS NULL) = (focal_y IS NULL)", name="focal_point_is_whole"),
        CheckConstraint("focal_x BETWEEN 0 AND 1000000", name="focal_x_inside"),
        CheckConstraint("focal_y BETWEEN 0 AND 1000000", name="focal_y_inside"),
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
    alt: Mapped[str] = mapped_column(Words(500), default="")
    alt_zh: Mapped[str | None] = mapped_column(Words(500), default=None)
    focal_x: Mapped[Any] = mapped_column(Scaled, nullable=True, default=None)  # 0 left to 1 right
    focal_y: Mapped[Any] = mapped_column(Scaled, nullable=True, default=None)  # 0 top to 1 bottom
    licence: Mapped[Licence] = mapped_column(default=Licence.UNKNOWN)
    licence_note: Mapped[str | None] = mapped_column(Words(500), default=None)  # whose, which terms
    licence_until: Mapped[date | None] = mapped_column(default=None)
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    created_by: Mapped[Any] = relationship("User", viewonly=True, lazy="raise", init=False)
    search_text: Mapped[str] = mapped_column(Text, init=False, default="")
