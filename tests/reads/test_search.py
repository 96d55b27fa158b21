"""Search strings: what each form finds, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from graphql import GraphQLError

from api.reads.search_string import parsed
from tests.factories.catalogue import make_product
from tests.factories.sourcing import make_supplier
from tests.house import MONDAY, House


@pytest.fixture
def shelf(house: House) -> House:
    rows: list[tuple[str, Any, str]] = [
        ("Red mug", "Porto", " mug red "),
        ("Blue mug", None, " mug "),
        ("Straße", "a b", ""),
        ("OR", "c,d", " tea "),
        ("key:value", "e*", " mug-tree "),
    ]
    for place, (title, brand, tags) in enumerate(rows):
        house.now = MONDAY + timedelta(days=place)
        make_product(house, title, brand=brand, tags=tags, handle=f"h{place}")
    return house


def found(house: House, search: str) -> list[int]:
    """The places, above, of what is found."""
    query = "query ($q: String) { products(query: $q, orderBy: OLDEST) { totalCount { value } edges { node { handle } } } }"
    said = house.compiled(query, q=search)
    assert "errors" not in said, said
    places = [int(edge["node"]["handle"][1:]) for edge in said["data"]["products"]["edges"]]
    assert said["data"]["products"]["totalCount"]["value"] == len(places)
    return places


ALL = [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("search", "places"),
    [
        ("", ALL),
        ("   ", ALL),
        ("mug", [0, 1, 4]),
        ("MUG", [0, 1, 4]),
        ("\uff4d\uff55\uff47", [0, 1, 4]),  # in full width
        ("strasse", [2]),
        ("red mug", [0]),
        ("mug red", [0]),
        ('"red mug"', [0]),
        ('"mug red"', [0]),
        ('"blue red"', []),
        ("red AND mug", [0]),
        ("red OR straße", [0, 2]),
        ("red or straße", []),
        ('"OR"', [0, 3]),
        ("-mug", [2, 3]),
        ("NOT mug", [2, 3]),
        ("not mug", []),
        ("mug -red", [1, 4]),
        ("mug NOT red", [1, 4]),
        ("mug AND NOT red", [1, 4]),
        ("(mug) AND (red)", [0]),
        ("mug AND (red OR blue)", [0, 1]),
        ('"OR" OR "AND"', [0, 3]),
        ("*", [4]),
        ("--mug", [0, 1, 4]),
        ("NOT NOT mug", [0, 1, 4]),
        ("-(mug OR straße)", [3]),
        ("(red OR blue) mug", [0, 1]),
        ("red OR blue mug", [0, 1]),
        ("mug (red OR (blue))", [0, 1]),
        ("mug(red)", [0]),
        ("brand:Porto", [0]),
        ("brand:porto", []),
        ('brand:"Porto"', [0]),
        ("brand:Por*", [0]),
        ("brand:*", [0, 2, 3, 4]),
        ("-brand:*", [1]),
        ("NOT brand:Porto", [1, 2, 3, 4]),
        ('brand:"a b"', [2]),
        ("brand:a b", []),
        ("brand:c,d", []),
        ('brand:"c,d"', [3]),
        ("brand:Porto,nothing", [0]),
        ("brand:Porto,", [0]),
        ('brand:"e*"', [4]),
        ("brand:e*", [4]),
        ("brand:>a", [2, 3, 4]),
        ("brand:>=e*", [4]),
        ("brand:<b", [0, 2]),
        ("title:OR", [3]),
        ("title:AND", []),
        ('"key:value"', [4]),
        ('title:"key:value"', [4]),
        ("title:key:value", [4]),
        ("state:active", ALL),
        ("state:ACTIVE,DRAFT", ALL),
        ("state:draft", []),
        ("state:act*", ALL),
        ("state:ACT*", ALL),
        ("state:Acti*", ALL),
        ("-state:act*", []),
        ("state:dr*", []),
        ("created_at:2026-03-02T09:00:00Z", [0]),
        ("created_at:>2026-03-03", [1, 2, 3, 4]),
        ("created_at:>=2026-03-03T09:00:00Z created_at:<2026-03-05T09:00:00Z", [1, 2]),
        ('created_at:"2026-03-03T18:00:00+09:00"', [1]),
        ("tag:mug", [0, 1]),
        ("tag:MUG", [0, 1]),
        ("tag:mug tag:red", [0]),
        ("-tag:mug", [2, 3, 4]),
        ("tag:red,tea", [0, 3]),
        ("tag:mug*", [0, 1, 4]),
        ("tag:*", [0, 1, 3, 4]),
        ("- mug", [4]),  # a dash alone is a word
        ("%", []),
        ("_", []),
        ("\\", []),
        ('"\\""', []),
    ],
)
def test_a_search_finds(shelf: House, search: str, places: list[int]) -> None:
    assert found(shelf, search) == places


@pytest.mark.parametrize(
    "search",
    [
        "(",
        ")",
        "(mug",
        "mug)",
        "((mug)",
        "()) ",
        '"mug',
        'title:"mug',
        '"',
        "NOT",
        "OR",
        "AND",
        "()",
        "( )",
        "-()",
        "mug OR",
        "OR mug",
        "mug OR OR red",
        "mug OR AND red",
        "mug AND",
        "AND mug",
        "mug AND AND red",
        "mug AND OR red",
        "NOT OR",
        "NOT AND mug",
        "(OR)",
        "(mug OR)",
        "mug () red",
        '""',
        '-""',
        'mug OR ""',
        "brand:,",
        "-brand:,,",
        "tag:,",
        "state:,",
        "mug NOT",
        "(NOT)",
        "(-(mug)",
        "nothing:1",
        "Title:mug",
        "search_text:mug",
        "organization_id:1",
        "state:sold",
        "state:>sold",
        "state:active,sold",
        "created_at:yesterday",
        "created_at:2026-13-01",
        "created_at:>",
        "created_at:2026*",
        "created_at:>0001-01-01T00:00:00+14:00",
        "created_at:9999-12-31T23:59:59-14:00",
        "a\x00b",
        "\ud800",
        "brand:a\x00",
        "x" * 1_001,
        "(" * 9 + "mug" + ")" * 9,
        "-" * 10 + "mug",
        " ".join(["mug"] * 31),
    ],
)
@pytest.mark.parametrize("what", ["edges { cursor }", "totalCount { value }", "__typename"])
def test_a_search_is_refused(house: House, search: str, what: str) -> None:
    said = house.compiled(f"query ($q: String) {{ products(query: $q) {{ {what} }} }}", q=search)
    assert said["data"] == {"products": None}, search
    [error] = said["errors"]
    assert (error["extensions"]["code"], error["path"]) == ("BAD_USER_INPUT", ["products"])


@pytest.mark.parametrize(
    "search",
    ["x" * 1_000, "(" * 8 + "mug" + ")" * 8, "-" * 9 + "mug", " ".join(["mug"] * 30), " OR ".join(["mug"] * 30)],
)  # fmt: skip
def test_the_largest_search_is_let_through(shelf: House, search: str) -> None:
    found(shelf, search)


@pytest.mark.parametrize(
    ("search", "days"),
    [("lead_time_days:7", [7]), ("lead_time_days:>7", [30]), ("lead_time_days:>=7", [7, 30]),
     ("lead_time_days:<7", [0]), ("lead_time_days:<=7", [0, 7]), ("lead_time_days:0,30", [0, 30]),
     ("-lead_time_days:0", [7, 30]), ("lead_time_days:-7", []), (f"lead_time_days:{2**63 - 1}", [])],
)  # fmt: skip
def test_numbers(house: House, search: str, days: list[int]) -> None:
    for number in (0, 7, 30):
        make_supplier(house, f"S{number}", lead_time_days=number)
    query = "query ($q: String) { suppliers(query: $q, orderBy: LEAD_TIME) { edges { node { leadTimeDays } } } }"
    edges = house.compiled(query, q=search)["data"]["suppliers"]["edges"]
    assert [edge["node"]["leadTimeDays"] for edge in edges] == days


@pytest.mark.parametrize(
    "search",
    [
        "lead_time_days:x",
        "lead_time_days:7.5",
        f"lead_time_days:{2**63}",
        "lead_time_days:7*",
        "lead_time_days:7,x",
        "lead_time_days:" + "9" * 900,
    ],
)
def test_what_is_no_number_is_refused(house: House, search: str) -> None:
    said = house.compiled(
        "query ($q: String) { suppliers(query: $q) { totalCount { value } } }", q=search
    )
    assert [error["extensions"]["code"] for error in said["errors"]] == ["BAD_USER_INPUT"]


@pytest.mark.parametrize(
    ("search", "skeleton"),
    [
        ("a", ("and", (None, "holds"))),
        ("a b", ("and", (None, "holds"), (None, "holds"))),
        ("a OR b", ("or", ("and", (None, "holds")), ("and", (None, "holds")))),
        ("-k:v", ("and", ("not", ("k", "eq")))),
        ("k:>=v", ("and", ("k", "gte"))),
        ("k:=v", ("and", ("k", "eq"))),
        ("k:<v", ("and", ("k", "lt"))),
        ("k:*", ("and", ("k", "any"))),
        ("k:v*", ("and", ("k", "starts"))),
        ("k:v,w", ("and", ("k", "in"))),
        ('k:"v,w*"', ("and", ("k", "eq"))),
        ("1k:v", ("and", (None, "holds"))),
        ("k:", ("and", (None, "holds"))),
    ],
)
def test_a_search_is_read_as(search: str, skeleton: Any) -> None:
    assert parsed(search).skeleton == skeleton


@pytest.mark.parametrize(
    ("search", "value"),
    [('"a\\"b"', 'a"b'), ('"a\\\\b"', "a\\b"), ('k:"a b"', "a b"), ("k:a:b", "a:b"), ("k:>>a", ">a"), ("a-b", "a-b"), ('k:""', "")],
)  # fmt: skip
def test_a_term_has_the_value(search: str, value: str) -> None:
    assert [term.value for term in parsed(search).terms()] == [value]


def test_what_cannot_be_read_says_where() -> None:
    with pytest.raises(GraphQLError, match="'\"mug'"):
        parsed('red "mug')


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("OR", 'before OR; the word itself is written "OR"'),
        ("mug AND", "at its end"),
        ("()", r"before \)"),
        ('""', "empty word"),
        ("brand:,", "'brand'"),
    ],
)
def test_what_cannot_be_meant_says_what_is_wrong(search: str, said: str) -> None:
    with pytest.raises(GraphQLError, match=said):
        parsed(search)
