"""Rows laid aside on disk, so that a file of any size takes the same memory.

One private SQLite database: SQLite makes its file without a name and takes it away however the
process ends. No table of it is dropped before, for SQLite refuses that while rows are being read.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator

import orjson

CACHE_KB = 16_000
BATCH = 1_000

Stored = tuple[int, list[str]]


class Staging:
    """The rows of several tables and, on demand, their keys."""

    def __init__(self) -> None:
        self.database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self.database.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        self.database.execute("PRAGMA temp_store = FILE")
        self.database.execute("PRAGMA journal_mode = OFF")
        self.made = 0
        self.row_count = 0  # of all tables

    def close(self) -> None:
        self.database.close()

    def name(self, kind: str) -> str:
        self.made += 1
        return f"{kind}_{self.made}"

    def fill(self, table: str, rows: Iterable[tuple[object, ...]], width: int) -> int:
        """How many there were. One transaction: many times faster, and nobody else looks."""
        marks = ", ".join("?" * width)
        self.database.execute("BEGIN")
        filled = self.database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608  our own names
        self.database.execute("COMMIT")
        return max(filled.rowcount, 0)

    def stage(self, records: Iterable[Stored]) -> str:
        """The table that holds them, in their order."""
        table = self.name("rows")
        self.database.execute(
            f"CREATE TABLE {table} (place INTEGER PRIMARY KEY, number INTEGER, cells BLOB)"
        )
        self.row_count += self.fill(
            table,
            ((place, number, orjson.dumps(cells)) for place, (number, cells) in enumerate(records)),
            3,
        )
        return table

    def rows(self, table: str) -> Iterator[tuple[int, int, list[str]]]:
        """Place, number, cells."""
        cursor = self.database.execute(f"SELECT place, number, cells FROM {table} ORDER BY place")  # noqa: S608  our own name
        while batch := cursor.fetchmany(BATCH):
            for place, number, cells in batch:
                yield place, number, orjson.loads(cells)

    def runs(self, table: str, keys: Iterable[tuple[int, str]]) -> Iterator[tuple[int, Stored]]:
        """Rows by key: keys in the order they appear first, with the number of their key.

        Neighbours with one key are one run, so most files cost an entry a group, not a row.
        """
        runs, ordered = self.name("runs"), self.name("ordered")
        self.database.execute(f"CREATE TABLE {runs} (key TEXT, low INTEGER, high INTEGER)")
        self.fill(runs, neighbours(keys), 3)
        self.database.execute(
            f"CREATE TABLE {ordered} (place INTEGER PRIMARY KEY, first INTEGER, low INTEGER, "
            "high INTEGER)"
        )
        self.database.execute(
            f"INSERT INTO {ordered} (first, low, high) "  # noqa: S608  our own names
            f"SELECT min(low) OVER (PARTITION BY key) AS first, low, high FROM {runs} "
            "ORDER BY first, low"
        )
        cursor = self.database.execute(
            f"SELECT o.first, r.number, r.cells FROM {ordered} o CROSS JOIN {table} r "  # noqa: S608  our own names
            "ON r.place BETWEEN o.low AND o.high ORDER BY o.place, r.place"
        )
        while batch := cursor.fetchmany(BATCH):
            for first, number, cells in batch:
                yield first, (number, orjson.loads(cells))

    def find(self, table: str, keys: Iterable[tuple[int, str]]) -> Callable[[str], list[Stored]]:
        """For any key its rows, in their order."""
        index = self.name("keys")
        self.database.execute(f"CREATE TABLE {index} (key TEXT, place INTEGER)")
        self.fill(index, ((key, place) for place, key in keys), 2)
        self.database.execute(f"CREATE INDEX by_{index} ON {index} (key, place)")
        question = (
            f"SELECT r.number, r.cells FROM {index} k CROSS JOIN {table} r ON r.place = k.place "  # noqa: S608  our own names
            "WHERE k.key = ? ORDER BY k.place"
        )

        def found(key: str) -> list[Stored]:
            rows = self.database.execute(question, (key,)).fetchall()
            return [(number, orjson.loads(cells)) for number, cells in rows]

        return found


def neighbours(keys: Iterable[tuple[int, str]]) -> Iterator[tuple[str, int, int]]:
    """Key, first and last place of each run of one key."""
    run: tuple[str, int, int] | None = None
    for place, key in keys:
        if run and run[0] == key:
            run = (key, run[1], place)
            continue
        if run:
            yield run
        run = (key, place, place)
    if run:
        yield run
