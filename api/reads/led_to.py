"""What the one row of a report leads to: value objects in a list, and rows by their ids."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import strawberry
from sqlalchemy import Text, case, func, select

from api.reads.compiler import Compiler, model_of
from api.reads.selection import Asked
from api.reads.text import NULL, Sql, constant, glue, or_else
from domain.permissions import Permission


@dataclass(frozen=True)
class Values:
    """A list of value objects made of one row's columns, each with what says whether it is."""

    make: Callable[[Any], Iterable[tuple[Any, Any]]]
    needs: Permission | None = None

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        parts: list[str | Sql] = []
        for is_there, value in self.make(row):
            item = glue([",", compiler.object(asked, asked.kind, value)])
            parts.append(case((is_there, item), else_=constant("")))
        return glue(["[", func.substr(glue(parts), 2, type_=Text()), "]"])


@dataclass(frozen=True)
class Pointed:
    """The row, as far as the reader sees it, whose id stands in a column of no model."""

    column: str
    needs: Permission | None = None

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        other, seen = compiler.rows(model_of(asked.kind))
        item = compiler.object(asked, asked.kind, other)
        found = select(item).where(other.id == getattr(row, self.column), seen)
        return or_else(found.correlate_except(other).scalar_subquery(), NULL)


def values(make: Callable[[Any], Iterable[tuple[Any, Any]]], **how: Any) -> Any:
    """Value objects: `make` gives for each whether it is there, and its columns."""
    return strawberry.field(metadata={"reading": Values(make)}, **how)


def pointed(column: str, **how: Any) -> Any:
    """The row of the field's type whose id the column of a report holds."""
    return strawberry.field(metadata={"reading": Pointed(column)}, **how)
