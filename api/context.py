"""What every resolver is handed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeAlias
from uuid import UUID

import strawberry
from sqlalchemy.orm import Session

from api.database import Database
from api.links import Links
from api.storage import Storage
from domain.work import Actor, Work


class Reader(Protocol):
    """What resolvers need of `api.reads.reads.Reads`."""

    database: Database
    links: Links

    def field(self, asked: Any, moment: Any) -> Any: ...

    def answer_now(
        self, query: str, name: str | None, variables: dict[str, Any], actor: Actor, now: datetime
    ) -> bytes | None: ...


@dataclass
class Context:
    actor: Actor
    now: datetime
    reads: Reader
    request_id: str | None = None
    audit_key: bytes = field(kw_only=True, repr=False)
    storage: Storage | None = None
    most_pixels: int = 64_000_000  # of a picture sent
    most_bytes: int = 100_000_000  # of a file sent
    looked_at: dict[UUID, Any] = field(default_factory=dict)  # what was found in staged uploads
    work: Work = field(init=False)  # within a mutation only
    made_before: dict[int, Any] = field(default_factory=dict)
    """What a mutation made before its transaction, by the identity of its input."""
    settled: Callable[[], Any] | None = None  # hands out the payload of a change that was made

    def work_in(self, session: Session, operation: str = "look") -> Work:
        """Of this request, within a transaction."""
        return Work(
            session,
            self.actor,
            self.now,
            operation=operation,
            request_id=self.request_id,
            key=self.audit_key,
        )


Info: TypeAlias = strawberry.Info[Context, None]
