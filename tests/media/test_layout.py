"""Stacks: who stands where, who gives way, and how far words shrink."""

from typing import Any

import pytest

from media.errors import TextOverflow
from media.layout import PlacedCode, PlacedGroup, PlacedPicture, PlacedShape, lay_out
from media.scene import (
    Align,
    Box,
    Color,
    Corners,
    Direction,
    Font,
    Justify,
    Layer,
    Scene,
    Shape,
    Sides,
    Span,
    Stack,
    Text,
)  # fmt: skip
from media.typesetting.text import PlacedText

INK = Color(0, 0, 0)


def block(name: str, width: float, height: float = 20) -> Shape:
    return Shape(name=name, fill=INK, size=(width, height))


def words(name: str, text: str, size: tuple[float, float], **more: Any) -> Text:
    spans = (Span(text, Font(("Inter",)), INK),)
    return Text(name=name, spans=spans, size_min_px=size[0], size_max_px=size[1], **more)


def laid(*layers: Layer) -> dict[str, PlacedShape | PlacedPicture | PlacedCode | PlacedText]:
    placed = lay_out(Scene("test", 1000, 1000, INK, layers)).placed
    return {one.layer.name: one for one in placed if not isinstance(one, PlacedGroup)}


def row(*children: Layer, **more: Any) -> Stack:
    settings: dict[str, Any] = {"box": Box(100, 100, 600, 100), "direction": Direction.ROW, **more}
    return Stack(name="row", children=children, **settings)


@pytest.mark.parametrize(
    ("justify", "first", "last"),
    [
        (Justify.START, 100, 210),
        (Justify.CENTER, 320, 430),
        (Justify.END, 540, 650),
        (Justify.BETWEEN, 100, 650),
    ],
)
def test_children_stand_along_a_row(justify: Justify, first: float, last: float) -> None:
    found = laid(row(block("a", 100), block("b", 50), justify=justify, gap=10))
    assert (found["a"].box.x, found["b"].box.x) == (first, last)


@pytest.mark.parametrize(
    ("align", "y"), [(Align.START, 100), (Align.CENTER, 140), (Align.END, 180)]
)
def test_children_stand_across_a_row(align: Align, y: float) -> None:
    assert laid(row(block("a", 100), align=align))["a"].box.y == y


def test_a_pill_hugs_its_words_and_has_at_least_its_size() -> None:
    def pill(text: str) -> Box:
        inner = Stack(
            name="pill",
            children=(words("cta", text, (20, 20)),),
            direction=Direction.ROW,
            fill=INK,
            corners=Corners(32, 32, 32, 32),
            padding=Sides(0, 30, 0, 30),
            size=(120, 64),
            align=Align.CENTER,
            justify=Justify.CENTER,
        )
        found = laid(row(inner))
        ground, text_box = found["pill"], found["cta"]
        assert isinstance(ground, PlacedShape)
        assert text_box.box.x - ground.box.x == pytest.approx(ground.box.right - text_box.box.right)
        return ground.box

    short, long = pill("Go"), pill("Reserve yours before Friday")
    assert (short.width, short.height) == (120, 64)
    assert long.width > 200


def test_baselines_are_on_one_line() -> None:
    found = laid(row(words("a", "Hx", (60, 60)), words("b", "Hx", (20, 20)), align=Align.BASELINE))
    assert found["a"].box.bottom == pytest.approx(found["b"].box.bottom, abs=1)


def test_what_flexes_takes_what_the_others_leave() -> None:
    text = words("name", "A very long name of a thing", (10, 40), flex=True, max_lines=1)
    found = laid(row(text, block("button", 300), gap=20))
    assert found["name"].box.width <= 280
    assert found["button"].box.right <= 700
    assert found["name"].box.width > 240


def test_words_of_a_stack_shrink_together_until_they_fit() -> None:
    found = laid(
        row(words("a", "Something long", (10, 60)), words("b", "and more of it", (10, 60)), gap=20)
    )
    one, other = found["a"], found["b"]
    assert isinstance(one, PlacedText)
    assert isinstance(other, PlacedText)
    assert one.size_px == other.size_px < 60
    assert other.box.right <= 701


def test_a_column_of_too_much_is_an_error_that_names_it() -> None:
    column = Stack(
        name="column",
        box=Box(0, 0, 200, 30),
        children=(words("a", "one two three four five", (20, 40), max_lines=9), block("b", 10, 20)),
    )
    with pytest.raises(TextOverflow) as caught:
        laid(column)
    assert caught.value.layer == "column"


def test_a_stack_of_nothing_to_hug_hugs_nothing() -> None:
    stack = Stack(name="hug", box=Box(5, 6, 0, 0), children=(block("a", 30, 40),), fill=INK)
    assert laid(stack)["hug"].box == Box(5, 6, 30, 40)
