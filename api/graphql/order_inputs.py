"""What is stated of an order, by a form or by a platform."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import strawberry

from api import reads
from api.money import MoneyInput, UnitPriceInput
from domain.errors import LimitExceeded
from domain.money import Money
from domain.orders.contacts import CONTACT_FIELDS
from domain.orders.stated import StatedContact, StatedLine, StatedOrder
from domain.orders.states import LineKind

MOST_LINES = 500
"""Of one order in a request; a file may hold longer ones."""


def _said(description: str) -> Any:
    return strawberry.field(default=None, description=description)


def _sum(description: str) -> Any:
    return strawberry.field(default=None, description=description)


reads.described(
    LineKind,
    "What a line is for.",
    GOODS="Something that is packed.",
    CHARGE="A sum alone, such as postage or a fee.",
)


@strawberry.input(description="A person's name, means to reach them and address.")
class ContactInput:
    name: str | None = _said("Their name.")
    phone: str | None = _said("Their telephone number.")
    email: str | None = _said("Their e-mail address.")
    address1: str | None = _said("The street and number.")
    address2: str | None = _said("The building, floor and the like.")
    city: str | None = _said("The city.")
    region: str | None = _said("The province or state.")
    postcode: str | None = _said("The postcode.")
    country: str | None = _said("The country: ISO 3166, two letters.")

    def stated(self) -> StatedContact:
        return StatedContact(**{name: getattr(self, name) for name in CONTACT_FIELDS})


@strawberry.input(description="One line of an order.")
class OrderLineInput:
    sku: str | None = _said("The SKU as stated; left out, it is the variant's.")
    variant_id: strawberry.ID | None = strawberry.field(
        default=None, description="What it means of ours; left out, the SKU says it."
    )
    title: str | None = _said("What it is called, as stated.")
    quantity: int = strawberry.field(description="How many, 1 or more; see the order's kind.")
    unit_price: UnitPriceInput = strawberry.field(description="The price of one.")
    discount: MoneyInput | None = _sum("What is taken off this line.")
    amount: MoneyInput | None = _sum("What the source says the line comes to.")
    is_gift: bool = strawberry.field(
        default=False, description="Whether it is given away with the rest."
    )
    kind: LineKind = strawberry.field(
        default=LineKind.GOODS, description="Whether it is packed, or only charged."
    )

    def stated(self, *path: str) -> StatedLine:
        return StatedLine(
            sku=self.sku or "",
            variant_id=reads.maybe_row_id("Variant", self.variant_id),
            title=self.title or "",
            quantity=self.quantity,
            unit_price=self.unit_price.value(*path, "unit_price"),
            discount=money(self.discount, *path, "discount"),
            amount=money(self.amount, *path, "amount"),
            is_gift=self.is_gift,
            kind=self.kind,
        )


@strawberry.input(description="What any order says of itself.")
class StatedOrderInput:
    """Inherited by what a form and what a platform says; never an input itself."""

    number: str | None = _said("Its number, unique in the store; left out, it gets one.")
    lines: list[OrderLineInput] = strawberry.field(description="What is bought.")
    shipping: MoneyInput | None = _sum("What the buyer pays for sending it.")
    discount: MoneyInput | None = _sum("What is taken off the whole.")
    tax: MoneyInput | None = _sum("The tax in it or on it.")
    is_tax_included: bool = strawberry.field(
        default=False, description="Whether the prices hold the tax."
    )
    total: MoneyInput | None = _sum("What the source says it comes to; left out, its parts' sum.")
    ship_to: ContactInput | None = strawberry.field(
        default=None, description="Where it goes; kept apart, and shown masked."
    )
    buyer_note: str | None = _said("What the buyer said.")

    def stated(self, placed_at: datetime, note: str | None = None) -> StatedOrder:
        return StatedOrder(
            number=self.number or "",
            placed_at=placed_at,
            lines=stated_lines(self.lines),
            shipping=money(self.shipping, "shipping"),
            discount=money(self.discount, "discount"),
            tax=money(self.tax, "tax"),
            is_tax_included=self.is_tax_included,
            total=money(self.total, "total"),
            ship_to=self.ship_to.stated() if self.ship_to else None,
            buyer_note=self.buyer_note,
            note=note,
        )


def stated_lines(lines: Sequence[OrderLineInput]) -> tuple[StatedLine, ...]:
    if len(lines) > MOST_LINES:
        raise LimitExceeded(f"An order has up to {MOST_LINES} lines.", MOST_LINES, "lines")
    return tuple(line.stated("lines", str(at)) for at, line in enumerate(lines))


def money(given: MoneyInput | None, *path: str) -> Money | None:
    return given.value(*path) if given else None
