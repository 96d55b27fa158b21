"""Which variant is shown: the one that was named, the listing's, or the only one there is."""

from collections.abc import Sequence
from uuid import UUID

from api.renders.facts import Choice, ProductFacts
from domain.stores.models import Listing
from domain.stores.states import ListingState
from domain.work import Work


def listings_of(work: Work, store_id: UUID | None, variant_id: UUID | None) -> Sequence[UUID]:
    """What a store offers of a variant; nothing where either is not named."""
    if store_id is None or variant_id is None:
        return []
    seen = work.seen(Listing).where(
        Listing.store_id == store_id,
        Listing.variant_id == variant_id,
        Listing.state != ListingState.ARCHIVED,
    )
    return [row.id for row in work.session.scalars(seen, work.actor.values())]


def choice_of(products: Sequence[ProductFacts], variant_id: UUID | None) -> Choice | None:
    """Of the one product that is shown; a variant that was named brings its own price."""
    if len(products) != 1:
        return None
    product = products[0]
    wanted = variant_id or product.variant_id
    found = next((one for one in product.choices if one.id == wanted), None)
    if wanted is None and len(product.choices) == 1:
        return product.choices[0]
    if found is not None and product.variant_id != found.id:
        product.variant_id, product.price = found.id, found.price
        product.listing_id = product.own_title = product.list_price = None
    return found
