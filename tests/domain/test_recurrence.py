"""Every day, week and month has one moment, whatever the clocks do."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.errors import Invalid
from domain.recurrence import Every, Recurrence


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def times(rule: Recurrence, since: str, count: int) -> list[datetime]:
    found, moment = [], at(since)
    for _ in range(count):
        moment = rule.after(moment)
        found.append(moment)
    return found


CASES = [
    # every day: the same hour of the clock, so 23 or 25 hours apart when it is changed
    (Recurrence(Every.DAY, time(9), "Europe/Lisbon"), "2026-03-28T00:00Z",
     ["2026-03-28T09:00Z", "2026-03-29T08:00Z", "2026-03-30T08:00Z"]),
    (Recurrence(Every.DAY, time(9), "Europe/Lisbon"), "2026-10-24T12:00Z",
     ["2026-10-25T09:00Z", "2026-10-26T09:00Z"]),
    # left out by the clock: when it is put forward (02:00 becomes 03:00 at 01:00 UTC)
    (Recurrence(Every.DAY, time(2, 30), "Europe/Berlin"), "2026-03-28T12:00Z",
     ["2026-03-29T01:00Z", "2026-03-30T00:30Z"]),
    # shown twice: the first time, and once only
    (Recurrence(Every.DAY, time(2, 30), "Europe/Berlin"), "2026-10-24T12:00Z",
     ["2026-10-25T00:30Z", "2026-10-26T01:30Z"]),
    (Recurrence(Every.DAY, time(1, 30), "America/New_York"), "2026-10-31T12:00Z",
     ["2026-11-01T05:30Z", "2026-11-02T06:30Z"]),
    # a leap of half an hour, and a zone without any
    (Recurrence(Every.DAY, time(2, 15), "Australia/Lord_Howe"), "2026-10-03T00:00Z",
     ["2026-10-03T15:30Z", "2026-10-04T15:15Z"]),
    (Recurrence(Every.DAY, time(0, 0), "Asia/Shanghai"), "2026-02-28T15:59Z",
     ["2026-02-28T16:00Z", "2026-03-01T16:00Z"]),
    # a day that a zone leapt over (Samoa, 30 December 2011): at the leap
    (Recurrence(Every.DAY, time(12), "Pacific/Apia"), "2011-12-29T23:00Z",
     ["2011-12-30T10:00Z", "2011-12-30T22:00Z"]),
    # every week
    (Recurrence(Every.WEEK, time(8), "Asia/Tokyo", 1), "2026-11-27T00:00Z",
     ["2026-11-29T23:00Z", "2026-12-06T23:00Z"]),
    (Recurrence(Every.WEEK, time(2, 30), "Europe/Berlin", 7), "2026-03-23T00:00Z",
     ["2026-03-29T01:00Z", "2026-04-05T00:30Z"]),
    # every month: the last day where there is no such day
    (Recurrence(Every.MONTH, time(6), "UTC", 31), "2027-01-31T06:00Z",
     ["2027-02-28T06:00Z", "2027-03-31T06:00Z", "2027-04-30T06:00Z"]),
    (Recurrence(Every.MONTH, time(6), "UTC", 29), "2028-01-30T00:00Z",
     ["2028-02-29T06:00Z", "2028-03-29T06:00Z"]),
    (Recurrence(Every.MONTH, time(0, 30), "America/Sao_Paulo", 1), "2026-12-31T00:00Z",
     ["2027-01-01T03:30Z", "2027-02-01T03:30Z"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "since", "expected"), CASES)
def test_when_it_is_due(rule: Recurrence, since: str, expected: list[str]) -> None:
    assert times(rule, since, len(expected)) == [at(text) for text in expected]


@pytest.mark.parametrize(
    ("every", "on"),
    [(Every.DAY, 1), (Every.WEEK, None), (Every.WEEK, 0), (Every.WEEK, 8), (Every.MONTH, 32)],
)
def test_a_rule_that_makes_no_sense_is_refused(every: Every, on: int | None) -> None:
    with pytest.raises(Invalid):
        Recurrence(every, time(9), "UTC", on)


@given(
    zone=some.sampled_from(sorted(available_timezones())),
    clock=some.times(),
    start=some.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1)),  # noqa: DTZ001  of no zone
)
def test_each_day_has_one_moment_in_every_zone(zone: str, clock: time, start: datetime) -> None:
    """In order, the next about a day after the last, and none of them passed over."""
    rule = Recurrence(Every.DAY, clock, zone)
    moment = start.replace(tzinfo=UTC)
    first = rule.after(moment)
    assert first > moment
    second = rule.after(first)
    assert timedelta(0) < second - first <= timedelta(hours=49)
    shown = first.astimezone(ZoneInfo(zone))
    is_leap = shown.replace(tzinfo=None).time() != clock
    assert (
        not is_leap
        or shown.utcoffset()
        != (first - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).utcoffset()
    )
