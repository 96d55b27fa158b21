"""Packagings through the graph: what goes onto one by itself, and what is refused at once."""

import json
from typing import Any

import pytest

from api.jobs.render import order_of, role_of
from api.renders.rebinding import rebound
from domain.creatives.models import RenderJob
from domain.creatives.states import SideRole
from domain.money import UnitPrice
from media.child.kinds import produce
from tests.conftest import House, node_id
from tests.factories.catalogue import make_product, make_variant
from tests.factories.creatives import TEMPLATE, make_shipped
from tests.factories.stores import make_listing, make_store

TAG = "packaging-hang-tag"
ASK = """mutation ($input: PackagingRenderInput!) { packagingRender(input: $input) {
  renderJob { kind state format fileName slotValues product { id } variant { id } listing { id }
    store { id } preset { id } }
  userErrors { code message path ... on NotDrawable { rule layer slot } } } }"""
GTIN = "6901234567892"
CARE = [{"words": "Linen", "words_zh": "亚麻"}]


def ask(house: House, **given: Any) -> Any:
    answer = house.query(ASK, None, input={"template": TAG, **given})
    assert "errors" not in answer, answer
    return answer["data"]["packagingRender"]


def asked(house: House, **given: Any) -> Any:
    payload = ask(house, **given)
    assert payload["userErrors"] == []
    return payload["renderJob"]


def refused(house: House, **given: Any) -> Any:
    [error] = ask(house, **given)["userErrors"]
    assert house.session.query(RenderJob).count() == 0
    return error


@pytest.fixture
def product(house: House) -> Any:
    make_shipped(house, TAG, TEMPLATE)
    return make_product(house, title="Linen cover", title_zh="亚麻套", handle="cover", brand="Pine")


@pytest.fixture
def variant(house: House, product: Any) -> Any:
    return make_variant(house, product, barcode=GTIN, unit_price=UnitPrice(39_900_000, "EUR"))


def test_a_variant_brings_its_barcode_and_no_price(
    house: House, product: Any, variant: Any
) -> None:
    other = make_product(house)
    make_variant(house, other)
    make_variant(house, product, barcode="6901234567908", option_1="L")
    render = asked(house, variantId=node_id("Variant", variant), values={"care": CARE})
    assert render["slotValues"] == {
        "title": "Linen cover",
        "title_zh": "亚麻套",
        "brand": "Pine",
        "gtin": GTIN,
        "care": CARE,
    }
    assert (render["kind"], render["format"]) == ("PACKAGING", "PDF")
    assert render["fileName"] == f"cover-{TAG}.pdf"
    assert render["variant"] == {"id": node_id("Variant", variant)}
    assert (render["preset"], render["listing"], render["store"]) == (None, None, None)


def test_the_only_variant_and_a_listings_own_are_meant(
    house: House, product: Any, variant: Any
) -> None:
    render = asked(house, productId=node_id("Product", product), values={"care": CARE})
    assert render["slotValues"]["gtin"] == GTIN
    other = make_variant(house, product, barcode="6901234567908", option_1="L")
    store = make_store(house, currency="EUR")
    listing = make_listing(house, store, other)
    render = asked(house, listingId=node_id("Listing", listing), values={"care": CARE})
    assert render["slotValues"]["gtin"] == "6901234567908"
    assert render["store"] == {"id": node_id("Store", store)}
    both = {"storeId": node_id("Store", store), "variantId": node_id("Variant", variant)}
    render = asked(house, **both, values={"care": CARE})
    assert (render["listing"], render["slotValues"]["gtin"]) == (None, GTIN)
    both["variantId"] = node_id("Variant", other)
    render = asked(house, **both, values={"care": CARE})
    assert render["listing"] == {"id": node_id("Listing", listing)}


def test_what_a_printer_would_send_back_is_refused_at_once(
    house: House, product: Any, variant: Any
) -> None:
    mine = {"variantId": node_id("Variant", variant)}
    error = refused(house, **mine, values={"care": CARE, "gtin": "6901234567893"})
    assert (error["path"], error["slot"], error["rule"]) == (["values"], "gtin", "slot.value")
    assert "check digit is 3; 2 is right" in error["message"]
    long = {"link": "https://harbour-and-pine.example/" + "x" * 120, "care": CARE}
    error = refused(house, **mine, values=long)
    assert (error["rule"], error["layer"]) == ("code.size", "link")
    assert "back/link" in error["message"]
    make_variant(house, product, option_1="L")
    error = refused(house, productId=node_id("Product", product), values={"care": CARE})
    assert (error["slot"], error["rule"]) == ("gtin", "slot.missing")


def test_one_thing_is_packed_by_a_template_for_it(house: House, product: Any, variant: Any) -> None:
    mine, whole = node_id("Variant", variant), node_id("Product", product)
    assert refused(house)["path"] == ["productId"]
    assert refused(house, variantId=mine, productId=whole)["path"] == ["productId"]
    assert refused(house, variantId="Variant:nothing")["code"] == "NOT_FOUND"
    error = refused(house, variantId=mine, template=TEMPLATE)
    assert (error["path"], error["message"]) == (["template"], "This template makes no packaging.")
    poster = """mutation ($input: PosterRenderInput!) { posterRender(input: $input) {
      userErrors { path message } } }"""
    answer = house.query(poster, None, input={"template": TAG, "productId": whole})
    [error] = answer["data"]["posterRender"]["userErrors"]
    assert "packagingRender is for that" in error["message"]


def test_what_is_queued_is_drawn_as_pdf_with_its_proof(house: House, variant: Any) -> None:
    asked(house, variantId=node_id("Variant", variant), values={"care": CARE})
    row = house.session.query(RenderJob).one()
    order = order_of(house.session, row)
    assert json.loads(row.pictures) == {}
    made = produce(order, lambda _stage, _done: None)
    assert made.media_type == "application/pdf"
    assert {role_of(end, order) for end in made.sides} == {SideRole.PROOF}
    assert made.notes == []


def test_what_is_made_anew_is_of_the_same_variant(house: House, product: Any, variant: Any) -> None:
    make_variant(house, product, barcode="6901234567908", option_1="L")
    asked(house, variantId=node_id("Variant", variant), values={"care": CARE})
    row = house.session.query(RenderJob).one()
    house.session.refresh(row, ["template_version", "preset"])
    [again] = rebound(house.work(), [row])
    assert again.problem is None
    assert again.slot_values["gtin"] == GTIN
    assert again.variant_id == variant.id
