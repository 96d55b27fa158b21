"""Products through the graph."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from domain.audit import AuditEntry
from domain.catalogue.models import Product, ProductState
from domain.ids import NOBODY
from domain.permissions import Permission, Role
from tests.api.catalogue_changes import change, refusal
from tests.conftest import MONDAY, House, node_id
from tests.factories.catalogue import (
    make_attribute,
    make_category,
    make_picture,
    make_product,
    make_variant,
)
from tests.factories.sourcing import make_supplier
from tests.factories.stores import make_store

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
        ({"title": "x" * 201}, ("INVALID", ["title"])),
        ({"descriptionHtml": "a\u0000"}, ("INVALID", ["descriptionHtml"])),
        ({"tags": ["two words"]}, ("INVALID", ["tags", "0"])),
        ({"optionNames": ["a", "b", "c", "d"]}, ("LIMIT_EXCEEDED", ["optionNames"])),
        ({"attributes": [{"name": "", "value": "x"}]}, ("REQUIRED", ["attributes", "0", "name"])),
        ({"categoryId": f"Category:{NOBODY}"}, ("NOT_FOUND", ["categoryId"])),
        ({"supplierId": "Product:x"}, ("NOT_FOUND", ["supplierId"])),
        ({"pictures": [{"url": "x.jpg"}]}, ("INVALID", ["pictures", "0", "url"])),
        (
            {"pictures": [{"url": "https://a.example/1"}] * 51},
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


def test_a_product_takes_other_words_and_places(house: House) -> None:
    product = make_product(
        house, handle="mug", title_zh="杯子", brand="Porto", category_id=make_category(house).id
    )
    make_attribute(house, product)
    changed = change(
        house,
        "productUpdate",
        WANTED,
        id=node_id("Product", product),
        expectedVersion=1,
        title="Cup",
        titleZh=None,
        categoryId=None,
        tags=["b", "a"],
        descriptionHtmlZh="<b>圆",
        attributes=[{"name": "Care", "value": "By hand"}],
        optionNames=["Colour"],
    )
    assert changed["userErrors"] == []
    now = changed["product"]
    assert (now["title"], now["titleZh"], now["brand"]) == ("Cup", None, "Porto")
    assert (now["category"], now["tags"], now["optionNames"]) == (None, ["a", "b"], ["Colour"])
    assert now["descriptionHtmlZh"] == "<b>圆</b>"
    assert now["attributes"] == [{"name": "Care", "value": "By hand", "position": 0}]
    assert now["version"] == 2
    house.session.rollback()
    changes = json.loads(house.session.scalars(select(AuditEntry.changes)).one())
    assert changes["attributes"] == {"from": ["Material: Clay"], "to": ["Care: By hand"]}
    assert changes["title"] == {"from": "Mug", "to": "Cup"}


def test_a_change_of_facts_alone_counts_as_one(house: House) -> None:
    product = make_product(house)
    given: dict[str, Any] = {
        "id": node_id("Product", product),
        "attributes": [{"name": "a", "value": "b"}],
    }
    changed = change(house, "productUpdate", "product { version }", **given)
    assert changed["product"]["version"] == 2


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"title": None}, ("REQUIRED", ["title"])),
        ({"handle": "taken"}, ("TAKEN", ["handle"])),
        ({"handle": None}, ("REQUIRED", ["handle"])),
        ({"tags": None}, ("REQUIRED", ["tags"])),
        ({"categoryId": "x"}, ("NOT_FOUND", ["categoryId"])),
        ({"supplierId": "x"}, ("NOT_FOUND", ["supplierId"])),
        ({"expectedVersion": 7}, ("VERSION_MISMATCH", ["expectedVersion"])),
        ({"id": f"Product:{NOBODY}"}, ("NOT_FOUND", ["id"])),
    ],
)
def test_a_change_that_cannot_be_is_refused(
    house: House, given: dict[str, Any], refused: tuple[str, list[str]]
) -> None:
    make_product(house, handle="taken")
    product = make_product(house)
    said = {"id": node_id("Product", product), **given}
    assert refusal(house, "productUpdate", **said) == refused


def test_an_option_less_takes_its_values_away_unless_variants_become_alike(house: House) -> None:
    product = make_product(house, option_1_name="Colour", option_2_name="Size")
    make_variant(house, product, sku="R", option_1="Red", option_2="L")
    make_variant(house, product, sku="B", option_1="Blue", option_2="L")
    id = node_id("Product", product)
    refused = refusal(house, "productUpdate", id=id, optionNames=[])
    assert refused == ("CONFLICT", ["optionNames"])
    wanted = "product { optionNames variants { edges { node { optionValues } } } }"
    changed = change(house, "productUpdate", wanted, id=id, optionNames=["Color"])["product"]
    assert changed["optionNames"] == ["Color"]
    values = [edge["node"]["optionValues"] for edge in changed["variants"]["edges"]]
    assert sorted(values) == [["Blue"], ["Red"]]
    grown = change(house, "productUpdate", wanted, id=id, optionNames=["Color", "Size"])["product"]
    assert grown["optionNames"] == ["Color", "Size"]


def test_designers_change_texts_and_nothing_else(house: House) -> None:
    designer = house.actor(Role.DESIGNER)
    id = node_id("Product", make_product(house))
    texts = {
        "title": "x",
        "titleZh": "x",
        "descriptionHtml": "<p>x</p>",
        "descriptionHtmlZh": "<p>x</p>",
    }
    assert change(house, "productUpdate", "", designer, id=id, **texts)["userErrors"] == []
    refused: list[dict[str, Any]] = [
        {"handle": "x"},
        {"brand": "x"},
        {"tags": []},
        {"categoryId": None},
        {"supplierId": None},
        {"attributes": []},
        {"optionNames": []},
        {"title": "x", "handle": "x"},
    ]
    for given in refused:
        assert refusal(house, "productUpdate", designer, id=id, **given) == ("FORBIDDEN", [])


def test_only_a_reader_of_suppliers_names_one(house: House) -> None:
    editor = house.holding(Permission.CATALOGUE_READ, Permission.PRODUCTS_WRITE)
    id = node_id("Product", make_product(house))
    supplier = node_id("Supplier", make_supplier(house))
    refused = refusal(house, "productUpdate", editor, id=id, supplierId=supplier)
    assert refused == ("NOT_FOUND", ["supplierId"])


STATE = "product { state allowedTransitions version }"


def test_a_product_is_activated_archived_and_brought_back(house: House) -> None:
    product = make_product(house, state=ProductState.DRAFT)
    make_variant(house, product)
    id = node_id("Product", product)
    active = change(house, "productActivate", STATE, id=id, expectedVersion=1)["product"]
    assert active == {"state": "ACTIVE", "allowedTransitions": ["ARCHIVED"], "version": 2}
    archived = change(house, "productArchive", STATE, id=id, reason="Season over")["product"]
    assert archived == {"state": "ARCHIVED", "allowedTransitions": ["ACTIVE"], "version": 3}
    assert change(house, "productActivate", STATE, id=id)["product"]["state"] == "ACTIVE"
    house.session.rollback()
    said = house.session.execute(select(AuditEntry.action, AuditEntry.reason)).all()
    assert ("product.archived", "Season over") in [tuple(row) for row in said]


def test_what_cannot_be_sold_is_not_activated(house: House) -> None:
    empty = make_product(house, state=ProductState.DRAFT)
    assert refusal(house, "productActivate", id=node_id("Product", empty)) == ("CONFLICT", ["id"])
    make_variant(house, empty, archived_at=MONDAY)
    assert refusal(house, "productActivate", id=node_id("Product", empty)) == ("CONFLICT", ["id"])
    unsaid = make_product(house, state=ProductState.DRAFT, option_1_name="Colour")
    make_variant(house, unsaid, option_1="")
    assert refusal(house, "productActivate", id=node_id("Product", unsaid)) == ("CONFLICT", ["id"])


@pytest.mark.parametrize(
    ("field", "state", "allowed"),
    [
        ("productActivate", ProductState.ACTIVE, ["ARCHIVED"]),
        ("productArchive", ProductState.ARCHIVED, ["ACTIVE"]),
    ],
)
def test_a_move_there_is_not_is_refused_with_those_there_are(
    house: House, field: str, state: ProductState, allowed: list[str]
) -> None:
    product = make_product(house, state=state)
    make_variant(house, product)
    kind = field[0].upper() + field[1:]
    text = f"""mutation ($input: {kind}Input!) {{ {field}(input: $input) {{
        userErrors {{ code ... on InvalidTransition {{ allowedTransitions }} }} }} }}"""
    answer = house.query(text, input={"id": node_id("Product", product)})
    [error] = answer["data"][field]["userErrors"]
    assert error == {"code": "INVALID_TRANSITION", "allowedTransitions": allowed}


@pytest.mark.parametrize("field", ["productActivate", "productArchive"])
def test_moves_are_refused_when_stale_strange_or_not_allowed(house: House, field: str) -> None:
    id = node_id("Product", make_product(house))
    theirs = node_id("Product", make_product(house.second))
    stale = refusal(house, field, id=id, expectedVersion=9)
    assert stale == ("VERSION_MISMATCH", ["expectedVersion"])
    assert refusal(house, field, id=theirs) == ("NOT_FOUND", ["id"])
    in_one_store = house.actor(Role.OPERATIONS, stores=[make_store(house)])
    for actor in (house.actor(Role.DESIGNER), house.actor(Role.FINANCE), in_one_store):
        assert refusal(house, field, actor, id=id) == ("FORBIDDEN", [])


@pytest.mark.parametrize("role", [Role.DESIGNER, Role.CUSTOMER_SERVICE, Role.PURCHASING])
def test_only_operations_and_managers_make_products(house: House, role: Role) -> None:
    assert refusal(house, "productCreate", house.actor(role), **BARE) == ("FORBIDDEN", [])


def test_a_reader_sees_their_own_houses_products_and_no_costs(house: House) -> None:
    product = make_product(house, "Mug", supplier_id=make_supplier(house).id)
    make_picture(house, product)
    make_variant(house, product)
    make_product(house.second, "Theirs")
    asked = "{ products { edges { node { title supplier { code } } } } }"
    answer = house.query(asked, house.actor(Role.OPERATIONS))
    [edge] = answer["data"]["products"]["edges"]
    assert edge["node"] == {"title": "Mug", "supplier": {"code": "MUGS"}}
    answer = house.query(asked, house.actor(Role.DESIGNER))
    assert [edge["node"]["supplier"] for edge in answer["data"]["products"]["edges"]] == [None]
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "FORBIDDEN"
    costs = "{ variants { edges { node { unitCost { amount } } } } }"
    [error] = house.query(costs, house.actor(Role.DESIGNER))["errors"]
    assert error["extensions"]["code"] == "FORBIDDEN"


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ('filter: {tags: {eq: "SUMMER"}}', ["Blue mug"]),
        ('filter: {tags: {eq: "sum"}}', []),
        ('filter: {not: {tags: {eq: "summer"}}}', ["Red cup"]),
        ('query: "tag:summer"', ["Blue mug"]),
        ('query: "-tag:summer"', ["Red cup"]),
        ('query: "杯"', ["Blue mug"]),
        ('query: "\uff2d\uff35\uff27"', ["Blue mug"]),
        ('query: "state:archived"', ["Red cup"]),
        ("filter: {state: {in: [ACTIVE, ARCHIVED]}}, orderBy: TITLE", ["Blue mug", "Red cup"]),
        ('filter: {brand: {startsWith: "Por"}}', ["Blue mug"]),
        ("filter: {categoryId: {isNull: true}}", ["Blue mug", "Red cup"]),
    ],
)
def test_products_are_found(house: House, asked: str, titles: list[str]) -> None:
    make_product(house, "Blue mug", title_zh="蓝杯", tags=" shoes summer ", brand="Porto")
    make_product(house, "Red cup", state=ProductState.ARCHIVED)
    answer = house.query(f"{{ products({asked}) {{ edges {{ node {{ title }} }} }} }}")
    assert sorted(e["node"]["title"] for e in answer["data"]["products"]["edges"]) == titles
