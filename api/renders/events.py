"""What an event says that slots are bound to, in the language and the time zone of who reads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import joinedload

from api.renders import dates
from domain.errors import Invalid
from domain.events.actions import phases_of
from domain.events.models import PlatformEvent
from domain.events.phases import selling
from domain.events.shown import shown_of
from domain.stores.models import Store
from domain.work import Work

NOWHERE = "UTC"
"""The time zone of an event of every platform that is shown for no store."""


@dataclass(frozen=True)
class Link:
    """An address on the web: whole in a code, and in words without what everybody leaves out."""

    url: str

    @property
    def words(self) -> str:
        return self.url.removeprefix("https://").removeprefix("www.").rstrip("/")


@dataclass(frozen=True)
class EventWords:
    """What a binding leads to, and what it was written from."""

    binding: str
    words: str | Link
    pin: Any


@dataclass(frozen=True)
class EventFacts:
    """Of one event; `pins` are what each binding is written from, as it is now."""

    id: UUID
    name: str
    name_zh: str | None
    url: str | None
    starts_at: datetime
    ends_at: datetime
    zone: str
    pins: Mapping[str, Any]

    def of(self, binding: str, *, is_chinese: bool) -> EventWords | None:
        """By what follows `event.`; None for what it does not have."""
        write = BINDINGS.get(binding)
        words = write(self, is_chinese) if write else None
        return EventWords(binding, words, self.pins[binding]) if words else None


def _name(event: EventFacts, is_chinese: bool) -> str:
    return (event.name_zh if is_chinese else None) or event.name


BINDINGS: Mapping[str, Callable[[EventFacts, bool], str | Link | None]] = {
    "name": _name,
    "url": lambda event, _: Link(event.url) if event.url else None,
    "period": lambda event, is_chinese: dates.period(
        event.starts_at, event.ends_at, event.zone, is_chinese=is_chinese
    ),
    "startsAt": lambda event, is_chinese: dates.moment(
        event.starts_at, event.zone, is_chinese=is_chinese
    ),
    "startsOn": lambda event, is_chinese: dates.day(
        event.starts_at, event.zone, is_chinese=is_chinese
    ),
    "startsTime": lambda event, is_chinese: dates.hour(
        event.starts_at, event.zone, is_chinese=is_chinese
    ),
}
"""Of `event.…`, by whether the words are Chinese."""


def event_facts(work: Work, event_id: UUID | None, store: Store | None) -> EventFacts | None:
    """Of the event, if one is named; days are the store's, or else its platform's.

    Raises NotFound, and Invalid for another platform's than the store's.
    """
    if event_id is None:
        return None
    loaded = joinedload(PlatformEvent.platform)
    event = work.find(PlatformEvent, event_id, "event_id", load=[loaded])
    if store and event.platform_id and event.platform_id != store.platform_id:
        raise Invalid("The event is of another platform than the store's.", "event_id")
    phases = phases_of(work, event)
    starts_at, ends_at = selling(phases)
    of_platform = event.platform.default_time_zone if event.platform else None
    return EventFacts(
        event.id,
        event.name,
        event.name_zh,
        event.url,
        starts_at,
        ends_at,
        store.time_zone if store else of_platform or NOWHERE,
        shown_of(event, phases),
    )
