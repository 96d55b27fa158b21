"""The whole table: importing it fills it."""

from tests.writes import compliance, files, goods, orders, people, renders, stores
from tests.writes.changes import CHANGES, FIELDS

__all__ = [
    "CHANGES",
    "FIELDS",
    "compliance",
    "files",
    "goods",
    "orders",
    "people",
    "renders",
    "stores",
]
