"""Descriptions with what was found in them, phrases that may not be said, limits of titles."""

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

from domain.base import Base, Dated, OfOrganization, Words
from domain.catalogue.models import Product
from domain.descriptions.states import (
    DescriptionFindingKind,
    DescriptionLocale,
    DescriptionPart,
    DescriptionState,
    LengthUnit,
    PhraseCategory,
)
from domain.permissions import Permission
from domain.scope import SeenInOrganization, SeenShippedOrOwn


class ProductDescription(SeenInOrganization, OfOrganization, Dated, Base):
    """One version of a product's words in one language; its words never change.

    Of no platform it is for all of them; of a listing it is about that variant in that store.
    """

    __tablename__ = "product_descriptions"
    __table_args__ = (
        UniqueConstraint("product_id", "locale", "number"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "updated_at", "id"),
        Index(None, "organization_id", "score", "id"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("state <> 'IN_REVIEW' OR submitted_at IS NOT NULL", name="submitted"),
        CheckConstraint(
            "state NOT IN ('APPROVED', 'REJECTED') OR decided_at IS NOT NULL", name="decided"
        ),
    )
    folded = {"search_text": ("title", "selling_points")}
    seen_with: ClassVar[Permission] = Permission.CATALOGUE_READ

    product_id: Mapped[UUID] = mapped_column(ForeignKey("products.id"))
    product: Mapped[Product] = relationship(lazy="raise", init=False)
    locale: Mapped[DescriptionLocale]
    number: Mapped[int]  # counts the versions of a product in a language
    title: Mapped[str] = mapped_column(Words(255))
    selling_points: Mapped[str] = mapped_column(Text)  # JSON list
    care: Mapped[str] = mapped_column(Text)
    blocks: Mapped[str] = mapped_column(Text)  # JSON, see `blocks`
    score: Mapped[int]
    checked_at: Mapped[datetime]
    is_generated: Mapped[bool]  # and not touched by hand
    size_table: Mapped[str | None] = mapped_column(Text, default=None)  # JSON: head, rows
    state: Mapped[DescriptionState] = mapped_column(default=DescriptionState.DRAFT)
    based_on_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("product_descriptions.id"), default=None
    )
    based_on: Mapped["ProductDescription | None"] = relationship(
        remote_side="ProductDescription.id", lazy="raise", init=False
    )
    # Of higher contexts, so they are named in strings only.
    platform_id: Mapped[UUID | None] = mapped_column(ForeignKey("platforms.id"), default=None)
    platform: Mapped[Any] = relationship("Platform", viewonly=True, lazy="raise", init=False)
    listing_id: Mapped[UUID | None] = mapped_column(ForeignKey("listings.id"), default=None)
    listing: Mapped[Any] = relationship("Listing", viewonly=True, lazy="raise", init=False)
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    made_by: Mapped[Any] = relationship(
        "User", viewonly=True, lazy="raise", init=False, foreign_keys=[made_by_id]
    )
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    decided_by: Mapped[Any] = relationship(
        "User", viewonly=True, lazy="raise", init=False, foreign_keys=[decided_by_id]
    )
    decision_reason: Mapped[str | None] = mapped_column(Text, default=None)
    applied_at: Mapped[datetime | None] = mapped_column(default=None)
    search_text: Mapped[str] = mapped_column(Text, init=False, default="")
    findings: Mapped[list["DescriptionFinding"]] = relationship(
        viewonly=True,
        lazy="raise",
        init=False,
        order_by="(DescriptionFinding.position, DescriptionFinding.id)",
    )


class DescriptionFinding(SeenInOrganization, OfOrganization, Base):
    """What is wrong with a description or missing in it; replaced whole at each look."""

    __tablename__ = "description_findings"
    __table_args__ = (Index(None, "description_id", "position", "id"),)
    seen_with: ClassVar[Permission] = Permission.CATALOGUE_READ

    description_id: Mapped[UUID] = mapped_column(ForeignKey("product_descriptions.id"))
    position: Mapped[int]
    kind: Mapped[DescriptionFindingKind]
    part: Mapped[DescriptionPart]
    points_lost: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    mend: Mapped[str] = mapped_column(Text)
    phrase: Mapped[str | None] = mapped_column(Text, default=None)


class ForbiddenPhrase(SeenShippedOrOwn, Dated, Base):
    """What may not be said in a language, everywhere or on one platform, while it holds."""

    __tablename__ = "forbidden_phrases"
    __table_args__ = (
        UniqueConstraint(
            "organization_id",
            "locale",
            "phrase",
            "platform_code",
            "valid_from",
            name="uq_forbidden_phrases_once",  # all five are too long for a name
        ),
        Index(None, "phrase", "id"),
        Index(None, "created_at", "id"),
        CheckConstraint("valid_until >= valid_from", name="valid"),
    )
    folded = {"search_text": ("phrase", "law", "instead")}
    seen_with: ClassVar[Permission] = Permission.CATALOGUE_READ

    locale: Mapped[DescriptionLocale]
    phrase: Mapped[str] = mapped_column(Words(100))
    category: Mapped[PhraseCategory]
    law: Mapped[str] = mapped_column(Words(300))  # why
    valid_from: Mapped[date]
    valid_until: Mapped[date | None] = mapped_column(default=None)  # the first day it does not hold
    platform_code: Mapped[str] = mapped_column(Words(40), default="")  # "" is all of them
    harmless_in: Mapped[str] = mapped_column(Text, default="")  # words that hold it, a line each
    instead: Mapped[str | None] = mapped_column(Words(300), default=None)
    source: Mapped[str | None] = mapped_column(Words(300), default=None)
    read_on: Mapped[date | None] = mapped_column(default=None)
    organization_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organizations.id"), default=None
    )
    search_text: Mapped[str] = mapped_column(Text, init=False, default="")


class TitleLimit(SeenShippedOrOwn, Dated, Base):
    """The longest title a platform takes, while that holds; an organisation's own goes before."""

    __tablename__ = "title_limits"
    __table_args__ = (
        UniqueConstraint("organization_id", "platform_code", "valid_from"),
        Index(None, "platform_code", "id"),
        CheckConstraint("most >= 10", name="most"),
        CheckConstraint("valid_until >= valid_from", name="valid"),
    )
    seen_with: ClassVar[Permission] = Permission.CATALOGUE_READ

    platform_code: Mapped[str] = mapped_column(Words(40))
    most: Mapped[int]
    unit: Mapped[LengthUnit]
    source: Mapped[str] = mapped_column(Words(300))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None] = mapped_column(default=None)
    read_on: Mapped[date | None] = mapped_column(default=None)
    organization_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organizations.id"), default=None
    )
