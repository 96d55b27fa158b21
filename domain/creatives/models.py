"""Renders: what was asked for, how far it is, and what came of it."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    and_,
    or_,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, Dated, OfOrganization, Scaled, Words
from domain.catalogue.models import Product
from domain.creatives.states import RenderFormat, RenderKind, RenderState
from domain.outbox import OutboxEvent
from domain.permissions import Grants, Permission
from domain.scope import of_organization, of_stores


class RenderJob(OfOrganization, Dated, Base):
    """One picture to be made: of a product, or of what a store offers of it.

    What it is made from is kept as it was when it was asked for, so that the same comes out
    however late it is made.
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
    seen_with: ClassVar[Permission] = Permission.RENDERS_READ

    kind: Mapped[RenderKind]
    template: Mapped[str] = mapped_column(Words(100))
    slot_values: Mapped[str] = mapped_column(Text)  # JSON by slot; of a picture, its name below
    pictures: Mapped[str] = mapped_column(Text)  # JSON: the key of each file by its name
    format: Mapped[RenderFormat]
    scale: Mapped[Decimal]
    file_name: Mapped[str] = mapped_column(Words(200))  # the finished file's, for people
    expires_at: Mapped[datetime]  # not begun by then, it is given up
    product_id: Mapped[UUID] = mapped_column(ForeignKey("products.id"))
    product: Mapped[Product] = relationship(lazy="raise", init=False)
    # Of higher contexts, so they are named in strings only.
    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"), default=None)
    store: Mapped[Any] = relationship("Store", viewonly=True, lazy="raise", init=False)
    listing_id: Mapped[UUID | None] = mapped_column(ForeignKey("listings.id"), default=None)
    listing: Mapped[Any] = relationship("Listing", viewonly=True, lazy="raise", init=False)
    requested_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    requested_by: Mapped[Any] = relationship("User", viewonly=True, lazy="raise", init=False)
    retry_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("render_jobs.id"), default=None)
    retry_of: Mapped["RenderJob | None"] = relationship(
        remote_side="RenderJob.id", lazy="raise", init=False
    )
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
    search_text: Mapped[str] = mapped_column(Text, init=False, default="")
    events: Mapped[list["RenderJobEvent"]] = relationship(
        primaryjoin="RenderJob.id == foreign(RenderJobEvent.subject_id)",
        order_by="RenderJobEvent.id",
        viewonly=True,
        lazy="raise",
        init=False,
    )

    @classmethod
    def scope(cls, rows: Any, may: Grants) -> ColumnElement[bool]:
        """Of a store: for those who may there. Of none: for all who may anywhere."""
        shared = and_(rows.store_id.is_(None), of_organization(rows, may, cls.seen_with))
        return or_(shared, of_stores(rows, may, cls.seen_with))


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
