"""Server-sent events: one operation a request, as `distinct connections` of graphql-sse."""

import asyncio
import time
from contextlib import aclosing, suppress

import anyio
import orjson
from starlette.types import Receive, Scope, Send

from api import faults
from api.endpoint import Caller, Unexecuted, bearer
from api.http.answers import Answer, Code, Refusal
from api.http.asked import Asked, Headers
from api.http.media_types import EVENT_STREAM, JSON
from api.live.live import SIGNED_OUT, TOO_SLOW, TRY_AGAIN, Live, gone_or_cut
from api.live.subscription import Said, SignedOut
from api.logs import log

COMPLETE = b"event: complete\ndata:\n\n"
SIGN_OF_LIFE = b":\n\n"
GO_WITHIN_S = 2.0
HEADERS = [
    (b"content-type", f"{EVENT_STREAM}; charset=utf-8".encode()),
    (b"cache-control", b"no-store"),
    (b"vary", b"accept, authorization"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class Streams:
    """The door for those who would rather have a stream of events than JSON."""

    def __init__(self, live: Live) -> None:
        self.live = live

    async def __call__(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        """What is wrong with the request is said as ever; what is wrong below, in the stream."""
        endpoint = self.live.endpoint
        try:
            caller = await endpoint.caller(headers, JSON)
            asked = await endpoint.asked(scope, headers, receive)
            self.check(asked)
        except Refusal as refusal:
            await refusal.answer(JSON).send(send)
            return
        except Exception as error:  # noqa: BLE001  the last place where a bug can be told of
            body = orjson.dumps({"errors": [faults.masked(error)]})
            await Answer(500, body).send(send)
            return
        token = bearer(headers.get(b"authorization", b"").decode("latin-1"))
        last = headers.get(b"last-event-id", b"").decode("latin-1")
        try:
            await Stream(self.live, receive, send, token).run(asked, caller, last or None)
        finally:
            for file in asked.files:
                file.close()

    def check(self, asked: Asked) -> None:
        """Raises Refusal."""
        document = self.live.reads.documents.get(asked.query, asked.name)
        if asked.only_reads and document.operation == "mutation":
            raise Refusal(405, "A mutation goes by POST.", allow="POST")
        if self.live.is_stopping:
            raise Refusal(503, "The server stops; try again.", retry_after="1")


class Stream:
    """One response, from its first line to its last."""

    def __init__(self, live: Live, receive: Receive, send: Send, token: str) -> None:
        self.live, self.receive, self.send, self.token = live, receive, send, token
        self.settings = live.hall.settings
        self.tasks = anyio.create_task_group()
        self.ending: tuple[int, str] | None = None
        self.is_gone = False
        self.spoke_at = time.monotonic()

    def end(self, code: int, reason: str) -> None:
        if self.ending is None:
            self.ending = code, reason
            self.tasks.cancel_scope.cancel()

    async def run(self, asked: Asked, caller: Caller, last: str | None) -> None:
        self.live.join(self)
        try:
            await self.send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            async with self.tasks:
                self.tasks.start_soon(self.until_gone)
                self.tasks.start_soon(self.give_signs_of_life)
                await self.say(SIGN_OF_LIFE)
                await self.tell(asked, caller, last)
                self.tasks.cancel_scope.cancel()
        finally:
            self.live.leave(self)
            with anyio.CancelScope(shield=True):
                await self.part()

    async def part(self) -> None:
        """Without `complete` a client knows that it may go on elsewhere."""
        code, reason = self.ending or (None, None)
        if code == TRY_AGAIN:
            log.warning("stream closed", code=code, reason=reason)
        with anyio.move_on_after(GO_WITHIN_S), suppress(OSError, RuntimeError):
            if not self.is_gone:
                body = COMPLETE if self.ending is None else b""
                if reason == SIGNED_OUT:
                    body = errors_of([{"message": reason, "extensions": NOT_SIGNED_IN}]) + COMPLETE
                await self.send({"type": "http.response.body", "body": body})
        await gone_or_cut(self.receive, GO_WITHIN_S)

    async def until_gone(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self.is_gone = True
        self.tasks.cancel_scope.cancel()

    async def give_signs_of_life(self) -> None:
        every_s = self.settings.live_heartbeat_s
        while True:
            await asyncio.sleep(max(0.0, self.spoke_at + every_s - time.monotonic()))
            if time.monotonic() - self.spoke_at >= every_s:
                await self.say(SIGN_OF_LIFE)

    async def say(self, text: bytes) -> None:
        """A client that does not take it in time is let go."""
        self.spoke_at = time.monotonic()
        try:
            async with asyncio.timeout(self.settings.live_patience_s):
                await self.send({"type": "http.response.body", "body": text, "more_body": True})
        except TimeoutError:
            self.end(TRY_AGAIN, TOO_SLOW)

    async def tell(self, asked: Asked, caller: Caller, last: str | None) -> None:
        live = self.live
        try:
            async with aclosing(live.answers(asked, caller, self.token, last)) as answers:
                async for said in answers:
                    await self.say(event_of(said))
        except SignedOut:
            self.end(401, SIGNED_OUT)
        except (Unexecuted, Refusal) as refused:
            await self.say(errors_of(live.errors(refused)))
        except Exception as error:  # noqa: BLE001  the last place where a bug can be told of
            await self.say(errors_of([faults.masked(error)]))


NOT_SIGNED_IN = {"code": Code.UNAUTHENTICATED}


def event_of(said: Said) -> bytes:
    """One event; a line's end within JSON can stand only between its words."""
    body = said.body.replace(b"\r", b" ").replace(b"\n", b" ")
    named = f"id: {said.event_id}\n".encode() if said.event_id else b""
    return named + b"event: next\ndata: " + body + b"\n\n"


def errors_of(errors: object) -> bytes:
    return event_of(Said(orjson.dumps({"errors": errors})))
