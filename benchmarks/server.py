"""The program's own application with the hand-written endpoints beside it, in one process.

`python -m benchmarks.server` reads the same settings as `serve`, fills an empty database, prints
its port and a token, and serves until it is killed.
"""

import gc
import os
import secrets
import socket
import sqlite3
from datetime import datetime, timedelta
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
from api.statistics import count_rows
from benchmarks import asset_floor, floor, rows
from benchmarks.asset_floor import AssetList
from benchmarks.asset_rows import furnish_assets
from domain.base import instant_text
from domain.people.models import ApiToken
from domain.people.sign_in import hash_of

JSON = "application/json"
ASSETS = "BENCHMARK_ASSETS"
"""How many assets the database is filled with; none unless it is said."""


def page(name: str, sort: str, found: Any) -> bytes:
    """What the GraphQL answer holds, made of a hand-written statement's rows."""
    is_more, found = len(found) > 50, found[:50]
    key, own = found[-1][1], found[-1][2]
    if isinstance(key, datetime):
        key = instant_text(key)
    cursor = orjson.dumps([sort, key, str(own)]).hex()
    edges = ",".join(['{"node":' + row[0] + "}" for row in found])
    info = f'{{"hasNextPage":{"true" if is_more else "false"},"endCursor":"{cursor}"}}'
    return f'{{"data":{{"{name}":{{"edges":[{edges}],"pageInfo":{info}}}}}}}'.encode()


def one(found: Any) -> bytes:
    return f'{{"data":{{"product":{found[0][0] if found else "null"}}}}}'.encode()


class Embedded:
    """sqlite3, inline."""

    def __init__(self, database: Database) -> None:
        self.connection: sqlite3.Connection = database.reader.connect()  # type: ignore[attr-defined]
        self.connection.create_function("apart", 2, asset_floor.apart, deterministic=True)

    async def fetch(self, statement: str, *values: UUID) -> Any:
        return self.connection.execute(statement, [str(value) for value in values]).fetchall()


class Asyncpg:
    """asyncpg, on the loop."""

    def __init__(self, database: Database) -> None:
        self.reader: Any = database.reader

    async def fetch(self, statement: str, *values: UUID) -> Any:
        await self.reader.open()
        async with self.reader.pool.acquire() as connection:
            return await connection.fetch(statement, *values)


class Psycopg:
    """psycopg 3 and its pool, in threads."""

    def __init__(self, database: Database) -> None:
        options = " ".join(f"-c {name}={value}" for name, value in SERVER.items())
        dsn = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        how = {"autocommit": True, "options": options}
        self.pool = psycopg_pool.ConnectionPool(dsn, min_size=8, max_size=8, kwargs=how, open=True)

    async def fetch(self, statement: str, *values: UUID) -> Any:
        return await run_in_threadpool(self.fetched, statement, values)

    def fetched(self, statement: str, values: tuple[UUID, ...]) -> Any:
        with self.pool.connection() as connection:
            return psycopg.RawCursor(connection).execute(statement.encode(), values).fetchall()


def routes(name: str, way: Any, dialect: str, organization: UUID) -> list[Route]:
    """One for each statement of the floor."""
    listed, single = floor.list_sql(dialect), floor.one_sql(dialect)

    async def list_(_request: Request) -> Response:
        found = await way.fetch(listed, organization)
        return Response(page("products", "NEWEST", found), media_type=JSON)

    async def one_(request: Request) -> Response:
        found = await way.fetch(single, organization, UUID(request.query_params["id"]))
        return Response(one(found), media_type=JSON)

    found = [Route(f"/floor/{name}/list", list_), Route(f"/floor/{name}/one", one_)]
    for place, wanted in asset_floor.LISTS.items():
        shown = assets_shown(way, wanted, dialect, organization)
        found.append(Route(f"/floor/{name}/assets/{place}", shown))
    return found


def assets_shown(way: Any, wanted: AssetList, dialect: str, organization: UUID) -> Any:
    statement = wanted.sql(dialect)

    async def assets(_request: Request) -> Response:
        found = await way.fetch(statement, organization)
        return Response(page("mediaAssets", wanted.sort, found), media_type=JSON)

    return assets


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
    if count := int(os.environ.get(ASSETS, "0")):
        furnish_assets(database, actor, count)
        count_rows(database.writing)
    app = application(settings)
    kinds: dict[str, Any] = {"asyncpg": Asyncpg, "psycopg": Psycopg}
    if database.is_embedded:
        kinds = {"sqlite3": Embedded}
    for name, kind in kinds.items():
        dialect = "sqlite" if database.is_embedded else "postgresql"
        own = routes(name, kind(database), dialect, actor.organization_id)
        app.router.routes.extend(own)
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
