"""Orders as a table: a row for each line, the order's own cells in the first of them.

So the sums of its columns are the sums of the orders. Buyers are no part of it: whoever needs an
address has it revealed, and that is audited.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.exporting.products import batches
from domain.money import Money
from domain.orders.models import Order, OrderLine, Payment, Refund
from domain.permissions import Permission
from domain.work import Work

OF_ORDER = (
    "number",
    "source",
    "external_id",
    "kind",
    "state",
    "payment_state",
    "placed_at",
    "currency",
    "subtotal",
    "shipping",
    "discount",
    "tax",
    "tax_included",
    "rounding",
    "total",
    "paid",
    "refunded",
    "cancelled_at",
    "ship_to_country",
    "ship_to_region",
    "ship_to_city",
    "payments",
    "refunds",
)
OF_LINE = (
    "line",
    "line_kind",
    "sku",
    "title",
    "quantity",
    "unit_price",
    "line_discount",
    "line_amount",
    "line_stated_amount",
    "gift",
)
COLUMNS = (*OF_ORDER, *OF_LINE)
"""They only grow, at the end."""
SUMS = ("subtotal", "shipping", "discount", "tax", "rounding", "total", "paid", "refunded")
NUMBERS = frozenset({*SUMS, "line", "quantity", "unit_price", "line_discount", "line_amount"})


def order_rows(work: Work, store_id: UUID) -> Iterator[list[str]]:
    """All orders of a store that the actor may see."""
    work.require(Permission.ORDERS_READ, store_id)
    wanted = work.seen(Order).where(Order.store_id == store_id)
    for orders in batches(work, wanted, Order):
        ids = [order.id for order in orders]
        lines = by_order(work, OrderLine, ids, OrderLine.position)
        payments = by_order(work, Payment, ids, Payment.id)
        refunds = by_order(work, Refund, ids, Refund.id)
        for order in orders:
            own = of_order(order, payments[order.id], refunds[order.id])
            rest = [order.number, order.source, order.external_id or ""]
            rest += [""] * (len(OF_ORDER) - len(rest))
            rows = [of_line(line) for line in lines[order.id]] or [[""] * len(OF_LINE)]
            for place, cells in enumerate(rows):
                yield [*(rest if place else own), *cells]


def of_order(order: Order, payments: Sequence[Payment], refunds: Sequence[Refund]) -> list[str]:
    return [
        order.number,
        order.source,
        order.external_id or "",
        order.kind.name,
        order.state.name,
        order.payment_state.name,
        order.placed_at.isoformat(),
        order.total.currency,
        *(amount(getattr(order, name)) for name in SUMS[:4]),
        "yes" if order.is_tax_included else "no",
        *(amount(getattr(order, name)) for name in SUMS[4:]),
        instant(order.cancelled_at),
        order.ship_to_country or "",
        order.ship_to_region or "",
        order.ship_to_city or "",
        moved(payments, "received_at"),
        moved(refunds, "paid_back_at"),
    ]


def of_line(line: OrderLine) -> list[str]:
    return [
        str(line.position),
        line.kind.name,
        line.sku,
        line.title,
        str(line.quantity),
        str(line.unit_price.amount),
        amount(line.discount),
        amount(line.amount),
        amount(line.stated_amount) if line.stated_amount else "",
        "yes" if line.is_gift else "no",
    ]


def moved(rows: Sequence[Any], when: str) -> str:
    """Money that came in or went back, as JSON: amount, instant, way, reference."""
    told = []
    for row in rows:
        said = {
            "amount": amount(row.amount),
            "at": instant(getattr(row, when)),
            "method": row.method.name if hasattr(row, "method") else "",
            "reference": row.reference or "",
        }
        told.append({name: value for name, value in said.items() if value})
    return json.dumps(told, ensure_ascii=False) if told else ""


def amount(sum_: Money) -> str:
    return str(sum_.amount)


def instant(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def by_order(
    work: Work, model: Any, ids: Sequence[UUID], order: Any
) -> defaultdict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in work.session.scalars(select(model).where(model.order_id.in_(ids)).order_by(order)):
        found[row.order_id].append(row)
    return found
