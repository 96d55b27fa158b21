"""Gives each request an id, and the log its one line."""

import re
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import TICKET, Ticket, log
from domain.ids import new_id

_SANE = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_QUIET = ("/healthz", "/readyz", "/graphiql/assets/")
HEADER = b"x-request-id"


class Traced:
    """ASGI middleware; the id of the client is kept when it is sane, and sent back."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        start, ticket, status = time.perf_counter(), Ticket(id_of(scope)), 500
        token = TICKET.set(ticket)

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message.get("headers", ()),
                    (HEADER, ticket.request_id.encode()),
                ]
            await send(message)

        try:
            await self.app(scope, receive, sent)
        finally:
            say(scope, ticket, status, time.perf_counter() - start)
            TICKET.reset(token)
        return None


def id_of(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == HEADER and _SANE.fullmatch(value):
            return str(value.decode())
    return str(new_id())


def say(scope: Scope, ticket: Ticket, status: int, took_s: float) -> None:
    path = scope["path"]
    write = log.debug if path.startswith(_QUIET) else log.info
    write(
        "request",
        method=scope["method"],
        path=path,
        status=status,
        ms=round(took_s * 1000, 2),
        operation_type=ticket.operation_type,
        operation=ticket.operation,
        actor=ticket.actor,
    )
