"""A price that changes makes the creatives that show it stale, in the same change."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.catalogue.importing import ProductRow, VariantRow, upsert_products
from domain.catalogue.models import Variant
from domain.catalogue.variants import VariantChange, archive_variant, update_variants
from domain.creatives.models import RenderJob
from domain.money import UnitPrice
from domain.stores.listings import set_listing_price
from domain.stores.models import Listing
from tests.api.test_creatives_graph import asked, shown
from tests.conftest import House, node_id
from tests.factories.catalogue import make_variant
from tests.factories.stores import make_listing, make_store

TEN, NINE, EIGHT = (UnitPrice(whole * 1_000_000, "EUR") for whole in (10, 9, 8))
REFRESH = """mutation ($input: CreativesRefreshInput!) { creativesRefresh(input: $input) {
  renderJobs { id slotValues isStale } userErrors { code path } } }"""


def priced(house: House) -> tuple[Variant, Variant, Listing]:
    """A product in two variants, the dearer of them in a store for less."""
    product = shown(house)
    cheap = make_variant(house, product, option_1="S", unit_price=NINE, sku="S-1")
    dear = make_variant(house, product, option_1="L", unit_price=TEN, sku="L-1")
    store = make_store(house, currency="EUR")
    listing = make_listing(house, store, dear, price=NINE)
    asked(house, productId=node_id("Product", product))
    asked(house, listingId=node_id("Listing", listing))
    return cheap, dear, listing


def stale(house: House) -> set[str]:
    """What of the two is: the product's own, the store's."""
    house.session.expire_all()
    rows = house.session.query(RenderJob).filter_by(is_stale=True)
    return {"store" if row.store_id else "product" for row in rows}


def price_variant(variant: Variant, price: UnitPrice) -> Callable[[Any], Any]:
    change = VariantChange(variant.id, {"unit_price": price})
    return lambda work: update_variants(work, [change])


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda cheap, *_: price_variant(cheap, EIGHT), {"product"}),
        (lambda cheap, *_: price_variant(cheap, NINE), set()),
        (lambda _, dear, *__: price_variant(dear, EIGHT), {"product", "store"}),
        (lambda cheap, *_: lambda work: archive_variant(work, cheap.id), {"product"}),
        (lambda *rows: lambda work: set_listing_price(work, rows[2].id, EIGHT), {"store"}),
        (lambda *rows: lambda work: set_listing_price(work, rows[2].id, NINE), set()),
    ],
)
def test_what_shows_another_price_is_stale(
    house: House, change: Callable[..., Any], found: set[str]
) -> None:
    rows = priced(house)
    change(*rows)(house.work())
    house.session.commit()
    assert stale(house) == found


def test_a_price_that_goes_back_makes_them_true_again(house: House) -> None:
    """Of a render that shows two prices, only when both do."""
    cheap, dear, listing = priced(house)
    for change, found in (
        (price_variant(dear, EIGHT), {"product", "store"}),
        (price_variant(dear, TEN), set()),
        (lambda work: set_listing_price(work, listing.id, EIGHT), {"store"}),
        (price_variant(dear, NINE), {"store"}),
        (lambda work: set_listing_price(work, listing.id, NINE), {"store"}),
        (price_variant(dear, TEN), set()),
        (price_variant(cheap, EIGHT), {"product"}),
        (price_variant(cheap, NINE), set()),
    ):
        change(house.work())
        house.session.commit()
        assert stale(house) == found
    row = house.session.query(RenderJob).first()
    assert row
    assert (row.stale_reason, row.stale_at) == (None, None)


def test_an_import_that_changes_a_price_makes_creatives_stale(house: House) -> None:
    priced(house)
    row = ProductRow(handle="clay-mug", variants=[VariantRow(sku="S-1", unit_price=EIGHT)])
    upsert_products(house.work(), [row])
    house.session.commit()
    assert stale(house) == {"product"}


def test_stale_creatives_are_made_anew_with_the_price_of_now(house: House) -> None:
    _, _, listing = priced(house)
    set_listing_price(house.work(), listing.id, EIGHT)
    house.session.commit()
    rows = house.session.query(RenderJob).all()
    ids = {row.is_stale: node_id("RenderJob", row) for row in rows}
    payload = house.query(REFRESH, input={"ids": [ids[True]]})["data"]["creativesRefresh"]
    assert payload["userErrors"] == []
    [made] = payload["renderJobs"]
    assert made["slotValues"]["price"] == {"amount": "8", "currency": "EUR"}
    assert (made["isStale"], made["id"] == ids[True]) == (False, False)
    payload = house.query(REFRESH, input={"ids": [ids[False]]})["data"]["creativesRefresh"]
    assert payload["userErrors"] == [{"code": "CONFLICT", "path": ["ids", "0"]}]
