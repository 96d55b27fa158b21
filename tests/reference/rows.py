"""Every row of a database in lists, and what hangs together with what."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from domain.base import Base

MODELS: dict[str, Any] = {mapper.class_.__name__: mapper.class_ for mapper in Base.registry.mappers}


class Tables:
    """Read once; the rows know nothing of a session afterwards."""

    def __init__(self, engine: Engine) -> None:
        self.rows: dict[str, list[Any]] = {}
        self._by: dict[tuple[str, str], dict[Any, list[Any]]] = {}
        with Session(engine) as session:
            for name, model in MODELS.items():
                self.rows[name] = list(
                    session.scalars(select(model).order_by(model.id))
                )  # PostgreSQL's own order is chance
            session.expunge_all()

    def by(self, kind: str, column: str) -> dict[Any, list[Any]]:
        """The rows of a type by the value of one of their columns."""
        if (kind, column) not in self._by:
            found = defaultdict(list)
            for row in self.rows[kind]:
                found[getattr(row, column)].append(row)
            self._by[kind, column] = found
        return self._by[kind, column]

    def one(self, kind: str, id: Any) -> Any:
        found = self.by(kind, "id").get(id)
        return found[0] if found else None

    def related(self, row: Any, name: str) -> list[Any]:
        """The rows at the other end of a relationship, in its order."""
        relation = inspect(type(row)).relationships[name]
        [(here, there), *more] = relation.local_remote_pairs
        value = getattr(row, key_of(type(row), here))
        if value is None:
            return []
        other = relation.mapper.class_
        found = self.by(other.__name__, key_of(other, there)).get(value, [])
        for also, tied in more:
            value, key = getattr(row, key_of(type(row), also)), key_of(other, tied)
            found = [one for one in found if getattr(one, key) == value]
        keys = [key_of(other, column) for column in relation.order_by or ()]
        return sorted(found, key=lambda row: [*(getattr(row, key) for key in keys), row.id])


def key_of(model: Any, column: Any) -> str:
    found: str = inspect(model).get_property_by_column(column).key
    return found
