"""What begins so: to the letter, at the edges of Unicode too, and found by an index."""

import re
from typing import Any

import psycopg
import pytest

from api.reads.beginnings import past
from tests.factories.orders import make_order
from tests.factories.stores import make_store
from tests.house import House

HIGH = "\U0010ffff"
NUMBERS = [
    "A", "a", "aB", "ab", "abc", "abd", "ac", "b", "a" + HIGH, "a" + HIGH + "b", "a" + HIGH + HIGH,
    HIGH, HIGH + "a", HIGH + HIGH, "\ud7ff", "\ud7ffz", "\ue000", "\U0001f600", "\U0001f601", "é",
    "e\u0301", "%", "_", "a%", "ﬀ",
]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end"),
    [("a", "b"), ("ab", "ac"), ("a" + HIGH, "b"), (HIGH, None), (HIGH * 3, None), ("", None),
     ("\ud7ff", "\ue000"), ("\uffff", "\U00010000"), ("a\ud7ff", "a\ue000")],
)  # fmt: skip
def test_the_least_text_past_a_beginning(start: str, end: str | None) -> None:
    assert past(start) == end


def test_what_begins_so_is_found_and_nothing_else(house: House) -> None:
    store = make_store(house)
    for number in NUMBERS:
        make_order(house, store, number=number)
    query = "query ($f: StringFilter, $q: String) { orders(first: 100, filter: {number: $f}, query: $q) { edges { node { number } } } }"
    for start in ["", *NUMBERS, "x"]:
        found = house.compiled(query, f={"startsWith": start})
        assert "errors" not in found, start
        numbers = [edge["node"]["number"] for edge in found["data"]["orders"]["edges"]]
        assert sorted(numbers) == sorted(n for n in NUMBERS if n.startswith(start)), start
        if start and start not in {"%", "_"}:
            found = house.compiled(query, q=f"number:{start}*")["data"]["orders"]["edges"]
            assert {edge["node"]["number"] for edge in found} == set(numbers)


@pytest.mark.parametrize("start", ["T", HIGH])
def test_an_index_finds_it(house: House, start: str) -> None:
    query = "query ($s: String) { orders(orderBy: NUMBER, filter: {number: {startsWith: $s}}) { edges { cursor } } }"
    run = house.reads.prepared(query, None, {"s": start}, house.manager, house.now)
    assert run
    [(statement, values)] = run.statements
    assert "number" in plan(house, statement, values)


def plan(house: House, statement: str, values: Any) -> str:
    """Between which bounds an index is entered."""
    with house.database.looking.connect() as connection:
        if house.database.is_embedded:
            said = str(
                connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(values)).all()
            )
            return " ".join(re.findall(r"\w+>\? AND \w+<\?", said))
        driver: Any = connection.connection.driver_connection
        cursor = psycopg.RawCursor(driver)
        for other in ("seqscan", "sort"):  # or a table of so few rows is read whole and sorted
            cursor.execute(f"SET LOCAL enable_{other} = off")
        cursor.execute(f"EXPLAIN {statement}", values)
        said = "\n".join(row[0] for row in cursor.fetchall())
        return " ".join(re.findall(r"Index Cond: .*", said))
