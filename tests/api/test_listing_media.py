"""What listings show: set whole, tested in arms, and kept off sale when it breaks its preset."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.assets.states import AssetKind
from domain.catalogue.models import ProductState
from domain.compliance.states import PresetKind, Verdict
from domain.ids import NOBODY
from domain.stores.arms import Shown, clashes, days_shown, overlap
from domain.stores.models import Listing, ListingMedia
from domain.stores.states import ArmLabel, ListingState, MediaSlot
from tests.conftest import MONDAY, House, node_id
from tests.factories.assets import make_asset
from tests.factories.catalogue import make_picture, make_product, make_variant
from tests.factories.compliance import make_preset, make_result
from tests.factories.reviews import DAY, make_fact, make_shown
from tests.factories.stores import make_listing, make_store

SET = """mutation ($input: ListingMediaSetInput!) { listingMediaSet(input: $input) {
  listing { version media(first: 100) { edges { node { id slot position arm startsAt endsAt
    isCurrent asset { id } preset { id } } } } } userErrors { code message path } } }"""
HOUR = timedelta(hours=1)


def sent(house: House, listing: Listing | UUID, *items: dict[str, Any]) -> Any:
    given = {"id": node_id("Listing", listing), "items": list(items)}
    answer = house.query(SET, input=given)
    assert "errors" not in answer, answer
    return answer["data"]["listingMediaSet"]


def shown(house: House, listing: Listing, *items: dict[str, Any]) -> list[Any]:
    payload = sent(house, listing, *items)
    assert payload["userErrors"] == []
    return [edge["node"] for edge in payload["listing"]["media"]["edges"]]


def refusal(payload: Any) -> tuple[str, list[str]]:
    assert payload["listing"] is None
    [error] = payload["userErrors"]
    return error["code"], error["path"]


def item(house: House, slot: str = "MAIN", **more: Any) -> dict[str, Any]:
    kind = AssetKind.VIDEO if slot == "VIDEO" else AssetKind.IMAGE
    return {"slot": slot, "assetId": node_id("MediaAsset", make_asset(house, kind=kind)), **more}


def kept(row: ListingMedia, **more: Any) -> dict[str, Any]:
    """The item that keeps a row as it is."""
    own = {"id": node_id("ListingMedia", row), "assetId": node_id("MediaAsset", row.asset_id)}
    return {**own, "slot": row.slot.name, "arm": row.arm.name, "position": row.position, **more}


def test_a_listing_shows_what_is_said_from_now_on(house: House) -> None:
    listing = make_listing(house)
    preset = node_id("SizePreset", make_preset(house))
    later = (MONDAY + HOUR).isoformat()
    rows = shown(
        house,
        listing,
        item(house, presetId=preset),
        item(house, "GALLERY", position=1),
        item(house, "VIDEO", startsAt=later),
    )
    by_slot = {row["slot"]: row for row in rows}
    assert by_slot["MAIN"]["preset"] == {"id": preset}
    assert by_slot["MAIN"]["startsAt"] == "2026-03-02T09:00:00.000Z"
    assert {slot: row["isCurrent"] for slot, row in by_slot.items()} == {
        "MAIN": True,
        "GALLERY": True,
        "VIDEO": False,
    }


def test_what_is_named_stays_what_is_left_out_goes_and_what_has_ended_is_history(
    house: House,
) -> None:
    listing = make_listing(house)
    over = make_shown(house, listing, ends_at=MONDAY)
    stays = make_shown(house, listing, slot=MediaSlot.GALLERY)
    make_shown(house, listing, slot=MediaSlot.WHITE)
    rows = shown(house, listing, kept(stays, position=3), item(house))
    assert {row["slot"]: row["id"] for row in rows if row["slot"] == "GALLERY"} == {
        "GALLERY": node_id("ListingMedia", stays)
    }
    assert sorted(row["slot"] for row in rows) == ["GALLERY", "MAIN", "MAIN"]
    [gallery] = [row for row in rows if row["slot"] == "GALLERY"]
    assert gallery["position"] == 3
    assert gallery["startsAt"] == "2026-02-20T09:00:00.000Z", "as it was, for nothing was said"
    assert node_id("ListingMedia", over) in {row["id"] for row in rows}


def test_two_in_one_place_at_one_time_are_two_arms(house: House) -> None:
    listing = make_listing(house)
    later = (MONDAY + HOUR).isoformat()
    assert len(shown(house, listing, item(house), item(house, arm="B"))) == 2
    assert len(shown(house, listing, item(house), item(house, position=1))) == 2
    one_after_another = (item(house, endsAt=later), item(house, startsAt=later))
    assert len(shown(house, listing, *one_after_another)) == 2
    clash = sent(house, listing, item(house), item(house))
    assert refusal(clash) == ("CONFLICT", ["items", "1", "arm"])


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"position": -1}, "INVALID", "position"),
        ({"position": 100}, "INVALID", "position"),
        ({"endsAt": "2026-03-02T09:00:00Z"}, "INVALID", "endsAt"),
        ({"slot": "VIDEO"}, "INVALID", "assetId"),
        ({"assetId": "MediaAsset:nothing"}, "NOT_FOUND", "assetId"),
        ({"presetId": "SizePreset:nothing"}, "NOT_FOUND", "presetId"),
        ({"id": "ListingMedia:nothing"}, "NOT_FOUND", "id"),
    ],
)
def test_what_cannot_be_shown_is_named(
    house: House, more: dict[str, Any], code: str, field: str
) -> None:
    payload = sent(house, make_listing(house), item(house), item(house, "GALLERY") | more)
    assert refusal(payload) == (code, ["items", "1", field])
    assert house.session.query(ListingMedia).count() == 0


def test_a_film_is_held_to_what_is_asked_of_films(house: House) -> None:
    preset = node_id("SizePreset", make_preset(house, kind=PresetKind.VIDEO))
    listing = make_listing(house)
    assert shown(house, listing, item(house, "VIDEO", presetId=preset))
    payload = sent(house, listing, item(house, presetId=preset))
    assert refusal(payload) == ("INVALID", ["items", "0", "presetId"])


def test_what_has_figures_is_ended_and_not_taken_away(house: House) -> None:
    store = make_store(house, time_zone="Asia/Shanghai")
    row = make_shown(house, make_listing(house, store))
    make_fact(house, row, 10, 1, DAY)
    assert refusal(sent(house, row.listing_id)) == ("CONFLICT", ["items"])
    other = node_id("MediaAsset", make_asset(house))
    changes = {"assetId": other, "arm": "B", "position": 1, "slot": "GALLERY"}
    for field, value in changes.items():
        payload = sent(house, row.listing_id, kept(row, **{field: value}))
        assert refusal(payload) == ("CONFLICT", ["items", "0", field])
    for ends, is_good in (
        ("2026-02-28T16:00:00.001Z", True),  # a moment into the first of March in Shanghai
        ("2026-02-28T16:00:00.000Z", False),
    ):
        payload = sent(house, row.listing_id, kept(row, endsAt=ends))
        assert (payload["userErrors"] == []) is is_good, ends


def test_an_archived_listing_stays_as_it_was(house: House) -> None:
    listing = make_listing(house, state=ListingState.ARCHIVED)
    assert refusal(sent(house, listing, item(house))) == ("CONFLICT", ["id"])


def test_no_more_than_so_many_at_once(house: House) -> None:
    listing, one = make_listing(house), item(house)
    payload = sent(house, listing, *({**one, "position": at} for at in range(61)))
    assert refusal(payload) == ("LIMIT_EXCEEDED", ["items"])


PUBLISH = """mutation ($id: ID!) { listingPublish(input: {id: $id}) {
  listing { state } userErrors { code ... on ListingNotReady { missing } } } }"""


@pytest.mark.parametrize(
    ("verdict", "hours", "is_held", "is_refused"),
    [
        (Verdict.FAIL, (-1, None), True, True),
        (Verdict.FAIL, (0, 1), True, True),
        (Verdict.FAIL, (-1, None), False, False),  # shown for no preset
        (Verdict.FAIL, (1, None), True, False),  # not yet
        (Verdict.FAIL, (-1, 0), True, False),  # not any more
        (Verdict.WARN, (-1, None), True, False),
    ],
)
def test_what_is_shown_and_breaks_its_preset_keeps_the_listing_off_sale(
    house: House, verdict: Verdict, hours: tuple[int, int | None], is_held: bool, is_refused: bool
) -> None:
    starts, ends = hours
    product = make_product(house, state=ProductState.ACTIVE)
    make_picture(house, product)
    variant = make_variant(house, product)
    listing = make_listing(house, make_store(house), variant, state=ListingState.READY)
    preset = make_preset(house)
    asset = make_asset(house)
    make_shown(
        house,
        listing,
        asset_id=asset.id,
        starts_at=MONDAY + starts * HOUR,
        ends_at=None if ends is None else MONDAY + ends * HOUR,
        preset_id=preset.id if is_held else None,
    )
    make_result(house, asset, preset, verdict=verdict)
    payload = house.query(PUBLISH, id=node_id("Listing", listing))["data"]["listingPublish"]
    missing = [gap for error in payload["userErrors"] for gap in error["missing"]]
    assert missing == (["PICTURE_REFUSED"] if is_refused else [])


MOMENTS = st.integers(0, 6).map(lambda number: MONDAY + number * HOUR)
ANY = st.builds(
    lambda starts, long, arm: Shown(
        MediaSlot.MAIN, NOBODY, 0, arm, starts, None if long is None else starts + long * HOUR
    ),
    MOMENTS,
    st.none() | st.integers(1, 4),
    st.sampled_from(ArmLabel),
)


@given(st.lists(ANY, max_size=6))
def test_without_clashes_no_moment_shows_an_arm_twice(all_: list[Shown]) -> None:
    def at(moment: datetime) -> list[ArmLabel]:
        return [
            one.arm
            for one in all_
            if one.starts_at
            and one.starts_at <= moment
            and (one.ends_at is None or moment < one.ends_at)
        ]

    moments = [MONDAY + number * HOUR for number in range(12)]
    is_twice = any(len(at(moment)) > len(set(at(moment))) for moment in moments)
    assert bool(list(clashes(all_))) is is_twice


@given(ANY, ANY)
def test_overlapping_is_mutual_and_each_overlaps_itself(one: Shown, other: Shown) -> None:
    assert overlap(one, other) is overlap(other, one)
    assert overlap(one, one)


def test_an_end_at_midnight_is_the_day_before() -> None:
    zone, midnight = "Asia/Shanghai", datetime.fromisoformat("2026-03-01T16:00:00Z")
    first, last = days_shown(midnight - HOUR, midnight, zone)
    assert (str(first), str(last)) == ("2026-03-01", "2026-03-01")
    first, last = days_shown(midnight, None, zone)
    assert (str(first), last) == ("2026-03-02", None)
