"""Columns by their names: in any order, with blanks around them, in any case."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from api.connectors.tables.errors import Rule, Unreadable

MOST_COLUMNS = 2_000


@dataclass(frozen=True, kw_only=True)
class Spec:
    """What a format wants of a file's columns; all names as the rest of the code calls them.

    `numbers` and `dates` are those whose cells are evidence of how such things are written;
    `pattern` is of further columns that are the format's own; `aliases` lead from other spellings.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    pattern: str | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> dict[str, str]:
        """From every spelling to the name."""
        names = {name: name for name in (*self.required, *self.optional)}
        return names | dict(self.aliases)

    def named(self, header: Sequence[str]) -> list[str]:
        """The header's cells, each known one under its own name; unknown ones as they stand."""
        known = self.known
        folded = {spelling.casefold(): name for spelling, name in known.items()}
        plain = [tidy(cell) for cell in header]
        return [known.get(cell) or folded.get(cell.casefold(), cell) for cell in plain]

    def missing(self, columns: Sequence[str]) -> list[str]:
        return [name for name in self.required if name not in columns]

    def fits(self, header: Sequence[str]) -> int:
        """How many columns are known; 0 when a needed one is missing."""
        columns = self.named(header)
        if self.missing(columns):
            return 0
        return len(set(columns) & set(self.known.values()))

    def is_own(self, column: str) -> bool:
        if column in self.known.values():
            return True
        return bool(self.pattern and re.fullmatch(self.pattern, column))


def tidy(cell: str) -> str:
    """A name without BOM and blanks, in one form of its accents."""
    return normalize("NFC", cell.replace("\ufeff", "")).strip()


def columns_of(spec: Spec, header: Sequence[str], file: str, row: int) -> list[str]:
    """A name for each column, unique but for those without one; raises Unreadable."""
    if len(header) > MOST_COLUMNS:
        said = f"It has {len(header):,} columns; the most is {MOST_COLUMNS:,}."
        raise Unreadable(Rule.TOO_MANY_COLUMNS, file, said, row=row)
    columns = spec.named(header)
    if missing := spec.missing(columns):
        listed = ", ".join(repr(name) for name in missing)
        noun = "column" if len(missing) == 1 else "columns"
        said = f"It has no {noun} {listed}."
        raise Unreadable(Rule.MISSING_COLUMN, file, said, row=row, column=missing[0])
    count = Counter(columns)
    doubled = next((name for name in columns if count[name] > 1 and spec.is_own(name)), None)
    if doubled:
        said = f"It has the column {doubled!r} {count[doubled]} times."
        raise Unreadable(Rule.DUPLICATE_COLUMN, file, said, row=row, column=doubled)
    return apart(columns)


def apart(columns: Sequence[str]) -> list[str]:
    """Foreign columns of one name get a number; those without a name stay without."""
    seen: Counter[str] = Counter()
    found = []
    for name in columns:
        seen[name] += 1
        found.append(name if not name or seen[name] == 1 else f"{name} ({seen[name]})")
    return found
