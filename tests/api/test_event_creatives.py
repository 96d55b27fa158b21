"""Creatives of an event: what they tell of it and of the store, pinned; stale when it is otherwise."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.creatives.models import RenderJob
from domain.creatives.states import StaleReason
from domain.events import actions
from domain.events.models import PlatformEvent
from domain.events.phases import Phase
from domain.events.states import EventPhaseKind
from domain.money import UnitPrice
from domain.stores.listings import set_listing_price
from domain.stores.models import Store
from tests.api.test_creatives_graph import asked, refusal
from tests.api.test_media_preview import look, seen
from tests.api.test_render_batches import set_of
from tests.conftest import House, node_id
from tests.factories.catalogue import make_product, make_variant
from tests.factories.creatives import make_kept_picture, make_shipped
from tests.factories.events import CLOSES, OPENS, make_event
from tests.factories.stores import make_listing, make_platform, make_store
from tests.factories.templates import headline, small_document

POSTER = "event-double-eleven"
SLOGAN = {"slogan": "Good prices *wait*", "offer": "£10 off every £80"}
ZH = {"slogan": "好价*不用等*", "offer": "每满 300 减 50"}
REFRESH = """mutation ($input: CreativesRefreshInput!) { creativesRefresh(input: $input) {
  renderJobs { slotValues event { name } } userErrors { code path } } }"""


def chinese_store(house: House, **more: Any) -> Store:
    usual = {"time_zone": "Asia/Shanghai", "currency": "CNY"}
    return make_store(house, "Harbour", **{**usual, **more})


def event_of(house: House, **more: Any) -> PlatformEvent:
    usual = {"name_zh": "双 11", "url": "https://harbourpine.example/1111"}
    return make_event(house, **{**usual, **more})


def offered(house: House, store: Store, count: int = 4) -> list[str]:
    """Products with a picture and a listing there; their titles are English."""
    made = []
    for number in range(count):
        product = make_product(house, title=f"Mug {number}", handle=f"mug-{number}")
        make_kept_picture(house, product)
        variant = make_variant(house, product, unit_price=UnitPrice(30_000_000, store.currency))
        price = UnitPrice((20 + number) * 1_000_000, store.currency)
        make_listing(house, store, variant, price=price)
        made.append(node_id("Product", product))
    return made


def poster(house: House, store: Store, event: PlatformEvent, **more: Any) -> RenderJob:
    given = {
        "template": POSTER,
        "storeId": node_id("Store", store),
        "productIds": offered(house, store),
        "eventId": node_id("PlatformEvent", event),
        "values": SLOGAN,
        **more,
    }
    made = asked(house, **given)
    return house.session.get_one(RenderJob, UUID(made["id"].partition(":")[2]))


@pytest.mark.parametrize(
    ("values", "starts", "period"),
    [
        (SLOGAN, "31 October, 8 pm", "31 October, 8 pm – 11 November, midnight"),
        (ZH, "10 月 31 日 20:00", "10 月 31 日 20:00 – 11 月 11 日 24:00"),
        ({**SLOGAN, "language": "zh"}, "10 月 31 日 20:00", "10 月 31 日 20:00 – 11 月 11 日 24:00"),
        ({**SLOGAN, "period": "All autumn"}, "31 October, 8 pm", "All autumn"),
    ],
)  # fmt: skip
def test_dates_are_told_in_the_language_of_the_words_and_the_days_of_the_store(
    house: House, values: Any, starts: str, period: str
) -> None:
    make_shipped(house, POSTER)
    event = event_of(house)
    render = poster(house, chinese_store(house), event, values=values)
    told = json.loads(render.slot_values)
    assert (told["starts"], told["period"]) == (starts, period)
    assert (told["brand"], told["qr"]) == ("Harbour", "https://harbourpine.example/1111")
    assert render.event_id == event.id
    pinned = {"period", "startsAt", "url"} - ({"period"} if period == "All autumn" else set())
    assert set(json.loads(render.event_shown)) == pinned


def test_without_a_store_days_are_those_of_the_platform_and_else_of_nowhere(house: House) -> None:
    make_shipped(house, POSTER)
    ids = offered(house, chinese_store(house))
    for zone, starts in (("Asia/Tokyo", "31 October, 9 pm"), (None, "31 October, noon")):
        platform = make_platform(house, default_time_zone=zone)
        event = node_id("PlatformEvent", event_of(house, platform_id=platform.id))
        made = asked(house, template=POSTER, productIds=ids, eventId=event, values=SLOGAN)
        assert made["slotValues"]["starts"] == starts


def test_a_banner_without_its_event_says_which_layer_wants_it(house: House) -> None:
    make_shipped(house, "store-banner")
    store = chinese_store(house)
    given = {"template": "store-banner", "productIds": offered(house, store)}
    text = """mutation ($input: PosterRenderInput!) { posterRender(input: $input) { userErrors {
      path message ... on NotDrawable { rule template layer slot } } } }"""
    answer = house.query(text, input=given)
    [error] = answer["data"]["posterRender"]["userErrors"]
    message = error.pop("message")
    assert error == {
        "path": ["eventId"],
        "rule": "slot.missing",
        "template": "store-banner",
        "layer": error["layer"],
        "slot": "title",
    }
    assert error["layer"]
    assert "tells of an event, and none was named" in message
    assert house.session.query(RenderJob).count() == 0
    event = event_of(house)
    for values, title in (({}, "Double Eleven"), ({"language": "zh"}, "双 11")):
        named = {**given, "eventId": node_id("PlatformEvent", event), "values": values}
        assert asked(house, **named)["slotValues"]["title"] == title


def test_an_event_of_another_platform_is_refused_and_so_is_anothers(house: House) -> None:
    make_shipped(house, POSTER)
    store = chinese_store(house)
    given = {"template": POSTER, "values": SLOGAN, "storeId": node_id("Store", store)}
    given["productIds"] = offered(house, store)
    elsewhere = event_of(house, platform_id=make_platform(house).id)
    other = node_id("PlatformEvent", elsewhere)
    assert refusal(house, **given, eventId=other) == ("INVALID", ["eventId"])
    foreign = node_id("PlatformEvent", make_event(house.second))
    assert refusal(house, **given, eventId=foreign) == ("NOT_FOUND", ["eventId"])
    here = event_of(house, platform_id=store.platform_id)
    asked(house, **given, eventId=node_id("PlatformEvent", here))


def test_a_store_tells_where_it_is_in_words_and_in_codes(house: House) -> None:
    make_shipped(house, "film-store-wide", "film-promo-vertical")
    store = chinese_store(house, address="12 Rua da Pena", url="https://www.harbourpine.example/")
    text = """mutation ($input: PromoVideoRenderInput!) { promoVideoRender(input: $input) {
      renderJob { slotValues } userErrors { code message path } } }"""
    given = {"storeId": node_id("Store", store), "productIds": offered(house, store)}
    answer = house.query(text, input={**given, "template": "film-store-wide"})
    [payload] = answer["data"].values()
    assert payload["userErrors"] == []
    told = payload["renderJob"]["slotValues"]
    assert (told["address"], told["url"]) == ("12 Rua da Pena", "harbourpine.example")
    words = {"title": "Tea", "word_1": "Cup", "word_2": "Pot"}
    answer = house.query(text, input={**given, "template": "film-promo-vertical", "values": words})
    [payload] = answer["data"].values()
    assert payload["userErrors"] == []
    assert payload["renderJob"]["slotValues"]["qr"] == "https://www.harbourpine.example/"


def test_an_event_is_seen_before_it_is_made(house: House) -> None:
    slots = {"title": {"kind": "TEXT", "required": True, "binding": "event.name"}}
    store = chinese_store(house)
    given = {"document": small_document(headline(), slots=slots), "store": node_id("Store", store)}
    [error] = look(house, **given)["errors"]
    assert "tells of an event" in error["message"]
    assert "layer 'headline'" in error["message"]
    event = event_of(house, platform_id=store.platform_id)
    answer = look(house, **given, event=node_id("PlatformEvent", event))
    assert "errors" not in answer, answer
    assert seen(answer).format == "JPEG"


def test_a_set_is_made_for_an_event(house: House) -> None:
    templates = set_of(house, "store-banner")
    store = chinese_store(house)
    given = {
        "templateSetId": node_id("TemplateSet", templates),
        "productIds": offered(house, store, 2),
        "storeId": node_id("Store", store),
    }
    text = """mutation ($input: MediaSetRenderInput!) { mediaSetRender(input: $input) {
      renderBatch { renderJobs { edges { node { slotValues event { name } error } } } }
      userErrors { code path } } }"""

    def renders(**more: Any) -> list[Any]:
        payload = house.query(text, input={**given, **more})["data"]["mediaSetRender"]
        assert payload["userErrors"] == []
        return [edge["node"] for edge in payload["renderBatch"]["renderJobs"]["edges"]]

    assert all("none was named" in one["error"] for one in renders())
    named = renders(eventId=node_id("PlatformEvent", event_of(house)))
    assert [one["slotValues"]["title"] for one in named] == ["Double Eleven"] * 2
    assert [one["event"]["name"] for one in named] == ["Double Eleven"] * 2


def stale(house: House, render: RenderJob) -> StaleReason | None:
    house.session.refresh(render)
    assert render.is_stale is (render.stale_reason is not None)
    return render.stale_reason


def change(house: House, event: PlatformEvent, **changes: Any) -> None:
    actions.update_event(house.work(), event.id, changes)
    house.session.commit()


BURST = Phase(EventPhaseKind.BURST, OPENS, CLOSES)
LONGER = Phase(EventPhaseKind.BURST, OPENS, CLOSES + timedelta(days=1))
RETURN = Phase(EventPhaseKind.RETURN, CLOSES, CLOSES + timedelta(days=1))


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"phases": [LONGER]}, StaleReason.EVENT_CHANGED),
        ({"phases": [BURST, RETURN]}, None),
        ({"url": "https://harbourpine.example/618"}, StaleReason.EVENT_CHANGED),
        ({"url": None}, StaleReason.EVENT_CHANGED),
        ({"name": "618"}, None),  # the poster does not tell it
    ],
)
def test_what_tells_of_an_event_otherwise_is_stale(house: House, given: Any, found: Any) -> None:
    make_shipped(house, POSTER)
    event = event_of(house)
    render = poster(house, chinese_store(house), event)
    change(house, event, **given)
    assert stale(house, render) is found
    assert json.loads(render.slot_values)["qr"] == "https://harbourpine.example/1111"


def test_an_event_as_it_was_is_told_rightly_again_and_prices_are_looked_at_then(
    house: House,
) -> None:
    make_shipped(house, POSTER)
    event, store = event_of(house), chinese_store(house)
    render = poster(house, store, event)
    listing = render.listing_id
    assert listing
    change(house, event, phases=[LONGER])
    change(house, event, phases=[BURST])
    assert stale(house, render) is None
    cheap, before = UnitPrice(1_000_000, "CNY"), UnitPrice(20_000_000, "CNY")
    set_listing_price(house.work(), listing, cheap)
    house.session.commit()
    assert stale(house, render) is StaleReason.PRICE_CHANGED
    change(house, event, phases=[LONGER])
    assert stale(house, render) is StaleReason.EVENT_CHANGED
    change(house, event, phases=[BURST])
    assert stale(house, render) is StaleReason.PRICE_CHANGED
    change(house, event, phases=[LONGER])
    set_listing_price(house.work(), listing, before)
    house.session.commit()
    assert stale(house, render) is StaleReason.EVENT_CHANGED
    ids = [node_id("RenderJob", render)]
    payload = house.query(REFRESH, input={"ids": ids})["data"]["creativesRefresh"]
    assert payload["userErrors"] == []
    [made] = payload["renderJobs"]
    assert made["slotValues"]["period"] == "31 October, 8 pm – 12 November, midnight"
    assert made["event"] == {"name": "Double Eleven"}
