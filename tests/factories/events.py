"""Events with phases, with plain defaults."""

from datetime import UTC, datetime, timedelta
from typing import Any

from domain.events.models import PlatformEvent, PlatformEventPhase
from domain.events.phases import Phase, whole
from domain.events.states import EventKind, EventPhaseKind
from tests.house import House

OPENS = datetime(2026, 10, 31, 12, tzinfo=UTC)  # 20:00 in China
CLOSES = datetime(2026, 11, 11, 16, tzinfo=UTC)  # midnight there
BURST = (EventPhaseKind.BURST, OPENS, CLOSES)
WARM_UP = (EventPhaseKind.WARM_UP, OPENS - timedelta(days=7), OPENS)


def make_event(house: House, *phases: Any, **more: Any) -> PlatformEvent:
    """Of every platform, a week of warming up and a burst unless phases are given, by start."""
    usual: dict[str, Any] = {
        "organization_id": house.organization.id,
        "kind": EventKind.DOUBLE_ELEVEN,
        "name": "Double Eleven",
    }
    stretches = [Phase(*phase) for phase in phases or (WARM_UP, BURST)]
    starts_at, ends_at = whole(stretches)
    event = PlatformEvent(starts_at=starts_at, ends_at=ends_at, **{**usual, **more})
    house.save(event)
    for position, phase in enumerate(stretches):
        row = PlatformEventPhase(
            organization_id=event.organization_id,
            event_id=event.id,
            position=position,
            **vars(phase),
        )
        house.save(row)
    return event
