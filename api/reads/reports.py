"""Lists, or one row, from a hand-written Select; its columns are the type's fields by name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from inspect import Parameter, signature
from typing import Any

import strawberry
from sqlalchemy import Date, Integer, Select, select
from sqlalchemy import Enum as EnumType
from sqlalchemy.types import TypeEngine
from strawberry.utils.str_converters import to_camel_case

from api.reads.compiler import Compiler, Given, Moment, Pick, Rooted, only, refuse
from api.reads.filters import sane
from api.reads.ids import meant_id
from api.reads.roots import all_rows, described_argument, text_of
from api.reads.selection import Asked
from api.reads.text import Joined, Sql, glue, or_else
from api.reads.walk import reading_field
from domain.base import Base, RowId, UtcDateTime, Words
from domain.errors import DomainError
from domain.permissions import Permission

TYPES: dict[type, TypeEngine[Any]] = {
    date: Date(),
    datetime: UtcDateTime(),
    int: Integer(),
    str: Words(),
}


@dataclass(frozen=True)
class Report:
    """A Select written by hand; its columns are the fields of the type, by name."""

    build: Callable[..., Select[*tuple[Any, ...]]]
    arguments: dict[str, type]
    derived: dict[str, tuple[Any, Callable[[Given], Any]]]
    needs: Permission | None = None
    is_one: bool = False

    def root(self, compiler: Compiler, asked: Asked) -> Rooted:
        rows = self.build(compiler.grants, **self.values(compiler, asked)).subquery("report")
        found = select(compiler.object(asked, asked.kind, rows.c))
        return Rooted(found, only if self.is_one else all_rows)

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        if self.is_one:
            return text_of(self.root(compiler, asked))
        items = self.root(compiler, asked).statement.subquery()
        joined = select(Joined(next(iter(items.c)))).scalar_subquery()
        return glue(["[", or_else(joined, ""), "]"])

    def values(self, compiler: Compiler, asked: Asked) -> dict[str, Any]:
        def value(name: str, kind: type) -> Any:
            is_link = issubclass(kind, Base)
            type_ = RowId() if is_link else type_of(kind)

            def pick(given: Given, _moment: Moment) -> Any:
                said: Any = given.get(to_camel_case(name))
                return meant_id(kind.__name__, said) if is_link else sane(said)

            return compiler.bind(asked, pick, type_)

        taken = signature(self.build).parameters
        found = {name: value(name, kind) for name, kind in self.arguments.items() if name in taken}
        for name, (type_, derive) in self.derived.items():
            found[name] = compiler.bind(asked, derived_by(derive), type_)
        return found


def type_of(kind: type) -> TypeEngine[Any]:
    """How an argument is bound."""
    return EnumType(kind, native_enum=False) if issubclass(kind, Enum) else TYPES[kind]


def derived_by(derive: Callable[[Given], Any]) -> Pick:
    def pick(given: Given, _moment: Moment) -> Any:
        try:
            return derive(given)
        except DomainError as error:
            raise refuse(str(error)) from None

    return pick


def shown_as(kind: type) -> Any:
    return strawberry.ID if issubclass(kind, Base) else kind


def report(
    build: Callable[..., Select[*tuple[Any, ...]]],
    arguments: dict[str, tuple[type, str]],
    *,
    derived: dict[str, tuple[Any, Callable[[Given], Any]]] | None = None,
    needs: Permission | None = None,
    is_one: bool = False,
    **how: Any,
) -> Any:
    """A list, or one row, from a hand-written Select, which puts the reader's scope in itself.

    With `is_one` it is no list: the Select has one row, or none.

    `build` takes the reader's grants, then by name the field's arguments and what is `derived` of
    them in Python, all as SQL values. `arguments` gives each its type and its sentence; a
    model stands for the global id of one of its rows. `derived` gives an SQL type and a function of
    the arguments.
    """
    kinds = {name: kind for name, (kind, _) in arguments.items()}
    shown = {
        name: (described_argument(shown_as(kind), said), Parameter.empty)
        for name, (kind, said) in arguments.items()
    }
    return reading_field(Report(build, kinds, derived or {}, needs, is_one), shown, **how)
