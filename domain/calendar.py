"""Days as people in a time zone cut them, in SQL on both databases."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from domain.base import UtcDateTime, instant_text
from domain.errors import Invalid, LimitExceeded

MOST_DAYS = 366


def days_between(since: date, until: date) -> list[str]:
    """The days from `since` to `until`, both included, as `2026-03-28`; up to 366."""
    if until < since:
        raise Invalid("The last day is before the first.", "until")
    if (until - since).days >= MOST_DAYS:
        raise LimitExceeded(f"Up to {MOST_DAYS} days at once.", MOST_DAYS, "until")
    return [str(since + timedelta(days=n)) for n in range((until - since).days + 1)]


def day_of(at: datetime, zone: str) -> date:
    """The day on which an instant falls in a time zone."""
    return at.astimezone(ZoneInfo(zone)).date()


class Midnight(FunctionElement[datetime]):
    """The instant at which a day, so many days `later`, begins in a time zone."""

    type = UtcDateTime()
    inherit_cache = False

    def __init__(self, day: Any, zone: Any, *, later: int = 0) -> None:
        self.later = later
        super().__init__(day, zone)


@compiles(Midnight, "postgresql")
def _(midnight: Midnight, compiler: Any, **how: Any) -> str:
    day, zone = (compiler.process(part, **how) for part in midnight.clauses)
    return f"(CAST(CAST({day} AS date) + {midnight.later:d} AS timestamp) AT TIME ZONE {zone})"


@compiles(Midnight, "sqlite")
def _(midnight: Midnight, compiler: Any, **how: Any) -> str:
    return f"local_midnight({compiler.process(midnight.clauses, **how)}, {midnight.later:d})"


def local_midnight(day: str, zone: str, later: int) -> str:
    """What SQLite, which knows no time zones, calls for `Midnight`."""
    begins = datetime.combine(date.fromisoformat(day) + timedelta(days=later), time())
    return instant_text(begins.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC))
