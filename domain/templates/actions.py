"""What designers do with templates: make them, and draft versions that never change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from domain import text
from domain.errors import Conflict, Taken
from domain.ids import new_id
from domain.permissions import Permission
from domain.templates import versions
from domain.templates.documents import Document
from domain.templates.models import MediaTemplate, MediaTemplateVersion, TemplateSlot
from domain.templates.states import TemplateKind
from domain.work import Work

LONGEST_NOTE = 2_000
_OF_DOCUMENT = ("document", "sha256", "width_px", "height_px", "languages", "presets")
_OF_SLOT = tuple(
    name
    for name in TemplateSlot.__table__.columns.keys()  # noqa: SIM118  a collection, and no dict
    if name not in {"id", "organization_id", "version_id"}
)


@dataclass(frozen=True)
class NewTemplate:
    """A title that is left out is what the document, or the copied template, is called."""

    handle: str
    title: str | None = None
    title_zh: str | None = None
    note: str | None = None


def require(work: Work) -> None:
    """Templates are the whole organisation's, so writing them takes the permission everywhere."""
    work.require(Permission.TEMPLATES_WRITE, everywhere=True)


def create_template(work: Work, new: NewTemplate, document: Document) -> MediaTemplate:
    """A template of one's own, and its first version as a draft."""
    require(work)
    template = _add_template(work, new, document.kind, (document.title, document.title_zh))
    _add_version(work, template, 1, (document.columns(), document.slot_rows()), new.note)
    return template


def copy_template(
    work: Work, new: NewTemplate, template_id: UUID, number: int | None = None
) -> MediaTemplate:
    """Likewise, from another template: from that version of it, or its published one."""
    require(work)
    source = work.find(MediaTemplate, template_id, "from_template_id")
    version = _to_copy(work, source, number)
    found = select(TemplateSlot).where(TemplateSlot.version_id == version.id)
    slots = [_columns(slot, _OF_SLOT) for slot in work.session.scalars(found)]
    template = _add_template(work, new, source.kind, (source.title, source.title_zh))
    _add_version(work, template, 1, (_columns(version, _OF_DOCUMENT), slots), new.note)
    return template


def create_version(
    work: Work, template_id: UUID, document: Document, note: str | None = None
) -> MediaTemplateVersion:
    """The next version, as a draft; refused if it says what the newest says."""
    require(work)
    template = claim_own(work, template_id, "template_id")
    if document.kind is not template.kind:
        kinds = f"{document.kind.name}, and the template {template.kind.name}"
        raise Conflict(f"The document is of the kind {kinds}.", "document")
    before = versions.newest(work, template)
    if before.sha256 == document.sha256:
        raise Conflict(f"Version {before.number} has this very document.", "document")
    told = document.columns(), document.slot_rows()
    return _add_version(work, template, before.number + 1, told, note)


def claim_own(
    work: Work, template_id: UUID, *path: str, version: int | None = None
) -> MediaTemplate:
    """The template, locked, if it can be changed at all."""
    template = work.claim(MediaTemplate, template_id, *path, version=version)
    if template.is_shipped:
        said = "comes with Tradepost and stays as it is; make one of your own from it."
        raise Conflict(f"{template.handle} {said}", *(path or ("id",)))
    if template.archived_at is not None:
        raise Conflict(f"{template.handle} is archived.", *(path or ("id",)))
    return template


def _to_copy(work: Work, source: MediaTemplate, number: int | None) -> MediaTemplateVersion:
    """The newest of a template of which none is published."""
    if number is not None:
        return versions.numbered(work, source, number, "version_number")
    return versions.published(work, source) or versions.newest(work, source)


def _add_template(
    work: Work, new: NewTemplate, kind: TemplateKind, titles: tuple[str, str | None]
) -> MediaTemplate:
    handle = text.handle(new.handle, "handle")
    same = select(MediaTemplate.id).where(
        MediaTemplate.organization_id == work.actor.organization_id, MediaTemplate.handle == handle
    )
    if work.session.scalar(same):
        raise Taken("Another template has that handle.", "handle")
    title = titles[0] if new.title is None else new.title
    title_zh = titles[1] if new.title is None and new.title_zh is None else new.title_zh
    template = MediaTemplate(
        organization_id=work.actor.organization_id,
        handle=handle,
        kind=kind,
        title=text.name(title, "title"),
        title_zh=None if title_zh is None else text.name(title_zh, "title_zh"),
    )
    work.add(template)
    work.record("media_template.created", template)
    work.session.flush()
    return template


def _add_version(
    work: Work,
    template: MediaTemplate,
    number: int,
    told: tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]],
    note: str | None,
) -> MediaTemplateVersion:
    """`told` is what the document says, as columns of the version and of its slots."""
    columns, slots = told
    version = MediaTemplateVersion(
        organization_id=template.organization_id,
        template_id=template.id,
        number=number,
        note=None if note is None else text.words(note, "note", longest=LONGEST_NOTE),
        created_by_id=work.actor.user_id,
        **columns,
    )
    work.add(version)
    work.record("media_template_version.created", version)
    work.session.flush()
    own = {"organization_id": template.organization_id, "version_id": version.id}
    rows = [{**slot, **own, "id": new_id()} for slot in slots]
    if rows:
        work.session.execute(insert(TemplateSlot), rows)
    return version


def _columns(row: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
