"""Renders: what was asked for, how far it is, and what came of it."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    and_,
    text,
)
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from domain.assets.models import MediaAsset
from domain.base import Base, Dated, OfOrganization, Scaled, Words
from domain.catalogue.models import Product, Variant
from domain.compliance.models import ComplianceResult, SizePreset
from domain.compliance.states import Verdict
from domain.creatives.states import (
    DONE,
    RenderFormat,
    RenderKind,
    RenderState,
    SideRole,
    StaleReason,
)
from domain.money import UnitPrice
from domain.outbox import OutboxEvent
from domain.permissions import Grants, Permission
from domain.scope import SeenInStoreOrOrganization
from domain.templates.models import MediaTemplateVersion

_IS_DRAWN = text(
    "drawn_by_id IS NULL AND repeat_of_id IS NULL AND state NOT IN "
    f"({', '.join(sorted(repr(state.name) for state in DONE))})"
)


class OfStoreOrNone(SeenInStoreOrOrganization):
    """The scope of rows of a store, for those who may there; and of none, for all who may."""

    seen_with: ClassVar[Permission] = Permission.RENDERS_READ


class RenderJob(OfStoreOrNone, OfOrganization, Dated, Base):
    """One file to be made: of a product, of what a store offers of it, or of an asset.

    What it is made from is kept as it was when it was asked for, so that the same comes out
    however late it is made. What is asked for twice is drawn once: the second points to the first.
    """

    __tablename__ = "render_jobs"
    __table_args__ = (
        UniqueConstraint("retry_of_id"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "updated_at", "id"),
        Index(None, "store_id", "created_at", "id"),
        Index(None, "store_id", "updated_at", "id"),
        Index(None, "product_id", "created_at", "id"),
        Index(None, "state", "expires_at"),
        Index(None, "batch_id", "state"),
        Index(None, "batch_id", "position", "id"),
        Index(None, "organization_id", "input_hash"),
        Index(None, "drawn_by_id"),
        Index(None, "template_version_id"),
        Index(None, "event_id"),
        Index(None, "asset_id"),
        Index(
            "uq_render_jobs_organization_id_input_hash_drawn",
            "organization_id",
            "input_hash",
            unique=True,
            sqlite_where=_IS_DRAWN,
            postgresql_where=_IS_DRAWN,
        ),
        CheckConstraint("progress BETWEEN 0 AND 1000000", name="progress"),
        CheckConstraint("(state = 'SUCCEEDED') = (file_key IS NOT NULL)", name="file"),
        CheckConstraint("(state = 'FAILED') = (error_code IS NOT NULL)", name="error"),
        CheckConstraint(
            "(state IN ('SUCCEEDED', 'FAILED', 'CANCELLED', 'EXPIRED'))"
            " = (finished_at IS NOT NULL)",
            name="finished",
        ),
    )
    folded = {"search_text": ("template", "file_name", "error")}

    kind: Mapped[RenderKind]
    slot_values: Mapped[str] = mapped_column(Text)  # JSON by slot; of a picture, its name below
    pictures: Mapped[str] = mapped_column(Text)  # JSON: the key of each file by its name
    format: Mapped[RenderFormat]
    scale: Mapped[Decimal]
    file_name: Mapped[str] = mapped_column(Words(200))  # the finished file's, for people
    expires_at: Mapped[datetime]  # not begun by then, it is given up
    template: Mapped[str | None] = mapped_column(Words(100), default=None)  # its handle
    template_version_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("media_template_versions.id"), default=None
    )
    template_version: Mapped[MediaTemplateVersion | None] = relationship(lazy="raise", init=False)
    preset_id: Mapped[UUID | None] = mapped_column(ForeignKey("size_presets.id"), default=None)
    preset: Mapped[SizePreset | None] = relationship(lazy="raise", init=False)
    input_hash: Mapped[str | None] = mapped_column(Words(64), default=None)  # of all it depends on
    fonts: Mapped[str] = mapped_column(Text, default="{}")  # JSON: those added, keys by `name=hash`
    asked: Mapped[str] = mapped_column(Text, default="{}")  # JSON: what it was bound from
    product_id: Mapped[UUID | None] = mapped_column(ForeignKey("products.id"), default=None)
    product: Mapped[Product | None] = relationship(lazy="raise", init=False)
    variant_id: Mapped[UUID | None] = mapped_column(ForeignKey("variants.id"), default=None)
    variant: Mapped[Variant | None] = relationship(lazy="raise", init=False)
    # Of higher contexts, so they are named in strings only.
    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"), default=None)
    store: Mapped[Any] = relationship("Store", viewonly=True, lazy="raise", init=False)
    listing_id: Mapped[UUID | None] = mapped_column(ForeignKey("listings.id"), default=None)
    listing: Mapped[Any] = relationship("Listing", viewonly=True, lazy="raise", init=False)
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("platform_events.id"), default=None)
    event: Mapped[Any] = relationship("PlatformEvent", viewonly=True, lazy="raise", init=False)
    event_shown: Mapped[str] = mapped_column(Text, default="{}")  # JSON: what it tells of it
    requested_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    requested_by: Mapped[Any] = relationship("User", viewonly=True, lazy="raise", init=False)
    retry_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("render_jobs.id"), default=None)
    retry_of: Mapped["RenderJob | None"] = relationship(
        foreign_keys=[retry_of_id], remote_side="RenderJob.id", lazy="raise", init=False
    )
    repeat_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("render_jobs.id"), default=None)
    repeat_of: Mapped["RenderJob | None"] = relationship(
        foreign_keys=[repeat_of_id], remote_side="RenderJob.id", lazy="raise", init=False
    )
    drawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("render_jobs.id"), default=None)
    drawn_by: Mapped["RenderJob | None"] = relationship(
        foreign_keys=[drawn_by_id], remote_side="RenderJob.id", lazy="raise", init=False
    )
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey("render_batches.id"), default=None)
    batch: Mapped[Any] = relationship("RenderBatch", viewonly=True, lazy="raise", init=False)
    position: Mapped[int] = mapped_column(default=0)  # in its batch
    state: Mapped[RenderState] = mapped_column(default=RenderState.QUEUED)
    progress: Mapped[Decimal] = mapped_column(Scaled, default=Decimal(0))  # 0 to 1
    attempts: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    error_code: Mapped[str | None] = mapped_column(Words(60), default=None)
    error: Mapped[str | None] = mapped_column(Text, default=None)
    is_retryable: Mapped[bool] = mapped_column(default=False)  # whether the same may go well yet
    file_key: Mapped[str | None] = mapped_column(Words(100), default=None)
    media_type: Mapped[str | None] = mapped_column(Words(100), default=None)
    size_bytes: Mapped[int | None] = mapped_column(default=None)
    width_px: Mapped[int | None] = mapped_column(default=None)
    height_px: Mapped[int | None] = mapped_column(default=None)
    duration_ms: Mapped[int | None] = mapped_column(default=None)  # of a film
    verdict: Mapped[Verdict | None] = mapped_column(default=None)  # when it was made
    notes: Mapped[str] = mapped_column(Text, default="")  # what is not as it was asked for, by line
    asset_id: Mapped[UUID | None] = mapped_column(ForeignKey("media_assets.id"), default=None)
    asset: Mapped[MediaAsset | None] = relationship(lazy="raise", init=False)
    compliance: Mapped[ComplianceResult | None] = relationship(
        primaryjoin="and_(foreign(RenderJob.asset_id) == ComplianceResult.asset_id,"
        " foreign(RenderJob.preset_id) == ComplianceResult.preset_id)",
        viewonly=True,
        lazy="raise",
        init=False,
    )
    is_stale: Mapped[bool] = mapped_column(default=False)  # see `domain.catalogue.staleness`
    stale_reason: Mapped[StaleReason | None] = mapped_column(default=None)
    stale_at: Mapped[datetime | None] = mapped_column(default=None)
    search_text: Mapped[str] = mapped_column(Text, init=False, default="")
    events: Mapped[list["RenderJobEvent"]] = relationship(
        primaryjoin="RenderJob.id == foreign(RenderJobEvent.subject_id)",
        order_by="RenderJobEvent.id",
        viewonly=True,
        lazy="raise",
        init=False,
    )
    side_files: Mapped[list["RenderSideFile"]] = relationship(
        viewonly=True,
        lazy="raise",
        init=False,
        order_by="(RenderSideFile.position, RenderSideFile.id)",
    )


class RenderSideFile(OfStoreOrNone, OfOrganization, Base):
    """A file that goes with a finished one: a film's cover, its subtitles, pieces of a page."""

    __tablename__ = "render_side_files"
    __table_args__ = (
        UniqueConstraint("render_job_id", "position"),
        Index(None, "asset_id"),
    )

    render_job_id: Mapped[UUID] = mapped_column(ForeignKey("render_jobs.id"))
    render_job: Mapped[RenderJob] = relationship(lazy="raise", init=False)
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("media_assets.id"))
    asset: Mapped[MediaAsset] = relationship(lazy="raise", init=False)
    role: Mapped[SideRole]
    position: Mapped[int]
    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"), default=None)
    preset_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("size_presets.id"), default=None
    )  # what it was held to, if to any
    compliance: Mapped[ComplianceResult | None] = relationship(
        primaryjoin="and_(foreign(RenderSideFile.asset_id) == ComplianceResult.asset_id,"
        " foreign(RenderSideFile.preset_id) == ComplianceResult.preset_id)",
        viewonly=True,
        lazy="raise",
        init=False,
    )


class RenderPrice(OfOrganization, Base):
    """A price that a render shows, and whose: a listing's, a variant's, or a product's lowest."""

    __tablename__ = "render_prices"
    __table_args__ = (
        Index(None, "render_job_id"),
        Index(None, "listing_id"),
        Index(None, "variant_id"),
        Index(None, "product_id"),
        CheckConstraint("listing_id IS NULL OR variant_id IS NULL", name="one_source"),
    )

    render_job_id: Mapped[UUID] = mapped_column(ForeignKey("render_jobs.id"))
    product_id: Mapped[UUID] = mapped_column(ForeignKey("products.id"))
    price: Mapped[UnitPrice] = composite(
        mapped_column("price_micros", BigInteger), mapped_column("price_currency", Words(3))
    )
    variant_id: Mapped[UUID | None] = mapped_column(ForeignKey("variants.id"), default=None)
    listing_id: Mapped[UUID | None] = mapped_column(ForeignKey("listings.id"), default=None)


class RenderJobEvent:
    """What was told of a render, as the outbox keeps it: first what came first."""

    seen_with: ClassVar[Permission] = Permission.RENDERS_READ

    if TYPE_CHECKING:
        id: Mapped[UUID]
        organization_id: Mapped[UUID]
        at: Mapped[datetime]
        kind: Mapped[str]
        subject_type: Mapped[str]
        subject_id: Mapped[UUID | None]
        store_id: Mapped[UUID | None]
        details: Mapped[str]

    @classmethod
    def scope(cls, rows: Any, may: Grants) -> ColumnElement[bool]:
        return and_(rows.subject_type == RenderJob.__name__, RenderJob.scope(rows, may))


# A second look at a table of the outbox: rows as dataclasses cannot share one.
Base.registry.map_imperatively(RenderJobEvent, OutboxEvent.__table__)
