"""Words made to harm, in every slot that takes words: refused by the slot, or drawn."""

import io
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from domain.creatives.models import RenderJob
from domain.creatives.states import RenderState
from domain.templates.states import VersionState
from tests.factories.templates import headline, make_template, make_version, small_document
from tests.house import House, node_id
from tests.jobs.studio import Studio

NAUGHTY = {
    "right to left": "שלום מאג",
    "both directions": "מאג Mug 12% \u202emug\u202c",
    "arabic": "كوب ١٢",
    "emoji": "Mug 👩🏽‍🚀🇨🇳❤️",
    "zalgo": "M̷̡̛͔ú̶̧̟͌g̵̨̱̀",
    "marks without a letter": "\u0301\u0301\u200d\ufe0f",
    "control characters": "a\x00b\x07",
    "lines": "one\ntwo\u2028three\t",
    "half a letter": "mug \ud800",
    "long chinese": "手作粗陶马克杯" * 40,
    "one long word": "x" * 300,
    "wide words": "W" * 60,
    "braces": "{title} {{price}} ${picture} %s {0}",
    "stars": "**bold *not closed \\* ***",
    "sql": "'; DROP TABLE products; --",
    "html": "<script>alert('x')</script>&amp;",
    "spaces": " \u3000\u00a0 ",
    "nothing": "",
    "private use": "\U000f0000\ue000",
}


SLOTS = ("title", "claim", "tag", "points")


def template(house: House) -> str:
    """The handle of one with words of every sort: plain, rich, in a stack, in a list."""
    kinds = {"title": "TEXT", "claim": "RICH_TEXT", "tag": "TEXT"}
    slots: dict[str, Any] = {name: {"kind": kind, "max_chars": 60} for name, kind in kinds.items()}
    field = {"kind": "TEXT", "max_chars": 60}
    slots["points"] = {"kind": "LIST", "max_items": 2, "fields": {"words": field}}
    small: dict[str, Any] = {"size": [6, 20], "font": ["Inter", "Noto Sans SC"], "color": "#101216"}
    in_stack = [
        {"name": "tag", "kind": "text", "text": "{tag}", **small},
        {
            "name": "each",
            "kind": "repeat",
            "each": "points",
            "layers": [{"name": "point", "kind": "text", "text": "{points.words}", **small}],
        },
    ]
    document = small_document(
        headline(**small),
        headline(name="claim", text="{claim}", box=[20, 140, 200, 40], **small),
        {"name": "stack", "kind": "stack", "box": [20, 200, 200, 80], "layers": in_stack},
        slots=slots,
    )
    row = make_template(house)
    make_version(house, row, VersionState.PUBLISHED, document=document)
    return row.handle


@pytest.mark.parametrize("name", NAUGHTY)
def test_naughty_words_are_refused_by_their_slot_or_drawn(studio: Studio, name: str) -> None:
    product = node_id("Product", studio.product())
    given = {"template": template(studio.house), "productId": product}
    for slot in SLOTS:
        said = NAUGHTY[name]
        values = {slot: [{"words": said}] if slot == "points" else said}
        payload = studio.tried("posterRender", **given, values=values)
        for error in payload["userErrors"]:
            assert (error["code"], error["path"]) == ("INVALID", ["values"]), error
            assert f"'{slot}" in error["message"]
    studio.draw()
    for row in studio.house.session.scalars(select(RenderJob)):
        assert row.state is RenderState.SUCCEEDED, (row.slot_values, row.error_code, row.error)
        data = studio.bytes_of(node_id("RenderJob", row))
        assert Image.open(io.BytesIO(data)).size == (400, 300)


@pytest.mark.parametrize(
    ("name", "rule"), [("zalgo", "text.glyph"), ("wide words", "text.overflow")]
)
@pytest.mark.parametrize("slot", SLOTS[1:3])
def test_words_that_no_font_has_or_no_box_takes_name_their_slot(
    studio: Studio, slot: str, name: str, rule: str
) -> None:
    product = node_id("Product", studio.product())
    given = {"template": template(studio.house), "productId": product}
    [error] = studio.tried("posterRender", **given, values={slot: NAUGHTY[name]})["userErrors"]
    assert (error["rule"], error["slot"], error["path"]) == (rule, slot, ["values"])
