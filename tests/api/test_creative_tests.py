"""Figures that platforms report, and what a test of pictures has shown by them."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.permissions import Role
from domain.reviews.models import CreativeFact
from domain.stores.models import ListingMedia
from domain.stores.states import ArmLabel, MediaSlot
from tests.conftest import MONDAY, House, node_id
from tests.factories.reviews import DAY, make_fact, make_shown
from tests.factories.stores import make_listing, make_store

INGEST = """mutation ($input: CreativeFactsIngestInput!, $key: String!) {
  creativeFactsIngest(input: $input) @idempotent(key: $key) {
    createdCount replacedCount media { id countedFrom countedUntil }
    userErrors { code message path } } }"""
TEST = """query ($id: ID!, $position: Int = 0) {
  creativeTest(listingId: $id, slot: MAIN, position: $position) {
    dayCount since until verdict winner impressionsNeeded
    arms { arm media { id } impressions clicks clickThroughRate low high } } }"""


def ingested(house: House, media: ListingMedia, *rows: dict[str, Any], key: str = "k") -> Any:
    usual: dict[str, Any] = {"mediaId": node_id("ListingMedia", media), "day": str(DAY)}
    usual |= {"impressions": 100, "clicks": 5}
    given = {
        "storeId": node_id("Store", media.store_id),
        "rows": [{**usual, **row} for row in rows],
    }
    answer = house.query(INGEST, input=given, key=key)
    assert "errors" not in answer, answer
    return answer["data"]["creativeFactsIngest"]


def known(house: House) -> list[tuple[str, int, int]]:
    rows = house.session.query(CreativeFact).order_by(CreativeFact.day)
    found = [(str(row.day), row.impressions, row.clicks) for row in rows.populate_existing()]
    house.session.commit()
    return found


def test_a_later_report_replaces_a_days_figures(house: House) -> None:
    media = make_shown(house)
    two = ingested(house, media, {}, {"day": "2026-02-28", "clicks": 0})
    assert (two["createdCount"], two["replacedCount"]) == (2, 0)
    [shown] = two["media"]
    assert (shown["countedFrom"], shown["countedUntil"]) == ("2026-02-28", "2026-03-01")
    more = {"impressions": 120, "clicks": 120}
    again = ingested(house, media, more, {"day": "2026-03-02"}, key="other")
    assert (again["createdCount"], again["replacedCount"]) == (1, 1)
    assert known(house) == [
        ("2026-02-28", 100, 0),
        ("2026-03-01", 120, 120),
        ("2026-03-02", 100, 5),
    ]


def test_all_rows_are_taken_in_or_none_and_each_wrong_one_is_told_of(house: House) -> None:
    media = make_shown(house, ends_at=MONDAY - timedelta(days=1))
    foreign = node_id("ListingMedia", make_shown(house))
    payload = ingested(
        house,
        media,
        {},
        {"clicks": 101, "day": "2026-02-27"},
        {"impressions": -1, "clicks": -1, "day": "2026-02-26"},
        {"clicks": -1, "day": "2026-02-25"},
        {"day": "2026-03-03"},
        {"day": "2026-03-02"},
        {"day": "2026-02-19"},
        {},
        {"mediaId": foreign},
        {"mediaId": "ListingMedia:nothing"},
    )
    errors = [(error["path"], error["code"]) for error in payload["userErrors"]]
    assert errors == [
        (["rows", "1", "clicks"], "INVALID"),
        (["rows", "2", "impressions"], "INVALID"),
        (["rows", "3", "clicks"], "INVALID"),
        (["rows", "4", "day"], "INVALID"),
        (["rows", "5", "day"], "INVALID"),
        (["rows", "6", "day"], "INVALID"),
        (["rows", "7", "day"], "INVALID"),
        (["rows", "8", "mediaId"], "NOT_FOUND"),
        (["rows", "9", "mediaId"], "NOT_FOUND"),
    ]
    assert known(house) == []
    mended = ingested(house, media, {})
    assert mended["userErrors"] == [], "the key of what was refused is free"


@pytest.mark.parametrize(("zone", "today"), [("Asia/Tokyo", 2), ("Pacific/Honolulu", 1)])
def test_today_is_where_the_store_is(house: House, zone: str, today: int) -> None:
    """It is Monday, 09:00 UTC: 18:00 in Tokyo, and Sunday 23:00 in Honolulu."""
    media = make_shown(house, make_listing(house, make_store(house, time_zone=zone)))
    assert ingested(house, media, {"day": f"2026-03-0{today}"})["userErrors"] == []
    [error] = ingested(house, media, {"day": f"2026-03-0{today + 1}"}, key="b")["userErrors"]
    assert f"in the store it is 2026-03-0{today}" in error["message"]


def test_no_more_than_so_many_rows_at_once(house: House) -> None:
    [error] = ingested(house, make_shown(house), *[{}] * 1_001)["userErrors"]
    assert (error["code"], error["path"]) == ("LIMIT_EXCEEDED", ["rows"])


def found_of(house: House, listing: Any, actor: Any = None, position: int = 0) -> Any:
    given = {"id": node_id("Listing", listing), "position": position}
    answer = house.compiled(TEST, actor, **given)
    assert "errors" not in answer, answer
    assert answer == house.ordinary(TEST, actor, **given)
    return answer["data"]["creativeTest"]


def arm(house: House, listing: Any, label: str, *days: tuple[int, int], **more: Any) -> Any:
    """One with figures of that many days until the first of March."""
    media = make_shown(house, listing, arm=ArmLabel[label], **more)
    for back, figures in enumerate(days):
        make_fact(house, media, *figures, DAY - timedelta(days=back))
    return media


def test_a_test_tells_rates_intervals_and_who_wins(house: House) -> None:
    listing = make_listing(house)
    a = arm(house, listing, "A", (10_000, 450), (10_000, 550))
    b = arm(house, listing, "B", (12_000, 700), (8_000, 500))
    found = found_of(house, listing)
    assert found == {
        "dayCount": 2,
        "since": "2026-02-28",
        "until": "2026-03-01",
        "verdict": "WINNER",
        "winner": "B",
        "impressionsNeeded": 7_373,
        "arms": [
            {
                "arm": "A",
                "media": {"id": node_id("ListingMedia", a)},
                "impressions": 20_000,
                "clicks": 1_000,
                "clickThroughRate": "0.05",
                "low": "0.047064",
                "high": "0.053108",
            },
            {
                "arm": "B",
                "media": {"id": node_id("ListingMedia", b)},
                "impressions": 20_000,
                "clicks": 1_200,
                "clickThroughRate": "0.06",
                "low": "0.056792",
                "high": "0.063377",
            },
        ],
    }


def test_a_day_counts_that_all_arms_were_counted_on(house: House) -> None:
    listing = make_listing(house)
    arm(house, listing, "A", (100, 1), (9_999, 9_999))
    arm(house, listing, "B", (200, 2))
    found = found_of(house, listing)
    assert (found["dayCount"], found["since"], found["verdict"]) == (
        1,
        "2026-03-01",
        "NOT_ENOUGH_DATA",
    )
    assert [(one["impressions"], one["clicks"]) for one in found["arms"]] == [(100, 1), (200, 2)]


def test_of_what_was_never_seen_there_is_no_rate(house: House) -> None:
    listing = make_listing(house)
    arm(house, listing, "A")
    arm(house, listing, "C")
    found = found_of(house, listing)
    assert (found["dayCount"], found["since"], found["impressionsNeeded"]) == (0, None, None)
    assert [one["arm"] for one in found["arms"]] == ["A", "C"]
    for one in found["arms"]:
        assert (one["impressions"], one["clicks"]) == (0, 0)
        assert (one["clickThroughRate"], one["low"], one["high"]) == (None, None, None)


def test_the_last_test_is_of_what_was_shown_when_its_last_arm_began(house: House) -> None:
    """B as it was and D are of tests before; what is to come is of none yet."""
    listing, day = make_listing(house), timedelta(days=1)
    a = arm(house, listing, "A", starts_at=MONDAY - 20 * day)
    arm(house, listing, "B", starts_at=MONDAY - 20 * day, ends_at=MONDAY - 4 * day)
    arm(house, listing, "D", starts_at=MONDAY - 20 * day, ends_at=MONDAY - 9 * day)
    b = arm(house, listing, "B", starts_at=MONDAY - 4 * day)
    arm(house, listing, "C", starts_at=MONDAY + day)
    arm(house, listing, "C", slot=MediaSlot.GALLERY)
    shown = [one["media"]["id"] for one in found_of(house, listing)["arms"]]
    assert shown == [node_id("ListingMedia", a), node_id("ListingMedia", b)]


def test_one_alone_is_no_test(house: House) -> None:
    listing = make_listing(house)
    arm(house, listing, "A", (10, 1))
    assert found_of(house, listing) is None
    assert found_of(house, listing, position=1) is None


def test_four_arms_are_four(house: House) -> None:
    listing = make_listing(house)
    for number, label in enumerate("DBCA"):
        arm(house, listing, label, (10_000, 500 + number))
    found = found_of(house, listing)
    assert [(one["arm"], one["clicks"]) for one in found["arms"]] == [
        ("A", 503),
        ("B", 501),
        ("C", 502),
        ("D", 500),
    ]
    assert (found["verdict"], found["winner"]) == ("NOT_ENOUGH_DATA", None)


@pytest.mark.parametrize("who", ["stranger", "other store", "finance"])
def test_a_test_that_one_may_not_see_is_none(house: House, who: str) -> None:
    """Finance reads the catalogue, and no renders."""
    store, other = make_store(house), make_store(house)
    listing = make_listing(house, store)
    for label in "AB":
        arm(house, listing, label, (10, 1))
    actor = {
        "stranger": lambda: house.second.manager,
        "other store": lambda: house.actor(Role.MANAGER, stores=[other]),
        "finance": lambda: house.actor(Role.FINANCE, Role.CUSTOMER_SERVICE, stores=[other]),
    }[who]()
    assert found_of(house, listing, actor) is None
    assert found_of(house, listing, house.actor(Role.DESIGNER, stores=[store]))


def test_dates_are_kept_as_days(house: House) -> None:
    media = make_shown(house)
    ingested(house, media, {"day": "2026-02-28"})
    row = house.session.query(ListingMedia).populate_existing().one()
    assert (row.counted_from, row.counted_until) == (date(2026, 2, 28), date(2026, 2, 28))
