"""Orders as Shopify exports them: a row for each line, what belongs to the order on its first.

Columns are known by name, for older exports lack some of the 79. Times carry their offset. Whether
taxes lie in the prices, and whether the discount counts those of the lines once more, no column
says: what comes to the total is meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from api.connectors.format import Cell, Feed, Format, Units
from api.connectors.order_cells import (
    Made,
    as_unit,
    cells_of,
    count,
    instant,
    line_cells,
    money,
    number,
    numberless,
    payload,
    price,
)
from api.connectors.shopify_sums import TAXES, payments_of, refunds_of, sums_of
from api.connectors.spreadsheets import without_apostrophe
from api.connectors.tables import How, Row, Rule, Spec, Tables
from domain.currencies import DECIMALS
from domain.orders.ingesting import PlatformRow
from domain.orders.stated import (
    StatedBuyer,
    StatedContact,
    StatedLine,
    StatedOrder,
)
from domain.orders.states import LineKind, OrderState

_SHIP_TO = {
    "name": "Shipping Name",
    "phone": "Shipping Phone",
    "email": "Email",
    "address1": "Shipping Address1",
    "address2": "Shipping Address2",
    "city": "Shipping City",
    "region": "Shipping Province",
    "postcode": "Shipping Zip",
    "country": "Shipping Country",
}
_PERSONAL = frozenset(
    {
        *(set(_SHIP_TO.values()) - {"Shipping Country", "Shipping Province"}),
        *("Shipping Street", "Shipping Company", "Phone", "Notes"),
        *(f"Billing {part}" for part in ("Name", "Street", "Address1", "Address2", "Company")),
        *(f"Billing {part}" for part in ("City", "Zip", "Phone")),
    }
)
_SPEC = Spec(
    required=(
        *("Name", "Total", "Created at"),
        *("Lineitem quantity", "Lineitem name", "Lineitem price"),
    ),
    optional=(
        *("Id", "Currency", "Financial Status", "Paid at", "Fulfillment Status", "Cancelled at"),
        *("Shipping", "Taxes", "Discount Amount", "Duties", "Refunded Amount"),
        *("Outstanding Balance", "Payment Method", "Payment Reference", "Payment ID"),
        *("Lineitem sku", "Lineitem discount", "Shipping Street", "Shipping Company"),
        *("Shipping Province Name", "Phone", "Notes"),
        *(*_SHIP_TO.values(), *TAXES),
    ),
    numbers=(
        *("Total", "Shipping", "Taxes", "Discount Amount", "Duties", "Refunded Amount"),
        *("Outstanding Balance", "Lineitem price", "Lineitem discount", *TAXES),
    ),
    dates=("Created at", "Paid at", "Cancelled at"),
)
_ORDER = {
    "external_id": "Id",
    "number": "Name",
    "placed_at": "Created at",
    "total": "Total",
    "shipping": "Shipping",
    "discount": "Discount Amount",
    "tax": "Taxes",
    "lines": "Lineitem name",
    "payments": "Financial Status",
    "refunds": "Refunded Amount",
    "cancelled_at": "Cancelled at",
    "stands": "Fulfillment Status",
    "buyer": "Email",
    "buyer_note": "Notes",
    **{f"ship_to.{name}": column for name, column in _SHIP_TO.items()},
}
_LINE = {
    "": "Lineitem name",
    "sku": "Lineitem sku",
    "title": "Lineitem name",
    "quantity": "Lineitem quantity",
    "unit_price": "Lineitem price",
    "discount": "Lineitem discount",
}
_LONGEST_SKU = 100
_TIP = "tip"
_SHIPPED = {"fulfilled": OrderState.SHIPPED, "partial": OrderState.PARTIALLY_SHIPPED}
_UNSHIPPED = frozenset(
    {"", "unfulfilled", "pending", "open", "scheduled", "on_hold", "in_progress", "restocked"}
)


@dataclass
class _Lines:
    """What an order's rows come to, and which of them a line came of."""

    stated: list[StatedLine] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def _read(tables: Tables, how: How) -> Units:
    table = tables.only(_SPEC)
    for name, rows in table.grouped(lambda row: row["Name"]):
        if name:
            yield as_unit(name, rows, partial(_made, rows, how), _PERSONAL)
        else:
            yield from (numberless(row, "Name", _PERSONAL) for row in rows)


def _made(rows: Sequence[Row], how: How) -> Made:
    head, currency = _head(rows), _currency(rows, how)
    lines = _lines(rows, currency)
    sums, meant = sums_of(head, lines.stated, currency)
    refunds, refunded = refunds_of(head, sums.total)
    order = StatedOrder(
        number=head["Name"],
        placed_at=instant(head, "Created at"),
        lines=tuple(lines.stated),
        shipping=sums.shipping,
        discount=sums.discount,
        tax=sums.tax,
        is_tax_included=sums.is_tax_included,
        total=sums.total,
        ship_to=_ship_to(head),
        buyer_note=head["Notes"] or None,
    )
    email = head["Email"].lower()
    row = PlatformRow(
        source="shopify",
        external_id=number(head, "Id") or head["Name"],
        payload=payload(rows),
        order=order,
        buyer=StatedBuyer(external_id=email) if email else None,
        payments=payments_of(head, sums.total),
        refunds=refunds,
        stands=_stands(head),
        cancelled_at=head.instant("Cancelled at"),
    )
    return Made(row, partial(_cells, head, lines.rows), [*lines.notes, *meant, *refunded])


def _head(rows: Sequence[Row]) -> Row:
    """The row of the order itself, wherever it lies; two of them are two orders."""
    heads = [row for row in rows if row["Total"]] or rows[:1]
    for row in heads[1:]:
        if row["Id"] != heads[0]["Id"] or row["Total"] != heads[0]["Total"]:
            column = "Id" if row["Id"] != heads[0]["Id"] else "Total"
            raise row.bad(
                column,
                Rule.INCONSISTENT,
                f"differs from row {heads[0].number}, which has the same Name",
            )
    return heads[0]


def _currency(rows: Sequence[Row], how: How) -> str:
    """The store's; what the file says has to agree."""
    currency = how.currency
    for row in rows:
        said = row["Currency"].upper()
        if said and said not in DECIMALS:
            raise row.bad("Currency", Rule.INVALID, "is no currency of ISO 4217")
        currency = currency or said or None
        if said and said != currency:
            raise row.bad("Currency", Rule.INCONSISTENT, f"is not the store's, {currency}")
    if currency is None:
        raise rows[0].bad("Currency", Rule.REQUIRED, "is said neither by the file nor by anybody")
    return currency


def _lines(rows: Sequence[Row], currency: str) -> _Lines:
    lines = _Lines()
    for row in rows:
        if not row["Lineitem name"] and not row["Lineitem quantity"]:
            continue
        quantity = count(row, "Lineitem quantity")
        if quantity == 0:
            lines.notes.append(f"Row {row.number} is a line that was taken out.")
            continue
        line = _line(row, quantity, currency)
        if line.kind is LineKind.GOODS and not row["Lineitem sku"]:
            lines.notes.append(f"Row {row.number} has no SKU: its name stands for it.")
        lines.stated.append(line)
        lines.rows.append(row)
    return lines


def _line(row: Row, quantity: int, currency: str) -> StatedLine:
    title, sku = row["Lineitem name"], without_apostrophe(row["Lineitem sku"])
    is_tip = not sku and title.lower() == _TIP
    return StatedLine(
        sku=sku or title[:_LONGEST_SKU].strip(),
        title=title,
        quantity=quantity,
        unit_price=price(row, "Lineitem price", currency),
        discount=money(row, "Lineitem discount", currency),
        kind=LineKind.CHARGE if is_tip else LineKind.GOODS,
    )


def _stands(head: Row) -> OrderState | None:
    """Cancelled where it says so, and where money and goods are both back or never went."""
    said = head["Fulfillment Status"].lower()
    if said not in _SHIPPED and said not in _UNSHIPPED:
        known = ", ".join(sorted((_SHIPPED.keys() | _UNSHIPPED) - {""}))
        raise head.bad("Fulfillment Status", Rule.UNKNOWN_VALUE, f"is none of {known}")
    if head["Cancelled at"]:
        return OrderState.CANCELLED
    is_off = head["Financial Status"].lower() in {"voided", "refunded"}
    return _SHIPPED.get(said) or (OrderState.CANCELLED if is_off else None)


def _ship_to(head: Row) -> StatedContact | None:
    """Codes and telephone numbers begin with an apostrophe, `'560029`; so does 's-Hertogenbosch."""
    said = {name: head[column] or None for name, column in _SHIP_TO.items()}
    phone = head["Shipping Phone"] or head["Phone"]
    address2 = ", ".join(filter(None, (head["Shipping Company"], said["address2"])))
    contact = StatedContact(
        **{
            **said,
            "phone": phone.removeprefix("'") or None,
            "postcode": head["Shipping Zip"].removeprefix("'") or None,
            "address1": said["address1"] or head["Shipping Street"] or None,
            "address2": address2 or None,
            "region": head["Shipping Province Name"] or said["region"],
        }
    )
    return contact if contact != StatedContact() else None


def _cells(head: Row, lines: Sequence[Row]) -> Mapping[str, Cell]:
    columns = _ORDER if head["Id"] else {**_ORDER, "external_id": "Name"}
    return cells_of(head, columns, _PERSONAL) | line_cells(lines, _LINE)


FORMAT = Format(
    name="shopify-orders",
    feed=Feed.ORDERS,
    words="Orders as Shopify exports them.",
    read=_read,
)
