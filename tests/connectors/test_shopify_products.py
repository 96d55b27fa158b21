"""Shopify's export of products: each trap of the format in a small file."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from api.connectors.format import Cell, Refused, Unit
from api.connectors.shopify_products import FORMAT
from api.connectors.tables import How
from domain.catalogue.importing import PictureRow, ProductRow, VariantRow
from domain.money import UnitPrice
from tests.connectors.reading import FIXTURES, products, refusals, unit, units, written
from tests.connectors.shared import shared

FILE = FIXTURES / "shopify_products.csv"
CDN = "https://cdn.example.com"


def euros(amount: str) -> UnitPrice:
    return UnitPrice.of(Decimal(amount), "EUR")


@pytest.fixture(scope="module")
def found() -> list[Unit | Refused]:
    return units(FORMAT, FILE)


def test_rows_of_one_product_come_together_wherever_they_lie(found: list[Unit | Refused]) -> None:
    assert list(products(found)) == ["classic-tee", "mug", "poster", "茶壶", "rug"]
    tee = products(found)["classic-tee"]
    assert [(list(one.option_values), one.unit_price) for one in tee.variants] == [
        (["Red", "S"], euros("19.90")),
        (["Red", "M"], euros("19.90")),
        (["Blue", "S"], euros("21.50")),
    ]
    assert tee.option_names == ("Colour", "Size")


def test_html_keeps_its_lines_and_signs(found: list[Unit | Refused]) -> None:
    html = products(found)["classic-tee"].said["description_html"]
    assert html == '<p>Soft,\nheavy &amp; "honest".</p>\n<ul>\n<li>Cotton</li>\n</ul>'


def test_skus_are_kept_as_they_are_missing_and_repeated(found: list[Unit | Refused]) -> None:
    tee = products(found)["classic-tee"]
    assert [one.sku for one in tee.variants] == ["TEE-1", "TEE-1", None]


def test_an_apostrophe_before_digits_is_a_spreadsheets(found: list[Unit | Refused]) -> None:
    assert products(found)["classic-tee"].variants[0].barcode == "96385074"
    assert products(found)["茶壶"].variants[0].sku == "00123"


def test_grams_are_grams_whatever_unit_is_shown(found: list[Unit | Refused]) -> None:
    rows = products(found)
    assert [one.weight_g for one in rows["classic-tee"].variants] == [200, 227, None]
    assert rows["mug"].variants[0].weight_g is None  # 0: never weighed


def test_pictures_lie_in_their_positions_and_a_variants_own_show_it(
    found: list[Unit | Refused],
) -> None:
    assert products(found)["classic-tee"].pictures == (
        PictureRow(url=f"{CDN}/back.jpg", alt="From behind"),
        PictureRow(url=f"{CDN}/front.jpg", alt="From the front"),
        PictureRow(url=f"{CDN}/label.jpg"),
        PictureRow(url=f"{CDN}/red.jpg", option_values=("Red", "S")),
        PictureRow(url=f"{CDN}/blue.jpg", option_values=("Blue", "S")),
    )


def test_a_row_without_a_price_is_a_picture_and_that_is_told(found: list[Unit | Refused]) -> None:
    poster = unit(found, "poster")
    assert isinstance(poster.row, ProductRow)
    assert (poster.row.variants, poster.row.pictures) == (
        (),
        (PictureRow(url=f"{CDN}/poster.jpg"),),
    )
    assert poster.notes == (
        "No row has a price, so the product comes in without a variant.",
        "Left out: 'Default Title', for a row without a price is a picture (row 11).",
    )


def test_a_variant_without_a_price_or_picture_is_left_to_the_rules(
    found: list[Unit | Refused],
) -> None:
    assert products(found)["rug"].variants == (VariantRow(sku="RUG"),)


def test_default_title_is_no_option(found: list[Unit | Refused]) -> None:
    mug = products(found)["mug"]
    assert (mug.option_names, mug.variants) == ((), (VariantRow(sku="MUG", unit_price=euros("7")),))


def test_published_decides_where_there_is_no_status(found: list[Unit | Refused]) -> None:
    said = {handle: row.is_active for handle, row in products(found).items()}
    assert said == {"classic-tee": True, "mug": False, "poster": None, "茶壶": True, "rug": None}


def test_what_has_no_variant_is_not_for_sale_though_it_is_published(
    found: list[Unit | Refused],
) -> None:
    poster = products(found)["poster"]
    assert (poster.variants, poster.is_active) == ((), None)


def test_googles_columns_come_to_nothing_and_compare_at_prices_are_told(
    found: list[Unit | Refused],
) -> None:
    tee = unit(found, "classic-tee")
    assert isinstance(tee.row, ProductRow)
    assert tee.row.attributes == {}
    assert tee.row.category == ("Shirts",)
    assert tee.row.said["tags"] == ["summer-sale", "cotton"]
    assert tee.row.said["brand"] == "Porto"
    assert tee.notes == ("Left out: compare-at price (row 2).",)


def test_each_field_knows_its_cell(found: list[Unit | Refused]) -> None:
    tee = unit(found, "classic-tee")
    assert (tee.origin.file, tee.origin.row) == ("shopify_products.csv", 2)
    assert tee.cells["variants.1.sku"] == Cell(7, "Variant SKU", "TEE-1")
    assert tee.cells["variants.2.unit_price"] == Cell(9, "Variant Price", "21.50")
    assert tee.cells["variants.0.option_values.1"] == Cell(2, "Option2 Value", "S")
    assert tee.cells["pictures.0"].row == 7


def test_what_cannot_be_read_holds_up_no_other(found: list[Unit | Refused]) -> None:
    refused = refusals(found)
    assert refused["lamp"][:2] == (13, "Variant Price")
    assert refused["Nameless"] == (14, "Handle", "REQUIRED")
    assert len(refused) == 2


def test_an_export_of_2017_lacks_columns() -> None:
    [bag] = products(units(FORMAT, FIXTURES / "shopify_products_2017.csv")).values()
    assert (bag.handle, bag.is_active) == ("leather-bag", True)
    assert bag.variants == (VariantRow(unit_price=euros("129"), weight_g=1500),)
    assert [one.url for one in bag.pictures] == [f"{CDN}/b.jpg", f"{CDN}/a.jpg"]


def test_an_export_of_2025_has_other_names() -> None:
    found = units(FORMAT, FIXTURES / "shopify_products_2025.csv")
    kettle = products(found)["kettle"]
    assert kettle.category == ("Home & Garden", "Kitchen & Dining", "Kettles")
    assert kettle.attributes == {"Type": "Kettle", "Color": "steel"}
    assert [(one.sku, one.unit_price, one.unit_cost) for one in kettle.variants] == [
        ("K-1", euros("40"), euros("12.345")),
        ("K-2", euros("55"), None),
    ]
    assert kettle.pictures[1] == PictureRow(url=f"{CDN}/k2.jpg", option_values=("2 l",))
    assert products(found)["sketch"].category == ("Paper",)
    assert [products(found)[one].is_active for one in ("kettle", "sketch")] == [True, False]
    assert refusals(found) == {"odd": (5, "Status", "UNKNOWN_VALUE")}


def test_a_picture_of_several_variants_is_the_products(tmp_path: Path) -> None:
    header = ["Handle", "Title", "Option1 Name", "Option1 Value", "Variant Price", "Variant Image"]
    path = written(
        tmp_path,
        header,
        ["tee", "Tee", "Size", "S", "1", f"{CDN}/tee.jpg"],
        ["tee", "", "", "M", "1", f"{CDN}/tee.jpg"],
    )
    tee = unit(units(FORMAT, path), "tee")
    assert isinstance(tee.row, ProductRow)
    assert tee.row.pictures == (PictureRow(url=f"{CDN}/tee.jpg"),)
    assert tee.notes == (
        f"The picture {CDN}/tee.jpg is that of 2 variants; here it is the product's.",
    )


def test_tags_beyond_the_most_and_the_longest_are_told(tmp_path: Path) -> None:
    many = ", ".join([*(f"tag {number}" for number in range(60)), "x" * 70])
    path = written(tmp_path, ["Handle", "Title", "Tags", "Variant Price"], ["a", "A", many, "1"])
    a = unit(units(FORMAT, path), "a")
    assert isinstance(a.row, ProductRow)
    assert len(a.row.said["tags"]) == 50
    assert a.notes == (
        f"The tag {'x' * 60!r}… is too long and is left out.",
        "It has 60 tags; the first 50 are kept.",
    )


def test_naughty_words_stay_as_they_are(tmp_path: Path) -> None:
    words = json.loads(shared("naughty_strings", "blns.json").read_text(encoding="utf-8"))
    kept = [word for word in words if word.strip() and "\0" not in word]
    rows = [[f"n-{place}", word, "1"] for place, word in enumerate(kept)]
    path = written(tmp_path, ["Handle", "Title", "Variant Price"], *rows)
    found = products(units(FORMAT, path, how=How(currency="EUR", encoding="utf-8")))
    assert [row.said.get("title") for row in found.values()] == [word.strip() for word in kept]
