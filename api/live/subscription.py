"""One subscription: what it asks, from where on, and the answer to each event."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from anyio import to_thread
from graphql import GraphQLError
from graphql.execution.values import VariableValues, get_variable_values
from sqlalchemy import select
from sqlalchemy.orm import Session
from strawberry.utils.str_converters import to_camel_case

from api.endpoint import Hall, Unexecuted
from api.http.answers import Code
from api.http.asked import Asked
from api.live.feed import Feed
from api.reads.compiler import Moment
from api.reads.documents import Document
from api.reads.ids import global_id, row_id
from api.reads.reads import Reads
from api.reads.selection import Asked as Root
from api.reads.selection import Operation
from api.reads.told import Told, Watch
from domain.errors import NotFound
from domain.outbox import OutboxEvent
from domain.outbox_order import put_in_order
from domain.stores.models import Store
from domain.work import Actor, Work


class SignedOut(Exception):
    """The token is no longer good."""


@dataclass(frozen=True, slots=True)
class Said:
    """One answer; of a subscription also the id of the event it tells of."""

    body: bytes
    event_id: str | None = None


@dataclass(frozen=True)
class Beginning:
    """From where on a subscription tells; `is_over` when there is nothing left to tell."""

    watch: Watch
    after: int | None
    is_over: bool = False


@dataclass(frozen=True)
class Subscription:
    """Valid as GraphQL; `answers` finds out whether it may be, and goes on until it ends."""

    hall: Hall
    reads: Reads
    feed: Feed
    document: Document
    root: Root
    values: VariableValues
    token: str

    @classmethod
    def of(  # noqa: PLR0913, PLR0917  it is made of that many parts
        cls, hall: Hall, reads: Reads, feed: Feed, document: Document, asked: Asked, token: str
    ) -> "Subscription":
        """Raises Unexecuted when the variables, or what they leave of the fields, will not do."""
        assert document.definition
        definitions = document.definition.variable_definitions or ()
        values = get_variable_values(reads.schema, definitions, asked.variables)
        if isinstance(values, list):
            raise Unexecuted(values, Code.BAD_USER_INPUT)
        operation = Operation(reads.schema, document.definition, document.fragments, values)
        roots = list(operation.roots())
        if len(roots) != 1 or roots[0].name.startswith("__"):
            raise Unexecuted.because("A subscription has one field.")
        return cls(hall, reads, feed, document, roots[0], values, token)

    @property
    def told(self) -> Told:
        found: Told = self.root.declared.metadata["reading"]
        return found

    async def answers(self, last_event_id: str | None = None) -> AsyncGenerator[Said, None]:
        """Each event's, as long as the token is good; raises Unexecuted and SignedOut.

        `last_event_id` goes before `afterEventId`: it is what a client that reconnects says.
        """
        now, actor = await present(self.hall, self.token)
        try:
            given = self.root.arguments()
            self.reads.subscribed(
                self.document, self.root, Moment(actor, now, self.values, self.reads.links)
            )
        except GraphQLError as error:
            raise Unexecuted([error], Code.BAD_USER_INPUT) from None
        last = last_event_id or given.get("afterEventId")
        begun = await to_thread.run_sync(self.beginning, actor, now, given, last)
        if begun.is_over:
            return
        async with aclosing(self.feed.pages(begun.watch, begun.after)) as pages:
            async for page in pages:
                last_one = next(
                    (n for n, e in enumerate(page, 1) if e.kind in self.told.last), None
                )
                for said in await self.said([event.id for event in page[:last_one]]):
                    yield said
                if last_one:
                    return

    async def said(self, events: list[UUID]) -> list[Said]:
        """What the actor, as they are now, sees of these events."""
        now, actor = await present(self.hall, self.token)
        moment = Moment(actor, now, self.values, self.reads.links, {"events": events})
        try:
            found = await self.reads.told(self.document, self.root, moment)
        except GraphQLError as error:
            raise Unexecuted([error], Code.INTERNAL_SERVER_ERROR) from None
        return [Said(body, global_id("Event", event_id)) for event_id, body in found]

    def beginning(
        self, actor: Actor, now: datetime, given: dict[str, Any], last: str | None
    ) -> Beginning:
        """What is named must be there for the actor to see; in a thread of its own."""
        told, database = self.told, self.reads.database
        store_id, subject_id = given.get("storeId"), given.get(to_camel_case(told.of or ""))
        try:
            with Session(database.looking) as session:
                work = Work(session, actor, now, key=b"")  # only looks
                if store_id:
                    store_id = work.find(Store, row_id("Store", store_id), "store_id").id
                if told.of:
                    kind = told.subject.__name__
                    row = work.find(told.subject, row_id(kind, str(subject_id)), told.of)
                    subject_id = row.id
                watch = Watch(actor.organization_id, told.kinds, store_id or None, subject_id)
                after = self.place(session, watch, last) if last else None
                if told.of and after is None:
                    after = 0
                return Beginning(watch, after, self.is_over(session, watch, after or 0))
        except NotFound as error:
            raise Unexecuted([self.missing(error)], Code.BAD_USER_INPUT) from None

    def missing(self, error: NotFound) -> GraphQLError:
        extensions = {"code": str(error.code), "argument": to_camel_case(error.path[0])}
        return GraphQLError(str(error), self.root.node, path=[self.root.key], extensions=extensions)

    def place(self, session: Session, watch: Watch, last: str) -> int:
        """Of the last event that the client has."""
        found = select(OutboxEvent.place).where(
            OutboxEvent.id == row_id(last.partition(":")[0], last),
            OutboxEvent.organization_id == watch.organization_id,
        )
        known = session.execute(found).first()
        if known is None:
            raise NotFound("No such event.", "after_event_id")
        if known.place is None:  # nobody has asked for the order since it was committed
            with self.reads.database.writing.begin() as connection:
                put_in_order(connection)
            session.rollback()
            return self.place(session, watch, last)
        return int(known.place)

    def is_over(self, session: Session, watch: Watch, after: int) -> bool:
        if not self.told.last or not after:
            return False
        ended = watch.where(), OutboxEvent.kind.in_(self.told.last), OutboxEvent.place <= after
        return session.scalar(select(OutboxEvent.id).where(*ended).limit(1)) is not None


async def present(hall: Hall, token: str) -> tuple[datetime, Actor]:
    """The moment, and who the token's bearer is at it; raises SignedOut."""
    now = hall.clock()
    actor = await hall.sign_in(token, now)
    if actor is None:
        raise SignedOut
    return now, actor
