"""Cursors: the sort, its key and the id of a row, as one opaque word."""

from datetime import datetime
from decimal import Decimal
from enum import Enum as PythonEnum
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Enum
from sqlalchemy.types import Boolean, Integer, TypeEngine

from api.reads.compiler import refuse
from api.reads.text import NULL, Cursor, Sql, glue, key_json, or_else
from domain.base import RowId, Scaled, UtcDateTime
from domain.text import is_storable


def cursor(sort: str, keys: list[Sql]) -> Sql:
    """The cursor of a row, quotes and all."""
    parts: list[str | Sql] = [f'["{sort}"']
    for key in keys:
        parts += [",", or_else(key_json(key), NULL)]
    return glue(['"', Cursor(glue([*parts, "]"])), '"'])


def keys_of(word: str, sort: str, types: list[TypeEngine[Any]]) -> list[Any]:
    """The key values in a cursor that `cursor` wrote; BAD_USER_INPUT for any other word."""
    try:
        said, *keys = orjson.loads(bytes.fromhex(word))
        if said != sort or len(keys) != len(types):
            raise ValueError(said)
        return [_value(key, type_) for key, type_ in zip(keys, types, strict=True)]
    except (ValueError, TypeError, LookupError, ArithmeticError):
        raise refuse("This is no cursor of this list in this order.") from None


def _value(key: Any, type_: TypeEngine[Any]) -> Any:
    match type_, key:
        case _, None:
            return None
        case UtcDateTime(), str():
            found = datetime.fromisoformat(key)
            if found.tzinfo is None:
                raise ValueError(key)
            return found
        case RowId(), str():
            return UUID(key)
        case Scaled(), int():
            return Decimal(key).scaleb(-6)
        case Boolean(), bool():
            return key
        case Integer(), int() if abs(key) < 2**63:
            return key
        case Enum(enum_class=kind), str() if kind is not None:
            return _member(kind, key)
        case _, str() if is_storable(key):
            return key
    raise ValueError(key)


def _member(kind: Any, name: str) -> PythonEnum:
    found: PythonEnum = kind[name]
    return found
