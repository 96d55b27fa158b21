"""Pages stay steady while rows come and go, and counts say how sure they are."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from domain.catalogue.models import Category
from tests.house import House, node_id

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
    choose = random.Random(7)  # noqa: S311
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
