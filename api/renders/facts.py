"""What rows say that slots are bound to: of many products, in a few statements."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import func, literal, select

from api.renders.events import Link
from domain.assets.models import MediaAsset
from domain.base import RowId
from domain.catalogue.models import Product, ProductPicture, Variant
from domain.creatives.asked import ShownPrice
from domain.errors import NotFound
from domain.money import UnitPrice
from domain.scope import Among, Many
from domain.stores.models import Listing, Store
from domain.stores.states import ListingState
from domain.work import Work

ASSET = "MediaAsset:"


@dataclass(frozen=True)
class Shot:
    """A picture in our keeping: the key of its file, and what a crop must keep of it."""

    key: str
    variant_id: UUID | None = None
    focus: tuple[float, float] | None = None
    id: UUID | None = None


@dataclass(frozen=True)
class Choice:
    """A variant for sale."""

    id: UUID
    title: str
    price: ShownPrice
    shot: Shot | None
    barcode: str | None = None


@dataclass
class ProductFacts:
    """Of one product, as it stands in the store that was asked for, or in the catalogue."""

    id: UUID
    handle: str
    title: str
    title_zh: str | None
    brand: str | None
    shots: list[Shot] = field(default_factory=list)
    listing_id: UUID | None = None
    variant_id: UUID | None = None
    own_title: str | None = None  # the listing's
    price: ShownPrice | None = None
    list_price: ShownPrice | None = None  # what the variant costs in the catalogue
    choices: list[Choice] = field(default_factory=list)

    @property
    def compare_at(self) -> ShownPrice | None:
        """The list price, where the listing asks less."""
        price, before = self.price, self.list_price
        if price is None or before is None or price.price.currency != before.price.currency:
            return None
        return before if before.price.micros > price.price.micros else None


@dataclass(frozen=True)
class StoreFacts:
    id: UUID
    name: str
    logo: Shot | None = None
    address: str | None = None
    url: Link | None = None


@dataclass(frozen=True)
class Wanted:
    """What is asked for, so that nothing else is loaded."""

    prices: bool = True
    choices: bool = False


def among(column: Any, ids: Collection[UUID]) -> Any:
    return Among(column, literal(sorted(ids), Many(RowId())))


def store_facts(work: Work, store: Store | None) -> StoreFacts | None:
    if store is None:
        return None
    logo = work.session.get(MediaAsset, store.logo_id) if store.logo_id else None
    return StoreFacts(
        store.id,
        store.name,
        Shot(logo.file_key) if logo else None,
        store.address,
        Link(store.url) if store.url else None,
    )


def products(
    work: Work,
    ids: Collection[UUID],
    store_id: UUID | None,
    listings: Collection[UUID] = (),
    wanted: Wanted | None = None,
) -> dict[UUID, ProductFacts]:
    """By id, those that the actor sees; of a store, with what it asks for them.

    `listings` are those that are shown whatever else the store has of their products.
    """
    wanted = wanted or Wanted()
    seen = work.seen(Product).where(among(Product.id, ids))
    found = {
        row.id: ProductFacts(row.id, row.handle, row.title, row.title_zh, row.brand)
        for row in work.session.scalars(seen, work.actor.values())
    }
    _add_shots(work, found)
    if store_id is not None or listings:
        _add_listings(work, found, store_id, set(listings))
    if wanted.prices:
        bare = {one.id for one in found.values() if one.listing_id is None}
        for product_id, price in lowest_prices(work, bare).items():
            found[product_id].price = ShownPrice(price, product_id)
    if wanted.choices:
        _add_choices(work, found)
    return found


def _add_shots(work: Work, found: Mapping[UUID, ProductFacts]) -> None:
    kept = select(ProductPicture).where(
        among(ProductPicture.product_id, found), ProductPicture.file_key.is_not(None)
    )
    for row in work.session.scalars(kept.order_by(ProductPicture.position, ProductPicture.id)):
        point = row.focal_point
        focus = (float(point.x), float(point.y)) if point else None
        shot = Shot(row.file_key or "", row.variant_id, focus, row.id)
        found[row.product_id].shots.append(shot)


def _add_listings(
    work: Work, found: Mapping[UUID, ProductFacts], store_id: UUID | None, shown: set[UUID]
) -> None:
    """Of each product the listing that is to be shown, else the one that asks least."""
    own = select(Listing, Variant).join(Variant, Variant.id == Listing.variant_id)
    own = own.where(among(Listing.product_id, found))
    if store_id is not None:
        own = own.where(Listing.store_id == store_id)
    else:
        own = own.where(among(Listing.id, shown))
    own = own.where((Listing.state != ListingState.ARCHIVED) | among(Listing.id, shown))
    rows = work.session.execute(own).all()
    for listing, variant in sorted(
        rows, key=lambda row: (row[0].id not in shown, row[0].price.micros, row[0].id)
    ):
        facts = found[listing.product_id]
        if facts.listing_id is not None:
            continue
        facts.listing_id, facts.variant_id = listing.id, variant.id
        facts.own_title = listing.own_title
        facts.price = ShownPrice(listing.price, facts.id, listing_id=listing.id)
        facts.list_price = ShownPrice(variant.unit_price, facts.id, variant_id=variant.id)
        own_first = sorted(facts.shots, key=lambda shot: shot.variant_id != variant.id)
        facts.shots = own_first


def files_of(work: Work, names: Collection[str]) -> dict[str, str]:
    """The keys of assets' files, by the global ids that values name them by; raises NotFound."""
    ids: dict[UUID, str] = {}
    for name in sorted(names):
        try:
            ids[UUID(name.removeprefix(ASSET))] = name
        except ValueError:
            raise NotFound(f"No such media asset: {name!r}.", "values") from None
    seen = work.seen(MediaAsset).where(among(MediaAsset.id, ids))
    rows = work.session.scalars(seen, work.actor.values()).all()
    found = {ids.pop(row.id): row.file_key for row in rows}
    if ids:
        raise NotFound(f"No such media asset: {min(ids.values())!r}.", "values")
    return found


def lowest_prices(work: Work, ids: Collection[UUID]) -> dict[UUID, UnitPrice]:
    """Of the variants for sale; without those that are priced in several currencies."""
    if not ids:
        return {}
    priced: Any = Variant  # whose price is a composite of columns
    columns = priced.product_id, priced.unit_price_currency
    least = select(*columns, func.min(priced.unit_price_micros)).where(
        among(priced.product_id, ids), priced.archived_at.is_(None)
    )
    by_product: dict[UUID, list[UnitPrice]] = defaultdict(list)
    for product_id, currency, micros in work.session.execute(least.group_by(*columns)):
        by_product[product_id].append(UnitPrice(int(micros), currency))
    return {one: prices[0] for one, prices in by_product.items() if len(prices) == 1}


def _add_choices(work: Work, found: Mapping[UUID, ProductFacts]) -> None:
    own = select(Variant).where(among(Variant.product_id, found), Variant.archived_at.is_(None))
    for row in work.session.scalars(own.order_by(Variant.position, Variant.id)):
        facts = found[row.product_id]
        shot = next((one for one in facts.shots if one.variant_id == row.id), None)
        price = ShownPrice(row.unit_price, facts.id, variant_id=row.id)
        title = row.title or row.sku
        facts.choices.append(Choice(row.id, title, price, shot, row.barcode))


def in_order(found: Mapping[UUID, ProductFacts], ids: Sequence[UUID]) -> list[ProductFacts]:
    """Those that there are, as they were named."""
    return [found[one] for one in ids if one in found]
