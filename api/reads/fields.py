"""How a type's fields are declared, and how each sort is read."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from types import SimpleNamespace
from typing import Any, ClassVar

import strawberry
from graphql import GraphQLID, is_leaf_type
from sqlalchemy import case, inspect, literal_column, select, type_coerce
from sqlalchemy.orm import RelationshipProperty

from api.reads.compiler import TYPE, Compiler, Make
from api.reads.selection import Asked
from api.reads.text import (
    BROKEN,
    END,
    MADE,
    NULL,
    Joined,
    JsonText,
    Plain,
    Sql,
    constant,
    glue,
    json,
    members,
    or_else,
)
from domain.permissions import Permission, Reach
from domain.scope import of_stores
from domain.states import Machine


@strawberry.interface(description="Anything with a global id.")
class Node:
    model: ClassVar[type[Any]]  # mapped by Base or, a second class on one table, by its registry
    id: strawberry.ID = strawberry.field(description="Global id; opaque, and good for `node`.")


@strawberry.type
class Dated(Node):
    """Inherited by types whose rows change."""

    created_at: datetime = strawberry.field(description="When it was made.")
    updated_at: datetime = strawberry.field(description="When it last changed.")
    version: int = strawberry.field(
        description="Counts its changes; give it back as `expectedVersion` to be safe from others'."
    )


@dataclass(frozen=True)
class Attribute:
    """The model's own column, composite or relationship of the same name."""

    needs: Permission | None = None

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        name, mapper = asked.declared.python_name, getattr(inspect(row, False), "mapper", None)
        if asked.kind is GraphQLID and name == "id":
            return glue([f'"{asked.parent.name}:', Plain(row.id), '"'])
        if mapper and name in mapper.relationships:
            found = related(compiler, asked, row, mapper.relationships[name])
            return or_else(guarded(compiler, row, self.needs, found), NULL) if self.needs else found
        if mapper and name in mapper.composites:
            value = embedded(compiler, asked, row, mapper.composites[name])
            return or_else(guarded(compiler, row, self.needs, value), NULL) if self.needs else value
        value = guarded(compiler, row, self.needs, json(getattr(row, name)))
        return or_else(value, NULL) if asked.is_nullable else value


@dataclass(frozen=True)
class Expression:
    """Computed by the database from the row."""

    sql: Callable[[Any], Any]
    needs: Permission | None = None

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        text = guarded(compiler, row, self.needs, json(self.sql(row)))
        return or_else(text, NULL if asked.is_nullable else BROKEN)


@dataclass(frozen=True)
class Value:
    """A value object made of a row's columns, such as Money of a report's figures."""

    make: Callable[[Any], Any]
    needs: Permission | None = None

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        return compiler.object(asked, asked.kind, self.make(row))


@dataclass(frozen=True)
class GlobalId:
    """The global id of a row that a column names, without looking for the row."""

    kind: str
    column: str
    needs: Permission | None = None

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        text = glue([f'"{self.kind}:', Plain(getattr(row, self.column)), '"'])
        return or_else(guarded(compiler, row, self.needs, text), NULL)


@dataclass(frozen=True)
class Made:
    """Computed in Python; the statement delivers the columns it is made of.

    Objects are made as dictionaries by the names of their fields; what is asked for is taken.
    """

    make: Make
    columns: tuple[str, ...]
    needs: Permission | None = None

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        compiler.made.append(
            self.make if is_leaf_type(asked.kind) else self.taking(compiler, asked)
        )
        told = members((name, or_else(json(getattr(row, name)), NULL)) for name in self.columns)
        return glue([f"{MADE}{len(compiler.made) - 1}:", told, END])

    def taking(self, compiler: Compiler, asked: Asked) -> Make:
        """`make`, and of what it makes what is asked for."""
        wanted = [(one.key, one.name) for one in asked.below(asked.kind)]
        named = {"__typename": asked.kind.name, TYPE: asked.kind.name}
        if compiler.names_types:
            wanted.append((TYPE, TYPE))

        def taken(made: Any) -> Any:
            if isinstance(made, list):
                return [taken(one) for one in made]
            return made and {key: (made | named)[name] for key, name in wanted}

        return lambda moment, **columns: taken(self.make(moment, **columns))


@dataclass(frozen=True)
class OneOf:
    """Of a to-many relationship, the one row for which a condition holds."""

    relation: str
    where: Callable[[Any], Any]
    needs: Permission | None = None

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        relation = inspect(row).mapper.relationships[self.relation]
        other, seen = compiler.rows(relation.mapper.class_)
        text = compiler.object(asked, asked.kind, other)
        tied = [*joined(row, other, relation), self.where(other), seen]
        found = select(text.label("item")).where(*tied).correlate(row)
        return or_else(found.scalar_subquery(), NULL)


@dataclass(frozen=True)
class Found:
    """Rows of the field's type that a condition ties to the row: so many at most, in an order."""

    ties: Callable[[Any, Any], Any]
    order: Callable[[Any, Any], Any]
    most: int
    needs: Permission | None = None

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        model: Any = asked.kind.extensions["strawberry-definition"].origin.model
        other, seen = compiler.rows(model)
        item = compiler.object(asked, asked.kind, other).label("item")
        rank = self.order(row, other).label("rank")  # SQLite sorts by no column from further out
        found = select(item, rank).where(seen, self.ties(row, other)).correlate(row)
        ordered = found.order_by(rank, other.id)
        return listed(compiler, ordered.limit(literal_column(str(self.most))))


def guarded(compiler: Compiler, row: Any, needs: Permission | None, text: Sql) -> Sql:
    """Null on rows of stores in which the reader does not hold what the field needs."""
    in_every_store = needs is None or compiler.grants.reach(needs) is Reach.EVERY_STORE
    store = "store_id" if hasattr(row, "store_id") else getattr(row, "store_column", None)
    if needs is None or in_every_store or store is None:
        return text
    return case((of_stores(row, compiler.grants, needs, store), text))


def joined(parent: Any, child: Any, relation: RelationshipProperty[Any]) -> list[Sql]:
    """What ties the rows of a relationship together."""

    def column(row: Any, column: Any) -> Any:
        return getattr(row, inspect(row).mapper.get_property_by_column(column).key)

    if relation.secondary is not None:
        raise TypeError(f"{relation}: give the table between a model of its own.")
    pairs = relation.local_remote_pairs or ()
    return [column(parent, here) == column(child, there) for here, there in pairs]


def related(compiler: Compiler, asked: Asked, row: Any, relation: RelationshipProperty[Any]) -> Sql:
    """The row, or all the rows, at the other end, as far as the actor sees them."""
    other, seen = compiler.rows(relation.mapper.class_)
    text = compiler.object(asked, asked.kind, other)
    found = select(text.label("item")).where(*joined(row, other, relation), seen).correlate(row)
    if not relation.uselist:
        return or_else(found.scalar_subquery(), NULL if asked.is_nullable else BROKEN)
    return listed(compiler, found.order_by(*in_order(other, relation.order_by or ())))


def in_order(row: Any, columns: Any) -> list[Any]:
    """The columns of a relationship's `order_by`, on the alias, and its id."""
    mapper = inspect(row).mapper
    names = [mapper.get_property_by_column(column).key for column in columns]
    return [*(getattr(row, name) for name in names if name != "id"), row.id]


def listed(compiler: Compiler, found: Any) -> Sql:
    """The JSON list of a sorted Select's one column, `item`."""
    items = found.subquery(compiler.name("list"))
    return glue(["[", or_else(select(Joined(items.c.item)).scalar_subquery(), ""), "]"])


def embedded(compiler: Compiler, asked: Asked, row: Any, composite: Any) -> Sql:
    """A value object kept in columns of its owner; absent when its first column is NULL."""
    columns = [getattr(row, column.key) for column in composite.props]
    names = [field.name for field in fields(composite.composite_class)]
    value = SimpleNamespace(**dict(zip(names, columns, strict=True)))
    text = compiler.object(asked, asked.kind, value)
    return case((columns[0].is_(None), constant(NULL)), else_=text) if asked.is_nullable else text


def attribute(*, needs: Permission | None = None, **how: Any) -> Any:
    """The model's column, composite, to-one or bounded to-many relation of that name."""
    return strawberry.field(metadata={"reading": Attribute(needs)}, **how)


def sql(expression: Callable[[Any], Any], *, needs: Permission | None = None, **how: Any) -> Any:
    """Computed by the database: `expression` takes the row's alias."""
    return strawberry.field(metadata={"reading": Expression(expression, needs)}, **how)


def value(make: Callable[[Any], Any], **how: Any) -> Any:
    """A value object: `make` gives it the columns that its fields look for."""
    return strawberry.field(metadata={"reading": Value(make)}, **how)


def made(make: Make, *columns: str, needs: Permission | None = None, **how: Any) -> Any:
    """Finished in Python: `make(moment, column=value, …)` gives the JSON value, or the objects."""
    return strawberry.field(metadata={"reading": Made(make, columns, needs)}, **how)


def one_of(relation: str, where: Callable[[Any], Any], **how: Any) -> Any:
    """Of the rows that a to-many relation leads to, the one, if any, that `where` picks."""
    return strawberry.field(metadata={"reading": OneOf(relation, where)}, **how)


def global_id(kind: str, column: str, *, needs: Permission | None = None, **how: Any) -> Any:
    """The global id of the row of `kind` that the column names."""
    return strawberry.field(metadata={"reading": GlobalId(kind, column, needs)}, **how)


def found(
    ties: Callable[[Any, Any], Any], order: Callable[[Any, Any], Any], most: int, **how: Any
) -> Any:
    """A list of up to `most` rows that `ties(row, other)` holds for, by `order(row, other)`."""
    return strawberry.field(metadata={"reading": Found(ties, order, most)}, **how)


def moves(machine: Machine[Any], column: str, **how: Any) -> Any:
    """The states that may follow the one the row is in."""

    def allowed(row: Any) -> Any:
        state = getattr(row, column)
        whens = [
            (state == now, constant("[" + ",".join(f'"{to.name}"' for to in after) + "]"))
            for now, after in machine.moves.items()
        ]
        return type_coerce(case(*whens, else_=constant("[]")), JsonText())

    return sql(allowed, **how)
