"""What creatives tell of an event, by the names of bindings; while it is otherwise, they are stale.

Each keeps what it was written from; a change that is taken back makes it true again.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import literal, select

from domain.base import Words, instant_text
from domain.catalogue.shown_prices import look_again
from domain.catalogue.staleness import settle
from domain.creatives.models import RenderJob
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


def tell_what_changed(work: Work, event: PlatformEvent, phases: Phases) -> None:
    """Renders that tell of it otherwise are stale now; those that are right again are so no more.

    There are few ways in which it was told, however many renders.
    """
    now = shown_of(event, phases)
    theirs = RenderJob.event_id == event.id
    told = work.session.scalars(select(RenderJob.event_shown).where(theirs).distinct())
    wrong = [one for one in told if _is_wrong(json.loads(one), now)]
    is_wrong = Among(RenderJob.event_shown, literal(sorted(wrong), Many(Words())))
    _, fresh = settle(work, theirs, is_wrong, "EVENT_CHANGED", goes_before=True)
    if fresh:
        look_again(work, theirs)


def _is_wrong(told: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    return any(now.get(name) != said for name, said in told.items())
