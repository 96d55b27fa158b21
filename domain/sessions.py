"""The session that changes are made in: where they are simple, so is what it does.

SQLAlchemy's unit of work is made for webs of objects: loading one row and saving one change cost it
half a millisecond. One row found, one row changed or one row added go by prepared statements
instead; whatever else there is goes SQLAlchemy's way, and nobody sees a difference but the clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import Engine, Select, Table, bindparam, inspect, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.orm.exc import StaleDataError

from domain.base import Base, changed_columns, columns_of, make_ready
from domain.prepared import Prepared, PreparedInsert

Row = TypeVar("Row", bound=Base)
OWN = "own_id"


class WritingSession(Session):
    """One unit of work; rows stay as they are when it is committed."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, expire_on_commit=False)

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        new, dirty = list(self.new), list(self.dirty)
        [row] = [*new, *dirty] if len(new) + len(dirty) == 1 else [None]
        if row is None or objects or self.deleted or not is_simple(row, is_new=bool(new)):
            super().flush(objects)
        elif new:
            make_ready(self, row, is_new=True)
            self._insert(row)
        else:
            self._update(row)

    def wrote(self, rows: Iterable[Base]) -> None:
        """Called with new rows that `insert_rows` has written."""

    def _insert(self, row: Base) -> None:
        state = instance_state(row)
        for key, own in defaults_of(type(row)).items():
            state.dict.setdefault(key, own)
        inserting(type(row)).run(self, values_of(row, columns_of(type(row))))
        self.dispatch.after_flush(self, None)
        self._register_persistent({state})
        state._commit_all(state.dict, self.identity_map)  # noqa: SLF001  as Session.flush does

    def _update(self, row: Base) -> None:
        state = instance_state(row)
        if changed_columns(row):
            make_ready(self, row)
            keys = tuple(changed_columns(row))
            values = {**values_of(row, keys), OWN: row.id}
            if updating(type(row), keys).run(self, values) != 1:
                raise StaleDataError(f"No row was updated: {type(row).__name__} {row.id}")
            self.dispatch.after_flush(self, None)
        state._commit_all(state.dict, self.identity_map)  # noqa: SLF001  as Session.flush does

    def found(self, statement: Select[Row], model: type[Row], id: Any, values: Any) -> Row | None:
        """The one row of a statement that asks for the row `id`, if it finds it."""
        key: Any = inspect(model).identity_key_from_primary_key((id,))
        if self.new or self.dirty or self.deleted or key in self.identity_map:
            return self.scalar(statement, values)
        keys, prepared = loading(statement)
        columns = prepared.first(self, values)
        if columns is None:
            return None
        found = cast(Row, inspect(model).class_manager.new_instance())
        state = instance_state(found)
        state.dict.update(zip(keys, columns, strict=True))
        state.key, state.session_id = key, self.hash_key
        self.identity_map.add(state)
        return found


def insert_rows(session: Session, rows: Iterable[Base]) -> None:
    """New rows, many at once, a table after the other in the order in which tables first come.

    They stay outside the session, whose unit of work costs as much again for each of them.
    """
    session.flush()  # what they point to
    by_model: dict[type[Base], list[Base]] = {}
    for row in rows:
        values = instance_state(row).dict
        for key, own in defaults_of(type(row)).items():
            values.setdefault(key, own)
        make_ready(session, row, is_new=True)
        by_model.setdefault(type(row), []).append(row)
    for model, found in by_model.items():
        columns = columns_of(model)
        inserting(model).many(session, [values_of(row, columns) for row in found], {})
        if isinstance(session, WritingSession):
            session.wrote(found)


def is_simple(row: Base, *, is_new: bool) -> bool:
    """Whether the change is in the row's own columns, and in nothing that hangs on it."""
    state = instance_state(row)
    if is_new:
        return not any(state.dict.get(link) for link in links_of(type(row)))
    columns = columns_of(type(row))
    return all(key in columns for key in state.committed_state)


@cache
def links_of(model: type[Base]) -> Sequence[str]:
    return tuple(inspect(model).relationships.keys())


def values_of(row: Base, keys: Iterable[str]) -> dict[str, Any]:
    """By the names of the columns."""
    columns, values = columns_of(type(row)), instance_state(row).dict
    return {columns[key].key: values.get(key) for key in keys}


@cache
def defaults_of(model: type[Base]) -> Mapping[str, Any]:
    """What columns hold of which nothing was said, where that is a plain value."""
    defaults: dict[str, Any] = {
        key: column.default for key, column in columns_of(model).items() if column.default
    }
    return {key: default.arg for key, default in defaults.items() if default.is_scalar}


@cache
def inserting(model: type[Base]) -> PreparedInsert:
    """A row; what a column takes from SQL by default, it takes."""
    table = table_of(model)
    said = [column for column in table.c if column.default is None or column.default.is_scalar]
    return PreparedInsert(table, said)


@cache
def usual_of(model: type[Base]) -> Mapping[str, Any]:
    """`defaults_of`, by the names of the columns."""
    columns = columns_of(model)
    return {columns[key].key: own for key, own in defaults_of(model).items()}


@lru_cache(4_096)
def updating(model: type[Base], keys: Sequence[str]) -> Prepared:
    table, columns = table_of(model), columns_of(model)
    changed = {columns[key].key: _bound(columns[key]) for key in keys}
    return Prepared(update(table).where(table.c.id == bindparam(OWN)).values(changed))


def _bound(column: Any) -> Any:
    return bindparam(column.key, type_=column.type)


def table_of(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


@lru_cache(4_096)
def loading(statement: Select[Any]) -> tuple[list[str], Prepared]:
    """The attributes that a statement's columns fill, and the statement."""
    [described] = statement.column_descriptions
    mapper = inspect(described["entity"])
    keys = [mapper.get_property_by_column(column).key for column in statement.selected_columns]
    return keys, Prepared(statement)
