"""Figures over orders, as hand-written selects: each puts the reader's scope in itself."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from domain.base import Words
from domain.calendar import Midnight
from domain.orders.models import Order
from domain.orders.states import OrderKind, OrderState
from domain.permissions import Grants, Permission
from domain.scope import Each, of_stores
from domain.stores.models import Store


def sales_by_day(
    may: Grants, store_id: ColumnElement[UUID], days: ColumnElement[list[str]]
) -> Select[*tuple[Any, ...]]:
    """A row for each day, also one without orders; no row at all for a store not seen.

    `day, order_count, item_count, total_minor, currency`: what was placed that day, from midnight
    to midnight in the store's zone, and not cancelled. Credit notes and adjustments lower the items
    and the total, and are not counted as orders.
    """
    day = Each(days).table(Words(10), "days")
    placed = (
        (Order.store_id == Store.id)
        & (Order.placed_at >= Midnight(day.c.item, Store.time_zone))
        & (Order.placed_at < Midnight(day.c.item, Store.time_zone, later=1))
        & (Order.state != OrderState.CANCELLED)
        & Order.scope(Order, may)
    )

    def of_day(figure: Any) -> Any:
        """A subquery a figure: of a join, PostgreSQL would try every order for every day."""
        return select(figure).where(placed).correlate(Store, day).scalar_subquery()

    return (
        select(
            day.c.item.label("day"),
            of_day(func.count().filter(Order.kind == OrderKind.SALE)).label("order_count"),
            func.coalesce(of_day(func.sum(Order.item_count)), 0).label("item_count"),
            func.coalesce(of_day(func.sum(Order.total_minor)), 0).label("total_minor"),
            Store.currency.label("currency"),
        )
        .select_from(Store)
        .join(day, Store.id == store_id)
        .where(of_stores(Store, may, Permission.ORDERS_READ, "id"))
        .order_by(day.c.item)
    )
