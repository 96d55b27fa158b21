"""Categories, products, variants and pictures."""

from itertools import count
from typing import Any

from domain.catalogue.models import (
    Category,
    Product,
    ProductAttribute,
    ProductPicture,
    ProductState,
    Variant,
)
from domain.money import UnitPrice
from tests.conftest import House
from tests.factories.assets import asset_of

_numbers = count(1)
TEN_EUROS = UnitPrice(10_000_000, "EUR")


def make_category(house: House, name: str = "Kitchen", **more: Any) -> Category:
    usual: dict[str, Any] = {"handle": f"category-{next(_numbers)}"}
    category = Category(organization_id=house.organization.id, name=name, **{**usual, **more})
    house.save(category)
    return category


def make_product(house: House, title: str = "Mug", **more: Any) -> Product:
    """An active product, without variants and pictures."""
    usual: dict[str, Any] = {"handle": f"product-{next(_numbers)}", "state": ProductState.ACTIVE}
    product = Product(organization_id=house.organization.id, title=title, **{**usual, **more})
    house.save(product)
    return product


def make_attribute(
    house: House, product: Product, name: str = "Material", **more: Any
) -> ProductAttribute:
    usual: dict[str, Any] = {"value": "Clay", "position": 0}
    attribute = ProductAttribute(
        organization_id=product.organization_id,
        product_id=product.id,
        name=name,
        **{**usual, **more},
    )
    house.save(attribute)
    return attribute


def make_variant(house: House, product: Product | None = None, **more: Any) -> Variant:
    """At ten euros and of unknown cost, of a product of its own unless given."""
    product = product or make_product(house)
    number = next(_numbers)
    usual: dict[str, Any] = {"sku": f"SKU-{number}", "unit_price": TEN_EUROS}
    if product.option_1_name:
        usual["option_1"] = f"kind {number}"
    variant = Variant(
        organization_id=product.organization_id, product_id=product.id, **{**usual, **more}
    )
    house.save(variant)
    return variant


def make_picture(house: House, product: Product, **more: Any) -> ProductPicture:
    usual: dict[str, Any] = {"url": f"https://pictures.example/{next(_numbers)}.jpg"}
    if more.get("file_key"):
        usual["asset_id"] = asset_of(house, more).id
    picture = ProductPicture(
        organization_id=product.organization_id, product_id=product.id, **{**usual, **more}
    )
    house.save(picture)
    return picture
