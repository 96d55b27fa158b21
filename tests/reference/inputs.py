"""Scalars as clients send them."""

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from tests.reference.refusals import bad


def read_instant(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(value)
        aware = found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, TypeError, OverflowError):
        aware = None
    if aware is None:
        raise bad("no instant")
    return aware.replace(microsecond=aware.microsecond // 1000 * 1000)


def read_date(value: Any) -> date:
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no zone
    except (ValueError, TypeError):
        raise bad("no day") from None


def read_decimal(value: Any) -> Decimal:
    try:
        return Decimal(value)
    except (InvalidOperation, ValueError, TypeError):
        raise bad("no decimal") from None
