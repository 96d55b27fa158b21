"""The records of a text file, each with the line it begins on."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from api.connectors.tables import limits
from api.connectors.tables.delimiters import SAMPLE, Dialect, dialect_of
from api.connectors.tables.encodings import encoding_of
from api.connectors.tables.faults import Rule
from api.connectors.tables.saying import How
from api.connectors.tables.sources import Source

END = "\0"
"""No text has it: where it ends up in a cell, a quote was left open."""
BOM = "\ufeff"

Record = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file of known encoding and dialect, to be read from its start any number of times."""

    source: Source
    encoding: str
    dialect: Dialect

    @property
    def file(self) -> str:
        return self.source.file

    @property
    def delimiter(self) -> str:
        return self.dialect.delimiter

    def records(self) -> Iterator[Record]:
        """Unreadable where a quote stays open or a limit is passed; blank lines are left out."""
        csv.field_size_limit(max(csv.field_size_limit(), limits.CELL_CHARACTERS))
        with self.source.open() as file:
            lines = Lines(self.source, io.TextIOWrapper(file, self.encoding, newline=""))
            for _ in range(self.dialect.head_lines):
                next(lines, None)
            reader = csv.reader(
                lines,
                delimiter=self.dialect.delimiter,
                skipinitialspace=self.dialect.is_padded,
            )
            yield from self.whole(reader, lines)

    def whole(self, reader: Iterator[list[str]], lines: "Lines") -> Iterator[Record]:
        while True:
            start = lines.row = lines.number + 1
            lines.taken = 0
            try:
                cells = next(reader)
            except csv.Error:
                raise self.source.refuse(
                    Rule.CELL_TOO_LONG,
                    f"a cell is longer than {limits.CELL_CHARACTERS:,} characters, "
                    "or a quote in this row is never closed",
                    start,
                ) from None
            if not cells:
                continue
            if END in cells[-1]:
                if len(cells) == 1 and cells[0] == END:
                    return
                raise self.source.refuse(
                    Rule.UNCLOSED_QUOTE, "a quote in this row is never closed", start
                )
            yield start, cells


class Lines:
    """The lines of a file, counted, of bounded length, and one that says it is over."""

    def __init__(self, source: Source, file: io.TextIOWrapper) -> None:
        self.source = source
        self.file = file
        self.number = 0
        self.row = 1  # where the present record begins
        self.taken = 0  # of the present record
        self.is_over = False

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        if self.is_over:
            raise StopIteration
        line = self.file.readline(limits.ROW_CHARACTERS)
        self.is_over = not line
        self.number += 1
        self.taken += len(line)
        if self.taken >= limits.ROW_CHARACTERS:
            raise self.source.refuse(
                Rule.ROW_TOO_LONG,
                f"the row is longer than {limits.ROW_CHARACTERS:,} characters",
                self.row,
            )
        if self.number == 1:
            line = line.removeprefix(BOM)
        return line or END


def text_file(source: Source, how: How) -> TextFile:
    """The file once its encoding is known to fit throughout and its delimiter is found."""
    encoding = encoding_of(source, how.encoding)
    with source.open() as file:
        sample = io.TextIOWrapper(file, encoding, newline="").read(SAMPLE).removeprefix(BOM)
    return TextFile(source, encoding, dialect_of(sample, how.delimiter))
