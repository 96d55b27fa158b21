"""Templates that grow or fill with lists: what is not there leaves no hole, the longest fit."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from media.document.shelf import stored
from media.render import render
from tests.media import shots

ASSETS = {"vase": shots.vase(), "busy": shots.busy()}
HAN = "一件可以从清晨用到深夜也舍不得放下的家常好物"


def height(values: dict[str, Any]) -> int:
    made = render("detail-page", {"title": HAN, "picture": "vase", **values}, ASSETS, scale=0.1)
    return Image.open(io.BytesIO(made.data)).height


@pytest.mark.parametrize(
    "section",
    [
        {"points": [{"title": "轻", "icon": "FEATHER"}, {"title": "稳"}]},
        {"bands": [{"picture": "busy"}]},
        {"params": [{"name": "重量", "value": "318 克"}]},
        {"size_heads": [{"text": "码"}], "sizes": [{"cells": [{"text": "42"}]}]},
        {"care": [{"text": "手洗"}]},
        {"promises": [{"title": "破损包赔"}]},
    ],
)
def test_a_section_of_the_detail_page_is_there_with_its_list(section: dict[str, Any]) -> None:
    assert height(section) > height({}) + 10


@pytest.mark.parametrize("section", [{}, {"bands": [{"picture": "busy"}]}])
def test_a_page_that_ends_in_a_picture_ends_where_the_picture_does(section: dict[str, Any]) -> None:
    values = {"title": HAN, "picture": "busy", **section}
    made = render("detail-page", values, ASSETS, format="png", scale=0.5)
    last = np.asarray(Image.open(io.BytesIO(made.data)).convert("RGB"), np.int16)[-20:]
    assert np.ptp(last, axis=(0, 1)).max() > 60


def test_each_selling_point_lengthens_the_detail_page() -> None:
    heights = [height({"points": [{"title": "点"}] * count}) for count in range(2, 7)]
    assert heights == sorted(set(heights))


def longest(node: dict[str, Any]) -> Any:
    match node["kind"]:
        case "TEXT" | "RICH_TEXT":
            return node.get("options", [(HAN * 20)[: node.get("max_chars", 8)]])[0]
        case "IMAGE":
            return "busy"
        case "LIST":
            item = {name: longest(field) for name, field in node["fields"].items()}
            full = {name: value for name, value in item.items() if value is not None}
            return [full] * node["max_items"]
    return None


SLOTS = stored("detail-page")["slots"]


@pytest.mark.parametrize("slot", [name for name, one in SLOTS.items() if longest(one) is not None])
def test_the_longest_words_fit_into_the_detail_page(slot: str) -> None:
    beside = {"size_heads": longest(SLOTS["size_heads"])} if slot == "sizes" else {}
    assert height({slot: longest(SLOTS[slot]), **beside}) > 100


@pytest.mark.parametrize("preset", [None, "open-graph", "wechat-header"])
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_the_banner_holds_one_to_four_products_with_long_names(
    count: int, preset: str | None
) -> None:
    price = {"amount": "129999.00", "currency": "CNY"}
    product = {"title": HAN, "picture": "vase", "price": price}
    values = {"title": HAN, "subtitle": HAN * 2, "products": [product] * count, "brand": HAN}
    made = render("store-banner", values, ASSETS, preset=preset, scale=0.25)
    assert made.data


@pytest.mark.parametrize("preset", [None, "instagram-square", "story", "xiaohongshu-cover"])
@pytest.mark.parametrize("name", ["poster-new-arrival", "poster-price-cut"])
@pytest.mark.parametrize("picture", ["vase", "busy"])
@pytest.mark.parametrize(
    ("title", "amount"),
    [("新品", "9"), (HAN, "129999.00"), ("Donaudampfschifffahrtsgesellschaftskapit", "129999.99")],
)
def test_a_poster_holds_the_shortest_and_the_longest_on_each_canvas(
    name: str, preset: str | None, picture: str, title: str, amount: str
) -> None:
    price = {"amount": amount, "currency": "CNY"}
    was = {"amount": "159999.00", "currency": "CNY"}
    values = {"title": title, "picture": picture, "price": price, "was": was}
    values |= {"subtitle": HAN, "eyebrow": "2026.11.20 – 11.24", "brand": "北屿家居旗舰店"}
    assert render(name, values, ASSETS, preset=preset, scale=0.2).data
