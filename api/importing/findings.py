"""What became of a unit, in the words of the file: its row, its column, its value."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from api.connectors.format import Cell, Refused, Unit
from api.exporting.outgoing import csv_lines
from domain.errors import DomainError
from domain.integration.imports import Finding
from domain.integration.models import ImportFinding
from domain.integration.states import ImportOutcome

COLUMNS = ("file", "row", "subject", "outcome", "column", "value", "rule", "message")
Row = TypeVar("Row", Finding, ImportFinding)


def of_refused(refused: Refused) -> Finding:
    """A cell that could not be read."""
    error = refused.error
    return Finding(
        file=error.file or refused.origin.file,
        row=error.row or refused.origin.row,
        subject=refused.key,
        outcome=ImportOutcome.ERROR,
        column=error.column or None,
        value=error.value,
        rule=str(error.rule),
        message=error.message,
    )


def of_unit(
    unit: Unit, outcome: ImportOutcome, error: DomainError | None, notes: Sequence[str] = ()
) -> Finding:
    """What an action made of it; an error is led back to the cell at fault."""
    said = " ".join([*unit.notes, *notes]) or None
    if error is None:
        return Finding(unit.origin.file, unit.origin.row, unit.key, outcome, message=said)
    cell = cell_at(unit.cells, error.path) or Cell(unit.origin.row, ".".join(error.path))
    return Finding(
        file=cell.file or unit.origin.file,
        row=cell.row,
        subject=unit.key,
        outcome=ImportOutcome.ERROR,
        column=cell.column or None,
        value=cell.value or None,
        rule=error.code.name,
        message=str(error),
    )


def cell_at(cells: Mapping[str, Cell], path: Sequence[str]) -> Cell | None:
    """The cell of the longest beginning of the path that is known."""
    for length in range(len(path), 0, -1):
        if found := cells.get(".".join(path[:length])):
            return found
    return None


def report(findings: Iterable[Row]) -> Iterator[str]:
    """As CSV, a line at a time; safe to open in a spreadsheet."""
    rows = ([_text(one, name) for name in COLUMNS] for one in findings)
    return csv_lines(COLUMNS, rows)


def said(one: Row) -> dict[str, str | int]:
    """What there is to say of it, for one line of JSON."""
    return {name: value for name in COLUMNS if (value := _plain(one, name)) not in {None, ""}}


def _plain(one: Row, name: str) -> str | int:
    value = getattr(one, name)
    return value.name if isinstance(value, ImportOutcome) else value


def _text(one: Row, name: str) -> str:
    value = _plain(one, name)
    return "" if value is None else str(value)
