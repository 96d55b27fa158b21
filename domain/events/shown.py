"""What creatives show of an event, by the names of bindings; while that is otherwise, they are stale.

Each keeps what it was written from; a change that is taken back makes it true again.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import literal, select, update

from domain.base import Words, instant_text
from domain.catalogue.shown_prices import shows_another_price
from domain.catalogue.staleness import OVER, Fate, settle
from domain.creatives.models import RenderJob
from domain.creatives.states import StaleReason
from domain.events.models import PlatformEvent
from domain.events.phases import Lasting, selling
from domain.scope import Among, Many
from domain.work import Work

Phases = Sequence[Lasting]


def _start(_: PlatformEvent, phases: Phases) -> Any:
    return instant_text(selling(phases)[0])


SHOWN: Mapping[str, Callable[[PlatformEvent, Phases], Any]] = {
    "name": lambda event, _: [event.name, event.name_zh],
    "url": lambda event, _: event.url,
    "period": lambda _, phases: [instant_text(at) for at in selling(phases)],
    "startsAt": _start,
    "startsOn": _start,
    "startsTime": _start,
}
"""`event.name` and the others: what each is written from, as JSON has it."""


def shown_of(event: PlatformEvent, phases: Phases) -> dict[str, Any]:
    """As it is now."""
    return {name: of(event, phases) for name, of in SHOWN.items()}
