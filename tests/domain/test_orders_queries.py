"""Sales by day on both databases, and who sees whose."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, literal

from domain.base import RowId, Words
from domain.calendar import days_between
from domain.orders.queries import sales_by_day
from domain.orders.states import OrderState
from domain.permissions import Permission, Role
from domain.scope import Many
from domain.stores.models import Store
from domain.work import Actor
from tests.conftest import House
from tests.factories.orders import make_order
from tests.factories.stores import make_store

FIRST, LAST = date(2026, 3, 28), date(2026, 3, 30)


def sales(house: House, store: Store, actor: Actor | None = None) -> list[Any]:
    actor = actor or house.manager
    days = bindparam("days", type_=Many(Words()))
    found = sales_by_day(actor.grants, literal(store.id, RowId()), days)
    given = {**actor.values(), "days": days_between(FIRST, LAST)}
    return [tuple(row) for row in house.session.execute(found, given)]


def test_a_day_has_what_was_placed_in_it_where_the_store_is(house: House) -> None:
    store = make_store(house, time_zone="Asia/Shanghai", currency="EUR")
    for day, hour, total in (
        (27, 15, 1_00),  # 23:00 on the 27th in Shanghai
        (27, 16, 2_00),  # midnight
        (28, 15, 4_00),
        (29, 16, 8_00),
        (30, 16, 16_00),
    ):
        placed = datetime(2026, 3, day, hour, tzinfo=UTC)
        make_order(house, store, total=total, placed_at=placed, item_count=3)
    cancelled = datetime(2026, 3, 28, 12, tzinfo=UTC)
    make_order(house, store, placed_at=cancelled, state=OrderState.CANCELLED)
    make_order(house, placed_at=cancelled)  # of another store
    assert sales(house, store) == [
        ("2026-03-28", 2, 6, 6_00, "EUR"),
        ("2026-03-29", 0, 0, 0, "EUR"),
        ("2026-03-30", 1, 3, 8_00, "EUR"),
    ]


@pytest.mark.parametrize("how", ["stranger", "other store", "other stores", "designer", "nothing"])
def test_the_sales_of_a_store_one_does_not_see_have_no_rows(house: House, how: str) -> None:
    store, others = make_store(house), [make_store(house), make_store(house)]
    make_order(house, store, placed_at=datetime(2026, 3, 28, 12, tzinfo=UTC))
    actor = {
        "stranger": lambda: house.second.manager,
        "other store": lambda: house.actor(Role.MANAGER, stores=others[:1]),
        "other stores": lambda: house.actor(Role.MANAGER, stores=others),
        "designer": lambda: house.actor(Role.DESIGNER),
        "nothing": lambda: house.holding(Permission.STORES_READ),
    }[how]()
    assert sales(house, store, actor) == []


def test_who_works_in_the_store_sees_its_sales(house: House) -> None:
    store, other = make_store(house), make_store(house)
    make_order(house, store, placed_at=datetime(2026, 3, 28, 12, tzinfo=UTC))
    for where in ([store], [store, other], None):
        assert sales(house, store, house.actor(Role.FINANCE, stores=where))[0][1] == 1
