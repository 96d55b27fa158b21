"""Days and hours as creatives write them, in English and in Chinese, as a time zone cuts them.

An end says up to when: midnight, or the last minute before it, ends the day before. A year is
written only where the two ends have different ones.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS_ZH = "一二三四五六日"
LAST_MINUTE = time(23, 59)
NOON = time(12)


def day(at: datetime, zone: str, *, is_chinese: bool) -> str:
    """`Tuesday, 10 November`, `11 月 10 日　周二`."""
    local = at.astimezone(ZoneInfo(zone))
    if is_chinese:
        return f"{_day(local, None, is_chinese=True)}　周{WEEKDAYS_ZH[local.weekday()]}"
    return f"{WEEKDAYS[local.weekday()]}, {_day(local, None, is_chinese=False)}"


def hour(at: datetime, zone: str, *, is_chinese: bool) -> str:
    """`8 pm`, `20:00`."""
    return _hour(at.astimezone(ZoneInfo(zone)).time(), is_chinese=is_chinese)


def moment(at: datetime, zone: str, *, is_chinese: bool) -> str:
    """`31 October, 8 pm`, `10 月 31 日 20:00`; at midnight the day alone."""
    local = at.astimezone(ZoneInfo(zone))
    said = _day(local, None, is_chinese=is_chinese)
    if local.time() == time():
        return said
    return _joined(said, _hour(local.time(), is_chinese=is_chinese), is_chinese=is_chinese)


def period(starts_at: datetime, ends_at: datetime, zone: str, *, is_chinese: bool) -> str:
    """`31 October, 8 pm – 11 November, midnight`; whole days without hours."""
    start, end = (at.astimezone(ZoneInfo(zone)) for at in (starts_at, ends_at))
    is_midnight = end.time() == time() or end.time() >= LAST_MINUTE
    if end.time() == time() and end.date() > start.date():
        end -= timedelta(minutes=1)  # the day that it ends
    years = (start.year, end.year) if start.year != end.year else (None, None)
    last = _day(end, years[1], is_chinese=is_chinese)
    if start.time() == time() and is_midnight:
        if start.date() == end.date():
            return last
        return f"{_first_day(start, end, years[0], is_chinese=is_chinese)} – {last}"
    first = _joined(
        _day(start, years[0], is_chinese=is_chinese),
        _hour(start.time(), is_chinese=is_chinese),
        is_chinese=is_chinese,
    )
    until = _midnight(is_chinese=is_chinese) if is_midnight else None
    until = until or _hour(end.time(), is_chinese=is_chinese)
    if start.date() != end.date():
        until = _joined(last, until, is_chinese=is_chinese)
    return f"{first} – {until}"


def _first_day(start: datetime, end: datetime, year: int | None, *, is_chinese: bool) -> str:
    """In English no month is said twice."""
    if not is_chinese and (start.year, start.month) == (end.year, end.month):
        return str(start.day)
    return _day(start, year, is_chinese=is_chinese)


def _day(local: datetime, year: int | None, *, is_chinese: bool) -> str:
    if is_chinese:
        before = f"{year} 年 " if year else ""
        return f"{before}{local.month} 月 {local.day} 日"
    return f"{local.day} {MONTHS[local.month - 1]}" + (f" {year}" if year else "")


def _hour(at: time, *, is_chinese: bool) -> str:
    if is_chinese:
        return f"{at:%H:%M}"
    if at in {time(), NOON}:
        return "noon" if at == NOON else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'am' if at.hour < NOON.hour else 'pm'}"


def _midnight(*, is_chinese: bool) -> str:
    return "24:00" if is_chinese else "midnight"


def _joined(said: str, at: str, *, is_chinese: bool) -> str:
    return f"{said} {at}" if is_chinese else f"{said}, {at}"
