"""Reads the query plans of every list in the schema, and prints those to be ashamed of.

`python -m benchmarks.plans [sqlite|postgresql] [--lines 1000000] [--only Query.orders]`: fills an
empty database by `benchmarks.trade`, which takes some minutes; `--at URL` uses, and keeps, a named
one. For every list, sort, direction, filter and search key, and for readers of every store, of a
big one, of a tiny one and of three: compiles, explains, runs twice.
"""

import argparse
import contextlib
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO

import orjson
from sqlalchemy import create_engine, func, inspect, select

from api.database import Database
from api.reads.reads import Reads
from benchmarks.explain import BIG, Done, way
from benchmarks.plan_cases import GRAPH, Case, nested, roots
from benchmarks.plan_values import Values
from benchmarks.rows import START
from benchmarks.trade import trade
from domain.every_table import METADATA
from domain.people.models import Organization, User
from domain.people.sign_in import actor_with
from domain.permissions import EVERYTHING, Role
from domain.stores.models import Store
from domain.work import Actor
from tests.postgres import running_postgres


@contextlib.contextmanager
def filled(kind: str, lines: int, assets: int, at: str | None) -> Iterator[Database]:
    with contextlib.ExitStack() as stack:
        if at:
            url = at
        elif kind == "sqlite":
            url = f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/plans.db"
        else:
            url = stack.enter_context(running_postgres())
        database = Database(url)
        stack.callback(database.close_now)
        if not inspect(database.writing).has_table("orders"):
            trade(database, lines, assets)
        yield database


def readers(values: Values) -> dict[str, Actor]:
    """Managers of every store, of the largest, of the tiny one, of three."""
    ask = values.connection
    house = ask.scalar(select(Organization.id))
    owner = ask.scalar(select(User.id).order_by(User.id).limit(1))
    assert house
    assert owner
    stores = list(ask.scalars(select(Store.id).order_by(Store.id)))

    def of(*places: int) -> Actor:
        return actor_with(owner, house, [(role, stores[n]) for role in Role for n in places])

    every = Actor(owner, house, EVERYTHING)
    return {"every": every, "big": of(0), "tiny": of(7), "three": of(1, 4, 7)}


class Plans:
    def __init__(self, database: Database, values: Values) -> None:
        self.values = values
        self.readers = readers(values)
        self.sizes = {
            table.name: int(values.connection.scalar(select(func.count()).select_from(table)) or 0)
            for table in METADATA.tables.values()
        }
        self.way = way(database, {name for name, size in self.sizes.items() if size > BIG})
        self.reads = Reads(GRAPH, database)
        self.found: list[tuple[Case, str, Done]] = []
        self.left_out: list[str] = []

    def all(self, only: str, out: IO[bytes]) -> None:
        for case in (*roots(self.values), *nested(self.values)):
            if not re.search(only, f"{case.place} {case.how}"):
                continue
            seen = set()
            for name, actor in self.readers.items():
                prepared = self.reads.prepared(case.text, None, case.variables, actor, START)
                if prepared is None or prepared.wrong:
                    why = "not compiled" if prepared is None else str(prepared.wrong)
                    document = self.reads.documents.get(case.text, None)
                    self.left_out.append(f"{case.place} {case.how}: {why} {document.errors}")
                    break
                [(statement, given)] = prepared.statements
                if (key := (statement, repr(given))) not in seen:
                    seen.add(key)
                    self.found.append((case, name, self.way.done(statement, given)))
                    out.write(told(*self.found[-1]))

    def offenders(self) -> Iterator[str]:
        flagged = [one for one in self.found if one[2].flags]
        for case, reader, done in sorted(flagged, key=lambda one: -one[2].worst_ms):
            what = f"{case.place:26} {case.how:44} {reader:6} {done.ms:8.1f} {done.settled_ms:8.1f}"
            why, by = "; ".join(done.flags), ",".join(done.indexes[:2])
            yield f"{what} {done.looked_at:9,}  {why}  {by}"

    def summary(self) -> Iterator[str]:
        """For each place: its worst plain page, and its worst of all."""
        places = dict.fromkeys(case.place for case, _, _ in self.found)
        for place in places:
            here = [one for one in self.found if one[0].place == place]
            plain = [one for one in here if one[0].is_plain] or here
            for title, some in (("plain", plain), ("any", here)):
                case, reader, done = max(some, key=lambda one: one[2].worst_ms)
                index = done.indexes[0] if done.indexes else "-"
                said = f"{case.how} ({reader})"
                yield f"{place:34} {title:5} {done.worst_ms:8.1f} ms  {said:54} {index}"


def told(case: Case, reader: str, done: Done) -> bytes:
    said = {"place": case.place, "how": case.how, "reader": reader, **asdict(done)}
    return orjson.dumps({**said, "text": case.text, "variables": case.variables}) + b"\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--assets", type=int, default=100_000)
    parser.add_argument("--only", default="", help="a regular expression on place and arguments")
    parser.add_argument("--at", help="a database to use and keep; it is filled if it is empty")
    parser.add_argument("--out", default=os.devnull, help="a file for all results, JSON lines")
    given = parser.parse_args()
    for kind in given.kinds:
        with (
            filled(kind, given.lines, given.assets, given.at) as database,
            Path(given.out).open("ab", 0) as out,
        ):
            with create_engine(database.url).connect() as connection:
                plans = Plans(database, Values(connection))
                plans.all(given.only, out)
            big = {name: f"{n:,}" for name, n in plans.sizes.items() if n > BIG}
            print(f"{kind}: {len(plans.found):,} statements over {big}")
            print(*plans.offenders(), sep="\n")
            print(*plans.summary(), sep="\n")
            print(*plans.left_out, sep="\n")


if __name__ == "__main__":
    main()
