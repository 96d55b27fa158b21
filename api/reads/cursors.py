"""Cursors: the sort, its key and the id of a row, as one opaque word."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from enum import Enum as PythonEnum
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Enum
from sqlalchemy.types import Boolean, Integer, String, TypeEngine

from api.reads.compiler import refuse
from api.reads.text import NULL, Cursor, Sql, glue, key_json, or_else
from domain.base import RowId, Scaled, UtcDateTime, Words, instant_text, to_millisecond
from domain.text import is_storable


def cursor(sort: str, keys: list[Sql]) -> Sql:
    """The cursor of a row, quotes and all."""
    parts: list[str | Sql] = [f'["{sort}"']
    for key in keys:
        parts += [",", or_else(key_json(key), NULL)]
    return glue(['"', Cursor(glue([*parts, "]"])), '"'])


def cursor_text(sort: str, keys: Sequence[Any], types: Sequence[TypeEngine[Any]]) -> str:
    """The same word made in Python of the keys that a driver returned."""
    said = [_plain(key, type_) for key, type_ in zip(keys, types, strict=True)]
    return orjson.dumps([sort, *said]).hex()


def _plain(key: Any, type_: TypeEngine[Any]) -> Any:
    match key:
        case datetime():
            return instant_text(key)
        case UUID():
            return str(key)
        case int() if isinstance(type_, Boolean):
            return bool(key)
    return key


def keys_of(word: str, sort: str, columns: Sequence[tuple[TypeEngine[Any], bool]]) -> list[Any]:
    """The key values in a cursor that `cursor` wrote; BAD_USER_INPUT for any other word.

    `columns` are the keys' types and whether there may be no value.
    """
    try:
        said, *keys = orjson.loads(bytes.fromhex(word))
        pairs = zip(keys, columns, strict=True)
        found = [_value(key, type_, may_be_null) for key, (type_, may_be_null) in pairs]
    except (ValueError, TypeError, LookupError, ArithmeticError):
        said, found = None, []
    if said != sort:
        raise refuse("This is no cursor of this list in this order.")
    return found


def _value(key: Any, type_: TypeEngine[Any], may_be_null: bool) -> Any:  # noqa: C901, PLR0911  one a type
    match type_, key:
        case _, None if may_be_null:
            return None
        case UtcDateTime(), str():
            found = datetime.fromisoformat(key)
            if found.tzinfo is None:
                raise ValueError(key)
            return to_millisecond(found)
        case RowId(), str():
            return UUID(key)
        case Boolean(), bool():
            return key
        case ((Integer() | Scaled()), bool()):
            raise ValueError(key)
        case Scaled(), int() if abs(key) < 2**63:
            return Decimal(key).scaleb(-6)
        case Integer(), int() if abs(key) < 2**63:
            return key
        case Enum(enum_class=kind), str() if kind is not None:
            return _member(kind, key)
        case ((String() | Words()), str()) if is_storable(key):
            return key
    raise ValueError(key)


def _member(kind: Any, name: str) -> PythonEnum:
    found: PythonEnum = kind[name]
    return found
