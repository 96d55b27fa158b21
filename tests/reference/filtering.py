"""Typed filters over one row."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tests.reference.by_hand import FILTERS, IDS, Tags, fold
from tests.reference.columns import kind_of, plain
from tests.reference.refusals import bad, row_id, storable
from tests.reference.rows import Tables
from tests.reference.words import snake


class Filter:
    """The `filter` argument of a list of one type."""

    def __init__(
        self, kind: str, filter_name: str, given: Mapping[str, Any], tables: Tables
    ) -> None:
        self.kind, self.filter_name, self.given, self.tables = kind, filter_name, given, tables
        self.check(given)

    def check(self, given: Mapping[str, Any]) -> None:
        """A value that no row could hold is refused, whether there are rows or not."""
        for name, value in given.items():
            if value is None:
                continue
            if name in {"and", "or", "not"}:
                for part in [value] if name == "not" else value:
                    self.check(part)
                continue
            for said in value.values():
                for one in said if isinstance(said, list) else [said]:
                    storable(one)
                    if isinstance(one, str) and f"{self.filter_name}.{name}" in IDS:
                        row_id(one, IDS[f"{self.filter_name}.{name}"])
                    if isinstance(one, Decimal) and not _fits(one):
                        raise bad("no decimal of six places")

    def lets(self, row: Any) -> bool:
        return self.all_hold(row, self.given)

    def all_hold(self, row: Any, given: Mapping[str, Any]) -> bool:
        return all(
            self.holds(row, name, value) for name, value in given.items() if value is not None
        )

    def holds(self, row: Any, name: str, value: Any) -> bool:
        match name:
            case "and":
                return all(self.all_hold(row, part) for part in value)
            case "or":
                return any(self.all_hold(row, part) for part in value)
            case "not":
                return not self.all_hold(row, value)
        by_hand = FILTERS.get(f"{self.filter_name}.{name}")
        if by_hand:
            own, kind = by_hand[0](row, self.tables), by_hand[1]
        else:
            own, kind = plain(getattr(row, snake(name))), kind_of(self.kind, snake(name))
        if of := IDS.get(f"{self.filter_name}.{name}"):
            own = own and f"{row.subject_type if of == '*' else of}:{own}"
        return all(compared(own, kind, operator, said) for operator, said in value.items())


def _fits(value: Decimal) -> bool:
    """Up to six places, and not out of all proportion."""
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    return abs(value) <= 10**12 and (exponent >= -6 or not any(digits[exponent + 6 :]))


def compared(own: Any, kind: Any, operator: str, said: Any) -> bool:
    if operator == "eq" and said is None:
        return own is None
    if said is None:
        return True
    if operator == "isNull":
        return bool((own is None) is said)
    if own is None:
        return False
    if kind is Tags:
        sought = fold(said).split()
        return bool(sought) and f" {' '.join(sought)} " in f" {' '.join(own)} "
    match operator:
        case "eq":
            return bool(own == said)
        case "in":
            return own in said
        case "gt":
            return bool(own > said)
        case "gte":
            return bool(own >= said)
        case "lt":
            return bool(own < said)
        case "lte":
            return bool(own <= said)
        case "startsWith":
            return bool(own.startswith(said))
        case "contains":
            return fold(said) in fold(own)
    raise NotImplementedError(operator)
