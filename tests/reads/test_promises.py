"""What compiled reads promise: one statement a root, one snapshot, steady pages, any text."""

import asyncio
import json
import random
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLError
from sqlalchemy import text

import api.postgres_reader
import api.sqlite_reader
from api.database import Database
from api.reads.recent import Recent
from domain.catalogue.models import Category
from domain.permissions import Role
from tests.factories.catalogue import make_category, make_product, make_variant
from tests.factories.stores import make_listing, make_store
from tests.house import House, node_id
from tests.reads.asking import connections, node_of, whole
from tests.reads.filled import fill

ROOTS = [(name, node_of(field)) for kind, name, field in connections() if kind == "Query"]

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
    prepared = house.reads.prepared(
        f"{{ a: {ask} b: {ask} c: {ask} }}", None, {}, house.manager, house.now
    )
    assert prepared
    run = prepared[1]
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


# Pages

WALK = """
query ($size: Int, $after: String, $last: Int, $before: String) {
  categories(orderBy: POSITION, first: $size, after: $after, last: $last, before: $before) {
    edges { node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""


@pytest.mark.parametrize("is_backward", [False, True])
def test_a_walk_over_a_thousand_rows_meets_each_that_stays_just_once(
    house: House, is_backward: bool
) -> None:
    """While others are added and taken away before, behind and where it stands."""
    choose = random.Random(7)
    house.save(*(category(house, number, number // 7) for number in range(1_000)))
    ids = {node_id("Category", row) for row in house.session.query(Category)}
    gone, met, page, at = set[str](), list[str](), {"more": True}, None
    while page["more"]:
        way: dict[str, Any] = (
            {"last": 37, "before": at} if is_backward else {"size": 37, "after": at}
        )
        said = house.compiled(WALK, **way)["data"]["categories"]
        found = [edge["node"]["id"] for edge in said["edges"]]
        met = [*found, *met] if is_backward else [*met, *found]
        info = said["pageInfo"]
        page["more"] = info["hasPreviousPage" if is_backward else "hasNextPage"]
        at = info["startCursor" if is_backward else "endCursor"]
        leaving = [*choose.sample(sorted(ids - gone), 3), *found[-1:], *found[:1]]
        gone |= set(leaving)
        for id in leaving:
            row = house.session.get(Category, id.partition(":")[2])
            if row:
                house.session.delete(row)
        house.save(
            *(category(house, 2_000 + len(gone) * 10 + n, choose.randrange(143)) for n in range(3))
        )
    stayed = ids - gone
    assert len(met) == len(set(met)), "none twice"
    assert stayed <= set(met), "none left out"
    places = {
        node_id("Category", row): (row.position, row.id) for row in house.session.query(Category)
    }
    kept = [places[id] for id in met if id in places]
    assert kept == sorted(kept)


def category(house: House, number: int, position: int) -> Category:
    organization_id = house.organization.id
    return Category(
        organization_id=organization_id, handle=f"c{number}", name="C", position=position
    )


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


# Any text

OWN = ['"', "\\", "'", "''; DROP TABLE stores; --", "%s %(x)s :b1 {0} $1 ?", "\x01\x02\x03\x1f\x7f",
       "é\u2028\u2029", "😀𝄞", "\ufeff\u202e", "</script>", "a\r\n\tb", "null", "`${x}`", "a" * 1_900,
       "\x020:{}\x03", "\u0085\ufffe\uffff"]  # fmt: skip
LISTED = Path("/work/shared/data/naughty_strings/blns.json")
NAUGHTY = OWN + (json.loads(LISTED.read_text()) if LISTED.exists() else [])
SET = "mutation ($input: StoreUpdateInput!) { storeUpdate(input: $input) { store { note } userErrors { code path } } }"


def test_any_text_comes_back_as_it_went_in(house: House) -> None:
    """By mutation in, by its payload, a page and a filter out."""
    store = make_store(house)
    id = node_id("Store", store)
    get = "query ($id: ID!) { store(id: $id) { note } }"
    for words in NAUGHTY:
        said = house.ordinary(SET, input={"id": id, "note": words})["data"]["storeUpdate"]
        assert said["userErrors"] == [], words
        kept = said["store"]["note"]
        assert kept in {words, words.strip() or None}, words
        assert house.compiled(get, id=id) == {"data": {"store": {"note": kept}}}
        assert house.ordinary(get, id=id) == {"data": {"store": {"note": kept}}}


def test_any_text_can_be_looked_for(house: House) -> None:
    for words in NAUGHTY:
        if words and len(words) <= 200 and "\x00" not in words:
            make_category(house, words)
    get = "query ($name: String) { categories(filter: {name: {eq: $name}}, orderBy: NAME) { edges { cursor node { name } } } }"
    on = "query ($after: String) { categories(after: $after, first: 1, orderBy: NAME) { edges { node { name } } } }"
    for words in {row.name for row in house.session.query(Category)}:
        edges = house.compiled(get, name=words)["data"]["categories"]["edges"]
        assert edges, words
        assert {edge["node"]["name"] for edge in edges} == {words}
        assert "errors" not in house.compiled(on, after=edges[0]["cursor"])


@pytest.mark.parametrize("words", ["a\x00b", "\ud800", "a\udfff"])
def test_text_that_no_database_keeps_is_refused(house: House, words: str) -> None:
    store = make_store(house)
    said = house.ordinary(SET, input={"id": node_id("Store", store), "note": words})
    assert said["data"]["storeUpdate"] == {
        "store": None,
        "userErrors": [{"code": "INVALID", "path": ["note"]}],
    }


# Limits


def nested(depth: int) -> str:
    """A query so deep: variants and their products in turn."""
    said, at = "{ variants { edges { node", 3
    while at + 4 < depth:
        said += " { product { variants { edges { node"
        at += 4
    for step in ["product", "category", "parent"][: depth - at - 1]:
        said += f" {{ {step}"
        at += 1
    return said + " { id }" + " }" * at


@pytest.mark.parametrize("way", ["", "(first: 2)", "(last: 2)", "paged"])
def test_queries_as_deep_as_may_be_work(house: House, way: str) -> None:
    """SQLite's parser and PostgreSQL's planner take the deepest connections that are let through."""
    product = make_product(house, category_id=make_category(house).id)
    for number in range(3):
        make_variant(house, product, option_1=str(number))
    for depth in (11, 12):
        query = nested(depth)
        if way == "paged":
            query = query.replace(
                "edges {", "pageInfo { endCursor hasNextPage } totalCount { value } edges { cursor"
            )
        elif way:
            query = query.replace("variants {", f"variants{way} {{")
        said = house.compiled(query)
        assert said and "errors" not in said, query
        assert said["data"]["variants"]["edges"]
    assert codes(house, nested(13)) == ["LIMIT_EXCEEDED"]


def codes(house: House, query: str) -> list[str]:
    return [error["extensions"]["code"] for error in house.query(query).get("errors", ())]


def repeated(part: str, times: int) -> str:
    return " ".join(part.replace("#", str(number)) for number in range(times))


S = "{ totalCount { value } }"
DISTINCT = ["stores", "products", "variants", "categories", "listings", "orders", "users", "tokens"]
MANY_ROOTS = [f"r{n}: {DISTINCT[n % 8]} {S}" for n in range(21)]
AT_LIMIT: dict[str, tuple[str, str]] = {
    "aliases": (f"{{ stores {{ {repeated('a#: __typename', 30)} }} }}", f"{{ stores {{ {repeated('a#: __typename', 31)} }} }}"),
    "aliases in a fragment": tuple(  # type: ignore[dict-item]
        f"{{ stores {{ ...F }} }} fragment F on StoreConnection {{ {repeated('a#: __typename', n)} }}" for n in (30, 31)
    ),
    "aliases in an inline fragment": tuple(  # type: ignore[dict-item]
        f"{{ stores {{ ... {{ {repeated('a#: __typename', n)} }} }} }}" for n in (30, 31)
    ),
    "a fragment spread twice": tuple(  # type: ignore[dict-item]
        f"{{ stores {{ edges {{ ...F node {{ id }} }} }} x: stores {{ edges {{ ...F }} }} }} fragment F on StoreEdge {{ {repeated('a#: cursor', n)} }}"
        for n in (14, 15)
    ),
    "directives": tuple(  # type: ignore[dict-item]
        f"{{ stores {{ {repeated('a#: __typename @include(if: true)', n)} }} }}" for n in (10, 11)
    ),
    "the same root": tuple(f"{{ {repeated('a#: stores ' + S, n)} }}" for n in (5, 6)),  # type: ignore[dict-item]
    "roots": (f"{{ {' '.join(MANY_ROOTS[:20])} }}", f"{{ {' '.join(MANY_ROOTS)} }}"),
    "depth through fragments": tuple(  # type: ignore[dict-item]
        nested(n).replace("{ variants", "query { ...Q } fragment Q on Query { variants", 1) for n in (12, 13)
    ),
}  # fmt: skip


@pytest.mark.parametrize("limit", AT_LIMIT)
def test_a_limit_lets_the_last_through_and_refuses_the_next(house: House, limit: str) -> None:
    within, beyond = AT_LIMIT[limit]
    assert codes(house, within) == []
    assert codes(house, beyond) == ["LIMIT_EXCEEDED"]


def test_so_many_tokens_and_no_more(house: House) -> None:
    """Nineteen of the 2,000 stand around the list."""
    query = "{{ stores(filter: {{name: {{in: [{}]}}}}) {{ __typename }} }}"
    assert codes(house, query.format('"x" ' * 1_981)) == []
    assert codes(house, query.format('"x" ' * 1_982)) == ["GRAPHQL_PARSE_FAILED"]


def test_a_mutation_has_up_to_five_roots(house: House) -> None:
    one = 'productActivate(input: {id: "x"}) { userErrors { code } }'
    assert codes(house, f"mutation {{ {repeated('a#: ' + one, 5)} }}") == []
    assert codes(house, f"mutation {{ {repeated('a#: ' + one, 6)} }}") != []


def test_ids_at_once_and_sizes_of_pages(house: House) -> None:
    for ids, failed in ((100, []), (101, ["BAD_USER_INPUT"])):
        assert codes(house, "{ nodes(ids: [" + '"Store:x" ' * ids + "]) { id } }") == failed
    for way in ("first", "last"):
        for size, failed in (
            (0, []),
            (100, []),
            (101, ["BAD_USER_INPUT"]),
            (-1, ["BAD_USER_INPUT"]),
        ):
            assert codes(house, f"{{ stores({way}: {size}) {{ edges {{ cursor }} }} }}") == failed
            query = f"query ($n: Int) {{ stores({way}: $n) {{ edges {{ cursor }} }} }}"
            said = house.query(query, n=size)
            assert [error["extensions"]["code"] for error in said.get("errors", ())] == failed


BOMB = "{ stores { ...F0 } } " + " ".join(
    f"fragment F{n} on StoreConnection {{ {' '.join([f'...F{n + 1}'] * 10)} }}" for n in range(6)
) + " fragment F6 on StoreConnection { __typename }"  # fmt: skip
CYCLE = "{ stores { ...A } } fragment A on StoreConnection { ...B } fragment B on StoreConnection { ...A }"


def test_bombs_and_circles_of_fragments_are_refused_at_once(house: House) -> None:
    assert codes(house, BOMB) == ["LIMIT_EXCEEDED"]
    assert codes(house, CYCLE) == ["GRAPHQL_VALIDATION_FAILED"]
    assert codes(house, "{" * 1_990 + "}") == ["GRAPHQL_PARSE_FAILED"]


def test_counts_are_exact_up_to_ten_thousand(house: House) -> None:
    def add(first: int, many: int) -> Iterator[dict[str, Any]]:
        for number in range(first, first + many):
            row = category(house, number, number)
            yield {"id": row.id, "organization_id": row.organization_id, "handle": row.handle,
                   "name": "C", "position": 0, "created_at": house.now, "updated_at": house.now,
                   "version": 1, **dict.fromkeys(Category.folded, "")}  # fmt: skip

    query = "{ categories(first: 1) { totalCount { value precision } edges { node { products { totalCount { value } } } } } }"
    for first, many, precision in ((0, 10_000, "EXACT"), (10_000, 1, "AT_LEAST")):
        house.session.execute(Category.__table__.insert(), list(add(first, many)))  # type: ignore[attr-defined]
        house.session.commit()
        said = house.compiled(query)["data"]["categories"]["totalCount"]
        assert said == {"value": 10_000, "precision": precision}
