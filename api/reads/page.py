"""One page of rows, cut by key, and below the root written as JSON in one expression."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, func, inspect, literal_column, or_, select, tuple_
from sqlalchemy.types import BigInteger

from api.reads.compiler import Compiler, Given, Pick, refuse
from api.reads.cursors import cursor, keys_of
from api.reads.selection import Asked
from api.reads.text import NULL, Joined, Sql, constant, glue, json, members, or_else

LARGEST = 100
USUAL = 50
EXACT_TO = 10_000
"""Counts are exact up to here, and `AT_LEAST` past it."""


@dataclass(frozen=True)
class Cut:
    """Which page: read from the arguments when the plan is made, for sizes are part of its key."""

    sort: str
    keys: tuple[str, ...]
    descends: bool
    size: int
    is_backward: bool
    ends: tuple[str, ...]

    @classmethod
    def of(cls, given: Given) -> "Cut":
        by = given["orderBy"]
        names = tuple(by.value.split(","))
        first, last = given.get("first"), given.get("last")
        if first is not None and last is not None:
            raise refuse("Give `first` or `last`, not both.")
        size = next((size for size in (first, last) if size is not None), USUAL)
        if not 0 <= size <= LARGEST:
            raise refuse(f"A page holds 0 to {LARGEST}, not {size}.")
        ends = tuple(end for end in ("after", "before") if given.get(end) is not None)
        keys = (*(name.lstrip("-") for name in names), "id")
        return cls(by.name, keys, names[0].startswith("-"), size, last is not None, ends)

    @property
    def falls(self) -> bool:
        """Whether the statement reads from the greatest key down."""
        return self.descends != self.is_backward

    def facts(self, more: Any, near: Any, far: Any) -> dict[str, Any]:
        """The four facts of a pageInfo; `near` is the cursor at the end where reading began."""
        behind = "before" if self.is_backward else "after"
        passed = "true" if behind in self.ends else "false"
        names = ["hasNextPage", "hasPreviousPage", "endCursor", "startCursor"]
        if self.is_backward:
            names = ["hasPreviousPage", "hasNextPage", "startCursor", "endCursor"]
        return dict(zip(names, (more, passed, far, near), strict=True))


def number(value: int) -> Any:
    """A whole number of ours, written into the statement, so that planners can see it."""
    return literal_column(str(value), BigInteger())


def is_nullable(row: Any, key: str) -> bool:
    found: bool = inspect(row).mapper.column_attrs[key].columns[0].nullable
    return found


class Page:
    """The rows of an alias that hold to `within`, a page of them."""

    def __init__(
        self, compiler: Compiler, asked: Asked, row: Any, parent: Any, within: Sequence[Sql]
    ) -> None:
        self.compiler, self.asked = compiler, asked
        self.row, self.parent, self.within = row, parent, list(within)
        self.cut = Cut.of(asked.arguments())
        self.parts = list(asked.below(asked.kind))
        self.edges = {part.key: part for part in self.parts if part.name == "edges"}

    # what both ways share

    def keys(self, row: Any) -> list[Any]:
        return [getattr(row, key) for key in self.cut.keys]

    def edge(self, asked: Asked, row: Any) -> Sql:
        def part(asked: Asked) -> str | Sql:
            match asked.name:
                case "node":
                    return self.compiler.object(asked, asked.kind, row)
                case "cursor":
                    return cursor(self.cut.sort, self.keys(row))
                case _:
                    return self.compiler.field(asked, None)

        return members((below.key, part(below)) for below in asked.below(asked.kind))

    def rows(self, *columns: Any, row: Any, limit: int) -> Select[*tuple[Any, ...]]:
        """The page's rows, and those past it that `limit` lets in, as the statement reads them."""
        beyond = (self.beyond(end, row) for end in self.cut.ends)
        found = select(*columns).where(*self.within, *beyond)
        return found.order_by(*self.order(row, falls=self.cut.falls)).limit(number(limit))

    def order(self, row: Any, *, falls: bool) -> list[Any]:
        """NULLs stand last in the order that was asked for, whichever way the statement reads."""
        found = []
        for name, key in zip(self.cut.keys, self.keys(row), strict=True):
            ordered = key.desc() if falls else key.asc()
            if is_nullable(self.row, name):
                ordered = ordered.nulls_first() if self.cut.is_backward else ordered.nulls_last()
            found.append(ordered)
        return found

    def beyond(self, end: str, row: Any) -> Any:
        """On the wanted side of the cursor `after` or `before`."""
        keys = self.keys(row)
        types = [key.type for key in keys]
        columns = [
            (key.type, is_nullable(self.row, name))
            for name, key in zip(self.cut.keys, keys, strict=True)
        ]
        sort, is_later = self.cut.sort, end == "after"
        rises = self.cut.descends != is_later

        def bound(place: int) -> Any:
            pick: Pick = lambda given, _: keys_of(given[end], sort, columns)[place]  # noqa: E731  typed so
            return self.compiler.bind(self.asked, pick, types[place])

        if not any(is_nullable(self.row, key) for key in self.cut.keys):
            here, there = tuple_(*keys), tuple_(*(bound(place) for place in range(len(keys))))
            return here > there if rises else here < there
        past: Any = None
        for place in reversed(range(len(keys))):
            key, value = keys[place], bound(place)
            further, same = (key > value if rises else key < value), key == value
            if is_nullable(self.row, self.cut.keys[place]):  # NULLs stand after all values
                without = (key, value) if is_later else (value, key)
                further = or_(further, and_(without[0].is_(None), without[1].is_not(None)))
                same = or_(same, and_(key.is_(None), value.is_(None)))
            past = further if past is None else or_(further, and_(same, past))
        return past

    def check_cursors(self) -> None:
        """Binds them where no row is read, so that a wrong one is refused all the same."""
        for end in self.cut.ends:
            self.beyond(end, self.row)

    def below_parent(self, rows: Any) -> Any:
        return rows if self.parent is None else rows.correlate(self.parent)

    def total(self, asked: Asked) -> Sql:
        """The rows within, counted no further than one past EXACT_TO."""
        one = select(number(1).label("one")).select_from(self.row)
        some = self.below_parent(one.where(*self.within)).limit(number(EXACT_TO + 1))
        counted = select(func.count().label("n")).select_from(
            some.subquery(self.compiler.name("n"))
        )
        count = counted.subquery(self.compiler.name("count"))
        is_more = count.c.n > number(EXACT_TO)

        def part(asked: Asked) -> str | Sql:
            match asked.name:
                case "value":
                    return json(case((is_more, number(EXACT_TO)), else_=count.c.n))
                case "precision":
                    return case((is_more, constant('"AT_LEAST"')), else_=constant('"EXACT"'))
                case _:
                    return self.compiler.field(asked, None)

        said = members((below.key, part(below)) for below in asked.below(asked.kind))
        return select(said).select_from(count).scalar_subquery()

    # below the root

    def text(self) -> Sql:
        """The JSON object of the connection, for each parent row."""
        apart = {"edges", "pageInfo"}
        said = {part.key: self.part(part) for part in self.parts if part.name not in apart}
        infos = [part for part in self.parts if part.name == "pageInfo"]
        if not infos and not self.edges:
            self.check_cursors()
        if infos or len(self.edges) > 1:
            return self.numbered(said, infos)
        for key, part in self.edges.items():
            said[key] = self.listed(part)
        return members((part.key, said[part.key]) for part in self.parts)

    def part(self, asked: Asked) -> str | Sql:
        if asked.name == "totalCount":
            return self.total(asked)
        return self.compiler.field(asked, None)

    def listed(self, asked: Asked) -> Sql:
        """The edges alone: no row past the page is read, and none is numbered."""
        item = self.edge(asked, self.row).label("item")
        keys = [key.label(f"k{place}") for place, key in enumerate(self.keys(self.row))]
        columns = [item, *keys] if self.cut.is_backward else [item]
        page = self.below_parent(self.rows(*columns, row=self.row, limit=self.cut.size))
        rows = page.subquery(self.compiler.name("page"))
        if self.cut.is_backward:
            forward = select(rows.c.item).order_by(*self.forward(rows))
            rows = forward.subquery(self.compiler.name("page"))
        return glue(["[", or_else(select(Joined(rows.c.item)).scalar_subquery(), ""), "]"])

    def forward(self, rows: Any) -> list[Any]:
        """The order that was asked for, over a subquery with the keys as k0, k1, …"""
        found = []
        for place, name in enumerate(self.cut.keys):
            key = rows.c[f"k{place}"]
            ordered = key.desc() if self.cut.descends else key.asc()
            found.append(ordered.nulls_last() if is_nullable(self.row, name) else ordered)
        return found

    def numbered(self, said: dict[str, Any], infos: list[Asked]) -> Sql:
        """Edges and pageInfo together: rows are numbered 1, 2, … with one too many."""
        size, name = self.cut.size, self.compiler.name
        edges = {
            key: self.edge(part, self.row).label(f"e{place}")
            for place, (key, part) in enumerate(self.edges.items())
        }
        keys = [key.label(f"k{place}") for place, key in enumerate(self.keys(self.row))]
        here = cursor(self.cut.sort, self.keys(self.row)).label("here")
        found = self.rows(*edges.values(), *keys, here, row=self.row, limit=size + 1)
        cut = self.below_parent(found).subquery(name("cut"))
        order = self.order_of(cut)
        place = func.row_number().over(order_by=order).label("place")
        counted = select(cut, place, func.count().over().label("count")).subquery(name("counted"))
        page = select(counted).order_by(*self.forward(counted)).subquery(name("page"))
        within = page.c.place <= size

        def joined(label: str) -> Sql:
            return glue(["[", or_else(Joined(case((within, page.c[label]))), ""), "]"])

        def cursor_at(place: Any) -> Sql:
            return or_else(func.max(case((and_(within, place), page.c.here))), NULL)

        last = or_(page.c.place == size, page.c.place == page.c.count)
        near, far = cursor_at(page.c.place == 1), cursor_at(last)
        facts = self.cut.facts(json(func.count() > size), near, far)
        for part in infos:
            said[part.key] = self.info(part, facts)
        for key, edge in edges.items():
            said[key] = joined(edge.name)
        whole = members((part.key, said[part.key]) for part in self.parts)
        return select(case((func.count() >= 0, whole))).select_from(page).scalar_subquery()

    def order_of(self, cut: Any) -> list[Any]:
        found = []
        for place, name in enumerate(self.cut.keys):
            key = cut.c[f"k{place}"]
            ordered = key.desc() if self.cut.falls else key.asc()
            if is_nullable(self.row, name):
                ordered = ordered.nulls_first() if self.cut.is_backward else ordered.nulls_last()
            found.append(ordered)
        return found

    def info(self, asked: Asked, facts: dict[str, Any]) -> Sql:
        def part(asked: Asked) -> str | Sql:
            return facts[asked.name] if asked.name in facts else self.compiler.field(asked, None)

        return members((below.key, part(below)) for below in asked.below(asked.kind))
