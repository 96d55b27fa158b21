"""Wilson's interval against the literature, and its laws."""

from decimal import Decimal
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reviews.wilson import PLACES, Z_95, share

SHARES = st.integers(0, 10**9).flatmap(
    lambda of: st.tuples(st.integers(0, of), st.just(of)) if of else st.just((0, 0))
)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (81, 263, "0.2553", "0.3662"),
        (15, 148, "0.0624", "0.1605"),
        (0, 20, "0.0000", "0.1611"),
        (1, 29, "0.0061", "0.1718"),
    ],
)
def test_it_is_as_newcombe_prints_it(hits: int, of: int, low: str, high: str) -> None:
    """Table I of the paper of 1998, method 3, to four places."""
    found = share(hits, of)
    assert found
    assert found.low.quantize(Decimal("0.0001")) == Decimal(low)
    assert found.high.quantize(Decimal("0.0001")) == Decimal(high)


def test_nothing_shown_is_no_share() -> None:
    assert share(0, 0) is None


@pytest.mark.parametrize(("hits", "of"), [(1, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(hits: int, of: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        share(hits, of)


def test_z_is_the_point_of_the_normal_distribution() -> None:
    assert float(Z_95) == pytest.approx(NormalDist().inv_cdf(0.975), abs=1e-14)


@given(SHARES)
def test_it_lies_between_0_and_1_and_holds_the_share(it: tuple[int, int]) -> None:
    found = share(*it)
    if found is None:
        assert it == (0, 0)
        return
    assert 0 <= found.low <= found.rate <= found.high <= 1
    assert {part.as_tuple().exponent for part in vars(found).values()} == {-6}
    assert (found.low == 0) is (it[0] == 0) or found.rate < PLACES * 10
    assert abs(found.rate - Decimal(it[0]) / it[1]) <= PLACES / 2


@given(st.integers(0, 1000), st.integers(1, 1000), st.integers(2, 1000))
def test_it_narrows_as_more_is_shown(hits: int, of: int, times: int) -> None:
    few, many = share(min(hits, of), of), share(min(hits, of) * times, of * times)
    assert few
    assert many
    assert few.low <= many.low
    assert many.high <= few.high
    assert many.high - many.low < few.high - few.low


@given(SHARES)
def test_what_is_not_hit_has_the_mirrored_interval(it: tuple[int, int]) -> None:
    hits, of = it
    found, mirrored = share(hits, of), share(of - hits, of)
    if found and mirrored:
        assert (mirrored.low, mirrored.high) == (1 - found.high, 1 - found.low)
