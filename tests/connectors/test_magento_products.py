"""Magento's export of products: packed children, store views, lists, and the Luma catalogue."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from api.connectors.format import Cell, Refused, Unit
from api.connectors.magento_products import FORMAT
from api.connectors.tables import Unreadable
from domain.catalogue.importing import PictureRow, ProductRow, VariantRow
from domain.money import UnitPrice
from tests.connectors.reading import FIXTURES, prices, products, refusals, unit, units, written
from tests.connectors.shared import shared

SHOP = "https://shop.example.com"


def euros(amount: str) -> UnitPrice:
    return UnitPrice.of(Decimal(amount), "EUR")


@pytest.fixture(scope="module")
def found() -> list[Unit | Refused]:
    return units(FORMAT, FIXTURES / "magento_products.csv")


def test_children_become_variants_and_are_no_products(found: list[Unit | Refused]) -> None:
    assert list(products(found)) == ["bag", "hoodie", "set", "kit", "part"]
    hoodie = products(found)["hoodie"]
    assert hoodie.option_names == ("Size", "Colour")
    assert hoodie.variants == (
        VariantRow(option_values=("S", "Red"), sku="H-S-RED", unit_price=euros("52")),
        VariantRow(option_values=("M", "Red"), sku="H-M-RED", unit_price=euros("54.50")),
        VariantRow(option_values=("L", "Red"), sku="H-L-RED"),  # it has no row of its own
    )


def test_what_has_no_place_is_told(found: list[Unit | Refused]) -> None:
    hoodie = unit(found, "hoodie")
    assert hoodie.notes == (
        "It is filed under Men > Tops > Hoodies & Sweatshirts; left out: Collections > Eco.",
        "The variant of row 3 is disabled in Magento.",
        "Left out: pictures that are files elsewhere (rows 7, 2).",
        "Left out: weight, whose unit the file does not say (rows 2, 3).",
        "Left out: special price (row 2).",
        "Left out: attributes of single variants (row 3).",
    )


def test_other_rows_are_products_of_one_variant(found: list[Unit | Refused]) -> None:
    bag = products(found)["bag"]
    assert bag.variants == (VariantRow(sku="BAG", unit_price=euros("29")),)
    assert (bag.category, bag.is_active) == (("Gear", "Bags"), True)


def test_lists_keep_commas_quotes_and_several_values(found: list[Unit | Refused]) -> None:
    bag = products(found)["bag"]
    assert bag.said["brand"] == "Luma"
    assert bag.attributes == {
        "Eco collection": "Yes",
        "Features": "light, strong, blue",
        "Care": 'wash, dry "gently"',
        "Climate": "Cool, Indoor",
    }


def test_an_option_is_no_fact_beside(found: list[Unit | Refused]) -> None:
    """Its label is another word than its code."""
    assert products(found)["hoodie"].attributes == {"Material": "Wool"}


def test_a_chinese_store_view_is_the_chinese_title(found: list[Unit | Refused]) -> None:
    bag = unit(found, "bag")
    assert isinstance(bag.row, ProductRow)
    assert bag.row.said == {
        "title": "Bag",
        "title_zh": "包",
        "description_html": "<p>Short</p>\n<p>Long</p>",
        "description_html_zh": "长",
        "brand": "Luma",
    }
    assert "Left out: words of another store view (row 6)." in bag.notes
    assert bag.cells["title_zh"] == Cell(5, "name", "包")


def test_pictures_with_an_address_come_in(found: list[Unit | Refused]) -> None:
    assert products(found)["bag"].pictures == (
        PictureRow(url=f"{SHOP}/bag.jpg", alt="The bag"),
        PictureRow(url=f"{SHOP}/bag2.jpg", alt="Inside"),
    )


def test_what_has_no_price_of_its_own_comes_in_without_a_variant(
    found: list[Unit | Refused],
) -> None:
    rows = products(found)
    assert [(rows[one].variants, rows[one].is_active) for one in ("set", "kit")] == [((), None)] * 2
    assert "no price of its own" in unit(found, "kit").notes[0]


def test_a_part_that_no_product_packs_stays_a_draft(found: list[Unit | Refused]) -> None:
    part = unit(found, "part")
    assert isinstance(part.row, ProductRow)
    assert part.row.is_active is None
    assert part.notes == ("Magento does not show it by itself: it stays a draft.",)


def test_what_cannot_be_read_names_its_cell(found: list[Unit | Refused]) -> None:
    assert refusals(found) == {
        "CARD": (10, "product_type", "UNKNOWN_VALUE"),
        "C2": (11, "configurable_variations", "INVALID"),
        "No SKU": (12, "sku", "REQUIRED"),
        "BAG-2": (13, "url_key", "INCONSISTENT"),
    }


def test_a_configurable_may_stand_before_its_children(tmp_path: Path) -> None:
    header = ["sku", "product_type", "name", "price", "configurable_variations"]
    rows = [
        ["CAP", "configurable", "Cap", "", "sku=CAP-S,size=S"],
        ["CAP-S", "simple", "Cap S", "9", ""],
    ]
    [cap] = products(units(FORMAT, written(tmp_path, header, *rows))).values()
    assert cap.option_names == ("Size",)
    assert cap.variants == (VariantRow(option_values=("S",), sku="CAP-S", unit_price=euros("9")),)


def test_the_real_catalogue_comes_in_whole() -> None:
    path = shared("magento2_sample", "ConfigurableSampleData", "fixtures", "products.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    simple = {row["sku"]: row for row in rows if row["product_type"] == "simple"}
    assert (len(rows), len(simple)) == (1994, 1847)
    found = units(FORMAT, path)
    assert refusals(found) == {}
    read = products(found)
    assert len(read) == 147
    sold = [one for row in read.values() for one in row.variants]
    assert Counter(one.sku for one in sold) == Counter(dict.fromkeys(simple, 1))
    assert sum(prices(read.values())) == sum(Decimal(row["price"]) for row in simple.values())
    for one in sold:
        assert one.sku is not None
        told = dict(pair.split("=") for pair in simple[one.sku]["additional_attributes"].split(","))
        assert tuple(one.option_values) == (told["size"], told["color"])
    hoodie = read["chaz-kangeroo-hoodie"]
    assert hoodie.category == ("Men", "Tops", "Hoodies & Sweatshirts")
    assert hoodie.attributes["Climate"] == "All-weather, Cool, Indoor, Spring, Windy"


@pytest.mark.parametrize("name", ["products_gear_bags.csv", "images_gear_bags.csv"])
def test_the_older_sample_is_another_format(name: str) -> None:
    with pytest.raises(Unreadable, match="product_type"):
        units(
            FORMAT,
            shared("magento2_sample", "CatalogSampleData", "fixtures", "SimpleProduct", name),
        )
