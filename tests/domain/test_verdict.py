"""What a test of pictures shows: known cases, and laws."""

from decimal import Decimal
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reviews.verdict import (
    FEWEST,
    Z_OF_PAIRS,
    Z_POWER,
    Shown,
    TestVerdict,
    differ,
    impressions_needed,
    judge,
    size_to_tell,
)

NOT_ENOUGH, NO_DIFFERENCE, WINNER = TestVerdict


def shown(*arms: tuple[int, int]) -> dict[str, Shown]:
    return {letter: Shown(*arm) for letter, arm in zip("ABCD", arms, strict=False)}


@pytest.mark.parametrize(
    ("arms", "verdict", "winner"),
    [
        ([(0, 0), (0, 0)], NOT_ENOUGH, None),
        ([(FEWEST - 1, 10), (FEWEST, 300)], NOT_ENOUGH, None),
        ([(FEWEST, 10), (FEWEST, 300)], WINNER, "B"),
        ([(FEWEST, 50), (FEWEST, 52)], NOT_ENOUGH, None),
        ([(20_000, 1_000), (20_000, 1_010)], NO_DIFFERENCE, None),
        ([(20_000, 1_000), (20_000, 1_200)], WINNER, "B"),
        ([(2_000, 0), (2_000, 4)], NOT_ENOUGH, None),  # too few clicks for the normal curve
        ([(2_000, 2_000), (2_000, 2_000)], NOT_ENOUGH, None),
        ([(20_000, 1_000), (20_000, 1_000), (20_000, 1_200)], WINNER, "C"),
        ([(40_000, 2_000), (40_000, 2_400), (40_000, 2_410)], NO_DIFFERENCE, None),
        ([(20_000, 1_000), (20_000, 1_000), (20_000, 1_000), (20_000, 1_200)], WINNER, "D"),
    ],
)
def test_what_arms_show(
    arms: list[tuple[int, int]], verdict: TestVerdict, winner: str | None
) -> None:
    found = judge(shown(*arms))
    assert (found.verdict, found.winner) == (verdict, winner)


def test_more_arms_must_differ_more() -> None:
    """What two arms prove may be chance where the best of four is looked for."""
    two = [(10_000, 500), (10_000, 565)]
    assert judge(shown(*two)).verdict is WINNER
    assert judge(shown(*two, (10_000, 500), (10_000, 500))).verdict is NOT_ENOUGH


def test_the_size_is_as_the_equation_gives_it_by_hand() -> None:
    """(1.95996 √0.10395 + 0.84162 √0.1039)² / 0.01² = 8157.73 of each group."""
    assert size_to_tell(Decimal("0.05"), Decimal("0.06")) == 8_158
    assert impressions_needed(Decimal("0.05")) == 8_158


def test_the_points_are_those_of_the_normal_distribution() -> None:
    for pairs, z in Z_OF_PAIRS.items():
        assert float(z) == pytest.approx(NormalDist().inv_cdf(1 - 0.025 / pairs), abs=1e-12)
    assert float(Z_POWER) == pytest.approx(NormalDist().inv_cdf(0.8), abs=1e-12)


ARM = st.integers(0, 50_000).flatmap(lambda n: st.builds(Shown, st.just(n), st.integers(0, n)))


@given(st.lists(ARM, min_size=2, max_size=4))
def test_the_order_of_the_arms_does_not_matter(arms: list[Shown]) -> None:
    named = dict(enumerate(arms))
    turned = dict(reversed(named.items()))
    assert judge(turned) == judge(named)


@given(st.lists(ARM, min_size=2, max_size=4))
def test_a_winner_is_clicked_most_and_differs_from_each_other_one(arms: list[Shown]) -> None:
    found = judge(dict(enumerate(arms)))
    assert (found.winner is not None) is (found.verdict is WINNER)
    if found.winner is None:
        return
    best = arms[found.winner]
    for place, one in enumerate(arms):
        if place != found.winner:
            assert best.rate > one.rate
            assert differ(best, one)


@given(ARM, ARM)
def test_a_difference_is_one_from_both_sides(one: Shown, other: Shown) -> None:
    assert differ(one, other) is differ(other, one)
    assert not differ(one, one)
