"""The catalogue as it is found and read through the graph."""

import pytest

from domain.catalogue.models import ProductState
from domain.money import UnitPrice
from domain.permissions import Role
from tests.conftest import MONDAY, House
from tests.factories.catalogue import make_picture, make_product, make_variant
from tests.factories.sourcing import make_supplier
from tests.factories.stores import make_listing, make_store


def test_variants_are_found_and_lead_to_their_listings(house: House) -> None:
    mug = make_product(house, "Mug")
    blue = make_variant(
        house, mug, sku="BLUE", barcode="96385074", unit_cost=UnitPrice(3_500_000, "EUR")
    )
    make_variant(house, mug, sku="OLD", archived_at=MONDAY)
    make_variant(house.second, sku="THEIRS")
    make_listing(house, make_store(house, "Lisbon"), blue)
    for asked in (
        'filter: {sku: {eq: "BLUE"}}',
        'query: "96385"',
        'query: "sku:blue OR barcode:96385074"',
        "filter: {isArchived: {eq: false}}",
        'query: "archived:false"',
    ):
        answer = house.query(f"""{{ variants({asked}) {{ edges {{ node {{ sku product {{ title }}
            unitCost {{ amount }} listings {{ edges {{ node {{ store {{ name }} }} }} }} }} }} }} }}""")
        [edge] = answer["data"]["variants"]["edges"]
        assert edge["node"] == {
            "sku": "BLUE",
            "product": {"title": "Mug"},
            "unitCost": {"amount": "3.50"},
            "listings": {"edges": [{"node": {"store": {"name": "Lisbon"}}}]},
        }
    by_sku = "query ($sku: String!) { variantBySku(sku: $sku) { product { title } } }"
    assert house.query(by_sku, sku="BLUE")["data"]["variantBySku"] == {"product": {"title": "Mug"}}
    assert house.query(by_sku, sku="THEIRS")["data"]["variantBySku"] is None


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
