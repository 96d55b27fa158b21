"""graphql-transport-ws: queries, mutations and subscriptions over one WebSocket."""

import asyncio
import time
from contextlib import aclosing, suppress
from typing import Any

import anyio
import orjson
from starlette.types import Receive, Scope, Send

from api import faults
from api.endpoint import Caller, Unexecuted, bearer
from api.http.answers import Refusal
from api.http.asked import Asked, checked
from api.http.media_types import JSON
from api.http.traced import id_of
from api.live.live import BROKEN, FORBIDDEN, SIGNED_OUT, TOO_SLOW, TRY_AGAIN, Live, gone_or_cut
from api.live.origins import may_open
from api.live.subscription import SignedOut, present
from api.logs import TICKET, Ticket, bug, log

PROTOCOL = "graphql-transport-ws"
INIT_WITHIN_S = 3.0
GO_WITHIN_S = 2.0
BAD_MESSAGE, NOT_READY, NO_INIT = 4400, 4401, 4408
UNKNOWN_PROTOCOL, TAKEN, INIT_AGAIN = 4406, 4409, 4429


class Socket:
    """The WebSocket door to the graph, as an ASGI application of its own."""

    def __init__(self, live: Live) -> None:
        self.live = live

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # websocket.connect
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        allowed = self.live.hall.settings.origins
        origin, host = headers.get(b"origin", ""), headers.get(b"host", "")
        ticket = Ticket(id_of(scope))
        token = TICKET.set(ticket)
        try:
            if self.live.is_stopping or not may_open(origin, host, allowed):
                log.info("socket refused", origin=origin)
                await send({"type": "websocket.close"})  # before it is accepted: 403
            elif PROTOCOL not in scope["subprotocols"]:
                await send({"type": "websocket.accept"})
                await send({"type": "websocket.close", "code": UNKNOWN_PROTOCOL})
            else:
                said = headers.get(b"authorization", "")
                await Connection(self.live, receive, send, said, ticket).run()
        finally:
            TICKET.reset(token)


class Gone(Exception):
    """The client is no longer there."""


class Connection:
    """One client, from its greeting to its end."""

    def __init__(
        self, live: Live, receive: Receive, send: Send, authorization: str, ticket: Ticket
    ) -> None:
        self.live, self.receive, self.send = live, receive, send
        self.authorization, self.ticket = authorization, ticket
        self.settings = live.hall.settings
        self.token = ""
        self.is_greeted = self.is_ready = False
        self.operations: dict[str, anyio.CancelScope] = {}
        self.operation_count = 0
        self.ending: tuple[int, str] | None = None
        self.tasks = anyio.create_task_group()

    def end(self, code: int, reason: str) -> None:
        if self.ending is None:
            self.ending = code, reason
            self.tasks.cancel_scope.cancel()

    async def run(self) -> None:
        began = time.perf_counter()
        self.live.join(self)
        try:
            await self.send({"type": "websocket.accept", "subprotocol": PROTOCOL})
            async with self.tasks:
                self.tasks.start_soon(self.expect_greeting)
                try:
                    await self.hear()
                except Gone:
                    pass
                except Exception as error:  # noqa: BLE001  the last place where a bug can be told of
                    self.end(BROKEN, f"Something went wrong: {bug(error)}")
                self.tasks.cancel_scope.cancel()
        finally:
            with anyio.CancelScope(shield=True):
                await self.part()
            self.live.leave(self)
            self.say_in_log(time.perf_counter() - began)

    async def part(self) -> None:
        """The reason is said if there is one, and if it is taken."""
        if self.ending:
            code, reason = self.ending
            with anyio.move_on_after(GO_WITHIN_S), suppress(OSError, RuntimeError):
                await self.send({"type": "websocket.close", "code": code, "reason": reason})
        await gone_or_cut(self.receive, GO_WITHIN_S)

    def say_in_log(self, took_s: float) -> None:
        code, reason = self.ending or (None, None)
        write = log.warning if code == TRY_AGAIN else log.info
        write(
            "socket closed",
            s=round(took_s, 2),
            code=code,
            reason=reason,
            operations=self.operation_count,
            actor=self.ticket.actor,
        )

    async def expect_greeting(self) -> None:
        await asyncio.sleep(INIT_WITHIN_S)
        if not self.is_greeted:
            self.end(NO_INIT, "Connection initialisation timeout")

    async def hear(self) -> None:
        """Until the client goes. What it says is answered before the next is heard."""
        while True:
            message = await self.receive()
            if message["type"] == "websocket.disconnect":
                return
            try:
                said = orjson.loads(message.get("text") or "")
            except orjson.JSONDecodeError:
                said = None
            await self.take(said)

    async def take(self, said: Any) -> None:
        match said:
            case {"type": "connection_init"}:
                await self.greet(said.get("payload"))
            case {"type": "ping"}:
                more = {"payload": said["payload"]} if "payload" in said else {}
                await self.say({"type": "pong", **more})
            case {"type": "pong"}:
                pass
            case {"type": "complete", "id": str(id)}:
                if id in self.operations:
                    self.operations.pop(id).cancel()
            case {"type": "subscribe", "id": str(id), "payload": dict(payload)} if id:
                await self.subscribe(id, payload)
            case _:
                self.end(BAD_MESSAGE, "Invalid message received")

    async def say(self, message: dict[str, Any] | bytes) -> None:
        """One frame; raises Gone. A client that does not take it in time is let go."""
        text = message if isinstance(message, bytes) else orjson.dumps(message)
        try:
            async with asyncio.timeout(self.settings.live_patience_s):
                await self.send({"type": "websocket.send", "text": text.decode()})
        except TimeoutError:
            self.end(TRY_AGAIN, TOO_SLOW)
        except (OSError, RuntimeError):
            raise Gone from None

    async def greet(self, payload: Any) -> None:
        if self.is_greeted:
            self.end(INIT_AGAIN, "Too many initialisation requests")
            return
        self.is_greeted = True
        token = bearer(authorization_in(payload) or self.authorization)
        hall = self.live.hall
        actor = await hall.sign_in(token, hall.clock()) if token else None
        if actor is None:
            self.end(FORBIDDEN, SIGNED_OUT if token else "Send a token.")
            return
        self.token, self.ticket.actor, self.is_ready = token, str(actor.user_id), True
        await self.say({"type": "connection_ack"})

    async def subscribe(self, id: str, payload: dict[str, Any]) -> None:
        """Begins an operation, of which there may be so many at once."""
        if not self.is_ready:
            self.end(NOT_READY, "Unauthorized")
            return
        if id in self.operations:
            self.end(TAKEN, "Subscriber already exists")
            return
        try:
            asked = checked(payload)
        except Refusal as refusal:
            self.end(BAD_MESSAGE, str(refusal))
            return
        most = self.settings.max_live_operations
        if len(self.operations) >= most:
            message = f"There are {most} operations under way; wait for one to end."
            extensions = {"code": "LIMIT_EXCEEDED", "limit": most}
            await self.refuse(id, [{"message": message, "extensions": extensions}])
            return
        self.operation_count += 1
        self.operations[id] = scope = anyio.CancelScope()
        self.tasks.start_soon(self.operate, id, asked, scope)

    async def operate(self, id: str, asked: Asked, scope: anyio.CancelScope) -> None:
        ticket = Ticket(self.ticket.request_id, actor=self.ticket.actor)
        TICKET.set(ticket)  # this task's own
        began = time.perf_counter()
        try:
            with scope:
                await self.answer(id, asked, ticket)
        except Gone:
            self.tasks.cancel_scope.cancel()
        finally:
            self.forget(id, scope)
            ms = round((time.perf_counter() - began) * 1000, 2)
            kind, name = ticket.operation_type, ticket.operation
            log.info("operation", ms=ms, operation_type=kind, operation=name, actor=ticket.actor)

    def forget(self, id: str, scope: anyio.CancelScope) -> None:
        """The client may give the id to another operation from now on."""
        if self.operations.get(id) is scope:
            del self.operations[id]

    async def answer(self, id: str, asked: Asked, ticket: Ticket) -> None:
        live, scope = self.live, self.operations[id]
        head = b'{"id":' + orjson.dumps(id) + b',"type":"next","payload":'
        try:
            now, actor = await present(live.hall, self.token)
            caller = Caller(actor, now, JSON, ticket)
            async with aclosing(live.answers(asked, caller, self.token)) as answers:
                async for said in answers:
                    await self.say(head + said.body + b"}")
        except SignedOut:
            self.end(FORBIDDEN, SIGNED_OUT)
        except (Unexecuted, Refusal) as refused:
            self.forget(id, scope)
            await self.refuse(id, live.errors(refused))
        except Gone:
            raise
        except Exception as error:  # noqa: BLE001  the last place where a bug can be told of
            self.forget(id, scope)
            await self.refuse(id, [faults.masked(error)])
        else:
            self.forget(id, scope)
            await self.say({"id": id, "type": "complete"})

    async def refuse(self, id: str, errors: list[dict[str, Any]]) -> None:
        await self.say({"id": id, "type": "error", "payload": errors})


def authorization_in(payload: Any) -> str:
    """Of the payload of `connection_init`, however the name is written."""
    if not isinstance(payload, dict):
        return ""
    inner = payload.get("headers")
    for given in (payload, inner if isinstance(inner, dict) else {}):
        for name, value in given.items():
            if name.lower() == "authorization" and isinstance(value, str):
                return value
    return ""
