"""Mutations about the catalogue and those it is bought from."""

from itertools import count
from typing import Any

from domain.catalogue.models import ProductState
from domain.sourcing.models import SupplierState
from tests.conftest import MONDAY
from tests.factories.catalogue import make_category, make_picture, make_product, make_variant
from tests.factories.sourcing import make_supplier
from tests.factories.uploads import png, sent
from tests.house import House, node_id
from tests.writes.changes import change

_numbers = count(1)
PRICE = {"amount": "12.50", "currencyCode": "EUR"}


def _url() -> str:
    return f"https://pictures.example/new{next(_numbers)}.jpg"


@change("categoryCreate")
def create_category(_: House) -> dict[str, Any]:
    return {"handle": f"glass-{next(_numbers)}", "name": "Glass"}


@change("categoryUpdate")
def update_category(house: House) -> dict[str, Any]:
    return {"id": node_id("Category", make_category(house)), "name": f"Cups {next(_numbers)}"}


@change("categoryMove")
def move_category(house: House) -> dict[str, Any]:
    child, parent = make_category(house), make_category(house)
    return {"id": node_id("Category", child), "parentId": node_id("Category", parent)}


@change("categoryRemove")
def remove_category(house: House) -> dict[str, Any]:
    parent = make_category(house)
    return {"id": node_id("Category", make_category(house, parent_id=parent.id))}


@change("productCreate")
def create_product(house: House) -> dict[str, Any]:
    number = next(_numbers)
    return {
        "handle": f"jug-{number}",
        "title": "Jug",
        "tags": ["clay"],
        "attributes": [{"name": "Height", "value": "20 cm"}],
        "categoryId": node_id("Category", make_category(house)),
        "variants": [{"sku": f"JUG-{number}", "unitPrice": PRICE}],
        "pictures": [{"url": _url()}],
    }


@change("productUpdate")
def update_product(house: House) -> dict[str, Any]:
    return {"id": node_id("Product", make_product(house)), "title": f"Bowl {next(_numbers)}"}


@change("productActivate")
def activate_product(house: House) -> dict[str, Any]:
    product = make_product(house, state=ProductState.DRAFT)
    make_variant(house, product)
    return {"id": node_id("Product", product)}


@change("productArchive")
def archive_product(house: House) -> dict[str, Any]:
    return {"id": node_id("Product", make_product(house)), "reason": "Out of fashion."}


@change("productPicturesSet")
def set_pictures(house: House) -> dict[str, Any]:
    product = make_product(house)
    kept = make_picture(house, product)
    make_picture(house, product)
    pictures = [{"url": _url()}, {"url": kept.url, "alt": "A mug"}]
    return {"productId": node_id("Product", product), "pictures": pictures}


@change("pictureAdd")
def add_picture(house: House) -> dict[str, Any]:
    return {"productId": node_id("Product", make_product(house)), "picture": {"url": _url()}}


@change("pictureUpload", lines=2)
def upload_picture(house: House) -> dict[str, Any]:
    """A new picture of one pixel, each time of another colour."""
    product = make_product(house)
    return {"productId": node_id("Product", product), "file": sent(png(next(_numbers)))}


@change("pictureUpdate")
def update_picture(house: House) -> dict[str, Any]:
    picture = make_picture(house, make_product(house))
    return {"id": node_id("ProductPicture", picture), "alt": f"Mug {next(_numbers)}"}


@change("pictureRemove")
def remove_picture(house: House) -> dict[str, Any]:
    return {"id": node_id("ProductPicture", make_picture(house, make_product(house)))}


@change("picturesReorder")
def reorder_pictures(house: House) -> dict[str, Any]:
    product = make_product(house)
    first, second = make_picture(house, product), make_picture(house, product, position=1)
    ids = [node_id("ProductPicture", one) for one in (second, first)]
    return {"productId": node_id("Product", product), "pictureIds": ids}


@change("variantAdd")
def add_variant(house: House) -> dict[str, Any]:
    variant = {"sku": f"NEW-{next(_numbers)}", "unitPrice": PRICE}
    return {"productId": node_id("Product", make_product(house)), "variant": variant}


@change("variantsBulkUpdate", lines=2)
def update_variants(house: House) -> dict[str, Any]:
    rows = [make_variant(house), make_variant(house)]
    said = {"title": f"Blue {next(_numbers)}", "unitPrice": PRICE}
    return {"variants": [{"id": node_id("Variant", row), **said} for row in reversed(rows)]}


@change("variantArchive")
def archive_variant(house: House) -> dict[str, Any]:
    product = make_product(house, option_1_name="Colour")
    make_variant(house, product)
    return {"id": node_id("Variant", make_variant(house, product))}


@change("variantRestore")
def restore_variant(house: House) -> dict[str, Any]:
    return {"id": node_id("Variant", make_variant(house, archived_at=MONDAY))}


@change("variantCostSet")
def set_cost(house: House) -> dict[str, Any]:
    return {"id": node_id("Variant", make_variant(house)), "unitCost": PRICE}


@change("supplierCreate")
def create_supplier(_: House) -> dict[str, Any]:
    usual = {"name": "Braga Glass", "country": "PT", "currency": "EUR"}
    return {"code": f"GLASS-{next(_numbers)}", **usual}


def _supplier(house: House, **more: Any) -> str:
    return node_id("Supplier", make_supplier(house, code=f"S-{next(_numbers)}", **more))


@change("supplierUpdate")
def update_supplier(house: House) -> dict[str, Any]:
    return {"id": _supplier(house), "name": f"Braga {next(_numbers)}", "contactName": "Rui Costa"}


@change("supplierBlock")
def block_supplier(house: House) -> dict[str, Any]:
    return {"id": _supplier(house), "reason": "Broken mugs."}


@change("supplierUnblock")
def unblock_supplier(house: House) -> dict[str, Any]:
    blocked = {"state": SupplierState.BLOCKED, "blocked_reason": "Broken mugs."}
    return {"id": _supplier(house, **blocked)}


@change("supplierArchive")
def archive_supplier(house: House) -> dict[str, Any]:
    return {"id": _supplier(house)}
