"""Films: the shortest and the longest values, how long they last, what is seen, and when."""

from typing import Any

import numpy as np
import pytest
import zxingcpp

from media.document import film
from media.film import render
from media.film.plan import texts_of
from tests.media import shots

SINGLE, STORE = "film-single-square", "film-store-wide"
LONG = "Donaudampfschifffahrtsgesellschaftskapit"
HAN = "把整个客厅的光都换成你自己喜欢的样子到底该怎么"
PHOTOS = {"vase": shots.vase(), "busy": shots.busy(), "logo": shots.logo()}
DEAR = {"amount": "129999.00", "currency": "CNY"}
DEARER = {"amount": "139999.50", "currency": "CNY"}
CHEAP = {"amount": "9", "currency": "CNY"}
URL = "https://shop.example/visit/us"
Values = dict[str, Any]


def single(count: int = 3, words: str = "轻", **more: Any) -> Values:
    points = [{"title": words}] * count
    return {
        "title": words, "picture": "vase", "points": points, "price": CHEAP, "brand": "一木", **more
    }  # fmt: skip


def store(count: int, name: str = "灯", price: Values = CHEAP, **more: Any) -> Values:
    products = [{"picture": "vase", "name": name, "price": price}] * count
    return {"store": "一木", "products": products, **more}


def full(words: str) -> Values:
    """Every field of the square film at its longest."""
    points = [
        {"title": words, "line": words},
        {"title": words, "line": words, "picture": "busy"},
    ] * 2
    return single(
        words=words, subtitle=words, points=points, price=DEAR, was=DEARER, terms=words,
        brand=words[:28], line=words, url=LONG, price_label=words[:18], save_label=words[:10],
        was_label=words[:10], cta=words[:12],
    )  # fmt: skip


def full_store(words: str, count: int) -> Values:
    return store(
        count, words, DEAR, store=words[:28], line=words, closing=words, address=f"{words} {words}",
        hours=words, url=LONG, qr_label=words[:24],
    )  # fmt: skip


@pytest.mark.parametrize("picture", ["vase", "busy"])
@pytest.mark.parametrize("more", [{}, {"qr": URL}, {"logo": "logo"}])
@pytest.mark.parametrize("values", [single(2), full(HAN), full(LONG)], ids=["short", "han", "long"])
def test_one_product_holds_the_shortest_and_the_longest(
    values: Values, more: Values, picture: str
) -> None:
    assert 9 <= render.check(SINGLE, {**values, **more, "picture": picture}, PHOTOS) <= 12


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("more", [{}, {"qr": URL}, {"logo": "logo"}])
def test_a_store_holds_any_number_in_its_seconds(count: int, more: Values) -> None:
    for values in (store(count), full_store(HAN, count), full_store(LONG, count)):
        assert 12 <= render.check(STORE, {**values, **more}, PHOTOS) <= 15


def shot_words(values: Values) -> dict[str, str]:
    plan = render._ready(film.named(SINGLE), values, PHOTOS).plan
    return {shot.name: " ".join(texts_of(shot.scene.layers)) for shot in plan.shots}


def test_the_saving_is_computed_and_each_point_has_a_beat() -> None:
    found = shot_words(single(2, price=DEAR, was=DEARER, language="zh"))
    assert list(found) == ["open", "beat[0]", "beat[1]", "price", "end"]
    assert "立省 ¥10,000.50" in found["price"]
    assert "立省" not in shot_words(single(2, language="zh"))["price"]


@pytest.mark.parametrize(
    ("name", "values", "subject"),
    [
        (SINGLE, single(words="一件好东西"), slice(400, 1080)),
        (STORE, store(2, store="一间好店"), slice(300, 1080)),
    ],
)
def test_the_first_frame_is_a_cover(name: str, values: Values, subject: slice) -> None:
    """The red vase and dark words beside or above it are there before anything has moved."""
    seen = np.asarray(render.still_at(name, values, PHOTOS, 0.0, scale=0.5), np.int16) * 1
    red = (seen[..., 0] > 110) & (seen[..., 1] < 80)
    top, bottom = subject.start // 2, subject.stop // 2
    assert red[top:bottom].mean() > 0.03
    dark = seen.max(axis=2) < 90
    words = dark[: 340 // 2] if name == SINGLE else dark[:, : 800 // 2]
    assert words.mean() > 0.01


@pytest.mark.parametrize(("name", "values"), [(SINGLE, single()), (STORE, store(3))])
def test_the_code_of_the_last_card_is_read_for_long_enough(name: str, values: Values) -> None:
    values = {**values, "qr": URL}
    seconds = render.check(name, values, PHOTOS)
    for before_end in (1.4, 0.05):
        seen = render.still_at(name, values, PHOTOS, seconds - before_end)
        assert [one.text for one in zxingcpp.read_barcodes(np.asarray(seen))] == [URL]
