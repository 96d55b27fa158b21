"""Reviews in rounds, comments that are pinned to a place, and figures of what listings show."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.assets.models import MediaAsset
from domain.base import Base, Dated, OfOrganization, OfStore, Scaled, Words
from domain.creatives.models import OfStoreOrNone, RenderJob
from domain.descriptions.models import ProductDescription
from domain.people.models import User
from domain.permissions import Permission
from domain.reviews.states import ReviewDecision, ReviewState, SubjectKind
from domain.scope import SeenInStores
from domain.stores.models import ListingMedia, Store
from domain.templates.models import MediaTemplateVersion

SUBJECTS = ("render_job_id", "asset_id", "template_version_id", "description_id")
"""Columns of which a round has just one."""


class CreativeReview(OfStoreOrNone, OfOrganization, Dated, Base):
    """A thing somebody made, to be decided on; what it is stands in its rounds."""

    __tablename__ = "creative_reviews"
    __table_args__ = (
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "updated_at", "id"),
        Index(None, "organization_id", "due_at", "id"),
        Index(None, "store_id", "created_at", "id"),
        Index(None, "assigned_to_id", "state"),
        CheckConstraint("round_number > 0", name="round"),
    )
    folded = {"search_text": ("title",)}

    subject_kind: Mapped[SubjectKind]
    title: Mapped[str] = mapped_column(Words(200))
    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"), default=None)
    store: Mapped[Store | None] = relationship(viewonly=True, lazy="raise", init=False)
    state: Mapped[ReviewState] = mapped_column(default=ReviewState.REQUESTED)
    round_number: Mapped[int] = mapped_column(default=1)  # the round that it is in
    requested_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    requested_by: Mapped[User | None] = relationship(
        foreign_keys=[requested_by_id], viewonly=True, lazy="raise", init=False
    )
    assigned_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    assigned_to: Mapped[User | None] = relationship(
        foreign_keys=[assigned_to_id], viewonly=True, lazy="raise", init=False
    )
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    search_text: Mapped[str] = mapped_column(Text, init=False, default="")
    rounds: Mapped[list["ReviewRound"]] = relationship(
        viewonly=True,
        lazy="raise",
        init=False,
        order_by="(ReviewRound.number, ReviewRound.id)",
    )
    comments: Mapped[list["ReviewComment"]] = relationship(viewonly=True, lazy="raise", init=False)


class ReviewRound(OfStoreOrNone, OfOrganization, Base):
    """One thing that was handed in, and what was decided of it; never changed after that."""

    __tablename__ = "review_rounds"
    __table_args__ = (
        UniqueConstraint("review_id", "number"),
        *(Index(None, column) for column in SUBJECTS),
        CheckConstraint(
            " + ".join(f"CASE WHEN {it} IS NULL THEN 0 ELSE 1 END" for it in SUBJECTS) + " = 1",
            name="one_subject",
        ),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided"),
        CheckConstraint(
            "decision IS NULL OR decision = 'APPROVE' OR reason IS NOT NULL", name="reason"
        ),
    )

    review_id: Mapped[UUID] = mapped_column(ForeignKey("creative_reviews.id"))
    number: Mapped[int]  # 1, 2, …
    requested_at: Mapped[datetime]
    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"), default=None)
    render_job_id: Mapped[UUID | None] = mapped_column(ForeignKey("render_jobs.id"), default=None)
    render_job: Mapped[RenderJob | None] = relationship(viewonly=True, lazy="raise", init=False)
    asset_id: Mapped[UUID | None] = mapped_column(ForeignKey("media_assets.id"), default=None)
    asset: Mapped[MediaAsset | None] = relationship(viewonly=True, lazy="raise", init=False)
    template_version_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("media_template_versions.id"), default=None
    )
    template_version: Mapped[MediaTemplateVersion | None] = relationship(
        viewonly=True, lazy="raise", init=False
    )
    description_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("product_descriptions.id"), default=None
    )
    description: Mapped[ProductDescription | None] = relationship(
        viewonly=True, lazy="raise", init=False
    )
    note: Mapped[str | None] = mapped_column(Text, default=None)  # by whoever hands it in
    requested_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    requested_by: Mapped[User | None] = relationship(
        foreign_keys=[requested_by_id], viewonly=True, lazy="raise", init=False
    )
    decision: Mapped[ReviewDecision | None] = mapped_column(default=None)
    reason: Mapped[str | None] = mapped_column(Text, default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    decided_by: Mapped[User | None] = relationship(
        foreign_keys=[decided_by_id], viewonly=True, lazy="raise", init=False
    )


class ReviewComment(OfStoreOrNone, OfOrganization, Dated, Base):
    """A word about what is reviewed: about all of it, a point, a box, or a moment of a film.

    Places are shares of its width and height; a box has all four of them, a point the first two.
    """

    __tablename__ = "review_comments"
    __table_args__ = (
        Index(None, "review_id", "created_at", "id"),
        Index(None, "parent_id", "created_at", "id"),
        CheckConstraint("(x IS NULL) = (y IS NULL)", name="point"),
        CheckConstraint("(width IS NULL) = (height IS NULL)", name="box"),
        CheckConstraint("width IS NULL OR x IS NOT NULL", name="box_has_place"),
        CheckConstraint("x BETWEEN 0 AND 1000000 AND y BETWEEN 0 AND 1000000", name="inside"),
        CheckConstraint(
            "width > 0 AND height > 0 AND x + width <= 1000000 AND y + height <= 1000000",
            name="box_inside",
        ),
        CheckConstraint("at_ms >= 0", name="moment"),
        CheckConstraint(
            "parent_id IS NULL OR (x IS NULL AND at_ms IS NULL AND resolved_at IS NULL)",
            name="answer",
        ),
    )

    review_id: Mapped[UUID] = mapped_column(ForeignKey("creative_reviews.id"))
    review: Mapped[CreativeReview] = relationship(viewonly=True, lazy="raise", init=False)
    round_number: Mapped[int]  # the round in which it was said
    words: Mapped[str] = mapped_column(Text)
    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"), default=None)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    author: Mapped[User | None] = relationship(
        foreign_keys=[author_id], viewonly=True, lazy="raise", init=False
    )
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("review_comments.id"), default=None)
    parent: Mapped["ReviewComment | None"] = relationship(
        remote_side="ReviewComment.id", viewonly=True, lazy="raise", init=False
    )
    x: Mapped[Any] = mapped_column(Scaled, nullable=True, default=None)
    y: Mapped[Any] = mapped_column(Scaled, nullable=True, default=None)
    width: Mapped[Any] = mapped_column(Scaled, nullable=True, default=None)
    height: Mapped[Any] = mapped_column(Scaled, nullable=True, default=None)
    at_ms: Mapped[int | None] = mapped_column(default=None)
    resolved_at: Mapped[datetime | None] = mapped_column(default=None)
    resolved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    resolved_by: Mapped[User | None] = relationship(
        foreign_keys=[resolved_by_id], viewonly=True, lazy="raise", init=False
    )
    replies: Mapped[list["ReviewComment"]] = relationship(
        viewonly=True,
        lazy="raise",
        init=False,
        remote_side="ReviewComment.parent_id",
        order_by="(ReviewComment.created_at, ReviewComment.id)",
    )


class CreativeFact(SeenInStores, OfStore, Base):
    """How often one thing that a listing shows was seen and clicked on one day of its store."""

    __tablename__ = "creative_facts"
    __table_args__ = (
        UniqueConstraint("media_id", "day"),
        CheckConstraint("clicks >= 0 AND clicks <= impressions", name="clicks"),
    )
    seen_with: ClassVar[Permission] = Permission.RENDERS_READ

    media_id: Mapped[UUID] = mapped_column(ForeignKey("listing_media.id"))
    media: Mapped[ListingMedia] = relationship(viewonly=True, lazy="raise", init=False)
    day: Mapped[date]
    impressions: Mapped[int]
    clicks: Mapped[int]
    reported_at: Mapped[datetime]  # last, for a report replaces the one before
