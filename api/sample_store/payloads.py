"""Orders as the two platforms would have sent them: the text that is kept to the letter."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from api.sample_store.buyers import Person
from domain.json_text import in_order
from domain.money import Money
from domain.orders.stated import StatedContact, StatedLine, StatedOrder
from domain.orders.states import PaymentMethod

Writer = Callable[..., str]


def tmall(
    external_id: str,
    order: StatedOrder,
    person: Person,
    paid_at: datetime | None,
    method: PaymentMethod,
) -> str:
    """In the shape of Taobao's `taobao.trade.fullinfo.get`: times as in China, sums in yuan."""
    contact = order.ship_to or StatedContact()
    trade = {
        "tid": external_id,
        "status": "WAIT_SELLER_SEND_GOODS" if paid_at else "WAIT_BUYER_PAY",
        "created": _chinese_time(order.placed_at),
        "pay_time": _chinese_time(paid_at) if paid_at else None,
        "pay_channel": method.name if paid_at else None,
        "buyer_nick": person.buyer.handle,
        "buyer_open_uid": person.buyer.external_id,
        "buyer_message": order.buyer_note,
        "receiver_name": contact.name,
        "receiver_mobile": contact.phone,
        "receiver_state": contact.region,
        "receiver_city": contact.city,
        "receiver_address": contact.address1,
        "receiver_zip": contact.postcode,
        "post_fee": _amount(order.shipping),
        "discount_fee": _amount(order.discount),
        "payment": _amount(order.total),
        "orders": {"order": [_tmall_line(line) for line in order.lines]},
    }
    return in_order({"trade": {name: one for name, one in trade.items() if one is not None}})


def _tmall_line(line: StatedLine) -> dict[str, Any]:
    amount = line.unit_price.times(line.quantity)
    return {
        "outer_sku_id": line.sku,
        "title": line.title,
        "num": line.quantity,
        "price": str(line.unit_price.amount),
        "discount_fee": _amount(line.discount),
        "payment": _amount(amount - line.discount if line.discount else amount),
    }


def shopify(
    external_id: str,
    order: StatedOrder,
    person: Person,
    paid_at: datetime | None,
    method: PaymentMethod,
) -> str:
    """In the shape of Shopify's REST order."""
    contact = order.ship_to or StatedContact()
    address = {
        "name": contact.name,
        "address1": contact.address1,
        "city": contact.city,
        "province": contact.region,
        "zip": contact.postcode,
        "country_code": contact.country,
        "phone": contact.phone,
    }
    return in_order(
        {
            "id": int(external_id),
            "name": order.number,
            "created_at": order.placed_at.isoformat(timespec="seconds"),
            "processed_at": paid_at.isoformat(timespec="seconds") if paid_at else None,
            "currency": order.total.currency if order.total else None,
            "financial_status": "paid" if paid_at else "pending",
            "payment_gateway_names": [method.name.lower()] if paid_at else [],
            "email": person.contact.email,
            "customer": {"id": int(person.buyer.external_id or 0)},
            "shipping_address": address,
            "line_items": [_shopify_line(line) for line in order.lines],
            "total_shipping": _amount(order.shipping),
            "total_discounts": _amount(order.discount),
            "total_tax": _amount(order.tax),
            "taxes_included": order.is_tax_included,
            "total_price": _amount(order.total),
            "note": order.buyer_note,
        }
    )


def _shopify_line(line: StatedLine) -> dict[str, Any]:
    return {
        "sku": line.sku,
        "title": line.title,
        "quantity": line.quantity,
        "price": str(line.unit_price.amount),
        "total_discount": _amount(line.discount),
    }


WRITERS: Mapping[str, Writer] = {"tmall": tmall, "shopify": shopify}
"""By the source of the orders."""

_CHINA = ZoneInfo("Asia/Shanghai")


def _chinese_time(at: datetime) -> str:
    return at.astimezone(_CHINA).strftime("%Y-%m-%d %H:%M:%S")


def _amount(sum_: Money | None) -> str:
    return str(sum_.amount) if sum_ else "0.00"
