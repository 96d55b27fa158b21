"""What a poster is made from: a product's words, price and picture, put into a template's slots."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import func, select

from domain import text
from domain.catalogue.models import Product, ProductPicture, Variant
from domain.creatives.actions import NewRender
from domain.creatives.states import RenderFormat, RenderKind
from domain.errors import DomainError, Invalid, LimitExceeded
from domain.money import UnitPrice
from domain.stores.models import Listing
from domain.work import Work

if TYPE_CHECKING:
    from media.errors import MediaError

PICTURE = "picture"
MOST_SLOTS, LONGEST_NAME, LONGEST_VALUE = 60, 100, 2_000


@dataclass(frozen=True)
class AskedPoster:
    """As a client asks for it; a value given for a slot goes before what would be put there."""

    template: str
    values: Mapping[str, Any]
    product_id: UUID | None = None
    listing_id: UUID | None = None
    picture_id: UUID | None = None
    format: RenderFormat = RenderFormat.PNG
    scale: Decimal = Decimal(1)


def new_poster(work: Work, asked: AskedPoster) -> NewRender:
    """All that it takes, checked as far as can be without drawing; raises DomainError."""
    if (asked.product_id is None) == (asked.listing_id is None):
        raise Invalid("Give either a product or a listing.", "product_id")
    listing = None
    if asked.listing_id is not None:
        listing = work.find(Listing, asked.listing_id, "listing_id")
    product_id = listing.product_id if listing else asked.product_id
    assert product_id
    product = work.find(Product, product_id, "product_id")
    picture = picture_of(work, product, asked.picture_id, listing)
    bound: dict[str, Any] = {
        "title": (listing.own_title if listing else None) or product.title,
        PICTURE: PICTURE,
    }
    price = listing.price if listing else lowest_price(work, product)
    if price:
        bound["price"] = {"amount": plain(price), "currency": price.currency}
    template = text.name(asked.template, "template", longest=100)
    given = sane(asked.values)
    values = fitting(template, given, bound)
    return NewRender(
        kind=RenderKind.POSTER,
        template=template,
        slot_values=values,
        pictures={PICTURE: picture},
        file_name=f"{product.handle[:90]}-{template}.{asked.format.value.lower()}",
        product_id=product.id,
        format=asked.format,
        scale=asked.scale,
        store_id=listing.store_id if listing else None,
        listing_id=listing.id if listing else None,
    )


def fitting(template: str, given: Mapping[str, Any], bound: Mapping[str, Any]) -> dict[str, Any]:
    """A value for each slot: those given, and of ours those that the template has slots for."""
    from media.errors import MediaError, UnknownSlot  # noqa: PLC0415  imports what draws
    from media.render import check  # noqa: PLC0415

    ours = dict(bound)
    while True:
        values = {**ours, **given}
        try:
            check(template, values, [PICTURE])
        except UnknownSlot as error:
            if error.slot not in ours or error.slot in given:
                raise refused(error) from None
            del ours[error.slot]
        except MediaError as error:
            raise refused(error) from None
        else:
            return values


def refused(error: "MediaError") -> DomainError:
    """The same failure, by the input at fault; its words name the slot."""
    from media.errors import SlotError  # noqa: PLC0415  as above

    is_value = isinstance(error, SlotError) or error.slot is not None
    return Invalid(f"{error}.", "values" if is_value else "template")


def picture_of(
    work: Work, product: Product, picture_id: UUID | None, listing: Listing | None
) -> str:
    """The key of the picture asked for, or of the product's first, the variant's own before all."""
    kept = select(ProductPicture).where(
        ProductPicture.product_id == product.id, ProductPicture.file_key.is_not(None)
    )
    rows = work.session.scalars(kept.order_by(ProductPicture.position, ProductPicture.id)).all()
    if picture_id is not None:
        work.find(ProductPicture, picture_id, "picture_id")
        rows = [row for row in rows if row.id == picture_id]
    elif listing:
        own = [row for row in rows if row.variant_id == listing.variant_id]
        rows = own or rows
    if not rows:
        path = "picture_id" if picture_id else "listing_id" if listing else "product_id"
        raise Invalid("There is no picture of it in our own keeping: upload one first.", path)
    found = rows[0].file_key
    assert found
    return found


def lowest_price(work: Work, product: Product) -> UnitPrice | None:
    """Of the variants for sale; None when they are priced in several currencies, or not at all."""
    priced: Any = Variant  # whose price is a composite of columns
    of_sale = select(priced.unit_price_currency, func.min(priced.unit_price_micros)).where(
        Variant.product_id == product.id, Variant.archived_at.is_(None)
    )
    found = work.session.execute(of_sale.group_by(priced.unit_price_currency)).all()
    return UnitPrice(int(found[0][1]), found[0][0]) if len(found) == 1 else None


def plain(price: UnitPrice) -> str:
    return f"{price.amount.normalize():f}"


def sane(values: Mapping[str, Any]) -> dict[str, Any]:
    """What can be kept and is no more than a template can have use for; raises Invalid."""
    if len(values) > MOST_SLOTS:
        raise LimitExceeded(f"Up to {MOST_SLOTS} slots.", MOST_SLOTS, "values")
    for slot, value in values.items():
        try:
            kept(slot)
            checked(value)
        except Invalid as error:
            raise Invalid(f"{slot[:LONGEST_NAME]!r}: {error}", "values") from None
    return dict(values)


def checked(value: Any) -> None:
    match value:
        case str():
            text.words(value, longest=LONGEST_VALUE)
        case None | bool() | int() | float():
            pass
        case dict() if len(value) <= MOST_SLOTS:
            for name, part in value.items():
                kept(name)
                checked(part)
        case list() if len(value) <= MOST_SLOTS:
            for part in value:
                checked(part)
        case _:
            raise Invalid("No slot takes such a value.")


def kept(name: str) -> None:
    text.words(name, longest=LONGEST_NAME)
