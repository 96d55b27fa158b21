"""`expectedVersion`: nothing is changed that is not as the client read it."""

from typing import Any

import pytest

from tests.conftest import House, node_id
from tests.factories.catalogue import make_variant
from tests.writes.at_once import at_once, sender
from tests.writes.changes import codes, done, everything, input_type, row_of, send
from tests.writes.every import CHANGES, FIELDS

VERSIONED = sorted(field for field in FIELDS if "expectedVersion" in input_type(field).fields)
EVERY = pytest.mark.parametrize("field", VERSIONED)
GOES = {
    "categoryRemove",
    "fontAssetDelete",
    "mediaAssetDelete",
    "pictureRemove",
    "platformEventDelete",
    "reviewCommentRemove",
}
"""What they remove has no version afterwards."""
STAYS = {"variantAdd", "renderBatchRetry", "renderJobRepeat", "renderJobRetry"}
"""The version is the product's, or the failed render's, which what is new leaves as it is."""


def subject(input: dict[str, Any]) -> str:
    """Whose version is expected."""
    found: str = input.get("id") or input["productId"]
    return found


def test_all_that_changes_one_thing_can_expect_a_version() -> None:
    """All that name it by `id`; the copy leaves it as it is, and an assignment has only an end."""
    by_id = {field for field in FIELDS if "id" in input_type(field).fields}
    assert by_id - set(VERSIONED) == {"listingCopyToStores", "roleRevoke"}


@EVERY
@pytest.mark.parametrize("off_by", [-1, 1])
def test_what_changed_since_it_was_read_is_left_alone(
    house: House, field: str, off_by: int
) -> None:
    input = CHANGES[field].ready(house)
    present = row_of(house, subject(input)).version
    before = everything(house)
    payload = send(house, field, {**input, "expectedVersion": present + off_by})
    [error] = payload["userErrors"]
    assert (error["code"], error["path"]) == ("VERSION_MISMATCH", ["expectedVersion"])
    assert str(present) in error["message"]
    assert {name: value for name, value in payload.items() if value and name[0] != "_"} == {
        "userErrors": [error]
    }
    assert everything(house) == before


def test_the_error_tells_the_present_version(house: House) -> None:
    input = CHANGES["storePause"].ready(house)
    text = """mutation ($input: StorePauseInput!) { storePause(input: $input) {
      userErrors { __typename ... on VersionMismatch { version } } } }"""
    answer = house.query(text, input={**input, "expectedVersion": 9})
    mismatch = {"__typename": "VersionMismatch", "version": 1}
    assert answer == {"data": {"storePause": {"userErrors": [mismatch]}}}


@EVERY
def test_what_is_as_it_was_read_is_changed_and_counted(house: House, field: str) -> None:
    input = CHANGES[field].ready(house)
    present = row_of(house, subject(input)).version
    done(house, field, {**input, "expectedVersion": present})
    row = row_of(house, subject(input))
    if field in GOES:
        assert row is None
    else:
        assert row.version == present + (field not in STAYS)


@EVERY
def test_the_second_of_two_who_read_the_same_is_refused(house: House, field: str) -> None:
    """At once, each with a key of their own: the one that waited sees what the first has done."""
    if field in STAYS:
        return
    input = CHANGES[field].ready(house)
    given = {**input, "expectedVersion": row_of(house, subject(input)).version}
    first, second = at_once(
        house, sender(house, field, given, "mine"), sender(house, field, given, "yours")
    )
    assert codes(first) == []
    assert codes(second) == (["NOT_FOUND"] if field in GOES else ["VERSION_MISMATCH"])


def test_of_many_at_once_one_stale_version_stops_them_all(house: House) -> None:
    rows = [make_variant(house), make_variant(house)]
    named = [{"id": node_id("Variant", row), "title": "Blue"} for row in rows]
    given = [{**named[0], "expectedVersion": 1}, {**named[1], "expectedVersion": 2}]
    before = everything(house)
    payload = send(house, "variantsBulkUpdate", {"variants": given})
    [error] = payload["userErrors"]
    assert error["code"] == "VERSION_MISMATCH"
    assert error["path"] == ["variants", "1", "expectedVersion"]
    assert everything(house) == before

    given[1]["expectedVersion"] = 1
    done(house, "variantsBulkUpdate", {"variants": given})
    versions = [row_of(house, one["id"]).version for one in named]
    assert versions == [2, 2]
