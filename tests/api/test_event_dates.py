"""Days and hours of events as creatives write them."""

from datetime import UTC, datetime, timedelta

import pytest

from api.renders import dates

CHINA, LISBON = "Asia/Shanghai", "Europe/Lisbon"


def at(text: str) -> datetime:
    """Hours of China, for they are what the examples are told in."""
    return datetime.fromisoformat(f"2026-{text}+08:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("starts", "ends", "english", "chinese"),
    [
        ("10-31T20:00", "11-12T00:00", "31 October, 8 pm – 11 November, midnight", "10 月 31 日 20:00 – 11 月 11 日 24:00"),
        ("10-31T20:00", "11-11T23:59:59", "31 October, 8 pm – 11 November, midnight", "10 月 31 日 20:00 – 11 月 11 日 24:00"),
        ("11-01T00:00", "11-12T00:00", "1 – 11 November", "11 月 1 日 – 11 月 11 日"),
        ("10-31T00:00", "11-12T00:00", "31 October – 11 November", "10 月 31 日 – 11 月 11 日"),
        ("11-11T00:00", "11-12T00:00", "11 November", "11 月 11 日"),
        ("11-11T20:00", "11-12T00:00", "11 November, 8 pm – midnight", "11 月 11 日 20:00 – 24:00"),
        ("11-11T00:30", "11-11T12:00", "11 November, 12:30 am – noon", "11 月 11 日 00:30 – 12:00"),
        ("11-11T00:00", "11-11T09:05", "11 November, midnight – 9:05 am", "11 月 11 日 00:00 – 09:05"),
        ("12-31T20:00", "12-31T20:00", "31 December, 8 pm – 8 pm", "12 月 31 日 20:00 – 20:00"),
    ],
)  # fmt: skip
def test_a_period(starts: str, ends: str, english: str, chinese: str) -> None:
    told = [dates.period(at(starts), at(ends), CHINA, is_chinese=one) for one in (False, True)]
    assert told == [english, chinese]


@pytest.mark.parametrize(
    ("ends", "english", "chinese"),
    [
        (at("12-31T16:00") + timedelta(days=3), "31 December 2026, 8 pm – 3 January 2027, 4 pm", "2026 年 12 月 31 日 20:00 – 2027 年 1 月 3 日 16:00"),
        (at("12-31T00:00") + timedelta(days=1), "31 December, 8 pm – midnight", "12 月 31 日 20:00 – 24:00"),
    ],
)  # fmt: skip
def test_years_are_told_where_there_are_two(ends: datetime, english: str, chinese: str) -> None:
    starts = at("12-31T20:00")
    told = [dates.period(starts, ends, CHINA, is_chinese=one) for one in (False, True)]
    assert told == [english, chinese]


def test_a_day_is_cut_in_the_time_zone() -> None:
    """Summer ends in Lisbon on 25 October: from then on an hour nearer to UTC."""
    late = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    assert dates.day(late, LISBON, is_chinese=False) == "Sunday, 25 October"
    assert dates.day(late, CHINA, is_chinese=True) == "10 月 25 日　周日"
    assert dates.moment(late, LISBON, is_chinese=False) == "25 October, 12:30 am"
    assert dates.moment(late + timedelta(days=2), LISBON, is_chinese=True) == "10 月 26 日 23:30"
    assert dates.hour(late, CHINA, is_chinese=False) == "7:30 am"
    midnight = at("11-11T00:00")
    assert dates.moment(midnight, CHINA, is_chinese=False) == "11 November"
    assert dates.hour(midnight, CHINA, is_chinese=False) == "midnight"
