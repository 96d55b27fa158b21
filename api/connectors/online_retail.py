"""Invoices as in "Online Retail", the ledger of a British wholesaler that UCI hands out.

A line of an invoice is a row, and all of an invoice's facts stand in each. Prices are in sterling,
times are those of London; neither is written. The later set of the same shop, "Online Retail II",
has other names for three columns. No payments are in it, and none are made up.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from api.connectors.format import Cell, Feed, Format, Units
from api.connectors.order_cells import (
    Made,
    agreed,
    as_unit,
    cells_of,
    count,
    instant,
    line_cells,
    numberless,
    own_currency,
    payload,
    price,
)
from api.connectors.tables import How, Row, Spec, Tables
from domain.money import UnitPrice
from domain.orders.ingesting import PlatformRow
from domain.orders.stated import StatedBuyer, StatedContact, StatedLine, StatedOrder
from domain.orders.states import LineKind, OrderKind, OrderState

_SPEC = Spec(
    required=("InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice"),
    optional=("Description", "CustomerID", "Country"),
    numbers=("UnitPrice",),
    dates=("InvoiceDate",),
    aliases={"Invoice": "InvoiceNo", "Price": "UnitPrice", "Customer ID": "CustomerID"},
)
_LONDON = ZoneInfo("Europe/London")
_CURRENCY = "GBP"
_CHARGES = frozenset(
    {
        *("POST", "DOT", "C2", "BANK CHARGES", "AMAZONFEE", "CRUK"),  # carriage, fees, a charity
        *("D", "M", "S", "B", "PADS"),  # discounts, by hand, samples, bad debts, a make-weight
        *("ADJUST", "ADJUST2"),
    }
)
_GIFT = "GIFT_"
"""Vouchers: `gift_0001_20`."""
_COUNTRIES = {
    "Australia": "AU", "Austria": "AT", "Bahrain": "BH", "Belgium": "BE", "Bermuda": "BM",
    "Brazil": "BR", "Canada": "CA", "Cyprus": "CY", "Czech Republic": "CZ", "Denmark": "DK",
    "EIRE": "IE", "Finland": "FI", "France": "FR", "Germany": "DE", "Greece": "GR",
    "Hong Kong": "HK", "Iceland": "IS", "Israel": "IL", "Italy": "IT", "Japan": "JP",
    "Korea": "KR", "Lebanon": "LB", "Lithuania": "LT", "Malta": "MT", "Netherlands": "NL",
    "Nigeria": "NG", "Norway": "NO", "Poland": "PL", "Portugal": "PT", "RSA": "ZA",
    "Saudi Arabia": "SA", "Singapore": "SG", "Spain": "ES", "Sweden": "SE", "Switzerland": "CH",
    "Thailand": "TH", "USA": "US", "United Arab Emirates": "AE", "United Kingdom": "GB",
}  # fmt: skip
_REGIONS = frozenset({"Channel Islands", "West Indies"})
"""Places of several countries: Jersey is not Guernsey."""
_NOWHERE = frozenset({"", "Unspecified", "European Community"})
_ORDER = {
    "external_id": "InvoiceNo",
    "number": "InvoiceNo",
    "placed_at": "InvoiceDate",
    "buyer": "CustomerID",
    "ship_to": "Country",
}
_LINE = {
    "": "StockCode",
    "sku": "StockCode",
    "title": "Description",
    "quantity": "Quantity",
    "unit_price": "UnitPrice",
}
_REMEMBERED = 10_000


class _Figures:
    """Prices and quantities by how they are written: a year of a shop has few of them."""

    def __init__(self) -> None:
        self._prices: dict[str, UnitPrice] = {}
        self._quantities: dict[str, int] = {}

    def price(self, row: Row) -> UnitPrice:
        written = row.raw("UnitPrice")
        if (known := self._prices.get(written)) is not None:
            return known
        found = price(row, "UnitPrice", _CURRENCY)
        if len(self._prices) < _REMEMBERED:
            self._prices[written] = found
        return found

    def quantity(self, row: Row) -> int:
        written = row.raw("Quantity")
        if (known := self._quantities.get(written)) is not None:
            return known
        found = count(row, "Quantity")
        if len(self._quantities) < _REMEMBERED:
            self._quantities[written] = found
        return found


def _read(tables: Tables, how: How) -> Units:
    table = tables.only(_SPEC)
    own_currency(how, _CURRENCY, table)
    figures = _Figures()
    for invoice, rows in table.grouped(lambda row: row["InvoiceNo"]):
        if invoice:
            yield as_unit(invoice, rows, partial(_made, invoice, rows, figures))
        else:
            yield from (numberless(row, "InvoiceNo") for row in rows)


def _made(invoice: str, rows: Sequence[Row], figures: _Figures) -> Made:
    """Minutes may pass while an invoice is written; it was placed when its first line was."""
    agreed(rows, "CustomerID", "Country")
    dated = {row.raw("InvoiceDate"): row for row in rows}.values()
    placed_at = min(instant(row, "InvoiceDate", _LONDON) for row in dated)
    lines = tuple([_line(row, figures) for row in rows])
    customer = rows[0]["CustomerID"].removesuffix(".0")
    ship_to, notes = _ship_to(rows[0]["Country"])
    order = StatedOrder(
        number=invoice,
        placed_at=placed_at,
        kind=_kind(invoice, lines),
        lines=lines,
        ship_to=ship_to,
    )
    row = PlatformRow(
        source="online-retail",
        external_id=invoice,
        payload=payload(rows),
        order=order,
        buyer=StatedBuyer(external_id=customer) if customer else None,
        stands=OrderState.COMPLETED,
    )
    return Made(row, partial(_cells, rows), notes)


def _line(row: Row, figures: _Figures) -> StatedLine:
    code = row["StockCode"]
    return StatedLine(
        sku=code,
        quantity=figures.quantity(row),
        unit_price=figures.price(row),
        title=row["Description"],
        kind=LineKind.CHARGE if _is_charge(code) else LineKind.GOODS,
    )


def _is_charge(code: str) -> bool:
    """Nothing that is packed; goods have five digits and perhaps letters, or begin with DCGS."""
    return not code[:1].isdigit() and (code.upper() in _CHARGES or code.upper().startswith(_GIFT))


def _kind(invoice: str, lines: Sequence[StatedLine]) -> OrderKind:
    """C cancels, A corrects a bad debt; stock that is written off has an invoice of minus too."""
    if invoice[0] in "Cc":
        return OrderKind.CREDIT_NOTE
    below = any(line.quantity < 0 or line.unit_price.micros < 0 for line in lines)
    return OrderKind.ADJUSTMENT if below or invoice[0] in "Aa" else OrderKind.SALE


def _ship_to(country: str) -> tuple[StatedContact | None, Sequence[str]]:
    if country in _NOWHERE:
        return None, ()
    if code := _COUNTRIES.get(country):
        return StatedContact(country=code), ()
    notes = () if country in _REGIONS else (f"{country[:60]!r} is no country that is known here.",)
    return StatedContact(region=country), notes


def _cells(rows: Sequence[Row]) -> Mapping[str, Cell]:
    return cells_of(rows[0], _ORDER) | line_cells(rows, _LINE)


FORMAT = Format(
    name="online-retail",
    feed=Feed.ORDERS,
    words="Invoices of UCI's Online Retail.",
    read=_read,
)
