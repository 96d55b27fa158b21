"""Orders that come again, and orders that come as their platform says they stand."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError

from domain.audit import AuditEntry
from domain.errors import Conflict, PaidTooMuch, Taken
from domain.money import UnitPrice
from domain.orders import actions, payments
from domain.orders.customers import erase_customer
from domain.orders.drafting import Rows
from domain.orders.ingesting import Ingested, Outcome, PlatformRow, ingest_orders
from domain.orders.models import Order, OrderException, OrderLine, Payment, PlatformOrder, Refund
from domain.orders.stated import StatedBuyer, StatedPayment, StatedRefund
from domain.orders.states import (
    CancelReason,
    ExceptionKind,
    LineKind,
    OrderKind,
    OrderState,
    PaymentMethod,
    PaymentState,
)
from domain.outbox import OutboxEvent
from domain.stores.models import Store
from tests.conftest import MONDAY, House
from tests.factories.catalogue import make_variant
from tests.factories.orders import (
    euros,
    make_line,
    make_order,
    platform_row,
    stated_line,
    stated_order,
)
from tests.factories.stores import make_store


def take(house: House, store: Store, *rows: PlatformRow) -> list[Ingested]:
    found = ingest_orders(house.work(), store.id, rows)
    house.session.commit()
    return found


def again(row: PlatformRow, **more: Any) -> PlatformRow:
    """The same order, as the platform tells of it later."""
    return replace(row, payload=json.dumps({"tid": row.external_id, "again": True}), **more)


def one(house: House, of: Any = Order) -> Any:
    house.session.expire_all()
    return house.session.scalars(select(of)).one()


def count(house: House, of: Any) -> int:
    return house.session.scalar(select(func.count()).select_from(of)) or 0


def pay(amount: int, **more: Any) -> StatedPayment:
    return StatedPayment(amount=euros(amount), **more)


def back(amount: int, **more: Any) -> StatedRefund:
    return StatedRefund(amount=euros(amount), **more)


def test_what_came_in_went_back_and_moved_on_since_is_taken_over(house: House) -> None:
    store, at = make_store(house), MONDAY - timedelta(hours=1)
    row = platform_row("A", payments=[pay(10_00)])
    [made] = take(house, store, row)
    house.now = MONDAY + timedelta(days=1)
    paid = [pay(10_00), pay(15_00, received_at=at, method=PaymentMethod.CARD)]
    later = again(row, payments=paid, refunds=[back(5_00)], stands=OrderState.SHIPPED)
    [found] = take(house, store, later)
    assert (found.outcome, found.order_id) == (Outcome.UPDATED, made.order_id)
    order = one(house)
    assert (order.paid, order.refunded) == (euros(25_00), euros(5_00))
    assert (order.state, order.payment_state) == (
        OrderState.SHIPPED,
        PaymentState.PARTIALLY_REFUNDED,
    )
    assert (order.paid_at, order.version) == (at, 2)
    record = one(house, PlatformOrder)
    assert (record.payload, record.version) == (later.payload, 2)
    assert record.received_at == house.now
    entry = house.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "order.progressed")
    ).one()
    changes = json.loads(entry.changes)
    assert entry.subject_id == order.id
    assert changes["paid_minor"] == {"from": 10_00, "to": 25_00}
    assert changes["state"] == {"from": "EXCEPTION", "to": "SHIPPED"}
    assert (changes["payments"], changes["refunds"]) == (1, 1)
    assert changes["sent"] == record.payload_hash
    kinds = house.session.scalars(select(OutboxEvent.kind).order_by(OutboxEvent.id)).all()
    assert kinds == ["orders.ingested", "order.progressed", "orders.ingested"]

    [third] = take(house, store, later)
    assert third.outcome is Outcome.SKIPPED
    assert (count(house, Payment), count(house, Refund), one(house).version) == (2, 1, 2)


def test_what_moved_on_elsewhere_need_not_be_mended_here_any_more(house: House) -> None:
    store = make_store(house)
    row = platform_row("A", stated_order(number="", ship_to=None, total=euros(20_00)))
    take(house, store, row)
    take(house, store, again(row, stands=OrderState.DELIVERED))
    found = house.session.scalars(select(OrderException)).all()
    assert {exception.kind for exception in found if exception.resolved_at is None} == {
        ExceptionKind.TOTAL_MISMATCH
    }
    assert len(found) == 3


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"lines": (stated_line("CUP-1"),)}, "its line 1 is another"),
        ({"lines": (stated_line(quantity=2),)}, "its line 1 is another"),
        ({"lines": (stated_line(price=24_999_999),)}, "its line 1 is another"),
        ({"lines": (stated_line(discount=euros(1)),)}, "its line 1 is another"),
        ({"lines": (stated_line(kind=LineKind.CHARGE),)}, "its line 1 is another"),
        ({"lines": (stated_line(), stated_line())}, "it has 1 lines here and 2 there"),
        ({"total": euros(24_99)}, "its total is 2500 here and 2499 there"),
        ({"shipping": euros(1)}, "its shipping is 0 here and 1 there"),
        ({"number": "B"}, "its number is A here and B there"),
        ({"kind": OrderKind.ADJUSTMENT}, "its kind is SALE here and ADJUSTMENT there"),
        ({"placed_at": MONDAY - timedelta(days=1)}, "its placed at is"),
    ],
)
def test_other_lines_or_sums_are_refused_and_said(house: House, change: Any, words: str) -> None:
    store, row = make_store(house), platform_row("A", payments=[pay(1_00)])
    take(house, store, row)
    order = replace(row.order, **{"number": "A", **change})
    news = {"payments": [pay(2_00)], "stands": OrderState.SHIPPED}
    [refused] = take(house, store, again(row, order=order, **news))
    assert isinstance(refused.error, Conflict)
    assert refused.error.path == ("payload",)
    assert words in str(refused.error)
    assert one(house).paid == euros(1_00)
    assert one(house, PlatformOrder).payload == row.payload


def test_an_order_moves_on_and_never_back(house: House) -> None:
    store, row = make_store(house), platform_row("A", stands=OrderState.SHIPPED)
    take(house, store, row)
    for stands, wanted in (
        (OrderState.REVIEWED, OrderState.SHIPPED),
        (None, OrderState.SHIPPED),
        (OrderState.COMPLETED, OrderState.COMPLETED),
        (OrderState.DELIVERED, OrderState.COMPLETED),
    ):
        sent = replace(row, payload=json.dumps(str(stands)), stands=stands)
        [found] = take(house, store, sent)
        assert (found.outcome, one(house).state) == (Outcome.UPDATED, wanted)


def test_what_people_did_meanwhile_stands(house: House) -> None:
    store = make_store(house)
    make_variant(house, sku="MUG-1")
    row = platform_row("A")
    [made] = take(house, store, row)
    order_id: Any = made.order_id
    actions.review_order(house.work(), order_id)
    payments.record_payment(house.work(), order_id, PaymentMethod.CASH, euros(25_00))
    house.session.commit()
    [found] = take(house, store, again(row, payments=[pay(25_00)]))
    assert found.outcome is Outcome.UPDATED
    order = one(house)
    assert (order.state, order.paid) == (OrderState.REVIEWED, euros(25_00))
    assert count(house, Payment) == 1


def test_what_is_cancelled_there_is_cancelled_here_while_it_can_be(house: House) -> None:
    store, at = make_store(house), MONDAY - timedelta(hours=3)
    rows = [
        platform_row("A"),
        platform_row("B", stands=OrderState.SHIPPED),
        platform_row("C", stands=OrderState.CANCELLED, cancelled_at=at),
        platform_row("D"),
    ]
    made = take(house, store, *rows)
    actions.cancel_order(house.work(), made[3].order_id or row_id(), CancelReason.DUPLICATE)
    house.session.commit()
    found = take(
        house,
        store,
        again(rows[0], stands=OrderState.CANCELLED, cancelled_at=at),
        again(rows[1], stands=OrderState.CANCELLED),
        again(rows[2], stands=OrderState.SHIPPED, cancelled_at=None),
        again(rows[3]),
    )
    assert [one.outcome.name for one in found] == ["UPDATED", "REFUSED", "REFUSED", "UPDATED"]
    assert [one.error.path for one in found if one.error] == [("stands",)] * 2
    stands = [house.session.get_one(Order, one.order_id) for one in made]
    assert [(order.state.name, order.cancelled_at) for order in stands] == [
        ("CANCELLED", at),
        ("SHIPPED", None),
        ("CANCELLED", at),
        ("CANCELLED", MONDAY),
    ]


def row_id() -> Any:
    raise AssertionError("no order was made")


def test_nobody_need_say_when_an_order_was_cancelled(house: House) -> None:
    take(house, make_store(house), platform_row("A", stands=OrderState.CANCELLED))
    order = one(house)
    assert (order.state, order.cancelled_at, order.cancel_reason) == (
        OrderState.CANCELLED,
        None,
        None,
    )


def test_more_than_there_is_to_pay_is_refused_and_changes_nothing(house: House) -> None:
    store, row = make_store(house), platform_row("A", payments=[pay(20_00, reference="R-1")])
    take(house, store, row)
    more = [pay(20_00, reference="R-1"), pay(5_01, reference="R-2")]
    [over] = take(house, store, again(row, payments=more))
    [first] = take(house, store, again(row, payments=[pay(9_00, reference="R-2")]))
    assert isinstance(over.error, PaidTooMuch)
    assert isinstance(first.error, PaidTooMuch)  # with what is here already
    assert first.error.path == ("payments",)
    [other] = take(house, store, again(row, payments=[pay(19_00, reference="R-1")]))
    assert isinstance(other.error, Conflict)
    assert (count(house, Payment), one(house).version) == (1, 1)


def test_a_reference_is_of_one_payment_in_the_store_and_of_one_refund(house: House) -> None:
    store = make_store(house)
    a, b, c, d = (
        platform_row(id, payments=[pay(5, reference=own), pay(6)], refunds=[back(2, reference=ref)])
        for id, own, ref in (("A", "P", "R"), ("B", "P", "S"), ("C", "Q", "R"), ("D", "D", "T"))
    )
    found = take(house, store, a, b, c, d)
    assert [one.outcome.name for one in found] == ["CREATED", "REFUSED", "REFUSED", "CREATED"]
    for refused, path in ((found[1], "payments"), (found[2], "refunds")):
        assert isinstance(refused.error, Taken)
        assert refused.error.path == (path, "0", "reference")
    [late] = take(house, store, again(d, payments=[pay(5, reference="D"), pay(6, reference="P")]))
    assert isinstance(late.error, Taken)
    assert late.error.path == ("payments", "1", "reference")


def test_an_erased_text_stays_erased(house: House) -> None:
    store = make_store(house)
    row = platform_row("A", buyer=StatedBuyer(external_id="B-1"))
    take(house, store, row)
    erase_customer(house.work(), one(house).customer_id)
    house.session.commit()
    [found] = take(house, store, again(row, payments=[pay(1_00)]))
    record = one(house, PlatformOrder)
    assert (found.outcome, record.payload) == (Outcome.UPDATED, None)
    assert [take(house, store, again(row, payments=[pay(1_00)]))[0].outcome] == [Outcome.SKIPPED]
    assert one(house).paid == euros(1_00)


def test_an_order_that_comes_twice_in_one_batch_is_taken_over_too(house: House) -> None:
    store, row = make_store(house), platform_row("A")
    found = take(house, store, row, row, again(row, stands=OrderState.SHIPPED), row)
    assert [one.outcome.name for one in found] == ["CREATED", "SKIPPED", "UPDATED", "UPDATED"]
    assert one(house).state is OrderState.SHIPPED


def test_our_own_export_is_known_by_its_number_and_changes_nothing(house: House) -> None:
    store = make_store(house)
    manual = actions.create_order(house.work(), store.id, stated_order(number="M-1"))
    take(house, store, platform_row("A", payments=[pay(5)]))
    own = platform_row("M-1", stated_order(number="M-1"), source="manual", payload=None)
    sent = platform_row("A", payload=None, payments=[pay(5)])
    before = count(house, AuditEntry)
    found = take(house, store, own, sent, own)
    assert [one.outcome for one in found] == [Outcome.SKIPPED] * 3
    assert found[0].order_id == manual.id
    assert count(house, AuditEntry) == before
    differing = replace(own, order=stated_order(stated_line(price=1), number="M-1"))
    elsewhere = replace(own, source="shopify")
    found = take(house, store, differing, elsewhere)
    assert [type(one.error) for one in found] == [Taken, Taken]


def test_our_own_export_makes_orders_elsewhere_without_a_platforms_text(house: House) -> None:
    store, own = make_store(house), platform_row("M-1", source="manual", payload=None)
    assert [one.outcome.name for one in take(house, store, own, own)] == ["CREATED", "SKIPPED"]
    assert count(house, PlatformOrder) == 0


def test_history_needs_no_review(house: House) -> None:
    store = make_store(house)
    row = platform_row(
        "A",
        stated_order(stated_line("CUP-9"), number="", ship_to=None, total=euros(20_00)),
        stands=OrderState.COMPLETED,
    )
    bare = replace(
        platform_row("B", stands=OrderState.DELIVERED),
        order=replace(stated_order(number="B"), lines=(), total=euros(0)),
    )
    take(house, store, row, bare)
    kinds = house.session.scalars(select(OrderException.kind)).all()
    assert kinds == [ExceptionKind.TOTAL_MISMATCH]
    states = house.session.scalars(select(Order.state).order_by(Order.number)).all()
    assert states == [OrderState.COMPLETED, OrderState.DELIVERED]


def test_a_new_order_without_lines_waits_for_them(house: House) -> None:
    row = platform_row("A", order=replace(stated_order(number=""), lines=(), total=euros(0)))
    [made] = take(house, make_store(house), row)
    [wrong] = house.session.scalars(select(OrderException)).all()
    assert wrong.kind is ExceptionKind.LINES_MISSING
    assert (one(house).state, one(house).line_count) == (OrderState.EXCEPTION, 0)
    with pytest.raises(Conflict):
        actions.review_order(house.work(), made.order_id or row_id(), accept_exceptions=True)


def test_a_credit_note_takes_back_and_an_adjustment_puts_right(house: House) -> None:
    store, more = make_store(house), {"stands": OrderState.COMPLETED}
    credit = stated_order(
        stated_line(quantity=-2, price=1_005_000, discount=euros(-1)),
        number="C1",
        kind=OrderKind.CREDIT_NOTE,
        shipping=euros(-5_00),
    )
    wrong = stated_line("B", price=-11_062_060_000, kind=LineKind.CHARGE)
    adjusted = stated_order(wrong, number="A1", kind=OrderKind.ADJUSTMENT)
    found = take(
        house, store, platform_row("C1", credit, **more), platform_row("A1", adjusted, **more)
    )
    assert [one.error for one in found] == [None, None]
    a, c = house.session.scalars(select(Order).order_by(Order.number)).all()
    assert (c.subtotal, c.total, c.item_count) == (euros(-2_00), euros(-7_00), -2)
    assert (a.total, a.kind, a.payment_state) == (
        euros(-11_062_06),
        OrderKind.ADJUSTMENT,
        PaymentState.PAID,
    )
    lines = house.session.scalars(select(OrderLine).order_by(OrderLine.id)).all()
    assert [(line.amount, line.kind) for line in lines] == [
        (euros(-2_01), LineKind.GOODS),
        (euros(-11_062_06), LineKind.CHARGE),
    ]


def test_a_charge_is_no_variant_whatever_its_sku(house: House) -> None:
    make_variant(house, sku="POST")
    charge = stated_order(stated_line("POST", kind=LineKind.CHARGE), number="", ship_to=None)
    take(house, make_store(house), platform_row("A", charge))
    assert (one(house).state, one(house, OrderLine).variant_id) == (OrderState.NEW, None)


def test_many_orders_that_come_again_take_as_many_reads_as_few(house: House) -> None:
    store = make_store(house)
    said: list[int] = []
    rows = [platform_row(f"TB-{at}") for at in range(60)]
    take(house, store, *rows)

    @event.listens_for(house.database.writing, "before_cursor_execute")
    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said[-1] += statement.startswith("SELECT")

    for some in (rows[:3], rows[3:]):
        said.append(0)
        later = [again(row, payments=[pay(1)], stands=OrderState.SHIPPED) for row in some]
        found = take(house, store, *later)
        assert {one.outcome for one in found} == {Outcome.UPDATED}
    event.remove(house.database.writing, "before_cursor_execute", note)
    assert said[0] == said[1]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": OrderKind.CREDIT_NOTE},
        {"refunded": euros(1)},
        {"paid": euros(5), "refunded": euros(6)},
        {"kind": OrderKind.CREDIT_NOTE, "total": -25_00},  # its items are above nothing
        {"total": -25_00},
    ],
)
def test_the_database_itself_refuses_sums_of_another_kind(house: House, change: Any) -> None:
    with pytest.raises(IntegrityError, match=r"ck_orders_\w+"):
        make_order(house, **change)
    house.session.rollback()


@pytest.mark.parametrize(
    "change",
    [
        {"quantity": -1},
        {"unit_price": UnitPrice(-1, "EUR")},
        {"quantity": -1, "amount": euros(-25_00), "discount": euros(1)},
        {"quantity": -1, "amount": euros(-25_00), "discount": euros(-25_01)},
    ],
)
def test_the_database_itself_refuses_lines_of_another_sign(house: House, change: Any) -> None:
    order = make_order(house)
    with pytest.raises(IntegrityError, match=r"ck_order_lines_\w+"):
        make_line(house, order, **change)
    house.session.rollback()


@pytest.mark.parametrize(
    "words", ["\\N", "a\tb", "a\nb\r\nc", "\\.", "\\x41 \\\\", "杯\u2028🏺", '"quoted"']
)
def test_what_is_written_in_bulk_is_read_back_to_the_letter(house: House, words: str) -> None:
    order = stated_order(stated_line(title=f"x{words}x"), number="", note=words)
    row = platform_row("A", order, payload=json.dumps({"note": words}, ensure_ascii=False))
    take(house, make_store(house), row)
    assert one(house, OrderLine).title == f"x{words}x"
    assert one(house).note == words.strip()
    assert one(house, PlatformOrder).payload == row.payload


def test_what_no_table_takes_fails_in_bulk_as_it_does_alone(house: House) -> None:
    rows = Rows(house.organization.id, MONDAY)
    rows.add(OrderLine, sku="A", quantity=0)
    with pytest.raises(IntegrityError):
        rows.write(house.session)
    house.session.rollback()
