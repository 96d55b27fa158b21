"""The templates that come with Tradepost, as rows of each organisation.

A new release's document becomes a new version, published; the one before is retired and stays. An
organisation that has a template of its own under such a handle keeps it, and is given no other.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session, aliased

from domain.base import fold_into
from domain.ids import new_id
from domain.people.models import Organization
from domain.templates.documents import Document
from domain.templates.models import MediaTemplate, MediaTemplateVersion, TemplateSlot
from domain.templates.states import VersionState


@dataclass(frozen=True)
class Shipped:
    """A template of this release; its document is read only where a row lacks it."""

    handle: str
    sha256: str
    read: Callable[[], Document]


class _Kept(NamedTuple):
    """A template as an organisation has it."""

    id: UUID
    is_shipped: bool
    number: int  # of the newest version
    sha256: str | None  # of the published one


Wanted = tuple[UUID, Shipped, _Kept | None]


def keep_templates(session: Session, now: datetime, shipped: Sequence[Shipped]) -> None:
    """Write what is missing, for every organisation, a statement a table."""
    organizations = session.scalars(select(Organization.id)).all()
    known = _known(session, [one.handle for one in shipped])
    wanted: list[Wanted] = [
        (organization_id, one, kept)
        for one in shipped
        for organization_id in organizations
        for kept in [known.get((organization_id, one.handle))]
        if kept is None or (kept.is_shipped and kept.sha256 != one.sha256)
    ]
    if not wanted:
        return
    dated = {"created_at": now, "updated_at": now, "version": 1}
    templates, renewed, versions, slots = [], [], [], []
    for organization_id, one, kept in wanted:
        document, version_id = one.read(), new_id()
        own, titles = {"organization_id": organization_id}, _titles(one, document)
        template_id = kept.id if kept else new_id()
        if kept:
            renewed.append({"id": template_id, "updated_at": now, **titles})
        else:
            usual = {"kind": document.kind, "is_shipped": True, "archived_at": None}
            templates.append({"id": template_id, **own, **titles, **usual, **dated})
        made = {
            "id": version_id,
            "template_id": template_id,
            "number": kept.number + 1 if kept else 1,
            "state": VersionState.PUBLISHED,
            "published_at": now,
        }
        versions.append({**own, **made, **document.columns(), **dated})
        of = {"version_id": version_id, **own}
        slots += [{"id": new_id(), **of, **slot} for slot in document.slot_rows()]
    _renew(session, renewed, now)
    for model, rows in ((MediaTemplate, templates), (MediaTemplateVersion, versions)):
        if rows:
            session.execute(insert(model), rows)
    if slots:
        session.execute(insert(TemplateSlot), slots)


def _titles(one: Shipped, document: Document) -> dict[str, Any]:
    titles = {"handle": one.handle, "title": document.title, "title_zh": document.title_zh}
    return fold_into(MediaTemplate, titles)


def _known(session: Session, handles: Sequence[str]) -> Mapping[tuple[UUID, str], _Kept]:
    version = MediaTemplateVersion
    is_used = (version.template_id == MediaTemplate.id) & (version.state == VersionState.PUBLISHED)
    every = aliased(version)
    newest = select(func.max(every.number)).where(every.template_id == MediaTemplate.id)
    found = (
        select(
            MediaTemplate.organization_id,
            MediaTemplate.handle,
            MediaTemplate.id,
            MediaTemplate.is_shipped,
            newest.scalar_subquery(),
            version.sha256,
        )
        .outerjoin(version, is_used)
        .where(MediaTemplate.handle.in_(handles))
    )
    return {(row[0], row[1]): _Kept(*row[2:]) for row in session.execute(found)}


def _renew(session: Session, renewed: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """What these are called, and that their published versions are so no more."""
    if not renewed:
        return
    session.execute(update(MediaTemplate), renewed)
    version = MediaTemplateVersion
    used = update(version).where(
        version.template_id.in_([one["id"] for one in renewed]),
        version.state == VersionState.PUBLISHED,
    )
    retired = {"state": VersionState.RETIRED, "retired_at": now, "updated_at": now}
    session.execute(
        used.values(**retired, version=version.version + 1).execution_options(
            synchronize_session=False
        )
    )
