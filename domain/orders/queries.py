"""Figures over orders, as hand-written selects: each puts the reader's scope in itself."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, column, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Text

from domain.base import UtcDateTime, Words, instant_text
from domain.errors import Invalid, LimitExceeded
from domain.orders.models import Order
from domain.orders.states import OrderState
from domain.permissions import Grants, Permission
from domain.scope import of_stores
from domain.stores.models import Store

MOST_DAYS = 366


class Spans(FunctionElement[Any]):
    """A table `(day, since, until)` of the spans in one JSON text: `[["2026-03-01", …, …], …]`.

    SQLite knows no time zones, so days are cut in Python and both databases are handed the same.
    """

    inherit_cache = True

    def __init__(self, spans: Any) -> None:
        super().__init__(spans)


@compiles(Spans, "sqlite")
def _(spans: Spans, compiler: Any, **how: Any) -> str:
    given = compiler.process(spans.clauses, **how)
    return (
        "(SELECT json_extract(value, '$[0]') AS day, json_extract(value, '$[1]') AS since,"  # noqa: S608
        f" json_extract(value, '$[2]') AS until FROM json_each({given}))"
    )


@compiles(Spans, "postgresql")
def _(spans: Spans, compiler: Any, **how: Any) -> str:
    given = compiler.process(spans.clauses, **how)
    return (
        "(SELECT span ->> 0 AS day, CAST(span ->> 1 AS timestamptz) AS since,"  # noqa: S608
        " CAST(span ->> 2 AS timestamptz) AS until"
        f" FROM jsonb_array_elements(CAST({given} AS jsonb)) AS spans(span))"
    )


def days_of(since: date, until: date, time_zone: str) -> str:
    """The days from `since` to `until`, both included, as `Spans` reads them.

    Each from its midnight to the next in the store's zone: 23, 24 or 25 hours.
    """
    if until < since:
        raise Invalid("The last day is before the first.", "until")
    if (until - since).days >= MOST_DAYS:
        raise LimitExceeded(f"Up to {MOST_DAYS} days at once.", MOST_DAYS, "until")
    return json.dumps(list(_spans(since, until, ZoneInfo(time_zone))))


def _spans(since: date, until: date, zone: ZoneInfo) -> Iterator[tuple[str, str, str]]:
    for offset in range((until - since).days + 1):
        day = since + timedelta(days=offset)
        begins, ends = (
            datetime.combine(day + timedelta(days=after), time(), zone).astimezone(UTC)
            for after in (0, 1)
        )
        yield day.isoformat(), instant_text(begins), instant_text(ends)


def days(name: str = "days") -> BindParameter[str]:
    """Where a run puts what `days_of` said."""
    return bindparam(name, type_=Text())


def sales_by_day(
    may: Grants, store: ColumnElement[UUID], spans: ColumnElement[str]
) -> Select[*tuple[Any, ...]]:
    """A row for each day, also one without orders; no row at all for a store not seen.

    `day, order_count, item_count, total_minor, currency`: orders placed that day and not cancelled.
    """
    span = Spans(spans).table_valued(
        column("day", Words(10)), column("since", UtcDateTime()), column("until", UtcDateTime())
    )
    span = span.alias("spans")
    placed = (
        (Order.store_id == Store.id)
        & (Order.placed_at >= span.c.since)
        & (Order.placed_at < span.c.until)
        & (Order.state != OrderState.CANCELLED)
        & Order.scope(Order, may)
    )
    return (
        select(
            span.c.day.label("day"),
            func.count(Order.id).label("order_count"),
            func.coalesce(func.sum(Order.item_count), 0).label("item_count"),
            func.coalesce(func.sum(Order.total_minor), 0).label("total_minor"),
            Store.currency.label("currency"),
        )
        .select_from(Store)
        .join(span, Store.id == store)
        .join(Order, placed, isouter=True)
        .where(of_stores(Store, may, Permission.ORDERS_READ, "id"))
        .group_by(span.c.day, Store.currency)
        .order_by(span.c.day)
    )
