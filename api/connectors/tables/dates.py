"""Days and instants as people and programs write them: which part is the day, by proof."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from enum import Enum

from api.connectors.tables.errors import Rule
from api.connectors.tables.how import DateOrder

_PARTS = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?:[ T,]+(.+))?")
_TIME = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)
_CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日\s*(.*)")
_OFFSET_APART = re.compile(r"\s+([+-]\d{2}:?\d{2}|UTC|GMT|Z)$")
YEAR_DIGITS = 4
LAST_MONTH = 12
CENTURY = 2000


class DateProof(Enum):
    """What one cell says of the order."""

    NOTHING = "NOTHING"
    DAY_FIRST = "DAY_FIRST"
    MONTH_FIRST = "MONTH_FIRST"


class NotADate(ValueError):
    """With the rule that the text breaks, and why, for people."""

    def __init__(self, rule: Rule, message: str) -> None:
        super().__init__(message)
        self.rule, self.message = rule, message


def proof_of(text: str) -> DateProof:
    """Of a trimmed cell; one that begins with its year proves nothing."""
    found = _PARTS.fullmatch(text)
    if found is None or len(found[1]) == YEAR_DIGITS:
        return DateProof.NOTHING
    first, second = int(found[1]), int(found[3])
    if first > LAST_MONTH >= second:
        return DateProof.DAY_FIRST
    if second > LAST_MONTH >= first:
        return DateProof.MONTH_FIRST
    return DateProof.NOTHING


@dataclass(frozen=True)
class Order:
    """How a file's dates are written, as far as it is proven or was said."""

    order: DateOrder | None = None

    def instant(self, text: str, zone: tzinfo) -> datetime:
        """Aware, in UTC; raises NotADate."""
        day, time = self.split(text)
        return _in_utc(datetime.combine(day, datetime.min.time()), time, zone)

    def day(self, text: str) -> date:
        """Whatever time it may say; raises NotADate."""
        return self.split(text)[0]

    def split(self, text: str) -> tuple[date, str]:
        """The day, and what is said after it."""
        if chinese := _CHINESE.fullmatch(text):
            return _made(chinese[1], chinese[2], chinese[3]), chinese[4]
        found = _PARTS.fullmatch(text)
        if found is None:
            raise NotADate(Rule.DATE, "It is no date.")
        first, _, second, third, time = found.groups()
        if len(first) == YEAR_DIGITS:
            return _made(first, second, third), time or ""
        if len(third) not in {2, YEAR_DIGITS}:
            raise NotADate(Rule.DATE, "It is no date.")
        if self.order is DateOrder.YMD:
            return _made(first, second, third), time or ""
        year = third
        if proof_of(text) is DateProof.DAY_FIRST and self.order is not DateOrder.MDY:
            return _made(year, second, first), time or ""
        if proof_of(text) is DateProof.MONTH_FIRST and self.order is not DateOrder.DMY:
            return _made(year, first, second), time or ""
        if self.order is None and first.lstrip("0") != second.lstrip("0"):
            said = "Day and month could change places: say the date order."
            raise NotADate(Rule.AMBIGUOUS_DATE, said)
        if self.order is DateOrder.MDY:
            return _made(year, first, second), time or ""
        return _made(year, second, first), time or ""


def _made(year: str, month: str, day: str) -> date:
    full = int(year) + (CENTURY if len(year) <= 2 else 0)  # noqa: PLR2004
    try:
        return date(full, int(month), int(day))
    except ValueError:
        raise NotADate(Rule.DATE, "There is no such day.") from None


def _in_utc(day: datetime, time: str, zone: tzinfo) -> datetime:
    naive, offset = day, None
    if time:
        found = _TIME.fullmatch(_OFFSET_APART.sub(r"\1", time.strip()))
        if found is None:
            raise NotADate(Rule.DATE, "It is no time of day.")
        naive, offset = day + _since_midnight(found), found[6]
    if offset:
        return naive.replace(tzinfo=_zone(offset)).astimezone(UTC)
    local = naive.replace(tzinfo=zone)
    there = local.astimezone(UTC)
    if there.astimezone(zone).replace(tzinfo=None) != naive:
        said = f"There was no such time in {zone}: the clocks were put forward."
        raise NotADate(Rule.NONEXISTENT_TIME, said)
    return there


def _since_midnight(found: re.Match[str]) -> timedelta:
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if half := found[5]:
        if not 1 <= hour <= LAST_MONTH:
            raise NotADate(Rule.DATE, "It is no time of day.")
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 59:  # noqa: PLR2004  a clock's own
        raise NotADate(Rule.DATE, "It is no time of day.")
    parts = (found[4] or "").ljust(6, "0")[:6]
    return timedelta(hours=hour, minutes=minute, seconds=second, microseconds=int(parts or 0))


def _zone(offset: str) -> tzinfo:
    if offset[0] not in "+-":
        return UTC
    digits = offset.replace(":", "")
    away = timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5]))
    if away >= timedelta(hours=24):
        raise NotADate(Rule.DATE, "It is no offset from UTC.")
    return timezone(-away if digits[0] == "-" else away)
