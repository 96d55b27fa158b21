"""From selection to SQL: every object becomes one text expression over one row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from graphql import GraphQLError, GraphQLObjectType
from graphql.execution.values import VariableValues
from sqlalchemy import BindParameter, Select, bindparam
from sqlalchemy.orm import aliased

from api.links import Links
from api.reads.selection import Asked
from api.reads.text import NULL, Sql, members
from domain.base import Base
from domain.permissions import Grants, Permission
from domain.work import Actor


@dataclass(frozen=True)
class Moment:
    """What differs between two runs of one plan."""

    actor: Actor
    now: datetime
    variables: VariableValues
    links: Links  # make the addresses of files
    row_ids: Mapping[str, Any] = field(default_factory=dict)
    """By payload field: the row, or rows, that an action has just changed."""


Given = dict[str, Any]
Pick = Callable[[Given, Moment], Any]
"""Takes one bound value from a field's arguments, or from the moment."""

Make = Callable[..., Any]
"""A Python field: given the moment and the columns it needs, by name."""

Assemble = Callable[[Sequence[Any]], str]
"""The JSON of a root field from the rows of its statement."""

TYPE = ""
"""The key, impossible in GraphQL, under which graphql-core finds the type of an object."""


class Reading(Protocol):
    """How one field is read. `row` is an alias, a composite's columns, or None at the root."""

    @property
    def needs(self) -> Permission | None: ...

    def text(self, compiler: "Compiler", asked: Asked, row: Any) -> str | Sql: ...


@dataclass(frozen=True)
class Rooted:
    """A root field as a statement of its own shape, and what makes JSON of its rows."""

    statement: Select[*tuple[Any, ...]]
    assemble: Assemble


class NotCompilable(Exception):
    """Leave this operation to graphql-core."""


@dataclass
class Compiler:
    """Compiles one root field for everybody who has the same grants."""

    grants: Grants
    unmarked: Reading
    names_types: bool = False
    binds: dict[str, tuple[Asked, Pick]] = field(default_factory=dict)
    made: list[Make] = field(default_factory=list)
    errors: list[GraphQLError] = field(default_factory=list)
    refused: Mapping[tuple[str, ...], GraphQLError] = field(default_factory=dict)
    """By path: fields whose arguments proved to be wrong."""
    named: int = 0
    is_particular: bool = False
    """Whether the statement filters or searches: then its best plan hangs on the values."""

    def again(self) -> "Compiler":
        """A fresh one with nothing bound yet, whose names are not this one's."""
        return Compiler(
            self.grants, self.unmarked, self.names_types, refused=self.refused, named=self.named
        )

    def rows(self, model: type[Base], seen_as: Any = None) -> tuple[Any, Sql]:
        """A fresh alias and who sees it; no table enters a statement by another door.

        `seen_as`: a model whose scope these rows have, because they tell of its rows.
        """
        alias = aliased(model, name=self.name("t"))
        return (alias, seen_as.scope(alias, self.grants)) if seen_as else self.seen(alias)

    def seen(self, alias: Any) -> tuple[Any, Sql]:
        """An alias made elsewhere, with who sees it."""
        model: Any = alias._aliased_insp.mapper.class_  # noqa: SLF001  the alias's own model
        return alias, model.scope(alias, self.grants)

    def name(self, kind: str) -> str:
        """A name used once in the statement."""
        self.named += 1
        return f"{kind}{self.named}"

    def bind(self, asked: Asked, pick: Pick, type_: Any = None) -> BindParameter[Any]:
        """A value to be picked anew at each run."""
        name = f"b{len(self.binds)}"
        self.binds[name] = asked, pick
        return bindparam(name, type_=type_)

    def object(self, asked: Asked, kind: GraphQLObjectType, row: Any) -> Sql:
        """The JSON object of one row."""
        said = [(field.key, self.field(field, row)) for field in asked.below(kind)]
        return members([*said, (TYPE, f'"{kind.name}"')] if self.names_types else said)

    def field(self, asked: Asked, row: Any) -> str | Sql:
        """The field's text; where it is refused, null as high up as GraphQL demands."""
        if asked.name == "__typename":
            return f'"{asked.parent.name}"'
        try:
            if asked.path in self.refused:
                raise self.refused[asked.path]
            reading = self.reading(asked)
            permit(reading, self.grants)
            return reading.text(self, asked, row)
        except GraphQLError as error:
            located = at(asked, error)
            if not asked.is_nullable:
                raise located from None
            self.errors.append(located)
            return NULL

    def reading(self, asked: Asked) -> Reading:
        """How the field is declared to be read; NotCompilable if it has a resolver of its own."""
        if asked.name.startswith("__"):
            raise NotCompilable("introspection")
        declared = asked.declared
        if "reading" not in declared.metadata and declared.base_resolver:
            raise NotCompilable(f"{asked.parent.name}.{asked.name}")
        found: Reading = declared.metadata.get("reading", self.unmarked)
        return found


def permit(reading: Reading, grants: Grants) -> None:
    """Raises FORBIDDEN when the reader holds what the field needs nowhere."""
    if reading.needs and reading.needs not in grants:
        message = f"This needs the permission {reading.needs}."
        raise GraphQLError(message, extensions={"code": "FORBIDDEN"})


def refuse(message: str) -> GraphQLError:
    """The client can mend it by asking otherwise."""
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})


def at(asked: Asked, error: GraphQLError) -> GraphQLError:
    """The error with its place, unless it has one; no list indexes: it holds for every row."""
    if error.path:
        return error
    nodes = [detail.node for detail in asked.details]
    return GraphQLError(error.message, nodes, path=asked.path, extensions=error.extensions)


def model_of(kind: GraphQLObjectType) -> type[Base]:
    """The model that an object type declares."""
    found: type[Base] = kind.extensions["strawberry-definition"].origin.model
    return found


def only(rows: Sequence[Any]) -> str:
    """Assembles a statement of at most one row of one column."""
    return rows[0][0] if rows else NULL


def row_ids_of(moment: Moment, name: str) -> list[UUID]:
    found = moment.row_ids.get(name)
    return found if isinstance(found, list) else [found] if found else []
