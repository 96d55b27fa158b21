"""One GraphQL request: who asks, what, by which way it is answered, and how that is said."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol

import strawberry
from anyio import to_thread
from graphql import DocumentNode, GraphQLError, OperationDefinitionNode
from starlette.types import Receive, Scope, Send

from api import faults
from api.http import ordinary
from api.http.answers import Answer, Code, Refusal, result, spliced
from api.http.asked import Asked, Headers, asked_by
from api.http.form import BodyLimits
from api.http.media_types import GRAPHQL_JSON, JSON, answered_in, streams
from api.http.uploaded import Uploaded
from api.logs import TICKET, Ticket
from api.settings import Settings
from domain.permissions import Permission
from domain.work import Actor


class Document(Protocol):
    """One operation of a text; without errors it is valid and within the limits."""

    @property
    def errors(self) -> tuple[GraphQLError, ...]: ...
    @property
    def parsed(self) -> DocumentNode | None: ...
    @property
    def definition(self) -> OperationDefinitionNode | None: ...


class Documents(Protocol):
    def get(self, query: str, name: str | None) -> Document: ...


class Changes(Protocol):
    def run(
        self, document: Any, variables: dict[str, Any], context: Any
    ) -> tuple[str | None, list[GraphQLError]]: ...


class Reads(Protocol):
    async def answer(
        self, query: str, name: str | None, variables: dict[str, Any], actor: Actor, now: datetime
    ) -> bytes | None: ...


Stream = Callable[[Scope, Headers, Receive, Send], Awaitable[None]]


def present() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Hall:
    """All that requests are answered with; one for the whole process."""

    settings: Settings
    schema: strawberry.Schema
    documents: Documents
    reads: Reads
    changes: Changes
    sign_in: Callable[[str, datetime], Awaitable[Actor | None]]
    enter: Callable[[Actor, datetime, str], Any]  # what resolvers are handed
    clock: Callable[[], datetime] = present
    stream: Stream | None = None
    """Answers those who would rather have a stream of events; None: there are no streams."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, when, and in which media type they are answered."""

    actor: Actor
    now: datetime
    media_type: str
    ticket: Ticket


class Unexecuted(Exception):
    """A well-formed request whose operation cannot be run."""

    def __init__(self, errors: Iterable[GraphQLError], code: Code) -> None:
        super().__init__(code)
        self.errors, self.code = errors, code

    @classmethod
    def because(cls, message: str, code: Code = Code.BAD_USER_INPUT) -> "Unexecuted":
        return cls([GraphQLError(message)], code)


def body_limits(settings: Settings) -> BodyLimits:
    return BodyLimits(
        json_bytes=settings.max_body_bytes,
        folder=settings.data_dir / "uploads",
        files=settings.max_upload_files,
        file_bytes=settings.max_upload_bytes,
        total_bytes=settings.max_uploads_bytes,
        types=frozenset(settings.upload_types.split()),
    )


def bearer(said: str) -> str:
    """The token of an `Authorization`; empty when it holds none."""
    scheme, _, token = said.strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


class Endpoint:
    """GraphQL over HTTP, as an ASGI application of its own."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.limits = body_limits(hall.settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers: Headers = dict(scope["headers"])
        accept = headers.get(b"accept", b"").decode("latin-1")
        if self.hall.stream and streams(accept):
            return await self.hall.stream(scope, headers, receive, send)
        media_type = answered_in(accept)
        files: tuple[Uploaded, ...] = ()
        try:
            caller = await self.caller(headers, media_type)
            asked = await self.asked(scope, headers, receive)
            files = asked.files
            answer = await self.answer(asked, caller)
        except Unexecuted as refused:
            answer = self.refused(refused.errors, refused.code, media_type)
        except Refusal as refusal:
            answer = refusal.answer(media_type or JSON)
        except Exception as error:  # noqa: BLE001  the last place where a bug can be told of
            said = faults.masked(error)
            answer = Answer(500, result(None, [said], is_executed=False), media_type or JSON)
        finally:
            for file in files:
                file.close()
        return await answer.send(send)

    async def asked(self, scope: Scope, headers: Headers, receive: Receive) -> Asked:
        """The operation that the request brings; raises Refusal."""
        careful = self.hall.settings.is_production
        return await asked_by(scope, headers, receive, self.limits, asks_preflight=careful)

    async def caller(self, headers: Headers, media_type: str | None) -> Caller:
        """Without a good token nothing else of the request is looked at."""
        now, ticket = self.hall.clock(), TICKET.get() or Ticket()
        said = headers.get(b"authorization", b"").decode("latin-1")
        token = bearer(said)
        actor = await self.hall.sign_in(token, now) if token else None
        if actor is None:
            message = "This token is not, or no longer, good." if said else "Send a token."
            raise Refusal(
                401,
                message,
                Code.UNAUTHENTICATED,
                www_authenticate="Bearer" + (' error="invalid_token"' if said else ""),
            )
        ticket.actor = str(actor.user_id)
        if media_type is None:
            raise Refusal(406, f"Answers come as {JSON} or {GRAPHQL_JSON}.")
        return Caller(actor, now, media_type, ticket)

    async def answer(self, asked: Asked, caller: Caller) -> Answer:
        """Compiled where that can be, else by graphql-core; raises Refusal."""
        hall, ticket = self.hall, caller.ticket
        document = hall.documents.get(asked.query, asked.name)
        if document.errors:
            raise Unexecuted(document.errors, Code.GRAPHQL_VALIDATION_FAILED)
        parsed, operation = document.parsed, document.definition
        assert parsed
        assert operation
        ticket.operation_type = kind = operation.operation.value
        ticket.operation = operation.name.value if operation.name else None
        if asked.only_reads and kind != "query":
            raise Refusal(405, f"A {kind} goes by POST.", allow="POST")
        if asked.is_form and kind != "mutation":
            raise Refusal(400, "Files go with a mutation.")
        if kind == "subscription":
            raise Unexecuted.because(
                "Subscriptions go by WebSocket (graphql-transport-ws) or as text/event-stream."
            )
        if kind == "query":
            read = await hall.reads.answer(
                asked.query, asked.name, asked.variables, caller.actor, caller.now
            )
            if read is not None:
                return Answer(200, read, caller.media_type)
            if ordinary.introspects(parsed, operation):
                self.check_introspection(caller)
        if kind == "mutation":
            return await self.changed(document, asked, caller)
        return await self.interpreted(parsed, operation, asked, caller)

    async def changed(self, document: Document, asked: Asked, caller: Caller) -> Answer:
        """In one thread, so that no session ever changes threads."""
        context = self.hall.enter(caller.actor, caller.now, caller.ticket.request_id)
        run = partial(self.hall.changes.run, document, asked.variables, context)
        data, errors = await to_thread.run_sync(run)
        self.check_executed(data, errors)
        said = [self.shown(faults.failed(error)) for error in errors]
        return Answer(200, spliced(data, said), caller.media_type)

    async def interpreted(
        self, parsed: DocumentNode, operation: OperationDefinitionNode, asked: Asked, caller: Caller
    ) -> Answer:
        """In one thread, so that no session ever changes threads."""
        context = self.hall.enter(caller.actor, caller.now, caller.ticket.request_id)
        name = operation.name.value if operation.name else None
        run = partial(ordinary.run, self.hall.schema, parsed, name, asked.variables, context)
        data, errors = await to_thread.run_sync(run)
        self.check_executed(data, errors)
        said = [self.shown(faults.failed(error)) for error in errors]
        return Answer(200, result(data, said, is_executed=True), caller.media_type)

    def check_executed(self, data: Any, errors: list[GraphQLError]) -> None:
        if data is None and errors and not any(error.path for error in errors):
            raise Unexecuted(errors, Code.BAD_USER_INPUT)

    def check_introspection(self, caller: Caller) -> None:
        if self.hall.settings.is_production:
            raise Unexecuted.because("Introspection is off.", Code.GRAPHQL_VALIDATION_FAILED)
        if not caller.actor.may(Permission.SCHEMA_READ):
            message = f"This needs the permission {Permission.SCHEMA_READ}."
            raise Unexecuted.because(message, Code.FORBIDDEN)

    def refused(self, errors: Iterable[GraphQLError], code: Code, media_type: str | None) -> Answer:
        """Nothing was executed; the newer media type says so by its status."""
        said = [self.shown(faults.refused(error, code)) for error in errors]
        status = 400 if media_type == GRAPHQL_JSON else 200
        return Answer(status, result(None, said, is_executed=False), media_type or JSON)

    def shown(self, error: dict[str, Any]) -> dict[str, Any]:
        return faults.without_suggestion(error) if self.hall.settings.is_production else error
