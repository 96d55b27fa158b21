"""Where reading begins besides connections: one row, many by id, a changed row, a report."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from inspect import Parameter
from typing import Annotated, Any
from uuid import UUID

import strawberry
from graphql import (
    GraphQLError,
    GraphQLObjectType,
    get_nullable_type,
    is_abstract_type,
    is_list_type,
)
from sqlalchemy import Select, case, select, union_all
from strawberry.utils.str_converters import to_camel_case

from api.reads.compiler import Compiler, Moment, Pick, Rooted, model_of, only, refuse
from api.reads.fields import Attribute
from api.reads.filters import sane
from api.reads.ids import row_id
from api.reads.selection import Asked
from api.reads.text import NULL, Plain, Sql, constant, glue, or_else
from api.reads.walk import reading_field
from domain.base import RowId, Words
from domain.permissions import Permission
from domain.scope import Among, Many

Where = Callable[[Any], Any]


def one(compiler: Compiler, asked: Asked, kind: Any, where: Where) -> Select[*tuple[Any, ...]]:
    """The JSON of the row that `where` picks, if the actor sees it."""
    row, seen = compiler.rows(model_of(kind))
    return select(compiler.object(asked, kind, row).label("item")).where(where(row), seen).limit(1)


def text_of(rooted: Rooted) -> Sql:
    """A root of one row as an expression, for an object that is no row itself."""
    return or_else(rooted.statement.scalar_subquery(), NULL)


@dataclass(frozen=True)
class One:
    """The row that a condition picks; `where` takes the alias and what binds an argument."""

    where: Callable[[Any, Callable[[Pick, Any], Any]], Any]
    needs: Permission | None = None

    def root(self, compiler: Compiler, asked: Asked) -> Rooted:
        def bound(pick: Pick, type_: Any) -> Any:
            return compiler.bind(asked, pick, type_)

        found = one(compiler, asked, asked.kind, lambda row: self.where(row, bound))
        return Rooted(found, only)

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        return text_of(self.root(compiler, asked))


@dataclass(frozen=True)
class ById:
    """A row by global id; of `node` the id names the type, so a plan holds for ids of one type."""

    needs: Permission | None = None

    def root(self, compiler: Compiler, asked: Asked) -> Rooted:
        kind = asked.kind
        if is_abstract_type(kind):
            kind = possible(asked, asked.arguments()["id"])
        if kind is None:
            return Rooted(select(constant(NULL)), only)
        name = kind.name
        pick: Pick = lambda given, _: row_id(name, given["id"])  # noqa: E731  typed so
        wanted = compiler.bind(asked, pick, RowId())
        return Rooted(one(compiler, asked, kind, lambda row: row.id == wanted), only)

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        return text_of(self.root(compiler, asked))


def possible(asked: Asked, id: str) -> GraphQLObjectType | None:
    """The type that a global id names, if the field can answer with it."""
    schema = asked.operation.schema
    kind = schema.type_map.get(id.partition(":")[0])
    found = kind if kind in schema.get_possible_types(asked.kind) else None
    return found if isinstance(found, GraphQLObjectType) else None


MOST_IDS = 100


@dataclass(frozen=True)
class ByIds:
    """Rows by global id, in the order asked for, null where there is none."""

    needs: Permission | None = None

    def root(self, compiler: Compiler, asked: Asked) -> Rooted:
        ids = asked.arguments()["ids"]
        if len(ids) > MOST_IDS:
            raise refuse(f"Ask for up to {MOST_IDS} at once, not {len(ids)}.")
        kinds = {kind.name: kind for kind in (possible(asked, said) for said in ids) if kind}
        parts = [self.of(compiler, asked, kind) for kind in kinds.values()]
        nothing = select(constant("").label("id"), constant(NULL).label("item"))
        places: Pick = lambda given, _: ",".join(given["ids"])  # noqa: E731  typed so
        order = compiler.bind(asked, places, Words()).label("item")
        head = select(constant("ids").label("id"), order)
        return Rooted(select(*union_all(head, *(parts or [nothing])).subquery().c), in_places)

    def of(self, compiler: Compiler, asked: Asked, kind: Any) -> Select[*tuple[Any, ...]]:
        name = kind.name
        pick: Pick = lambda given, _: [row_id(name, said) for said in given["ids"]]  # noqa: E731  typed so
        row, seen = compiler.rows(model_of(kind))
        own = glue([f"{name}:", Plain(row.id)]).label("id")
        try:
            item = compiler.object(asked, kind, row).label("item")
        except GraphQLError as error:  # each row is nullable, so the others stay
            compiler.errors.append(error)
            item = constant(NULL).label("item")
        wanted = compiler.bind(asked, pick, Many(RowId()))
        return select(own, item).where(Among(row.id, wanted), seen)

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        raise NotImplementedError("`nodes` stands at the root.")


def in_places(rows: Sequence[Any]) -> str:
    """The items in the order of the ids, which came back with them."""
    found = {row[0]: row[1] for row in rows}
    wanted = found.pop("ids").split(",")
    return "[" + ",".join(found.get(said, NULL) for said in wanted if wanted != [""]) + "]"


def those_in_places(rows: Sequence[Any]) -> str:
    """Likewise, without those that are not to be seen."""
    found = {row[0]: row[1] for row in rows}
    wanted = found.pop("ids").split(",")
    return "[" + ",".join(found[said] for said in wanted if said in found) + "]"


@dataclass(frozen=True)
class Changed:
    """The row, or the rows, an action has just changed, as its actor may now see them.

    Rows come in the order in which the action handed them back.
    """

    needs: Permission | None = None

    def root(self, compiler: Compiler, asked: Asked) -> Rooted:
        name = asked.declared.python_name
        if not is_list_type(get_nullable_type(asked.field.type)):
            pick: Pick = lambda _, moment: first_of(moment, name)  # noqa: E731  typed so
            wanted = compiler.bind(asked, pick, RowId())
            return Rooted(one(compiler, asked, asked.kind, lambda row: row.id == wanted), only)
        all_ids: Pick = lambda _, moment: list(moment.row_ids.get(name) or ())  # noqa: E731  typed so
        ids = compiler.bind(asked, all_ids, Many(RowId()))
        row, seen = compiler.rows(model_of(asked.kind))
        item = compiler.object(asked, asked.kind, row).label("item")
        found = select(Plain(row.id).label("id"), item).where(Among(row.id, ids), seen)
        places: Pick = lambda given, moment: ",".join(map(str, all_ids(given, moment)))  # noqa: E731  typed so
        order = compiler.bind(asked, places, Words()).label("item")
        head = select(constant("ids").label("id"), order)
        return Rooted(select(*union_all(head, found).subquery().c), those_in_places)

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        raise NotImplementedError("A payload's fields stand at the root of their own statement.")


def first_of(moment: Moment, name: str) -> UUID | None:
    found = moment.row_ids.get(name)
    return found if isinstance(found, UUID) else None


def all_rows(rows: Sequence[Any]) -> str:
    return "[" + ",".join([row[0] for row in rows]) + "]"


@dataclass(frozen=True)
class Polymorphic:
    """The row that a column with a type's name and a column with an id point at together."""

    type_column: str
    id_column: str
    needs: Permission | None = None

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        whens = []
        kinds = [asked.kind]
        if is_abstract_type(asked.kind):
            kinds = list(asked.operation.schema.get_possible_types(asked.kind))
        for kind in kinds:
            if getattr(kind.extensions["strawberry-definition"].origin, "model", None) is None:
                continue
            other, seen = compiler.rows(model_of(kind))
            item = compiler.object(asked, kind, other)
            found = select(item).where(other.id == getattr(row, self.id_column), seen)
            named = getattr(row, self.type_column) == constant(kind.name)
            whens.append((named, found.correlate(row).scalar_subquery()))
        return or_else(case(*whens), NULL)


@dataclass(frozen=True)
class Group:
    """An object that is no row, only a shelf for fields that begin anew."""

    needs: Permission | None = None

    def root(self, compiler: Compiler, asked: Asked) -> Rooted:
        return Rooted(select(compiler.object(asked, asked.kind, None)), only)

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        return compiler.object(asked, asked.kind, None)


def described_argument(kind: Any, description: str) -> Any:
    return Annotated[kind, strawberry.argument(description=description)]


ID = {"id": (described_argument(strawberry.ID, "Its global id."), Parameter.empty)}


def by_id(*, needs: Permission | None = None, **how: Any) -> Any:
    """The row, or null when there is none to be seen."""
    return reading_field(ById(needs), ID, **how)


def by_key(column: str, said: str, *, needs: Permission | None = None, **how: Any) -> Any:
    """The row whose `column`, unique in the organisation, is the argument; `said` describes it."""

    def where(row: Any, bound: Callable[[Pick, Any], Any]) -> Any:
        name = to_camel_case(column)
        return getattr(row, column) == bound(lambda given, _: sane(given[name]), Words())

    arguments = {column: (described_argument(str, said), Parameter.empty)}
    return reading_field(One(where, needs), arguments, **how)


def picked(where: Where, *, needs: Permission | None = None, **how: Any) -> Any:
    """The one row that a condition without arguments picks: `viewer { user }`."""
    return reading_field(One(lambda row, _bound: where(row), needs), {}, **how)


def node(**how: Any) -> Any:
    return reading_field(ById(), ID, **how)


def nodes(**how: Any) -> Any:
    said = described_argument(list[strawberry.ID], f"Global ids, up to {MOST_IDS}.")
    return reading_field(ByIds(), {"ids": (said, Parameter.empty)}, **how)


def changed(**how: Any) -> Any:
    """For payloads: the row, or the rows, named by `Payload.of`."""
    return reading_field(Changed(), {}, **how)


def points_at(type_column: str, id_column: str, **how: Any) -> Any:
    """Whatever row of the field's type, or union, the two columns point at, if it can be seen."""
    return reading_field(Polymorphic(type_column, id_column), {}, **how)


def group(*, needs: Permission | None = None, **how: Any) -> Any:
    """An object that is no row; its fields are `picked`, `made` without columns, and the like."""
    return reading_field(Group(needs), {}, **how)


UNMARKED = Attribute()
"""How a field is read of which nothing was said."""
