"""What people do with events: make one, change it, take it away."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm.attributes import flag_modified

from domain import text
from domain.base import instant_text, to_millisecond
from domain.checks import Check, needed, optional
from domain.creatives.models import RenderJob
from domain.errors import InUse
from domain.events import phases as rules
from domain.events.models import PlatformEvent, PlatformEventPhase
from domain.events.phases import Phase
from domain.events.shown import tell_what_changed
from domain.permissions import Permission
from domain.stores import places
from domain.stores.models import Platform
from domain.work import Work

SHOWN_AT_MOST = 10


def create_event(work: Work, given: Mapping[str, Any]) -> PlatformEvent:
    """An event of the whole organisation; needs at least kind, name and phases."""
    work.require(Permission.EVENTS_WRITE, everywhere=True)
    said = _said(work, {**dict.fromkeys(_NEEDED), **given})
    phases = said.pop("phases")
    starts_at, ends_at = rules.whole(phases)
    event = PlatformEvent(
        organization_id=work.actor.organization_id, starts_at=starts_at, ends_at=ends_at, **said
    )
    work.add(event)
    work.record("platform_event.created", event, details={"phases": _told(phases)})
    work.session.flush()
    _put_phases(work, event, phases)
    return event


def update_event(
    work: Work, event_id: UUID, changes: Mapping[str, Any], *, version: int | None = None
) -> PlatformEvent:
    """`changes` holds only what was said; phases are said all at once.

    Renders that show of it what is so no more are stale from then on.
    """
    event = work.claim(PlatformEvent, event_id, version=version)
    work.require(Permission.EVENTS_WRITE, everywhere=True)
    said = _said(work, changes)
    present = _phases(work, event)
    phases = said.pop("phases", present)
    told = {} if phases == present else {"phases": _told(phases)}
    for field, value in said.items():
        setattr(event, field, value)
    if told:
        event.starts_at, event.ends_at = rules.whole(phases)
        flag_modified(event, "updated_at")  # its phases are of it
    work.record("platform_event.updated", event, details=told)
    work.session.flush()
    if told:
        gone = delete(PlatformEventPhase).where(PlatformEventPhase.event_id == event.id)
        work.session.execute(gone.execution_options(synchronize_session=False))
        _put_phases(work, event, phases)
    tell_what_changed(work, event, phases)
    return event


def delete_event(work: Work, event_id: UUID, *, version: int | None = None) -> None:
    """Away with it and its phases, unless a render names it."""
    event = work.claim(PlatformEvent, event_id, version=version)
    work.require(Permission.EVENTS_WRITE, everywhere=True)
    naming = select(RenderJob.id).where(RenderJob.event_id == event.id).order_by(RenderJob.id)
    if found := work.session.scalars(naming.limit(SHOWN_AT_MOST)).all():
        places = [f"RenderJob:{one}" for one in found]
        raise InUse("Renders are made for it, and tell of it.", places, "id")
    work.record("platform_event.deleted", event, details={"phases": _told(_phases(work, event))})
    gone = delete(PlatformEventPhase).where(PlatformEventPhase.event_id == event.id)
    work.session.execute(gone.execution_options(synchronize_session=False))
    work.session.delete(event)


def phases_of(work: Work, event: PlatformEvent) -> Sequence[PlatformEventPhase]:
    """By their start."""
    own = select(PlatformEventPhase).where(PlatformEventPhase.event_id == event.id)
    return work.session.scalars(own.order_by(PlatformEventPhase.position)).all()


def _phases(work: Work, event: PlatformEvent) -> list[Phase]:
    return [Phase(one.kind, one.starts_at, one.ends_at) for one in phases_of(work, event)]


def _put_phases(work: Work, event: PlatformEvent, phases: Sequence[Phase]) -> None:
    work.session.add_all(
        PlatformEventPhase(
            organization_id=event.organization_id,
            event_id=event.id,
            position=position,
            kind=phase.kind,
            starts_at=phase.starts_at,
            ends_at=phase.ends_at,
        )
        for position, phase in enumerate(phases)
    )


def _told(phases: Sequence[Phase]) -> list[str]:
    """For the audit: a line each."""
    return [
        f"{one.kind.name} from {instant_text(one.starts_at)} until {instant_text(one.ends_at)}"
        for one in phases
    ]


def _said(work: Work, changes: Mapping[str, Any]) -> dict[str, Any]:
    if platform_id := changes.get("platform_id"):
        work.find(Platform, platform_id, "platform_id")
    return {field: _CHECKS[field](value, field) for field, value in changes.items()}


def _as_it_is(given: Any, _: str) -> Any:
    return given


def _phases_said(given: Sequence[Phase], _: str) -> list[Phase]:
    exact = [
        Phase(one.kind, to_millisecond(one.starts_at), to_millisecond(one.ends_at)) for one in given
    ]
    return rules.checked(exact)


_CHECKS: Mapping[str, Check] = {
    "kind": needed(_as_it_is),
    "name": needed(text.name),
    "name_zh": optional(text.name),
    "url": optional(places.secure_website),
    "platform_id": _as_it_is,
    "phases": needed(_phases_said),
}
_NEEDED = ("kind", "name", "phases")
