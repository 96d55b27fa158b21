"""From the bearer token of a request to its Actor, remembered for a moment."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from anyio import to_thread
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from domain.people.models import ApiToken, RoleAssignment, User
from domain.people.sign_in import actor_of, hash_of, is_token
from domain.work import Actor

SIZE = 4096
"""So many tokens are remembered at most; the longest unused is forgotten first."""


@dataclass(frozen=True, slots=True)
class _Remembered:
    actor: Actor
    until: float  # by the monotonic clock
    generation: int


class _People:
    """Counts the commits of this process that changed who may do what."""

    generation = 0


class SignIn:
    """Token to Actor, awaited or from any thread.

    Only hashes are kept, and only of tokens that were good. What this process commits about
    users, roles and tokens counts at once; what another process commits, after `ttl_s` seconds.
    """

    def __init__(
        self,
        engine: Engine,
        ttl_s: float = 2.0,
        size: int = SIZE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._ttl_s = ttl_s
        self._size = size
        self._clock = clock
        self._known: OrderedDict[str, _Remembered] = OrderedDict()
        self._lock = Lock()

    async def __call__(self, token: str, now: datetime) -> Actor | None:
        """`actor`, with no thread for one who is remembered."""
        remembered = self._recall(hash_of(token), now) if is_token(token) else None
        return remembered or await to_thread.run_sync(self.actor, token, now)

    def actor(self, token: str, now: datetime) -> Actor | None:
        """The Actor, or None when the token opens nothing; asks the database if it must."""
        if not is_token(token):
            return None
        token_hash = hash_of(token)
        return self._recall(token_hash, now) or self._ask(token_hash, now)

    def _recall(self, token_hash: str, now: datetime) -> Actor | None:
        with self._lock:
            known = self._known.get(token_hash)
            if known is None:
                return None
            if known.generation != _People.generation or known.until <= self._clock():
                del self._known[token_hash]
                return None
            self._known.move_to_end(token_hash)
        ends = known.actor.expires_at
        return known.actor if ends is None or now < ends else None

    def _ask(self, token_hash: str, now: datetime) -> Actor | None:
        generation = _People.generation  # a change committed from here on makes the answer stale
        until = self._clock() + self._ttl_s
        with Session(self._engine) as session:
            found = actor_of(session, token_hash, now)
        if found is None:
            return None
        with self._lock:
            self._known[token_hash] = _Remembered(found, until, generation)
            while len(self._known) > self._size:
                self._known.popitem(last=False)
        return found


_CHANGED = "people_changed"


@event.listens_for(Session, "after_flush")
def _notice(session: Session, _context: Any) -> None:
    changed = (*session.new, *session.dirty, *session.deleted)
    if any(isinstance(row, (User, RoleAssignment, ApiToken)) for row in changed):
        session.info[_CHANGED] = True


@event.listens_for(Session, "after_commit")
def _forget(session: Session) -> None:
    if session.info.pop(_CHANGED, False):
        _People.generation += 1


@event.listens_for(Session, "after_rollback")
def _undone(session: Session) -> None:
    session.info.pop(_CHANGED, None)
