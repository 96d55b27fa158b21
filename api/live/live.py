"""All that listens to one process: its feed, its open connections, and how they end together."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, Protocol

import anyio
from starlette.types import Receive

from api import faults
from api.endpoint import Caller, Endpoint, Unexecuted
from api.http.answers import Code, Refusal
from api.http.asked import Asked
from api.live.feed import Feed
from api.live.subscription import Said, Subscription
from api.logs import log
from api.reads.reads import Reads

GOING_AWAY, BROKEN, TRY_AGAIN, FORBIDDEN = 1001, 1011, 1013, 4403
"""Codes that WebSockets close with; the reasons are for streams as well."""
STOPPING = "The server stops; go on after the last event you have."
SIGNED_OUT = "This token is not, or no longer, good."
TOO_SLOW = "Too slow; go on after the last event you have."
LOOK_EVERY_S = 0.5
STOP_WITHIN_S = 2.0


class Listener(Protocol):
    """One open connection."""

    token: str

    def end(self, code: int, reason: str) -> None:
        """At once, whatever it is doing; the second time nothing happens."""


class Live:
    """One for the whole process; `run` keeps it going, `stop` ends what is open."""

    def __init__(self, endpoint: Endpoint, reads: Reads) -> None:
        self.endpoint, self.hall, self.reads = endpoint, endpoint.hall, reads
        self.feed = Feed(reads.database)
        self.listeners: set[Listener] = set()
        self.none_left = asyncio.Event()
        self.none_left.set()
        self.is_stopping = False

    async def run(self) -> None:
        """Until cancelled."""
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self.feed.run)
            tasks.start_soon(self.keep_out_the_signed_out)

    async def answers(
        self, asked: Asked, caller: Caller, token: str, last_event_id: str | None = None
    ) -> AsyncGenerator[Said, None]:
        """One of a query or mutation, many of a subscription; raises Unexecuted and Refusal."""
        document = self.reads.documents.get(asked.query, asked.name)
        if document.errors:
            raise Unexecuted(document.errors, Code.GRAPHQL_VALIDATION_FAILED)
        if document.operation != "subscription":
            answer = await self.endpoint.answer(asked, caller)
            yield Said(answer.body)
            return
        assert document.definition
        name = document.definition.name
        caller.ticket.operation_type = document.operation
        caller.ticket.operation = name.value if name else None
        subscription = Subscription.of(self.hall, self.reads, self.feed, document, asked, token)
        async with aclosing(subscription.answers(last_event_id)) as answers:
            async for said in answers:
                yield said

    def errors(self, refused: Unexecuted | Refusal) -> list[dict[str, Any]]:
        """Why an operation was not run, or no longer is."""
        if isinstance(refused, Refusal):
            return [{"message": str(refused), "extensions": {"code": refused.code}}]
        said = (faults.refused(error, refused.code) for error in refused.errors)
        return [self.endpoint.shown(error) for error in said]

    async def keep_out_the_signed_out(self) -> None:
        """Until cancelled; asks of each token as often as it would be forgotten."""
        every_s = max(self.hall.settings.sign_in_cache_s, LOOK_EVERY_S)
        while True:
            await asyncio.sleep(every_s)
            for token in {listener.token for listener in self.listeners if listener.token}:
                try:
                    actor = await self.hall.sign_in(token, self.hall.clock())
                except Exception as error:  # noqa: BLE001  a database that is away says nothing
                    log.warning("tokens cannot be looked at", error=error)
                    break
                if actor is None:
                    self.show_out(token)

    def show_out(self, token: str) -> None:
        for listener in tuple(self.listeners):
            if listener.token == token:
                listener.end(FORBIDDEN, SIGNED_OUT)

    async def stop(self) -> None:
        """Every connection is told, and given a moment to go."""
        self.is_stopping = True
        for listener in tuple(self.listeners):
            listener.end(GOING_AWAY, STOPPING)
        with anyio.move_on_after(STOP_WITHIN_S):
            await self.none_left.wait()

    def join(self, listener: Listener) -> None:
        self.listeners.add(listener)
        self.none_left.clear()

    def leave(self, listener: Listener) -> None:
        self.listeners.discard(listener)
        if not self.listeners:
            self.none_left.set()


def transport_of(receive: Receive) -> Any:
    """Uvicorn's own, of which ASGI knows nothing; None elsewhere."""
    return getattr(getattr(receive, "__self__", None), "transport", None)


async def gone_or_cut(receive: Receive, within_s: float) -> None:
    """Waits until all is taken that was sent; a client that does not take it is cut off.

    Closing alone would wait for it, and keep the connection, for as long as it likes.
    """
    transport = transport_of(receive)
    if transport is None:
        return
    with anyio.move_on_after(within_s):
        while transport.get_write_buffer_size():  # noqa: ASYNC110  it tells nobody when it is empty
            await asyncio.sleep(0.02)
        return
    transport.abort()
