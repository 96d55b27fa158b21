"""Letters: seen where they were set, on plain and on busy ground, and not where there are none."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from media.illustrations import draw
from media.presets.compliance import check
from media.presets.finding import Verdict
from media.presets.seeing.letters import SURE, lines
from media.render import render
from tests.factories.pictures import saved
from tests.media import shots
from tests.media.presets.made import cup, found, lettered, preset, scene

SHARED = Path(os.environ.get("TRADEPOST_SHARED", Path(__file__).parents[4] / "shared"))
PASS, WARN, FAIL = Verdict.PASS, Verdict.WARN, Verdict.FAIL
POSTERS: list[dict[str, Any]] = [
    {
        "title": "把光留给*餐桌*",
        "brand": "HALDEN 家居",
        "price": {"amount": "699", "currency": "CNY"},
    },
    {"title": "Light for the *table*", "price": {"amount": "89.50", "currency": "USD"}},
]
ZONES = {"top": "20%", "bottom": "10%", "left": "25%"}


def judged(image: Image.Image, **fields: Any) -> Verdict:
    rule = "safe_zone" if "keep_clear" in fields else "text"
    return found(check(saved(image, "JPEG", quality=88), preset(**fields)), rule).verdict


@pytest.mark.parametrize("template", ["poster-new-arrival", "poster-price-cut"])
@pytest.mark.parametrize("values", POSTERS, ids=["zh", "en"])
def test_the_words_of_a_poster_are_seen(template: str, values: dict[str, Any]) -> None:
    made = render(template, {**values, "picture": "vase"}, {"vase": shots.vase()}, format="jpeg")
    assert found(check(made.data, preset(forbidden=["TEXT"])), "text").verdict is FAIL


@pytest.mark.parametrize("words", ["SAVE 20% TODAY", "限时特惠 立即购买", "¥1,299 到手价"])
@pytest.mark.parametrize("size", [24, 48, 90])
def test_a_line_is_seen_on_busy_ground_and_its_place_known(words: str, size: int) -> None:
    image = lettered(scene(1000, 1200), words, (60, 700), size=size)
    found = lines(image)
    assert found
    assert found[0].sureness >= SURE
    left, top, right, bottom = found[0].box
    assert 0.04 < left < right < (60 + size * len(words) * 1.1) / 1000
    assert 700 / 1200 < top < bottom < (700 + 1.6 * size) / 1200


def test_words_set_upright_are_seen() -> None:
    image = lettered(scene(), "手工陶瓷 北屿家居", (40, 60), size=44)
    turned = image.rotate(90, expand=True)
    assert judged(turned, forbidden=["TEXT"]) is not PASS


@pytest.mark.parametrize("image", [cup(), scene(), scene(seed=8), Image.new("RGB", (9, 9), "red")])
def test_no_letters_are_seen_where_there_are_none(image: Image.Image) -> None:
    assert judged(image, forbidden=["TEXT"]) is PASS


@lru_cache(maxsize=8)
def illustration(handle: str) -> Image.Image:
    return draw(handle, size_px=700)


@pytest.mark.parametrize(
    "handle",
    ["tide-stoneware-mug", "two-tone-gaiwan", "beech-cooking-spoons", "pier-roll-top-backpack"],
)
def test_no_letters_are_seen_in_illustrations_without_any(handle: str) -> None:
    assert judged(illustration(handle), forbidden=["TEXT"]) is PASS


def test_one_short_word_alone_is_no_proof() -> None:
    image = lettered(cup(fill=0.5), "ABC", (10, 10), size=30, color=(30, 30, 30))
    assert judged(image, forbidden=["TEXT"]) is WARN


@pytest.mark.parametrize(
    ("place", "verdict"),
    [((400, 500), PASS), ((400, 60), FAIL), ((400, 1130), FAIL), ((30, 600), FAIL)],
)
def test_letters_keep_out_of_what_the_place_covers(
    place: tuple[int, int], verdict: Verdict
) -> None:
    image = lettered(scene(1000, 1200), "HANDMADE CUPS", place, size=36)
    assert judged(image, keep_clear=ZONES, canvas_px=[1000, 1200]) is verdict


def test_product_photos_do_not_fail_for_letters_but_lettering_over_them_does() -> None:
    folder = SHARED / "data" / "vendure_demo" / "images"
    if not folder.exists():
        pytest.skip(f"{folder} is not here: the real files are not part of the project")
    photos = sorted(folder.glob("*.jpg"))[::6]
    for photo in photos:
        assert found(check(photo, preset(forbidden=["TEXT"])), "text").verdict is not FAIL, photo
    with Image.open(photos[0]) as image:
        words = lettered(
            image.convert("RGB"), "FREE SHIPPING 包邮", (80, 80), size=80, color=(200, 20, 30)
        )
    assert judged(words, forbidden=["TEXT"]) is FAIL
