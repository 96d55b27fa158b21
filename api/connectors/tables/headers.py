"""The first row: which of its columns are the ones a format looks for."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.connectors.tables import limits
from api.connectors.tables.faults import Rule, Unreadable
from api.connectors.tables.saying import Spec


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns in order, blank ones too; by the format's names where it has any."""

    row: int
    columns: tuple[str, ...]

    @property
    def places(self) -> dict[str, int]:
        return {name: at for at, name in enumerate(self.columns) if name}


def tidy(name: str) -> str:
    """As names are compared: composed, trimmed, without marks of byte order."""
    return unicodedata.normalize("NFC", name.replace("\ufeff", "")).strip()


def named(cells: Sequence[str]) -> list[str]:
    """The header's cells as names, without blank ones at the end."""
    names = [tidy(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def known(names: Iterable[str], spec: Spec) -> dict[str, list[int]]:
    """For each name of the format the columns that claim it.

    A name as it is spelled goes before one that differs in case, and both before an alias.
    """
    exact: dict[str, list[int]] = {}
    folded: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        exact.setdefault(name, []).append(at)
        folded.setdefault(name.casefold(), []).append(at)
    others: dict[str, list[str]] = {}
    for alias, name in spec.aliases.items():
        others.setdefault(name, []).append(tidy(alias))
    claims = {}
    for name in (*spec.required, *spec.optional):
        aliases = others.get(name, [])
        ways = (
            exact.get(tidy(name)),
            folded.get(tidy(name).casefold()),
            [at for alias in aliases for at in exact.get(alias, ())],
            sorted({at for alias in aliases for at in folded.get(alias.casefold(), ())}),
        )
        claims[name] = next((found for found in ways if found), [])
    return claims


def missing(names: Sequence[str], spec: Spec) -> list[str]:
    claims = known(names, spec)
    return [name for name in spec.required if not claims[name]]


def header(file: str, row: int, cells: Sequence[str], spec: Spec) -> Header:
    """Unreadable where a required column is missing or a known one stands twice."""
    names = named(cells)
    if len(names) > limits.COLUMNS:
        raise Unreadable(
            Rule.TOO_MANY_COLUMNS,
            file,
            f"{file}: {len(names):,} columns are more than {limits.COLUMNS:,}",
            row=row,
        )
    if absent := missing(names, spec):
        raise Unreadable(
            Rule.MISSING_COLUMN,
            file,
            f"{file}: the header lacks {listed(absent)}",
            row=row,
            column=absent[0],
        )
    columns = list(names)
    for name, places in known(names, spec).items():
        if len(places) > 1:
            raise twice(file, row, name)
        for at in places:
            columns[at] = name
    if spec.pattern:
        further = [name for name in columns if re.fullmatch(spec.pattern, name)]
        for name, count in Counter(further).items():
            if count > 1:
                raise twice(file, row, name)
    return Header(row, tuple(told_apart(columns, known(names, spec))))


def told_apart(columns: list[str], claims: dict[str, list[int]]) -> list[str]:
    """Columns that no format knows may share a name: further ones get a number."""
    taken = {at for places in claims.values() for at in places}
    seen = {columns[at] for at in taken}
    result = list(columns)
    for at, name in enumerate(columns):
        if not name or at in taken:
            continue
        number, own = 1, name
        while own in seen:
            number += 1
            own = f"{name} ({number})"
        seen.add(own)
        result[at] = own
    return result


def twice(file: str, row: int, name: str) -> Unreadable:
    message = f"{file}: the column {name} is there more than once"
    return Unreadable(Rule.DUPLICATE_COLUMN, file, message, row=row, column=name)


def listed(names: Iterable[str]) -> str:
    return ", ".join(names)
