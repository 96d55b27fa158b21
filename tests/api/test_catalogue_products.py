"""Products through the graph."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from domain.audit import AuditEntry
from domain.catalogue.models import Product
from domain.ids import NOBODY
from domain.permissions import Role
from tests.api.catalogue_changes import change, refusal
from tests.conftest import House, node_id
from tests.factories.catalogue import (
    make_category,
    make_product,
    make_variant,
)
from tests.factories.sourcing import make_supplier

WANTED = """product { id handle title titleZh descriptionHtml descriptionHtmlZh state brand tags
  optionNames allowedTransitions version category { name } supplier { code }
  attributes { name value position }
  pictures { url alt focalPoint { x y } }
  variants { edges { node { sku barcode title optionValues weightG
    unitPrice { amount currencyCode } unitCost { amount } } } } }"""
PRICE = {"amount": "12.345678", "currencyCode": "EUR"}
MUG: dict[str, Any] = {
    "handle": "mug",
    "title": " Mug ",
    "titleZh": "杯子",
    "descriptionHtml": "<p>Round<script>x()</script></p>",
    "brand": "Porto",
    "tags": ["Summer", "blue", "summer"],
    "optionNames": ["Colour", "Size"],
    "attributes": [{"name": "Material", "value": "Clay"}, {"name": "Care", "value": "By hand"}],
    "variants": [
        {
            "sku": "MUG-B-L",
            "unitPrice": PRICE,
            "unitCost": {"amount": "3", "currencyCode": "EUR"},
            "barcode": "4006381333931",
            "optionValues": ["Blue", "L"],
            "weightG": 250,
        },
        {"sku": "MUG-R-L", "unitPrice": PRICE, "optionValues": ["Red", "L"], "position": 1},
    ],
    "pictures": [
        {"url": "https://a.example/1.jpg", "alt": "A mug", "focalPoint": {"x": "0.5", "y": "0.25"}},
        {"url": "https://a.example/2.jpg"},
    ],
}
BARE: dict[str, Any] = {"handle": "bare", "title": "Bare"}


def made(house: House, **given: Any) -> Any:
    answer = change(house, "productCreate", WANTED, **{**BARE, **given})
    assert answer["userErrors"] == []
    return answer["product"]


def test_a_product_is_made_with_all_it_has(house: House) -> None:
    given = {
        **MUG,
        "categoryId": node_id("Category", make_category(house, "Kitchen")),
        "supplierId": node_id("Supplier", make_supplier(house)),
    }
    product = made(house, **given)
    del product["id"]
    assert product == {
        "handle": "mug",
        "title": "Mug",
        "titleZh": "杯子",
        "descriptionHtml": "<p>Round</p>",
        "descriptionHtmlZh": None,
        "state": "DRAFT",
        "brand": "Porto",
        "tags": ["blue", "summer"],
        "optionNames": ["Colour", "Size"],
        "allowedTransitions": ["ACTIVE", "ARCHIVED"],
        "version": 1,
        "category": {"name": "Kitchen"},
        "supplier": {"code": "MUGS"},
        "attributes": [
            {"name": "Material", "value": "Clay", "position": 0},
            {"name": "Care", "value": "By hand", "position": 1},
        ],
        "pictures": [
            {
                "url": "https://a.example/1.jpg",
                "alt": "A mug",
                "focalPoint": {"x": "0.5", "y": "0.25"},
            },
            {"url": "https://a.example/2.jpg", "alt": "", "focalPoint": None},
        ],
        "variants": {
            "edges": [
                {
                    "node": {
                        "sku": "MUG-B-L",
                        "barcode": "4006381333931",
                        "title": "Blue / L",
                        "optionValues": ["Blue", "L"],
                        "weightG": 250,
                        "unitPrice": {"amount": "12.345678", "currencyCode": "EUR"},
                        "unitCost": {"amount": "3.00"},
                    }
                },
                {
                    "node": {
                        "sku": "MUG-R-L",
                        "barcode": None,
                        "title": "Red / L",
                        "optionValues": ["Red", "L"],
                        "weightG": None,
                        "unitPrice": {"amount": "12.345678", "currencyCode": "EUR"},
                        "unitCost": None,
                    }
                },
            ]
        },
    }


def test_making_a_product_is_audited_once(house: House) -> None:
    made(house, **MUG)
    house.session.rollback()
    [entry] = house.session.scalars(select(AuditEntry))
    changes = json.loads(entry.changes)
    assert (entry.action, entry.operation) == ("product.created", "productCreate")
    assert changes["variants"] == {"from": [], "to": ["MUG-B-L", "MUG-R-L"]}
    assert changes["title"] == {"from": None, "to": "Mug"}


VARIANT = MUG["variants"][1]


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"handle": "taken"}, ("TAKEN", ["handle"])),
        ({"handle": "A b"}, ("INVALID", ["handle"])),
        ({"title": " "}, ("REQUIRED", ["title"])),
        ({"title": "x" * 256}, ("INVALID", ["title"])),
        ({"descriptionHtml": "a\u0000"}, ("INVALID", ["descriptionHtml"])),
        ({"tags": ["two words"]}, ("INVALID", ["tags", "0"])),
        ({"optionNames": ["a", "b", "c", "d"]}, ("LIMIT_EXCEEDED", ["optionNames"])),
        ({"attributes": [{"name": "", "value": "x"}]}, ("REQUIRED", ["attributes", "0", "name"])),
        ({"categoryId": f"Category:{NOBODY}"}, ("NOT_FOUND", ["categoryId"])),
        ({"supplierId": "Product:x"}, ("NOT_FOUND", ["supplierId"])),
        ({"pictures": [{"url": "x.jpg"}]}, ("INVALID", ["pictures", "0", "url"])),
        (
            {"pictures": [{"url": "https://a.example/1"}] * 251},
            ("LIMIT_EXCEEDED", ["pictures"]),
        ),
        (
            {
                "pictures": [
                    {"url": "https://a.example/1", "focalPoint": {"x": "0.5", "y": "2"}},
                ]
            },
            ("INVALID", ["pictures", "0", "focalPoint", "y"]),
        ),
        ({"variants": [{**VARIANT, "sku": "TAKEN"}]}, ("TAKEN", ["variants", "0", "sku"])),
        ({"variants": [VARIANT, VARIANT]}, ("TAKEN", ["variants", "1", "optionValues"])),
        (
            {"variants": [VARIANT, {**VARIANT, "optionValues": ["Red", "M"]}]},
            ("TAKEN", ["variants", "1", "sku"]),
        ),
        (
            {"variants": [{**VARIANT, "optionValues": ["Red"]}]},
            ("INVALID", ["variants", "0", "optionValues"]),
        ),
        (
            {"variants": [{**VARIANT, "barcode": "4006381333932"}]},
            ("INVALID", ["variants", "0", "barcode"]),
        ),
        (
            {"variants": [{**VARIANT, "barcode": "0036000291452"}]},
            ("TAKEN", ["variants", "0", "barcode"]),
        ),
        (
            {"variants": [{**VARIANT, "unitPrice": {"amount": "-1", "currencyCode": "EUR"}}]},
            ("INVALID", ["variants", "0", "unitPrice", "amount"]),
        ),
        (
            {"variants": [{**VARIANT, "unitPrice": {"amount": "1", "currencyCode": "XYZ"}}]},
            ("INVALID", ["variants", "0", "unitPrice", "currencyCode"]),
        ),
        (
            {"variants": [{**VARIANT, "unitCost": {"amount": "-1", "currencyCode": "EUR"}}]},
            ("INVALID", ["variants", "0", "unitCost", "amount"]),
        ),
        ({"variants": [VARIANT] * 101}, ("LIMIT_EXCEEDED", ["variants"])),
    ],
)
def test_a_product_that_cannot_be_is_refused(
    house: House, given: dict[str, Any], refused: tuple[str, list[str]]
) -> None:
    taken = make_product(house, handle="taken")
    make_variant(house, taken, sku="TAKEN", barcode="036000291452")
    usual = {**BARE, "optionNames": ["Colour", "Size"]}
    assert refusal(house, "productCreate", **{**usual, **given}) == refused
    house.session.rollback()
    assert house.session.scalars(select(Product.handle)).all() == ["taken"]


def test_a_strangers_codes_are_free(house: House) -> None:
    theirs = make_product(house.second, handle="mug")
    make_variant(house.second, theirs, sku="MUG-B-L", barcode="4006381333931")
    made(house, **MUG)
    supplier = node_id("Supplier", make_supplier(house.second))
    category = node_id("Category", make_category(house.second))
    refused = refusal(house, "productCreate", **BARE, supplierId=supplier)
    assert refused == ("NOT_FOUND", ["supplierId"])
    refused = refusal(house, "productCreate", **BARE, categoryId=category)
    assert refused == ("NOT_FOUND", ["categoryId"])


def test_saying_a_cost_takes_the_right_to_costs(house: House) -> None:
    operations = house.actor(Role.OPERATIONS)
    assert refusal(house, "productCreate", operations, **MUG) == ("FORBIDDEN", [])
    costless = {**MUG, "variants": [{**VARIANT, "unitCost": None}]}
    assert change(house, "productCreate", "", operations, **costless)["userErrors"] == []


@pytest.mark.parametrize("role", [Role.DESIGNER, Role.CUSTOMER_SERVICE, Role.PURCHASING])
def test_only_operations_and_managers_make_products(house: House, role: Role) -> None:
    assert refusal(house, "productCreate", house.actor(role), **BARE) == ("FORBIDDEN", [])
