"""What is the same is drawn once; what shows a price of before is stale, alone or in a batch."""

from typing import Any

import pytest

from domain.creatives.models import RenderJob
from domain.creatives.states import RenderState
from domain.money import UnitPrice
from domain.stores.listings import set_listing_price
from domain.templates.states import VersionState
from tests.factories.catalogue import make_variant
from tests.factories.stores import make_listing, make_store
from tests.factories.templates import (
    headline,
    make_set,
    make_template,
    make_version,
    small_document,
)
from tests.house import node_id
from tests.jobs.studio import Studio

TEN, EIGHT = (UnitPrice(whole * 1_000_000, "EUR") for whole in (10, 8))
PRICED = small_document(
    headline(),
    headline(name="price", text="{price}", box=[20, 140, 360, 60]),
    slots={
        "title": {"kind": "TEXT", "required": True, "binding": "product.title"},
        "price": {"kind": "PRICE", "required": True, "binding": "listing.price"},
    },
)


@pytest.fixture
def sold(studio: Studio) -> dict[str, Any]:
    """A product in a store, and a set of one template that shows its price there."""
    house, store = studio.house, make_store(studio.house, currency="EUR")
    product = studio.product()
    listing = make_listing(house, store, make_variant(house, product), price=TEN)
    template = make_template(house)
    make_version(house, template, VersionState.PUBLISHED, document=PRICED)
    return {
        "template": template.handle,
        "templates": node_id("TemplateSet", make_set(house, template)),
        "product": node_id("Product", product),
        "store": node_id("Store", store),
        "listing": listing,
    }


def batch(studio: Studio, sold: dict[str, Any]) -> None:
    given = {"templateSetId": sold["templates"], "productIds": [sold["product"]]}
    studio.change("mediaSetRender", "renderBatch { id }", storeId=sold["store"], **given)


def poster(studio: Studio, sold: dict[str, Any]) -> str:
    return studio.asked(
        "posterRender", template=sold["template"], listingId=node_id("Listing", sold["listing"])
    )


def rows(studio: Studio) -> list[RenderJob]:
    """As the database has them."""
    found = studio.house.session.query(RenderJob).order_by(RenderJob.id).populate_existing().all()
    studio.house.session.commit()
    return found


def test_a_price_that_changes_makes_a_poster_and_a_batchs_item_stale(
    studio: Studio, sold: dict[str, Any]
) -> None:
    poster(studio, sold)
    studio.draw()
    batch(studio, sold)
    studio.draw()
    alone, item = rows(studio)
    assert [row.state for row in (alone, item)] == [RenderState.SUCCEEDED] * 2
    assert (alone.batch_id is None, item.batch_id is None) == (True, False)
    assert [row.is_stale for row in (alone, item)] == [False, False]

    set_listing_price(studio.house.work(), sold["listing"].id, EIGHT)
    studio.house.session.commit()
    assert [(row.is_stale, row.stale_reason) for row in rows(studio)] == [
        (True, "PRICE_CHANGED"),
        (True, "PRICE_CHANGED"),
    ]
    ids = [node_id("RenderJob", row) for row in rows(studio)]
    studio.change("creativesRefresh", "renderJobs { id }", ids=ids)
    studio.draw()
    *_, first, second = rows(studio)
    assert (first.is_stale, second.drawn_by_id) == (False, first.id)
    assert first.file_key == second.file_key != rows(studio)[0].file_key


@pytest.mark.parametrize("when", ["while it waits", "when it is drawn"])
def test_what_is_the_same_is_drawn_once_and_has_one_file(
    studio: Studio, sold: dict[str, Any], when: str
) -> None:
    first = poster(studio, sold)
    if when == "when it is drawn":
        studio.draw()
    second = poster(studio, sold)
    studio.draw()
    one, other = studio.seen(first), studio.seen(second)
    assert (one["state"], other["state"]) == ("SUCCEEDED", "SUCCEEDED")
    assert [(row["isReused"], row["attempts"]) for row in (one, other)] == [(False, 1), (True, 0)]
    assert one["asset"] == other["asset"]
    assert studio.bytes_of(first) == studio.bytes_of(second)
