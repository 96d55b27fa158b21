"""The year's two large events: Double Eleven of this year, 618 of the year in which it is next."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from api.sample_store.reading import Telling, content
from domain.events.actions import create_event
from domain.events.phases import Phase
from domain.events.states import EventKind, EventPhaseKind
from domain.stores.models import Platform

NOTED = timedelta(days=80)


def note_events(telling: Telling) -> None:
    """Through the action, as operations would."""
    work = telling.work(telling.now - NOTED)
    for said in content("events"):
        year = year_of(said, telling.now)
        shipped = Platform.organization_id.is_(None) & (Platform.code == said["platform"])
        given = {
            "kind": EventKind[said["kind"]],
            "name": said["name"].format(year=year),
            "name_zh": said["name_zh"].format(year=year),
            "url": said["url"],
            "platform_id": work.session.scalar(select(Platform.id).where(shipped)),
            "phases": _phases(said, year),
        }
        create_event(work, given)
    telling.session.flush()


def year_of(said: Mapping[str, Any], now: datetime) -> int:
    this = now.astimezone(ZoneInfo(said["time_zone"])).year
    is_over = max(phase.ends_at for phase in _phases(said, this)) <= now
    return this + 1 if is_over and not said["is_kept_when_over"] else this


def _phases(said: Mapping[str, Any], year: int) -> list[Phase]:
    zone = ZoneInfo(said["time_zone"])
    return [
        Phase(
            EventPhaseKind[kind],
            *(datetime.fromisoformat(f"{year}-{at}").replace(tzinfo=zone) for at in (first, last)),
        )
        for kind, first, last in said["phases"]
    ]
