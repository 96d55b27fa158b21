"""Fonts that somebody added: drawn with where a template or the brand names them, and pinned."""

import hashlib
import json
from typing import Any
from uuid import UUID

import pytest

from api.jobs.dropping import shown
from api.jobs.sweeping import all_named, named_among
from api.renders.layouts import Layouts
from domain.brands.models import BrandFont, FontAsset
from domain.brands.roles import FontRole
from domain.creatives.models import RenderJob
from domain.templates.states import VersionState
from media.fonts import FOLDER
from tests.factories.brands import make_font, make_kit
from tests.factories.templates import headline, make_template, make_version, small_document
from tests.house import House, node_id
from tests.jobs.studio import Studio

FAMILY = "House Sans"
SERIF, SANS = (
    (FOLDER / name).read_bytes() for name in ("InstrumentSerif.ttf", "InstrumentSerif-Italic.ttf")
)
LOOK = """query ($document: JSON!) {
  mediaPreview(document: $document, values: {title: "Tea"}) { url } }"""


@pytest.fixture
def home(studio: Studio) -> House:
    """Where the graph and the worker keep files in one place."""
    studio.house.storage = studio.worker.tools.storage
    return studio.house


def added(home: House, data: bytes, **more: Any) -> FontAsset:
    key = home.storage.put(data, media_type="font/ttf")
    said = {"family": FAMILY, "sha256": hashlib.sha256(data).hexdigest(), "file_key": key}
    return make_font(home, **{**said, **more})


def template(home: House, family: str) -> str:
    """The handle of one whose headline is set in that family."""
    made = make_template(home)
    layer = headline(font=[family, "Inter"])
    document = small_document(layer)
    make_version(home, made, VersionState.PUBLISHED, document=document)
    return made.handle


def row_of(home: House, render_id: str) -> RenderJob:
    row = home.session.get_one(RenderJob, UUID(render_id.partition(":")[2]), populate_existing=True)
    home.session.commit()
    return row


def test_a_brands_font_is_drawn_with_and_its_file_stays_for_who_draws_once_more(
    studio: Studio, home: House
) -> None:
    product = node_id("Product", studio.product())
    asked: dict[str, Any] = {
        "template": template(home, "brand.heading"),
        "productId": product,
        "values": {"title": "Tea"},
    }
    plain = studio.drawn("posterRender", **asked)
    font = added(home, SERIF)
    added(home, SANS + bytes(4), family="Another")  # of the house, and named by nobody
    kit = make_kit(home, fonts={FontRole.HEADING: font}, is_default=True)
    branded = studio.drawn("posterRender", **asked)
    assert (plain["state"], branded["state"]) == ("SUCCEEDED", "SUCCEEDED"), branded
    assert branded["inputHash"] != plain["inputHash"]
    drawn = studio.bytes_of(branded["id"])
    assert drawn != studio.bytes_of(plain["id"])
    key = home.storage.put(SERIF, media_type="font/ttf")
    pins = json.loads(row_of(home, branded["id"]).fonts)
    assert pins == {f"{FAMILY}={hashlib.sha256(SERIF).hexdigest()}": key}

    other = added(home, SANS, is_italic=True)
    home.session.query(BrandFont).filter_by(kit_id=kit.id).one().font_asset_id = other.id
    home.session.commit()
    studio.change("fontAssetDelete", "deletedId", id=node_id("FontAsset", font))
    assert key not in named_among(home.work(), [key])
    assert key in set(all_named(home.session))
    assert shown(home.work(), [key]) == {key}
    home.session.commit()

    new = studio.drawn("posterRender", **asked)
    again = studio.drawn("renderJobRepeat", id=branded["id"])
    assert (again["inputHash"], again["isReused"]) == (branded["inputHash"], False)
    assert studio.bytes_of(again["id"]) == drawn != studio.bytes_of(new["id"])


def test_a_templates_own_family_is_laid_out_and_drawn_as_the_one_that_ships(
    studio: Studio, home: House
) -> None:
    """House Sans is Instrument Serif under another name, and so draws the very same."""
    asked: dict[str, Any] = {
        "productId": node_id("Product", studio.product()),
        "values": {"title": "Tea"},
    }
    handle = template(home, FAMILY)
    [error] = studio.tried("posterRender", template=handle, **asked)["userErrors"]
    assert (error["rule"], error["path"]) == ("font.unknown", ["template"])
    added(home, SERIF)
    own = studio.drawn("posterRender", template=handle, **asked)
    shipped = studio.drawn("posterRender", template=template(home, "Instrument Serif"), **asked)
    assert studio.bytes_of(own["id"]) == studio.bytes_of(shipped["id"])

    looks = [
        home.query(LOOK, document=small_document(headline(font=[name, "Inter"])))
        for name in (FAMILY, "Instrument Serif", "Inter")
    ]
    assert looks[0] == looks[1] != looks[2]

    [error] = studio.tried(
        "posterRender", template=handle, **asked | {"values": {"title": "Wwwwwwwww " * 4}}
    )["userErrors"]
    assert error["rule"] == "text.overflow"


def test_a_font_whose_file_is_gone_is_told_of_before_and_after_it_was_asked_for(
    studio: Studio, home: House
) -> None:
    key = added(home, SERIF).file_key
    asked: dict[str, Any] = {
        "template": template(home, FAMILY),
        "productId": node_id("Product", studio.product()),
        "values": {"title": "Tea"},
    }
    queued = studio.asked("posterRender", **asked)
    home.storage.delete(key)
    studio.draw()
    assert studio.seen(queued)["errorCode"] == "FONT_MISSING"
    [error] = studio.tried("posterRender", **asked)["userErrors"]
    assert (error["rule"], FAMILY in error["message"]) == ("font.file", True)


def test_a_layout_is_tried_once_before_the_transaction_and_refuses_no_replay(
    studio: Studio, home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def look(self: Layouts, alike: Any) -> Any:
        tried.append(len(alike))
        return in_child(self, alike)

    in_child = Layouts._in_child
    monkeypatch.setattr(Layouts, "_in_child", look)
    added(home, SERIF)
    text = """mutation ($input: PosterRenderInput!) {
      posterRender(input: $input) @idempotent(key: "once") {
        renderJob { id } userErrors { message } } }"""
    asked = {
        "template": template(home, FAMILY),
        "productId": node_id("Product", studio.product()),
        "values": {"title": "Tea"},
    }
    first = home.query(text, input=asked)
    assert first["data"]["posterRender"]["userErrors"] == []
    assert tried == [1]
    home.session.query(FontAsset).delete()
    added(home, SERIF + bytes(8), file_key=f"sha256/00/00/{0:064}")
    assert home.query(text, input=asked) == first
