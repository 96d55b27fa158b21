"""All files of one import, told apart by their columns."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from api.connectors.tables.faults import Rule, Unreadable, shown
from api.connectors.tables.headers import listed, missing, named
from api.connectors.tables.saying import How, Spec
from api.connectors.tables.sheets import SheetFile
from api.connectors.tables.sources import Source
from api.connectors.tables.staging import Staging
from api.connectors.tables.table import Table, first
from api.connectors.tables.texts import TextFile, text_file


class Tables:
    """The given files; what is staged of them goes when the context is left.

    `names` is what people call the files, where it is not what they are called on disk.
    """

    def __init__(self, paths: Sequence[Path], how: How, names: Sequence[str] | None = None) -> None:
        called = names or [path.name for path in paths]
        self.sources = [Source(path, shown(name)) for path, name in zip(paths, called, strict=True)]
        self.how = how
        self.staging: Staging | None = None

    def __enter__(self) -> Self:
        self.staging = Staging()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.staging:
            self.staging.close()
            self.staging = None

    @property
    def row_count(self) -> int:
        """Of all tables found so far, without their headers and blank rows."""
        return self.staging.row_count if self.staging else 0

    def only(self, spec: Spec) -> Table:
        """The one file there is."""
        if len(self.sources) != 1:
            count = len(self.sources)
            file = self.sources[1].file if count else ""
            raise Unreadable(
                Rule.TOO_MANY_FILES if count else Rule.MISSING_FILE,
                file,
                f"one file is wanted, not {count}",
            )
        source = self.sources[0]
        return self.table(self.opened(source), spec)

    def by_columns(
        self, specs: Mapping[str, Spec], optional: Collection[str] = ()
    ) -> dict[str, Table]:
        """Each file by what it holds; all but the `optional` have to be there."""
        chosen: dict[str, TextFile | SheetFile] = {}
        for source in self.sources:
            opened = self.opened(source)
            kind = kind_of(source, first(source, opened.records())[1], specs)
            if kind in chosen:
                raise source.refuse(Rule.DUPLICATE_FILE, f"{chosen[kind].file} holds {kind} too")
            chosen[kind] = opened
        if absent := [kind for kind in specs if kind not in chosen and kind not in optional]:
            raise Unreadable(
                Rule.MISSING_FILE,
                "",
                f"no file holds {listed(absent)}: its header would have "
                f"{listed(specs[absent[0]].required)}",
            )
        return {kind: self.table(chosen[kind], specs[kind]) for kind in specs if kind in chosen}

    def opened(self, source: Source) -> TextFile | SheetFile:
        return SheetFile(source) if source.is_sheet() else text_file(source, self.how)

    def table(self, opened: TextFile | SheetFile, spec: Spec) -> Table:
        if self.staging is None:
            raise RuntimeError("the tables are not open")
        return Table(self.staging, opened, spec, self.how)


def kind_of(source: Source, cells: Sequence[str], specs: Mapping[str, Spec]) -> str:
    """The kind that finds all it needs; of several, the one that needs most."""
    names = named(cells)
    fitting = [kind for kind, spec in specs.items() if not missing(names, spec)]
    if not fitting:
        nearest = min(specs, key=lambda kind: len(missing(names, specs[kind])))
        raise source.refuse(
            Rule.UNKNOWN_FILE,
            f"the columns are those of no file that is wanted; for {nearest} it lacks "
            f"{listed(missing(names, specs[nearest]))}",
        )
    return max(fitting, key=lambda kind: len(specs[kind].required))
