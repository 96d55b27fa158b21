"""The whole table: importing it fills it."""

from tests.writes import goods, orders, people, stores
from tests.writes.changes import CHANGES, FIELDS

__all__ = ["CHANGES", "FIELDS", "goods", "orders", "people", "stores"]
