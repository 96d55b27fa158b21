"""A copy of an SQLite database, as it is at one moment, while others write."""

import sqlite3
from contextlib import closing
from pathlib import Path


def copy(source: Path, goal: Path) -> None:
    """One file that needs no other beside it."""
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=30)) as reader,
        closing(sqlite3.connect(goal)) as writer,
    ):
        reader.backup(writer)
        writer.execute("PRAGMA journal_mode=DELETE")
