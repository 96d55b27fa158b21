"""Words for what a store offers: made for a listing, and put on it."""

from uuid import UUID

from domain.catalogue import fields
from domain.descriptions.actions import Place, generate_description
from domain.descriptions.approval import claim_approved, note_applied
from domain.descriptions.models import ProductDescription
from domain.descriptions.states import DescriptionLocale
from domain.errors import Invalid
from domain.permissions import Permission
from domain.stores.listings import update_listing
from domain.stores.models import Listing, Store
from domain.work import Work


def describe_listing(work: Work, listing_id: UUID, locale: DescriptionLocale) -> ProductDescription:
    """A draft about the listing's variant, within what its store's platform takes."""
    fields.require(work, Permission.CONTENT_WRITE)
    listing = work.find(Listing, listing_id, "listing_id")
    store = work.session.get_one(Store, listing.store_id)
    place = Place(
        listing.product_id, locale, store.platform_id, listing.id, variant_id=listing.variant_id
    )
    return generate_description(work, place)


def apply_to_listing(
    work: Work, description_id: UUID, listing_id: UUID, *, version: int | None = None
) -> ProductDescription:
    """The approved title becomes the listing's own."""
    row = claim_approved(work, description_id, version=version)
    listing = work.find(Listing, listing_id, "listing_id")
    if listing.product_id != row.product_id:
        raise Invalid("The listing is of another product.", "listing_id")
    store = work.session.get_one(Store, listing.store_id)
    if row.listing_id not in {None, listing.id}:
        raise Invalid("The description is about another listing.", "listing_id")
    if row.platform_id not in {None, store.platform_id}:
        raise Invalid("The description is for another platform than the store's.", "listing_id")
    update_listing(work, listing.id, {"title": row.title})
    return note_applied(work, row, f"listing {listing.id}")
