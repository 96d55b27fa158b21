"""Products of files in the catalogue: through the rules, on both databases, a second time too."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from api.connectors import (
    magento_products,
    woocommerce_products,
)
from api.connectors.format import Refused, Unit
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
    Variant,
)
from domain.catalogue.pictures import PictureFile
from tests.connectors.reading import products, refusals, units
from tests.connectors.shared import shared
from tests.house import House

WOOCOMMERCE, MAGENTO = woocommerce_products.FORMAT, magento_products.FORMAT
REAL = {
    "woocommerce": (WOOCOMMERCE, ("woocommerce_sample", "sample_products.csv")),
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


def priced(house: House) -> Decimal:
    prices = house.session.scalars(select(Variant))
    return sum((one.unit_price.amount for one in prices), Decimal())


@pytest.mark.parametrize(
    ("shop", "count", "variants", "total"),
    [
        ("woocommerce", 15, 20, "699"),
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
