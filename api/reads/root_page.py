"""A page at the root: a statement gives a row a node, and Python splices edges and pageInfo.

Letting SQL join a whole page costs half as much again.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Select, inspect, select, true
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnClause
from sqlalchemy.sql.visitors import iterate

from api.reads.compiler import Rooted
from api.reads.cursors import cursor_text
from api.reads.page import Page, number
from api.reads.selection import Asked
from api.reads.text import NULL, constant
from domain.base import RowId
from domain.scope import Among, AmongRows, Each

CURSORS = {"startCursor", "endCursor"}
MORE = {False: "hasNextPage", True: "hasPreviousPage"}


class RootPage(Page):
    """The statement has the counts' columns first, then a row's: its edges and its keys."""

    def root(self) -> Rooted:
        infos = {p.key: list(p.below(p.kind)) for p in self.parts if p.name == "pageInfo"}
        asked = {part.name for parts in infos.values() for part in parts}
        needs_more = MORE[self.cut.is_backward] in asked
        totals = [part for part in self.parts if part.name == "totalCount"]
        counts = [self.total(part).label(f"n{place}") for place, part in enumerate(totals)]
        splice = Splice(self, [part.key for part in totals], infos)
        if not self.edges and not infos:
            self.check_cursors()
            return Rooted(select(*(counts or [constant("").label("n0")])), splice)
        rows = self.read_late(self.cut.size + needs_more)
        return Rooted(self.beside(counts, rows) if counts else rows, splice)

    def columns(self, row: Any) -> list[Any]:
        found = [self.edge(part, row) for part in self.edges.values()]
        return [part.label(f"e{place}") for place, part in enumerate(found or [constant("")])]

    def read_late(self, limit: int) -> Select[*tuple[Any, ...]]:
        """The page is cut first, by its keys; only its own rows become JSON."""
        compiler = self.compiler
        self.compiler = compiler.again()  # a rehearsal, to learn which columns are needed
        needed = columns_of(self.row, self.columns(self.row))
        self.compiler = compiler
        needed |= set(self.cut.keys)
        cut = self.of_each_store if self.is_of_some_stores else self.of_all
        inner = cut(sorted(needed), limit)
        late = aliased(inspect(self.row).mapper, inner.subquery(compiler.name("cut")))
        keys = [key.label(f"k{place}") for place, key in enumerate(self.keys(late))]
        columns = self.columns(late)
        return select(*columns, *keys).order_by(*self.order(late, falls=self.cut.falls))

    def of_all(self, needed: list[str], limit: int) -> Select[*tuple[Any, ...]]:
        return self.rows(*(getattr(self.row, n) for n in needed), row=self.row, limit=limit)

    @property
    def is_of_some_stores(self) -> bool:
        """Whether the reader sees the rows of a list of stores."""
        return isinstance(self.within[0], Among) and hasattr(self.row, "store_id")

    def of_each_store(self, needed: list[str], limit: int) -> Select[*tuple[Any, ...]]:
        """A page of each store, by its own index, and of those the page: no index has both."""
        (_, stores), chosen = self.within[0].clauses, self.within[1:]
        each = Each(stores).table(RowId(), self.compiler.name("each"))
        page = Page(self.compiler, self.asked, self.row, None, [self.row.store_id == each.c.item])
        page.within += chosen
        own = page.rows(self.row.id, row=self.row, limit=limit).correlate(each)
        row, seen = self.compiler.rows(inspect(self.row).mapper.class_)
        found = select(*(getattr(row, name) for name in needed)).select_from(each, row)
        found = found.where(AmongRows(row.id, own.scalar_subquery()), seen)
        return found.order_by(*self.order(row, falls=self.cut.falls)).limit(number(limit))

    def beside(self, counts: list[Any], rows: Any) -> Select[*tuple[Any, ...]]:
        """Rows beside the counts, which stand even where the page is empty."""
        page, count = rows.subquery("page"), select(*counts).subquery("counted")
        found = select(*count.c, *page.c).select_from(count.outerjoin(page, true()))
        return found.order_by(*self.order_of(page))


def columns_of(row: Any, expressions: Sequence[Any]) -> set[str]:
    """The names of the alias's attributes that the expressions use."""
    mapper, table = inspect(row).mapper, inspect(row).selectable
    found = set()
    for expression in expressions:
        for part in iterate(expression):
            if isinstance(part, ColumnClause) and _table_name(part) == table.name:
                column = mapper.local_table.c[part.name]
                found.add(mapper.get_property_by_column(column).key)
    return found


def _table_name(column: Any) -> str | None:
    return getattr(column.table, "name", None)


class Splice:
    """Makes the JSON object of a root connection of its rows."""

    def __init__(self, page: RootPage, totals: list[str], infos: dict[str, list[Asked]]) -> None:
        self.cut, self.totals = page.cut, totals
        self.types = [key.type for key in page.keys(page.row)]
        self.edges = {key: place for place, key in enumerate(page.edges)}
        self.infos = {key: self.told(page, parts) for key, parts in infos.items()}
        self.said: list[tuple[str, Callable[[Sequence[Any], Sequence[Any], bool], str]]] = []
        for part in page.parts:
            self.said.append((f'"{part.key}":', self.part(page, part)))

    def part(self, page: RootPage, part: Asked) -> Any:
        match part.name:
            case "edges":
                place = len(self.totals) + self.edges[part.key]
                return lambda rows, _all, _more: "[" + ",".join([r[place] for r in rows]) + "]"
            case "totalCount":
                at = self.totals.index(part.key)
                return lambda _rows, every, _more: every[0][at]
            case "pageInfo":
                return self.info(part)
            case _:
                constant_ = page.compiler.field(part, None)
                return lambda _rows, _all, _more: constant_

    def told(self, page: RootPage, parts: list[Asked]) -> list[tuple[str, str, str | None]]:
        """Of a pageInfo's fields: the key, the name, and the text of what is the same for all."""
        facts = self.cut.facts(NULL, NULL, NULL)
        return [
            (
                part.key,
                part.name,
                None if part.name in facts else str(page.compiler.field(part, None)),
            )
            for part in parts
        ]

    def info(self, part: Asked) -> Any:
        told = self.infos[part.key]
        tells_cursors = any(name in CURSORS for _, name, _ in told)

        def tell(rows: Sequence[Any], _every: Sequence[Any], is_more: bool) -> str:
            near = far = NULL
            if rows and tells_cursors:
                near, far = self.cursor(rows[0]), self.cursor(rows[-1])
            facts = self.cut.facts("true" if is_more else "false", NULL, NULL)
            facts |= {"startCursor": near, "endCursor": far}
            return (
                "{" + ",".join(f'"{key}":{same or facts[name]}' for key, name, same in told) + "}"
            )

        return tell

    def cursor(self, row: Sequence[Any]) -> str:
        """The keys are a row's last columns."""
        return f'"{cursor_text(self.cut.sort, tuple(row)[-len(self.types) :], self.types)}"'

    def __call__(self, every: Sequence[Any]) -> str:
        counted = len(self.totals)
        if not self.edges and not self.infos:
            rows = []
        elif counted:
            rows = [row for row in every if row[counted] is not None]
        else:
            rows = list(every)
        is_more = len(rows) > self.cut.size
        del rows[self.cut.size :]
        if self.cut.is_backward:
            rows.reverse()
        return "{" + ",".join([key + tell(rows, every, is_more) for key, tell in self.said]) + "}"
