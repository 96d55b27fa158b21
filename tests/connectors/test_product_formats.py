"""What holds for every format of products: in any order of columns, and into the catalogue."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from api.connectors import (
    magento_products,
    shopify_products,
    vendure_products,
    woocommerce_products,
)
from api.connectors.format import Feed, Format, Refused, Unit
from api.connectors.tables import How, Rule, Unreadable
from domain.catalogue.importing import (
    Outcome,
    PictureRow,
    ProductRow,
    Upserted,
    upsert_products,
)
from domain.catalogue.models import (
    Category,
    Product,
    ProductAttribute,
    ProductPicture,
    ProductState,
    Variant,
)
from domain.catalogue.pictures import PictureFile
from tests.connectors.reading import FIXTURES, products, refusals, unit, units, written
from tests.connectors.shared import shared
from tests.house import House

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
REAL = {
    "woocommerce": (WOOCOMMERCE, ("woocommerce_sample", "sample_products.csv")),
    "vendure": (VENDURE, ("vendure_demo", "products.csv")),
    "magento": (
        MAGENTO,
        ("magento2_sample", "ConfigurableSampleData", "fixtures", "products.csv"),
    ),
}


def upserted(house: House, found: Iterable[Unit | Refused]) -> list[Upserted]:
    rows = [placed(row) for row in products(found).values()]
    done = upsert_products(house.work(), rows)
    house.session.commit()
    house.session.expire_all()
    return done


def placed(row: ProductRow) -> ProductRow:
    """Pictures beside the file lie in the storage before the action is called."""
    return replace(row, pictures=[stored(one) for one in row.pictures])


def stored(picture: PictureRow) -> PictureRow:
    if picture.name is None:
        return picture
    file = PictureFile(f"key/{picture.name}"[:80], picture.name, "image/jpeg", 1, 1, 1)
    return replace(picture, name=None, file=file)


def counted(house: House, model: type) -> int:
    return house.session.scalar(select(func.count()).select_from(model)) or 0


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


@pytest.mark.parametrize(
    ("name", "count", "variants", "total"),
    [
        ("shopify_products.csv", 4, 5, "168.30"),
        ("woocommerce_products.csv", 8, 7, "136.90"),
        ("vendure_products.csv", 3, 5, "2902.66"),
        ("magento_products.csv", 4, 2, "34"),
    ],
)
def test_a_file_comes_into_the_catalogue_once(
    house: House, name: str, count: int, variants: int, total: str
) -> None:
    found = units(FORMATS[name], FIXTURES / name)
    done = upserted(house, found)
    assert {one.outcome for one in done} == {Outcome.CREATED} or [
        one.handle for one in done if one.outcome is Outcome.REFUSED
    ] in (["rug"], ["hoodie"])
    assert (counted(house, Product), counted(house, Variant)) == (count, variants)
    assert priced(house) == Decimal(total)
    again = upserted(house, found)
    assert {one.outcome for one in again} <= {Outcome.UNCHANGED, Outcome.REFUSED}
    assert [one.error is None for one in again] == [one.error is None for one in done]


def priced(house: House) -> Decimal:
    prices = house.session.scalars(select(Variant))
    return sum((one.unit_price.amount for one in prices), Decimal())


@pytest.mark.parametrize(
    ("shop", "count", "variants", "total"),
    [
        ("woocommerce", 15, 20, "699"),
        ("vendure", 54, 88, "30389.65"),
        ("magento", 147, 1847, "83368.60"),
    ],
)
def test_a_real_catalogue_comes_in_to_the_cent_and_a_second_time_changes_nothing(
    house: House, shop: str, count: int, variants: int, total: str
) -> None:
    format, place = REAL[shop]
    found = units(format, shared(*place))
    assert refusals(found) == {}
    assert [(one.handle, str(one.error)) for one in upserted(house, found) if one.error] == []
    assert (counted(house, Product), counted(house, Variant)) == (count, variants)
    assert priced(house) == Decimal(total)
    before = [counted(house, one) for one in (Category, ProductAttribute, ProductPicture)]
    assert {one.outcome for one in upserted(house, found)} == {Outcome.UNCHANGED}
    after = [counted(house, one) for one in (Category, ProductAttribute, ProductPicture)]
    assert after == before


def test_an_error_of_the_rules_finds_the_cell_it_is_about(house: House) -> None:
    found = units(SHOPIFY, FIXTURES / "shopify_products.csv")
    [rug] = [one for one in upserted(house, found) if one.handle == "rug"]
    assert rug.error is not None
    cell = unit(found, "rug").cells[".".join(rug.error.path)]
    assert (cell.row, cell.column) == (15, "Variant Price")


def test_what_is_published_becomes_active(house: House, tmp_path: Path) -> None:
    header = ["Handle", "Title", "Status", "Variant Price"]
    rows = [["a", "A", "active", "1"], ["b", "B", "draft", "1"]]
    upserted(house, units(SHOPIFY, written(tmp_path, header, *rows)))
    states = dict(house.session.execute(select(Product.handle, Product.state)).all())
    assert states == {"a": ProductState.ACTIVE, "b": ProductState.DRAFT}


def test_repeated_skus_come_in_under_names_of_their_own(house: House) -> None:
    done = upserted(house, units(VENDURE, FIXTURES / "vendure_products.csv"))
    [chair] = [one for one in done if one.handle == "chair"]
    skus = house.session.scalars(
        select(Variant.sku).where(Variant.product_id == chair.product_id).order_by(Variant.position)
    ).all()
    assert skus[0] == "404"
    assert len(set(skus)) == 2
    assert chair.notes
