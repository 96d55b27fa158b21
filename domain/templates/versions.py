"""Which version of a template is meant."""

from uuid import UUID

from sqlalchemy import Select, select

from domain.errors import Conflict, NotFound
from domain.templates.models import MediaTemplate, MediaTemplateVersion
from domain.templates.states import VersionState
from domain.work import Work

FOR_RENDERS = frozenset({VersionState.PUBLISHED})
FOR_PREVIEWS = FOR_RENDERS | {VersionState.DRAFT, VersionState.IN_REVIEW}
FOR_REPEATS = FOR_RENDERS | {VersionState.RETIRED}
"""What was rendered once can be rendered again, whatever came after it."""


def version_to_use(
    work: Work,
    template: UUID | str,
    number: int | None = None,
    *,
    usable: frozenset[VersionState] = FOR_RENDERS,
    path: str = "template",
) -> MediaTemplateVersion:
    """The version named, or the published one, of a template given by its id or its handle.

    Raises NotFound, or Conflict when its state is none that is usable; `path` names the input.
    """
    found = work.seen(MediaTemplate)
    is_it = MediaTemplate.handle if isinstance(template, str) else MediaTemplate.id
    row = work.session.scalar(found.where(is_it == template), work.actor.values())
    if row is None:
        raise NotFound("No such media template.", path)
    version = published(work, row) if number is None else numbered(work, row, number, path)
    if version is None:
        raise Conflict(f"No version of {row.handle} is published.", path)
    if version.state not in usable:
        raise Conflict(f"Version {version.number} of {row.handle} is {version.state.name}.", path)
    if row.archived_at is not None and VersionState.RETIRED not in usable:
        raise Conflict(f"{row.handle} is archived.", path)
    return version


def numbered(work: Work, template: MediaTemplate, number: int, *path: str) -> MediaTemplateVersion:
    """Raises NotFound."""
    version = work.session.scalar(_of(template).where(MediaTemplateVersion.number == number))
    if version is None:
        raise NotFound(f"{template.handle} has no version {number}.", *path)
    return version


def published(work: Work, template: MediaTemplate) -> MediaTemplateVersion | None:
    is_it = MediaTemplateVersion.state == VersionState.PUBLISHED
    return work.session.scalar(_of(template).where(is_it))


def newest(work: Work, template: MediaTemplate) -> MediaTemplateVersion:
    latest_first = _of(template).order_by(MediaTemplateVersion.number.desc())
    return work.session.scalars(latest_first.limit(1)).one()


def _of(template: MediaTemplate) -> Select[MediaTemplateVersion]:
    return select(MediaTemplateVersion).where(MediaTemplateVersion.template_id == template.id)
