"""What holds for every format of products: in any order of columns, and into the catalogue."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.connectors import (
    magento_products,
    shopify_products,
    vendure_products,
    woocommerce_products,
)
from api.connectors.format import Feed, Format
from api.connectors.tables import How, Rule, Unreadable
from domain.catalogue.importing import (
    ProductRow,
)
from tests.connectors.reading import FIXTURES, products, refusals, unit, units, written
from tests.connectors.shared import shared

SHOPIFY, WOOCOMMERCE = shopify_products.FORMAT, woocommerce_products.FORMAT
VENDURE, MAGENTO = vendure_products.FORMAT, magento_products.FORMAT
FORMATS = {
    "shopify_products.csv": SHOPIFY,
    "shopify_products_2025.csv": SHOPIFY,
    "woocommerce_products.csv": WOOCOMMERCE,
    "vendure_products.csv": VENDURE,
    "vendure_languages.csv": VENDURE,
    "magento_products.csv": MAGENTO,
}


@pytest.mark.parametrize("name", FORMATS)
@given(data=st.data())
def test_columns_are_known_by_name_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    format, path = FORMATS[name], FIXTURES / name
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, skipinitialspace=True))
    order = data.draw(st.permutations(range(len(rows[0]))))
    mixed = [[row[place] for place in order] for row in rows]
    path_of_mixed = written(tmp_path_factory.mktemp("mixed"), *mixed)
    before, after = units(format, path), units(format, path_of_mixed)
    assert products(after) == products(before)
    assert refusals(after) == refusals(before)
    for handle in products(before):
        assert unit(after, handle).cells == unit(before, handle).cells
        assert unit(after, handle).notes == unit(before, handle).notes


@pytest.mark.parametrize(
    ("name", "contested"), [("woocommerce_products.csv", "h-at"), ("magento_products.csv", "bag")]
)
@given(data=st.data())
def test_rows_find_each_other_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, name: str, contested: str, data: st.DataObject
) -> None:
    """Two rows want the `contested` handle: the first has it."""
    format, path = FORMATS[name], FIXTURES / name
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    mixed = data.draw(st.permutations(rows))
    found = units(format, written(tmp_path_factory.mktemp("mixed"), header, *mixed))
    before, after = products(units(format, path)), products(found)
    assert after.keys() == before.keys()
    for handle in before.keys() - {contested}:
        assert sorted_out(after[handle]) == sorted_out(before[handle])


def sorted_out(row: ProductRow) -> ProductRow:
    """Without the orders that rows give."""
    variants = sorted(row.variants, key=lambda one: one.sku or "")
    return replace(row, variants=variants, pictures=sorted(row.pictures, key=str))


@pytest.mark.parametrize("name", FORMATS)
def test_a_second_reading_gives_the_same_units_in_the_same_order(name: str) -> None:
    first, second = (units(FORMATS[name], FIXTURES / name) for _ in range(2))
    assert [one.key for one in second] == [one.key for one in first]
    assert products(second) == products(first)


@pytest.mark.parametrize("name", FORMATS)
def test_a_row_with_too_many_cells_is_refused_with_its_product(tmp_path: Path, name: str) -> None:
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, skipinitialspace=True)
    longer = [*(word.replace("id:10", "TEE") for word in rows[1]), "one more"]
    found = units(FORMATS[name], written(tmp_path, header, rows[0], longer))
    assert "ROW_LENGTH" in [rule for _, _, rule in refusals(found).values()]


@pytest.mark.parametrize("format", [SHOPIFY, WOOCOMMERCE, VENDURE, MAGENTO])
def test_another_shops_file_is_refused_naming_what_it_lacks(format: Format) -> None:
    for path in sorted(shared("medusa_fixtures").glob("*.csv")):
        with pytest.raises(Unreadable, match="lacks") as refused:
            units(format, path)
        assert (refused.value.rule, refused.value.file) == (Rule.MISSING_COLUMN, path.name)


@pytest.mark.parametrize("format", [SHOPIFY, WOOCOMMERCE, VENDURE, MAGENTO])
def test_every_format_is_for_products_and_says_whose_it_is(format: Format) -> None:
    assert (format.feed, format.takes_many) == (Feed.PRODUCTS, False)
    assert format.name.endswith("-products")
    assert format.words


def test_without_a_currency_no_price_is_read() -> None:
    found = units(VENDURE, FIXTURES / "vendure_products.csv", how=How())
    assert refusals(found)["Lap top"] == (2, "price", "REQUIRED")
