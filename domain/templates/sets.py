"""Sets: templates that belong together, in an order, each for one preset or for any."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm.attributes import flag_modified

from domain import text
from domain.errors import Conflict, Invalid, LimitExceeded, NotFound, Required, Taken
from domain.ids import new_id
from domain.permissions import Permission
from domain.templates.models import MediaTemplate, TemplateSet, TemplateSetItem
from domain.work import Work

MOST_ITEMS = 60


@dataclass(frozen=True)
class NewItem:
    """A template, for a preset that the caller has looked for, or for whichever is asked for."""

    template_id: UUID
    preset_id: UUID | None = None


def require(work: Work) -> None:
    """Sets are the whole organisation's, so writing them takes the permission everywhere."""
    work.require(Permission.TEMPLATES_WRITE, everywhere=True)


def check_count(items: Sequence[Any]) -> None:
    if not items:
        raise Required("A set has one template at least.", "items")
    if len(items) > MOST_ITEMS:
        raise LimitExceeded(f"Up to {MOST_ITEMS} items.", MOST_ITEMS, "items")


def set_template_set(  # noqa: PLR0913  what a set says, and which it is
    work: Work,
    handle: str,
    title: str,
    items: Sequence[NewItem],
    *,
    set_id: UUID | None = None,
    version: int | None = None,
) -> TemplateSet:
    """The set of that id, or else of that handle, as it shall be; made if there is none.

    An archived one is back.
    """
    row = _claimed(work, set_id, handle, version)
    require(work)
    said, named = text.handle(handle, "handle"), text.name(title, "title")
    wanted = _checked(work, items)
    is_new = row is None
    if row is None:
        row = TemplateSet(organization_id=work.actor.organization_id, handle=said, title=named)
        work.add(row)
    elif row.handle != said and _id_of(work, said) is not None:
        raise Taken("Another set has that handle.", "handle")
    row.handle, row.title, row.archived_at = said, named, None
    work.record("template_set.set", row, details={"items": [_told(item) for item in wanted]})
    if not is_new:
        flag_modified(row, "updated_at")
        old = delete(TemplateSetItem).where(TemplateSetItem.template_set_id == row.id)
        work.session.execute(old)
    work.session.flush()
    own = {"organization_id": row.organization_id, "template_set_id": row.id}
    rows = [
        {"id": new_id(), **own, **asdict(item), "position": position}
        for position, item in enumerate(wanted)
    ]
    work.session.execute(insert(TemplateSetItem), rows)
    return row


def archive_template_set(work: Work, set_id: UUID, *, version: int | None = None) -> TemplateSet:
    """Put away; to set it again brings it back."""
    row = work.claim(TemplateSet, set_id, version=version)
    require(work)
    _check_own(row, "id")
    if row.archived_at is not None:
        raise Conflict(f"{row.handle} is archived already.", "id")
    row.archived_at = work.now
    work.record("template_set.archived", row)
    return row


def _claimed(
    work: Work, set_id: UUID | None, handle: str, version: int | None
) -> TemplateSet | None:
    """Locked, if there is one; to expect a version is to expect one."""
    path = "handle" if set_id is None else "id"
    found = set_id or _id_of(work, handle)
    if found is None:
        if version is not None:
            raise NotFound("No template set has that handle.", path)
        return None
    row = work.claim(TemplateSet, found, path, version=version)
    _check_own(row, path)
    return row


def _id_of(work: Work, handle: str) -> UUID | None:
    own = TemplateSet.organization_id == work.actor.organization_id
    if not text.is_storable(handle):
        return None
    return work.session.scalar(select(TemplateSet.id).where(own, TemplateSet.handle == handle))


def _check_own(row: TemplateSet, path: str) -> None:
    if row.is_shipped:
        said = "comes with Tradepost and stays as it is; make one of your own."
        raise Conflict(f"{row.handle} {said}", path)


def _checked(work: Work, items: Sequence[NewItem]) -> Sequence[NewItem]:
    """Each of a template that is there, and none twice."""
    check_count(items)
    ids = {item.template_id for item in items}
    found = work.seen(MediaTemplate).where(MediaTemplate.id.in_(ids))
    templates = {row.id: row for row in work.session.scalars(found, work.actor.values())}
    for place, item in enumerate(items):
        path = "items", str(place), "template_id"
        template = templates.get(item.template_id)
        if template is None:
            raise NotFound("No such media template.", *path)
        if template.archived_at is not None:
            raise Conflict(f"{template.handle} is archived.", *path)
        if item in items[:place]:
            raise Invalid(f"{template.handle} is in it twice for the same.", *path)
    return items


def _told(item: NewItem) -> dict[str, str | None]:
    preset_id = None if item.preset_id is None else str(item.preset_id)
    return {"template_id": str(item.template_id), "preset_id": preset_id}
