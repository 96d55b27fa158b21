"""WooCommerce's export of products: its types, its references, and its own sample."""

import csv
from collections import Counter
from decimal import Decimal

import pytest

from api.connectors.format import Cell, Refused, Unit
from api.connectors.woocommerce_products import FORMAT
from domain.catalogue.importing import PictureRow, ProductRow, VariantRow
from domain.money import UnitPrice
from tests.connectors.reading import FIXTURES, prices, products, refusals, unit, units
from tests.connectors.shared import shared

SHOP = "https://shop.example.com"


def euros(amount: str) -> UnitPrice:
    return UnitPrice.of(Decimal(amount), "EUR")


@pytest.fixture(scope="module")
def found() -> list[Unit | Refused]:
    return units(FORMAT, FIXTURES / "woocommerce_products.csv")


def test_variations_find_their_parent_by_sku_and_by_id_before_and_after_it(
    found: list[Unit | Refused],
) -> None:
    tee = products(found)["tee"]
    assert tee.option_names == ("Color",)  # no variation names a size
    assert tee.variants == (
        VariantRow(option_values=("Blue",), sku="TEE-BLUE", unit_price=euros("21"), weight_g=454),
        VariantRow(option_values=("Red",), sku="TEE-RED", unit_price=euros("20"), weight_g=227),
    )


def test_a_variation_weighs_what_its_parent_does_where_it_does_not_say(
    found: list[Unit | Refused],
) -> None:
    assert products(found)["tee"].variants[1].weight_g == round(
        Decimal("0.5") * Decimal("453.59237")
    )


def test_words_are_as_they_were_before_the_export(found: list[Unit | Refused]) -> None:
    said = products(found)["tee"].said
    assert said["title"] == "=Tee"
    assert said["description_html"] == "Short.\nLong.\nAnd longer."
    assert (said["brand"], said["tags"]) == ("Porto", ["new-in", "cotton"])


def test_the_deepest_shelf_is_kept_and_the_others_are_told(found: list[Unit | Refused]) -> None:
    tee = unit(found, "tee")
    assert isinstance(tee.row, ProductRow)
    assert tee.row.category == ("Clothing", "Shirts", "Tees")
    assert (
        "It is filed under Clothing > Shirts > Tees; left out: Clothing > Shirts, Sale."
        in tee.notes
    )


def test_what_has_no_place_is_told(found: list[Unit | Refused]) -> None:
    assert unit(found, "tee").notes[1:] == (
        "The variation of row 4 is switched off in WooCommerce.",
        "Left out: sale price (row 2).",
        "Left out: description of a variation (row 2).",
    )
    assert unit(found, "album-21").notes == (
        "Left out: that it is downloadable (row 6).",
        "Left out: that it is virtual (row 6).",
    )


def test_attributes_that_are_no_options_are_facts(found: list[Unit | Refused]) -> None:
    rows = products(found)
    assert rows["tee"].attributes == {"Size": "S, M"}
    assert rows["hat"].attributes == {"Color": "Green"}
    assert rows["cup"].attributes == {"Color": "Red"}


def test_a_variation_that_names_no_value_stands_for_any(found: list[Unit | Refused]) -> None:
    pan = products(found)["pan"]
    assert pan.option_names == ("Size", "Lid")
    assert [one.option_values for one in pan.variants] == [("20", "Any"), ("28", "Yes")]


def test_pictures_with_an_address_come_in_and_show_their_variation(
    found: list[Unit | Refused],
) -> None:
    assert products(found)["tee"].pictures == (
        PictureRow(url=f"{SHOP}/all.jpg"),
        PictureRow(url=f"{SHOP}/red.jpg", option_values=("Red",)),
    )
    assert products(found)["hat"].pictures == ()
    assert unit(found, "hat").notes == ("Left out: pictures that are files elsewhere (row 5).",)


def test_what_is_not_ours_to_price_comes_in_without_a_variant(found: list[Unit | Refused]) -> None:
    rows = products(found)
    assert [rows[one].variants for one in ("set", "ad", "cup")] == [(), (), ()]
    assert [rows[one].is_active for one in ("set", "ad", "cup")] == [None] * 3
    assert unit(found, "set").notes == (
        "A grouped product has no price of its own: it comes in without a variant (HAT, TEE).",
    )
    assert unit(found, "ad").notes == (
        "It is sold elsewhere: it comes in without a variant (https://other.example.com/).",
        "Left out: price of what is not ours to sell (row 8).",
    )
    assert unit(found, "cup").notes == ("None of its variations is in the file.",)


def test_published_is_1_private_0_and_draft_minus_1(found: list[Unit | Refused]) -> None:
    rows = products(found)
    assert [rows[one].is_active for one in ("tee", "hat", "h-at")] == [True, False, None]
    assert rows["hat"].variants[0].barcode == "96385074"


def test_orphans_strange_types_and_names_of_others_are_refused(found: list[Unit | Refused]) -> None:
    assert refusals(found) == {
        "LOST": (10, "Parent", "UNKNOWN_VALUE"),
        "SUB": (11, "Type", "UNKNOWN_VALUE"),
        "h-at": (13, "SKU", "INCONSISTENT"),
    }


def test_each_field_knows_its_cell(found: list[Unit | Refused]) -> None:
    tee = unit(found, "tee")
    assert tee.cells["variants.0.option_values.0"] == Cell(4, "Attribute 2 value(s)", "Blue")
    assert tee.cells["variants.1.unit_price"] == Cell(2, "Regular price", "20")
    assert tee.cells["title"] == Cell(3, "Name", "'=Tee")


def test_the_real_sample_comes_in_whole() -> None:
    path = shared("woocommerce_sample", "sample_products.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = Counter(row["Type"].split(",")[0] for row in rows)
    assert kinds == {"simple": 11, "variation": 9, "variable": 2, "grouped": 1, "external": 1}
    found = units(FORMAT, path)
    assert refusals(found) == {}
    read = products(found)
    assert len(read) == len(rows) - kinds["variation"]
    sold = [row for row in rows if row["Type"] not in ("variable", "grouped", "external")]
    assert sorted(prices(read.values())) == sorted(Decimal(row["Regular price"]) for row in sold)
    skus = [one.sku for row in read.values() for one in row.variants]
    assert Counter(skus) == Counter(row["SKU"] for row in sold)
    assert read["cc-hoodie"].option_names == ("Color", "Logo")
    assert read["cc-tee"].option_names == ("Color",)
    assert len(read["cc-hoodie"].variants) == 6
    urls = {url.strip() for row in rows for url in row["Images"].split(",")}
    assert {one.url for row in read.values() for one in row.pictures} == urls
