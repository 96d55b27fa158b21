"""Orders in every state, with and without what may hang on them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from domain.money import Money, UnitPrice
from domain.orders.models import Order
from domain.orders.states import (
    CancelReason,
    ExceptionKind,
    LineKind,
    OrderKind,
    OrderState,
    PaymentMethod,
    PaymentState,
)
from domain.stores.models import Store
from tests.factories import orders
from tests.house import MONDAY, House
from tests.reads.words import perhaps, text


@dataclass(frozen=True)
class Sold:
    """What a store's orders are made of; `place` counts the stores."""

    customers: list[Any]
    variants: list[Any]
    place: int
    mark: str


def make_orders(house: House, store: Store, of: Sold) -> None:
    customers, variants, place, mark = of.customers, of.variants, of.place, of.mark
    currency, states = store.currency, list(OrderState)
    for number in range(6):
        house.now = MONDAY + timedelta(days=number)
        state = states[(number * 2 + place) % len(states)]
        subtotal, rounding = 10_00 + number // 2, [-7, 0, 3][number % 3]
        order = Order(
            organization_id=store.organization_id,
            store_id=store.id,
            number=f"{mark}{number % 4}-{place}{number // 4}",
            source=["manual", "taobao"][number % 2],
            placed_at=MONDAY + timedelta(hours=9 * (number // 2)),
            kind=[OrderKind.SALE, OrderKind.SALE, OrderKind.ADJUSTMENT][number % 3],
            state=state,
            payment_state=list(PaymentState)[number % 5],
            subtotal=Money(subtotal, currency),
            shipping=Money(500, currency),
            discount=Money(100, currency),
            tax=Money(19, currency),
            is_tax_included=bool(number % 2),
            rounding=Money(rounding, currency),
            total=Money(subtotal + 400 + rounding + (0 if number % 2 else 19), currency),
            paid=Money(number, currency),
            refunded=Money(number // 2, currency),
            line_count=2,
            item_count=2 + number,
            customer_id=perhaps(number, customers[number % 4].id),
            external_id=perhaps(number, f"{mark}E{number}"),
            held_at=perhaps(number + 1, MONDAY),
            hold_reason=perhaps(number + 1, text(number)),
            cancel_reason=CancelReason.OTHER if state is OrderState.CANCELLED else None,
            buyer_note=perhaps(number, text(number)),
            note=perhaps(number, ["", "called"][number % 2]),
            ship_to_city=perhaps(number, mark + text(number)),
            cancelled_at=MONDAY if state is OrderState.CANCELLED else None,
        )
        house.save(order)
        for position in range(1, number % 3 + 2):
            orders.make_line(
                house,
                order,
                position,
                sku=f"{mark}SKU",
                unit_price=UnitPrice(position * 333_333, currency),
                amount=Money(position * 100, currency),
                discount=Money(position, currency),
                stated_amount=perhaps(position, Money(-position, currency)),
                variant_id=perhaps(position, variants[position].id),
                is_gift=position == 2,
                kind=list(LineKind)[position % 2],
            )
        for part in range(number % 3):
            orders.make_payment(
                house,
                order,
                method=list(PaymentMethod)[part],
                received_at=MONDAY,
                note=perhaps(part, mark),
            )
        for part in range(number // 2):
            orders.make_refund(
                house,
                order,
                amount=Money(1 + part, currency),
                paid_back_at=perhaps(part, MONDAY),
                note=perhaps(part, mark),
            )
        if number % 2:
            orders.make_exception(house, order, list(ExceptionKind)[number % 3], f"{mark}wrong")
            orders.make_platform_order(
                house, order, external_id=f"{mark}{place}{number}", payload=perhaps(number, "{}")
            )
