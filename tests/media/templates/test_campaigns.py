"""Event posters, coupons and live announcements: hard values fit, numbers choose the layout."""

from typing import Any

import numpy as np
import pytest
import zxingcpp

from media.document import shelf, template
from media.document.bind import bind
from media.document.slots import fill
from media.errors import BadValue, UnknownSlot
from media.render import render
from media.scene import Layer, Text
from tests.media import shots
from tests.media.documents import drawn

ASSETS = {"wide": shots.busy(600, 400), "tall": shots.vase()}
LONG_ZH = "手工拉坯高温釉下彩复古日式粗陶马克杯大容量礼盒装"
LONG_EN = "Pneumonoultramicroscopicsilicovolcanocon"
EVENTS = ("event-double-eleven", "event-618")
SMALL = 0.2  # of the canvas: layout is the same at any scale


def money(amount: str, currency: str = "CNY") -> dict[str, str]:
    return {"amount": amount, "currency": currency}


def product(title: str, price: str, was: str | None = None, **more: Any) -> dict[str, Any]:
    found = {"title": title, "picture": "wide", "price": money(price), **more}
    return found | ({"was": money(was)} if was else {})


def layouts(name: str) -> list[tuple[str, str | None]]:
    document = shelf.stored(name)
    return [(name, None), *((name, preset) for preset in document.get("layouts", {}))]


def longest(name: str, language: str) -> dict[str, Any]:
    """Every slot of words as long as it may be, prices as long as they get."""
    values: dict[str, Any] = {}
    words = (LONG_ZH if language == "zh" else f"{LONG_EN} of the whole shop ") * 4
    for slot in template.named(name).slots.values():
        short = slot.name.rpartition(".")[2]
        if slot.kind in {"TEXT", "RICH_TEXT"} and slot.within is None:
            values[short] = words[: min(slot.max_chars or 40, 24 if language == "zh" else 40)]
        elif slot.kind == "PRICE" and slot.within is None:
            values[short] = money("129999.00")
    items = template.named(name).slots.get("products")
    if items:
        long = product(words[:24] if language == "zh" else words[:40], "129999.99", "149999.99")
        long = {field: long[field] for field in long if field in _fields(name)}
        values["products"] = [long] * items.max_items
    return values


def _fields(name: str) -> set[str]:
    return {slot.rpartition(".")[2] for slot in template.named(name).slots["products"].fields}


CASES = [case for name in (*EVENTS, "coupon-banner", "live-announcement") for case in layouts(name)]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("name", "preset"), CASES)
def test_the_longest_values_fit(name: str, preset: str | None, language: str) -> None:
    values = longest(name, language)
    render(shelf.stored(name), values, ASSETS, scale=SMALL, preset=preset)


@pytest.mark.parametrize("count", range(1, 7))
@pytest.mark.parametrize(("name", "preset"), [case for name in EVENTS for case in layouts(name)])
def test_one_to_six_products_fit(name: str, preset: str | None, count: int) -> None:
    values = {"products": [product("杯", "9")] * count}
    render(shelf.stored(name), values, ASSETS, scale=SMALL, preset=preset)


def texts(layers: tuple[Layer, ...]) -> list[str]:
    found = []
    for layer in layers:
        if isinstance(layer, Text):
            found.append("".join(span.text for span in layer.spans))
        found += texts(getattr(layer, "children", ()))
    return found


def said(name: str, values: dict[str, Any]) -> list[str]:
    parsed = template.named(name)
    return texts(bind(parsed, fill(parsed, values, ASSETS), lambda _: None).layers)


@pytest.mark.parametrize("name", EVENTS)
@pytest.mark.parametrize("count", range(1, 7))
def test_each_product_is_shown_once(name: str, count: int) -> None:
    names = [f"杯{number}" for number in range(count)]
    shown = said(name, {"products": [product(one, "9") for one in names]})
    assert [text for text in shown if text in names] == names


@pytest.mark.parametrize("name", EVENTS)
def test_a_saving_is_computed(name: str) -> None:
    assert "立减 ¥230" in said(name, {"products": [product("鞋", "369", "599")]})
    tagged = said(name, {"products": [product("鞋", "369", "599", tag="两件 8 折")]})
    assert "两件 8 折" in tagged
    assert not any("立减" in text for text in tagged)
    with pytest.raises(UnknownSlot):
        said(name, {"products": [{**product("鞋", "369", "599"), "saving": money("300")}]})
    with pytest.raises(BadValue, match="more than"):
        said(name, {"products": [product("鞋", "369", "299")]})


@pytest.mark.parametrize(
    ("name", "values"),
    [(name, {"products": [product("杯", "9")]}) for name in EVENTS]
    + [("live-announcement", {"title": "首播夜", "date": "今晚", "time": "20:00"})],
)
def test_its_code_reads_back_or_a_button_stands_there(name: str, values: dict[str, Any]) -> None:
    link = "https://shop.example/sale?from=poster"
    document = shelf.stored(name)
    pixels = drawn(document, {**values, "qr": link}, ASSETS)
    (found,) = zxingcpp.read_barcodes(np.asarray(pixels))
    assert found.text == link
    assert not zxingcpp.read_barcodes(np.asarray(drawn(document, values, ASSETS)))


def test_a_live_stream_without_a_photo_shows_its_first_product() -> None:
    values = {"title": "夜播", "date": "今晚", "time": "20:00", "products": [product("灯", "9")]}
    document = shelf.stored("live-announcement")
    with_product = drawn(document, values, ASSETS, scale=0.5)
    values["products"] = []
    without = drawn(document, values, ASSETS, scale=0.5)
    arch = np.s_[150:280, 300:460]
    apart = with_product[arch].astype(int) - without[arch].astype(int)
    assert np.abs(apart).mean() > 30
