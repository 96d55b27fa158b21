"""Global ids: the type's name, a colon, and the row's own UUID."""

from collections.abc import Iterable
from re import fullmatch
from typing import Any
from uuid import UUID

from sqlalchemy import inspect

from api.reads.compiler import refuse
from domain.base import Base
from domain.ids import NOBODY

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def row_id(kind: str, id: str) -> UUID:
    """The row's own id; the id of no row when it is malformed or names another `kind`."""
    said, _, own = id.partition(":")
    if said != kind or not fullmatch(_UUID, own):
        return NOBODY
    return UUID(own)


def meant_id(kind: str | None, id: str) -> UUID:
    """The row's own id; BAD_USER_INPUT where it is malformed or names another `kind`.

    For filters and reports: there an id of no row would pass for one that finds nothing.
    """
    said, _, own = id.partition(":")
    if not said or kind not in {None, said} or not fullmatch(_UUID, own):
        raise refuse(f"{id[:60]!r} is no id of a {kind or 'thing'}.")
    return UUID(own)


def kind_linked(model: type[Base], name: str) -> str | None:
    """The type whose ids the column holds, by its foreign key."""
    [column] = inspect(model).column_attrs[name].columns
    tables = [key.column.table for key in column.foreign_keys]
    kinds = [one.class_.__name__ for one in Base.registry.mappers if one.local_table in tables]
    return kinds[0] if kinds else None


def row_ids(kind: str, ids: Iterable[str]) -> list[UUID]:
    return [row_id(kind, said) for said in ids]


def maybe_row_id(kind: str, id: str | None) -> UUID | None:
    """`row_id` of what may be left out. Only null leaves it out: an empty id is that of no row."""
    return None if id is None else row_id(kind, id)


def own_ids(said: dict[str, Any], **kinds: str) -> None:
    """Puts row ids in place of global ones, each by the kind that its name leads to."""
    for name, kind in kinds.items():
        if said.get(name) is not None:
            said[name] = row_id(kind, said[name])


def global_id(kind: str, id: UUID) -> str:
    return f"{kind}:{id}"
