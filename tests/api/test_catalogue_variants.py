"""Variants through the graph."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from domain.audit import AuditEntry
from domain.catalogue.models import Product, ProductState, Variant
from domain.ids import NOBODY
from domain.permissions import Permission, Role
from tests.api.catalogue_changes import change, refusal
from tests.conftest import MONDAY, House, node_id
from tests.factories.catalogue import make_product, make_variant
from tests.factories.stores import make_store

WANTED = "variant { sku barcode title optionValues version archivedAt unitPrice { amount } }"
PRICE = {"amount": "9.99", "currencyCode": "EUR"}
FRESH = {"sku": "NEW", "unitPrice": PRICE, "optionValues": ["Green"]}
BY_ID = ["variantArchive", "variantRestore"]


@pytest.fixture
def mug(house: House) -> Product:
    return make_product(house, "Mug", option_1_name="Colour")


def test_a_variant_is_added(house: House, mug: Product) -> None:
    added = change(
        house,
        "variantAdd",
        WANTED,
        productId=node_id("Product", mug),
        variant={**FRESH, "barcode": "96385074"},
        expectedVersion=1,
    )
    assert added == {
        "variant": {
            "sku": "NEW",
            "barcode": "96385074",
            "title": "Green",
            "optionValues": ["Green"],
            "version": 1,
            "archivedAt": None,
            "unitPrice": {"amount": "9.99"},
        },
        "userErrors": [],
    }
    house.session.rollback()
    assert house.session.scalars(select(AuditEntry.action)).all() == ["variant.added"]


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"sku": "BLUE"}, ("TAKEN", ["variant", "sku"])),
        ({"sku": " "}, ("REQUIRED", ["variant", "sku"])),
        ({"optionValues": ["BLUE"]}, ("TAKEN", ["variant", "optionValues"])),
        ({"optionValues": []}, ("INVALID", ["variant", "optionValues"])),
        ({"barcode": "1"}, ("INVALID", ["variant", "barcode"])),
        ({"weightG": -1}, ("INVALID", ["variant", "weightG"])),
        (
            {"unitPrice": {"amount": "0.0000001", "currencyCode": "EUR"}},
            ("INVALID", ["variant", "unitPrice", "amount"]),
        ),
    ],
)
def test_a_variant_that_cannot_be_is_refused(
    house: House, mug: Product, given: dict[str, Any], refused: tuple[str, list[str]]
) -> None:
    make_variant(house, mug, sku="BLUE", option_1="Blue")
    id = node_id("Product", mug)
    assert refusal(house, "variantAdd", productId=id, variant={**FRESH, **given}) == refused


def test_nothing_is_added_to_an_archived_a_changed_or_a_strangers_product(house: House) -> None:
    given: dict[str, Any] = {"variant": {"sku": "NEW", "unitPrice": PRICE}}
    archived = node_id("Product", make_product(house, state=ProductState.ARCHIVED))
    refused = refusal(house, "variantAdd", productId=archived, **given)
    assert refused == ("CONFLICT", ["productId"])
    theirs = node_id("Product", make_product(house.second))
    assert refusal(house, "variantAdd", productId=theirs, **given) == ("NOT_FOUND", ["productId"])
    id = node_id("Product", make_product(house))
    refused = refusal(house, "variantAdd", productId=id, expectedVersion=5, **given)
    assert refused == ("VERSION_MISMATCH", ["expectedVersion"])


def test_an_archived_variants_options_are_free_but_its_sku_is_not(
    house: House, mug: Product
) -> None:
    make_variant(house, mug, sku="OLD", option_1="Green", archived_at=MONDAY)
    id = node_id("Product", mug)
    refused = refusal(house, "variantAdd", productId=id, variant={**FRESH, "sku": "OLD"})
    assert refused == ("TAKEN", ["variant", "sku"])
    assert change(house, "variantAdd", "", productId=id, variant=FRESH)["userErrors"] == []


BULK = "variants { sku barcode title optionValues weightG position version unitPrice { amount } }"


def test_several_variants_are_changed_at_once(house: House, mug: Product) -> None:
    blue = make_variant(house, mug, sku="BLUE", option_1="Blue", barcode="96385074", weight_g=5)
    red = make_variant(house, mug, sku="RED", option_1="Red")
    changed = change(
        house,
        "variantsBulkUpdate",
        BULK,
        variants=[
            {
                "id": node_id("Variant", blue),
                "expectedVersion": 1,
                "sku": "NAVY",
                "barcode": None,
                "weightG": None,
                "optionValues": ["Navy"],
                "title": "Navy blue",
            },
            {"id": node_id("Variant", red), "unitPrice": PRICE, "position": 4},
        ],
    )
    assert changed["userErrors"] == []
    assert changed["variants"] == [
        {
            "sku": "NAVY",
            "barcode": None,
            "title": "Navy blue",
            "optionValues": ["Navy"],
            "weightG": None,
            "position": 0,
            "version": 2,
            "unitPrice": {"amount": "10.00"},
        },
        {
            "sku": "RED",
            "barcode": None,
            "title": "",
            "optionValues": ["Red"],
            "weightG": None,
            "position": 4,
            "version": 2,
            "unitPrice": {"amount": "9.99"},
        },
    ]
    house.session.rollback()
    entries = house.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in entries] == ["variant.updated"] * 2
    assert json.loads(entries[1].changes)["unit_price_micros"] == {
        "from": 10_000_000,
        "to": 9_990_000,
    }


@pytest.mark.parametrize(
    ("given", "code", "path"),
    [
        ({"sku": "BLUE"}, "TAKEN", ["sku"]),
        ({"sku": "FIRST"}, "TAKEN", ["sku"]),
        ({"sku": None}, "REQUIRED", ["sku"]),
        ({"barcode": "4006381333932"}, "INVALID", ["barcode"]),
        ({"barcode": "0036000291452"}, "TAKEN", ["barcode"]),
        ({"optionValues": ["blue"]}, "TAKEN", ["optionValues"]),
        ({"optionValues": ["a", "b"]}, "INVALID", ["optionValues"]),
        ({"unitPrice": {"amount": "-1", "currencyCode": "EUR"}}, "INVALID", ["unitPrice", "amount"]),
        ({"unitPrice": {"amount": "1", "currencyCode": "?"}}, "INVALID", ["unitPrice", "currencyCode"]),
        ({"expectedVersion": 3}, "VERSION_MISMATCH", ["expectedVersion"]),
        ({"id": f"Variant:{NOBODY}"}, "NOT_FOUND", ["id"]),
    ],
)  # fmt: skip
def test_one_wrong_change_undoes_all(
    house: House, mug: Product, given: dict[str, Any], code: str, path: list[str]
) -> None:
    make_variant(house, mug, sku="BLUE", option_1="Blue", barcode="036000291452")
    ids = [node_id("Variant", make_variant(house, mug)) for _ in range(4)]
    changes: list[dict[str, Any]] = [{"id": id, "weightG": 7} for id in ids]
    changes[0]["sku"] = "FIRST"
    changes[3].update(given)
    refused = refusal(house, "variantsBulkUpdate", variants=changes)
    assert refused == (code, ["variants", "3", *path])
    house.session.rollback()
    house.session.expire_all()
    assert set(house.session.scalars(select(Variant.weight_g))) == {None}


def test_a_batch_is_of_a_hundred_and_each_variant_once(house: House) -> None:
    mine = {"id": node_id("Variant", make_variant(house)), "weightG": 7}
    refused = refusal(house, "variantsBulkUpdate", variants=[mine, mine])
    assert refused == ("NOT_FOUND", ["variants", "1", "id"])
    refused = refusal(house, "variantsBulkUpdate", variants=[mine] * 101)
    assert refused == ("LIMIT_EXCEEDED", ["variants"])
    theirs = {"id": node_id("Variant", make_variant(house.second)), "weightG": 7}
    refused = refusal(house, "variantsBulkUpdate", variants=[mine, theirs])
    assert refused == ("NOT_FOUND", ["variants", "1", "id"])
    assert change(house, "variantsBulkUpdate", BULK, variants=[]) == {
        "variants": [],
        "userErrors": [],
    }


def test_what_may_be_changed_of_a_variant_follows_the_permission(house: House) -> None:
    id = node_id("Variant", make_variant(house))
    designer = house.actor(Role.DESIGNER)
    pricer = house.holding(Permission.CATALOGUE_READ, Permission.PRICES_WRITE)

    def code(actor: Any, **given: Any) -> str | None:
        payload = change(
            house, "variantsBulkUpdate", "", actor, variants=[{"id": id, **given}]
        )  # fmt: skip
        return payload["userErrors"][0]["code"] if payload["userErrors"] else None

    assert code(designer, title="x") is None
    assert code(pricer, unitPrice=PRICE) is None
    for given in ({"sku": "x"}, {"barcode": None}, {"weightG": 1}, {"position": 1}):
        assert code(designer, **given) == "FORBIDDEN"
        assert code(pricer, **given) == "FORBIDDEN"
    assert code(designer, unitPrice=PRICE) == "FORBIDDEN"
    assert code(pricer, title="x") == "FORBIDDEN"


def test_a_variant_is_archived_and_restored(house: House, mug: Product) -> None:
    blue = make_variant(house, mug, option_1="Blue")
    make_variant(house, mug, option_1="Red")
    id = node_id("Variant", blue)
    archived = change(house, "variantArchive", WANTED, id=id, expectedVersion=1)["variant"]
    assert archived["archivedAt"] == "2026-03-02T09:00:00.000Z"
    assert refusal(house, "variantArchive", id=id) == ("CONFLICT", ["id"])
    restored = change(house, "variantRestore", WANTED, id=id, expectedVersion=2)["variant"]
    assert (restored["archivedAt"], restored["version"]) == (None, 3)
    assert refusal(house, "variantRestore", id=id) == ("CONFLICT", ["id"])


def test_an_active_product_keeps_a_variant(house: House, mug: Product) -> None:
    last = make_variant(house, mug)
    make_variant(house, mug, archived_at=MONDAY)
    assert refusal(house, "variantArchive", id=node_id("Variant", last)) == ("CONFLICT", ["id"])
    draft = make_variant(house, make_product(house, state=ProductState.DRAFT))
    assert change(house, "variantArchive", "", id=node_id("Variant", draft))["userErrors"] == []


def test_a_variant_comes_back_only_to_a_free_place(house: House, mug: Product) -> None:
    old = make_variant(house, mug, option_1="Blue", archived_at=MONDAY)
    make_variant(house, mug, option_1="blue")
    assert refusal(house, "variantRestore", id=node_id("Variant", old)) == ("TAKEN", ["id"])


def test_a_cost_is_set_and_taken_away_by_purchasing(house: House) -> None:
    id = node_id("Variant", make_variant(house))
    purchasing = house.actor(Role.PURCHASING)
    wanted = "variant { unitCost { amount currencyCode } version }"
    cost = {"amount": "3.1415", "currencyCode": "CNY"}
    changed = change(house, "variantCostSet", wanted, purchasing, id=id, unitCost=cost)["variant"]
    assert changed == {"unitCost": cost, "version": 2}
    gone = change(house, "variantCostSet", wanted, purchasing, id=id, unitCost=None)["variant"]
    assert gone == {"unitCost": None, "version": 3}
    for wrong, path in (
        ({"amount": "-1", "currencyCode": "EUR"}, ["unitCost", "amount"]),
        ({"amount": "1", "currencyCode": "EURO"}, ["unitCost", "currencyCode"]),
    ):
        refused = refusal(house, "variantCostSet", purchasing, id=id, unitCost=wrong)
        assert refused == ("INVALID", path)
    for role in (Role.OPERATIONS, Role.MANAGER, Role.DESIGNER, Role.FINANCE):
        refused = refusal(house, "variantCostSet", house.actor(role), id=id, unitCost=cost)
        assert refused == ("FORBIDDEN", [])


def test_variants_changed_stale_strange_or_without_permission_stay(house: House) -> None:
    mine = node_id("Variant", make_variant(house))
    theirs = node_id("Variant", make_variant(house.second))
    in_one_store = house.actor(Role.OPERATIONS, stores=[make_store(house)])
    for field, given in (*((field, {}) for field in BY_ID), ("variantCostSet", {"unitCost": None})):
        refused = refusal(house, field, id=mine, expectedVersion=9, **given)
        assert refused == ("VERSION_MISMATCH", ["expectedVersion"])
        assert refusal(house, field, id=theirs, **given) == ("NOT_FOUND", ["id"])
        for actor in (house.actor(Role.DESIGNER), house.actor(Role.FINANCE), in_one_store):
            assert refusal(house, field, actor, id=mine, **given) == ("FORBIDDEN", [])
    id = node_id("Product", make_product(house))
    for actor in (house.actor(Role.DESIGNER), house.actor(Role.PURCHASING), in_one_store):
        refused = refusal(house, "variantAdd", actor, productId=id, variant=FRESH)
        assert refused == ("FORBIDDEN", [])
    costly = {**FRESH, "optionValues": [], "unitCost": PRICE}
    operations = house.actor(Role.OPERATIONS)
    refused = refusal(house, "variantAdd", operations, productId=id, variant=costly)
    assert refused == ("FORBIDDEN", [])
