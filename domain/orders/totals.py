"""What an order comes to: exact sums, rounded once for each line and never again.

All sums are `Money` of one currency; mixing two raises Invalid. What a credit note takes back is
below nothing throughout; an adjustment has either sign.
"""

from dataclasses import dataclass

from domain.errors import Invalid
from domain.money import LARGEST_MINOR, Money, UnitPrice
from domain.orders.states import OrderKind, PaymentState


@dataclass(frozen=True)
class Totals:
    """`total` is `subtotal + shipping - discount + tax (unless included) + rounding`."""

    subtotal: Money
    rounding: Money
    total: Money


def line_minor(unit_price: UnitPrice, quantity: int, *path: str) -> int:
    """Price times quantity, rounded once, half up; Invalid beyond what is ever traded."""
    minor = unit_price.minor_times(quantity)
    if not -LARGEST_MINOR <= minor <= LARGEST_MINOR:
        raise Invalid("That is no sum of money.", *path)
    return minor


def has_sign(minor: int, kind: OrderKind) -> bool:
    """Whether an order of that kind may have such a sum: a sale none below nothing."""
    if kind is OrderKind.SALE:
        return minor >= 0
    return minor <= 0 or kind is OrderKind.ADJUSTMENT


def is_within(discount: int, amount: int) -> bool:
    """Whether a discount goes the way of what it is taken off, and no further."""
    return 0 <= discount <= amount or amount <= discount <= 0


def totals_of(  # noqa: PLR0913  the parts of a total are that many
    subtotal: Money,
    *,
    kind: OrderKind = OrderKind.SALE,
    shipping: Money,
    discount: Money,
    tax: Money,
    is_tax_included: bool,
    stated: Money | None,
) -> Totals:
    """`subtotal` is the lines less their discounts; `stated` is the platform's own total, and wins.

    The difference between it and the sum of the parts is the rounding, kept as a figure.
    Invalid when the whole has not its kind's sign or is beyond what is ever traded.
    """
    parts = subtotal + shipping - discount
    if not is_tax_included:
        parts = parts + tax
    total = parts if stated is None else stated
    if not has_sign(total.minor, kind):
        raise Invalid("The discount exceeds what there is to discount.", "discount")
    if max(abs(total.minor), abs(parts.minor)) > LARGEST_MINOR:
        raise Invalid("That is no sum of money.", "total")
    return Totals(subtotal, total - parts, total)


def is_mere_rounding(rounding: Money, line_count: int) -> bool:
    """Whether a difference can come of rounding: up to one minor unit a line."""
    return abs(rounding.minor) <= line_count


def payment_state(paid: Money, total: Money, refunded: Money | None = None) -> PaymentState:
    """What came in and what went back make of it; what owes nothing is paid from the start."""
    if refunded and refunded.minor:
        is_all = refunded >= paid
        return PaymentState.REFUNDED if is_all else PaymentState.PARTIALLY_REFUNDED
    if paid >= total:
        return PaymentState.PAID
    return PaymentState.DEPOSIT_PAID if paid.minor else PaymentState.UNPAID
