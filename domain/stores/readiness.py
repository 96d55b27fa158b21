"""May a listing be sold: what is missing, all at once; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import Conflict
from domain.money import UnitPrice


class ListingGap(StrEnum):
    """One thing that keeps a listing from being sold."""

    PRODUCT_NOT_ACTIVE = "PRODUCT_NOT_ACTIVE"
    VARIANT_ARCHIVED = "VARIANT_ARCHIVED"
    TITLE_MISSING = "TITLE_MISSING"
    PICTURE_MISSING = "PICTURE_MISSING"
    PRICE_MISSING = "PRICE_MISSING"
    STORE_NOT_OPEN = "STORE_NOT_OPEN"


@dataclass(frozen=True)
class Facts:
    """What the gate looks at; `title` is the one shown, `currency` the store's."""

    product_is_active: bool
    variant_is_archived: bool
    title: str
    has_picture: bool
    price: UnitPrice
    currency: str
    store_is_open: bool


def gaps(facts: Facts, *, going_live: bool = False) -> tuple[ListingGap, ...]:
    """Everything that is missing; only what goes live needs an open store."""
    missing = {
        ListingGap.PRODUCT_NOT_ACTIVE: not facts.product_is_active,
        ListingGap.VARIANT_ARCHIVED: facts.variant_is_archived,
        ListingGap.TITLE_MISSING: not facts.title.strip(),
        ListingGap.PICTURE_MISSING: not facts.has_picture,
        ListingGap.PRICE_MISSING: facts.price.micros <= 0 or facts.price.currency != facts.currency,
        ListingGap.STORE_NOT_OPEN: going_live and not facts.store_is_open,
    }
    return tuple(gap for gap, is_missing in missing.items() if is_missing)


class ListingNotReady(Conflict):
    """The gate is shut: `missing` says all that is."""

    def __init__(self, missing: Iterable[ListingGap]) -> None:
        self.missing = tuple(missing)
        names = ", ".join(gap.name for gap in self.missing)
        super().__init__(f"The listing is not ready: {names}.", "id")
