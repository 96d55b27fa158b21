"""Rows set down in a temporary database, so that they can be had in another order."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path

import orjson

AT_ONCE = 2_000
Kept = tuple[int, list[str]]
"""The row's number, and its cells."""


class Staging:
    """One file of SQLite, whose loss would cost nobody anything."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.count = 0

    def close(self) -> None:
        self.connection.close()

    def stage(self, records: Iterable[Kept]) -> "Staged":
        """Takes all of them, as they come."""
        self.count += 1
        name = f"t{self.count}"
        execute = self.connection.execute
        execute(f"CREATE TABLE {name} (place INTEGER PRIMARY KEY, number INTEGER, cells BLOB)")
        execute("BEGIN")
        insert = f"INSERT INTO {name} (number, cells) VALUES (?, ?)"  # noqa: S608  our own name
        self.connection.executemany(insert, ((n, orjson.dumps(cells)) for n, cells in records))
        execute("COMMIT")
        [(count,)] = execute(f"SELECT COUNT(*) FROM {name}")  # noqa: S608
        return Staged(self.connection, name, count)


class Staged:
    """The rows of one file, in its order or by a key."""

    def __init__(self, connection: sqlite3.Connection, name: str, count: int) -> None:
        self.connection, self.name, self.count = connection, name, count
        self.keyings = 0

    def __iter__(self) -> Iterator[Kept]:
        every = f"SELECT number, cells FROM {self.name} ORDER BY place"  # noqa: S608
        return _read(self.connection.execute(every))

    def grouped(self, key_of: Callable[[Kept], str]) -> Iterator[tuple[str, list[Kept]]]:
        """By a key, in the order in which keys first appear; rows of one may lie apart."""
        if self.lies_together(key_of):
            for key, kept in groupby(self, key_of):
                yield key, list(kept)
            return
        keys = self.keyed(key_of)
        ordered = (
            f"SELECT k.key, t.number, t.cells FROM"  # noqa: S608
            f" (SELECT key, MIN(place) AS first FROM {keys} GROUP BY key) f"
            f" JOIN {keys} k ON k.key = f.key JOIN {self.name} t ON t.place = k.place"
            " ORDER BY f.first, k.place"
        )
        rows = self.connection.execute(ordered)
        for key, found in groupby(rows, lambda row: row[0]):
            yield key, [(number, orjson.loads(cells)) for _, number, cells in found]

    def lies_together(self, key_of: Callable[[Kept], str]) -> bool:
        """Whether no key comes again after another; keeps a hash of each key, and no more."""
        seen: set[int] = set()
        for key, _ in groupby(self, key_of):
            mark = hash(key)
            if mark in seen:
                return False
            seen.add(mark)
        return True

    def lookup(self, key_of: Callable[[Kept], str]) -> Callable[[str], list[Kept]]:
        """The rows of a key, in their order."""
        keys = self.keyed(key_of)
        wanted = (
            f"SELECT t.number, t.cells FROM {keys} k JOIN {self.name} t ON t.place = k.place"  # noqa: S608
            " WHERE k.key = ? ORDER BY k.place"
        )
        return lambda key: list(_read(self.connection.execute(wanted, [key])))

    def keyed(self, key_of: Callable[[Kept], str]) -> str:
        """A table of keys and places, indexed; its name."""
        self.keyings += 1
        name = f"{self.name}_k{self.keyings}"
        execute = self.connection.execute
        execute(f"CREATE TABLE {name} (key TEXT, place INTEGER)")
        execute("BEGIN")
        pairs = ((key_of(kept), place) for place, kept in enumerate(self, 1))
        self.connection.executemany(f"INSERT INTO {name} VALUES (?, ?)", pairs)  # noqa: S608
        execute(f"CREATE INDEX {name}_i ON {name} (key, place)")
        execute("COMMIT")
        return name


def _read(rows: Iterator[Sequence[object]]) -> Iterator[Kept]:
    while some := list(islice(rows, AT_ONCE)):
        for number, cells in some:
            yield number, orjson.loads(cells)  # type: ignore[misc,arg-type]
