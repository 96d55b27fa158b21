"""Products changed through the graph, and moved through their states."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from domain.audit import AuditEntry, AuditReason
from domain.catalogue.models import ProductState
from domain.ids import NOBODY
from domain.permissions import Permission, Role
from tests.api.catalogue_changes import change, refusal
from tests.conftest import MONDAY, House, node_id
from tests.factories.catalogue import make_attribute, make_category, make_product, make_variant
from tests.factories.sourcing import make_supplier
from tests.factories.stores import make_store

WANTED = """product { title titleZh brand version descriptionHtmlZh tags optionNames
  category { name } attributes { name value position } }"""


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
    told = select(AuditReason.words).join(AuditEntry, AuditEntry.id == AuditReason.entry_id)
    archiving = told.where(AuditEntry.action == "product.archived")
    assert house.session.scalars(archiving).all() == ["Season over"]


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
