"""Fields that are found out from rows of other tables than their own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import strawberry
from graphql import is_leaf_type
from sqlalchemy import literal_column, select

from api.reads.compiler import Compiler, Make
from api.reads.fields import Made, guarded
from api.reads.selection import Asked
from api.reads.text import END, MADE, NULL, Sql, glue, json, members, or_else
from domain.permissions import Permission

Told = Callable[[Compiler, Any], Sql]
"""A value as JSON text, from the compiler, which opens tables, and the row's alias."""


@dataclass(frozen=True)
class Figured(Made):
    """Computed in Python from columns and from what else the statement can tell of the row."""

    told: Mapping[str, Told] = field(default_factory=dict)

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        make = self.make if is_leaf_type(asked.kind) else self.taking(compiler, asked)
        compiler.made.append(make)
        number = len(compiler.made) - 1
        own = [(name, or_else(json(getattr(row, name)), NULL)) for name in self.columns]
        more = [(name, tell(compiler, row)) for name, tell in self.told.items()]
        return glue([f"{MADE}{number}:", members([*own, *more]), END])


@dataclass(frozen=True)
class Foremost:
    """Of the rows that a condition ties to the row, the first in an order, as one object."""

    ties: Callable[[Any, Any], Any]
    order: Callable[[Any, Any], Any]
    needs: Permission | None = None

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        model: Any = asked.kind.extensions["strawberry-definition"].origin.model
        other, seen = compiler.rows(model)
        item = compiler.object(asked, asked.kind, other).label("item")
        found = select(item).where(seen, self.ties(row, other)).correlate(row)
        ordered = found.order_by(self.order(row, other), other.id).limit(literal_column("1"))
        return or_else(guarded(compiler, row, self.needs, ordered.scalar_subquery()), NULL)


def figured(make: Make, *columns: str, told: Mapping[str, Told], **how: Any) -> Any:
    """Finished in Python: `make(moment, name=value, …)` of columns and of what is `told`."""
    return strawberry.field(metadata={"reading": Figured(make, columns, told=told)}, **how)


def foremost(
    ties: Callable[[Any, Any], Any],
    order: Callable[[Any, Any], Any],
    *,
    needs: Permission | None = None,
    **how: Any,
) -> Any:
    """Of those that `ties(row, other)` holds for, the first by `order(row, other)`."""
    return strawberry.field(metadata={"reading": Foremost(ties, order, needs)}, **how)
