"""The files of one import, opened by what their columns are."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from api.connectors.tables.errors import BadCell, Rule, Unreadable
from api.connectors.tables.evidence import Evidence
from api.connectors.tables.header import Spec, columns_of
from api.connectors.tables.how import How
from api.connectors.tables.records import Record, Records
from api.connectors.tables.row import Reading, Row
from api.connectors.tables.staging import Kept, Staged, Staging


class Table:
    """One file, read whole once and handed out as often as is asked."""

    def __init__(self, records: Records, spec: Spec, how: How, staging: Staging) -> None:
        """Raises Unreadable."""
        self.file = records.name
        self.encoding, self.delimiter = records.encoding, records.delimiter
        found = iter(records)
        line, header = next(found, (1, []))
        self.columns = columns_of(spec, header, self.file, line)
        places = {name: place for place, name in enumerate(self.columns)}
        self.evidence = Evidence(
            how,
            [places[name] for name in spec.numbers if name in places],
            [places[name] for name in spec.dates if name in places],
        )
        self.unnamed = [place for place, name in enumerate(self.columns) if not name]
        self._staged: Staged = staging.stage(self._looked_at(found))
        self.row_count = self._staged.count
        self._reading = Reading(
            self.file, self.evidence.marks(self.delimiter), self.evidence.order(), how.time_zone
        )

    def _looked_at(self, records: Iterator[Record]) -> Iterator[Kept]:
        """Each row as long as the header, unless there is more in it."""
        width = len(self.columns)
        for line, cells in records:
            if len(cells) < width:
                cells.extend([""] * (width - len(cells)))
            elif len(cells) > width and not any(cells[width:]):
                del cells[width:]
            self.evidence.look(cells)
            for place in self.unnamed:
                if cells[place].strip():
                    said = f"Column {place + 1} has cells and no name."
                    raise Unreadable(Rule.UNNAMED_COLUMN, self.file, said, row=line)
            yield line, cells

    def rows(self) -> Iterator[Row]:
        """In the order of the file."""
        return map(self._row, self._staged)

    def grouped(self, by: Callable[[Row], str]) -> Iterator[tuple[str, list[Row]]]:
        """By a key, in the order in which keys first appear; rows of one may lie apart."""
        for key, kept in self._staged.grouped(lambda one: by(self._row(one))):
            yield key, [self._row(one) for one in kept]

    def lookup(self, by: Callable[[Row], str]) -> Callable[[str], list[Row]]:
        """The rows of a key, in their order; none when there are none."""
        found = self._staged.lookup(lambda one: by(self._row(one)))
        return lambda key: [self._row(one) for one in found(key)]

    def _row(self, kept: Kept) -> Row:
        number, cells = kept
        named = dict(zip(self.columns, cells, strict=False))
        if len(cells) <= len(self.columns):
            return Row(number, named, self._reading)
        said = f"The row has {len(cells)} cells, the header {len(self.columns)}."
        extra = ",".join(cells[len(self.columns) :])
        fault = BadCell(self.file, number, self.columns[-1], extra, Rule.ROW_LENGTH, said)
        return Row(number, named, self._reading, fault)


class Tables:
    """A context: what it stages lies in a folder of its own, which goes with it."""

    def __init__(self, paths: Sequence[Path], how: How, names: Sequence[str] | None = None) -> None:
        self.paths, self.how = paths, how
        self.names = list(names or [path.name for path in paths])
        self.row_count = 0

    def __enter__(self) -> Self:
        self._folder = TemporaryDirectory(prefix="tradepost-tables-")
        self._staging = Staging(Path(self._folder.name) / "staged.db")
        return self

    def __exit__(self, *_: object) -> None:
        self._staging.close()
        self._folder.cleanup()

    def only(self, spec: Spec) -> Table:
        """The one file there is; raises Unreadable."""
        if len(self.paths) != 1:
            said = "This format is read from one file at a time."
            raise Unreadable(Rule.UNKNOWN_FILE, ", ".join(self.names), said)
        return self._table(self._records(0), spec)

    def by_columns(
        self, specs: Mapping[str, Spec], optional: Collection[str] = ()
    ) -> dict[str, Table]:
        """Each file under the name whose columns it has; raises Unreadable."""
        chosen: dict[str, Records] = {}
        for place, name in enumerate(self.names):
            records = self._records(place)
            _, header = next(iter(records), (1, []))
            fits = {key: spec.fits(header) for key, spec in specs.items()}
            best = max(fits, key=lambda key: fits[key])
            if not fits[best]:
                known = ", ".join(specs)
                said = f"Its columns are of none of the files that belong to this format: {known}."
                raise Unreadable(Rule.UNKNOWN_FILE, name, said)
            if best in chosen:
                said = f"It has the columns of {best}, as {chosen[best].name} does."
                raise Unreadable(Rule.UNKNOWN_FILE, name, said)
            chosen[best] = records
        for key, spec in specs.items():
            if key not in chosen and key not in optional:
                said = f"The file of {key} is missing; its columns are {', '.join(spec.required)}."
                raise Unreadable(Rule.MISSING_FILE, ", ".join(self.names), said)
        return {key: self._table(records, specs[key]) for key, records in chosen.items()}

    def _records(self, place: int) -> Records:
        folder = Path(self._folder.name)
        return Records(self.paths[place], self.names[place], self.how, folder)

    def _table(self, records: Records, spec: Spec) -> Table:
        table = Table(records, spec, self.how, self._staging)
        self.row_count += table.row_count
        return table
