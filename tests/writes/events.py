"""Mutations about platforms' events."""

from itertools import count
from typing import Any

from tests.factories.events import make_event
from tests.factories.stores import make_platform
from tests.house import House, node_id
from tests.writes.changes import change

_numbers = count(1)
PHASES = [
    {"kind": "BURST", "startsAt": "2026-10-31T12:00:00Z", "endsAt": "2026-11-11T16:00:00Z"},
    {"kind": "SIGN_UP", "startsAt": "2026-09-12T00:00:00Z", "endsAt": "2026-09-20T16:00:00Z"},
]


@change("platformEventCreate")
def create_event(house: House) -> dict[str, Any]:
    return {
        "name": f"Double Eleven {next(_numbers)}",
        "kind": "DOUBLE_ELEVEN",
        "phases": PHASES,
        "platformId": node_id("Platform", make_platform(house)),
    }


@change("platformEventUpdate")
def update_event(house: House) -> dict[str, Any]:
    event = make_event(house)
    return {
        "id": node_id("PlatformEvent", event),
        "name": f"618 {next(_numbers)}",
        "phases": PHASES,
    }


@change("platformEventDelete")
def delete_event(house: House) -> dict[str, Any]:
    return {"id": node_id("PlatformEvent", make_event(house))}
