"""Each product of the sample store as a scene, a file for each part of the shop."""

from media.illustrations.scenes import (
    bags,
    kitchen,
    lighting,
    living,
    outdoors,
    pets,
    stationery,
    tableware,
    tea,
)
from media.illustrations.scenes.product import Product

PRODUCTS: dict[str, Product] = {
    **bags.PRODUCTS,
    **kitchen.PRODUCTS,
    **living.PRODUCTS,
    **lighting.PRODUCTS,
    **pets.PRODUCTS,
    **outdoors.PRODUCTS,
    **stationery.PRODUCTS,
    **tableware.PRODUCTS,
    **tea.PRODUCTS,
}
