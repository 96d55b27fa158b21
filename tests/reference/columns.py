"""What a model's column holds, told apart by its type, and its values made plain."""

from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import Enum as EnumType
from sqlalchemy import inspect

from tests.reference.rows import MODELS
from tests.reference.words import instant


def kind_of(model: str, name: str) -> Any:
    """`id`, str, int, bool, datetime, Decimal, or the enum class."""
    column = inspect(MODELS[model]).column_attrs[name].columns[0]
    if isinstance(column.type, EnumType):
        return column.type.enum_class
    found = column.type.python_type
    return "id" if found is UUID else found


def may_be_null(model: str, name: str) -> bool:
    return bool(inspect(MODELS[model]).column_attrs[name].columns[0].nullable)


def plain(value: Any) -> Any:
    """Enums by name; the rest as it is."""
    return value.name if isinstance(value, Enum) else value


def shown(value: Any) -> Any:
    """As the graph writes it."""
    match value:
        case datetime():
            return instant(value)
        case Decimal():
            text = f"{value:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        case UUID():
            return str(value)
        case _:
            return plain(value)
