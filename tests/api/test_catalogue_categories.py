"""The tree of categories through the graph."""

from typing import Any

import pytest
from sqlalchemy import select

from domain.audit import AuditEntry
from domain.catalogue.models import Category
from domain.ids import NOBODY
from domain.permissions import Role
from tests.api.catalogue_changes import change, refusal
from tests.conftest import House, node_id
from tests.factories.catalogue import make_category, make_product
from tests.factories.stores import make_store

WANTED = "category { handle name nameZh position parent { name } version }"


def test_a_category_is_made_below_another(house: House) -> None:
    kitchen = make_category(house, "Kitchen")
    made = change(
        house,
        "categoryCreate",
        WANTED,
        handle="mugs",
        name=" Mugs ",
        nameZh="杯子",
        parentId=node_id("Category", kitchen),
        position=2,
    )
    assert made["userErrors"] == []
    assert made["category"] == {
        "handle": "mugs",
        "name": "Mugs",
        "nameZh": "杯子",
        "position": 2,
        "parent": {"name": "Kitchen"},
        "version": 1,
    }
    house.session.rollback()
    assert house.session.scalar(select(AuditEntry.action)) == "category.created"


def test_a_root_needs_no_parent(house: House) -> None:
    made = change(house, "categoryCreate", WANTED, handle="mugs", name="Mugs")
    assert made["category"]["parent"] is None


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"handle": "taken"}, ("TAKEN", ["handle"])),
        ({"handle": "Not A Handle"}, ("INVALID", ["handle"])),
        ({"name": "  "}, ("REQUIRED", ["name"])),
        ({"nameZh": ""}, ("REQUIRED", ["nameZh"])),
        ({"position": -1}, ("INVALID", ["position"])),
        ({"parentId": f"Category:{NOBODY}"}, ("NOT_FOUND", ["parentId"])),
        ({"parentId": "nonsense"}, ("NOT_FOUND", ["parentId"])),
    ],
)
def test_a_category_that_cannot_be_is_refused(
    house: House, given: dict[str, Any], refused: tuple[str, list[str]]
) -> None:
    make_category(house, handle="taken")
    assert refusal(house, "categoryCreate", **{"handle": "new", "name": "New", **given}) == refused


def test_a_strangers_handle_is_free_and_their_category_unknown(house: House) -> None:
    theirs = make_category(house.second, handle="mugs")
    made = change(house, "categoryCreate", WANTED, handle="mugs", name="Mugs")
    assert made["userErrors"] == []
    id = node_id("Category", theirs)
    code = ("NOT_FOUND", ["id"])
    assert refusal(house, "categoryUpdate", id=id, name="x") == code
    assert refusal(house, "categoryMove", id=id, parentId=None) == code
    assert refusal(house, "categoryRemove", id=id) == code


def test_a_category_takes_other_words(house: House) -> None:
    mugs = make_category(house, "Mugs", handle="mugs", name_zh="杯子")
    id = node_id("Category", mugs)
    changed = change(
        house, "categoryUpdate", WANTED, id=id, name="Cups", nameZh=None, expectedVersion=1
    )
    assert changed["category"]["name"] == "Cups"
    assert changed["category"]["nameZh"] is None
    assert changed["category"]["handle"] == "mugs"
    assert changed["category"]["version"] == 2
    assert refusal(house, "categoryUpdate", id=id, name=None) == ("REQUIRED", ["name"])
    stale = refusal(house, "categoryUpdate", id=id, name="x", expectedVersion=1)
    assert stale == ("VERSION_MISMATCH", ["expectedVersion"])
    make_category(house, handle="taken")
    assert refusal(house, "categoryUpdate", id=id, handle="taken") == ("TAKEN", ["handle"])
    assert change(house, "categoryUpdate", "", id=id, handle="mugs")["userErrors"] == []


def test_a_category_moves_with_all_below_it(house: House) -> None:
    kitchen = make_category(house, "Kitchen")
    cups = make_category(house, "Cups")
    make_category(house, "Mugs", parent_id=cups.id)
    wanted = "category { position parent { name children { name children { name } } } }"
    moved = change(
        house,
        "categoryMove",
        wanted,
        id=node_id("Category", cups),
        parentId=node_id("Category", kitchen),
        position=3,
    )
    assert moved["category"] == {
        "position": 3,
        "parent": {
            "name": "Kitchen",
            "children": [{"name": "Cups", "children": [{"name": "Mugs"}]}],
        },
    }
    back = change(
        house, "categoryMove", "category { parent { id } }", id=node_id("Category", cups), parentId=None
    )  # fmt: skip
    assert back["category"]["parent"] is None


def test_a_category_never_stands_below_itself(house: House) -> None:
    root = make_category(house)
    below = make_category(house, parent_id=root.id)
    deep = make_category(house, parent_id=below.id)
    for parent in (root, below, deep):
        given: dict[str, Any] = {
            "id": node_id("Category", root),
            "parentId": node_id("Category", parent),
        }
        assert refusal(house, "categoryMove", **given) == ("CONFLICT", ["parentId"])


def test_a_tree_has_eight_levels(house: House) -> None:
    line = [make_category(house)]
    for _ in range(7):
        line.append(make_category(house, parent_id=line[-1].id))
    other = make_category(house)
    given: dict[str, Any] = {
        "id": node_id("Category", other),
        "parentId": node_id("Category", line[-1]),
    }
    assert refusal(house, "categoryMove", **given) == ("LIMIT_EXCEEDED", ["parentId"])
    given = {"id": node_id("Category", line[0]), "parentId": node_id("Category", other)}
    assert refusal(house, "categoryMove", **given) == ("LIMIT_EXCEEDED", ["parentId"])


def test_only_an_empty_category_is_taken_away(house: House) -> None:
    kitchen = make_category(house, "Kitchen")
    mugs = make_category(house, "Mugs", parent_id=kitchen.id)
    product = make_product(house, category_id=mugs.id)
    for full in (kitchen, mugs):
        refused = refusal(house, "categoryRemove", id=node_id("Category", full))
        assert refused == ("CONFLICT", ["id"])
    product.category_id = None
    house.save(product)
    removed = change(house, "categoryRemove", "parent { name }", id=node_id("Category", mugs))
    assert removed == {"parent": {"name": "Kitchen"}, "userErrors": []}
    removed = change(house, "categoryRemove", "parent { name }", id=node_id("Category", kitchen))
    assert removed == {"parent": None, "userErrors": []}
    house.session.rollback()
    assert house.session.scalars(select(Category)).all() == []


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("categoryCreate", {"handle": "x", "name": "x"}),
        ("categoryUpdate", {"name": "x"}),
        ("categoryMove", {"parentId": None}),
        ("categoryRemove", {}),
    ],
)
def test_the_tree_is_changed_by_operations_of_every_store(
    house: House, field: str, given: dict[str, Any]
) -> None:
    if field != "categoryCreate":
        given = {**given, "id": node_id("Category", make_category(house))}
    in_one_store = house.actor(Role.OPERATIONS, stores=[make_store(house)])
    for actor in (house.actor(Role.DESIGNER), house.actor(Role.PURCHASING), in_one_store):
        assert refusal(house, field, actor, **given) == ("FORBIDDEN", [])
    assert change(house, field, "", house.actor(Role.OPERATIONS), **given)["userErrors"] == []


def test_the_tree_is_walked_from_its_roots(house: House) -> None:
    kitchen = make_category(house, "Kitchen", position=1)
    make_category(house, "Garden", position=0)
    make_category(house, "Pans", parent_id=kitchen.id, position=1)
    mugs = make_category(house, "Mugs", parent_id=kitchen.id, position=0)
    make_product(house, "Blue mug", category_id=mugs.id)
    make_category(house.second, "Theirs")
    answer = house.query(
        """{ categories(filter: {parentId: {isNull: true}}) { totalCount { value } edges { node {
            name children { name products { edges { node { title } } } } } } } }"""
    )
    assert answer["data"]["categories"] == {
        "totalCount": {"value": 2},
        "edges": [
            {"node": {"name": "Garden", "children": []}},
            {
                "node": {
                    "name": "Kitchen",
                    "children": [
                        {
                            "name": "Mugs",
                            "products": {"edges": [{"node": {"title": "Blue mug"}}]},
                        },
                        {"name": "Pans", "products": {"edges": []}},
                    ],
                }
            },
        ],
    }
