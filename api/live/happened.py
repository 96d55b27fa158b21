"""An event as the feed reads it, and where events come from."""

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

PAGE = 200
"""So many events are read at once."""
COLUMNS = ("place", "id", "organization_id", "kind", "subject_id", "store_id")
WAIT_S = 2.0
"""The longest wait without a look."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An outbox event, and its place in the order in which all are told of it."""

    place: int
    id: UUID
    organization_id: UUID
    kind: str
    subject_id: UUID | None
    store_id: UUID | None

    @classmethod
    def of(cls, row: Any) -> "Happened":
        """From a row of COLUMNS; ids may be text."""
        place, own, organization_id, kind, subject_id, store_id = row
        return cls(
            place, _id(own), _id(organization_id), kind, _or_none(subject_id), _or_none(store_id)
        )


def _id(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


def _or_none(value: Any) -> UUID | None:
    return None if value is None else _id(value)


class Source(Protocol):
    """Events of one database, in order; used by one task at a time, on the loop.

    Whatever it raises, it is closed, and another is opened later.
    """

    async def open(self) -> None: ...

    async def head(self) -> int:
        """The place of the last event there is; 0 when there is none."""

    async def after(self, place: int) -> list[Happened]:
        """What follows that place, PAGE at most; empty when nothing does."""

    async def wait(self) -> None:
        """Until there may be more, or WAIT_S have passed."""

    async def close(self) -> None: ...
