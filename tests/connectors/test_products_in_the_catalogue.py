"""Products of files in the catalogue: through the rules, on both databases, a second time too."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from api.connectors import (
    magento_products,
    shopify_products,
    vendure_products,
    woocommerce_products,
)
from api.connectors.format import Format, Refused, Unit
from domain.assets.files import AssetFile
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
from tests.connectors.reading import FIXTURES, products, refusals, unit, units, written
from tests.connectors.shared import shared
from tests.house import House

SHOPIFY, WOOCOMMERCE = shopify_products.FORMAT, woocommerce_products.FORMAT
VENDURE, MAGENTO = vendure_products.FORMAT, magento_products.FORMAT
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
    file = AssetFile(f"key/{picture.name}"[:80], picture.name, "image/jpeg", 1, 1, 1)
    return replace(picture, name=None, file=file)


def counted(house: House, model: type) -> int:
    return house.session.scalar(select(func.count()).select_from(model)) or 0


@dataclass(frozen=True)
class Expected:
    """What a fixture comes to: who is refused, and what is there for the others."""

    format: Format
    refused: tuple[str, ...]
    products: int
    variants: int
    total: str


@pytest.mark.parametrize(
    "expected",
    [
        Expected(SHOPIFY, ("rug",), 4, 5, "168.30"),  # it has no price, nor had one
        Expected(WOOCOMMERCE, (), 8, 7, "136.90"),
        Expected(VENDURE, (), 3, 5, "2902.66"),
        Expected(MAGENTO, ("hoodie",), 4, 2, "34"),  # a child has no row, so no price
    ],
    ids=lambda expected: str(expected.format.name),
)
def test_a_file_comes_into_the_catalogue_once(house: House, expected: Expected) -> None:
    name = f"{expected.format.name.replace('-', '_')}.csv"
    found = units(expected.format, FIXTURES / name)
    for outcome in (Outcome.CREATED, Outcome.UNCHANGED):
        done = upserted(house, found)
        refused = tuple(one.handle for one in done if one.outcome is Outcome.REFUSED)
        assert refused == expected.refused
        assert {one.outcome for one in done if one.handle not in refused} == {outcome}
        assert counted(house, Product) == expected.products
        assert counted(house, Variant) == expected.variants
        assert priced(house) == Decimal(expected.total)


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
