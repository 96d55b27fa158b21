"""Compiled reads against hand-written SQL: the same server, database and answers, in turn.

`python -m benchmarks.reads [sqlite|postgresql] [--seconds 3] [--rounds 3] [--assets 100000]`; see
README.md here.
"""

import argparse
import asyncio
import contextlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from benchmarks import asset_floor, floor
from benchmarks.load import load, once, request
from benchmarks.server import ASSETS
from tests.postgres import running_postgres

CONNECTIONS = 16


@contextlib.contextmanager
def served(kind: str, assets: int) -> Iterator[dict[str, Any]]:
    """A server of ours on an empty database: its port, token and floors."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        environment = {**os.environ, "TRADEPOST_DATA_DIR": folder, ASSETS: str(assets)}
        environment.pop("TRADEPOST_DATABASE_URL", None)
        if kind == "postgresql":
            environment["TRADEPOST_DATABASE_URL"] = stack.enter_context(running_postgres())
        server = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.server"],
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        stack.callback(server.wait)
        stack.callback(server.terminate)
        assert server.stdout
        yield json.loads(server.stdout.readline())


class Graph:
    """Requests to one server: by GraphQL, and each floor's for the same."""

    def __init__(self, server: dict[str, Any]) -> None:
        self.server = server

    def query(self, text: str, **variables: Any) -> bytes:
        body = json.dumps({"query": text, "variables": variables}).encode()
        return request("/graphql", body, self.server["token"])

    def ways(self, asked: bytes, path: str) -> dict[str, bytes]:
        floors = {name: request(f"/floor/{name}/{path}") for name in self.server["floors"]}
        return {"graph": asked, **floors}


async def measured(given: argparse.Namespace, kind: str) -> None:
    with served(kind, given.assets) as server:
        port, graph = server["port"], Graph(server)
        await asyncio.sleep(0.5)
        listed = graph.query(floor.LIST, first=50)
        first = json.loads(await once(port, listed))
        node = first["data"]["products"]["edges"][3]["node"]["id"]
        single = graph.query(floor.ONE, id=node)
        asked = {
            "list": graph.ways(listed, "list"),
            "one": graph.ways(single, f"one?id={node.partition(':')[2]}"),
        }
        for name, wanted in asset_floor.LISTS.items() if given.assets else ():
            query = graph.query(wanted.query, filter=wanted.filter)
            asked[f"assets {name}"] = graph.ways(query, f"assets/{name}")
        for what, ways in asked.items():
            if not re.search(given.only, what):
                continue
            await same_answer(port, ways)
            rates: dict[str, list[float]] = {name: [] for name in ways}
            for _ in range(given.rounds):
                for name, raw in ways.items():
                    rates[name].append(await load(port, raw, CONNECTIONS, given.seconds))
            tell(kind, what, {name: statistics.median(found) for name, found in rates.items()})


async def same_answer(port: int, ways: dict[str, bytes]) -> None:
    answers = [json.loads(await once(port, raw)) for raw in ways.values()]
    assert all(answer == answers[0] for answer in answers), "the floor answers something else"


def tell(kind: str, what: str, rates: dict[str, float]) -> None:
    best = max((name for name in rates if name != "graph"), key=rates.__getitem__)
    said = ", ".join(f"{name} {rate:,.0f}/s" for name, rate in rates.items())
    ratio = rates["graph"] / rates[best]
    print(f"{kind:10} {what:17} {said}; graph / {best} = {ratio:.2f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--assets", type=int, default=0, help="list so many assets too")
    parser.add_argument("--only", default="", help="a regular expression on what is asked")
    given = parser.parse_args()
    for kind in given.kinds:
        asyncio.run(measured(given, kind))


if __name__ == "__main__":
    main()
