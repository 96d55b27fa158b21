"""Events of a platform and of every one, in both languages and in one, with one phase and many."""

from datetime import timedelta
from itertools import islice

from domain.creatives.models import RenderJob
from domain.events.states import EventKind, EventPhaseKind
from domain.stores.models import Store
from tests.factories import events
from tests.house import MONDAY, House
from tests.reads.words import perhaps, text


def make_events(house: House, stores: list[Store], mark: str) -> None:
    """They are put beside the renders that there are."""
    made = []
    for number, kind in enumerate(EventKind):
        house.now = MONDAY + timedelta(seconds=number // 2)
        starts_at = MONDAY + timedelta(days=number // 2 * 30)
        phases = [
            (phase, starts_at + timedelta(hours=place // 2), starts_at + timedelta(days=place + 1))
            for place, phase in enumerate(islice(EventPhaseKind, number % 4 + 1))
        ]
        event = events.make_event(
            house,
            *phases,
            kind=kind,
            name=mark + text(number),
            name_zh=perhaps(number, mark + "双十一"),
            url=perhaps(number, f"https://example.com/{mark}{number}?a=b&c"),
            platform_id=perhaps(number + 1, stores[number % len(stores)].platform_id),
        )
        made.append(event)
    own = house.session.query(RenderJob).filter_by(organization_id=house.organization.id)
    for number, render in enumerate(own.order_by(RenderJob.id)):
        event = made[number // 2 % len(made)]
        render.event_id = perhaps(number, event.id)
    house.session.commit()
