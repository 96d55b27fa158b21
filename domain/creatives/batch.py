"""Batches: many renders that were asked for as one; how it stands is how they stand."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, Dated, OfOrganization
from domain.compliance.models import SizePreset
from domain.creatives.models import OfStoreOrNone
from domain.templates.models import TemplateSet


class RenderBatch(OfStoreOrNone, OfOrganization, Dated, Base):
    """Every template of a set, for every preset, of every product that was named."""

    __tablename__ = "render_batches"
    __table_args__ = (
        UniqueConstraint("retry_of_id"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "store_id", "created_at", "id"),
    )

    item_count: Mapped[int]
    template_set_id: Mapped[UUID] = mapped_column(ForeignKey("template_sets.id"))
    template_set: Mapped[TemplateSet] = relationship(lazy="raise", init=False)
    # Of higher contexts, so they are named in strings only.
    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"), default=None)
    store: Mapped[Any] = relationship("Store", viewonly=True, lazy="raise", init=False)
    requested_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    requested_by: Mapped[Any] = relationship("User", viewonly=True, lazy="raise", init=False)
    retry_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("render_batches.id"), default=None)
    retry_of: Mapped["RenderBatch | None"] = relationship(
        remote_side="RenderBatch.id", lazy="raise", init=False
    )
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    presets: Mapped[list["RenderBatchPreset"]] = relationship(
        viewonly=True,
        lazy="raise",
        init=False,
        order_by="(RenderBatchPreset.position, RenderBatchPreset.id)",
    )
    render_jobs: Mapped[list[Any]] = relationship(
        "RenderJob", viewonly=True, lazy="raise", init=False
    )


class RenderBatchPreset(OfStoreOrNone, OfOrganization, Base):
    """A preset that a batch was asked for."""

    __tablename__ = "render_batch_presets"
    __table_args__ = (UniqueConstraint("batch_id", "position"),)

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("render_batches.id"))
    batch: Mapped[RenderBatch] = relationship(lazy="raise", init=False)
    preset_id: Mapped[UUID] = mapped_column(ForeignKey("size_presets.id"))
    preset: Mapped[SizePreset] = relationship(lazy="raise", init=False)
    position: Mapped[int]
    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"), default=None)
