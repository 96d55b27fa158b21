"""What may be shown in one place at one time; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import combinations
from uuid import UUID

from domain.base import to_millisecond
from domain.calendar import day_of
from domain.errors import Conflict, Invalid
from domain.stores.states import ArmLabel, MediaSlot

HIGHEST_POSITION = 99


@dataclass(frozen=True)
class Shown:
    """One thing to show: from when it is said, or from now; until further notice, or an end.

    `id` names one that the listing has and that is to stay.
    """

    slot: MediaSlot
    asset_id: UUID
    position: int = 0
    arm: ArmLabel = ArmLabel.A
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    preset_id: UUID | None = None
    id: UUID | None = None


def checked(shown: Shown, now: datetime, *path: str) -> Shown:
    """With its times as they are kept; raises Invalid."""
    if not 0 <= shown.position <= HIGHEST_POSITION:
        raise Invalid(f"A position is from 0 to {HIGHEST_POSITION}.", *path, "position")
    for name in ("starts_at", "ends_at"):
        given = getattr(shown, name)
        if given is not None and given.tzinfo is None:
            raise Invalid("Say its offset from UTC.", *path, name)
    starts_at = to_millisecond(shown.starts_at or now)
    ends_at = to_millisecond(shown.ends_at) if shown.ends_at else None
    if ends_at is not None and ends_at <= starts_at:
        raise Invalid("It ends before it starts.", *path, "ends_at")
    return replace(shown, starts_at=starts_at, ends_at=ends_at)


def check_apart(all_: Sequence[Shown], *path: str) -> None:
    """Raises Conflict where two of the same arm would be shown in one place at one time."""
    for one, other in clashes(all_):
        said = f"{_place(all_[one])} has something else at that time: label it as another arm."
        raise Conflict(said, *path, str(other), "arm")


def clashes(all_: Sequence[Shown]) -> Iterator[tuple[int, int]]:
    """The places, in the sequence, of any two that cannot both be shown."""
    for (one, first), (other, second) in combinations(enumerate(all_), 2):
        if _key(first) == _key(second) and overlap(first, second):
            yield one, other


def overlap(one: Shown, other: Shown) -> bool:
    """Whether there is a moment at which both are shown; an end is no such moment."""
    assert one.starts_at
    assert other.starts_at
    begins_first = one.ends_at is None or other.starts_at < one.ends_at
    return begins_first and (other.ends_at is None or one.starts_at < other.ends_at)


def days_shown(
    starts_at: datetime, ends_at: datetime | None, zone: str
) -> tuple[date, date | None]:
    """The first and the last day, in a time zone, on which it is shown for a while at least."""
    if ends_at is None:
        return day_of(starts_at, zone), None
    return day_of(starts_at, zone), day_of(ends_at - timedelta(milliseconds=1), zone)


def _key(shown: Shown) -> tuple[MediaSlot, int, ArmLabel]:
    return shown.slot, shown.position, shown.arm


def _place(shown: Shown) -> str:
    return f"{shown.slot.name} {shown.position}, arm {shown.arm.name},"
