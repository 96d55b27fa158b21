"""Spreadsheets: XLSX, XLSB, XLS and ODS, of which the first sheet with anything in it is read.

Strangers' spreadsheets are opened in a child process alone, under limits of memory and time; here
its rows come in one by one.
"""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from api.connectors.tables.faults import Rule
from api.connectors.tables.sources import Source
from api.connectors.tables.texts import Record

PROGRAM = Path(__file__).with_name("sheet_program.py")
REFUSALS = {
    Rule.ENCRYPTED: "the spreadsheet is locked with a password",
    Rule.EMPTY: "the spreadsheet has nothing in it",
    Rule.NUL_BYTE: "there is a zero byte, which no text has",
    Rule.CELL_TOO_LONG: "a cell is longer than 1,000,000 characters",
    Rule.DAMAGED: "the spreadsheet is broken, or too large to open",
}


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A spreadsheet, to be read from its start any number of times."""

    source: Source
    encoding: str | None = None
    delimiter: str | None = None

    @property
    def file(self) -> str:
        return self.source.file

    def records(self) -> Iterator[Record]:
        """Unreadable where the child gave up, or died of its limits."""
        child = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-I", str(PROGRAM), str(self.source.path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield from self.told(child)
        finally:
            child.kill()
            child.wait()
            if child.stdout:
                child.stdout.close()

    def told(self, child: "subprocess.Popen[bytes]") -> Iterator[Record]:
        """The rows; the last line is a rule, or blank if all is told."""
        for line in child.stdout or ():
            said = orjson.loads(line) if line.endswith(b"\n") else Rule.DAMAGED
            if said == "":
                return
            if isinstance(said, str):
                rule = Rule(said)
                raise self.source.refuse(rule, REFUSALS[rule])
            number, cells = said
            yield number, cells
        raise self.source.refuse(Rule.DAMAGED, REFUSALS[Rule.DAMAGED])
