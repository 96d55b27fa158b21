"""A house with a store, and the command line beside it."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from domain.base import Base
from domain.integration.models import FileImport, ImportFinding
from domain.stores.models import Store
from tests.api.command_line import CommandLine, Ended
from tests.jobs.yard import Yard

DOOMED = str(Path(__file__).with_name("doomed.py"))
ORDER = {
    "placed_at": "2026-01-05T10:00:00+00:00",
    "currency": "EUR",
    "sku": "MUG",
    "quantity": "2",
    "unit_price": "12.50",
    "total": "25.00",
    "state": "COMPLETED",
}
"""A row of `tradepost-orders`, but for its number."""


@dataclass
class Counter:
    yard: Yard
    store: Store
    folder: Path
    command: CommandLine

    def file(self, name: str, rows: Sequence[Mapping[str, str]], **how: Any) -> Path:
        """A CSV file; the columns are those of all rows."""
        columns = list(dict.fromkeys(column for row in rows for column in row))
        written = io.StringIO()
        writer = csv.DictWriter(written, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        path = self.folder / name
        path.write_bytes(written.getvalue().encode(how.get("encoding", "utf-8")))
        return path

    def orders(self, *numbers: str, name: str = "orders.csv", **more: str) -> Path:
        """An order of one line for each number."""
        return self.file(name, [{"number": number, **ORDER, **more} for number in numbers])

    def words(self, format: str, *files: Path, store: str | None = None) -> list[str]:
        handle = self.store.handle if store is None else store
        return ["import", format, *map(str, files), *(["--store", handle] if handle else [])]

    def imports(self, format: str, *files: Path, options: Sequence[str] = ()) -> Ended:
        """As a person does it, in this process."""
        return self.command(*self.words(format, *files), *options)

    def counted(self, format: str, *files: Path, options: Sequence[str] = ()) -> dict[str, int]:
        """The last line that a program reads."""
        ended = self.imports(format, *files, options=["--json", *options])
        assert ended.code in {0, 3}, ended
        counts: dict[str, int] = json.loads(ended.out.splitlines()[-1])
        return counts

    def started(self, stage: str, *words: str) -> subprocess.Popen[str]:
        """In a process of its own, which may be doomed."""
        return subprocess.Popen(
            [sys.executable, DOOMED, stage, *words],
            cwd=self.folder,
            env={**os.environ, **self.yard.env},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def rows(self, model: type[Base]) -> list[Any]:
        with self.yard.looking() as session:
            return list(session.scalars(select(model).order_by(model.id)))

    def count(self, model: type[Base]) -> int:
        with self.yard.looking() as session:
            return session.scalars(select(func.count()).select_from(model)).one()

    def last(self) -> FileImport:
        found: FileImport = self.rows(FileImport)[-1]
        return found

    def findings(self) -> list[tuple[Any, ...]]:
        """Of the last import: row, subject, outcome, column, value, rule."""
        last = self.last()
        return [
            (one.row, one.subject, one.outcome.name, one.column, one.value, one.rule)
            for one in self.rows(ImportFinding)
            if one.file_import_id == last.id
        ]


def counts(created: int = 0, updated: int = 0, skipped: int = 0, errors: int = 0) -> dict[str, int]:
    return {"created": created, "updated": updated, "skipped": skipped, "errors": errors}
