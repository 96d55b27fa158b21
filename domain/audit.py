"""Who did what to which row: written with the change, chained afterwards, never altered."""

import hashlib
import hmac
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    CompoundSelect,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    delete,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship
from sqlalchemy.orm.base import NO_VALUE

from domain.base import (
    Base,
    OfOrganization,
    Words,
    changed_columns,
    columns_of,
    instant_text,
    to_millisecond,
)
from domain.json_text import canonical
from domain.permissions import Permission
from domain.scope import SeenInOrganization, SeenInStores


class AuditEntry(SeenInStores, OfOrganization, Base):
    """One change: triggers on both databases refuse to update or delete it.

    Entries of no store are seen by those whose permission reaches every store.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index(None, "organization_id", "at", "id"),
        Index(None, "store_id", "at", "id"),
        Index(None, "actor_id", "at", "id"),
        Index(None, "subject_id", "at", "id"),
    )
    seen_with: ClassVar[Permission] = Permission.AUDIT_READ

    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]  # the user; None for the system itself
    actor_roles: Mapped[str] = mapped_column(Words(200))
    operation: Mapped[str] = mapped_column(Words(100))  # the mutation, command or job
    action: Mapped[str] = mapped_column(Words(100))  # `store.paused`
    subject_type: Mapped[str] = mapped_column(Words(60))
    subject_id: Mapped[UUID | None]
    store_id: Mapped[UUID | None]
    changes: Mapped[str] = mapped_column(Text)  # JSON: {field: {from, to}}
    reason: Mapped[str | None] = mapped_column(Text)  # as a keyed hash of its AuditReason
    request_id: Mapped[str | None] = mapped_column(Words(64))
    # Their classes live in higher contexts, so they are named in strings only.
    actor: Mapped[Any] = relationship(
        "User",
        primaryjoin="foreign(AuditEntry.actor_id) == User.id",
        viewonly=True,
        lazy="raise",
        init=False,
    )
    store: Mapped[Any] = relationship(
        "Store",
        primaryjoin="foreign(AuditEntry.store_id) == Store.id",
        viewonly=True,
        lazy="raise",
        init=False,
    )
    seal: Mapped["AuditSeal | None"] = relationship(viewonly=True, lazy="raise", init=False)

    def canonical(self) -> bytes:
        """What its hash covers: every column that says something, as sorted JSON.

        Nulls are left out, so that a column added later changes no hash.
        """
        said = {key: _plain(value) for key in _COLUMNS if (value := getattr(self, key)) is not None}
        return canonical(said).encode()


class AuditReason(OfOrganization, Base):
    """The words of an entry's reason, which people write freely: so they may name somebody.

    They stand apart from what is chained, which holds their keyed hash alone: who is erased is
    erased here too, and the chain still verifies. A trigger refuses to change them. They have no
    scope: they are read with their entry only.
    """

    __tablename__ = "audit_reasons"
    __table_args__ = (UniqueConstraint("entry_id"),)

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("audit_entries.id"))
    words: Mapped[str] = mapped_column(Text)


def forget_reasons(session: Session, subjects: CompoundSelect[UUID]) -> None:
    """Of every entry about one of these rows, given by id."""
    entries = select(AuditEntry.id).where(AuditEntry.subject_id.in_(subjects))
    session.execute(delete(AuditReason).where(AuditReason.entry_id.in_(entries)))


_COLUMNS = tuple(AuditEntry.__table__.columns.keys())


class AuditSeal(SeenInOrganization, Base):
    """An entry's place in its organisation's chain; as immutable as the entry."""

    __tablename__ = "audit_seals"
    __table_args__ = (
        UniqueConstraint("organization_id", "position"),
        UniqueConstraint("entry_id"),
    )
    seen_with: ClassVar[Permission] = Permission.AUDIT_READ

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id"))
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("audit_entries.id"))
    position: Mapped[int]  # 1, 2, … without a gap
    hash: Mapped[str] = mapped_column(Words(64))  # SHA-256 of the hash before and the entry


GENESIS = "0" * 64
"""The hash before the first."""


def chained(before: str, entry: AuditEntry) -> str:
    """The hash of an entry that follows the hash `before`."""
    return hashlib.sha256(before.encode() + entry.canonical()).hexdigest()


def changes_of(row: Base, key: bytes) -> dict[str, dict[str, Any]]:
    """What is about to be written to the row; personal values only as keyed hashes."""
    columns = columns_of(type(row))
    found = {}
    for name, old in changed_columns(row).items():
        old, new = None if old is NO_VALUE else old, getattr(row, name)  # noqa: PLW2901  as the row says it
        if name in _OWN or name in type(row).folded or old == new:
            continue
        if columns[name].info.get("is_bulky"):  # another column has its hash
            continue
        if columns[name].info.get("personal"):
            old, new = keyed_hash(old, key), keyed_hash(new, key)  # noqa: PLW2901  likewise
        found[name] = {"from": _plain(old), "to": _plain(new)}
    return found


def keyed_hash(value: Any, key: bytes) -> str | None:
    """Tells whether two personal values are the same, and nothing else of them."""
    if value is None:
        return None
    digest = hmac.new(key, str(value).encode("utf-8", "surrogatepass"), hashlib.sha256)
    return "keyed:" + digest.hexdigest()[:32]


_OWN = {"id", "created_at", "updated_at", "version", "organization_id"}


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return instant_text(to_millisecond(value))
        case date():
            return value.isoformat()
        case Enum():
            return value.name
        case UUID() | Decimal():
            return str(value)
        case _:
            return value
