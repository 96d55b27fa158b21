"""How long scenes last, and how a film is cut into segments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.errors import TooLarge
from media.film import timeline
from media.film.timeline import Transition, at, length_s, reading_s, segments, spans

SIZE = (180, 320)
FADE = Transition("FADE", 6, "LEFT", (0.5, 0.5), (0.0, 0.0, 1.0, 1.0))


@pytest.mark.parametrize(
    ("texts", "seconds"),
    [
        ([], 0.0),
        (["   ", "—"], 0.0),
        (["七号室外篮球"], 0.8 + 1.0),
        (["七号，室外。篮球！"], 0.8 + 1.0),
        (["abcdefg", "hijklmn"], 0.8 + 1.0),
        (["六个字等于一秒 and fourteen letters"], 0.8 + 7 / 6 + 18 / 14),
    ],
)
def test_words_take_as_long_as_they_are_read(texts: list[str], seconds: float) -> None:
    assert reading_s(texts) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("node", "voice_s", "beat_s", "seconds"),
    [
        ({}, 0.0, 0.0, 1.8),  # what there is to read
        ({"min": 3}, 0.0, 0.0, 3.0),
        ({"max": 1.5}, 0.0, 0.0, 1.5),
        ({"reading": False}, 0.0, 0.0, 1.0),
        ({"max": 1.5}, 4.0, 0.0, 4.25),  # a voice is never cut
        ({}, 0.0, 0.5, 2.0),  # on the next beat
        ({"min": 2, "reading": False}, 0.0, 0.5, 2.0),  # which it may be on already
    ],
)
def test_a_scene_lasts_as_long_as_the_longest_of_what_it_needs(
    node: dict[str, float], voice_s: float, beat_s: float, seconds: float
) -> None:
    assert length_s(node, ["七号室外篮球"], voice_s, 0.0, beat_s) == pytest.approx(seconds)


SHARED = {"min": 1.5, "max": 4, "together": 10, "reading": False}


@pytest.mark.parametrize(
    ("items", "seconds"), [(1, 4.0), (2, 4.0), (3, 3.5), (4, 2.5), (6, 1.5), (12, 1.5)]
)
def test_the_items_of_a_list_share_their_seconds_on_the_nearest_beat(
    items: int, seconds: float
) -> None:
    assert length_s(SHARED, ["七号室外篮球"], 0.0, 0.0, 0.5, items) == pytest.approx(seconds)
    read = length_s({**SHARED, "reading": True}, ["七号室外篮球"], 0.0, 0.0, 0.5, items)
    assert read == pytest.approx(max(seconds, 2.0))  # they may still take longer to read


def test_a_transition_takes_no_time_from_reading() -> None:
    assert length_s({}, ["七号室外篮球"], 0.0, 0.4, 0.0) == pytest.approx(2.2)


lengths = st.lists(st.tuples(st.floats(0.2, 4), st.booleans()), min_size=1, max_size=12)


@given(lengths, st.sampled_from([12, 24, 25, 30, 60]))
def test_segments_have_every_frame_once_and_in_order(
    scenes: list[tuple[float, bool]], fps: int
) -> None:
    named = [
        (f"scene-{n}", seconds, FADE if fades else timeline.CUT)
        for n, (seconds, fades) in enumerate(scenes)
    ]
    found = spans(named, fps, SIZE)
    cut = list(segments(found))
    frames = [found[one.scene].start + one.first + n for one in cut for n in range(one.frames)]
    assert frames == list(range(found[-1].end))
    assert all(one.frames > 0 for one in cut)
    for number in frames[:: max(len(frames) // 9, 1)]:
        segment = at(found, number)
        start = found[segment.scene].start + segment.first
        assert start <= number < start + segment.frames


def test_the_first_scene_has_no_transition_into_it() -> None:
    (found,) = spans([("only", 1.0, FADE)], 30, SIZE)
    assert found.transition == timeline.CUT


@pytest.mark.parametrize(
    ("scenes", "fps", "size"),
    [
        ([("long", 121.0, timeline.CUT)], 30, SIZE),
        ([(f"s-{n}", 1.0, timeline.CUT) for n in range(61)], 30, SIZE),
        ([("large", 1.0, timeline.CUT)], 30, (4000, 4000)),
        ([("a", 60.0, timeline.CUT), ("b", 61.0, timeline.CUT)], 60, SIZE),
    ],
)
def test_a_film_past_a_limit_is_refused(
    scenes: list[tuple[str, float, Transition]], fps: int, size: tuple[int, int]
) -> None:
    with pytest.raises(TooLarge):
        spans(scenes, fps, size)
