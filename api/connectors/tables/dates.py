"""Days and instants as people write them; 10/2/2017 only where the file proves which is the month.

A date that begins with a year of four digits (ISO 8601, 2017/2/13, 2017年2月13日) needs no proof,
nor does one with its month in English letters. Times that clocks skip in spring are refused; of
times that autumn shows twice, the first is meant.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache

from api.connectors.tables.faults import Rule
from api.connectors.tables.numbers import NotRead
from api.connectors.tables.saying import DateOrder

ORDERS = frozenset(DateOrder)
ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?", re.ASCII)
TIME = (
    r"(?:(?:,?\s+|T)(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?:\s?(?P<half>[AaPp])\.?[Mm]\.?)?"
    r"(?:\s*(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?)?"
)
YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?P<sign>[-/.年])(?P<month>\d{1,2})(?:(?P=sign)|月)(?P<day>\d{1,2})日?" + TIME,
    re.ASCII,
)
COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)" + TIME, re.ASCII)
NUMERIC = re.compile(
    r"(?P<first>\d{1,2})(?P<sign>[-/.])(?P<second_part>\d{1,2})(?P=sign)(?P<third>\d{4}|\d\d)"
    + TIME,
    re.ASCII,
)
DAY_NAMED = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(?P<day>\d{1,2})[-\s](?P<name>[A-Za-z]{3,9})\.?,?[-\s](?P<year>\d{4})"
    + TIME,
    re.ASCII,
)
MONTH_NAMED = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(?P<name>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})"
    + TIME,
    re.ASCII,
)
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august",
    "september", "october", "november", "december",
)  # fmt: skip
CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders under which every date of the file is one."""

    left: frozenset[DateOrder] = ORDERS
    said: DateOrder | None = None

    @property
    def possible(self) -> frozenset[DateOrder]:
        """Which to try: one where it is said or proven, all where the file contradicts itself."""
        if self.said:
            return frozenset({self.said})
        return self.left or ORDERS


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written: the time and the offset only where they are."""

    day: date
    clock: time | None = None
    zone: tzinfo | None = None


def not_a_date() -> NotRead:
    return NotRead(Rule.NOT_A_DATE, "is not a date")


def orders_open_to(text: str) -> frozenset[DateOrder]:
    """The orders this text can be read in; empty if it is no date that needs one."""
    match = NUMERIC.fullmatch(text)
    return frozenset(in_orders(match)) if match else frozenset()


def in_orders(match: re.Match[str]) -> dict[DateOrder, date]:
    """What the date would be, by each order in which it exists."""
    first, second, third = (int(match[part]) for part in ("first", "second_part", "third"))
    days = {}
    year = third if len(match["third"]) > len("17") else CENTURY + third
    candidates = [(DateOrder.DMY, year, second, first), (DateOrder.MDY, year, first, second)]
    if len(match["third"]) == len("17") == len(match["first"]):
        candidates.append((DateOrder.YMD, CENTURY + first, second, third))
    for order, *parts in candidates:
        try:
            days[order] = date(*parts)
        except ValueError:
            continue
    return days


def read_numeric(match: re.Match[str], orders: Orders) -> date:
    meant = {day for order, day in in_orders(match).items() if order in orders.possible}
    if not meant:
        raise not_a_date()
    if len(meant) > 1:
        raise NotRead(
            Rule.AMBIGUOUS_DATE,
            "may be one of two days: no other date in the file shows whether day or month "
            "comes first, so say it",
        )
    return meant.pop()


def read_written(text: str, orders: Orders) -> Written:
    """The date with whatever time stands beside it; NotRead where it is none or could be two."""
    try:
        if ISO.fullmatch(text):
            moment = datetime.fromisoformat(text)
            return Written(moment.date(), moment.time() if len(text) > len("2017-02-13") else None)
        for form in (YEAR_FIRST, COMPACT):
            if match := form.fullmatch(text):
                parts = (int(match[part]) for part in ("year", "month", "day"))
                return Written(date(*parts), clock_of(match), zone_of(match))
        if match := NUMERIC.fullmatch(text):
            return Written(read_numeric(match, orders), clock_of(match), zone_of(match))
        if match := DAY_NAMED.fullmatch(text) or MONTH_NAMED.fullmatch(text):
            day = date(int(match["year"]), month_of(match["name"]), int(match["day"]))
            return Written(day, clock_of(match), zone_of(match))
    except ValueError:
        raise not_a_date() from None
    raise not_a_date()


def month_of(name: str) -> int:
    """1 to 12; ValueError for any other word."""
    short = name.casefold()
    for at, month in enumerate(MONTHS, 1):
        if month == short or short in {month[:3], month[:4]}:
            return at
    raise ValueError(name)


def clock_of(match: re.Match[str]) -> time | None:
    if match["hour"] is None:
        return None
    hour = int(match["hour"])
    if half := match["half"]:
        if not 1 <= hour <= 12:  # noqa: PLR2004  a clock face
            raise ValueError(hour)
        hour = hour % 12 + (12 if half in "Pp" else 0)
    fraction = int((match["fraction"] or "0").ljust(6, "0")[:6])
    return time(hour, int(match["minute"]), int(match["second"] or 0), fraction)


def zone_of(match: re.Match[str]) -> tzinfo | None:
    said = match["zone"]
    if said is None:
        return None
    if said in {"Z", "UTC", "GMT"}:
        return UTC
    digits = said[1:].replace(":", "").ljust(4, "0")
    apart = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-apart if said[0] == "-" else apart)


def read_day(text: str, orders: Orders) -> date:
    """The day as written, whatever zone its time is in."""
    return read_written(text, orders).day


@lru_cache(4096)
def read_instant(text: str, orders: Orders, zone: tzinfo) -> datetime:
    """Aware UTC. A day alone is its first moment in `zone`."""
    written = read_written(text, orders)
    local = datetime.combine(written.day, written.clock or time(), written.zone or zone)
    try:
        instant = local.astimezone(UTC)
        back = instant.astimezone(local.tzinfo)
    except OverflowError:
        raise not_a_date() from None
    if back.replace(tzinfo=None) != local.replace(tzinfo=None) and written.clock is not None:
        raise NotRead(Rule.NO_SUCH_TIME, f"is a time that clocks skipped in {zone}")
    return instant
