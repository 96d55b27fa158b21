"""Orders as we export them ourselves: read back, they change nothing."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import orjson

from api.connectors.format import Cell, Feed, Format, Origin, Refused, Unit, Units
from api.connectors.tables import BadCell, How, Row, Rule, Spec, Tables
from api.exporting.orders import COLUMNS, NUMBERS
from api.exporting.outgoing import plain
from domain.currencies import DECIMALS
from domain.errors import DomainError
from domain.money import Money, UnitPrice
from domain.orders.ingesting import PlatformRow
from domain.orders.stated import (
    StatedContact,
    StatedLine,
    StatedOrder,
    StatedPayment,
    StatedRefund,
)
from domain.orders.states import LineKind, OrderKind, OrderState, PaymentMethod

SPEC = Spec(
    required=("number", "placed_at", "currency", "sku", "quantity", "unit_price"),
    optional=COLUMNS,
    numbers=tuple(NUMBERS),
    dates=("placed_at", "cancelled_at"),
    decimal_mark=".",
)
FROM = {
    "number": "number",
    "placed_at": "placed_at",
    "shipping": "shipping",
    "discount": "discount",
    "tax": "tax",
    "total": "total",
    "ship_to.country": "ship_to_country",
    "payments": "payments",
    "refunds": "refunds",
    "external_id": "external_id",
    "source": "source",
}
FROM_LINE = {
    "sku": "sku",
    "title": "title",
    "quantity": "quantity",
    "unit_price": "unit_price",
    "discount": "line_discount",
    "amount": "line_stated_amount",
}
AFTER_NEW = frozenset(OrderState) - {OrderState.NEW, OrderState.EXCEPTION, OrderState.REVIEWED}


def _read(tables: Tables, _how: How) -> Units:
    table = tables.only(SPEC)
    for _, rows in table.grouped(lambda row: f"{row['source']}\n{row['number']}"):
        first = rows[0]
        key, origin = text(first, "number"), Origin(first.file, first.number)
        try:
            for row in rows:
                if row.fault:
                    raise row.fault
            yield Unit(key, origin, platform_row(rows), cells_of(rows))
        except BadCell as error:
            yield Refused(key, origin, error)


def text(row: Row, column: str) -> str:
    return plain(row.raw(column)).strip()


def platform_row(rows: Sequence[Row]) -> PlatformRow:
    first = rows[0]
    currency = first["currency"].upper()
    if currency not in DECIMALS:
        raise first.bad("currency", Rule.INVALID, "It is no currency of ISO 4217.")
    placed_at = first.instant("placed_at")
    if placed_at is None:
        raise first.bad("placed_at", Rule.REQUIRED, "It must not be empty.")
    state = choice(first, "state", OrderState) or OrderState.NEW
    country = text(first, "ship_to_country")
    number = text(first, "number")
    return PlatformRow(
        source=text(first, "source") or "tradepost",
        external_id=text(first, "external_id") or number,
        payload=None,  # no platform sent it
        order=StatedOrder(
            number=number,
            placed_at=placed_at,
            kind=choice(first, "kind", OrderKind) or OrderKind.SALE,
            lines=tuple(line(row, currency) for row in rows if row["quantity"]),
            shipping=money(first, "shipping", currency),
            discount=money(first, "discount", currency),
            tax=money(first, "tax", currency),
            is_tax_included=bool(first.truth("tax_included")),
            total=money(first, "total", currency),
            ship_to=StatedContact(
                country=country,
                region=text(first, "ship_to_region"),
                city=text(first, "ship_to_city"),
            )
            if country
            else None,
        ),
        payments=[
            StatedPayment(
                amount=one["amount"],
                received_at=one["at"],
                method=PaymentMethod[one["method"] or "OTHER"],
                reference=one["reference"] or None,
            )
            for one in moved(first, "payments", currency)
        ],
        refunds=[
            StatedRefund(
                amount=one["amount"], paid_back_at=one["at"], reference=one["reference"] or None
            )
            for one in moved(first, "refunds", currency)
        ],
        stands=state if state in AFTER_NEW else None,
        cancelled_at=first.instant("cancelled_at"),
    )


def line(row: Row, currency: str) -> StatedLine:
    quantity, price = row.integer("quantity"), row.decimal("unit_price")
    if quantity is None or price is None:
        missing = "quantity" if quantity is None else "unit_price"
        raise row.bad(missing, Rule.REQUIRED, "It must not be empty.")
    try:
        unit_price = UnitPrice.of(price, currency)
    except DomainError as error:
        raise row.bad("unit_price", Rule.INVALID, str(error)) from None
    return StatedLine(
        sku=text(row, "sku"),
        title=text(row, "title"),
        quantity=quantity,
        unit_price=unit_price,
        discount=money(row, "line_discount", currency),
        amount=money(row, "line_stated_amount", currency),
        is_gift=bool(row.truth("gift")),
        kind=choice(row, "line_kind", LineKind) or LineKind.GOODS,
    )


def money(row: Row, column: str, currency: str) -> Money | None:
    amount = row.decimal(column)
    if amount is None:
        return None
    try:
        return Money.of(amount, currency)
    except DomainError as error:
        raise row.bad(column, Rule.INVALID, str(error)) from None


def moved(row: Row, column: str, currency: str) -> list[dict[str, Any]]:
    """Payments or refunds, as JSON says them."""
    said = text(row, column)
    if not said:
        return []
    try:
        return [
            {
                "amount": Money.of(Decimal(one["amount"]), currency),
                "at": datetime.fromisoformat(one["at"]) if one.get("at") else None,
                "method": one.get("method", ""),
                "reference": one.get("reference", ""),
            }
            for one in orjson.loads(said)
        ]
    except (ArithmeticError, DomainError, KeyError, TypeError, ValueError):
        raise row.bad(
            column, Rule.UNKNOWN_VALUE, "It is no list of payments, as exported."
        ) from None


def choice(row: Row, column: str, kind: Any) -> Any:
    """None when it is empty."""
    said = row[column].upper()
    if not said:
        return None
    if said not in kind.__members__:
        listed = ", ".join(kind.__members__)
        raise row.bad(column, Rule.UNKNOWN_VALUE, f"It is one of {listed}.")
    return kind[said]


def cells_of(rows: Sequence[Row]) -> dict[str, Cell]:
    first = rows[0]
    cells = {path: Cell(first.number, name, first[name]) for path, name in FROM.items()}
    place = 0
    for row in rows:
        if not row["quantity"]:
            continue
        for path, name in FROM_LINE.items():
            cells[f"lines.{place}.{path}"] = Cell(row.number, name, row[name])
        place += 1
    return cells


FORMAT = Format(
    name="tradepost-orders",
    feed=Feed.ORDERS,
    words="Orders as `tradepost export` writes them.",
    read=_read,
)
