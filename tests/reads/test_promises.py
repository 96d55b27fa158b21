"""What compiled reads promise: one statement a root, one snapshot, steady pages, any text."""

import asyncio
import json
import tempfile
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from graphql import GraphQLError
from sqlalchemy import text

import api.postgres_reader
import api.sqlite_reader
from api.changes import Changes
from api.database import Database
from api.reads.recent import Recent
from domain.permissions import Role
from tests.factories.stores import make_listing, make_store
from tests.house import House, changing, node_id
from tests.reads.asking import connections, node_of, whole
from tests.reads.filled import fill

ROOTS = [(name, node_of(field)) for kind, name, field in connections() if kind == "Query"]


@pytest.fixture
def changes(database: Database) -> Changes:
    """Of each test its own: what is remembered is counted here."""
    return changing(database)


# One statement for a root


class Wire:
    """What the pooled reading connection really sends, as sqlite3 or libpq itself sees it."""

    def __init__(self, database: Database) -> None:
        self.database, self.said = database, list[str]()

    def during(self, act: Callable[[], Any]) -> list[str]:
        reader: Any = self.database.reader
        reader.close_now()
        act()  # opens a connection, which goes back into the pool
        connection = reader.idle.get_nowait()
        assert reader.idle.empty()
        reader.idle.put(connection)
        if self.database.is_embedded:
            connection.set_trace_callback(self.said.append)
            act()
            connection.set_trace_callback(None)
            return self.said
        with tempfile.TemporaryFile() as log:
            connection.pgconn.trace(log.fileno())
            act()
            connection.pgconn.untrace()
            log.seek(0)
            lines = log.read().decode().splitlines()
        return [
            line
            for line in lines
            if "\tF\t" in line and ("\tExecute\t" in line or "\tQuery\t" in line)
        ]


@pytest.mark.parametrize("size", [1, 100])
@pytest.mark.parametrize(("root", "kind"), ROOTS)
def test_a_root_is_one_statement_whatever_its_size(
    house: House, root: str, kind: str, size: int
) -> None:
    if size == 100 and root in {"stores", "products", "orders"}:
        fill(house)
    page = f"{root}(first: {size}) {{ totalCount {{ value }} pageInfo {{ endCursor hasNextPage }} edges {{ node {{ {whole(kind)} }} }} }}"
    house.session.rollback()
    assert len(Wire(house.database).during(lambda: house.compiled(f"{{ {page} }}"))) == 1


def test_other_roots_are_one_statement_too(house: House) -> None:
    store = make_store(house)
    roots = (
        "viewer { user { name assignments { role } } organization { name } permissions { reach } }",
        f'node(id: "{node_id("Store", store)}") {{ id ... on Store {{ {whole("Store")} }} }}',
        f'nodes(ids: ["{node_id("Store", store)}", "Order:1", "User:1"]) {{ id }}',
        'variantBySku(sku: "x") { sku }',
        f'salesByDay(storeId: "{node_id("Store", store)}", since: "2026-03-01", until: "2026-03-31") {{ day }}',
    )
    for root in roots:
        house.session.rollback()
        assert len(Wire(house.database).during(partial(house.compiled, f"{{ {root} }}"))) == 1


# Several roots


@pytest.fixture
def meddling(monkeypatch: pytest.MonkeyPatch) -> Callable[[House, str], list[int]]:
    """Somebody writes between the first statement of a request and the next."""

    def meddle(house: House, statement: str) -> list[int]:
        embedded = (api.sqlite_reader, "_sqlite_row")
        module, name = (
            embedded if house.database.is_embedded else (api.postgres_reader, "_saved_now")
        )
        real, times = getattr(module, name), list[int]()

        def first_then_write(*given: Any) -> Any:
            found = real(*given)
            times.append(len(times))
            if len(times) == 1:
                with house.database.writing.begin() as connection:
                    connection.execute(text(statement))
            return found

        monkeypatch.setattr(module, name, first_then_write)
        return times

    return meddle


def test_several_roots_see_one_snapshot(house: House, meddling: Any) -> None:
    make_store(house, "before")
    house.session.rollback()
    ask = "stores { edges { node { name } } }"
    query = f"{{ a: {ask} b: {ask} c: {ask} }}"
    times = meddling(house, "UPDATE stores SET name = 'after'")
    said = house.compiled(query)["data"]
    assert len(times) == 3
    assert {key: said[key]["edges"][0]["node"]["name"] for key in "abc"} == dict.fromkeys(
        "abc", "before"
    )
    assert house.compiled(f"{{ {ask} }}")["data"]["stores"]["edges"][0]["node"]["name"] == "after"


@pytest.mark.parametrize("is_async", [False, True])
@pytest.mark.parametrize("broken", [0, 1, 2])
def test_a_root_whose_statement_fails_leaves_the_others(
    house: House, broken: int, is_async: bool
) -> None:
    make_store(house, "Lisbon")
    house.session.rollback()
    ask = "stores { edges { node { name } } }"
    run = house.reads.prepared(
        f"{{ a: {ask} b: {ask} c: {ask} }}", None, {}, house.manager, house.now
    )
    assert run
    run.statements[broken] = ("SELECT nothing FROM nowhere", [])
    if is_async:
        with asyncio.Runner() as loop:
            outcomes = loop.run(house.database.read(run.statements))
            loop.run(house.database.reader.close())
    else:
        outcomes = house.database.read_now(run.statements)
    house.reads.mask = lambda _: GraphQLError(
        "hidden", extensions={"code": "INTERNAL_SERVER_ERROR"}
    )
    said = json.loads(run.answer(outcomes, house.reads.masked))
    key = "abc"[broken]
    assert said["data"].pop(key) is None
    assert list(said["data"].values()) == [{"edges": [{"node": {"name": "Lisbon"}}]}] * 2
    [error] = said["errors"]
    assert (error["message"], error["path"]) == ("hidden", [key])


REFUSALS = {
    "forbidden": ("auditEntries { totalCount { value } }", "FORBIDDEN"),
    "size": ("stores(first: -1) { totalCount { value } }", "BAD_USER_INPUT"),
    "cursor": ('stores(after: "zz") { edges { cursor } }', "BAD_USER_INPUT"),
    "search": ('stores(query: "(") { edges { cursor } }', "BAD_USER_INPUT"),
    "value": ('stores(filter: {name: {eq: "\\u0000"}}) { edges { cursor } }', "BAD_USER_INPUT"),
    "key": ('variantBySku(sku: "\\u0000") { sku }', "BAD_USER_INPUT"),
}


@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_root_that_is_refused_leaves_the_others(
    house: House, refusal: str, is_first: bool
) -> None:
    bad, code = REFUSALS[refusal]
    parts = [f"bad: {bad}", "good: stores { totalCount { value } }"]
    query = "{ " + " ".join(parts if is_first else parts[::-1]) + " }"
    for answer in (house.compiled, house.ordinary):
        said = answer(query, house.actor(Role.DESIGNER))
        assert said["data"] == {"bad": None, "good": {"totalCount": {"value": 0}}}
        [error] = said["errors"]
        assert error["extensions"]["code"] == code
        assert error["path"] == ["bad"]


def test_a_field_that_is_refused_leaves_what_is_beside_it(house: House) -> None:
    store = make_store(house)
    for listings, code in (
        ("listings(first: -1)", "BAD_USER_INPUT"),
        ('listings(after: "zz")', "BAD_USER_INPUT"),
    ):
        query = (
            f"{{ stores {{ edges {{ node {{ name {listings} {{ edges {{ cursor }} }} }} }} }} }}"
        )
        for answer in (house.compiled, house.ordinary):
            said = answer(query)
            assert said["data"]["stores"]["edges"] == [
                {"node": {"name": store.name, "listings": None}}
            ]
            assert {error["extensions"]["code"] for error in said["errors"]} == {code}


# Plans


def test_a_plan_made_for_one_actor_serves_the_next_with_their_own_rows(house: House) -> None:
    stores = [make_store(house, name) for name in "AB"]
    for store in stores:
        make_listing(house, store)
    query = "{ stores { edges { node { name listings { totalCount { value } edges { node { store { name } } } } } } } }"
    house.compiled(query, house.actor(Role.OPERATIONS, stores=stores[:1]))
    plans = len(house.reads.plans.kept)
    for store in (*stores, stores[0]):
        said = house.compiled(query, house.actor(Role.OPERATIONS, stores=[store]))["data"]
        listings = {
            "totalCount": {"value": 1},
            "edges": [{"node": {"store": {"name": store.name}}}],
        }
        assert said["stores"]["edges"] == [{"node": {"name": store.name, "listings": listings}}]
    assert len(house.reads.plans.kept) == plans
    everybody = house.compiled(query, house.actor(Role.OPERATIONS, stores=stores))["data"]
    assert len(everybody["stores"]["edges"]) == 2


def test_a_plan_serves_the_other_organisation_with_its_own_rows(house: House) -> None:
    make_store(house, "ours")
    make_store(house.second, "theirs")
    query = "{ viewer { organization { handle } } stores { edges { node { name } } } }"
    for who, name in ((house, "ours"), (house.second, "theirs"), (house, "ours")):
        said = house.compiled(query, who.manager)["data"]
        assert said["stores"]["edges"] == [{"node": {"name": name}}]
        assert said["viewer"]["organization"]["handle"] == who.organization.handle
    assert len(house.reads.plans.kept) == 1


VALUES = [
    ({"q": "a"}, {"q": "b"}, True),
    ({"q": "a"}, {"q": "a b"}, False),
    ({"f": {"name": {"eq": "a"}}}, {"f": {"name": {"eq": "b"}}}, True),
    ({"f": {"name": {"eq": "a"}}}, {"f": {"name": {"eq": None}}}, False),
    ({"f": {"name": {"in": ["a"]}}}, {"f": {"name": {"in": ["a", "b"]}}}, True),
    ({"f": {"or": [{}]}}, {"f": {"or": [{}, {}]}}, False),
    ({"n": 1}, {"n": 2}, False),
    ({"n": 1}, {}, False),
]


@pytest.mark.parametrize(("one", "other", "is_shared"), VALUES)
def test_variables_share_a_plan_just_when_the_statement_is_the_same(
    house: House, one: Any, other: Any, is_shared: bool
) -> None:
    query = "query ($q: String, $f: StoreFilter, $n: Int) { stores(query: $q, filter: $f, first: $n) { totalCount { value } } }"
    for variables in (one, other, one):
        assert "errors" not in house.compiled(query, **variables)
    assert len(house.reads.plans.kept) == (1 if is_shared else 2)


def test_what_is_remembered_is_bounded(house: House) -> None:
    memory: Recent[str] = Recent(1_000, lambda _, value: len(value))
    for number in range(5_000):
        memory.get(number, lambda: "x" * (number % 90 + 1))  # noqa: B023  called at once
        assert sum(map(len, memory.kept.values())) == memory.weight <= 1_000
    assert memory.kept
    assert house.reads.plans.most < 10**9
    plans = house.reads.plans
    plans.most = 50_000
    for number in range(200):
        house.compiled(
            f"{{ a{number}: stores(first: {number % 100}) {{ totalCount {{ value }} }} }}"
        )
    assert plans.weight <= plans.most
    assert 0 < len(plans.kept) < 200
