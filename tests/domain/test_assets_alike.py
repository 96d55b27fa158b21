"""Fingerprints that differ in ten bits or fewer are found, all of them and no others."""

import random

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import aliased

from domain.assets import alike
from domain.assets.alike import ALIKE, bands_of, difference, is_alike
from domain.assets.models import BANDS, MediaAsset
from media.photos import likeness
from tests.conftest import House
from tests.factories.assets import make_asset


def test_both_rooms_call_the_same_pictures_alike() -> None:
    assert alike.ALIKE == likeness.ALIKE


@given(st.integers(0, 2**64 - 1))
def test_the_bands_are_the_fingerprint(bits: int) -> None:
    bands = bands_of(f"{bits:016x}")
    assert [bits >> shift & 0xFFFF for shift in (48, 32, 16, 0)] == [bands[name] for name in BANDS]


@given(st.sets(st.integers(0, 63), max_size=ALIKE))
def test_what_is_alike_is_near_in_one_band_at_least(flipped: set[int]) -> None:
    """The pigeonhole that the look-up stands on."""
    counts = [sum(bit // 16 == band for bit in flipped) for band in range(4)]
    assert min(counts) <= ALIKE // len(BANDS)


def test_the_database_finds_just_those_that_counting_finds(house: House) -> None:
    some = random.Random(6)  # noqa: S311  no secret
    first = 0x8000_0000_FFFF_0001
    looks = [first ^ sum(1 << bit for bit in some.sample(range(64), n % 14)) for n in range(60)]
    rows = [make_asset(house, fingerprint=f"{bits:016x}") for bits in looks]
    make_asset(house.second, fingerprint=f"{first:016x}")
    make_asset(house)
    row, other = aliased(MediaAsset), aliased(MediaAsset)
    near = select(row.id, other.id, difference(row, other)).where(is_alike(row, other))
    found = {(one, two): apart for one, two, apart in house.session.execute(near)}
    counted = {
        (one.id, two.id): apart
        for one, these in zip(rows, looks, strict=True)
        for two, those in zip(rows, looks, strict=True)
        if one is not two and (apart := (these ^ those).bit_count()) <= ALIKE
    }
    assert found == counted
    assert {*range(ALIKE + 1)} <= {*found.values(), 0, 1}
