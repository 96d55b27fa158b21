"""How the graph writes values that GraphQL has no type for."""

import re
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import strawberry
from graphql import GraphQLError

from api.http.uploaded import Uploaded
from domain.base import instant_text, to_millisecond

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PLACES = 30
"""No decimal of ours has so many before the point, or noughts behind it."""


def _refused(message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})


def read_instant(value: Any) -> datetime:
    """An aware instant from ISO 8601 text, cut to the millisecond."""
    with suppress(TypeError, ValueError, OverflowError):
        found = datetime.fromisoformat(value)
        if found.tzinfo is not None:
            return to_millisecond(found)
    raise _refused("A DateTime is ISO 8601 with its offset: 2026-03-02T09:00:00Z.")


def read_date(value: Any) -> date:
    """A day from ISO 8601 text."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise _refused("A Date is a day as ISO 8601 writes it: 2026-03-02.")


def read_decimal(value: Any) -> Decimal:
    """An exact decimal from a string; a bare number may have lost digits on its way."""
    found = None
    if isinstance(value, str | int) and not isinstance(value, bool):
        with suppress(ValueError, InvalidOperation):
            found = Decimal(value)
    if found is None or not found.is_finite() or not -PLACES < found.adjusted() < PLACES:
        raise _refused('A Decimal is a string of digits: "12.50".')
    return found


def read_upload(value: Any) -> Uploaded:
    """No JSON and no literal is one."""
    if not isinstance(value, Uploaded):
        raise _refused("A file is sent beside the operation, as multipart/form-data.")
    return value


def write_upload(_: Any) -> Any:
    raise TypeError("A file sent is never answered.")


SCALARS: dict[Any, Any] = {
    Uploaded: strawberry.scalar(
        name="Upload",
        description="A file, sent beside the operation by the multipart request specification: "
        "null stands in its place in the variables.",
        serialize=write_upload,
        parse_value=read_upload,
        specified_by_url="https://github.com/jaydenseric/graphql-multipart-request-spec",
    ),
    date: strawberry.scalar(
        name="Date",
        description="A day, without a time: `2026-03-02`.",
        serialize=lambda value: value if isinstance(value, str) else value.isoformat(),
        parse_value=read_date,
        specified_by_url="https://scalars.graphql.org/andimarek/local-date",
    ),
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
}
