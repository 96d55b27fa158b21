"""What a new listing must say, row by row; pure."""

from dataclasses import dataclass, replace
from uuid import UUID

from domain import text
from domain.errors import Invalid
from domain.money import UnitPrice


@dataclass(frozen=True)
class NewListing:
    """A variant to be offered in a store; without a title, the product's is shown."""

    variant_id: UUID
    price: UnitPrice
    title: str | None = None
    platform_item_id: str | None = None


def checked(row: NewListing, currency: str) -> NewListing:
    """The row as it will be kept in a store of that currency; raises Invalid."""
    return replace(
        row,
        price=price(row.price, currency, "price"),
        title=title(row.title, "title"),
        platform_item_id=platform_item_id(row.platform_item_id, "platform_item_id"),
    )


def price(given: UnitPrice, currency: str, *path: str) -> UnitPrice:
    """Above nothing, and in the store's currency."""
    if given.currency != currency:
        raise Invalid(f"This store sells in {currency}.", *path, "currency_code")
    if given.micros <= 0:
        raise Invalid("A price is above nothing.", *path, "amount")
    return given


def title(given: str | None, *path: str) -> str | None:
    """The listing's own words; null shows the product's."""
    return None if given is None else text.name(given, *path)


def platform_item_id(given: str | None, *path: str) -> str | None:
    """What the platform calls it; variants of one product may share it."""
    return None if given is None else text.name(given, *path, longest=100)
