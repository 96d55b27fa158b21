"""Column types as migrations write them: frozen, whatever becomes of the types in `domain`."""

from sqlalchemy import String, Uuid
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

INSTANT = String(24).with_variant(postgresql.TIMESTAMP(timezone=True, precision=3), "postgresql")
"""An instant to the millisecond; on SQLite as text, `2026-03-02T09:00:00.000Z`."""

ROW_ID = String(36).with_variant(Uuid(), "postgresql")
"""A UUID."""


def words(length: int | None = None) -> TypeEngine[str]:
    """Text that sorts by code point on both databases."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")
