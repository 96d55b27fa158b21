"""Scalars as clients send them."""

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from tests.reference.refusals import bad


def read_instant(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(value)
        if found.tzinfo is None:
            raise ValueError(value)
        found = found.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        raise bad("no instant") from None
    return found.replace(microsecond=found.microsecond // 1000 * 1000)


def read_date(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (ValueError, TypeError):
        raise bad("no day") from None


def read_decimal(value: Any) -> Decimal:
    try:
        return Decimal(value)
    except (InvalidOperation, ValueError, TypeError):
        raise bad("no decimal") from None
