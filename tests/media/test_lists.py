"""Lists: their slots, what is refused, layers once for each item, layouts and pages that grow."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.errors import BadTemplate, BadValue, MissingSlot, TextOverflow, TooLarge, UnknownSlot
from media.render import render
from tests.media.documents import dark, document, drawn

TILE = {"name": "tile", "kind": "shape", "fill": "$rows.color", "size": [40, 30]}
ROWS = {
    "kind": "LIST",
    "max_items": 6,
    "fields": {
        "title": {"kind": "TEXT", "required": True, "max_chars": 20},
        "color": {"kind": "COLOR", "default": "#000000"},
        "was": {"kind": "PRICE", "above": "price"},
        "price": {"kind": "PRICE"},
        "saving": {"kind": "PRICE", "minus": ["was", "price"]},
    },
}


def stack(*layers: Any, **more: Any) -> dict[str, Any]:
    whole = {"name": "stack", "kind": "stack", "direction": "ROW", "box": [0, 0, "100%", 0]}
    return {**whole, "gap": 10, "layers": list(layers), **more}


def repeat(*layers: Any, **more: Any) -> dict[str, Any]:
    return {"name": "each", "kind": "repeat", "each": "rows", "layers": list(layers), **more}


def items(*colors: str) -> dict[str, Any]:
    return {"rows": [{"title": f"No. {n}", "color": color} for n, color in enumerate(colors)]}


def tiles(pixels: np.ndarray) -> list[tuple[int, ...]]:
    return [tuple(int(part) for part in pixels[15, x]) for x in range(20, 400, 50)]


def test_layers_are_repeated_with_the_colours_of_each_item() -> None:
    pixels = drawn(document(stack(repeat(TILE)), slots={"rows": ROWS}), items("#FF0000", "#00FF00"))
    assert tiles(pixels)[:3] == [(255, 0, 0), (0, 255, 0), (255, 255, 255)]


@pytest.mark.parametrize(
    ("more", "shown"), [({"most": 1}, ["r"]), ({"skip": 1}, ["g"]), ({"skip": 5}, [])]
)
def test_some_items_may_be_left_out(more: dict[str, int], shown: list[str]) -> None:
    pixels = drawn(
        document(stack(repeat(TILE, **more)), slots={"rows": ROWS}), items("#FF0000", "#00FF00")
    )
    names = {(255, 0, 0): "r", (0, 255, 0): "g"}
    assert [names[tile] for tile in tiles(pixels) if tile in names] == shown


def test_items_know_their_place() -> None:
    odd = {**TILE, "when": {"not": "rows.odd"}}
    pixels = drawn(
        document(stack(repeat(odd)), slots={"rows": ROWS}), items("#FF0000", "#00FF00", "#0000FF")
    )
    assert tiles(pixels)[:2] == [(0, 255, 0), (255, 255, 255)]


@given(count=st.integers(1, 6), gap=st.integers(0, 30))
@settings(max_examples=30, deadline=None)
def test_a_row_wraps_where_it_is_full(count: int, gap: int) -> None:
    template = document(
        stack(repeat({**TILE, "fill": "#000000"}), wrap=True, gap=gap, cross_gap=5,
              box=[0, 0, 150, 0]),
        slots={"rows": ROWS},
    )  # fmt: skip
    left, top, right, bottom = dark(drawn(template, items(*["#000000"] * count)))
    in_a_row = (150 + gap) // (40 + gap)
    rows = -(-count // in_a_row)
    assert (left, top) == (0, 0)
    assert right == min(count, in_a_row) * (40 + gap) - gap
    assert bottom == rows * 30 + (rows - 1) * 5


@pytest.mark.parametrize(
    ("values", "error", "slot"),
    [
        ({"rows": {}}, BadValue, "rows"),
        ({"rows": [{}]}, MissingSlot, "rows[0].title"),
        ({"rows": [{"title": "a"}, {"title": "b", "colour": "x"}]}, UnknownSlot, "rows[1].colour"),
        ({"rows": [{"title": "a" * 21}]}, BadValue, "rows[0].title"),
        ({"rows": [3]}, BadValue, "rows[0]"),
        ({"rows": [{"title": "a"}] * 7}, BadValue, "rows"),
        (
            {"rows": [{"title": "a", "price": {"amount": "9", "currency": "EUR"},
                       "was": {"amount": "8", "currency": "EUR"}}]},
            BadValue,
            "rows[0].was",
        ),
    ],
)  # fmt: skip
def test_a_wrong_item_is_named(values: Any, error: type[Exception], slot: str) -> None:
    template = document(stack(repeat(TILE)), slots={"rows": ROWS})
    with pytest.raises(error) as caught:
        render(template, values, {})
    assert getattr(caught.value, "slot", None) == slot


@pytest.mark.parametrize(
    ("layer", "said"),
    [
        ({**TILE, "box": [0, 0, 10, 10]}, "no colour is named $rows.color"),
        ({"name": "a", "kind": "text", "text": "{rows.title}", "size": 20, "box": [0, 0, 90, 40]},
         "'rows.title' is no slot of words"),
        (repeat(TILE), "stands in no stack"),
        (stack(repeat({**TILE, "fill": "#000000"}, each="cows")), "'cows' is no LIST slot"),
    ],
)  # fmt: skip
def test_an_item_is_known_only_within_its_list(layer: Any, said: str) -> None:
    with pytest.raises(BadTemplate, match=said.replace("$", r"\$").replace(".", r"\.")):
        render(document(layer, slots={"rows": ROWS}), {}, {})


def test_lists_in_lists_do_not_multiply_without_end() -> None:
    cells = {"kind": "LIST", "max_items": 200, "fields": {"dot": {"kind": "BOOLEAN"}}}
    rows = {"kind": "LIST", "max_items": 200, "fields": {"cells": cells}}
    dot = {"name": "dot", "kind": "shape", "fill": "#000000", "size": [1, 1]}
    inner = {"name": "in", "kind": "repeat", "each": "rows.cells", "layers": [dot]}
    template = document(stack(repeat(stack(inner, name="row"))), slots={"rows": rows})
    del template["layers"][0]["layers"][0]["layers"][0]["box"]
    with pytest.raises(TooLarge, match="lists"):
        render(template, {"rows": [{"cells": [{}] * 200}] * 200}, {})


def test_savings_are_computed_for_each_item() -> None:
    words = {"name": "saving", "kind": "text", "text": "{rows.saving}", "size": 20}
    template = document(stack(repeat(words)), slots={"rows": ROWS})
    price = {"amount": "7", "currency": "EUR"}
    with_saving = {"title": "a", "price": price, "was": {"amount": "9", "currency": "EUR"}}
    without = {"title": "a", "price": price}
    assert drawn(template, {"rows": [with_saving]}).min() == 0
    assert drawn(template, {"rows": [without]}).min() == 255


PAGE = {"name": "page", "kind": "stack", "box": [0, 0, "100%", 0], "gap": 0}


@given(count=st.integers(1, 6))
@settings(max_examples=6, deadline=None)
def test_a_page_grows_with_its_stack(count: int) -> None:
    template = document(
        {**PAGE, "layers": [repeat({**TILE, "size": ["100%", 50]})]},
        slots={"rows": ROWS},
        canvas={"height_px": 400, "hug": "page", "after": 20},
    )
    pixels = drawn(template, items(*["#000000"] * count))
    assert pixels.shape[:2] == (count * 50 + 20, 400)


def test_a_page_that_grows_too_far_is_refused() -> None:
    template = document(
        {**PAGE, "layers": [repeat({**TILE, "size": ["100%", 150]})]},
        slots={"rows": ROWS},
        canvas={"height_px": 400, "hug": "page"},
    )
    with pytest.raises((TooLarge, TextOverflow)) as caught:
        render(template, items("#000000", "#000000", "#000000"), {})
    assert caught.value.layer == "page"


def test_a_layout_changes_canvas_and_layers() -> None:
    wide = {
        "canvas": {"width_px": 450, "height_px": 150},
        "layers": {"bar": {"box": [400, 0, 50, 20]}},
    }
    template = document(
        {"name": "bar", "kind": "shape", "fill": "#000000", "box": [0, 0, 40, 40]},
        layouts={"coupon": wide},
    )
    assert dark(drawn(template)) == (0, 0, 40, 40)
    pixels = drawn(template, preset="coupon")
    assert pixels.shape[:2] == (400, 1200)
    assert dark(pixels) == pytest.approx((1067, 0, 1200, 53), abs=1)


def test_a_layout_of_a_layer_that_is_not_there_is_refused() -> None:
    bar = {"name": "bar", "kind": "shape", "fill": "#000000", "box": [0, 0, 40, 40]}
    template = document(bar, layouts={"wide": {"layers": {"car": {"opacity": 1}}}})
    with pytest.raises(BadTemplate, match="no layer is named 'car'") as caught:
        render(template, {}, {})
    assert caught.value.field == "layouts.wide.layers"
