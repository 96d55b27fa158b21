"""How a statement was done: what the database says of it, and how long it took the second time."""

import contextlib
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter, thread_time
from typing import Any

import psycopg

from api.database import Database
from api.postgres_reader import SERVER
from api.reader import PARTICULAR

SLOW_MS, LONGEST_S = 50.0, 2.0
BIG, MANY = 10_000, 20_000
"""Rows of a table that ought not to be read whole, and rows to look at: a capped count has half."""
STEPS_PER_ROW = 15
"""Of SQLite's virtual machine, roughly, for a row that is looked at and left."""
WARM = 3
"""The server's time is the least of so many."""
SETTLED = 7
"""A prepared statement of PostgreSQL has by then chosen between its own plan and a general one."""


@dataclass
class Done:
    """One statement: warm time, what was flagged, and which indexes were read."""

    ms: float = 0.0
    settled_ms: float = 0.0
    looked_at: int = 0
    flags: list[str] = field(default_factory=list)
    indexes: list[str] = field(default_factory=list)
    rows: int = 0

    @property
    def worst_ms(self) -> float:
        return max(self.ms, self.settled_ms)

    def judged(self) -> "Done":
        if self.worst_ms > SLOW_MS:
            self.flags.insert(0, "slow")
        return self


class Embedded:
    """Processor time, which neighbours on the machine do not stretch."""

    def __init__(self, database: Database, big: set[str]) -> None:
        self.connection: sqlite3.Connection = database.reader.connect()  # type: ignore[attr-defined]
        self.big, self.steps, self.until = big, 0, 0.0
        self.connection.set_progress_handler(self.step, 1_000)

    def step(self) -> bool:
        self.steps += 1_000
        return perf_counter() > self.until

    def done(self, statement: str, values: Sequence[Any]) -> Done:
        found = Done()
        tables = {alias: table for table, alias in re.findall(r"(\w+) AS (t\d+)", statement)}
        self.until = perf_counter() + LONGEST_S
        plan = [
            row[3] for row in self.connection.execute("EXPLAIN QUERY PLAN " + statement, values)
        ]
        for line in plan:
            named = re.match(r"(SCAN|SEARCH) (\w+)(?: USING (?:COVERING )?INDEX (\w+))?", line)
            if not named:
                continue
            verb, alias, index = named.groups()
            if index:
                found.indexes.append(index)
            elif verb == "SCAN" and tables.get(alias) in self.big and "USING" not in line:
                found.flags.append(f"scan {tables[alias]}")
        try:
            self.connection.execute(statement, values).fetchall()
            self.steps, self.until = 0, perf_counter() + LONGEST_S
            began = thread_time()
            found.rows = len(self.connection.execute(statement, values).fetchall())
            found.ms = (thread_time() - began) * 1000
        except sqlite3.OperationalError as error:
            found.ms, found.flags = LONGEST_S * 1000, [str(error), *found.flags]
        found.looked_at = self.steps // STEPS_PER_ROW
        if found.looked_at <= MANY:
            found.flags = [flag for flag in found.flags if not flag.startswith("scan")]
        if found.looked_at > MANY and any("ORDER BY" in line for line in plan):
            found.flags.append("sorts")
        elif found.looked_at > MANY:
            found.flags.append("looks at many")
        return found.judged()


class Server:
    """`ms` is by a plan made for the values; `settled_ms` what the server comes to by itself.

    Statements that filter are never left to settle: see `api.postgres_reader`.
    """

    def __init__(self, database: Database, big: set[str]) -> None:
        dsn = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        options = " ".join(f"-c {name}={value}" for name, value in SERVER.items())
        limit = f" -c statement_timeout={int(LONGEST_S * 1000)}"
        self.connection = psycopg.connect(dsn, autocommit=True, options=options + limit)
        self.cursor: Any = psycopg.RawCursor(self.connection)
        self.big = big

    def done(self, statement: str, values: Sequence[Any]) -> Done:
        found = Done()
        try:
            explain = "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + statement
            [[[told]]] = self.cursor.execute(explain.encode(), values, prepare=False).fetchall()
            for node in walked(told["Plan"]):
                self.judge(node, found)
            found.ms = min(self.timed(statement, values, found, prepare=False) for _ in range(WARM))
            if statement.startswith(PARTICULAR):
                return found.judged()
            for _ in range(SETTLED if found.ms < SLOW_MS else 1):
                self.timed(statement, values, found, prepare=True)
            found.settled_ms = min(
                self.timed(statement, values, found, prepare=True) for _ in range(WARM)
            )
        except psycopg.errors.QueryCanceled:
            found.ms, found.flags = LONGEST_S * 1000, ["time-out", *found.flags]
            with contextlib.suppress(psycopg.Error):
                plan = self.cursor.execute(b"EXPLAIN " + statement.encode(), values).fetchall()
                found.indexes += re.findall(r"using (\w+)", str(plan))
        return found.judged()

    def timed(self, statement: str, values: Sequence[Any], found: Done, *, prepare: bool) -> float:
        began = perf_counter()
        rows = self.cursor.execute(statement.encode(), values, prepare=prepare).fetchall()
        found.rows = len(rows)
        return (perf_counter() - began) * 1000

    def judge(self, node: dict[str, Any], found: Done) -> None:
        loops, kind = node["Actual Loops"], node["Node Type"]
        dropped = node.get("Rows Removed by Filter", 0) + node.get(
            "Rows Removed by Index Recheck", 0
        )
        rows = int((node["Actual Rows"] + dropped) * loops)
        if "Index Name" in node:
            found.indexes.append(node["Index Name"])
        if "Scan" in kind and "Plans" not in node:
            found.looked_at += rows
        if kind == "Seq Scan" and node["Relation Name"] in self.big and rows > MANY:
            found.flags.append(f"scan {node['Relation Name']} {rows:,}")
        elif "Scan" in kind and "Plans" not in node and rows > MANY:
            found.flags.append(f"looks at {rows:,}")
        if kind in {"Sort", "Incremental Sort"}:
            below = node["Plans"][0]
            sorted_ = int(below["Actual Rows"] * below["Actual Loops"])
            if sorted_ > MANY:
                found.flags.append(f"sorts {sorted_:,}")


def walked(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from walked(below)


def way(database: Database, big: set[str]) -> Embedded | Server:
    return Embedded(database, big) if database.is_embedded else Server(database, big)
