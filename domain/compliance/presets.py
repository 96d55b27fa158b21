"""Which presets there are: those that Tradepost ships, and an organisation's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.base import fold_into, to_millisecond
from domain.compliance.models import SizePreset
from domain.compliance.states import PresetKind
from domain.errors import Invalid, Taken
from domain.ids import new_id
from domain.permissions import Permission
from domain.text import words
from domain.work import Work


@dataclass(frozen=True)
class PresetFacts:
    """One version of a preset, read and found right; sizes in px."""

    name: str
    number: int
    kind: PresetKind
    title: str
    title_zh: str | None
    platform: str
    canvas_width_px: int
    canvas_height_px: int
    document: str  # canonical JSON
    source: str
    read_on: date
    valid_from: date
    main_of: str = ""  # a line each


_KEPT = (
    "kind", "title", "title_zh", "platform", "canvas_width_px", "canvas_height_px", "document",
    "source", "read_on", "valid_from", "main_of", "is_newest", "search_text",
)  # fmt: skip

_LONGEST = {
    "name": 100,
    "title": 200,
    "title_zh": 200,
    "platform": 100,
    "source": 500,
    "main_of": 500,
}


def keep_presets(session: Session, now: datetime, shipped: Sequence[PresetFacts]) -> None:
    """Write the shipped rows in one statement; what already stands like this is left alone."""
    newest = {facts.name: facts.number for facts in sorted(shipped, key=lambda it: it.number)}
    rows = [_row(facts, now, is_newest=newest[facts.name] == facts.number) for facts in shipped]
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(SizePreset).values(rows)
    given = insert.excluded
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["name", "number"],
            index_where=text("organization_id IS NULL"),
            set_={
                **{fact: given[fact] for fact in _KEPT},
                "updated_at": given.updated_at,
                "version": SizePreset.version + 1,
            },
            where=or_(*(getattr(SizePreset, fact).is_distinct_from(given[fact]) for fact in _KEPT)),
        )
    )


def _row(facts: PresetFacts, now: datetime, *, is_newest: bool) -> dict[str, Any]:
    row = vars(facts) | {
        "id": new_id(),
        "organization_id": None,
        "is_newest": is_newest,
        "created_at": to_millisecond(now),
        "updated_at": to_millisecond(now),
        "version": 1,
    }
    return fold_into(SizePreset, row)


def create_preset(work: Work, facts: PresetFacts) -> SizePreset:
    """One of the organisation's own, or the next version of one; what stands is never changed.

    What rules a place has does not depend on the store, so it takes the permission in every one.
    """
    work.require(Permission.STORES_MANAGE, everywhere=True)
    for field, longest in _LONGEST.items():
        words(getattr(facts, field) or "", "document", field.removesuffix("_zh"), longest=longest)
    if facts.valid_from < facts.read_on:
        raise Invalid("Nobody could know it before it was read.", "document", "valid_from")
    own = and_(
        SizePreset.organization_id == work.actor.organization_id, SizePreset.name == facts.name
    )
    shipped = and_(SizePreset.organization_id.is_(None), SizePreset.name == facts.name)
    if work.session.scalar(select(SizePreset.id).where(shipped).limit(1)):
        raise Taken("A preset of that name comes with Tradepost.", "document", "name")
    newest = work.session.scalar(
        select(SizePreset.number).where(own).order_by(SizePreset.number.desc()).limit(1)
    )
    if facts.number != (newest or 0) + 1:
        raise Invalid(f"Its next version is {(newest or 0) + 1}.", "document", "version")
    before = update(SizePreset).where(own, SizePreset.is_newest.is_(True))
    work.session.execute(before.values(is_newest=False, updated_at=work.now))
    row = SizePreset(organization_id=work.actor.organization_id, **vars(facts))
    work.record("size_preset.created", work.add(row))
    return row
