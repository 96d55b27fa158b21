"""How the phases of an event follow each other."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.errors import Invalid
from domain.events.phases import Phase, checked, selling, whole
from domain.events.states import RANKS, EventPhaseKind

SIGN_UP, WARM_UP, PRE_SALE, BALANCE, BURST, RETURN = EventPhaseKind
START = datetime(2026, 10, 1, tzinfo=UTC)


def phase(kind: EventPhaseKind, first: int, last: int) -> Phase:
    """From one day until another."""
    return Phase(kind, START + timedelta(days=first), START + timedelta(days=last))


WAVES = [
    phase(SIGN_UP, 0, 5),
    phase(PRE_SALE, 10, 20),
    phase(BALANCE, 20, 22),
    phase(BURST, 20, 23),
    phase(WARM_UP, 18, 20),
    phase(PRE_SALE, 24, 28),
    phase(BURST, 29, 31),
    phase(RETURN, 31, 33),
]


def test_waves_are_put_by_their_start_and_buyers_are_told_of_the_bursts() -> None:
    found = checked(WAVES)
    assert [one.kind for one in found] == [
        SIGN_UP, PRE_SALE, WARM_UP, BALANCE, BURST, PRE_SALE, BURST, RETURN,
    ]  # fmt: skip
    assert whole(found) == (WAVES[0].starts_at, WAVES[-1].ends_at)
    assert selling(found) == (WAVES[3].starts_at, WAVES[6].ends_at)
    assert selling(found[:3]) == (WAVES[0].starts_at, WAVES[1].ends_at)


@pytest.mark.parametrize(
    ("phases", "path"),
    [
        ([], ("phases",)),
        ([phase(BURST, 1, 2)] * 31, ("phases",)),
        ([phase(BURST, 1, 1)], ("phases", "0", "ends_at")),
        ([phase(SIGN_UP, 0, 1), phase(BURST, 3, 2)], ("phases", "1", "ends_at")),
        ([phase(BURST, 1, 3), phase(BURST, 2, 4)], ("phases", "1", "starts_at")),
        ([phase(BURST, 2, 4), phase(BURST, 1, 3)], ("phases", "0", "starts_at")),
        ([phase(BURST, 1, 3), phase(WARM_UP, 2, 3)], ("phases", "1", "starts_at")),
        ([phase(RETURN, 1, 3), phase(BURST, 1, 2), phase(RETURN, 2, 4)], ("phases", "2", "starts_at")),
    ],
)  # fmt: skip
def test_what_is_out_of_order_is_refused_by_its_number(
    phases: list[Phase], path: tuple[str, ...]
) -> None:
    with pytest.raises(Invalid) as refused:
        checked(phases)
    assert refused.value.path == path


PHASES = some.builds(
    lambda kind, first, long: phase(kind, first, first + long),
    some.sampled_from(EventPhaseKind),
    some.integers(0, 12),
    some.integers(0, 6),
)


def is_right(phases: list[Phase]) -> bool:
    """The rules as they are told to people, pair by pair."""
    firsts = {one.kind: min(x.starts_at for x in phases if x.kind is one.kind) for one in phases}
    pairs = [(one, other) for one in phases for other in phases if one is not other]
    return (
        bool(phases)
        and all(one.ends_at > one.starts_at for one in phases)
        and not any(
            one.kind is other.kind
            and one.starts_at < other.ends_at
            and other.starts_at < one.ends_at
            for one, other in pairs
        )
        and not any(
            RANKS[one] < RANKS[other] and firsts[one] > firsts[other]
            for one in firsts
            for other in firsts
        )
    )


@given(some.lists(PHASES, max_size=5))
def test_what_is_taken_is_what_the_rules_allow(phases: list[Phase]) -> None:
    phases = [Phase(one.kind, one.starts_at, one.ends_at) for one in phases]  # no two the same
    try:
        found = checked(phases)
    except Invalid:
        assert not is_right(phases)
    else:
        assert is_right(phases)
        assert sorted(map(id, found)) == sorted(map(id, phases))
        assert [one.starts_at for one in found] == sorted(one.starts_at for one in phases)
