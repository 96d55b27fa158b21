"""Events as subscriptions tell of them: which are meant, who sees them, how one is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from inspect import Parameter
from typing import Any, Protocol
from uuid import UUID

import strawberry
from graphql import GraphQLError
from sqlalchemy import ColumnElement, and_, func, or_, select

from api.reads.compiler import Compiler, Pick, Rooted
from api.reads.roots import described_argument
from api.reads.selection import Asked
from api.reads.text import Sql
from api.reads.walk import reading_field
from domain.base import Base, RowId
from domain.outbox import OutboxEvent
from domain.permissions import Permission
from domain.scope import Among, Likely, Many


class Happened(Protocol):
    """What a watch must know of an event."""

    @property
    def organization_id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def subject_id(self) -> UUID | None: ...
    @property
    def store_id(self) -> UUID | None: ...


@dataclass(frozen=True)
class Watch:
    """Which events somebody waits for. What of them they may see, the statement decides."""

    organization_id: UUID
    kinds: tuple[str, ...]
    """How the kinds begin: `order.`"""
    store_id: UUID | None = None
    subject_id: UUID | None = None

    def wants(self, event: Happened) -> bool:
        return (
            event.organization_id == self.organization_id
            and event.kind.startswith(self.kinds)
            and (self.store_id is None or event.store_id == self.store_id)
            and (self.subject_id is None or event.subject_id == self.subject_id)
        )

    def where(self) -> ColumnElement[bool]:
        """`wants`, in SQL."""
        event = OutboxEvent
        kinds = [func.substr(event.kind, 1, len(kind)) == kind for kind in self.kinds]
        said = [Likely(event.organization_id == self.organization_id), or_(*kinds)]
        if self.store_id is not None:
            said.append(event.store_id == self.store_id)
        if self.subject_id is not None:
            said.append(event.subject_id == self.subject_id)
        return and_(*said)


@dataclass(frozen=True)
class Told:
    """A subscription: events about rows of `subject`, seen by whom the row itself would be seen.

    With `of`, the name of an argument, it tells of one row from its first event on, and ends after
    an event of one of the `last` kinds; without, of all rows, or of those of one store.
    """

    subject: Any
    kinds: tuple[str, ...]
    of: str | None = None
    last: frozenset[str] = frozenset()
    needs: Permission | None = None  # what the subject is seen with

    def root(self, compiler: Compiler, asked: Asked) -> Rooted:
        """The id and the answer of each of the moment's events that is seen, in their order."""
        needed = self.subject.seen_with
        if needed not in compiler.grants:
            message = f"This needs the permission {needed}."
            raise GraphQLError(message, extensions={"code": "FORBIDDEN"})
        row, seen = compiler.rows(OutboxEvent, self.subject)
        pick: Pick = lambda _, moment: list(moment.row_ids["events"])  # noqa: E731  typed so
        ids = compiler.bind(asked, pick, Many(RowId()))
        item = compiler.object(asked, asked.kind, row).label("item")
        found = select(row.id, item).where(Among(row.id, ids), seen).order_by(row.place)
        return Rooted(found, lambda rows: str(rows[0][1]))

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        raise NotImplementedError("A subscription stands at the root.")


AFTER = "The id of the last event you have: those after it come first, each once."


def told(
    subject: type[Base],
    kinds: Iterable[str],
    *,
    of: str | None = None,
    last: Iterable[str] = (),
    description: str,
) -> Any:
    """For the type Subscription; see `Told`."""
    after = described_argument(strawberry.ID | None, AFTER)
    arguments: dict[str, tuple[Any, Any]]
    if of is None:
        said = "Only of this store."
        arguments = {"store_id": (described_argument(strawberry.ID | None, said), strawberry.UNSET)}
    else:
        arguments = {of: (described_argument(strawberry.ID, "Of which."), Parameter.empty)}
    arguments["after_event_id"] = (after, strawberry.UNSET)
    reading = Told(subject, tuple(kinds), of, frozenset(last))
    return reading_field(reading, arguments, description=description, is_subscription=True)
