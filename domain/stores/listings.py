"""What a store offers, and at which price; `selling` is how it goes on and off sale."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from domain.catalogue import shown_prices
from domain.catalogue.models import Product, ProductState, Variant
from domain.catalogue.uniqueness import ids_of, retried
from domain.errors import Conflict, DomainError, Invalid, LimitExceeded, NotFound, Taken
from domain.money import UnitPrice
from domain.permissions import Permission
from domain.scope import Among
from domain.stores import offers
from domain.stores.models import Listing, Store
from domain.stores.offers import NewListing
from domain.stores.states import ListingState, StoreState
from domain.work import Work

MOST_COPIES = 50


@dataclass(frozen=True)
class CopyTarget:
    """A store to copy to; without a price, the copied one is kept."""

    store_id: UUID
    price: UnitPrice | None = None


def create_listing(work: Work, store_id: UUID, row: NewListing) -> Listing:
    """A draft of one variant in one store."""
    [made] = create_listings(work, work.find(Store, store_id, "store_id"), [row])
    if isinstance(made, DomainError):
        raise made
    return made


def create_listings(
    work: Work, store: Store, rows: Sequence[NewListing]
) -> list[Listing | DomainError]:
    """A draft for each row, or what is wrong with it; 1,000 or so at once, told as one change."""
    _check_may_list(work, store)
    variants = _variants(work, rows)
    offered = _offered(work, store, rows)
    results: list[Listing | DomainError] = []
    for row in rows:
        try:
            results.append(_draft(store, row, variants.get(row.variant_id), offered))
        except DomainError as error:
            results.append(error)
        else:
            offered.add(row.variant_id)
    made = [result for result in results if isinstance(result, Listing)]
    work.session.add_all(made)
    if len(made) == 1:
        work.record("listing.created", made[0])
    elif made:
        told = {"count": len(made), "listings": [str(listing.id) for listing in made]}
        work.tell("listings.created", "Listing", None, store.id, told)
    return results


def list_products(work: Work, store: Store, product_ids: Collection[UUID]) -> set[UUID]:
    """A draft, at its list price, for each live variant that the store never offered.

    Answers the products that got one. Archived products are left out, and so is what is priced at
    nothing or in another currency than the store's; an archived listing stays archived.
    """
    _check_may_list(work, store)
    return retried(work, partial(_listed, work, store, product_ids))


def _listed(work: Work, store: Store, product_ids: Collection[UUID]) -> set[UUID]:
    listed = exists().where(Listing.store_id == store.id, Listing.variant_id == Variant.id)
    found = (
        select(Variant.id, Variant.unit_price)
        .join(Product, Product.id == Variant.product_id)
        .where(
            Variant.organization_id == store.organization_id,
            Among(Variant.product_id, ids_of(product_ids)),
            Variant.archived_at.is_(None),
            Product.state != ProductState.ARCHIVED,
            ~listed,
        )
        .order_by(Variant.product_id, Variant.position, Variant.id)
    )
    rows = [
        NewListing(variant_id, price)
        for variant_id, price in work.session.execute(found)
        if price.currency == store.currency and price.micros
    ]
    if not rows:
        return set()
    made = create_listings(work, store, rows)
    return {one.product_id for one in made if isinstance(one, Listing)}


def copy_listing(work: Work, listing_id: UUID, targets: Sequence[CopyTarget]) -> list[Listing]:
    """Drafts of the same offer in other stores: all of them, or none."""
    if len(targets) > MOST_COPIES:
        raise LimitExceeded(f"Up to {MOST_COPIES} stores at once.", MOST_COPIES, "targets")
    source = work.find(Listing, listing_id)
    copies = []
    for place, target in enumerate(targets):
        try:
            copies.append(_copy(work, source, target))
        except DomainError as error:
            raise error.under("targets", str(place)) from None
    return copies


def update_listing(
    work: Work, listing_id: UUID, changes: Mapping[str, Any], *, version: int | None = None
) -> Listing:
    """Its own title and the platform's id; `changes` holds only what was said, null takes away."""
    listing = _claimed(work, listing_id, version, Permission.CONTENT_WRITE)
    said = dict(changes)
    if "title" in said:
        listing.own_title = offers.title(said.pop("title"), "title")
    if "platform_item_id" in said:
        found = offers.platform_item_id(said.pop("platform_item_id"), "platform_item_id")
        listing.platform_item_id = found
    if said:
        raise TypeError(f"No such fields of a listing: {sorted(said)}")
    work.record("listing.updated", listing)
    return listing


def set_listing_price(
    work: Work, listing_id: UUID, price: UnitPrice, *, version: int | None = None
) -> Listing:
    """The price in this store, in the store's currency."""
    listing = _claimed(work, listing_id, version, Permission.PRICES_WRITE)
    store = work.session.get_one(Store, listing.store_id)
    listing.price = offers.price(price, store.currency, "price")
    work.record("listing.price_set", listing)
    shown_prices.listings_priced(work, [listing.id])
    return listing


def _claimed(work: Work, listing_id: UUID, version: int | None, permission: Permission) -> Listing:
    listing = work.claim(Listing, listing_id, version=version)
    work.require(permission, listing.store_id)
    if listing.state is ListingState.ARCHIVED:
        raise Conflict("An archived listing stays as it was.", "id")
    return listing


def _check_may_list(work: Work, store: Store) -> None:
    work.require(Permission.LISTINGS_PUBLISH, store.id)
    work.require(Permission.PRICES_WRITE, store.id)
    if store.state is StoreState.CLOSED:
        raise Conflict("The store is closed.", "store_id")


def _variants(work: Work, rows: Sequence[NewListing]) -> dict[UUID, Variant]:
    wanted = {row.variant_id for row in rows}
    seen = work.session.scalars(
        work.seen(Variant).where(Among(Variant.id, ids_of(wanted))), work.actor.values()
    )
    return {variant.id: variant for variant in seen}


def _offered(work: Work, store: Store, rows: Sequence[NewListing]) -> set[UUID]:
    """Those of the rows' variants that the store offers already."""
    wanted = {row.variant_id for row in rows}
    return set(
        work.session.scalars(
            select(Listing.variant_id).where(
                Listing.store_id == store.id,
                Among(Listing.variant_id, ids_of(wanted)),
                Listing.state != ListingState.ARCHIVED,
            )
        )
    )


def _draft(store: Store, row: NewListing, variant: Variant | None, offered: set[UUID]) -> Listing:
    if variant is None:
        raise NotFound("No such variant.", "variant_id")
    if variant.archived_at is not None:
        raise Conflict("The variant is archived.", "variant_id")
    if variant.id in offered:
        raise Taken("The store offers this variant already.", "variant_id")
    kept = offers.checked(row, store.currency)
    return Listing(
        organization_id=store.organization_id,
        store_id=store.id,
        variant_id=variant.id,
        product_id=variant.product_id,
        price=kept.price,
        own_title=kept.title,
        platform_item_id=kept.platform_item_id,
    )


def _copy(work: Work, source: Listing, target: CopyTarget) -> Listing:
    store = work.find(Store, target.store_id, "store_id")
    if target.price is None and source.price.currency != store.currency:
        raise Invalid(f"This store sells in {store.currency}: give a price.", "price")
    row = NewListing(source.variant_id, target.price or source.price, source.own_title)
    [made] = create_listings(work, store, [row])
    if isinstance(made, DomainError):
        if made.path == ("variant_id",):  # the source's: it is the store that does not suit
            made.path = ("store_id",)
        raise made
    return made
