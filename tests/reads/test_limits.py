"""What one document may ask: the last that is let through, and the next, which is refused."""

import pytest

from tests.factories.catalogue import make_category, make_product, make_variant
from tests.house import House


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
        assert "errors" not in said, query
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
    """Twenty of the 2,000 stand around the list."""
    query = "{{ stores(filter: {{name: {{in: [{}]}}}}) {{ __typename }} }}"
    assert codes(house, query.format('"x" ' * 1_980)) == []
    assert codes(house, query.format('"x" ' * 1_981)) == ["GRAPHQL_PARSE_FAILED"]


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
