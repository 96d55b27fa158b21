"""One import from its files to its end: the same for jobs, command lines and dry runs."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from pathlib import Path

from api.connectors.format import Refused, Unit
from api.connectors.tables import Tables
from api.importing import findings
from api.importing.asked import Asked
from api.importing.sinks import Sink
from domain.integration.imports import Finding, advance_import
from domain.integration.models import FileImport
from domain.integration.states import ImportOutcome
from domain.work import Work

Transaction = Callable[[], AbstractContextManager[Work]]
"""One that commits at its end, in which the import is still ours to work on."""


def with_errors(count: int) -> str:
    """So many rows, in words."""
    return "1 has an error" if count == 1 else f"{count} have errors"


class RowsRefused(Exception):
    """All or nothing was asked for, and some rows have errors: nothing was taken in."""

    def __init__(self, count: int) -> None:
        said = f"All or nothing was asked for, and {with_errors(count)}: nothing was taken in."
        super().__init__(said)


class _Undone(Exception):
    """Rolls a transaction back."""


def refuse(wrong: Sequence[Finding]) -> None:
    """Undoes the transaction around it, if there is an error."""
    if wrong:
        raise _Undone


@dataclass
class Importing:
    """What it takes; `told` hears of each chunk: its findings, and how much is done, 0 to 1."""

    row: FileImport
    asked: Asked
    paths: Sequence[Path]
    sink: Sink
    transaction: Transaction
    rehearsal: Transaction  # whose end undoes all
    told: Callable[[Sequence[Finding], Decimal], None] = lambda _findings, _done: None
    names: Sequence[str] = ()  # of the files, as people know them
    done: Decimal = field(default=Decimal(0))

    def run(self) -> None:
        """Raises Unreadable, RowsRefused, DomainError, and whatever the transaction does."""
        with Tables(self.paths, self.asked.how, names=self.names or None) as tables:
            self.tables = tables
            units = self.asked.format.read(tables, self.asked.how)
            if self.row.is_dry_run:
                self.rehearse(units)
            elif self.row.is_all_or_nothing:
                self.take_all(units)
            else:
                self.take_on(islice(units, self.row.units_done, None))  # those are in already

    def take_on(self, units: Iterator[Unit | Refused]) -> None:
        """Chunk by chunk, each whole or not at all."""
        for chunk in self.chunks(units):
            with self.transaction() as work:
                found = self.taken(work, chunk)
                advance_import(work, self.row, found, self.progress(chunk))
            self.told(found, self.done)

    def take_all(self, units: Iterator[Unit | Refused]) -> None:
        """In one transaction, which errors undo; they alone are kept then."""
        wrong: list[Finding] = []
        try:
            with self.transaction() as work:
                for chunk in self.chunks(units):
                    found = self.taken(work, chunk)
                    wrong += [one for one in found if one.outcome is ImportOutcome.ERROR]
                    if not wrong:
                        advance_import(work, self.row, found, self.progress(chunk))
                    self.told(found, self.done)
                    work.session.expunge_all()
                refuse(wrong)
        except _Undone:
            with self.transaction() as work:
                advance_import(work, self.row, wrong, Decimal(0))
            raise RowsRefused(len(wrong)) from None

    def rehearse(self, units: Iterator[Unit | Refused]) -> None:
        """As it would be done, all of it undone; what is found is kept."""
        with self.rehearsal() as work:
            for chunk in self.chunks(units):
                found = self.taken(work, chunk)
                work.session.expunge_all()
                with self.transaction() as kept:
                    advance_import(kept, self.row, found, self.progress(chunk))
                self.told(found, self.done)

    def chunks(self, units: Iterator[Unit | Refused]) -> Iterator[list[Unit | Refused]]:
        """Their pictures kept already."""
        while chunk := list(islice(units, self.sink.chunk)):
            yield [self.sink.made_ready(one) if isinstance(one, Unit) else one for one in chunk]

    def taken(self, work: Work, chunk: Sequence[Unit | Refused]) -> list[Finding]:
        """A finding for each, in their order."""
        done = iter(self.sink.take(work, [one for one in chunk if isinstance(one, Unit)]))
        work.session.flush()
        return [
            findings.of_refused(one) if isinstance(one, Refused) else next(done) for one in chunk
        ]

    def progress(self, chunk: Sequence[Unit | Refused]) -> Decimal:
        """By the row that the chunk ends with; it never goes back, whatever the order."""
        reached = Decimal(chunk[-1].origin.row) / max(self.tables.row_count, 1)
        self.done = max(self.done, min(reached, Decimal(1)).quantize(Decimal("0.001")))
        return self.done
