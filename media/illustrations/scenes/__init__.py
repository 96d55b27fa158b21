"""Each product of the sample store as a scene, a file for each part of the shop."""

from media.illustrations.scenes import (
    bags,
    cutlery,
    kitchen,
    lanterns,
    letters,
    lighting,
    living,
    outdoors,
    pets,
    pouches,
    spoons,
    stationery,
    tableware,
    tea,
    walks,
)
from media.illustrations.scenes.product import Product

PRODUCTS: dict[str, Product] = {
    **bags.PRODUCTS,
    **pouches.PRODUCTS,
    **kitchen.PRODUCTS,
    **spoons.PRODUCTS,
    **living.PRODUCTS,
    **lighting.PRODUCTS,
    **lanterns.PRODUCTS,
    **pets.PRODUCTS,
    **walks.PRODUCTS,
    **outdoors.PRODUCTS,
    **cutlery.PRODUCTS,
    **stationery.PRODUCTS,
    **letters.PRODUCTS,
    **tableware.PRODUCTS,
    **tea.PRODUCTS,
}
