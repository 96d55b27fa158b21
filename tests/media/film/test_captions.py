"""Captions: read from files and lists, cut into cues of two lines, written as files again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.document.film_cues import Cue, read
from media.errors import BadValue
from media.film.captions import LINE_HAN, LINES, SHORTEST_S, parts, srt, vtt, within

SRT = """1
00:00:00,500 --> 00:00:02,000
<i>Street pack</i>

2
00:00:02,000 --> 00:01:04,250
Two lines
of words
"""
VTT = """WEBVTT - a title

NOTE not a caption

intro
00:00.500 --> 00:02.000 align:start
Street pack

00:02.000 --> 01:04.250
Two lines
of words
"""


@pytest.mark.parametrize("text", [SRT, VTT, SRT.replace("\n", "\r\n"), "\ufeff" + SRT])
def test_both_kinds_of_files_are_read(text: str) -> None:
    assert read(text) == (
        Cue(0.5, 2.0, "Street pack"),
        Cue(2.0, 64.25, "Two lines\nof words"),
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("no times at all", "no captions"),
        (7, "list of captions"),
        ([{"start": 0, "end": 1}], "start, end, text"),
        ([{"start": 1, "end": 1, "text": "x"}], "must end after"),
        ([{"start": 0, "end": "1", "text": "x"}], "must be seconds"),
        ([{"start": 0, "end": 2, "text": "x"}, {"start": 1, "end": 3, "text": "y"}], "before"),
        ([{"start": 0, "end": 1, "text": "x" * 401}], "longer"),
        ([{"start": n, "end": n + 0.5, "text": "x"} for n in range(601)], "600"),
        ("00:00:09,000 --> 00:00:01,000\nback in time", "must end after"),
    ],
)
def test_wrong_captions_are_refused_with_their_number(value: object, said: str) -> None:
    with pytest.raises(BadValue, match=said):
        read(value)


words = st.text(st.sampled_from("北屿运动城市出发，。 abc de fgh!"), min_size=1, max_size=200)


@given(words)
def test_cutting_loses_no_word_and_fills_no_more_than_two_lines(text: str) -> None:
    found = parts(text)
    kept = "".join("".join(found).split())
    assert kept == "".join(text.split())
    for part in found:
        han = sum(sign > "\u2e80" for sign in part)
        assert han / LINE_HAN + (len(part) - han) / 42 <= LINES + 0.01


def test_a_long_sentence_becomes_cues_of_like_length_at_its_own_punctuation() -> None:
    text = "从城市的第一缕光到最后一盏灯，一双鞋陪你很久很久，不管今天要走多远的路"
    found = parts(text)
    assert len(found) == 2
    assert found[0].endswith("，")


@given(
    st.lists(st.tuples(st.floats(0.01, 4), st.floats(0, 2), words), max_size=8),
    st.floats(0.5, 20),
)
def test_cues_stay_in_the_film_in_order_and_survive_their_files(
    given_cues: list[tuple[float, float, str]], length_s: float
) -> None:
    at, cues = 0.0, []
    for seconds, gap, text in given_cues:
        if text.strip():
            cues.append(Cue(at + gap, at + gap + seconds, text.strip()))
            at += gap + seconds
    found = within(cues, length_s)
    for number, cue in enumerate(found):
        assert 0 <= cue.start_s < cue.end_s <= length_s + 1e-9
        following = found[number + 1].start_s if number + 1 < len(found) else length_s
        assert cue.end_s <= following + 1e-9
        assert cue.end_s - cue.start_s >= min(SHORTEST_S, following - cue.start_s) - 1e-9
    apart = [one for one in found if round(one.start_s, 3) < round(one.end_s, 3)]
    if apart:
        for text in (srt(apart), vtt(apart)):
            again = read(text)
            assert [one.start_s for one in again] == pytest.approx(
                [one.start_s for one in apart], abs=0.0006
            )
            assert len(again) == len(apart)


def test_without_captions_there_are_no_files() -> None:
    assert (srt(()), vtt(())) == ("", "")


def test_signs_of_markup_are_words_in_vtt() -> None:
    assert "a &lt;b&gt; &amp; c" in vtt([Cue(0, 1, "a <b> & c")])
