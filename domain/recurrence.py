"""When something that happens every day, week or month is due next, by a store's own clock."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.errors import Invalid

SUNDAY, LAST_DAY = 7, 31


class Every(StrEnum):
    """How often."""

    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"


@dataclass(frozen=True)
class Recurrence:
    """Once in each day, week or month of the time zone, at a time of its clock.

    `on` is the day of the week, Monday 1 to Sunday 7, or of the month, 1 to 31; a month that has
    no such day has it on its last. Raises Invalid.
    """

    every: Every
    at: time
    time_zone: str  # IANA
    on: int | None = None

    def __post_init__(self) -> None:
        most = {Every.DAY: None, Every.WEEK: SUNDAY, Every.MONTH: LAST_DAY}[self.every]
        if most is None and self.on is not None:
            raise Invalid("What happens every day is on no certain day.", "on")
        if most is not None and (self.on is None or not 1 <= self.on <= most):
            raise Invalid(f"Say on which day, 1 to {most}.", "on")
        if self.at.tzinfo is not None:
            raise Invalid("The time is that of the time zone.", "at")

    def after(self, moment: datetime) -> datetime:
        """The first time later than `moment`, in UTC.

        A time that the clock leaves out when it is put forward counts as the moment it is put
        forward; one that it shows twice counts when it is shown first. So each day has one.
        """
        zone = ZoneInfo(self.time_zone)
        day = moment.astimezone(zone).date() - timedelta(days=1)
        while True:
            if self.is_on(day):
                due = instant(day, self.at, zone)
                if due > moment:
                    return due
            day += timedelta(days=1)

    def is_on(self, day: date) -> bool:
        match self.every:
            case Every.DAY:
                return True
            case Every.WEEK:
                return day.isoweekday() == self.on
            case Every.MONTH:
                last = monthrange(day.year, day.month)[1]
                return day.day == min(self.on or 1, last)


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When the clock of the zone first shows that time of that day, or has just passed over it."""
    local = datetime.combine(day, at, zone)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return found
    return put_forward(found, zone)


def put_forward(near: datetime, zone: ZoneInfo) -> datetime:
    """The moment within a day of `near` at which the clock leaps, to the second."""
    early, late = near - timedelta(days=1), near + timedelta(days=1)
    offset = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        middle = middle.replace(microsecond=0)
        if middle in {early, late}:
            break
        if middle.astimezone(zone).utcoffset() == offset:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)
