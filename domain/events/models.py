"""Events of platforms and their phases. What takes part in them hangs on the event's row."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, Dated, OfOrganization, Words
from domain.events.states import EventKind, EventPhaseKind
from domain.permissions import Permission
from domain.scope import SeenInOrganization
from domain.stores.models import Platform


class PlatformEvent(SeenInOrganization, OfOrganization, Dated, Base):
    """Days on which a platform, or every one, sells more than on others."""

    __tablename__ = "platform_events"
    __table_args__ = (
        Index(None, "organization_id", "starts_at", "id"),
        Index(None, "organization_id", "name", "id"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "platform_id"),
        CheckConstraint("ends_at > starts_at", name="lasts"),
    )
    folded = {"name_folded": ("name",), "search_text": ("name", "name_zh")}
    seen_with: ClassVar[Permission] = Permission.EVENTS_READ

    kind: Mapped[EventKind]
    name: Mapped[str] = mapped_column(Words(200))
    starts_at: Mapped[datetime]  # its first phase
    ends_at: Mapped[datetime]  # its last phase: not any more by then
    name_zh: Mapped[str | None] = mapped_column(Words(200), default=None)
    url: Mapped[str | None] = mapped_column(Words(200), default=None)  # where buyers find it
    platform_id: Mapped[UUID | None] = mapped_column(ForeignKey("platforms.id"), default=None)
    platform: Mapped[Platform | None] = relationship(lazy="raise", viewonly=True, init=False)
    name_folded: Mapped[str] = mapped_column(Text, init=False)
    search_text: Mapped[str] = mapped_column(Text, init=False)
    phases: Mapped[list["PlatformEventPhase"]] = relationship(
        viewonly=True,
        lazy="raise",
        init=False,
        order_by="(PlatformEventPhase.position, PlatformEventPhase.id)",
    )


class PlatformEventPhase(SeenInOrganization, OfOrganization, Base):
    """A stretch of an event, replaced with the others."""

    __tablename__ = "platform_event_phases"
    __table_args__ = (
        UniqueConstraint("event_id", "position"),
        CheckConstraint("ends_at > starts_at", name="lasts"),
    )
    seen_with: ClassVar[Permission] = Permission.EVENTS_READ

    event_id: Mapped[UUID] = mapped_column(ForeignKey("platform_events.id"))
    event: Mapped[PlatformEvent] = relationship(lazy="raise", viewonly=True, init=False)
    kind: Mapped[EventPhaseKind]
    position: Mapped[int]  # by its start, from 0
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
