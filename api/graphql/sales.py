"""What stores sell, day by day."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import strawberry

from api import reads
from api.money import Money
from domain.base import Words
from domain.calendar import MOST_DAYS, days_between
from domain.orders.queries import sales_by_day
from domain.permissions import Permission
from domain.scope import Many
from domain.stores.models import Store


def _total(row: Any) -> Any:
    return SimpleNamespace(minor=row.total_minor, currency=row.currency)


@strawberry.type(description="What a store sold on one day of its own calendar.")
class SalesDay:
    day: date = reads.sql(lambda row: row.day, description="From midnight to midnight there.")
    order_count: int = reads.sql(
        lambda row: row.order_count, description="Sales placed and not cancelled."
    )
    item_count: int = reads.sql(lambda row: row.item_count, description="Pieces in them.")
    total: Money = reads.value(_total, description="What they come to, before refunds.")


@strawberry.type
class SalesQuery:
    sales_by_day: list[SalesDay] | None = reads.report(
        sales_by_day,
        {
            "store_id": (Store, "The store."),
            "since": (date, "The first day."),
            "until": (date, f"The last day; {MOST_DAYS} days at most."),
        },
        derived={
            "days": (Many(Words()), lambda given: days_between(given["since"], given["until"]))
        },
        needs=Permission.ORDERS_READ,
        description="A line for each day, quiet ones too; none for a store you do not see.",
    )
