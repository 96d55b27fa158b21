"""The program's own application with the hand-written endpoints beside it, in one process.

`python -m benchmarks.server` reads the same settings as `serve`, fills an empty database, prints
its port and a token, and serves until it is killed.
"""

import gc
import secrets
import socket
import sqlite3
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import psycopg
import psycopg_pool
import uvicorn
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import logs
from api.app import application
from api.database import Database
from api.postgres_reader import SERVER
from api.settings import read_settings
from benchmarks import floor, rows
from domain.base import instant_text
from domain.people.models import ApiToken
from domain.people.sign_in import hash_of

JSON = "application/json"


def page(found: Any) -> bytes:
    """What the GraphQL answer holds, made of a hand-written statement's rows."""
    is_more, found = len(found) > 50, found[:50]
    at, own = found[-1][1], found[-1][2]
    cursor = orjson.dumps(
        ["NEWEST", at if isinstance(at, str) else instant_text(at), str(own)]
    ).hex()
    edges = ",".join(['{"node":' + row[0] + "}" for row in found])
    info = f'{{"hasNextPage":{"true" if is_more else "false"},"endCursor":"{cursor}"}}'
    return f'{{"data":{{"products":{{"edges":[{edges}],"pageInfo":{info}}}}}}}'.encode()


def one(found: Any) -> bytes:
    return f'{{"data":{{"product":{found[0] if found else "null"}}}}}'.encode()


class Embedded:
    """sqlite3, inline."""

    def __init__(self, database: Database, organization: UUID) -> None:
        self.connection: sqlite3.Connection = database.reader.connect()  # type: ignore[attr-defined]
        self.organization = str(organization)

    async def list(self, _request: Request) -> Response:
        found = self.connection.execute(floor.list_sql("sqlite"), (self.organization,)).fetchall()
        return Response(page(found), media_type=JSON)

    async def one(self, request: Request) -> Response:
        given = self.organization, request.query_params["id"]
        found = self.connection.execute(floor.one_sql("sqlite"), given).fetchone()
        return Response(one(found), media_type=JSON)


class Asyncpg:
    """asyncpg, on the loop."""

    def __init__(self, database: Database, organization: UUID) -> None:
        self.reader: Any = database.reader
        self.organization = organization

    async def list(self, _request: Request) -> Response:
        await self.reader.open()
        async with self.reader.pool.acquire() as connection:
            found = await connection.fetch(floor.list_sql("postgresql"), self.organization)
        return Response(page(found), media_type=JSON)

    async def one(self, request: Request) -> Response:
        await self.reader.open()
        own = UUID(request.query_params["id"])
        async with self.reader.pool.acquire() as connection:
            found = await connection.fetchrow(floor.one_sql("postgresql"), self.organization, own)
        return Response(one(found), media_type=JSON)


class Psycopg:
    """psycopg 3 and its pool, in threads."""

    def __init__(self, database: Database, organization: UUID) -> None:
        options = " ".join(f"-c {name}={value}" for name, value in SERVER.items())
        dsn = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        how = {"autocommit": True, "options": options}
        self.pool = psycopg_pool.ConnectionPool(dsn, min_size=8, max_size=8, kwargs=how, open=True)
        self.organization = organization

    def fetched(self, statement: str, *values: Any) -> Any:
        with self.pool.connection() as connection:
            return psycopg.RawCursor(connection).execute(statement.encode(), values).fetchall()

    async def list(self, _request: Request) -> Response:
        found = await run_in_threadpool(
            self.fetched, floor.list_sql("postgresql"), self.organization
        )
        return Response(page(found), media_type=JSON)

    async def one(self, request: Request) -> Response:
        own = UUID(request.query_params["id"])
        found = await run_in_threadpool(
            self.fetched, floor.one_sql("postgresql"), self.organization, own
        )
        return Response(one(found[0] if found else None), media_type=JSON)


def token_for(database: Database, actor: Any) -> str:
    secret = "tp_" + secrets.token_urlsafe(32)
    with Session(database.writing) as session:
        session.info["now"] = rows.START
        session.add(
            ApiToken(
                organization_id=actor.organization_id,
                user_id=actor.user_id,
                name="benchmark",
                token_hash=hash_of(secret),
                expires_at=rows.START + timedelta(days=3650),
            )
        )
        session.commit()
    return secret


def main() -> None:
    settings = read_settings()
    logs.set_up("warning", "json")
    database = Database(settings.database_text)
    actor = rows.furnish(database)
    app = application(settings)
    kinds: dict[str, Any] = {"asyncpg": Asyncpg, "psycopg": Psycopg}
    if database.is_embedded:
        kinds = {"sqlite3": Embedded}
    for name, kind in kinds.items():
        ways = kind(database, actor.organization_id)
        app.router.routes.append(Route(f"/floor/{name}/list", ways.list))
        app.router.routes.append(Route(f"/floor/{name}/one", ways.one))
    listener = socket.create_server(("127.0.0.1", 0))
    token = token_for(database, actor)
    if not database.is_embedded:
        with database.writing.connect().execution_options(
            isolation_level="AUTOCOMMIT"
        ) as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    how = {"http": "httptools", "log_config": None, "access_log": False, "lifespan": "on"}
    server = uvicorn.Server(uvicorn.Config(app, **how))  # type: ignore[arg-type]
    said = {"port": listener.getsockname()[1], "token": token, "floors": list(kinds)}
    print(orjson.dumps(said).decode(), flush=True)
    gc.freeze()
    server.run([listener])


if __name__ == "__main__":
    main()
