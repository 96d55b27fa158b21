"""The endpoint as clients meet it, over a house of the tests or over a schema of their own."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import strawberry
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.testclient import TestClient

from api.context import Context
from api.endpoint import Endpoint, Hall, Reads
from api.files import Files
from api.http import ordinary
from api.http.traced import Traced
from api.reads.documents import Documents
from api.schema import schema
from api.settings import Settings
from domain.ids import new_id
from domain.permissions import EVERYTHING
from domain.work import Actor
from tests.house import KEY, LINKS, MONDAY, House

GOOD = "good"
SIGNED_IN = {"authorization": f"Bearer {GOOD}"}
SOMEBODY = Actor(new_id(), new_id(), EVERYTHING)


@contextmanager
def serving(house: House, actor: Actor | None = None, **settings: Any) -> Iterator[TestClient]:
    """The real schema and rows; whoever sends GOOD is `actor`, or the manager."""

    def enter(actor: Actor, now: datetime, request_id: str) -> Context:
        return Context(actor, now, house.reads, request_id, audit_key=KEY, storage=house.storage)

    house.session.rollback()
    hall = Hall(
        settings=Settings(**settings),
        schema=schema,
        documents=house.reads.documents,
        reads=house.reads,
        changes=house.changes,
        sign_in=knows(actor or house.manager),
        enter=enter,
        clock=lambda: MONDAY,
    )
    with client(hall, house) as found:
        yield found


class NothingCompiles:
    async def answer(self, *_: Any) -> None:
        return None


@dataclass
class Plain:
    """Mutations of a schema of the test's own are resolved by graphql-core alone."""

    schema: strawberry.Schema

    def run(self, document: Any, variables: Any, context: Any) -> Any:
        data, errors = ordinary.run(self.schema, document.parsed, None, variables, context)
        return None if data is None else orjson.dumps(data).decode(), errors


@contextmanager
def serving_schema(
    own: strawberry.Schema,
    actor: Actor = SOMEBODY,
    reads: Reads | None = None,
    **settings: Any,
) -> Iterator[TestClient]:
    """A schema of the test's own, of which nothing compiles."""
    hall = Hall(
        settings=Settings(**settings),
        schema=own,
        documents=Documents(own._schema),
        reads=reads or NothingCompiles(),
        changes=Plain(own),
        sign_in=knows(actor),
        enter=lambda *_: None,
    )
    with client(hall) as found:
        yield found


def knows(actor: Actor) -> Any:
    async def sign_in(token: str, _now: datetime) -> Actor | None:
        return actor if token == GOOD else None

    return sign_in


@contextmanager
def client(hall: Hall, house: House | None = None) -> Iterator[TestClient]:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        if house:
            await house.database.reader.close()

    routes = [Route("/graphql", Endpoint(hall))]
    if house:
        routes.append(Route("/files/{key:path}", Files(house.storage, LINKS, lambda: MONDAY)))
    app = Starlette(routes=routes, middleware=[Middleware(Traced)], lifespan=lifespan)
    with TestClient(app, headers=SIGNED_IN, raise_server_exceptions=False) as found:
        yield found
