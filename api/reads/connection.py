"""Relay connections as a type declares them: `orders: Connection[Order] = connection(...)`."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, Generic, TypeVar

import strawberry
from graphql import get_named_type
from sqlalchemy import inspect

from api.reads.compiler import Compiler, Rooted, model_of
from api.reads.fields import guarded, joined
from api.reads.filters import Conditions
from api.reads.page import LARGEST, USUAL, Page
from api.reads.root_page import RootPage
from api.reads.search import Search
from api.reads.search_string import parsed
from api.reads.selection import Asked
from api.reads.text import NULL, Sql, or_else
from api.reads.walk import reading_field
from domain.permissions import Permission

Shown = TypeVar("Shown")


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more follow this page.")
    has_previous_page: bool = strawberry.field(description="Whether more come before this page.")
    start_cursor: str | None = strawberry.field(description="The cursor of its first edge.")
    end_cursor: str | None = strawberry.field(description="The cursor of its last edge.")


@strawberry.enum(description="How sure a count is.")
class CountPrecision(Enum):
    EXACT = strawberry.enum_value("EXACT", description="So many there are.")
    AT_LEAST = strawberry.enum_value("AT_LEAST", description="So many and more.")


@strawberry.type(description="How many there are; exact up to 10,000.")
class Count:
    value: int = strawberry.field(description="The number counted.")
    precision: CountPrecision = strawberry.field(description="Whether there are more.")


@strawberry.type(description="One thing in a list, and its place there.")
class Edge(Generic[Shown]):
    cursor: str = strawberry.field(description="For `after` and `before`.")
    node: Shown = strawberry.field(description="The thing itself.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[Shown]):
    edges: list[Edge[Shown]] = strawberry.field(description="What is on the page.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")
    total_count: Count = strawberry.field(description="All that the filter lets through.")


@dataclass(frozen=True)
class Pages:
    """All rows of the node's model, or those related to a parent row, a page at a time."""

    filter: Any = None
    search: Search | None = None
    needs: Permission | None = None

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        other, within = self.within(compiler, asked)
        relation = inspect(row).mapper.relationships[asked.declared.python_name]
        within += joined(row, other, relation)
        text = Page(compiler, asked, other, row, within).text()
        return or_else(guarded(compiler, row, self.needs, text), NULL) if self.needs else text

    def root(self, compiler: Compiler, asked: Asked) -> Rooted:
        other, within = self.within(compiler, asked)
        return RootPage(compiler, asked, other, None, within).root()

    def within(self, compiler: Compiler, asked: Asked) -> tuple[Any, list[Sql]]:
        node = get_named_type(get_named_type(asked.kind.fields["edges"].type).fields["node"].type)
        other, seen = compiler.rows(model_of(node))
        return other, [seen, *self.chosen(compiler, asked, other)]

    def chosen(self, compiler: Compiler, asked: Asked, row: Any) -> Iterator[Sql]:
        given = asked.arguments()
        if given.get("filter") or given.get("query"):
            compiler.is_particular = True
        if given.get("filter") is not None:
            yield from Conditions(compiler, asked, row).of(self.filter, given["filter"])
        if self.search and given.get("query"):
            yield self.search.condition(compiler, asked, row, parsed(given["query"]))


def _said(kind: Any, description: str) -> Any:
    return Annotated[kind, strawberry.argument(description=description)]


SIZE = f"Up to {LARGEST}; {USUAL} when neither is given."
PAGING: dict[str, tuple[Any, Any]] = {
    "first": (_said(int | None, f"So many from the start. {SIZE}"), strawberry.UNSET),
    "after": (_said(str | None, "Only what follows this cursor."), strawberry.UNSET),
    "last": (_said(int | None, f"So many from the end. {SIZE}"), strawberry.UNSET),
    "before": (_said(str | None, "Only what comes before this cursor."), strawberry.UNSET),
}


def connection(
    order: type[Enum],
    filter: Any = None,
    *,
    search: Search | None = None,
    needs: Permission | None = None,
    **how: Any,
) -> Any:
    """A page of the node's model at the root, of the relation of that name elsewhere.

    `order` is a `sorting` enum, whose first value is the usual one; `filter` a `filtering` class.
    """
    usual = next(iter(order))
    arguments = dict(PAGING)
    arguments["order_by"] = (_said(order, "In which order."), usual)
    if filter:
        arguments["filter"] = (_said(filter | None, "Only those."), strawberry.UNSET)
    if search:
        said = f"A search string, as `word key:value -not (this OR that)`. {search.said}"
        arguments["query"] = (_said(str | None, said), strawberry.UNSET)
    return reading_field(Pages(filter, search, needs), arguments, **how)
