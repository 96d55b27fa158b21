"""How the graph writes values that GraphQL has no type for."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NewType

import strawberry
from graphql import GraphQLError

from domain.base import instant_text, to_millisecond


def _refused(message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})


def read_instant(value: Any) -> datetime:
    """An aware instant from ISO 8601 text, cut to the millisecond."""
    try:
        found = datetime.fromisoformat(value)
        if found.tzinfo is None:
            raise ValueError(value)
        return to_millisecond(found)
    except (TypeError, ValueError, OverflowError):
        raise _refused("A DateTime is ISO 8601 with its offset: 2026-03-02T09:00:00Z.") from None


def read_decimal(value: Any) -> Decimal:
    """An exact decimal from a string; a bare number may have lost digits on its way."""
    try:
        if not isinstance(value, str | int) or isinstance(value, bool) or len(str(value)) > 40:
            raise ValueError(value)
        found = Decimal(value)
        if not found.is_finite() or abs(found.adjusted()) > 30:
            raise ValueError(value)
        return found
    except (ValueError, InvalidOperation):
        raise _refused('A Decimal is a string of digits: "12.50".') from None


JSON = NewType("JSON", object)

SCALARS: dict[Any, Any] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="An instant in UTC to the millisecond: `2026-03-02T09:00:00.000Z`.",
        serialize=lambda value: value if isinstance(value, str) else instant_text(value),
        parse_value=read_instant,
        specified_by_url="https://scalars.graphql.org/andimarek/date-time",
    ),
    Decimal: strawberry.scalar(
        name="Decimal",
        description='An exact decimal, as a string: `"12.50"`.',
        serialize=str,
        parse_value=read_decimal,
    ),
    JSON: strawberry.scalar(
        name="JSON",
        description="Any JSON value.",
        serialize=lambda value: value,
        parse_value=lambda value: value,
    ),
}
