"""The whole table: importing it fills it."""

from tests.writes import (
    compliance,
    descriptions,
    files,
    goods,
    orders,
    people,
    renders,
    reviews,
    stores,
    templates,
)
from tests.writes.changes import CHANGES, FIELDS

__all__ = [
    "CHANGES",
    "FIELDS",
    "compliance",
    "descriptions",
    "files",
    "goods",
    "orders",
    "people",
    "renders",
    "reviews",
    "stores",
    "templates",
]
