"""Orders as Tmall and Taobao give them out: a row each, in yuan, at the hour of Shanghai.

Two tables are known by their columns. The report of orders has seven: sums, times and a province,
so its orders have no lines, and nothing says where they stand. The list of orders names the goods;
only where there is one kind of them does it say what each costs, and only then there is a line.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from api.connectors.format import Cell, Feed, Format, Units
from api.connectors.order_cells import (
    Made,
    as_unit,
    bare,
    cells_of,
    instant,
    money,
    number,
    numberless,
    own_currency,
    payload,
    price_of,
    required,
)
from api.connectors.tables import How, Row, Rule, Spec, Tables
from domain.money import PLACES, Money
from domain.orders.ingesting import PlatformRow
from domain.orders.stated import (
    StatedBuyer,
    StatedContact,
    StatedLine,
    StatedOrder,
    StatedPayment,
    StatedRefund,
)
from domain.orders.states import OrderState, PaymentMethod

_NUMBER, _TOTAL, _PAID, _REFUNDED = "订单编号", "总金额", "买家实际支付金额", "退款金额"
_ADDRESS, _PLACED_AT, _PAID_AT = "收货地址", "订单创建时间", "订单付款时间"
_GOODS, _POSTAGE, _STATUS, _PAYER = "买家应付货款", "买家应付邮费", "订单状态", "买家支付宝账号"
_TITLE, _KINDS, _QUANTITY = "宝贝标题", "宝贝种类", "宝贝总数量"
_BUYER, _NAME, _MOBILE, _PHONE = "买家会员名", "收货人姓名", "联系手机", "联系电话"
_MESSAGE, _NOTE = "买家留言", "订单备注"
_SPEC = Spec(
    required=(_NUMBER, _TOTAL, _PAID, _ADDRESS, _PLACED_AT, _PAID_AT),
    optional=(
        *(_REFUNDED, _GOODS, _POSTAGE, _STATUS, _TITLE, _KINDS, _QUANTITY),
        *(_BUYER, _NAME, _MOBILE, _PHONE, _MESSAGE, _NOTE, _PAYER),
    ),
    numbers=(_TOTAL, _PAID, _REFUNDED, _GOODS, _POSTAGE),
    dates=(_PLACED_AT, _PAID_AT),
    currency_signs=True,
)
_PERSONAL = frozenset(
    {_ADDRESS, _BUYER, _NAME, _MOBILE, _PHONE, _MESSAGE, _NOTE, _PAYER},
)
_CURRENCY = "CNY"
_SHANGHAI = ZoneInfo("Asia/Shanghai")
_STANDS = {
    "等待买家付款": None,
    "付款确认中": None,
    "买家已付款": None,
    "等待卖家发货": None,
    "卖家部分发货": OrderState.PARTIALLY_SHIPPED,
    "卖家已发货": OrderState.SHIPPED,
    "等待买家确认收货": OrderState.SHIPPED,
    "交易成功": OrderState.COMPLETED,
    "交易关闭": OrderState.CANCELLED,
}
_COUNTRIES = {"香港": "HK", "澳门": "MO", "台湾": "TW", "海外": None}
_EMPTY = frozenset({"", "null", "无"})
_LONGEST_SKU = 100
_ORDER = {
    "external_id": _NUMBER,
    "number": _NUMBER,
    "placed_at": _PLACED_AT,
    "total": _TOTAL,
    "shipping": _POSTAGE,
    "lines": _TITLE,
    "lines.0.sku": _TITLE,
    "lines.0.title": _TITLE,
    "lines.0.quantity": _QUANTITY,
    "lines.0.unit_price": _GOODS,
    "payments": _PAID,
    "refunds": _REFUNDED,
    "buyer": _BUYER,
    "ship_to": _ADDRESS,
    "ship_to.name": _NAME,
    "ship_to.phone": _MOBILE,
    "buyer_note": _MESSAGE,
    "note": _NOTE,
    "stands": _STATUS,
    "cancelled_at": _STATUS,
}


def _read(tables: Tables, how: How) -> Units:
    table = tables.only(_SPEC)
    own_currency(how, _CURRENCY, table)
    for _, rows in table.grouped(lambda row: bare(row[_NUMBER])):
        if key := bare(rows[0][_NUMBER]):
            yield as_unit(key, rows, partial(_made, rows), _PERSONAL)
        else:
            yield from (numberless(row, _NUMBER, _PERSONAL) for row in rows)


@dataclass(frozen=True)
class _Moved:
    """What was paid and what of it went back."""

    payments: Sequence[StatedPayment] = ()
    refunds: Sequence[StatedRefund] = ()
    notes: Sequence[str] = ()


def _made(rows: Sequence[Row]) -> Made:
    head = rows[0]
    if again := next((row for row in rows if row.values != head.values), None):
        raise again.bad(
            _NUMBER, Rule.INCONSISTENT, f"is the order of row {head.number} with other figures"
        )
    order_number = number(head, _NUMBER)
    required(head, _TOTAL)
    total = money(head, _TOTAL, _CURRENCY) or Money.zero(_CURRENCY)
    lines, notes = _lines(head)
    moved = _moved(head, total)
    order = StatedOrder(
        number=order_number,
        placed_at=instant(head, _PLACED_AT, _SHANGHAI),
        lines=lines,
        shipping=money(head, _POSTAGE, _CURRENCY),
        total=total,
        ship_to=_ship_to(head),
        buyer_note=_words(head, _MESSAGE),
        note=_words(head, _NOTE),
    )
    buyer = _words(head, _BUYER)
    row = PlatformRow(
        source="tmall",
        external_id=order_number,
        payload=payload(rows[:1]),
        order=order,
        buyer=StatedBuyer(external_id=buyer, handle=buyer) if buyer else None,
        payments=moved.payments,
        refunds=moved.refunds,
        stands=_stands(head),
    )
    return Made(row, partial(_cells, head), [*notes, *moved.notes])


def _words(row: Row, column: str) -> str | None:
    """The list writes `null` where there is nothing, and `'138…` lest a number be a figure."""
    said = row[column].removeprefix("'")
    return None if said in _EMPTY else said


def _moved(head: Row, total: Money) -> _Moved:
    """Without a time of payment nothing was paid.

    The report takes refunds off what was paid: an order of 100 that was paid and returned has 0
    and 100 there. Other files do not; which it is shows when one of the two comes to the total.
    """
    paid = money(head, _PAID, _CURRENCY) or Money.zero(_CURRENCY)
    back = money(head, _REFUNDED, _CURRENCY) or Money.zero(_CURRENCY)
    for column, amount in ((_PAID, paid), (_REFUNDED, back)):
        if amount.minor < 0:
            raise head.bad(column, Rule.INVALID, "is below nothing")
    received_at = head.instant(_PAID_AT, _SHANGHAI)
    if received_at is None:
        if back.minor:
            raise head.bad(_REFUNDED, Rule.INCONSISTENT, "was refunded, but never paid")
        notes = (f"{paid} has no time of payment, so it is unpaid.",) if paid.minor else ()
        return _Moved(notes=notes)
    is_before_refunds = paid == total or paid + back > total
    gross = paid if is_before_refunds else paid + back
    if back > gross:
        raise head.bad(_REFUNDED, Rule.INCONSISTENT, "is more than was paid")
    is_guessed = back.minor and total not in {paid, paid + back}
    return _Moved(
        notes=(f"Paid are {gross}, it seems: no sum proves it.",) if is_guessed else (),
        payments=[
            StatedPayment(amount=one, received_at=received_at, method=_method(head))
            for one in (gross,)
            if one.minor
        ],
        refunds=[StatedRefund(amount=one) for one in (back,) if one.minor],
    )


def _method(head: Row) -> PaymentMethod:
    """Where the list has a payer's account, it is one of Alipay."""
    return PaymentMethod.ALIPAY if _words(head, _PAYER) else PaymentMethod.PLATFORM


def _lines(head: Row) -> tuple[tuple[StatedLine, ...], Sequence[str]]:
    """One line where there is one kind of goods; no file says what each of several costs."""
    title = head[_TITLE]
    if not title:
        return (), ()
    kinds, quantity = head.integer(_KINDS), head.integer(_QUANTITY)
    goods = money(head, _GOODS, _CURRENCY)
    if goods is None or not quantity or not _is_one_kind(title, kinds):
        return (), ("The file does not say what each of its goods costs, so it has no lines.",)
    if quantity < 0:
        raise head.bad(_QUANTITY, Rule.INVALID, "is below nothing")
    each = price_of(head, _GOODS, round(goods.amount / quantity, PLACES), _CURRENCY)
    line = StatedLine(
        sku=title[:_LONGEST_SKU].strip(),
        title=title,
        quantity=quantity,
        unit_price=each,
        amount=goods,
    )
    return (line,), ("The file has no SKUs: the title stands for it.",)


def _is_one_kind(title: str, kinds: int | None) -> bool:
    return kinds == 1 if kinds is not None else not re.search("[,，]", title)


def _stands(head: Row) -> OrderState | None:
    """`卖家已发货，等待买家确认`: the words before the comma say it."""
    said = re.split("[,，]", head[_STATUS])[0].strip()
    if said and said not in _STANDS:
        raise head.bad(_STATUS, Rule.UNKNOWN_VALUE, f"is none of {', '.join(_STANDS)}")
    return _STANDS[said] if said else None


def _ship_to(head: Row) -> StatedContact | None:
    """`浙江省 杭州市 西湖区 文三路1号(310000)`: province, city, the rest; or a province alone."""
    said = _words(head, _ADDRESS) or ""
    postcode = re.search(r"[(（](\d{6})[)）]\s*$", said)
    parts = (said[: postcode.start()] if postcode else said).split(maxsplit=2)
    contact = StatedContact(
        name=_words(head, _NAME),
        phone=_words(head, _MOBILE) or _words(head, _PHONE),
        region=parts[0] if parts else None,
        city=parts[1] if len(parts) > 1 else None,
        address1=parts[2] if len(parts) > 2 else None,  # noqa: PLR2004  region, city, street
        postcode=postcode[1] if postcode and postcode[1] != "000000" else None,
        country=_COUNTRIES.get(parts[0][:2], "CN") if parts else None,
    )
    return contact if contact != StatedContact() else None


def _cells(head: Row) -> Mapping[str, Cell]:
    known = {path: column for path, column in _ORDER.items() if column in head.cells}
    return cells_of(head, known, _PERSONAL)


FORMAT = Format(
    name="tmall-orders",
    feed=Feed.ORDERS,
    words="Tmall's report of orders, or Taobao's list of them.",
    read=_read,
)
