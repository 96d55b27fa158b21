"""One table of the given files, by the columns its format looks for."""

from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter

from api.connectors.tables.evidence import Gathering
from api.connectors.tables.faults import Rule, Unreadable
from api.connectors.tables.headers import Header, header
from api.connectors.tables.rows import Reading, Row
from api.connectors.tables.saying import How, Spec
from api.connectors.tables.sheets import SheetFile
from api.connectors.tables.sources import Source
from api.connectors.tables.staging import Staging, Stored
from api.connectors.tables.texts import Record, TextFile

Key = Callable[[Row], str]


class Table:
    """The rows of a file, as often and in whatever order they are wanted.

    The first look reads the file to its end: what cannot be read is known before any row is, and
    so is what its cells prove about numbers and dates.
    """

    def __init__(
        self, staging: Staging, opened: TextFile | SheetFile, spec: Spec, how: How
    ) -> None:
        self.file = file = opened.file
        self.encoding = opened.encoding
        self.delimiter = opened.delimiter
        self.staging = staging
        records = opened.records()
        number, cells = first(opened.source, records)
        self.header = header(file, number, cells, spec)
        self.columns = tuple(name for name in self.header.columns if name)
        places = self.header.places
        gathering = Gathering(
            [places[name] for name in spec.numbers if name in places],
            [places[name] for name in spec.dates if name in places],
            spec.currency_signs,
        )
        self.staged = staging.stage(kept(file, self.header, records, gathering))
        self.reading = Reading(
            file=file,
            columns=self.header.columns,
            places=places,
            evidence=gathering.evidence(how),
            time_zone=how.time_zone,
            currency_signs=spec.currency_signs,
        )

    def rows(self) -> Iterator[Row]:
        """In the order of the file."""
        for _, number, cells in self.staging.rows(self.staged):
            yield Row(self.reading, number, cells)

    def grouped(self, by: Key) -> Iterator[tuple[str, list[Row]]]:
        """Each key once, in the order of its first row, with all its rows wherever they lie."""
        for _, group in groupby(self.staging.runs(self.staged, self.keys(by)), itemgetter(0)):
            rows = [Row(self.reading, *stored) for _, stored in group]
            yield by(rows[0]), rows

    def lookup(self, by: Key) -> Callable[[str], list[Row]]:
        """What finds the rows of a key: for joins."""
        find = self.staging.find(self.staged, self.keys(by))
        return lambda key: [Row(self.reading, *stored) for stored in find(key)]

    def keys(self, by: Key) -> Iterator[tuple[int, str]]:
        for place, number, cells in self.staging.rows(self.staged):
            yield place, by(Row(self.reading, number, cells))


def first(source: Source, records: Iterator[Record]) -> Record:
    """The header: the first row that says anything."""
    for number, cells in records:
        if any(cell.strip("\ufeff \t\r\n") for cell in cells):
            return number, cells
    raise source.refuse(Rule.EMPTY, "the file is empty")


def kept(
    file: str, header: Header, records: Iterator[Record], gathering: Gathering
) -> Iterator[Stored]:
    """The records that say anything, without blank cells beyond the last column."""
    width = len(header.columns)
    blank = [at for at, name in enumerate(header.columns) if not name]
    for number, cells in records:
        if not any(map(str.strip, cells)):
            continue
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        for at in blank:
            if at < len(cells) and cells[at].strip():
                raise Unreadable(
                    Rule.UNNAMED_COLUMN,
                    file,
                    f"{file}, row {number}: column {at + 1} holds something, "
                    "but the header has no name for it",
                    row=number,
                )
        gathering.look(cells)
        yield number, cells
