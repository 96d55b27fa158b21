"""Pure rules: totals, masking, what a stated order must be, days in a zone."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.calendar import days_between, local_midnight
from domain.currencies import DECIMALS
from domain.errors import Conflict, DomainError, Invalid, LimitExceeded, Required
from domain.money import LARGEST_MINOR, Money, UnitPrice
from domain.orders.drafting import exceptions_of
from domain.orders.known import moved
from domain.orders.masking import masked_email, masked_handle, masked_name, masked_phone
from domain.orders.platform_rows import checked_row
from domain.orders.settling import told_anew
from domain.orders.stated import StatedContact, StatedPayment, StatedRefund, drafted
from domain.orders.states import (
    BEING_FULFILLED,
    ORDER_STATES,
    ExceptionKind,
    OrderKind,
    OrderState,
    PaymentState,
)
from domain.orders.totals import is_mere_rounding, line_minor, payment_state, totals_of
from domain.text import fold, is_storable
from tests.conftest import MONDAY
from tests.factories.orders import JOHN, euros, platform_row, stated_line, stated_order

MINOR = some.integers(0, 10**9)
CURRENCY = some.sampled_from(["EUR", "JPY", "KWD"])


@given(
    some.lists(some.tuples(MINOR, MINOR), min_size=1, max_size=8),
    MINOR,
    MINOR,
    MINOR,
    CURRENCY,
    some.booleans(),
)
def test_the_parts_of_a_total_sum_to_the_whole(  # noqa: PLR0913, PLR0917
    lines: list[tuple[int, int]],
    shipping: int,
    discount: int,
    tax: int,
    currency: str,
    included: bool,
) -> None:
    subtotal = sum(max(pair) - min(pair) for pair in lines)
    wanted = subtotal + shipping - discount + (0 if included else tax)
    parts: dict[str, Any] = {
        "shipping": Money(shipping, currency),
        "discount": Money(discount, currency),
        "tax": Money(tax, currency),
        "is_tax_included": included,
        "stated": None,
    }
    if wanted < 0:
        with pytest.raises(Invalid):
            totals_of(Money(subtotal, currency), **parts)
    else:
        found = totals_of(Money(subtotal, currency), **parts)
        assert found.total == Money(wanted, currency)
        assert found.rounding.minor == 0


@given(MINOR, MINOR)
def test_the_stated_total_wins_and_the_difference_is_kept(amount: int, stated: int) -> None:
    found = totals_of(
        euros(amount),
        shipping=euros(0),
        discount=euros(0),
        tax=euros(0),
        is_tax_included=False,
        stated=euros(stated),
    )
    assert found.total == euros(stated)
    assert found.subtotal + found.rounding == found.total


@given(
    some.one_of(some.integers(-(10**12), 10**12), some.integers(-9, 9).map(lambda n: n * 5_000)),
    some.integers(-1000, 1000),
    some.sampled_from(sorted(DECIMALS)),
)
def test_a_line_is_rounded_once_and_half_up(micros: int, quantity: int, currency: str) -> None:
    exact = Decimal(micros) * quantity * 10 ** DECIMALS[currency] / 10**6
    found = line_minor(UnitPrice(micros, currency), quantity)
    assert found == int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    assert abs(found - exact) <= Decimal("0.5")
    assert UnitPrice(micros, currency).times(quantity) == Money(found, currency)


def test_34_116425_is_charged_as_34_12() -> None:
    assert line_minor(UnitPrice(34_116425, "EUR"), 1) == 34_12


def test_no_line_comes_to_more_than_is_ever_traded() -> None:
    with pytest.raises(Invalid):
        line_minor(UnitPrice(LARGEST_MINOR * 10**4, "EUR"), 2)


@pytest.mark.parametrize(
    ("paid", "total", "state"),
    [
        (0, 10, PaymentState.UNPAID),
        (1, 10, PaymentState.DEPOSIT_PAID),
        (9, 10, PaymentState.DEPOSIT_PAID),
        (10, 10, PaymentState.PAID),
        (0, 0, PaymentState.PAID),
    ],
)
def test_what_is_paid_says_the_payment_state(paid: int, total: int, state: PaymentState) -> None:
    assert payment_state(euros(paid), euros(total)) is state


def test_rounding_is_up_to_one_minor_unit_a_line() -> None:
    assert is_mere_rounding(euros(-2), 2)
    assert not is_mere_rounding(euros(3), 2)


@pytest.mark.parametrize(
    ("mask", "given", "shown"),
    [
        (masked_name, "张三丰", "张**"),
        (masked_name, "John Smith", "J*** S***"),
        (masked_name, "  John   B Smith ", "J*** B S***"),
        (masked_name, "", ""),
        (masked_name, None, ""),
        (masked_phone, "13812345678", "138****5678"),
        (masked_phone, "138 1234-5678", "138****5678"),
        (masked_phone, "5551234", "****34"),
        (masked_phone, "12345", "****"),
        (masked_phone, "none", ""),
        (masked_email, "lisa@example.com", "l***@example.com"),
        (masked_email, "not an address", "***"),
        (masked_email, None, ""),
        (masked_handle, "tb_12348", "t***8"),
        (masked_handle, "ab", "***"),
        (masked_handle, " ", ""),
    ],
)
def test_a_mask_shows_enough_to_recognise(mask: Any, given: str | None, shown: str) -> None:
    assert mask(given) == shown


@given(some.text(min_size=3, max_size=200))
def test_no_mask_shows_what_it_was_given(words: str) -> None:
    for mask in (masked_phone, masked_email, masked_handle):
        assert mask(words) != words or "***" in words
    assert len(masked_name(words)) <= 200


def wrong_line(**more: Any) -> Any:
    return {"lines": (stated_line(**more),)}


@pytest.mark.parametrize(
    ("change", "kind", "path"),
    [
        ({"lines": ()}, Required, ("lines",)),
        ({"lines": (stated_line(),) * 5001}, LimitExceeded, ("lines",)),
        (wrong_line(quantity=0), Invalid, ("lines", "0", "quantity")),
        (wrong_line(quantity=-1), Invalid, ("lines", "0", "quantity")),
        (wrong_line(quantity=1_000_001), LimitExceeded, ("lines", "0", "quantity")),
        (wrong_line(sku=" "), Required, ("lines", "0", "sku")),
        (wrong_line(sku="\0"), Invalid, ("lines", "0", "sku")),
        (wrong_line(title="x" * 501), Invalid, ("lines", "0", "title")),
        (wrong_line(price=-1), Invalid, ("lines", "0", "unit_price")),
        (wrong_line(unit_price=UnitPrice(1, "USD")), Invalid, ("lines", "0", "unit_price")),
        (wrong_line(discount=euros(25_01)), Invalid, ("lines", "0", "discount")),
        (wrong_line(discount=euros(-1)), Invalid, ("lines", "0", "discount")),
        (wrong_line(amount=Money(1, "USD")), Invalid, ("lines", "0", "amount")),
        ({"number": " "}, Required, ("number",)),
        ({"number": "x" * 101}, Invalid, ("number",)),
        ({"shipping": euros(-1)}, Invalid, ("shipping",)),
        ({"tax": Money(1, "USD")}, Invalid, ("tax",)),
        ({"discount": euros(25_01)}, Invalid, ("discount",)),
        ({"total": euros(-1)}, Invalid, ("total",)),
        ({"placed_at": MONDAY + timedelta(days=2)}, Invalid, ("placed_at",)),
        ({"placed_at": datetime(2026, 3, 2)}, Invalid, ("placed_at",)),  # noqa: DTZ001
        ({"ship_to": StatedContact(country="Portugal")}, Invalid, ("ship_to", "country")),
        ({"ship_to": StatedContact(email="nowhere")}, Invalid, ("ship_to", "email")),
        ({"ship_to": StatedContact(phone="1" * 41)}, Invalid, ("ship_to", "phone")),
        ({"buyer_note": "x" * 5001}, Invalid, ("buyer_note",)),
    ],
)
def test_what_no_order_may_be(change: Any, kind: type[DomainError], path: tuple[str, ...]) -> None:
    with pytest.raises(kind) as refused:
        drafted(replace(stated_order(), **change), "EUR", MONDAY)
    assert refused.value.path == path


def test_an_order_may_be_given_away_whole() -> None:
    draft = drafted(stated_order(stated_line(discount=euros(25_00))), "EUR", MONDAY)
    assert draft.totals.total == euros(0)


def test_words_are_trimmed_and_blanks_are_nothing() -> None:
    to = StatedContact(name=" Ann ", city="  ", country="pt")
    draft = drafted(stated_order(number=" 7 ", ship_to=to, note=" "), "EUR", MONDAY)
    assert draft.stated.number == "7"
    assert draft.stated.ship_to == StatedContact(name="Ann", country="PT")
    assert draft.stated.note is None


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({}, []),
        ({"lines": (stated_line("CUP-9"),)}, [ExceptionKind.UNMAPPED_SKU]),
        ({"lines": (stated_line(amount=euros(25_01)),)}, []),
        ({"lines": (stated_line(amount=euros(25_02)),)}, [ExceptionKind.TOTAL_MISMATCH]),
        ({"total": euros(25_01)}, []),
        ({"total": euros(24_00)}, [ExceptionKind.TOTAL_MISMATCH]),
        ({"ship_to": None}, [ExceptionKind.ADDRESS_MISSING]),
        ({"ship_to": replace(JOHN, city=None)}, [ExceptionKind.ADDRESS_MISSING]),
    ],
)
def test_what_is_wrong_with_an_order(change: Any, kinds: list[ExceptionKind]) -> None:
    draft = drafted(replace(stated_order(), **change), "EUR", MONDAY)
    found = list(exceptions_of(draft, {"MUG-1": draft.stated.lines[0].variant_id or JOHN_ID}))
    assert [kind for kind, _, _ in found] == kinds
    assert not any("Smithson" in message for _, _, message in found)


JOHN_ID: Any = "a variant"


TOO_LATE, NAIVE = MONDAY + timedelta(days=2), datetime(2026, 3, 1)  # noqa: DTZ001  it is the point


def paid(*amounts: int, **more: Any) -> tuple[StatedPayment, ...]:
    return tuple(StatedPayment(amount=euros(amount), **more) for amount in amounts)


def refunded(*amounts: int, **more: Any) -> tuple[StatedRefund, ...]:
    return tuple(StatedRefund(amount=euros(amount), **more) for amount in amounts)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"source": "Tao Bao"}, ("source",)),
        ({"external_id": " "}, ("external_id",)),
        ({"payload": "{"}, ("payload",)),
        ({"payload": "[" * 100_000}, ("payload",)),
        ({"payments": paid(25_01)}, ("payments",)),
        ({"payments": paid(20_00, 5_01)}, ("payments",)),
        ({"payments": paid(1, -1)}, ("payments", "1", "amount")),
        ({"payments": paid(0)}, ("payments", "0", "amount")),
        ({"payments": (StatedPayment(amount=Money(1, "USD")),)}, ("payments", "0", "amount")),
        ({"payments": paid(1, received_at=TOO_LATE)}, ("payments", "0", "received_at")),
        ({"payments": paid(1, received_at=NAIVE)}, ("payments", "0", "received_at")),
        ({"payments": paid(1, 2, reference="R")}, ("payments", "1", "reference")),
        ({"payments": paid(5), "refunds": refunded(2, 4)}, ("refunds",)),
        ({"refunds": refunded(1)}, ("refunds",)),
        ({"payments": paid(5), "refunds": refunded(0)}, ("refunds", "0", "amount")),
        (
            {"payments": paid(5), "refunds": refunded(1, paid_back_at=TOO_LATE)},
            ("refunds", "0", "paid_back_at"),
        ),
        ({"cancelled_at": MONDAY}, ("cancelled_at",)),
        ({"stands": OrderState.CANCELLED, "cancelled_at": TOO_LATE}, ("cancelled_at",)),
        ({"order": stated_order(stated_line(quantity=0))}, ("lines", "0", "quantity")),
    ],
)
def test_what_no_row_of_a_platform_may_be(change: Any, path: tuple[str, ...]) -> None:
    with pytest.raises(Invalid) as refused:
        checked_row(replace(platform_row(), **change), "EUR", MONDAY)
    assert refused.value.path == path


def test_every_state_is_in_the_machine_and_nothing_shipped_is_cancelled() -> None:
    assert set(ORDER_STATES.moves) == set(OrderState)
    cancellable = {
        state for state, after in ORDER_STATES.moves.items() if OrderState.CANCELLED in after
    }
    assert cancellable == {OrderState.NEW, OrderState.EXCEPTION, *BEING_FULFILLED}


def test_days_are_cut_where_the_store_is() -> None:
    [day] = days_between(date(2026, 3, 29), date(2026, 3, 29))
    assert day == "2026-03-29"
    assert local_midnight(day, "Europe/Lisbon", 0) == "2026-03-29T00:00:00.000Z"
    assert local_midnight(day, "Europe/Lisbon", 1) == "2026-03-29T23:00:00.000Z"  # 23 hours
    assert local_midnight("2026-03-02", "Asia/Shanghai", 0) == "2026-03-01T16:00:00.000Z"


@pytest.mark.parametrize("until", [date(2026, 2, 28), date(2027, 3, 3)])
def test_days_come_in_order_and_not_more_than_a_year(until: date) -> None:
    with pytest.raises(Invalid):
        days_between(date(2026, 3, 1), until)


def credit(**more: Any) -> Any:
    return stated_order(stated_line(**{"quantity": -1, **more}), kind=OrderKind.CREDIT_NOTE)


def adjustment(**more: Any) -> Any:
    return stated_order(stated_line(**more), kind=OrderKind.ADJUSTMENT)


@pytest.mark.parametrize(
    ("order", "path"),
    [
        (credit(quantity=1), ("lines", "0", "quantity")),
        (credit(quantity=0), ("lines", "0", "quantity")),
        (credit(quantity=-1_000_001), ("lines", "0", "quantity")),
        (credit(price=-1), ("lines", "0", "unit_price")),
        (credit(discount=euros(1)), ("lines", "0", "discount")),
        (credit(discount=euros(-25_01)), ("lines", "0", "discount")),
        (credit(amount=euros(1)), ("lines", "0", "amount")),
        (replace(credit(), shipping=euros(1)), ("shipping",)),
        (replace(credit(), total=euros(1)), ("total",)),
        (replace(credit(), discount=euros(-25_01)), ("discount",)),
        (adjustment(quantity=0), ("lines", "0", "quantity")),
        (adjustment(price=-1_000_000, discount=euros(1)), ("lines", "0", "discount")),
        (stated_order(*[stated_line(price=0, quantity=10**6)] * 2001), ("lines",)),
    ],
)
def test_each_kind_of_order_has_its_signs(order: Any, path: tuple[str, ...]) -> None:
    with pytest.raises(Invalid) as refused:
        drafted(order, "EUR", MONDAY)
    assert refused.value.path == path


@pytest.mark.parametrize(
    ("order", "total"),
    [
        (credit(discount=euros(-5_00)), -20_00),
        (replace(credit(), tax=euros(-1), total=euros(0)), 0),
        (adjustment(price=-25_005_000), -25_01),
        (adjustment(quantity=-2), -50_00),
        (adjustment(quantity=-2, price=-1_000_000, discount=euros(50)), 1_50),
        (replace(adjustment(), shipping=euros(-30_00)), -5_00),
    ],
)
def test_what_is_taken_back_or_put_right_adds_up(order: Any, total: int) -> None:
    assert drafted(order, "EUR", MONDAY).totals.total == euros(total)


@pytest.mark.parametrize(
    ("paid", "refunded", "total", "state"),
    [
        (10, 0, 10, PaymentState.PAID),
        (10, 4, 10, PaymentState.PARTIALLY_REFUNDED),
        (10, 10, 10, PaymentState.REFUNDED),
        (5, 5, 10, PaymentState.REFUNDED),
        (5, 1, 10, PaymentState.PARTIALLY_REFUNDED),
        (0, 0, -10, PaymentState.PAID),
    ],
)
def test_what_went_back_says_the_payment_state(
    paid: int, refunded: int, total: int, state: PaymentState
) -> None:
    assert payment_state(euros(paid), euros(total), euros(refunded)) is state


Said = list[tuple[str | None, int]]


@pytest.mark.parametrize(
    ("stated", "kept", "new"),
    [
        ([], [], []),
        ([(None, 5)], [], [(None, 5)]),
        ([(None, 5)], [(None, 5)], []),
        ([(None, 5), (None, 5)], [(None, 5)], [(None, 5)]),
        ([("A", 5)], [("A", 5)], []),
        ([("B", 5)], [("A", 5)], [("B", 5)]),
        ([("A", 5)], [(None, 5)], []),
        ([(None, 5)], [("A", 5)], []),
        ([(None, 8)], [(None, 5)], [(None, 3)]),  # one sum that grows
        ([(None, 8)], [(None, 9)], []),  # people know of more
        ([(None, 8), ("B", 2)], [(None, 5)], [("B", 2), (None, 3)]),
        ([(None, 1), (None, 2)], [("A", 1), ("B", 2)], []),
    ],
)
def test_what_is_told_anew(stated: Said, kept: Said, new: Said) -> None:
    given = [StatedPayment(amount=euros(minor), reference=own) for own, minor in stated]
    found = told_anew(given, kept)
    assert [(one.reference, one.amount.minor) for one in found] == new


@given(
    some.lists(some.tuples(some.sampled_from([None, "A", "B", "C"]), some.integers(1, 4))),
    some.integers(0, 9),
)
def test_what_was_told_is_not_told_anew(told: Said, later: int) -> None:
    unique = [
        one for at, one in enumerate(told) if one[0] not in {r for r, _ in told[:at]} - {None}
    ]
    given = [StatedPayment(amount=euros(minor), reference=own) for own, minor in unique]
    first = [(one.reference, one.amount.minor) for one in told_anew(given[:later], [])]
    kept = first + [(one.reference, one.amount.minor) for one in told_anew(given, first)]
    assert told_anew(given, kept) == []
    assert sum(minor for _, minor in kept) >= sum(one.amount.minor for one in given[:later])


@pytest.mark.parametrize("now", list(OrderState))
@pytest.mark.parametrize("stands", [None, *OrderState])
def test_an_order_never_moves_back(now: OrderState, stands: OrderState | None) -> None:
    gone = {
        state
        for state, after in ORDER_STATES.moves.items()
        if OrderState.CANCELLED not in {state, *after}
    }
    if OrderState.CANCELLED in {now, stands} and gone & {now, stands}:
        with pytest.raises(Conflict) as refused:
            moved(now, stands)
        assert refused.value.path == ("stands",)
        return
    found = moved(now, stands)
    order = list(OrderState)
    assert found is None or found is stands
    if found is not None:
        assert order.index(found) > order.index(now)


@given(some.text())
def test_plain_letters_are_folded_as_all_others(words: str) -> None:
    assert fold(words) == normalize("NFKC", normalize("NFKC", words).casefold())
    assert is_storable(words) == (not {"\0"} & set(words))
