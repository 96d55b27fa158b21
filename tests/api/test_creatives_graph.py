"""Renders through the graph: what is asked for, what is refused, what can be read of them."""

import json
from typing import Any

import pytest

from domain.creatives.models import RenderJob
from domain.creatives.states import RenderState
from domain.jobs import Job, JobState
from domain.money import UnitPrice
from domain.permissions import Role
from tests.conftest import House, node_id
from tests.factories.catalogue import make_picture, make_product, make_variant
from tests.factories.creatives import (
    KEY,
    TEMPLATE,
    make_event,
    make_job,
    make_kept_picture,
    make_render,
    make_shipped,
)
from tests.factories.stores import make_listing, make_store

ASK = """mutation ($input: PosterRenderInput!) { posterRender(input: $input) {
  renderJob { id state template fileName slotValues product { id } listing { id } store { id }
    requestedBy { id } retryOf { id } scale format attempts progress resultUrl }
  userErrors { code message path } } }"""
OTHER = "sha256/12/34/1234" + "0" * 60


def ask(house: House, actor: Any = None, **given: Any) -> Any:
    answer = house.query(ASK, actor, input={"template": TEMPLATE, **given})
    assert "errors" not in answer, answer
    return answer["data"]["posterRender"]


def asked(house: House, **given: Any) -> Any:
    payload = ask(house, **given)
    assert payload["userErrors"] == []
    return payload["renderJob"]


def refusal(house: House, **given: Any) -> tuple[str, list[str]]:
    before = house.session.query(RenderJob).count()
    [error] = ask(house, **given)["userErrors"]
    assert house.session.query(RenderJob).count() == before
    return error["code"], error["path"]


def shown(house: House, **more: Any) -> Any:
    """A product that can be drawn."""
    make_shipped(house)
    product = make_product(house, **{"title": "Clay mug", "handle": "clay-mug", **more})
    make_kept_picture(house, product)
    return product


def test_a_product_is_shown_with_its_title_lowest_price_and_first_picture(house: House) -> None:
    product = shown(house)
    make_kept_picture(house, product, file_key=OTHER, position=1)
    make_picture(house, product)
    make_variant(house, product, option_1="S", unit_price=UnitPrice(12_500_000, "EUR"))
    make_variant(house, product, option_1="L", unit_price=UnitPrice(9_900_000, "EUR"))
    render = asked(house, productId=node_id("Product", product), scale="0.5", format="JPEG")
    assert render["slotValues"] == {
        "title": "Clay mug",
        "picture": "picture",
        "price": {"amount": "9.9", "currency": "EUR"},
    }
    assert (render["state"], render["fileName"]) == ("QUEUED", f"clay-mug-{TEMPLATE}.jpeg")
    assert (render["scale"], render["attempts"], render["resultUrl"]) == ("0.5", 0, None)
    assert (render["store"], render["listing"]) == (None, None)
    assert render["requestedBy"] == {"id": node_id("User", house.owner)}
    row = house.session.query(RenderJob).one()
    assert json.loads(row.pictures) == {"picture": KEY}
    job = house.session.query(Job).one()
    assert (job.kind, job.row_id, job.state) == ("render", row.id, JobState.QUEUED)


def test_a_listing_is_shown_with_its_own_title_price_and_the_variants_picture(
    house: House,
) -> None:
    product, store = shown(house), make_store(house, currency="EUR")
    variant = make_variant(house, product)
    make_kept_picture(house, product, file_key=OTHER, position=5, variant_id=variant.id)
    price = UnitPrice(20_000_000, "EUR")
    listing = make_listing(house, store, variant, own_title="Mug of clay", price=price)
    render = asked(house, listingId=node_id("Listing", listing))
    assert render["slotValues"]["title"] == "Mug of clay"
    assert render["slotValues"]["price"] == {"amount": "20", "currency": "EUR"}
    assert render["store"] == {"id": node_id("Store", store)}
    assert json.loads(house.session.query(RenderJob).one().pictures) == {"picture": OTHER}


def test_what_is_given_for_a_slot_goes_before_what_would_stand_there(house: House) -> None:
    product = shown(house)
    given = {"title": "Sale", "eyebrow": "New"}
    render = asked(house, productId=node_id("Product", product), values=given)
    assert render["slotValues"] == {
        "title": "Sale",
        "eyebrow": "New",
        "picture": "picture",
        "subtitle": "Clay mug",
    }


def test_prices_in_several_currencies_are_no_price(house: House) -> None:
    product = shown(house)
    make_variant(house, product, option_1="S", unit_price=UnitPrice(12_500_000, "EUR"))
    make_variant(house, product, option_1="L", unit_price=UnitPrice(9_000_000, "JPY"))
    assert "price" not in asked(house, productId=node_id("Product", product))["slotValues"]


def test_what_cannot_be_made_is_not_queued(house: House) -> None:
    product, bare, other = shown(house), make_product(house), shown(house, handle="other")
    mine = node_id("Product", product)
    listing = node_id("Listing", make_listing(house, variant=make_variant(house, product)))
    make_picture(house, bare)
    foreign = make_kept_picture(house, other)
    assert refusal(house) == ("INVALID", ["productId"])
    assert refusal(house, productId=mine, listingId=listing) == ("INVALID", ["productId"])
    assert refusal(house, productId="Product:nothing") == ("NOT_FOUND", ["productId"])
    assert refusal(house, productId=node_id("Product", bare)) == ("INVALID", ["productId"])
    picture = node_id("ProductPicture", foreign)
    assert refusal(house, productId=mine, pictureId=picture) == ("INVALID", ["pictureId"])
    assert refusal(house, productId=mine, template="no-such") == ("NOT_FOUND", ["template"])
    text = """mutation ($input: PromoVideoRenderInput!) { promoVideoRender(input: $input) {
      userErrors { code path } } }"""
    film = house.query(text, input={"template": TEMPLATE})["data"]["promoVideoRender"]
    assert film["userErrors"] == [{"code": "INVALID", "path": ["productIds"]}]
    many = [mine] * 13
    assert refusal(house, productIds=many) == ("LIMIT_EXCEEDED", ["productIds"])
    assert refusal(house, productId=mine, scale="9") == ("INVALID", ["scale"])
    assert refusal(house, productId=mine, values=[1]) == ("INVALID", ["values"])


@pytest.mark.parametrize(
    "values",
    [
        {"no_such_slot": "x"},
        {"title": "x" * 5_000},
        {"title": ""},
        {"title": "a\x00b"},
        {"price": "dear"},
        {"accent": "loud"},
        {"badge": {"deep": [[{"x": "\ud800"}]]}},
        {"x" * 500: "x"},
    ],
)
def test_a_value_that_no_slot_takes_is_refused_by_its_slot(
    house: House, values: dict[str, Any]
) -> None:
    product = shown(house)
    [error] = ask(house, productId=node_id("Product", product), values=values)["userErrors"]
    assert (error["code"], error["path"]) == ("INVALID", ["values"])
    assert next(iter(values))[:100] in error["message"]


def test_a_poster_for_a_store_is_asked_for_by_those_who_work_there(house: House) -> None:
    here, there = make_store(house), make_store(house)
    product = shown(house)
    listing = make_listing(house, here, make_variant(house, product))
    designer = house.actor(Role.DESIGNER, stores=[there])
    [error] = ask(house, designer, listingId=node_id("Listing", listing))["userErrors"]
    assert (error["code"], error["path"]) == ("NOT_FOUND", ["listingId"])
    assert ask(house, designer, productId=node_id("Product", product))["userErrors"] == []


MOVE = """mutation ($input: %sInput!) { %s(input: $input) {
  renderJob { id state retryOf { id } slotValues fileName }
  userErrors { code message ... on InvalidTransition { allowedTransitions } } } }"""


def move(house: House, verb: str, render: RenderJob) -> Any:
    text = MOVE % (verb[0].upper() + verb[1:], verb)
    answer = house.query(text, input={"id": node_id("RenderJob", render)})
    return answer["data"][verb]


@pytest.mark.parametrize("state", RenderState)
def test_only_what_is_not_over_is_called_off(house: House, state: RenderState) -> None:
    render = make_render(house, state=state)
    job = make_job(house, row_id=render.id)
    payload = move(house, "renderJobCancel", render)
    house.session.refresh(job)
    if state.name in {"SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED"}:
        [error] = payload["userErrors"]
        assert (error["code"], error["allowedTransitions"]) == ("INVALID_TRANSITION", [])
        assert job.state is JobState.QUEUED
    else:
        assert payload["renderJob"]["state"] == "CANCELLED"
        assert job.state is JobState.CANCELLED


@pytest.mark.parametrize("state", RenderState)
def test_only_what_came_to_nothing_is_tried_again_and_once(
    house: House, state: RenderState
) -> None:
    render = make_render(house, state=state)
    payload = move(house, "renderJobRetry", render)
    if state.name not in {"FAILED", "CANCELLED", "EXPIRED"}:
        assert [error["code"] for error in payload["userErrors"]] == ["CONFLICT"]
        return
    again = payload["renderJob"]
    assert again["state"] == "QUEUED"
    assert again["retryOf"] == {"id": node_id("RenderJob", render)}
    assert again["slotValues"] == json.loads(render.slot_values)
    house.session.refresh(render)
    assert render.state is state
    payload = move(house, "renderJobRetry", render)
    assert [error["code"] for error in payload["userErrors"]] == ["CONFLICT"]


def test_what_was_told_of_a_render_can_be_read_afterwards(house: House) -> None:
    render = make_render(house, state=RenderState.SUCCEEDED)
    make_event(house, render, "render_job.queued")
    make_event(house, render, "render_job.progressed", details='{"progress":0.4}')
    make_event(house, render, "render_job.succeeded")
    text = "query ($id: ID!) { renderJob(id: $id) { resultUrl events { kind details } } }"
    found = house.query(text, id=node_id("RenderJob", render))["data"]["renderJob"]
    assert found["events"] == [
        {"kind": "render_job.queued", "details": {}},
        {"kind": "render_job.progressed", "details": {"progress": 0.4}},
        {"kind": "render_job.succeeded", "details": {}},
    ]
    assert found["resultUrl"].startswith(f"/files/{KEY}?name=mug.png&type=image%2Fpng")


def test_jobs_are_read_with_how_they_fare(house: House) -> None:
    make_job(house, "render", state=JobState.RUNNING, attempts=2)
    make_job(house, "listing.publish")
    text = """{ jobs(filter: {state: {eq: RUNNING}}) { edges { node { kind attempts progress } }
      totalCount { value } } }"""
    found = house.query(text)["data"]["jobs"]
    assert found["edges"] == [{"node": {"kind": "render", "attempts": 2, "progress": "0"}}]
    designer = house.actor(Role.DESIGNER)
    assert house.query(text, designer)["data"]["jobs"] is None
