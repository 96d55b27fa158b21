"""Products as files have them, and what was made of them."""

from typing import Any

from sqlalchemy import select

from domain.catalogue.importing import ProductRow, VariantRow
from domain.catalogue.models import Product, Variant
from domain.money import UnitPrice
from tests.conftest import House
from tests.factories.catalogue import TEN_EUROS

DEARER = UnitPrice(12_000_000, "EUR")


def mug(*more: VariantRow, **said: Any) -> ProductRow:
    blue = VariantRow(sku="BLUE", unit_price=TEN_EUROS, barcode="96385074", option_values=["Blue"])
    return ProductRow(
        handle="mug",
        said={"title": "Mug", "tags": ["clay"], **said},
        option_names=["Colour"],
        variants=[blue, *more],
    )


def variants_of(house: House, handle: str) -> list[Variant]:
    own = select(Variant).join(Variant.product).where(Product.handle == handle)
    return list(house.session.scalars(own.order_by(Variant.position, Variant.id)))
