"""What every action is handed first: who acts, when, and in which transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import ORMOption

from domain import audit
from domain.audit import AuditEntry, AuditReason
from domain.base import Base, RowId
from domain.errors import Forbidden, NotFound, Stale
from domain.ids import new_id
from domain.jobs import Job
from domain.json_text import canonical
from domain.outbox import OutboxEvent
from domain.permissions import Grants, Permission, Reach
from domain.scope import ORGANIZATION, USER
from domain.sessions import WritingSession, insert_rows, inserting

Row = TypeVar("Row", bound=Base)
_WRITE_ENTRY = inserting(AuditEntry)
_WRITE_REASON = inserting(AuditReason)
_WRITE_EVENT = inserting(OutboxEvent)


@dataclass(frozen=True)
class Actor:
    """A user in one organisation, and what their roles let them do where."""

    user_id: UUID | None  # None is the system itself: the sealer, a sample, a command line
    organization_id: UUID
    grants: Grants
    stores: Mapping[Permission, frozenset[UUID]] = field(default_factory=dict)
    """For permissions held in one or some stores: which."""
    roles: tuple[str, ...] = ()
    expires_at: datetime | None = None
    """When the token ends that they came with; what they make with it ends no later."""

    def may(self, permission: Permission, store_id: UUID | None = None) -> bool:
        """Held in that store; without a store: held anywhere."""
        reach = self.grants.reach(permission)
        if reach is Reach.EVERY_STORE or (store_id is None and reach):
            return True
        return store_id in self.stores.get(permission, ())

    def values(self) -> dict[str, Any]:
        """What the scope predicates of `domain.scope` ask for, by the names of their binds."""
        return self._values

    @cached_property
    def _values(self) -> dict[str, Any]:
        known: dict[str, Any] = {ORGANIZATION.key: self.organization_id, USER.key: self.user_id}
        for permission, stores in self.stores.items():
            known[f"stores_{permission.name}"] = sorted(stores)
            known[f"store_{permission.name}"] = min(stores, default=None)
        return known


@dataclass(frozen=True)
class Work:
    """One unit of work: the hall commits it, or undoes it whole."""

    session: Session
    actor: Actor
    now: datetime  # aware, UTC; one instant for the whole unit of work
    operation: str = "system"
    request_id: str | None = None
    key: bytes = field(kw_only=True, repr=False)  # hashes personal values in the audit

    def __post_init__(self) -> None:
        self.session.info["now"] = self.now

    def require(
        self, permission: Permission, store_id: UUID | None = None, *, everywhere: bool = False
    ) -> None:
        """Raises Forbidden; `everywhere` asks that no store be excepted."""
        reach = self.actor.grants.reach(permission)
        held = reach is Reach.EVERY_STORE if everywhere else self.actor.may(permission, store_id)
        if not held:
            raise Forbidden(f"This needs the permission {permission}.")

    def seen(self, model: type[Row]) -> Select[Row]:
        """The rows of a model that the actor sees."""
        scope: Any = model
        return select(model).where(scope.scope(model, self.actor.grants))

    def find(self, model: type[Row], id: UUID, *path: str, load: Sequence[ORMOption] = ()) -> Row:
        """The row as it stands; what the actor may not see is NotFound, named by `path`."""
        row = self._by_id(model, id, load, is_locked=False)
        if row is None:
            raise NotFound(f"No such {noun_of(model)}.", *(path or ("id",)))
        return row

    def claim(
        self,
        model: type[Row],
        id: UUID,
        *path: str,
        version: int | None = None,
        load: Sequence[ORMOption] = (),
    ) -> Row:
        """`find`, locked until the transaction ends; Stale unless it is at `version`."""
        row = self._by_id(model, id, load, is_locked=True)
        if row is None:
            raise NotFound(f"No such {noun_of(model)}.", *(path or ("id",)))
        present: int = getattr(row, "version", 0)
        if version is not None and version != present:
            raise Stale(present)
        return row

    def _by_id(
        self, model: type[Row], id: UUID, load: Sequence[ORMOption], *, is_locked: bool
    ) -> Row | None:
        statement = by_id(model, self.actor.grants, is_locked=is_locked)
        values = {**self.actor.values(), WANTED.key: id}
        if isinstance(self.session, WritingSession) and not load:
            return self.session.found(statement, model, id, values)
        found: Row | None = self.session.scalar(statement.options(*load), values)
        return found

    def add(self, row: Row) -> Row:
        self.session.add(row)
        return row

    def record(
        self,
        action: str,
        row: Base,
        *,
        reason: str | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """The audit line and the outbox event of a change, before it is flushed.

        `action` is `noun.verb-ed`. `details` are facts beside the row's own changed columns.
        """
        changes: dict[str, Any] = dict(audit.changes_of(row, self.key))
        changes.update(details or {})
        store_id = row.id if type(row).__name__ == "Store" else getattr(row, "store_id", None)
        self.tell(action, type(row).__name__, row.id, store_id, changes, reason)

    def tell(  # noqa: PLR0913, PLR0917  one audit line has that many parts
        self,
        action: str,
        subject_type: str,
        subject_id: UUID | None,
        store_id: UUID | None,
        changes: Mapping[str, Any],
        reason: str | None = None,
    ) -> None:
        """`record` for what is not one row: a batch, a reveal, a sign-in.

        Written at once and without the unit of work, which costs as much again as a change itself.
        """
        entry = {
            "id": new_id(),
            "organization_id": self.actor.organization_id,
            "at": self.now,
            "subject_type": subject_type,
            "subject_id": subject_id,
            "store_id": store_id,
            "actor_id": self.actor.user_id,
            "actor_roles": ",".join(self.actor.roles),
            "operation": self.operation,
            "action": action,
            "changes": canonical(changes),
            "reason": audit.keyed_hash(reason, self.key),
            "request_id": self.request_id,
        }
        _WRITE_ENTRY.run(self.session, entry)
        if reason is not None:
            said = {
                "id": new_id(),
                "organization_id": self.actor.organization_id,
                "entry_id": entry["id"],
                "words": reason,
            }
            _WRITE_REASON.run(self.session, said)
        self.announce(action, subject_type, subject_id, store_id)

    def announce(
        self,
        kind: str,
        subject_type: str,
        subject_id: UUID | None,
        store_id: UUID | None,
        details: Mapping[str, Any] | None = None,
    ) -> UUID:
        """The outbox event alone, for what others watch and no audit asks of, such as progress.

        `details` hold ids, states and figures, never personal values. Its id is answered.
        """
        [event_id] = self.announce_many(kind, subject_type, [subject_id], store_id, details)
        return event_id

    def announce_many(
        self,
        kind: str,
        subject_type: str,
        subject_ids: Iterable[UUID | None],
        store_id: UUID | None,
        details: Mapping[str, Any] | None = None,
    ) -> list[UUID]:
        """The same of many at once, an event for each; their ids are answered."""
        told = {
            "organization_id": self.actor.organization_id,
            "at": self.now,
            "kind": kind,
            "subject_type": subject_type,
            "store_id": store_id,
            "details": canonical(details or {}),
        }
        ids = {new_id(): one for one in subject_ids}
        events = [{"id": event_id, "subject_id": one} for event_id, one in ids.items()]
        if len(events) == 1:
            _WRITE_EVENT.run(self.session, {**told, **events[0]})
        elif events:
            _WRITE_EVENT.many(self.session, events, told)
        return list(ids)

    def later(self, kind: str, row_id: UUID, due_at: datetime | None = None) -> None:
        """What must follow, once this is committed: a job of that kind for that row."""
        self.session.add(self._job(kind, row_id, due_at))

    def later_many(self, kind: str, row_ids: Iterable[UUID]) -> None:
        """A job for each, all at once."""
        insert_rows(self.session, [self._job(kind, row_id, None) for row_id in row_ids])

    def _job(self, kind: str, row_id: UUID, due_at: datetime | None) -> Job:
        return Job(
            organization_id=self.actor.organization_id,
            kind=kind,
            row_id=row_id,
            queued_at=self.now,
            due_at=due_at or self.now,
        )


WANTED = bindparam("wanted", type_=RowId())


@lru_cache(4_096)
def by_id(model: type[Row], grants: Grants, *, is_locked: bool = False) -> Select[Row]:
    """The row WANTED, for those who have these grants; made once."""
    scope: Any = model
    found = select(model).where(model.id == WANTED, scope.scope(model, grants))
    if not is_locked:
        return found
    return found.with_for_update(of=model).execution_options(populate_existing=True)


def noun_of(model: type[Base]) -> str:
    """`order line` for OrderLine."""
    name = model.__name__
    return "".join(f" {c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))
