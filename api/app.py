"""The Starlette application: what it is made of, its routes, its beginning and its end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import anyio
from anyio import to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route, WebSocketRoute

from api import faults
from api.changes import Changes
from api.context import Context
from api.database import Database
from api.endpoint import Endpoint, Hall
from api.files import file_routes
from api.graphiql import graphiql_routes
from api.health import health_routes
from api.housekeeping import Housekeeper
from api.http.traced import Traced
from api.jobs.staff import Staff
from api.links import Links
from api.live.live import Live
from api.live.socket import Socket
from api.live.stream import Streams
from api.migrate import problem
from api.reads.documents import Documents
from api.reads.limits import Limits
from api.reads.reads import Reads
from api.schema import schema
from api.secret_key import secret_keys
from api.settings import Settings
from api.sign_in import SignIn
from api.storage import Storage
from api.uploads import Uploads, upload_routes
from domain.work import Actor


@dataclass(frozen=True)
class House:
    """The parts of a running program, made from its settings and closed together."""

    settings: Settings

    @cached_property
    def database(self) -> Database:
        return Database(self.settings.database_text, pooled=self.settings.pool_size)

    @cached_property
    def reads(self) -> Reads:
        core = schema._schema  # noqa: SLF001
        documents = Documents(core, limits_of(self.settings))
        return Reads(core, self.database, documents, faults.masked_fault, self.links)

    @cached_property
    def links(self) -> Links:
        return Links(
            secret_keys(self.settings),
            lifetime_s=self.settings.link_lifetime_s,
            base=self.settings.public_url,
        )

    @cached_property
    def storage(self) -> Storage:
        return Storage(self.settings)

    @cached_property
    def uploads(self) -> Uploads:
        folder = self.settings.data_dir / "uploads"
        return Uploads(self.database, self.storage, self.links, folder, self.key)

    @cached_property
    def key(self) -> bytes:
        """Signs, and hashes personal values in the audit."""
        return secret_keys(self.settings)[0]

    @cached_property
    def hall(self) -> Hall:
        def enter(actor: Actor, now: datetime, request_id: str) -> Context:
            return Context(
                actor,
                now,
                self.reads,
                request_id,
                audit_key=self.key,
                storage=self.storage,
                most_pixels=self.settings.max_picture_pixels,
                most_bytes=self.settings.max_upload_bytes,
            )

        async def stream(*request: Any) -> None:
            await self.streams(*request)

        return Hall(
            settings=self.settings,
            schema=schema,
            documents=self.reads.documents,
            reads=self.reads,
            changes=Changes(schema, self.reads),
            sign_in=SignIn(self.database.looking, self.settings.sign_in_cache_s),
            enter=enter,
            stream=stream,
        )

    @cached_property
    def endpoint(self) -> Endpoint:
        return Endpoint(self.hall)

    @cached_property
    def live(self) -> Live:
        return Live(self.endpoint, self.reads)

    @cached_property
    def streams(self) -> Streams:
        return Streams(self.live)

    def problem(self) -> str | None:
        """What keeps the database from serving."""
        with self.database.looking.connect() as connection:
            return problem(connection)

    async def close(self) -> None:
        await self.database.close()


def limits_of(settings: Settings) -> Limits:
    return Limits(
        tokens=settings.max_tokens,
        depth=settings.max_depth,
        aliases=settings.max_aliases,
        directives=settings.max_directives,
        same_field=settings.max_same_field,
        root_fields=settings.max_root_fields,
        mutations=settings.max_mutations,
    )


def application(settings: Settings, *, keeps_house: bool = False) -> Starlette:
    """`keeps_house`: also seal the audit and, unless the settings say no, work on jobs."""
    house = House(settings)
    staff = Staff(settings, house.database)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = settings.threads
        await house.database.open()
        await to_thread.run_sync(house.storage.sweep)
        try:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(house.live.run)
                if keeps_house:
                    keeper = Housekeeper(house.database.writing, house.key)
                    tasks.start_soon(keeper.keep_house)
                if keeps_house and settings.serve_works:
                    tasks.start_soon(staff.arrive)
                yield
                await house.live.stop()
                tasks.cancel_scope.cancel()
        finally:
            await to_thread.run_sync(staff.leave)
            await house.close()

    found = Starlette(
        routes=[
            Route("/graphql", house.endpoint),
            WebSocketRoute("/graphql", Socket(house.live)),
            *file_routes(house.storage, house.links),
            *upload_routes(house.uploads),
            *health_routes(house.problem),
            *graphiql_routes(),
        ],
        middleware=[Middleware(Traced)],
        lifespan=lifespan,
    )
    found.state.live = house.live
    return found
