"""Orders against both databases: what the graph cannot show."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError

from domain.audit import AuditEntry
from domain.base import Base
from domain.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Taken
from domain.ids import new_id
from domain.money import Money
from domain.orders import actions, payments
from domain.orders.contacts import CustomerContact, OrderContact
from domain.orders.ingesting import Outcome, PlatformRow, ingest_orders
from domain.orders.models import Customer, Order, OrderException, OrderLine, Payment, PlatformOrder
from domain.orders.stated import StatedBuyer, StatedPayment
from domain.orders.states import OrderState, PaymentMethod, PaymentState
from domain.outbox import OutboxEvent
from domain.permissions import Role
from tests.conftest import MONDAY, House
from tests.factories.catalogue import make_variant
from tests.factories.orders import (
    JOHN,
    euros,
    make_line,
    make_order,
    make_payment,
    platform_row,
    stated_line,
    stated_order,
)
from tests.factories.stores import make_store

COUNTED: tuple[type[Base], ...] = (
    Customer, CustomerContact, Order, OrderContact, OrderLine, Payment, OrderException,
    PlatformOrder, AuditEntry, OutboxEvent,
)  # fmt: skip


def counts(house: House) -> list[int]:
    return [house.session.scalar(select(func.count()).select_from(row)) or 0 for row in COUNTED]


def audited(house: House, action: str) -> list[dict[str, Any]]:
    found = house.session.scalars(select(AuditEntry.changes).where(AuditEntry.action == action))
    return [json.loads(changes) for changes in found]


def batch(size: int, **more: Any) -> list[PlatformRow]:
    """Each of a buyer who comes back every third time."""
    return [
        platform_row(
            f"TB-{at:05}",
            buyer=StatedBuyer(external_id=f"B-{at % (size // 3 or 1)}", handle=f"buyer {at}"),
            **more,
        )
        for at in range(size)
    ]


def test_a_second_ingest_of_the_same_rows_changes_nothing(house: House) -> None:
    store, rows = make_store(house), batch(30)
    make_variant(house, sku="MUG-1")
    first = ingest_orders(house.work(), store.id, rows)
    house.session.commit()
    before = counts(house)
    assert before == [10, 10, 30, 30, 30, 0, 0, 30, 1, 1]
    second = ingest_orders(house.work(), store.id, rows)
    house.session.commit()
    assert counts(house) == before
    assert {one.outcome for one in first} == {Outcome.CREATED}
    assert {one.outcome for one in second} == {Outcome.SKIPPED}
    assert [one.order_id for one in first] == [one.order_id for one in second]


def test_an_ingest_takes_as_many_statements_for_many_rows_as_for_few(house: House) -> None:
    store = make_store(house)
    said: list[int] = []

    @event.listens_for(house.database.writing, "before_cursor_execute")
    def count(*_: Any) -> None:
        said[-1] += 1

    for start, size in ((0, 3), (3, 300)):
        said.append(0)
        rows = batch(303)[start : start + size]
        ingest_orders(house.work(), store.id, rows)
        house.session.flush()
    event.remove(house.database.writing, "before_cursor_execute", count)
    assert said[1] <= said[0] + 1


def test_each_thousand_rows_have_an_audit_line_and_an_event(house: House) -> None:
    store = make_store(house)
    ingest_orders(house.work(), store.id, batch(1001))
    house.session.commit()
    assert [line["created"] for line in audited(house, "orders.ingested")] == [1000, 1]
    assert house.session.scalar(select(func.count()).select_from(OutboxEvent)) == 2
    assert house.session.scalar(select(func.count()).select_from(Customer)) == 333


def test_a_row_that_breaks_a_rule_holds_up_no_other(house: House) -> None:
    store = make_store(house)
    make_order(house, store, number="TAKEN")
    good, twice = platform_row("A"), platform_row("A")
    rows = [
        good,
        platform_row("B", stated_order(stated_line(quantity=-1))),
        twice,
        replace(good, payload='{"changed": true}'),
        platform_row("A", stated_order(stated_line(price=10), number="A"), payload="{}"),
        platform_row("C", stated_order(number="TAKEN")),
        platform_row("D", stated_order(stated_line(price=10), number="D")),
    ]
    found = ingest_orders(house.work(), store.id, rows)
    assert [one.outcome.name for one in found] == [
        "CREATED", "REFUSED", "SKIPPED", "UPDATED", "REFUSED", "REFUSED", "CREATED",
    ]  # fmt: skip
    errors = [(type(one.error), one.error.path) for one in found if one.error]
    assert errors == [
        (Invalid, ("lines", "0", "quantity")),
        (Conflict, ("payload",)),
        (Taken, ("number",)),
    ]


def test_an_order_gets_all_that_was_stated(house: House) -> None:
    store, variant = make_store(house), make_variant(house, sku="MUG-1")
    lines = stated_line(quantity=3, price=1_333333, discount=euros(1)), stated_line("CUP-9")
    stated = stated_order(
        *lines, number="", shipping=euros(5_00), tax=euros(2_00), total=euros(36_00)
    )
    row = platform_row(
        "TB-7",
        stated,
        payments=[StatedPayment(amount=euros(36_00))],
        buyer=StatedBuyer(handle="smithy"),
    )
    [made] = ingest_orders(house.work(), store.id, [row])
    house.session.commit()
    order = house.session.get_one(Order, made.order_id)
    assert (order.number, order.external_id, order.source) == ("TB-7", "TB-7", "taobao")
    assert (order.subtotal, order.rounding, order.total) == (euros(28_99), euros(1), euros(36_00))
    assert (order.state, order.payment_state) == (OrderState.EXCEPTION, PaymentState.PAID)
    assert (order.paid, order.paid_at) == (euros(36_00), MONDAY)
    assert (order.line_count, order.item_count) == (2, 4)
    assert (order.ship_to_city, order.version) == ("Lisbon", 1)
    kept = house.session.scalars(select(OrderLine).order_by(OrderLine.position)).all()
    assert [line.variant_id for line in kept] == [variant.id, None]
    assert [line.amount for line in kept] == [euros(4_00), euros(25_00)]
    payment = house.session.scalars(select(Payment)).one()
    assert (payment.amount, payment.method) == (euros(36_00), PaymentMethod.PLATFORM)
    record = house.session.scalars(select(PlatformOrder)).one()
    assert record.payload == row.payload
    contact = house.session.scalars(select(OrderContact)).one()
    assert (contact.name, contact.customer_id) == (JOHN.name, order.customer_id)
    customer = house.session.get_one(Customer, order.customer_id)
    assert (customer.handle, customer.name_masked) == ("s***y", "J*** S***")


def test_a_buyer_is_known_again_in_another_store_and_elsewhere_is_somebody_else(
    house: House,
) -> None:
    buyer = StatedBuyer(external_id="B-1")
    for at, source in enumerate(["taobao", "taobao", "douyin"]):
        row = platform_row(f"A{at}", buyer=buyer, source=source)
        ingest_orders(house.work(), make_store(house).id, [row])
        house.session.commit()
    assert house.session.scalar(select(func.count()).select_from(Customer)) == 2
    second = house.second
    row = platform_row("A9", buyer=buyer)
    ingest_orders(second.work(), make_store(second).id, [row])
    house.session.commit()
    assert house.session.scalar(select(func.count()).select_from(Customer)) == 3


def test_who_buys_without_a_word_of_themselves_is_nobody(house: House) -> None:
    row = platform_row("A", stated_order(ship_to=None))
    ingest_orders(house.work(), make_store(house).id, [row])
    assert house.session.scalar(select(func.count()).select_from(Customer)) == 0


def test_a_stranger_ingests_nothing(house: House) -> None:
    store, other = make_store(house), make_store(house)
    with pytest.raises(NotFound):
        ingest_orders(house.second.work(), store.id, [])
    with pytest.raises(NotFound):
        ingest_orders(house.work(house.actor(Role.OPERATIONS, stores=[other])), store.id, [])
    with pytest.raises(Forbidden):
        ingest_orders(house.work(house.actor(Role.FINANCE)), store.id, [])


def test_captures_make_a_deposit_and_then_a_paid_order(house: House) -> None:
    order = make_order(house, total=25_00)
    earlier = MONDAY - timedelta(hours=2)
    for amount, at, state in (
        (10_00, earlier, PaymentState.DEPOSIT_PAID),
        (15_00, MONDAY, PaymentState.PAID),
    ):
        payments.record_payment(
            house.work(), order.id, PaymentMethod.ALIPAY, euros(amount), received_at=at
        )
        house.session.commit()
        assert order.payment_state is state
    assert order.paid_at == MONDAY
    with pytest.raises(payments.PaymentTooLarge) as refused:
        payments.record_payment(house.work(), order.id, PaymentMethod.CASH, euros(1))
    assert refused.value.limit == euros(0)


@pytest.mark.parametrize(
    ("change", "kind", "path"),
    [
        ({"amount": euros(0)}, Invalid, ("amount",)),
        ({"amount": euros(-1)}, Invalid, ("amount",)),
        ({"amount": euros(25_01)}, payments.PaymentTooLarge, ("amount",)),
        ({"amount": Money(1, "USD")}, Invalid, ("amount",)),
        ({"reference": "R-1"}, Taken, ("reference",)),
        ({"received_at": MONDAY + timedelta(days=2)}, Invalid, ("received_at",)),
    ],
)
def test_what_no_payment_may_be(
    house: House, change: Any, kind: type[DomainError], path: tuple[str, ...]
) -> None:
    order = make_order(house)
    make_payment(house, order, reference="R-1")
    given = {"amount": euros(1_00), **change}
    with pytest.raises(kind) as refused:
        payments.record_payment(house.work(), order.id, PaymentMethod.CARD, **given)
    assert refused.value.path == path


@pytest.mark.parametrize(
    "change",
    [{"payment_state": PaymentState.REFUNDED}, {"state": OrderState.CANCELLED}],
)
def test_nothing_comes_in_for_what_is_over(house: House, change: Any) -> None:
    order = make_order(house, **change)
    with pytest.raises(Conflict):
        payments.record_payment(house.work(), order.id, PaymentMethod.CARD, euros(1))


@pytest.mark.parametrize(
    "sums",
    [
        {"subtotal": euros(1)},
        {"paid": euros(25_01)},
        {"rounding": euros(1)},
        {"shipping": euros(-1), "discount": euros(-1)},
        {"item_count": 0},
        {"state": OrderState.NEW, "cancelled_at": MONDAY},
    ],
)
def test_the_database_itself_refuses_sums_that_do_not_add_up(house: House, sums: Any) -> None:
    with pytest.raises(IntegrityError):
        make_order(house, **sums)
    house.session.rollback()


@pytest.mark.parametrize(
    "line", [{"quantity": 0}, {"discount": euros(25_01)}, {"discount": euros(-1)}]
)
def test_the_database_itself_refuses_such_lines(house: House, line: Any) -> None:
    order = make_order(house)
    with pytest.raises(IntegrityError):
        make_line(house, order, **line)
    house.session.rollback()


def test_the_order_of_another_organisation_is_not_found(house: House) -> None:
    order = make_order(house.second)
    for act in (actions.review_order, actions.release_order):
        with pytest.raises(NotFound):
            act(house.work(), order.id)
    with pytest.raises(NotFound):
        payments.record_payment(house.work(), order.id, PaymentMethod.CARD, euros(1))
    with pytest.raises(NotFound):
        actions.create_order(house.work(), order.store_id, stated_order())


def test_a_line_of_another_order_is_not_mapped_through_this_one(house: House) -> None:
    store, variant = make_store(house), make_variant(house)
    order, other = (make_order(house, store, state=OrderState.EXCEPTION) for _ in range(2))
    line = make_line(house, other)
    with pytest.raises(NotFound) as refused:
        actions.map_order_line(house.work(), order.id, line.id, variant.id)
    assert refused.value.path == ("line_id",)
    with pytest.raises(NotFound):
        actions.map_order_line(house.work(), order.id, new_id(), variant.id)
