"""What subscriptions take: from a commit to the client, and what 500 idle ones cost a query.

`python -m benchmarks.live [sqlite|postgresql]`: `tradepost serve --demo` in a process of its own.
The commits are made by this process, so that nothing but the database tells the server of them.
"""

import argparse
import asyncio
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from api.database import Database
from benchmarks.load import answer, once, request
from benchmarks.rows import START
from domain.orders.actions import set_order_note
from domain.orders.models import Order
from domain.people.bootstrap import system_work
from domain.people.models import Organization
from tests.postgres import running_postgres

EVENTS = "subscription { orderEvents { id kind order { id number state } } }"
LIST = "{ orders(first: 20) { edges { node { id number state total { amount currencyCode } } } } }"
COMMITS, BURST, IDLE, ROUNDS, CONNECTIONS = 200, 200, 500, 3, 4


@dataclass
class Served:
    port: int
    token: str
    database: Database


@contextlib.contextmanager
def served(kind: str) -> Iterator[Served]:
    """The real server with its sample store."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        environment = {**os.environ, "TRADEPOST_DATA_DIR": folder, "TRADEPOST_LOG_LEVEL": "error"}
        url = f"sqlite:///{folder}/tradepost.db"
        if kind == "postgresql":
            url = stack.enter_context(running_postgres())
        environment["TRADEPOST_DATABASE_URL"] = url
        command = [sys.executable, "-m", "api.cli"]
        subprocess.run(
            [*command, "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL
        )
        server = subprocess.Popen(
            [*command, "serve", "--demo", "--port", "0"],
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        stack.callback(server.wait)
        stack.callback(server.terminate)
        assert server.stdout
        port = int(server.stdout.readline().rpartition(":")[2].partition("/")[0])
        token = next(line.split()[1] for line in server.stdout if line.startswith("Token"))
        database = Database(url)
        stack.callback(database.close_now)
        yield Served(port, token, database)


@contextlib.asynccontextmanager
async def watching(server: Served) -> AsyncIterator[ClientConnection]:
    url = f"ws://127.0.0.1:{server.port}/graphql"
    async with connect(url, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
        payload = {"authorization": f"Bearer {server.token}"}
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        assert json.loads(await socket.recv()) == {"type": "connection_ack"}
        asked = {"type": "subscribe", "id": "1", "payload": {"query": EVENTS}}
        await socket.send(json.dumps(asked))
        yield socket


def commit(database: Database, order_id: UUID, words: str) -> float:
    """The moment at which it was committed."""
    with Session(database.writing) as session:
        order = session.get_one(Order, order_id)
        house = session.get_one(Organization, order.organization_id)
        set_order_note(system_work(session, house, START, key=b"benchmark"), order_id, words)
        session.commit()
        return time.perf_counter()


async def latency(server: Served, order_id: UUID) -> list[float]:
    took_s = []
    async with watching(server) as socket:
        await asyncio.sleep(1)  # the server is listening by now
        for number in range(COMMITS):
            made = asyncio.create_task(
                asyncio.to_thread(commit, server.database, order_id, f"No. {number}")
            )
            await socket.recv()
            heard_at = time.perf_counter()
            took_s.append(max(0.0, heard_at - await made))
            await asyncio.sleep(0.02 + number % 7 * 0.003)
    return took_s


async def burst(server: Served, order_id: UUID) -> float:
    """From the first of many commits until the last is heard of, less the commits themselves."""
    async with watching(server) as socket:
        await asyncio.sleep(1)

        def all_of_them() -> float:
            return [commit(server.database, order_id, f"Burst {n}") for n in range(BURST)][-1]

        made = asyncio.create_task(asyncio.to_thread(all_of_them))
        for _ in range(BURST):
            await socket.recv()
        return max(0.0, time.perf_counter() - await made)


async def asked(server: Served, seconds: float) -> list[float]:
    """How long each answer took, with a few connections that ask again at once."""
    raw = request("/graphql", json.dumps({"query": LIST}).encode(), server.token)
    until, took_s = time.perf_counter() + seconds, []

    async def ask_again() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=2**20)
        while time.perf_counter() < until:
            began = time.perf_counter()
            writer.write(raw)
            await answer(reader)
            took_s.append(time.perf_counter() - began)
        writer.close()

    await asyncio.gather(*(ask_again() for _ in range(CONNECTIONS)))
    return took_s


async def idle_cost(server: Served, seconds: float) -> tuple[float, float]:
    """p95 of a query alone, and while IDLE subscribers wait; medians of the rounds."""
    alone, beside = [], []
    await asked(server, 1)
    for _ in range(ROUNDS):
        alone.append(p95(await asked(server, seconds)))
        async with contextlib.AsyncExitStack() as stack:
            for _ in range(IDLE):
                await stack.enter_async_context(watching(server))
            await asyncio.sleep(1)
            beside.append(p95(await asked(server, seconds)))
    return statistics.median(alone), statistics.median(beside)


async def fan_out(server: Served, order_id: UUID) -> float:
    """From one commit until the last of IDLE subscribers has heard of it."""
    async with contextlib.AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(watching(server)) for _ in range(IDLE)]
        await asyncio.sleep(1)
        took_s = []
        for number in range(5):
            made = asyncio.create_task(
                asyncio.to_thread(commit, server.database, order_id, f"To all {number}")
            )
            await asyncio.gather(*(socket.recv() for socket in sockets))
            took_s.append(time.perf_counter() - await made)
        return statistics.median(took_s)


def p95(took_s: list[float]) -> float:
    return statistics.quantiles(took_s, n=20)[-1]


async def measured(kind: str, seconds: float) -> None:
    with served(kind) as server:
        raw = request("/graphql", json.dumps({"query": LIST}).encode(), server.token)
        first = json.loads(await once(server.port, raw))["data"]["orders"]["edges"][0]["node"]
        order_id = UUID(first["id"].partition(":")[2])
        took_s = await latency(server, order_id)
        median, high = statistics.median(took_s), p95(took_s)
        said = f"commit to client {median * 1e3:.1f} ms median, {high * 1e3:.1f} ms p95"
        print(f"{kind:10} {said}", flush=True)
        behind = await burst(server, order_id)
        print(f"{kind:10} {BURST} commits: the last is heard of {behind * 1e3:.0f} ms later")
        all_s = await fan_out(server, order_id)
        print(
            f"{kind:10} one commit: the last of {IDLE} subscribers hears {all_s * 1e3:.0f} ms later"
        )
        alone, beside = await idle_cost(server, seconds)
        print(
            f"{kind:10} query p95 {alone * 1e3:.2f} ms alone, {beside * 1e3:.2f} ms with {IDLE} "
            f"idle subscribers; ratio {beside / alone:.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--seconds", type=float, default=3)
    given = parser.parse_args()
    for kind in given.kinds:
        asyncio.run(measured(kind, given.seconds))


if __name__ == "__main__":
    main()
