"""An order as somebody states it, a form's or a platform's, and the pure rule it must pass."""

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from re import fullmatch
from uuid import UUID

from domain import text
from domain.errors import DomainError, Invalid, LimitExceeded, Required
from domain.money import Money, UnitPrice
from domain.orders.states import LineKind, OrderKind, PaymentMethod
from domain.orders.totals import Totals, has_sign, is_within, line_minor, totals_of

MOST_LINES = 5_000
MOST_QUANTITY = 1_000_000
MOST_ITEMS = 2_000_000_000
"""Of all lines together: what GraphQL's `Int` still holds."""
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

    @property
    def is_somebody(self) -> bool:
        """A person, and not merely a place: a country or a town is nobody."""
        return bool(self.name or self.phone or self.email or self.address1)


@dataclass(frozen=True, kw_only=True)
class StatedBuyer:
    """Who bought, as the platform knows them; with an `external_id` they are known again."""

    external_id: str | None = None
    handle: str | None = None


@dataclass(frozen=True, kw_only=True)
class StatedLine:
    """One line; `amount` is what the source says it comes to, kept beside our own figure.

    What is sold has a quantity above nothing, what a credit note takes back one below; that of an
    adjustment is any but nothing, and it alone may have a price below nothing.
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
    paid_back_at: datetime | None = None
    reference: str | None = None


@dataclass(frozen=True)
class Draft:
    """A stated order that may be kept: its words checked and its sums made."""

    stated: StatedOrder
    currency: str
    shipping: Money
    discount: Money
    tax: Money
    amounts: tuple[int, ...]  # a line each, in minor units, before its discount
    discounts: tuple[int, ...]
    item_count: int
    totals: Totals


def drafted(
    stated: StatedOrder, currency: str, now: datetime, *, may_lack_lines: bool = False
) -> Draft:
    """The order in the store's currency; raises the first DomainError, its path from the order."""
    check_instant(stated.placed_at, now, "No order is placed in the future.", "placed_at")
    if not stated.lines and not may_lack_lines:
        raise Required("An order has at least one line.", "lines")
    if len(stated.lines) > MOST_LINES:
        raise LimitExceeded(f"An order has up to {MOST_LINES} lines.", MOST_LINES, "lines")
    lines, amounts, discounts = _lines(stated, currency)
    item_count = sum(line.quantity for line in lines)
    if abs(item_count) > MOST_ITEMS:
        raise LimitExceeded(f"An order has up to {MOST_ITEMS} items.", MOST_ITEMS, "lines")
    kind = stated.kind
    sums = {
        name: _signed(getattr(stated, name), kind, currency, name) or Money.zero(currency)
        for name in ("shipping", "discount", "tax")
    }
    stated = replace(
        stated,
        number=text.name(stated.number, "number", longest=100),
        lines=lines,
        total=_signed(stated.total, kind, currency, "total"),
        ship_to=checked_contact(stated.ship_to, "ship_to") if stated.ship_to else None,
        buyer_note=note(stated.buyer_note, "buyer_note"),
        note=note(stated.note, "note"),
    )
    totals = totals_of(
        Money(sum(amounts) - sum(discounts), currency),
        kind=kind,
        is_tax_included=stated.is_tax_included,
        stated=stated.total,
        **sums,
    )
    return Draft(
        stated,
        currency,
        amounts=amounts,
        discounts=discounts,
        item_count=item_count,
        totals=totals,
        **sums,
    )


def check_instant(at: datetime, now: datetime, future: str, *path: str) -> None:
    """Invalid for a time without an offset, and for one that is yet to come."""
    if at.tzinfo is None:
        raise Invalid("It needs an offset from UTC.", *path)
    if at > now + CLOCK_SKEW:
        raise Invalid(future, *path)


def _lines(
    stated: StatedOrder, currency: str
) -> tuple[tuple[StatedLine, ...], tuple[int, ...], tuple[int, ...]]:
    """The lines, checked; what each comes to, and what is taken off it, in minor units."""
    kind, lines, amounts, discounts = stated.kind, [], [], []
    for at, given in enumerate(stated.lines):
        try:
            line = _line(given, kind, currency)
            amount = line_minor(line.unit_price, line.quantity, "unit_price")
            off = line.discount.minor if line.discount else 0
            if not is_within(off, amount):
                raise Invalid("The discount exceeds the line.", "discount")
        except DomainError as error:
            raise error.under("lines", str(at)) from None
        lines.append(line)
        amounts.append(amount)
        discounts.append(off)
    return tuple(lines), tuple(amounts), tuple(discounts)


def _line(line: StatedLine, kind: OrderKind, currency: str) -> StatedLine:
    if not 0 < line.quantity <= MOST_QUANTITY or kind is not OrderKind.SALE:
        _check_quantity(line.quantity, kind)
    if line.unit_price.currency != currency:
        raise Invalid(f"The store's currency is {currency}.", "unit_price")
    if line.unit_price.micros < 0 and kind is not OrderKind.ADJUSTMENT:
        raise Invalid("A price is not negative; give a discount.", "unit_price")
    sku = text.name(line.sku, "sku", longest=100)
    title = text.words(line.title.strip(), "title", longest=500)
    _signed(line.discount, kind, currency, "discount")
    _signed(line.amount, kind, currency, "amount")
    if sku == line.sku and title == line.title:
        return line  # as nearly all do; a copy costs more than all the rest
    return replace(line, sku=sku, title=title)


def _check_quantity(quantity: int, kind: OrderKind) -> None:
    if kind is OrderKind.SALE and quantity < 1:
        raise Invalid("At least one is sold; what comes back is a return.", "quantity")
    if kind is OrderKind.CREDIT_NOTE and quantity > -1:
        raise Invalid("A credit note takes back: its quantities are below nothing.", "quantity")
    if quantity == 0:
        raise Invalid("An adjustment of nothing is none.", "quantity")
    if abs(quantity) > MOST_QUANTITY:
        raise LimitExceeded(f"A line has up to {MOST_QUANTITY} items.", MOST_QUANTITY, "quantity")


def _signed(sum_: Money | None, kind: OrderKind, currency: str, *path: str) -> Money | None:
    if sum_ is None:
        return None
    if sum_.currency != currency:
        raise Invalid(f"The store's currency is {currency}.", *path)
    if not has_sign(sum_.minor, kind):
        is_sale = kind is OrderKind.SALE
        said = "It is not negative." if is_sale else "What a credit note takes back is negative."
        raise Invalid(said, *path)
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
