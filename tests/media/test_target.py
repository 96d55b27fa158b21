"""Presets ask for a size, a format and a window of bytes; another shape is refused."""

import io
from typing import Any

import pytest
from PIL import Image

from media.document.template import parse
from media.errors import TooLarge, UnknownPreset, UnsuitedPreset
from media.render import render
from media.target import target_of
from tests.media.documents import document

BAR = {"name": "bar", "kind": "shape", "fill": "#204060", "box": [20, 20, 200, 200]}


def square(side: int = 400, **more: Any) -> dict[str, Any]:
    return document(BAR, size=(side, side), **more)


def test_a_preset_asks_for_size_and_format() -> None:
    made = render(square(), {}, {}, preset="amazon-main")
    assert (made.width_px, made.height_px, made.media_type) == (2000, 2000, "image/jpeg")


def test_the_file_is_as_large_as_the_preset_wants_it() -> None:
    made = render(square(), {}, {}, preset="taobao-white")
    plain = render(square(), {}, {}, format="jpeg", scale=2.0)
    assert len(plain.data) < len(made.data) < 300_000


def test_what_is_nearly_of_its_shape_loses_its_rim() -> None:
    made = render(document(BAR, size=(1242, 1660)), {}, {}, preset="taobao-main-3x4")
    assert (made.width_px, made.height_px) == (1200, 1600)
    pixels = Image.open(io.BytesIO(made.data)).convert("L")
    assert pixels.getpixel((30, 30)) != 255


def test_another_shape_is_refused() -> None:
    with pytest.raises(UnsuitedPreset, match=r"1200 x 630 px; it is 400 x 400 px") as caught:
        render(square(), {}, {}, preset="open-graph")
    assert caught.value.template == "test"


def test_an_unknown_preset_is_told_what_there_is() -> None:
    with pytest.raises(UnknownPreset, match="taobao-white"):
        render(square(), {}, {}, preset="taobao-black")


@pytest.mark.parametrize("scale", [0.0, -1.0, float("nan"), float("inf"), 5.0])
def test_a_scale_out_of_range_is_refused(scale: float) -> None:
    for preset in (None, "amazon-main"):
        with pytest.raises(TooLarge, match="scale"):
            render(square(), {}, {}, preset=preset, scale=scale)


def test_a_page_that_grows_keeps_the_width_alone() -> None:
    page = {"name": "page", "kind": "stack", "box": [0, 0, "100%", 0], "layers": [
        {"name": "tile", "kind": "shape", "fill": "#000000", "size": [395, 3000]}]}  # fmt: skip
    template = document(page, size=(395, 9000), canvas={"hug": "page"})
    target = target_of(parse(template), "detail-page", 1.0)
    assert (target.scale, target.size) == (2.0, None)


def test_a_page_that_is_longer_than_the_preset_takes_comes_in_pieces_too() -> None:
    tiles = [
        {"name": f"tile-{n}", "kind": "shape", "fill": "#204060", "size": [300, 500]}
        for n in range(7)
    ]
    page = {"name": "page", "kind": "stack", "gap": 100, "box": [0, 0, "100%", 0], "layers": tiles}
    template = document(page, size=(790, 9000), canvas={"hug": "page"})
    made = render(template, {}, {}, preset="detail-page")
    assert (made.width_px, made.height_px) == (790, 4100)
    assert list(made.sides) == [".01.jpg", ".02.jpg", ".03.jpg", ".04.jpg"][: len(made.sides)]
    pieces = [Image.open(io.BytesIO(data)) for data in made.sides.values()]
    assert sum(piece.height for piece in pieces) == 4100
    assert max(piece.height for piece in pieces) <= 1500
    top = 0
    for piece in pieces[:-1]:
        top += piece.height
        assert top % 600 >= 500  # between two tiles


def test_a_short_page_is_one_piece() -> None:
    page = {"name": "page", "kind": "stack", "box": [0, 0, "100%", 0], "layers": [
        {"name": "tile", "kind": "shape", "fill": "#204060", "size": [300, 500]}]}  # fmt: skip
    template = document(page, size=(790, 9000), canvas={"hug": "page"})
    assert render(template, {}, {}, preset="detail-page").sides == {}


def test_another_shape_that_the_preset_takes_keeps_its_own_size() -> None:
    target = target_of(parse(square(1080)), "taobao-video", 0.5)
    assert (target.scale, target.size) == (0.5, None)
    with pytest.raises(UnsuitedPreset):
        target_of(parse(document(BAR, size=(500, 400))), "taobao-video", 1.0)
