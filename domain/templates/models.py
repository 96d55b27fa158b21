"""Templates, their versions, and sets of them that belong together."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, Dated, OfOrganization, Words
from domain.people.models import User
from domain.permissions import Permission
from domain.scope import SeenInOrganization
from domain.templates.states import SlotKind, TemplateKind, VersionState


class MediaTemplate(SeenInOrganization, OfOrganization, Dated, Base):
    """A template by its name; what it says stands in its versions."""

    __tablename__ = "media_templates"
    __table_args__ = (
        UniqueConstraint("organization_id", "handle"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "title", "id"),
    )
    folded = {"search_text": ("handle", "title", "title_zh")}
    seen_with: ClassVar[Permission] = Permission.TEMPLATES_READ

    handle: Mapped[str] = mapped_column(Words(100))  # `poster-new-arrival`
    kind: Mapped[TemplateKind]
    title: Mapped[str] = mapped_column(Words(200))
    title_zh: Mapped[str | None] = mapped_column(Words(200), default=None)
    is_shipped: Mapped[bool] = mapped_column(default=False)  # with Tradepost: nobody changes it
    archived_at: Mapped[datetime | None] = mapped_column(default=None)
    search_text: Mapped[str] = mapped_column(Text, init=False, default="")
    versions: Mapped[list["MediaTemplateVersion"]] = relationship(
        back_populates="template",
        lazy="raise",
        init=False,
        order_by="(MediaTemplateVersion.number, MediaTemplateVersion.id)",
    )


class MediaTemplateVersion(SeenInOrganization, OfOrganization, Dated, Base):
    """A document that never changes; one version of a template is PUBLISHED at a time."""

    __tablename__ = "media_template_versions"
    __table_args__ = (
        UniqueConstraint("template_id", "number"),
        Index(
            "uq_media_template_versions_template_id_published",
            "template_id",
            unique=True,
            sqlite_where=text("state = 'PUBLISHED'"),
            postgresql_where=text("state = 'PUBLISHED'"),
        ),
        Index(None, "organization_id", "created_at", "id"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("state <> 'PUBLISHED' OR published_at IS NOT NULL", name="published"),
        CheckConstraint("(state = 'RETIRED') = (retired_at IS NOT NULL)", name="retired"),
    )
    seen_with: ClassVar[Permission] = Permission.TEMPLATES_READ

    template_id: Mapped[UUID] = mapped_column(ForeignKey("media_templates.id"))
    template: Mapped[MediaTemplate] = relationship(
        back_populates="versions", lazy="raise", init=False
    )
    number: Mapped[int]  # 1, 2, …
    document: Mapped[str] = mapped_column(Text, info={"is_bulky": True})  # JSON, for `media`
    sha256: Mapped[str] = mapped_column(Words(64))  # of the document
    width_px: Mapped[int]  # of its canvas
    height_px: Mapped[int]
    languages: Mapped[str] = mapped_column(Text)  # JSON: those it has words of its own in
    presets: Mapped[str] = mapped_column(Text)  # JSON: the names of those that it is made for
    state: Mapped[VersionState] = mapped_column(default=VersionState.DRAFT)
    note: Mapped[str | None] = mapped_column(Text, default=None)  # what is new in it
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    created_by: Mapped[User | None] = relationship(
        foreign_keys=[created_by_id], viewonly=True, lazy="raise", init=False
    )
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)  # last sent for review
    rejected_reason: Mapped[str | None] = mapped_column(Text, default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    published_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    published_by: Mapped[User | None] = relationship(
        foreign_keys=[published_by_id], viewonly=True, lazy="raise", init=False
    )
    retired_at: Mapped[datetime | None] = mapped_column(default=None)
    slots: Mapped[list["TemplateSlot"]] = relationship(
        lazy="raise",
        init=False,
        order_by="(TemplateSlot.position, TemplateSlot.id)",
        cascade="all, delete-orphan",
    )


class TemplateSlot(SeenInOrganization, OfOrganization, Base):
    """What a version's document says of one of its slots, kept for those who look for it."""

    __tablename__ = "template_slots"
    __table_args__ = (UniqueConstraint("version_id", "position"),)
    seen_with: ClassVar[Permission] = Permission.TEMPLATES_READ

    version_id: Mapped[UUID] = mapped_column(ForeignKey("media_template_versions.id"))
    position: Mapped[int]  # 0, 1, …, a list before its fields
    name: Mapped[str] = mapped_column(Words(200))  # `price`, or `items.price` in a list
    kind: Mapped[SlotKind]
    label: Mapped[str] = mapped_column(Text)
    within: Mapped[str | None] = mapped_column(Words(200), default=None)  # the list: `items`
    label_zh: Mapped[str | None] = mapped_column(Text, default=None)
    is_required: Mapped[bool] = mapped_column(default=False)
    is_computed: Mapped[bool] = mapped_column(default=False)  # never given
    max_chars: Mapped[int | None] = mapped_column(default=None)
    min_items: Mapped[int | None] = mapped_column(default=None)  # of lists
    max_items: Mapped[int | None] = mapped_column(default=None)
    options: Mapped[str] = mapped_column(Text, default="[]")  # JSON: a text is one of these
    binding: Mapped[str | None] = mapped_column(Words(200), default=None)  # `product.title`
    above: Mapped[str | None] = mapped_column(Words(200), default=None)  # a price it is above
    symbology: Mapped[str | None] = mapped_column(Words(40), default=None)  # of a bar code
    default_value: Mapped[str | None] = mapped_column(Text, default=None)  # JSON


class TemplateSet(SeenInOrganization, OfOrganization, Dated, Base):
    """Templates that are rendered together: what one product needs for one occasion."""

    __tablename__ = "template_sets"
    __table_args__ = (
        UniqueConstraint("organization_id", "handle"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "title", "id"),
    )
    folded = {"search_text": ("handle", "title")}
    seen_with: ClassVar[Permission] = Permission.TEMPLATES_READ

    handle: Mapped[str] = mapped_column(Words(100))
    title: Mapped[str] = mapped_column(Words(200))
    is_shipped: Mapped[bool] = mapped_column(default=False)
    archived_at: Mapped[datetime | None] = mapped_column(default=None)
    search_text: Mapped[str] = mapped_column(Text, init=False, default="")
    items: Mapped[list["TemplateSetItem"]] = relationship(
        back_populates="template_set",
        lazy="raise",
        init=False,
        cascade="all, delete-orphan",
        order_by="(TemplateSetItem.position, TemplateSetItem.id)",
    )


class TemplateSetItem(SeenInOrganization, OfOrganization, Base):
    """One template of a set, for one preset, or for whichever is asked for."""

    __tablename__ = "template_set_items"
    __table_args__ = (
        UniqueConstraint("template_set_id", "position"),
        Index(None, "template_id"),
    )
    seen_with: ClassVar[Permission] = Permission.TEMPLATES_READ

    template_set_id: Mapped[UUID] = mapped_column(ForeignKey("template_sets.id"))
    template_set: Mapped[TemplateSet] = relationship(
        back_populates="items", lazy="raise", init=False
    )
    template_id: Mapped[UUID] = mapped_column(ForeignKey("media_templates.id"))
    template: Mapped[MediaTemplate] = relationship(lazy="raise", init=False)
    position: Mapped[int]
    # Of another context beside this one, so it is named in a string only.
    preset_id: Mapped[UUID | None] = mapped_column(ForeignKey("size_presets.id"), default=None)
    preset: Mapped[Any] = relationship("SizePreset", viewonly=True, lazy="raise", init=False)
