"""The phases of an event: how they follow each other, and what of it buyers are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.errors import Invalid, LimitExceeded, Required
from domain.events.states import RANKS, EventPhaseKind

MOST_PHASES = 30


@dataclass(frozen=True)
class Phase:
    """A stretch of an event; not any more at `ends_at`."""

    kind: EventPhaseKind
    starts_at: datetime
    ends_at: datetime


class Lasting(Protocol):
    """A phase, or its row."""

    @property
    def kind(self) -> EventPhaseKind: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


Span = tuple[datetime, datetime]


def checked(phases: Sequence[Phase]) -> list[Phase]:
    """By their start; raises Invalid with the number of the phase that was given, and its field."""
    if not phases:
        raise Required("An event has one phase at least.", "phases")
    if len(phases) > MOST_PHASES:
        raise LimitExceeded(f"Up to {MOST_PHASES} phases.", MOST_PHASES, "phases")
    numbered = sorted(
        enumerate(phases), key=lambda one: (one[1].starts_at, RANKS[one[1].kind], one[1].kind)
    )
    began: dict[EventPhaseKind, Phase] = {}  # the latest of each kind
    for number, phase in numbered:
        path = ("phases", str(number))
        if phase.ends_at <= phase.starts_at:
            raise Invalid(f"{phase.kind.name}: it ends after it starts.", *path, "ends_at")
        before = began.get(phase.kind)
        if before and phase.starts_at < before.ends_at:
            said = f"{phase.kind.name}: another of that kind is not over by then."
            raise Invalid(said, *path, "starts_at")
        late = next((kind for kind in began if RANKS[kind] > RANKS[phase.kind]), None)
        if before is None and late:
            said = f"{phase.kind.name}: it begins no later than {late.name} does."
            raise Invalid(said, *path, "starts_at")
        began[phase.kind] = phase
    return [phase for _, phase in numbered]


def whole(phases: Sequence[Lasting]) -> Span:
    """From the first start to the last end."""
    return min(one.starts_at for one in phases), max(one.ends_at for one in phases)


def selling(phases: Sequence[Lasting]) -> Span:
    """What buyers are told of as the event: its bursts, or all of it where it has none."""
    return whole([one for one in phases if one.kind is EventPhaseKind.BURST] or phases)
