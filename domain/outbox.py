"""What others hear of a change, and what an idempotency key has already done."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Text, UniqueConstraint, delete, select, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql.functions import FunctionElement

from domain.base import Base, OfOrganization, Words


class NextPlace(FunctionElement[int]):
    """The place after the last, where one transaction at a time can write; elsewhere none yet."""

    type = BigInteger()
    inherit_cache = True


@compiles(NextPlace)
def _(_: NextPlace, _compiler: Any, **_how: Any) -> str:
    return "NULL"


@compiles(NextPlace, "sqlite")
def _(_: NextPlace, _compiler: Any, **_how: Any) -> str:
    return "(SELECT coalesce(max(place), 0) + 1 FROM outbox_events)"


UNPLACED = text("place IS NULL")


class OutboxEvent(OfOrganization, Base):
    """Something happened that others may want to hear of; ids only, never values.

    `place` is its place in the one order in which everybody is told; see `domain.outbox_order`.
    """

    __tablename__ = "outbox_events"
    __table_args__ = (
        Index(None, "organization_id", "id"),
        Index(None, "subject_id", "id"),
        Index(None, "place", unique=True),
        Index("ix_outbox_events_unplaced", "id", sqlite_where=UNPLACED, postgresql_where=UNPLACED),
    )
    __mapper_args__ = {"eager_defaults": False}  # rows of one statement would get one place

    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(Words(100))  # `order.paid`
    subject_type: Mapped[str] = mapped_column(Words(60))
    subject_id: Mapped[UUID | None]
    store_id: Mapped[UUID | None]
    details: Mapped[str] = mapped_column(Text, default="{}")  # JSON
    place: Mapped[int | None] = mapped_column(init=False, insert_default=NextPlace())


class IdempotencyKey(OfOrganization, Base):
    """What a key did, kept in the transaction that did it."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (
        UniqueConstraint("actor_id", "field", "key"),
        Index(None, "used_at", "id"),
    )

    actor_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    field: Mapped[str] = mapped_column(Words(100))
    key: Mapped[str] = mapped_column(Words(200))
    input_hash: Mapped[str] = mapped_column(Words(64))
    outcome: Mapped[str] = mapped_column(Text)  # JSON: the payload's row ids by field
    used_at: Mapped[datetime]


KEPT = timedelta(hours=24)
"""So long a key answers with what it did; CAPABILITIES row 68."""
AT_ONCE = 1_000


def forget_old_keys(session: Session, now: datetime) -> int:
    """How many were forgotten, AT_ONCE at most; they can be used anew."""
    old = select(IdempotencyKey.id).where(IdempotencyKey.used_at <= now - KEPT)
    oldest = old.order_by(IdempotencyKey.used_at, IdempotencyKey.id).limit(AT_ONCE)
    gone = delete(IdempotencyKey).where(IdempotencyKey.id.in_(oldest)).returning(IdempotencyKey.id)
    return len(session.scalars(gone.execution_options(synchronize_session=False)).all())
