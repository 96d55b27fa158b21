"""Platforms' events in the graph: Double Eleven, 618 and their like."""

from datetime import datetime
from enum import Enum
from typing import Any

import strawberry

from api import reads
from api.context import Info
from api.graphql.platforms import Platform
from api.inputs import given
from api.mutation import Payload, mutation
from api.reads import Connection
from domain.events import actions, models, states
from domain.events.phases import Phase
from domain.permissions import Permission

reads.described(
    states.EventKind,
    "Which of the year's events it is.",
    DOUBLE_ELEVEN="11 November, and the weeks before it.",
    SIX_EIGHTEEN="18 June, and the weeks before it.",
    BLACK_FRIDAY="The day after Thanksgiving.",
    CYBER_MONDAY="The Monday after that.",
    NEW_YEAR="The turn of the year, by whichever calendar.",
    ANNIVERSARY="The day on which a platform or a store was founded.",
    OTHER="None of these.",
)
reads.described(
    states.EventPhaseKind,
    "What goes on in a stretch of an event.",
    SIGN_UP="Stores say that they take part.",
    WARM_UP="Buyers are told, and collect what they want.",
    PRE_SALE="Buyers pay a deposit.",
    BALANCE="Who paid a deposit pays the rest.",
    BURST="Everybody buys.",
    RETURN="What is left is sold once more.",
)


@reads.sorting("How events may be sorted.")
class PlatformEventSort(Enum):
    FIRST = reads.by("starts_at", "First to begin first.")
    LAST = reads.by("-starts_at", "Last to begin first.")
    NAME = reads.by("name", "By name, A first.")
    NEWEST = reads.by("-created_at", "Latest made first.")


@reads.filtering("Which events.")
class PlatformEventFilter:
    kind: reads.EnumFilter[states.EventKind] | None = reads.where("Which of the year's they are.")
    name: reads.TextFilter | None = reads.where("Their name.")
    platform_id: reads.IDFilter | None = reads.where("Of these platforms.")
    starts_at: reads.DateTimeFilter | None = reads.where("When they begin.")
    ends_at: reads.DateTimeFilter | None = reads.where("When they are over.")
    created_at: reads.DateTimeFilter | None = reads.where("When they were made.")


EVENT_SEARCH = reads.Search(
    "search_text",
    kind="kind",
    name="name",
    starts_at="starts_at",
    ends_at="ends_at",
    created_at="created_at",
)


@strawberry.type(description="A stretch of an event.")
class PlatformEventPhase(reads.Node):
    model = models.PlatformEventPhase
    kind: states.EventPhaseKind = reads.attribute(description="What goes on.")
    position: int = reads.attribute(description="Its place among them, from 0, by its start.")
    starts_at: datetime = reads.attribute(description="From when on.")
    ends_at: datetime = reads.attribute(description="Until when; not any more by then.")


@strawberry.type(description="Days on which a platform, or every one, sells more than on others.")
class PlatformEvent(reads.Dated):
    model = models.PlatformEvent
    kind: states.EventKind = reads.attribute(description="Which of the year's it is.")
    name: str = reads.attribute(description="What it is called.")
    name_zh: str | None = reads.attribute(description="What it is called in Chinese.")
    url: str | None = reads.attribute(description="Where buyers find it on the web.")
    platform: Platform | None = reads.attribute(
        description="The platform that holds it; null where every one does."
    )
    starts_at: datetime = reads.attribute(description="When its first phase begins.")
    ends_at: datetime = reads.attribute(description="When its last phase is over.")
    phases: list[PlatformEventPhase] = reads.attribute(
        description="Its stretches, by their start; some go on side by side."
    )


@strawberry.type
class PlatformEventsQuery:
    platform_events: Connection[PlatformEvent] | None = reads.connection(
        PlatformEventSort,
        PlatformEventFilter,
        search=EVENT_SEARCH,
        needs=Permission.EVENTS_READ,
        description="Platforms' events, page by page.",
    )
    platform_event: PlatformEvent | None = reads.by_id(description="One of them.")


NAME = "What it is called."
NAME_ZH = "What it is called in Chinese, where creatives are."
URL = "Where buyers find it on the web: https, up to 200 characters."
PLATFORM = "The platform that holds it; null where every one does."
PHASES = "Its stretches, in any order: one to 30, those of a kind one after the other."


@strawberry.input(description="A stretch of an event.")
class PlatformEventPhaseInput:
    kind: states.EventPhaseKind = strawberry.field(description="What goes on.")
    starts_at: datetime = strawberry.field(description="From when on.")
    ends_at: datetime = strawberry.field(description="Until when; not any more by then.")


@strawberry.input(description="An event of a platform, or of every one.")
class PlatformEventCreateInput:
    kind: states.EventKind = strawberry.field(description="Which of the year's it is.")
    name: str = strawberry.field(description=NAME)
    phases: list[PlatformEventPhaseInput] = strawberry.field(description=PHASES)
    name_zh: str | None = strawberry.field(default=None, description=NAME_ZH)
    url: str | None = strawberry.field(default=None, description=URL)
    platform_id: strawberry.ID | None = strawberry.field(default=None, description=PLATFORM)


@strawberry.input(description="What changes about an event; what is left out stays.")
class PlatformEventUpdateInput:
    id: strawberry.ID = strawberry.field(description="Which event.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )
    kind: states.EventKind | None = strawberry.field(
        default=strawberry.UNSET, description="Which of the year's it is."
    )
    name: str | None = strawberry.field(default=strawberry.UNSET, description=NAME)
    name_zh: str | None = strawberry.field(
        default=strawberry.UNSET, description=f"{NAME_ZH} Null takes it away."
    )
    url: str | None = strawberry.field(
        default=strawberry.UNSET, description=f"{URL} Null takes it away."
    )
    platform_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description=PLATFORM
    )
    phases: list[PlatformEventPhaseInput] | None = strawberry.field(
        default=strawberry.UNSET, description=f"{PHASES} They take the place of those there are."
    )


@strawberry.input(description="The event to take away.")
class PlatformEventDeleteInput:
    id: strawberry.ID = strawberry.field(description="Which event.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )


@strawberry.type(description="The event that was made.")
class PlatformEventCreatePayload(Payload):
    platform_event: PlatformEvent | None = reads.changed(description="The new event.")


@strawberry.type(description="The event that was changed.")
class PlatformEventUpdatePayload(Payload):
    platform_event: PlatformEvent | None = reads.changed(description="The event as it is now.")


@strawberry.type(description="The event that was taken away.")
class PlatformEventDeletePayload(Payload):
    kept = ("deleted_id",)

    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="The id of the event that is gone."
    )


def _said(input: Any) -> dict[str, Any]:
    said = given(input)
    reads.own_ids(said, platform_id="Platform")
    if said.get("phases"):
        said["phases"] = [Phase(one.kind, one.starts_at, one.ends_at) for one in said["phases"]]
    return said


@strawberry.type
class PlatformEventsMutation:
    @mutation(description="Make an event, which creatives can then be made for.")
    def platform_event_create(
        self, info: Info, input: PlatformEventCreateInput
    ) -> PlatformEventCreatePayload:
        event = actions.create_event(info.context.work, _said(input))
        return PlatformEventCreatePayload.of(platform_event=event)

    @mutation(
        description="Change an event. Creatives that show of it what is so no more are stale then."
    )
    def platform_event_update(
        self, info: Info, input: PlatformEventUpdateInput
    ) -> PlatformEventUpdatePayload:
        event = actions.update_event(
            info.context.work,
            reads.row_id("PlatformEvent", input.id),
            _said(input),
            version=input.expected_version,
        )
        return PlatformEventUpdatePayload.of(platform_event=event)

    @mutation(description="Take an event away, unless creatives are made for it.")
    def platform_event_delete(
        self, info: Info, input: PlatformEventDeleteInput
    ) -> PlatformEventDeletePayload:
        event_id = reads.row_id("PlatformEvent", input.id)
        actions.delete_event(info.context.work, event_id, version=input.expected_version)
        return PlatformEventDeletePayload.of(deleted_id=input.id)
