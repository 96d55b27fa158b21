"""Chaining audit entries once they are committed, and telling whether the chain still holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from domain.audit import GENESIS, AuditEntry, AuditSeal, chained
from domain.base import Base

CHUNK = 1000
MOST_IDS = 100


@dataclass(frozen=True)
class Verification:
    """What `verify` found.

    `first_broken_position` is where an entry, its seal or its place first fails to fit; what
    follows is not looked at. `head` is the hash of the last seal that fits: noted elsewhere, it
    shows later whether the end of the chain was cut off, which the chain alone cannot show.
    """

    sealed: int
    unsealed: int
    is_intact: bool
    first_broken_position: int | None
    unsealed_ids: tuple[UUID, ...]  # the oldest, at most 100
    head: str


def seal(
    session: Session, organization_id: UUID, limit: int = CHUNK, *, since: datetime | None = None
) -> int:
    """Chain up to `limit` of the entries that can be seen, oldest first; how many they were.

    The caller commits. An entry of a transaction that commits later simply comes later in the
    chain. Of two sealers the second waits for the first; should a database not make it wait,
    the unique position refuses it. `since` skips older entries, which saves a look at each.
    """
    _wait_for_other_sealers(session, organization_id)
    position, before = _last(session, organization_id)
    unsealed = _unsealed(organization_id).order_by(AuditEntry.at, AuditEntry.id).limit(limit)
    if since is not None:
        unsealed = unsealed.where(AuditEntry.at >= since)
    seals = []
    for entry in session.scalars(unsealed):
        position += 1
        before = chained(before, entry)
        seals.append(
            AuditSeal(
                organization_id=organization_id, entry_id=entry.id, position=position, hash=before
            )
        )
    session.add_all(seals)
    session.flush()
    return len(seals)


def verify(session: Session, organization_id: UUID) -> Verification:
    """Follow the whole chain, a chunk at a time, and name what is not chained yet."""
    broken, head = None, GENESIS
    for expected, (found, entry) in enumerate(_chain(session, organization_id), start=1):
        if entry is None or not _fits(found, entry, expected, head):
            broken = expected
            break
        head = found.hash
    unsealed = _unsealed(organization_id)
    oldest = unsealed.with_only_columns(AuditEntry.id).order_by(AuditEntry.at, AuditEntry.id)
    return Verification(
        sealed=_count(session, select(AuditSeal.id).where(_of(organization_id))),
        unsealed=_count(session, unsealed.with_only_columns(AuditEntry.id)),
        is_intact=broken is None,
        first_broken_position=broken,
        unsealed_ids=tuple(session.scalars(oldest.limit(MOST_IDS))),
        head=head,
    )


def _fits(found: AuditSeal, entry: AuditEntry, expected: int, before: str) -> bool:
    return (
        found.position == expected
        and found.organization_id == entry.organization_id
        and found.hash == chained(before, entry)
    )


def _chain(
    session: Session, organization_id: UUID
) -> Iterator[tuple[AuditSeal, AuditEntry | None]]:
    """Seals by position, each with its entry if that still exists."""
    pairs = (
        select(AuditSeal, AuditEntry)
        .outerjoin(AuditEntry, AuditEntry.id == AuditSeal.entry_id)
        .where(_of(organization_id))
        .order_by(AuditSeal.position)
        .limit(CHUNK)
        .execution_options(populate_existing=True)
    )
    after = None
    while True:
        later = pairs if after is None else pairs.where(AuditSeal.position > after)
        chunk = session.execute(later).all()
        yield from ((row[0], row[1]) for row in chunk)
        if len(chunk) < CHUNK:
            return
        after = chunk[-1][0].position


def _unsealed(organization_id: UUID) -> Select[AuditEntry]:
    return select(AuditEntry).where(
        AuditEntry.organization_id == organization_id,
        ~exists().where(AuditSeal.entry_id == AuditEntry.id),
    )


def _of(organization_id: UUID) -> ColumnElement[bool]:
    return AuditSeal.organization_id == organization_id


def _last(session: Session, organization_id: UUID) -> tuple[int, str]:
    last = select(AuditSeal.position, AuditSeal.hash).where(_of(organization_id))
    row = session.execute(last.order_by(AuditSeal.position.desc()).limit(1)).first()
    return (row.position, row.hash) if row else (0, GENESIS)


def _wait_for_other_sealers(session: Session, organization_id: UUID) -> None:
    """On SQLite the write lock of the transaction does this; audited changes need not wait."""
    organizations = Base.metadata.tables["organizations"].c
    mine = select(organizations.id).where(organizations.id == organization_id)
    session.execute(mine.with_for_update(key_share=True))


def _count(session: Session, ids: Select[UUID]) -> int:
    return session.scalar(select(func.count()).select_from(ids.subquery())) or 0
