"""From a file to records: the line on which each begins, and its cells."""

import csv
import gzip
import shutil
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from api.connectors.tables import delimiters
from api.connectors.tables.encodings import encoding_of
from api.connectors.tables.errors import Rule, Unreadable
from api.connectors.tables.how import How
from api.connectors.tables.sheets import sheet_records

MOST_BYTES = 4 << 30
LONGEST_CELL = 1_000_000
SNIFFED_LINES = 400
GZIP = b"\x1f\x8b"
SHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
NO_TABLES = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"RIFF": "a picture or film",
    b"II*\x00": "a picture",
    b"MM\x00*": "a picture",
    b"BM": "a picture",
    b"\x7fELF": "a program",
    b"PK\x05\x06": "an empty archive",
    b"7z\xbc\xaf": "an archive",
    b"Rar!": "an archive",
    b"BZh": "an archive",
    b"\xfd7zXZ": "an archive",
    b"<!DO": "a web page",
    b"<htm": "a web page",
}
_END = "\x00the end\x00"
"""Fed after the last line; when it comes back within a longer record, a quote was left open."""

Record = tuple[int, list[str]]


class Records:
    """The records of one file, blank ones left out; `encoding` and `delimiter` are None of a sheet."""

    def __init__(self, path: Path, name: str, how: How, folder: Path) -> None:
        """Raises Unreadable; `folder` takes what is unpacked."""
        self.path, self.name = path, name
        self.encoding: str | None = None
        self.delimiter: str | None = None
        self.is_sheet = False
        head = self.head()
        if head.startswith(GZIP):
            self.path = self.unpacked(folder)
            head = self.head()
        if head.startswith(SHEETS):
            self.is_sheet = True
            return
        for start, what in NO_TABLES.items():
            if head[: len(start)].lower() == start.lower() and start != b"BM":
                raise Unreadable(Rule.NOT_A_TABLE, name, f"It is {what}, and no table.")
        if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
            raise Unreadable(Rule.EMPTY, name, "There is nothing in it.")
        if self.path.stat().st_size > MOST_BYTES:
            raise Unreadable(Rule.TOO_LARGE, name, f"It has more than {MOST_BYTES:,} bytes.")
        self.encoding = encoding_of(self.path, name, how.encoding)
        with self.opened() as file:
            first = list(islice(file, SNIFFED_LINES))
        self.has_sep = (stated := delimiters.said_in(first[0])) is not None
        self.delimiter = how.delimiter or stated or delimiters.delimiter_of(first)

    def head(self) -> bytes:
        try:
            with self.path.open("rb") as file:
                return file.read(4096)
        except OSError as error:
            said = f"It cannot be read: {error.strerror or error}."
            raise Unreadable(Rule.NOT_FOUND, self.name, said) from None

    def unpacked(self, folder: Path) -> Path:
        with NamedTemporaryFile(dir=folder, delete=False) as goal:
            try:
                with gzip.open(self.path) as packed:
                    while part := packed.read(1 << 20):
                        goal.write(part)
                        if goal.tell() > MOST_BYTES:
                            said = f"It unpacks to more than {MOST_BYTES:,} bytes."
                            raise Unreadable(Rule.TOO_LARGE, self.name, said)
            except (OSError, EOFError, zlib.error):
                said = "It is a damaged gzip file."
                raise Unreadable(Rule.NOT_A_TABLE, self.name, said) from None
        return Path(goal.name)

    def opened(self) -> IO[str]:
        return self.path.open(encoding=self.encoding, newline="")

    def __iter__(self) -> Iterator[Record]:
        """Raises Unreadable, with the row, at whatever breaks off the reading."""
        if self.is_sheet:
            yield from sheet_records(self.path, self.name)
            return
        with self.opened() as file:
            yield from self.read(file)

    def read(self, file: IO[str]) -> Iterator[Record]:
        csv.field_size_limit(LONGEST_CELL)
        reader = csv.reader(_ended(file), delimiter=self.delimiter or ",")
        line = 1
        try:
            for cells in reader:
                if cells and cells[-1].endswith(_END):
                    if cells != [_END]:
                        said = "A quote that opens in this row is never closed."
                        raise Unreadable(Rule.UNCLOSED_QUOTE, self.name, said, row=line)
                    return
                if any(cells) and not (line == 1 and self.has_sep):
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise self.refused(error, line) from None

    def refused(self, error: csv.Error, line: int) -> Unreadable:
        if "limit" in str(error):
            said = f"A cell has more than {LONGEST_CELL:,} characters; is a quote left open?"
            return Unreadable(Rule.CELL_TOO_LONG, self.name, said, row=line)
        return Unreadable(Rule.NOT_A_TABLE, self.name, f"It is no table: {error}.", row=line)


def _ended(lines: Iterable[str]) -> Iterator[str]:
    yield from lines
    yield _END


def remove(folder: Path) -> None:
    with suppress(OSError):
        shutil.rmtree(folder)
