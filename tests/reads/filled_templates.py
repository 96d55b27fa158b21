"""Templates in every state, their slots of every kind, and sets of them."""

import json
from datetime import timedelta
from itertools import cycle
from typing import Any

from domain.templates.states import SlotKind, TemplateKind, VersionState
from tests.factories import compliance, templates
from tests.house import MONDAY, House
from tests.reads.words import perhaps, text

_S = VersionState
LIVES = (
    [_S.DRAFT],
    [_S.RETIRED, _S.PUBLISHED, _S.IN_REVIEW],
    [_S.PUBLISHED],
    [_S.RETIRED, _S.RETIRED, _S.PUBLISHED, _S.DRAFT],
    [_S.IN_REVIEW],
    [_S.RETIRED],
)


def make_templates(house: House, mark: str) -> None:
    kinds, made = cycle(TemplateKind), []
    for number, life in enumerate(LIVES):
        house.now = MONDAY + timedelta(seconds=number // 2)
        template = templates.make_template(
            house,
            life[0],
            handle=f"{mark}template-{number}",
            title=mark + text(number),
            title_zh=perhaps(number, "模板"),
            kind=next(kinds),
            is_shipped=number == 2,
            archived_at=MONDAY if number == 5 else None,
        )
        for place, state in enumerate(life[1:]):
            at = house.now + timedelta(seconds=place // 2)
            templates.make_version(
                house,
                template,
                state,
                document=document(number + place, mark),
                note=perhaps(place, mark + text(place)),
                created_by_id=perhaps(place + 1, house.owner.id),
                published_by_id=perhaps(place, house.owner.id),
                submitted_at=perhaps(place, at),
                rejected_reason=perhaps(place + 1, mark + text(place)),
            )
        made.append(template)
    preset = compliance.make_preset(house, name=f"{mark}for-sets", title=mark + text(0))
    for number in range(4):
        row = templates.make_set(
            house,
            *made[number : 2 * number + 1],
            handle=f"{mark}set-{number}",
            title=mark + text(number),
            is_shipped=number == 1,
            archived_at=perhaps(number, MONDAY),
        )
        templates.make_item(house, row, made[number], position=9, preset_id=preset.id)


def document(number: int, mark: str) -> dict[str, Any]:
    """Never drawn, so it may say anything; what differs hangs on the number."""
    slots: dict[str, Any] = {"title": {"kind": "TEXT", "label": {"en": text(number), "zh": "题"}}}
    for place, kind in enumerate(SlotKind):
        more = {"fields": {"name": {"kind": "TEXT"}}} if kind is SlotKind.LIST else {}
        slots[f"{kind.lower()}_{number}"] = {
            "kind": kind.name,
            "required": place % 2 == 0,
            "label": mark + text(place),
            **more,
        }
    slots["one_of"] = {"kind": "TEXT", "options": ['Ô "\\ 😀', mark], "binding": "product.title"}
    layers = [templates.headline(name=f"layer-{place}") for place in range(number % 3 + 1)]
    said = templates.small_document(*layers, revision=number, slots=slots)
    assert json.loads(json.dumps(said)) == said
    return said
