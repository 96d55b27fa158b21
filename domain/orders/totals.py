"""What an order comes to: exact sums, rounded once for each line and never again.

All sums are `Money` of one currency; mixing two raises Invalid.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.errors import Invalid
from domain.money import LARGEST_MINOR, Money, UnitPrice
from domain.orders.states import PaymentState


@dataclass(frozen=True)
class Totals:
    """`total` is `subtotal + shipping - discount + tax (unless included) + rounding`."""

    subtotal: Money
    rounding: Money
    total: Money


def line_amount(unit_price: UnitPrice, quantity: int, *path: str) -> Money:
    """Price times quantity, rounded once, half up; Invalid beyond what is ever traded."""
    amount = unit_price.times(quantity)
    if amount.minor > LARGEST_MINOR:
        raise Invalid("That is no sum of money.", *path)
    return amount


def totals_of(  # noqa: PLR0913  the parts of a total are that many
    lines: Iterable[tuple[Money, Money]],
    *,
    shipping: Money,
    discount: Money,
    tax: Money,
    is_tax_included: bool,
    stated: Money | None,
) -> Totals:
    """`lines` are (amount, discount); `stated` is the platform's own total, which wins.

    The difference between it and the sum of the parts is the rounding, kept as a figure.
    Invalid when the whole is below nothing or beyond what is ever traded.
    """
    currency = shipping.currency
    subtotal = Money.total((amount - off for amount, off in lines), currency)
    parts = subtotal + shipping - discount
    if not is_tax_included:
        parts = parts + tax
    total = parts if stated is None else stated
    if total.minor < 0:
        raise Invalid("The discount exceeds what there is to discount.", "discount")
    if total.minor > LARGEST_MINOR:
        raise Invalid("That is no sum of money.", "total")
    return Totals(subtotal, total - parts, total)


def is_mere_rounding(rounding: Money, line_count: int) -> bool:
    """Whether a difference can come of rounding: up to one minor unit a line."""
    return abs(rounding.minor) <= line_count


def payment_state(paid: Money, total: Money) -> PaymentState:
    """What captures alone make of it; a total of nothing is paid from the start."""
    if paid >= total:
        return PaymentState.PAID
    return PaymentState.DEPOSIT_PAID if paid.minor else PaymentState.UNPAID
