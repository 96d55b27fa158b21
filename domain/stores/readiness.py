"""May a listing be sold: what is missing, all at once. The gate and the graph ask the same."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, or_, select

from domain.catalogue.models import Product, ProductPicture, ProductState, Variant
from domain.compliance.models import ComplianceResult, SizePreset
from domain.compliance.states import Verdict
from domain.errors import Conflict
from domain.phrases import Condition, speaks
from domain.scope import NOW
from domain.stores.models import Listing, ListingMedia, Platform, Store
from domain.stores.states import StoreState


class ListingGap(StrEnum):
    """One thing that keeps a listing from being sold."""

    PRODUCT_NOT_ACTIVE = "PRODUCT_NOT_ACTIVE"
    VARIANT_ARCHIVED = "VARIANT_ARCHIVED"
    TITLE_MISSING = "TITLE_MISSING"
    PICTURE_MISSING = "PICTURE_MISSING"
    PICTURE_REFUSED = "PICTURE_REFUSED"
    PRICE_MISSING = "PRICE_MISSING"
    STORE_NOT_OPEN = "STORE_NOT_OPEN"


TO_GO_LIVE = frozenset({ListingGap.STORE_NOT_OPEN})
"""Only what goes live needs these; a listing may be made ready before its store opens."""


@speaks(postgresql="(strpos({0}, {1}) > 0)", sqlite="(instr({0}, {1}) > 0)")
class Holds(Condition):
    """A text holds another one as it stands, without patterns."""


def _first_picture() -> ColumnElement[Any]:
    """The asset that buyers see first: of the variant's own pictures, or else of the product's."""
    own = ProductPicture.variant_id == Listing.variant_id
    return case((exists().where(own), _first(own)), else_=_first())


def _first(*conditions: ColumnElement[bool]) -> ColumnElement[Any]:
    shown = select(ProductPicture.asset_id).where(
        ProductPicture.product_id == Listing.product_id, *conditions
    )
    first = shown.order_by(ProductPicture.position, ProductPicture.id).limit(1)
    return first.correlate(Listing).scalar_subquery()


def _breaks_rules() -> ColumnElement[bool]:
    """Whether a check found that it breaks what its platform asks of first pictures today."""
    codes = literal("\n") + SizePreset.main_of + literal("\n")  # a line each
    return exists().where(
        ComplianceResult.asset_id == _first_picture(),
        ComplianceResult.verdict == Verdict.FAIL,
        ComplianceResult.preset_id == SizePreset.id,
        SizePreset.is_newest.is_(True),
        Holds(codes, literal("\n") + Platform.code + literal("\n")),
    )


def _shows_what_breaks_rules() -> ColumnElement[bool]:
    """Whether something that it shows now was found to break the preset that it is shown for."""
    return exists().where(
        ListingMedia.listing_id == Listing.id,
        ListingMedia.starts_at <= NOW,
        or_(ListingMedia.ends_at.is_(None), ListingMedia.ends_at > NOW),
        ComplianceResult.asset_id == ListingMedia.asset_id,
        ComplianceResult.preset_id == ListingMedia.preset_id,
        ComplianceResult.verdict == Verdict.FAIL,
    )


_priced: Any = Listing  # whose price is a composite of columns
MISSING: Mapping[ListingGap, ColumnElement[bool]] = {
    ListingGap.PRODUCT_NOT_ACTIVE: Product.state != ProductState.ACTIVE,
    ListingGap.VARIANT_ARCHIVED: Variant.archived_at.is_not(None),
    ListingGap.TITLE_MISSING: func.trim(func.coalesce(Listing.own_title, Product.title)) == "",
    ListingGap.PICTURE_MISSING: ~exists().where(ProductPicture.product_id == Listing.product_id),
    ListingGap.PICTURE_REFUSED: or_(_breaks_rules(), _shows_what_breaks_rules()),
    ListingGap.PRICE_MISSING: or_(
        _priced.price_micros <= 0, _priced.price_currency != Store.currency
    ),
    ListingGap.STORE_NOT_OPEN: Store.state != StoreState.OPEN,
}
"""By gap: whether it is open, of the rows of `looked_at`, at the moment NOW."""


def looked_at(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Each gap as a column of its name, for the listings that meet the conditions."""
    return (
        select(*(is_open.label(gap.name) for gap, is_open in MISSING.items()))
        .select_from(Listing)
        .join(Product, Product.id == Listing.product_id)
        .join(Variant, Variant.id == Listing.variant_id)
        .join(Store, Store.id == Listing.store_id)
        .join(Platform, Platform.id == Store.platform_id)
        .where(*conditions)
    )


class ListingNotReady(Conflict):
    """The gate is shut: `missing` says all that is."""

    def __init__(self, missing: Iterable[ListingGap]) -> None:
        self.missing = tuple(missing)
        names = ", ".join(gap.name for gap in self.missing)
        super().__init__(f"The listing is not ready: {names}.", "id")
