"""Compiled reads against hand-written SQL: the same server, database and answers, in turn.

`python -m benchmarks.reads [sqlite|postgresql] [--seconds 3] [--rounds 3]`; see README.md here.
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
from collections.abc import Iterator
from typing import Any

from benchmarks import floor
from benchmarks.load import load, once, request
from tests.postgres import running_postgres

CONNECTIONS = 16


@contextlib.contextmanager
def served(kind: str) -> Iterator[dict[str, Any]]:
    """A server of ours on an empty database: its port, token and floors."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        environment = {**os.environ, "TRADEPOST_DATA_DIR": folder}
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


async def measured(kind: str, seconds: float, rounds: int) -> None:
    with served(kind) as server:
        port, token = server["port"], server["token"]

        def graph(query: str, **variables: Any) -> bytes:
            body = json.dumps({"query": query, "variables": variables}).encode()
            return request("/graphql", body, token)

        await asyncio.sleep(0.5)
        listed = graph(floor.LIST, first=50)
        first = json.loads(await once(port, listed))
        node = first["data"]["products"]["edges"][3]["node"]["id"]
        own = node.partition(":")[2]
        asked = {"list": {"graph": listed}, "one": {"graph": graph(floor.ONE, id=node)}}
        for name in server["floors"]:
            asked["list"][name] = request(f"/floor/{name}/list")
            asked["one"][name] = request(f"/floor/{name}/one?id={own}")
        for what, ways in asked.items():
            await same_answer(port, ways)
            rates: dict[str, list[float]] = {name: [] for name in ways}
            for _ in range(rounds):
                for name, raw in ways.items():
                    rates[name].append(await load(port, raw, CONNECTIONS, seconds))
            tell(kind, what, {name: statistics.median(found) for name, found in rates.items()})


async def same_answer(port: int, ways: dict[str, bytes]) -> None:
    answers = [json.loads(await once(port, raw)) for raw in ways.values()]
    assert all(answer == answers[0] for answer in answers), "the floor answers something else"


def tell(kind: str, what: str, rates: dict[str, float]) -> None:
    best = max((name for name in rates if name != "graph"), key=rates.__getitem__)
    said = ", ".join(f"{name} {rate:,.0f}/s" for name, rate in rates.items())
    print(f"{kind:10} {what:5} {said}; graph / {best} = {rates['graph'] / rates[best]:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    for kind in given.kinds:
        asyncio.run(measured(kind, given.seconds, given.rounds))


if __name__ == "__main__":
    main()
