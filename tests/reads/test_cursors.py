"""Cursors: what one says, where it may be used, and what is none."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from graphql import GraphQLError
from sqlalchemy import Enum
from sqlalchemy.types import Boolean

from api.reads.cursors import keys_of
from domain.base import RowId, Scaled, UtcDateTime, Words
from domain.permissions import Role
from tests.factories.catalogue import make_category
from tests.factories.sourcing import make_supplier
from tests.house import MONDAY, House

ID = "01a2093a-adb6-7270-94d5-d87c2e7f7941"
INSTANT = "2026-03-02T09:00:00.000Z"


def written(*parts: Any) -> str:
    return json.dumps(list(parts), ensure_ascii=False).encode().hex()


def asked(
    house: House, order: str, end: str, cursor: str, what: str = "edges { node { name } }"
) -> Any:
    query = f"query ($c: String) {{ categories(orderBy: {order}, {end}: $c) {{ {what} }} }}"
    return house.compiled(query, c=cursor)


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "zz",
        "5b",
        "é",
        "00" * 500,
        written(),
        b"{}".hex(),
        b"null".hex(),
        b"\xff\xfe".hex(),
        b'["NEWEST","2026-03-02T09:00:00.000Z","' + b"[" * 5_000,
        written("NEWEST"),
        written("NEWEST", INSTANT),
        written("NEWEST", INSTANT, ID, ID),
        written("OLDEST", INSTANT, ID),
        written("newest", INSTANT, ID),
        written(1, INSTANT, ID),
        written(["NEWEST"], INSTANT, ID),
        written("NEWEST", "yesterday", ID),
        written("NEWEST", "2026-03-02T09:00:00", ID),
        written("NEWEST", 5, ID),
        written("NEWEST", None, ID),
        written("NEWEST", INSTANT, None),
        written("NEWEST", True, ID),
        written("NEWEST", INSTANT, "1"),
        written("NEWEST", INSTANT, 1),
        written("NEWEST", [INSTANT], ID),
        written("NEWEST", "0001-01-01T00:00:00+14:00", ID),
        written("NEWEST", "9999-12-31T23:59:59-14:00", ID),
    ],
)
@pytest.mark.parametrize("end", ["after", "before"])
@pytest.mark.parametrize(
    "what", ["edges { cursor }", "totalCount { value }", "pageInfo { endCursor }"]
)
def test_what_is_no_cursor_of_the_list_is_refused(
    house: House, cursor: Any, end: str, what: str
) -> None:
    said = asked(house, "NEWEST", end, cursor if isinstance(cursor, str) else cursor.hex(), what)
    assert said["data"] == {"categories": None}
    [error] = said["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["path"] == ["categories"]


@pytest.mark.parametrize(
    ("order", "key"),
    [
        ("POSITION", "1"),
        ("POSITION", 1.5),
        ("POSITION", True),
        ("POSITION", 2**63),
        ("POSITION", -(2**63) - 1),
        ("POSITION", 10**400),
        ("POSITION", None),
        ("NAME", 1),
        ("NAME", "a\x00b"),
        ("NAME", None),
        ("NAME", ["a"]),
    ],
)
def test_a_key_of_the_wrong_kind_is_refused(house: House, order: str, key: Any) -> None:
    said = asked(house, order, "after", written(order, key, ID))
    assert [error["extensions"]["code"] for error in said["errors"]] == ["BAD_USER_INPUT"]


def test_half_a_surrogate_pair_is_refused(house: House) -> None:
    said = asked(house, "NAME", "after", json.dumps(["NAME", "\ud800", ID]).encode().hex())
    assert [error["extensions"]["code"] for error in said["errors"]] == ["BAD_USER_INPUT"]


@pytest.mark.parametrize(
    ("order", "key"),
    [("POSITION", 2**63 - 1), ("POSITION", 1 - 2**63), ("NAME", "\U0010ffff"), ("NAME", ""),
     ("NEWEST", "0001-01-01T00:00:00Z"), ("NEWEST", "9999-12-31T23:59:59.999Z"), ("NEWEST", INSTANT)],
)  # fmt: skip
def test_a_key_that_a_row_could_have_is_good_for_a_page(house: House, order: str, key: Any) -> None:
    make_category(house, "one")
    ends = [asked(house, order, end, written(order, key, ID)) for end in ("after", "before")]
    assert all("errors" not in said for said in ends)
    assert sum(len(said["data"]["categories"]["edges"]) for said in ends) == 1


def test_a_cursor_says_sort_keys_and_id(house: House) -> None:
    house.now = MONDAY + timedelta(milliseconds=7)
    row = make_category(house, 'Ô "\\\n\u2028😀', position=-3)
    keys = {"POSITION": -3, "NAME": row.name, "NEWEST": "2026-03-02T09:00:00.007Z"}
    for order, key in keys.items():
        query = f"{{ categories(orderBy: {order}) {{ edges {{ cursor }} pageInfo {{ startCursor endCursor }} }} }}"
        said = house.compiled(query)["data"]["categories"]
        cursor = said["edges"][0]["cursor"]
        assert json.loads(bytes.fromhex(cursor)) == [order, key, str(row.id)]
        assert said["pageInfo"] == {"startCursor": cursor, "endCursor": cursor}


def test_a_cursor_stands_though_its_row_is_gone_or_is_not_seen(house: House) -> None:
    rows = [make_category(house, name) for name in "abc"]
    for gone in (str(rows[1].id), str(uuid4())):
        after, before = (
            asked(house, "NAME", end, written("NAME", "b", gone)) for end in ("after", "before")
        )
        names = [
            [edge["node"]["name"] for edge in said["data"]["categories"]["edges"]]
            for said in (after, before)
        ]
        assert sorted(names[0] + names[1]) == (
            ["a", "c"] if gone == str(rows[1].id) else ["a", "b", "c"]
        )


def test_a_cursor_serves_every_filter_and_reader(house: House) -> None:
    """It names a place in an order, and that is all."""
    for number in range(4):
        make_supplier(house, f"S{number}", name="same", lead_time_days=number)
    query = "query ($c: String, $f: SupplierFilter) { suppliers(orderBy: LEAD_TIME, after: $c, filter: $f) { edges { cursor node { code } } } }"
    edges = house.compiled(query)["data"]["suppliers"]["edges"]
    filter = {"code": {"in": ["S0", "S3"]}}
    for actor in (house.manager, house.actor(Role.PURCHASING)):
        said = house.compiled(query, actor, c=edges[1]["cursor"], f=filter)
        assert [edge["node"]["code"] for edge in said["data"]["suppliers"]["edges"]] == ["S3"]


@pytest.mark.parametrize(
    ("type_", "key", "value"),
    [
        (Words(), "a", "a"),
        (UtcDateTime(), INSTANT, MONDAY),
        (RowId(), ID, UUID(ID)),
        (Boolean(), True, True),
        (Enum(Role, native_enum=False), "FINANCE", Role.FINANCE),
    ],
)
def test_keys_come_back_as_their_columns_take_them(type_: Any, key: Any, value: Any) -> None:
    assert keys_of(written("S", key), "S", [(type_, False)]) == [value]


def test_no_value_is_a_key_where_the_column_may_have_none() -> None:
    assert keys_of(written("S", None), "S", [(Words(), True)]) == [None]
    with pytest.raises(GraphQLError):
        keys_of(written("S", None), "S", [(Words(), False)])


def test_scaled_keys_are_whole_numbers_in_a_cursor() -> None:
    [found] = keys_of(written("S", -1_500_000), "S", [(Scaled(), False)])
    assert str(found) == "-1.500000"
