"""What Shopify's sums of an order mean, and what of it was paid and went back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from api.connectors.order_cells import missing, money
from api.connectors.tables import Row, Rule
from domain.money import Money
from domain.orders.stated import StatedLine, StatedPayment, StatedRefund
from domain.orders.states import PaymentMethod

TAXES = tuple(f"Tax {place} Value" for place in range(1, 6))
_LONGEST_REFERENCE = 200
_PAID = frozenset({"paid", "partially_refunded", "refunded"})
_PARTLY_PAID = "partially_paid"
_UNPAID = frozenset({"", "pending", "authorized", "voided", "expired", "unpaid"})
_METHODS = {
    "alipay": PaymentMethod.ALIPAY,
    "wechat": PaymentMethod.WECHAT_PAY,
    "gift": PaymentMethod.OTHER,
    "cash": PaymentMethod.CASH,
    "bank": PaymentMethod.BANK_TRANSFER,
    "shopify": PaymentMethod.PLATFORM,
    "card": PaymentMethod.CARD,
    "stripe": PaymentMethod.CARD,
}
"""By a word in the gateway's name; the first that is there counts."""


@dataclass(frozen=True, kw_only=True)
class Sums:
    """As stated, or as they were meant."""

    shipping: Money
    discount: Money
    tax: Money
    total: Money
    is_tax_included: bool = False


def fitting(stated: Sums, lines: Sequence[StatedLine]) -> Sums:
    """The first reading that comes to the total, to the cent or as near as any.

    Discount Amount may count what the lines have off already, or what shipping does; taxes may lie
    in the prices. What fits as it is stated is not read otherwise.
    """
    goods = sum(line.unit_price.times(line.quantity).minor for line in lines)
    off = sum(line.discount.minor for line in lines if line.discount)
    return min(_readings(stated, off), key=lambda sums: abs(_gap(sums, goods - off)))


def _readings(stated: Sums, off: int) -> Iterator[Sums]:
    """The plainest first: `min` takes the first of equals."""
    currency = stated.discount.currency
    once_more = Money(max(stated.discount.minor - off, 0), currency)
    for discount in dict.fromkeys((stated.discount, once_more, Money.zero(currency))):
        for is_tax_included in (False, True):
            yield replace(stated, discount=discount, is_tax_included=is_tax_included)


def _gap(sums: Sums, goods: int) -> int:
    tax = 0 if sums.is_tax_included else sums.tax.minor
    return goods + sums.shipping.minor - sums.discount.minor + tax - sums.total.minor


def sums_of(head: Row, lines: Sequence[StatedLine], currency: str) -> tuple[Sums, Sequence[str]]:
    """As they are meant, and what there is to tell of it.

    Duties have no place of their own here and stand with what shipping costs.
    """
    total = money(head, "Total", currency)
    if total is None:
        raise missing(head, "Total")
    duties, notes = _money(head, "Duties", currency), []
    if duties.minor:
        notes.append(f"Its shipping holds duties of {duties}.")
    tax, told = _tax(head, currency)
    said = Sums(
        shipping=_money(head, "Shipping", currency) + duties,
        discount=_money(head, "Discount Amount", currency),
        tax=tax,
        total=total,
    )
    meant = fitting(said, lines)
    if meant.discount != said.discount:
        notes.append(
            f"Of its discount of {said.discount} {meant.discount} are the order's: "
            "its lines or its shipping have the rest off already."
        )
    return meant, [*notes, *told]


def _money(head: Row, column: str, currency: str) -> Money:
    return money(head, column, currency) or Money.zero(currency)


def _tax(head: Row, currency: str) -> tuple[Money, Sequence[str]]:
    """`Taxes` has room for all of them; the columns of single taxes for five."""
    single = Money.total((_money(head, column, currency) for column in TAXES), currency)
    tax = money(head, "Taxes", currency)
    if tax is None or tax == single or not single.minor:
        return tax or single, ()
    return tax, (f"Its taxes are stated as {tax}; the single ones come to {single}.",)


def payments_of(head: Row, total: Money) -> Sequence[StatedPayment]:
    """What has come in of the total, as the financial status says."""
    said = head["Financial Status"].lower()
    if said in _UNPAID:
        return ()
    if said not in _PAID and said != _PARTLY_PAID:
        known = ", ".join(sorted((_PAID | _UNPAID | {_PARTLY_PAID}) - {""}))
        raise head.bad("Financial Status", Rule.UNKNOWN_VALUE, f"is none of {known}")
    amount = total
    if said == _PARTLY_PAID:
        outstanding = money(head, "Outstanding Balance", total.currency)
        if outstanding is None:
            raise missing(head, "Outstanding Balance")
        amount = total - outstanding
    if not amount.minor:
        return ()
    reference = head["Payment Reference"] or head["Payment ID"]
    payment = StatedPayment(
        amount=amount,
        received_at=head.instant("Paid at"),
        method=_method(head["Payment Method"].lower()),
        reference=reference[:_LONGEST_REFERENCE] or None,
    )
    return (payment,)


def _method(gateway: str) -> PaymentMethod:
    """`Shopify Payments + gift_card` are two, and nothing says how much by which."""
    if "+" in gateway:
        return PaymentMethod.OTHER
    found = (method for word, method in _METHODS.items() if word in gateway)
    return next(found, PaymentMethod.OTHER if gateway else PaymentMethod.PLATFORM)


def refunds_of(head: Row, total: Money) -> tuple[Sequence[StatedRefund], Sequence[str]]:
    """What went back, and what there is to tell of it."""
    refunded = _money(head, "Refunded Amount", total.currency)
    if refunded.minor:
        return (StatedRefund(amount=refunded),), ()
    if head["Financial Status"].lower() != "refunded" or not total.minor:
        return (), ()
    return (StatedRefund(amount=total),), ("It was refunded; no amount is said, so all of it.",)
