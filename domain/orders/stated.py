"""An order as somebody states it, a form's or a platform's, and the pure rule it must pass."""

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from re import fullmatch
from uuid import UUID

from domain import text
from domain.errors import Invalid, LimitExceeded, Required
from domain.money import Money, UnitPrice
from domain.orders.states import LineKind, OrderKind, PaymentMethod
from domain.orders.totals import Totals, line_amount, totals_of

MOST_LINES = 500
MOST_QUANTITY = 1_000_000
CLOCK_SKEW = timedelta(days=1)
"""How far a platform's clock may be ahead of ours."""
LONGEST_NOTE = 5_000
LONGEST = {
    "name": 200,
    "phone": 40,
    "email": 320,
    "address1": 500,
    "address2": 500,
    "city": 100,
    "region": 100,
    "postcode": 20,
}


@dataclass(frozen=True, kw_only=True)
class StatedContact:
    """Personal words, none of them required; see `domain.orders.contacts`."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    region: str | None = None
    postcode: str | None = None
    country: str | None = None

    @property
    def is_address(self) -> bool:
        """Enough to send something to."""
        return bool(self.address1 and self.city and self.country)


@dataclass(frozen=True, kw_only=True)
class StatedBuyer:
    """Who bought, as the platform knows them; with an `external_id` they are known again."""

    external_id: str | None = None
    handle: str | None = None


@dataclass(frozen=True, kw_only=True)
class StatedLine:
    """One line; `amount` is what the source says it comes to, kept beside our own figure.

    What a credit note takes back has a quantity below nothing.
    """

    sku: str
    quantity: int
    unit_price: UnitPrice
    title: str = ""
    discount: Money | None = None
    amount: Money | None = None
    is_gift: bool = False
    variant_id: UUID | None = None
    kind: LineKind = LineKind.GOODS


@dataclass(frozen=True, kw_only=True)
class StatedOrder:
    """One order; `total` is what the source says it comes to, and wins over our own figure."""

    number: str
    placed_at: datetime
    lines: tuple[StatedLine, ...]
    shipping: Money | None = None
    discount: Money | None = None
    tax: Money | None = None
    is_tax_included: bool = False
    total: Money | None = None
    ship_to: StatedContact | None = None
    buyer_note: str | None = None
    note: str | None = None
    kind: OrderKind = OrderKind.SALE


@dataclass(frozen=True, kw_only=True)
class StatedPayment:
    """Money that came in; without a time of its own, when the order was placed."""

    amount: Money
    received_at: datetime | None = None
    method: PaymentMethod = PaymentMethod.PLATFORM
    reference: str | None = None


@dataclass(frozen=True, kw_only=True)
class StatedRefund:
    """Money that went back; many a platform does not say when."""

    amount: Money
    refunded_at: datetime | None = None
    reference: str | None = None


@dataclass(frozen=True)
class Draft:
    """A stated order that may be kept: its words checked and its sums made."""

    stated: StatedOrder
    currency: str
    shipping: Money
    discount: Money
    tax: Money
    amounts: tuple[Money, ...]  # a line each, before its discount
    discounts: tuple[Money, ...]
    totals: Totals

    @property
    def item_count(self) -> int:
        return sum(line.quantity for line in self.stated.lines)


def drafted(stated: StatedOrder, currency: str, now: datetime) -> Draft:
    """The order in the store's currency; raises the first DomainError, its path from the order."""
    if stated.placed_at.tzinfo is None:
        raise Invalid("It needs an offset from UTC.", "placed_at")
    if stated.placed_at > now + CLOCK_SKEW:
        raise Invalid("No order is placed in the future.", "placed_at")
    if not stated.lines:
        raise Required("An order has at least one line.", "lines")
    if len(stated.lines) > MOST_LINES:
        raise LimitExceeded(f"An order has up to {MOST_LINES} lines.", MOST_LINES, "lines")
    lines = tuple(_line(line, currency, "lines", str(at)) for at, line in enumerate(stated.lines))
    amounts = tuple(
        line_amount(line.unit_price, line.quantity, "lines", str(at), "unit_price")
        for at, line in enumerate(lines)
    )
    discounts = tuple(line.discount or Money.zero(currency) for line in lines)
    for at, (amount, off) in enumerate(zip(amounts, discounts, strict=True)):
        if off > amount:
            raise Invalid("The discount exceeds the line.", "lines", str(at), "discount")
    sums = {
        name: _not_negative(getattr(stated, name), currency, name) or Money.zero(currency)
        for name in ("shipping", "discount", "tax")
    }
    stated = replace(
        stated,
        number=text.name(stated.number, "number", longest=100),
        lines=lines,
        total=_not_negative(stated.total, currency, "total"),
        ship_to=checked_contact(stated.ship_to, "ship_to") if stated.ship_to else None,
        buyer_note=note(stated.buyer_note, "buyer_note"),
        note=note(stated.note, "note"),
    )
    totals = totals_of(
        zip(amounts, discounts, strict=True),
        is_tax_included=stated.is_tax_included,
        stated=stated.total,
        **sums,
    )
    return Draft(stated, currency, amounts=amounts, discounts=discounts, totals=totals, **sums)


def _line(line: StatedLine, currency: str, *path: str) -> StatedLine:
    if line.quantity < 1:
        raise Invalid("At least one is sold; what comes back is a return.", *path, "quantity")
    if line.quantity > MOST_QUANTITY:
        raise LimitExceeded(
            f"A line has up to {MOST_QUANTITY} items.", MOST_QUANTITY, *path, "quantity"
        )
    if line.unit_price.currency != currency:
        raise Invalid(f"The store's currency is {currency}.", *path, "unit_price")
    if line.unit_price.micros < 0:
        raise Invalid("A price is not negative; give a discount.", *path, "unit_price")
    return replace(
        line,
        sku=text.name(line.sku, *path, "sku", longest=100),
        title=text.words(line.title.strip(), *path, "title", longest=500),
        discount=_not_negative(line.discount, currency, *path, "discount"),
        amount=_not_negative(line.amount, currency, *path, "amount"),
    )


def _not_negative(sum_: Money | None, currency: str, *path: str) -> Money | None:
    if sum_ is None:
        return None
    if sum_.currency != currency:
        raise Invalid(f"The store's currency is {currency}.", *path)
    if sum_.minor < 0:
        raise Invalid("It is not negative.", *path)
    return sum_


def note(given: str | None, *path: str) -> str | None:
    """Prose as it stands; blanks alone are nothing."""
    said = text.words(given.strip(), *path, longest=LONGEST_NOTE) if given else None
    return said or None


def checked_contact(given: StatedContact, *path: str) -> StatedContact:
    """Blanks trimmed, empty words nothing, lengths and country checked."""
    return StatedContact(
        **{
            field.name: contact_word(field.name, getattr(given, field.name), *path)
            for field in fields(given)
        }
    )


def contact_word(field: str, given: str | None, *path: str) -> str | None:
    """One field of a contact."""
    path = (*path, field)
    if field == "country":
        return _country(given, *path)
    said = text.words((given or "").strip(), *path, longest=LONGEST[field])
    if said and field == "email" and not fullmatch(r"[^@\s]+@[^@\s]+", said):
        raise Invalid("That is no e-mail address.", *path)
    return said or None


def _country(given: str | None, *path: str) -> str | None:
    said = (given or "").strip().upper()
    if said and not fullmatch("[A-Z]{2}", said):
        raise Invalid("A country is two letters, as in ISO 3166-1.", *path)
    return said or None


def checked_buyer(given: StatedBuyer, *path: str) -> StatedBuyer:
    """Blanks trimmed, empty words nothing."""
    external_id = text.words((given.external_id or "").strip(), *path, "external_id")
    handle = text.words((given.handle or "").strip(), *path, "handle")
    return StatedBuyer(external_id=external_id or None, handle=handle or None)
