"""Every product of the sample store has its pictures drawn, in every colour it is sold in."""

from typing import Any

import pytest

from api.sample_store.reading import products
from media.illustrations import choices, known

PRODUCTS: list[dict[str, Any]] = list(products())
COLOURED = [one for one in PRODUCTS if {"Colour", "Seat", "Ruling", "Set"} & set(one["options"])]


def test_every_product_is_drawn_and_nothing_else_is() -> None:
    assert set(known()) == {one["handle"] for one in PRODUCTS}


def test_there_is_a_view_for_each_picture_the_content_tells_of() -> None:
    views = known()
    assert all(views[one["handle"]] >= len(one["pictures"]) for one in PRODUCTS)


@pytest.mark.parametrize("product", COLOURED, ids=lambda one: one["handle"])
def test_every_colour_for_sale_is_one_that_can_be_drawn(product: dict[str, Any]) -> None:
    drawn = choices(product["handle"])
    for variant in product["variants"]:
        words = " / ".join(variant["options"]).casefold()
        assert [choice for choice in drawn if choice in words], words


def test_the_usual_choice_is_the_one_the_words_of_the_picture_name() -> None:
    for product in COLOURED:
        colours = choices(product["handle"])
        told = " ".join(one["alt"] for one in product["pictures"][:1]).casefold().replace("-", " ")
        named = [colour for colour in colours if colour in told]
        assert not named or colours[0] in named, product["handle"]
