"""Connections: sorted, cut by a cursor's keys, counted."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cmp_to_key
from typing import Any
from uuid import UUID

from tests.reference.by_hand import SORTS
from tests.reference.columns import kind_of, may_be_null, plain
from tests.reference.refusals import bad, storable
from tests.reference.words import instant

MOST, USUAL, COUNTED = 100, 50, 10_000


class Order:
    """One value of a sort enum over the rows of a type; nothing is after everything."""

    def __init__(self, kind: str, enum: str, name: str) -> None:
        said = SORTS.get(f"{enum}.{name}") or SORTS.get(name) or name.lower()
        self.kind, self.name, self.falls = kind, name, said.startswith("-")
        self.keys = [*(key.lstrip("-") for key in said.split(",")), "id"]

    def of(self, row: Any) -> list[Any]:
        return [plain(getattr(row, key)) for key in self.keys]

    def compare(self, one: list[Any], other: list[Any]) -> int:
        for a, b in zip(one, other, strict=True):
            if a == b:
                continue
            if a is None or b is None:
                return 1 if a is None else -1
            return -1 if (a < b) is not self.falls else 1
        return 0

    def sorted(self, rows: Iterable[Any]) -> list[Any]:
        return sorted(rows, key=cmp_to_key(lambda a, b: self.compare(self.of(a), self.of(b))))

    def cursor(self, row: Any) -> str:
        said = [self.name, *(_json(key) for key in self.of(row))]
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode().hex()

    def read(self, cursor: str) -> list[Any]:
        try:
            name, *said = json.loads(bytes.fromhex(cursor))
            keys = [self.key(name, key) for name, key in zip(self.keys, said, strict=True)]
        except (ValueError, TypeError, OverflowError):
            name, keys = None, []
        if name != self.name:
            raise bad("no cursor of this list")
        return keys

    def key(self, name: str, value: Any) -> Any:
        if value is None:
            if not may_be_null(self.kind, name):
                raise ValueError(name)
            return None
        kind = kind_of(self.kind, name)
        if kind == "id":
            return UUID(value)
        if kind is datetime:
            found = datetime.fromisoformat(value)
            if found.tzinfo is None or "+" in value:
                raise ValueError(value)
            return found
        if kind is Decimal and type(value) is int:
            return Decimal(value).scaleb(-6)
        if type(value) is not kind:
            raise ValueError(value)
        return storable(value)


def _json(key: Any) -> Any:
    match key:
        case datetime():
            return instant(key)
        case Decimal():
            return int(key.scaleb(6))
        case UUID():
            return str(key)
        case _:
            return key


def connection(rows: list[Any], order: Order, given: Mapping[str, Any]) -> dict[str, Any]:
    """The page that `first`, `after`, `last` and `before` cut out of the rows."""
    first, last = given.get("first"), given.get("last")
    after, before = given.get("after"), given.get("before")
    if first is not None and last is not None:
        raise bad("both ends")
    size: int = next((size for size in (first, last) if size is not None), USUAL)
    if not 0 <= size <= MOST:
        raise bad("no page so large")
    window = order.sorted(rows)
    if after is not None:
        low = order.read(after)
        window = [row for row in window if order.compare(order.of(row), low) > 0]
    if before is not None:
        high = order.read(before)
        window = [row for row in window if order.compare(order.of(row), high) < 0]
    page = window[:size] if last is None else window[len(window) - min(size, len(window)) :]
    is_more = len(window) > size
    edges = [{"cursor": order.cursor(row), "node": row} for row in page]
    return {
        "edges": edges,
        "pageInfo": {
            "hasNextPage": is_more if last is None else before is not None,
            "hasPreviousPage": after is not None if last is None else is_more,
            "startCursor": edges[0]["cursor"] if edges else None,
            "endCursor": edges[-1]["cursor"] if edges else None,
        },
        "totalCount": {
            "value": min(len(rows), COUNTED),
            "precision": "AT_LEAST" if len(rows) > COUNTED else "EXACT",
        },
    }
