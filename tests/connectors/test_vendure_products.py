"""Vendure's import format: padded cells, lists, facets, languages, and its demo catalogue."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from api.connectors.format import Cell, Refused, Unit
from api.connectors.tables import Unreadable
from api.connectors.vendure_products import FORMAT
from domain.catalogue.importing import PictureRow, VariantRow
from domain.money import UnitPrice
from tests.connectors.reading import (
    FIXTURES,
    prices,
    products,
    refusals,
    unit,
    units,
    written,
)
from tests.connectors.shared import shared


def euros(amount: str) -> UnitPrice:
    return UnitPrice.of(Decimal(amount), "EUR")


@pytest.fixture(scope="module")
def found() -> list[Unit | Refused]:
    return units(FORMAT, FIXTURES / "vendure_products.csv")


def test_rows_without_a_name_are_variants_of_the_product_before(
    found: list[Unit | Refused],
) -> None:
    laptop = products(found)["lap-top"]
    assert laptop.said == {
        "title": "Lap top",
        "description_html": "Fast, and light.",
        "brand": "Pear",
    }
    assert laptop.option_names == ("screen size", "RAM")  # `screen` is the group's code
    assert laptop.variants == (
        VariantRow(option_values=("13 inch", "8GB"), sku="L-13", unit_price=euros("1299")),
        VariantRow(option_values=("15 inch", "8GB"), sku="L-15", unit_price=euros("1399.50")),
    )


def test_facets_are_the_shelf_the_brand_and_facts(found: list[Unit | Refused]) -> None:
    laptop = products(found)["lap-top"]
    assert laptop.category == ("Electronics", "Computers")
    assert laptop.attributes == {"color": "grey, pink", "Grade": "A"}


def test_facets_that_variants_do_not_share_are_told(found: list[Unit | Refused]) -> None:
    chair = unit(found, "chair")
    assert chair.notes == ("Left out: facets of single variants (rows 5, 6).",)
    assert products(found)["chair"].attributes == {}


def test_pictures_lie_beside_the_file_or_on_the_web(found: list[Unit | Refused]) -> None:
    assert products(found)["lap-top"].pictures == (
        PictureRow(name="a.jpg"),
        PictureRow(name="b.jpg", option_values=("13 inch", "8GB")),
    )
    [picture] = products(found)["creme-brulee"].pictures
    assert picture == PictureRow(url="https://pics.example.com/c.jpg")
    assert FORMAT.pictures is not None
    assert FORMAT.pictures(Path("/imports/products.csv")) == Path("/imports/images")


def test_without_a_slug_the_name_is_the_handle(found: list[Unit | Refused]) -> None:
    brulee = unit(found, "creme-brulee")
    assert brulee.cells["handle"] == Cell(4, "name", "Crème brûlée")


def test_a_repeated_sku_is_no_key(found: list[Unit | Refused]) -> None:
    assert [(one.option_values, one.sku) for one in products(found)["chair"].variants] == [
        (("mustard",), "404"),
        (("mint",), "404"),
    ]


def test_what_cannot_be_read_names_its_cell(found: list[Unit | Refused]) -> None:
    assert refusals(found) == {
        "Broken": (7, "optionValues", "INCONSISTENT"),
        "Odd facet": (8, "facets", "INVALID"),
        "Chair": (9, "slug", "INCONSISTENT"),
    }


def test_english_comes_first_and_chinese_beside_it() -> None:
    [pot] = products(units(FORMAT, FIXTURES / "vendure_languages.csv")).values()
    assert pot.handle == "tea-pot"
    assert pot.said == {
        "title": "Tea pot",
        "title_zh": "茶壶",
        "description_html": "Hot",
        "description_html_zh": "很热",
    }
    assert pot.attributes == {"make": "KB"}
    assert [one.option_values for one in pot.variants] == [("Small",), ("Large",)]


def test_a_file_without_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="name"):
        units(FORMAT, written(tmp_path, ["sku", "price"], ["A", "1"]))


def test_a_row_before_any_product_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, ["name", "sku", "price"], ["", "A", "1"], ["B", "B", "1"])
    assert refusals(units(FORMAT, path)) == {"": (2, "name", "REQUIRED")}


def test_the_real_demo_comes_in_whole() -> None:
    path = shared("vendure_demo", "products.csv")
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        header = [name.strip() for name in next(lines)]
        rows = [dict(zip(header, map(str.strip, line), strict=False)) for line in lines if line]
    found = units(FORMAT, path)
    assert refusals(found) == {}
    read = products(found)
    assert (len(read), len(rows)) == (54, 88)
    assert list(read) == [row["slug"] for row in rows if row["name"]]
    assert prices(read.values()) == [Decimal(row["price"]) for row in rows]
    named = {one.name for row in read.values() for one in row.pictures}
    folder = FORMAT.pictures(path) if FORMAT.pictures else None
    assert folder is not None
    assert named == {one.name for one in folder.iterdir()}
    assert read["laptop"].category == ("Electronics", "Computers")
    assert read["ultraboost-running-shoe"].option_names == ("size",)


@pytest.mark.parametrize(
    ("name", "products_and_variants"),
    [
        ("e2e-product-import-asset-urls.csv", (1, 1)),
        ("e2e-product-import-multi-languages.csv", (1, 3)),
        ("e2e-products-collections.csv", None),
        ("e2e-products-default-search.csv", None),
        ("e2e-products-empty.csv", (0, 0)),
        ("e2e-products-full.csv", None),
        ("e2e-products-minimal.csv", (1, 4)),
        ("e2e-products-money-handling.csv", (2, 2)),
        ("e2e-products-order-taxes.csv", (3, 3)),
        ("e2e-products-promotions.csv", (6, 6)),
        ("e2e-products-stock-control-multi.csv", None),
        ("e2e-products-stock-control.csv", None),
        ("product-import-channel.csv", (1, 2)),
        ("product-import-option-values.csv", (1, 4)),
        ("product-import.csv", (4, 11)),
    ],
)
def test_vendures_own_fixtures_come_in(
    name: str, products_and_variants: tuple[int, int] | None
) -> None:
    path = shared("vendure_demo", "import_fixtures", name)
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, skipinitialspace=True)  # some cells are padded before their quotes
        header = [one.strip() for one in next(lines)]
        rows = [line for line in lines if any(map(str.strip, line))]
    place = header.index("price") if "price" in header else 0
    names = [row for row in rows if row[0].strip()]
    expected = products_and_variants or (len(names), len(rows))
    found = units(FORMAT, path)
    assert refusals(found) == {}
    read = products(found)
    assert (len(read), sum(len(one.variants) for one in read.values())) == expected
    assert prices(read.values()) == [Decimal(row[place].strip()) for row in rows]
