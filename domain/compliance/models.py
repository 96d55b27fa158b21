"""Size presets, shipped and own, and what checks against them found."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.assets.models import MediaAsset
from domain.base import Base, Dated, OfOrganization, Words
from domain.compliance.states import PresetKind, Verdict
from domain.people.models import User
from domain.permissions import Permission
from domain.scope import SeenInOrganization, SeenShippedOrOwn


class SizePreset(SeenShippedOrOwn, Dated, Base):
    """One version of what a place asks of a picture or a film: shipped and nobody's, or own."""

    __tablename__ = "size_presets"
    __table_args__ = (
        UniqueConstraint("organization_id", "name", "number"),
        Index(
            "uq_size_presets_name_shipped",
            "name",
            "number",
            unique=True,
            sqlite_where=text("organization_id IS NULL"),
            postgresql_where=text("organization_id IS NULL"),
        ),
        Index(None, "name", "number", "id"),
        Index(None, "created_at", "id"),
    )
    folded = {"search_text": ("name", "title", "title_zh", "platform")}
    seen_with: ClassVar[Permission] = Permission.CATALOGUE_READ

    name: Mapped[str] = mapped_column(Words(100))  # `taobao-white`
    number: Mapped[int]  # 1, 2, …: a change is a new version
    kind: Mapped[PresetKind]
    title: Mapped[str] = mapped_column(Words(200))
    platform: Mapped[str] = mapped_column(Words(100))
    canvas_width_px: Mapped[int]
    canvas_height_px: Mapped[int]
    document: Mapped[str] = mapped_column(Text)  # JSON: the row as `media.presets` reads it
    source: Mapped[str] = mapped_column(Words(500))
    read_on: Mapped[date]
    valid_from: Mapped[date]
    is_newest: Mapped[bool] = mapped_column(default=True)  # of its name
    main_of: Mapped[str] = mapped_column(Words(500), default="")
    """Codes of platforms, a line each, whose listings' first picture is held to it."""
    title_zh: Mapped[str | None] = mapped_column(Words(200), default=None)
    organization_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organizations.id"), default=None
    )
    search_text: Mapped[str] = mapped_column(Text, init=False, default="")


class ComplianceResult(SeenInOrganization, OfOrganization, Dated, Base):
    """What the last check of one asset against one version of a preset found."""

    __tablename__ = "compliance_results"
    __table_args__ = (
        UniqueConstraint("asset_id", "preset_id"),
        Index(None, "organization_id", "updated_at", "id"),
        Index(None, "asset_id", "updated_at", "id"),
        Index(None, "preset_id", "updated_at", "id"),
    )
    seen_with: ClassVar[Permission] = Permission.CATALOGUE_READ

    asset_id: Mapped[UUID] = mapped_column(ForeignKey("media_assets.id"))
    asset: Mapped[MediaAsset] = relationship(lazy="raise", init=False)
    preset_id: Mapped[UUID] = mapped_column(ForeignKey("size_presets.id"))
    preset: Mapped[SizePreset] = relationship(lazy="raise", init=False)
    verdict: Mapped[Verdict]  # the worst of its findings
    checked_at: Mapped[datetime]
    checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    checked_by: Mapped[User | None] = relationship(viewonly=True, lazy="raise", init=False)
    findings: Mapped[list["ComplianceFinding"]] = relationship(
        back_populates="result",
        lazy="raise",
        init=False,
        order_by="(ComplianceFinding.position, ComplianceFinding.id)",
    )


class ComplianceFinding(SeenInOrganization, OfOrganization, Base):
    """What one rule of a check found; replaced with its check."""

    __tablename__ = "compliance_findings"
    __table_args__ = (UniqueConstraint("result_id", "position"),)
    seen_with: ClassVar[Permission] = Permission.CATALOGUE_READ

    result_id: Mapped[UUID] = mapped_column(ForeignKey("compliance_results.id"))
    result: Mapped[ComplianceResult] = relationship(
        back_populates="findings", lazy="raise", init=False
    )
    position: Mapped[int]  # 0, 1, …: as they were looked at
    rule: Mapped[str] = mapped_column(Words(60))  # `file_size`
    verdict: Mapped[Verdict]
    measured: Mapped[str] = mapped_column(Text)  # for people, units included
    limit: Mapped[str] = mapped_column(Text)
    message: Mapped[str] = mapped_column(Text)
