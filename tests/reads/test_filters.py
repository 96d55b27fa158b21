"""Typed filters: what each operator finds, and what is refused."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.money import UnitPrice
from tests.factories.catalogue import make_category, make_product, make_variant
from tests.factories.sourcing import make_supplier
from tests.factories.stores import make_listing, make_store
from tests.house import MONDAY, House

NOTHING = UUID(int=0)


@pytest.fixture
def shelf(house: House) -> House:
    """Products a to d: made a day after each other, of brands x, X, none and `%`."""
    root = make_category(house, "root")
    for place, (title, brand) in enumerate([("a", "x"), ("b", "X"), ("c", None), ("d", "%_\\")]):
        house.now = MONDAY + timedelta(days=place)
        tags = ["", " mug ", " mug red ", " été "][place]
        make_product(house, title, brand=brand, tags=tags, category_id=root.id if place else None)
    return house


def found(house: House, filter: Any) -> str:
    query = "query ($f: ProductFilter) { products(filter: $f, orderBy: TITLE) { totalCount { value } edges { node { title } } } }"
    said = house.compiled(query, f=filter)
    assert "errors" not in said, said
    titles = "".join(edge["node"]["title"] for edge in said["data"]["products"]["edges"])
    assert said["data"]["products"]["totalCount"]["value"] == len(titles)
    return titles


DAY = {day: (MONDAY + timedelta(days=day)).isoformat() for day in range(5)}


@pytest.mark.parametrize(
    ("filter", "titles"),
    [
        (None, "abcd"),
        ({}, "abcd"),
        ({"brand": None}, "abcd"),
        ({"brand": {}}, "abcd"),
        ({"brand": {"eq": "x"}}, "a"),
        ({"brand": {"eq": "X"}}, "b"),
        ({"brand": {"eq": ""}}, ""),
        ({"brand": {"eq": None}}, "c"),
        ({"brand": {"in": ["x", "X", "none"]}}, "ab"),
        ({"brand": {"in": []}}, ""),
        ({"brand": {"in": None}}, "abcd"),
        ({"brand": {"startsWith": "%"}}, "d"),
        ({"brand": {"startsWith": "%_\\"}}, "d"),
        ({"brand": {"startsWith": "%_\\x"}}, ""),
        ({"brand": {"startsWith": ""}}, "abd"),
        ({"brand": {"startsWith": None}}, "abcd"),
        ({"brand": {"isNull": True}}, "c"),
        ({"brand": {"isNull": False}}, "abd"),
        ({"brand": {"isNull": None}}, "abcd"),
        ({"brand": {"isNull": False, "in": ["x"]}}, "a"),
        ({"brand": {"eq": "x", "startsWith": "y"}}, ""),
        ({"not": {"brand": {"eq": "x"}}}, "bcd"),
        ({"not": {"brand": {"in": ["x", "X"]}}}, "cd"),
        ({"not": {"not": {"brand": {"eq": "x"}}}}, "a"),
        ({"not": {}}, ""),
        ({"not": None}, "abcd"),
        ({"and": []}, "abcd"),
        ({"or": []}, ""),
        ({"and": None, "or": None}, "abcd"),
        ({"and": [{"brand": {"isNull": False}}, {"not": {"brand": {"eq": "x"}}}]}, "bd"),
        ({"or": [{"brand": {"eq": "x"}}, {"brand": {"isNull": True}}]}, "ac"),
        ({"or": [{"brand": {"eq": "x"}}, {}]}, "abcd"),
        ({"or": [{"brand": {"eq": "x"}}], "title": {"eq": "b"}}, ""),
        ({"not": {"or": [{"brand": {"eq": "x"}}, {"brand": {"isNull": True}}]}}, "bd"),
        ({"createdAt": {"eq": DAY[1]}}, "b"),
        ({"createdAt": {"gte": DAY[1]}}, "bcd"),
        ({"createdAt": {"gt": DAY[1]}}, "cd"),
        ({"createdAt": {"lte": DAY[1]}}, "ab"),
        ({"createdAt": {"lt": DAY[1]}}, "a"),
        ({"createdAt": {"gt": DAY[0], "lt": DAY[3]}}, "bc"),
        ({"createdAt": {"gte": "2026-03-03T18:00:00+09:00", "lte": "2026-03-03T04:00:00-05:00"}}, "b"),
        ({"createdAt": {"eq": "2026-03-03T09:00:00.000999Z"}}, "b"),
        ({"createdAt": {"gt": "0001-01-01T00:00:00Z", "lt": "9999-12-31T23:59:59Z"}}, "abcd"),
        ({"state": {"eq": "ACTIVE"}}, "abcd"),
        ({"state": {"in": ["DRAFT", "ARCHIVED"]}}, ""),
        ({"tags": {"eq": "mug"}}, "bc"),
        ({"tags": {"eq": "MUG"}}, "bc"),
        ({"tags": {"eq": "mu"}}, ""),
        ({"tags": {"eq": "ÉTÉ"}}, "d"),
        ({"tags": {"eq": ""}}, ""),
        ({"not": {"tags": {"eq": "mug"}}}, "ad"),
        ({"categoryId": {"isNull": True}}, "a"),
        ({"categoryId": {"eq": None}}, "a"),
        ({"categoryId": {"eq": f"Category:{NOTHING}"}}, ""),
        ({"categoryId": {"in": [f"Category:{NOTHING}"]}}, ""),
        ({"not": {"categoryId": {"eq": f"Category:{NOTHING}"}}}, "abcd"),
    ],
)  # fmt: skip
def test_a_filter_finds(shelf: House, filter: Any, titles: str) -> None:
    assert found(shelf, filter) == titles


def test_the_same_filters_written_into_the_query(shelf: House) -> None:
    query = '{ products(orderBy: TITLE, filter: {or: [{brand: {eq: "x"}}, {not: {brand: {isNull: false}}}], and: [{}]}) { edges { node { title } } } }'
    said = shelf.compiled(query)["data"]["products"]["edges"]
    assert [edge["node"]["title"] for edge in said] == ["a", "c"]


def test_parts_of_a_filter_may_be_variables(shelf: House) -> None:
    query = "query ($b: String, $l: [String!]) { products(filter: {brand: {eq: $b, in: $l}}) { totalCount { value } } }"
    for variables, count in (
        ({}, 4),
        ({"b": "x"}, 1),
        ({"b": None}, 1),
        ({"l": []}, 0),
        ({"l": None}, 4),
        ({"b": "x", "l": ["X"]}, 0),
    ):
        said = shelf.compiled(query, **variables)
        assert said["data"]["products"]["totalCount"]["value"] == count, variables


@pytest.mark.parametrize(
    ("filter", "days"),
    [({"eq": 0}, [0]), ({"in": [0, 30]}, [0, 30]), ({"gte": 7}, [7, 30]), ({"gt": 7}, [30]),
     ({"lte": 7}, [0, 7]), ({"lt": 7}, [0]), ({"gt": -1, "lt": 8}, [0, 7]), ({"isNull": True}, []),
     ({"eq": None}, []), ({"gt": 2**31 - 1}, []), ({"gte": -(2**31)}, [0, 7, 30])],
)  # fmt: skip
def test_whole_numbers(house: House, filter: Any, days: list[int]) -> None:
    for number in (0, 7, 30):
        make_supplier(house, f"S{number}", lead_time_days=number)
    query = "query ($f: IntFilter) { suppliers(orderBy: LEAD_TIME, filter: {leadTimeDays: $f}) { edges { node { leadTimeDays } } } }"
    edges = house.compiled(query, f=filter)["data"]["suppliers"]["edges"]
    assert [edge["node"]["leadTimeDays"] for edge in edges] == days


def prices(house: House, filter: Any) -> Any:
    query = "query ($f: DecimalFilter) { listings(orderBy: CHEAPEST, filter: {price: $f}) { edges { node { price { amount } } } } }"
    return house.query(query, f=filter)


@pytest.mark.parametrize(
    ("filter", "amounts"),
    [({"eq": "1.5"}, ["1.50"]), ({"eq": "1.500000"}, ["1.50"]), ({"eq": "15e-1"}, ["1.50"]),
     ({"gt": "0.000001"}, ["1.50", "2.00"]), ({"gte": "0.000001"}, ["0.000001", "1.50", "2.00"]),
     ({"lt": "1.500001"}, ["0.000001", "1.50"]), ({"lte": "-1"}, []), ({"lt": "1000000000000"}, ["0.000001", "1.50", "2.00"]),
     ({"eq": None}, []), ({"isNull": False}, ["0.000001", "1.50", "2.00"]), ({"eq": "1.5000000000"}, ["1.50"])],
)  # fmt: skip
def test_decimals(house: House, filter: Any, amounts: list[str]) -> None:
    store, product = make_store(house), make_product(house)
    for micros in (1, 1_500_000, 2_000_000):
        variant = make_variant(house, product, option_1=str(micros))
        make_listing(house, store, variant, price=UnitPrice(micros, "EUR"))
    edges = prices(house, filter)["data"]["listings"]["edges"]
    assert [edge["node"]["price"]["amount"] for edge in edges] == amounts


@pytest.mark.parametrize(
    "amount", ["0.0000001", "1e30", "1e12", "-1e13", "1.0000000000000000000000001", "9" * 30]
)
def test_decimals_that_no_row_holds_are_refused_or_find_nothing(house: House, amount: str) -> None:
    said = prices(house, {"eq": amount})
    if "errors" in said:
        assert [error["extensions"]["code"] for error in said["errors"]] == ["BAD_USER_INPUT"]
        assert said["data"] in (None, {"listings": None})
    else:
        assert said["data"] == {"listings": {"edges": []}}


@pytest.mark.parametrize(
    "amount", ["NaN", "Infinity", "-Infinity", "sNaN", "", "x", "1e999", "1" * 41, 1.5, True]
)
def test_what_is_no_decimal_is_refused(house: House, amount: Any) -> None:
    said = house.query(
        "query ($d: Decimal) { listings(filter: {price: {eq: $d}}) { totalCount { value } } }",
        d=amount,
    )
    assert said["errors"], said
    literal = json.dumps(amount)
    assert house.query(
        f"{{ listings(filter: {{price: {{eq: {literal}}}}}) {{ totalCount {{ value }} }} }}"
    )["errors"]


@pytest.mark.parametrize("words", ["\x00", "a\x00b", "\ud800"])
@pytest.mark.parametrize("operator", ["eq", "in", "startsWith"])
@pytest.mark.parametrize("what", ["totalCount { value }", "edges { cursor }", "__typename"])
def test_text_that_no_row_holds_is_refused(
    house: House, words: str, operator: str, what: str
) -> None:
    query = f"query ($f: StringFilter) {{ products(filter: {{not: {{handle: $f}}}}) {{ {what} }} }}"
    said = house.compiled(query, f={operator: [words] if operator == "in" else words})
    assert said["data"] == {"products": None}
    [error] = said["errors"]
    assert (error["extensions"]["code"], error["path"]) == ("BAD_USER_INPUT", ["products"])


@pytest.mark.parametrize(
    "filter",
    ["{nothing: {eq: 1}}", '{brand: {like: "x"}}', '{brand: "x"}', "{brand: {eq: 1}}", "{brand: {in: [null]}}",
     "{state: {eq: NOTHING}}", '{state: {eq: "ACTIVE"}}', '{createdAt: {gt: "yesterday"}}',
     '{createdAt: {gt: "2026-03-02"}}', '{createdAt: {gt: "2026-03-02T09:00:00"}}', "{or: [null]}"],
)  # fmt: skip
def test_a_filter_that_the_schema_has_not_is_refused(house: House, filter: str) -> None:
    said = house.query(f"{{ products(filter: {filter}) {{ totalCount {{ value }} }} }}")
    assert said["errors"]
    assert not said.get("data")


def test_filters_nest_as_deep_as_a_document_may(shelf: House) -> None:
    filter: Any = {"brand": {"eq": "x"}}
    for _ in range(20):
        filter = {"not": filter}
    assert found(shelf, filter) == "a"
    for _ in range(20):
        filter = {"and": [filter, {"or": [{"title": {"eq": "a"}}, {"title": {"eq": "b"}}]}]}
    assert found(shelf, filter) == "a"


def test_many_values_are_one_statement(shelf: House) -> None:
    many = [f"v{number}" for number in range(5_000)]
    assert found(shelf, {"brand": {"in": [*many, "x"]}}) == "a"
    assert found(shelf, {"not": {"brand": {"in": many}}}) == "abcd"


@pytest.mark.parametrize(
    "id",
    ["zz", "", ":", f"Product:{NOTHING}", f"category:{NOTHING}", f":{NOTHING}", str(NOTHING),
     f"Category:{str(NOTHING)[:-1]}", f"Category:{NOTHING} ", f"Category:{NOTHING}\n",
     "Category:0000000A-0000-0000-0000-000000000000", "Category:\x00"],
)  # fmt: skip
@pytest.mark.parametrize("operator", ["eq", "in"])
@pytest.mark.parametrize("what", ["totalCount { value }", "edges { cursor }", "__typename"])
def test_an_id_of_another_type_or_none_is_refused(
    house: House, id: str, operator: str, what: str
) -> None:
    query = f"query ($f: IDFilter) {{ products(filter: {{not: {{categoryId: $f}}}}) {{ {what} }} }}"
    said = house.compiled(query, f={operator: [id] if operator == "in" else id})
    assert said["data"] == {"products": None}
    [error] = said["errors"]
    assert (error["extensions"]["code"], error["path"]) == ("BAD_USER_INPUT", ["products"])
    assert "no id of a Category" in error["message"]


def test_an_id_of_no_row_is_none_of_another_type(shelf: House) -> None:
    said = found(shelf, {"not": {"categoryId": {"in": [f"Category:{NOTHING}"] * 2}}})
    assert said == "abcd"
    assert found(shelf, {"categoryId": {"eq": None}}) == "a"


def test_what_was_audited_is_found_by_id_and_type_together(house: House) -> None:
    house.work().tell("thing.done", "Product", NOTHING, None, {})
    query = "query ($f: IDFilter) { auditEntries(filter: {subjectId: $f}) { totalCount { value } edges { cursor } } }"
    this, that = f"Product:{NOTHING}", f"Store:{NOTHING}"
    for filter, count in (
        ({"eq": this}, 1),
        ({"eq": that}, 0),
        ({"in": [that, this]}, 1),
        ({"in": [that, that]}, 0),
        ({"isNull": False}, 1),
        ({"eq": None}, 0),
    ):
        said = house.query(query, f=filter)
        assert said["data"]["auditEntries"]["totalCount"]["value"] == count, filter
    assert house.query(query, f={"eq": str(NOTHING)})["errors"]
