"""Curves, tracks and poses: arithmetic with laws."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.film.easing import NAMED, curve, eased
from media.film.motion import REST, STILL, Affine, posed, tracks
from media.scene import Box

shares = st.floats(0, 1)
unit = st.floats(0, 1, width=32)


@given(st.tuples(unit, unit, unit, unit), shares, shares)
def test_a_curve_without_overshoot_never_goes_back(
    numbers: tuple[float, ...], one: float, other: float
) -> None:
    early, late = sorted((one, other))
    assert eased(numbers, early) <= eased(numbers, late) + 1e-9
    assert 0.0 <= eased(numbers, one) <= 1.0


@pytest.mark.parametrize("name", NAMED)
def test_every_curve_starts_at_0_ends_at_1_and_is_held_beyond(name: str) -> None:
    numbers = curve(name, "LINEAR")
    assert [eased(numbers, at) for at in (-1.0, 0.0, 1.0, 2.0)] == [0, 0, 1, 1]


def test_a_curve_goes_through_a_point_that_css_computes() -> None:
    assert eased(curve("LINEAR", "ENTER"), 0.3) == pytest.approx(0.3, abs=1e-9)
    assert eased((0.25, 0.1, 0.25, 1.0), 0.5) == pytest.approx(0.8024, abs=1e-4)  # CSS `ease`
    assert max(eased(NAMED["POP"], at / 100) for at in range(101)) > 1.05


def test_a_track_is_held_before_its_first_key_and_after_its_last() -> None:
    (track,) = tracks([{"property": "x", "from": -80, "at": 0.5, "seconds": 0.4}], 0.1, 3.0)
    assert track.at(0.0) == track.at(0.6) == -80
    assert track.at(1.0) == track.at(9.0) == 0
    assert -80 < track.at(0.7) < 0
    assert not track.is_moving(0.0, 0.6)
    assert track.is_moving(0.6, 0.7)
    assert not track.is_moving(1.0, 9.0)


def test_a_time_below_zero_counts_from_the_scenes_end() -> None:
    (track,) = tracks([{"property": "opacity", "to": 0, "at": -0.3, "seconds": 0.3}], 0.0, 2.0)
    assert track.at(1.7) == 1.0
    assert track.at(2.0) == 0.0


def test_entry_and_exit_of_one_property_do_not_disturb_each_other() -> None:
    moves = [
        {"property": "opacity", "from": 0, "seconds": 0.2},
        {"property": "opacity", "to": 0, "at": -0.2, "seconds": 0.2},
    ]
    found = tracks(moves, 0.0, 2.0)
    shown = [posed(REST, found, Box(0, 0, 10, 10), at).opacity for at in (0.0, 1.0, 2.0)]
    assert shown == [0.0, 1.0, 0.0]


@given(st.floats(-360, 360), st.floats(0.1, 3), st.floats(-50, 50), st.floats(-50, 50))
def test_what_turns_and_grows_keeps_its_middle_where_it_is_moved_to(
    angle: float, scale: float, x: float, y: float
) -> None:
    moves = [
        {"property": name, "from": value, "to": value, "easing": "LINEAR"}
        for name, value in (("rotate", angle), ("scale", scale), ("x", x), ("y", y))
    ]
    box = Box(30, 40, 100, 60)
    affine = posed(REST, tracks(moves, 0.0, 1.0), box, 0.0).affine
    assert affine.a * 80 + affine.b * 70 + affine.c == pytest.approx(80 + x, abs=1e-6)
    assert affine.d * 80 + affine.e * 70 + affine.f == pytest.approx(70 + y, abs=1e-6)
    assert math.sqrt(abs(affine.a * affine.e - affine.b * affine.d)) == pytest.approx(scale)


@given(st.lists(st.floats(-5, 5), min_size=6, max_size=6), st.floats(-9, 9), st.floats(-9, 9))
def test_one_matrix_after_another_is_both_in_turn(parts: list[float], x: float, y: float) -> None:
    first, second = Affine(*parts), Affine(2, 0.5, -3, 0.25, 1, 4)
    once = (first.a * x + first.b * y + first.c, first.d * x + first.e * y + first.f)
    both = second.after(first)
    twice = second.a * once[0] + second.b * once[1] + second.c
    assert both.a * x + both.b * y + both.c == pytest.approx(twice, abs=1e-6)
    assert STILL.after(first) == first.after(STILL) == first
