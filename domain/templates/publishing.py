"""How a version becomes the one that is used, and ceases to be."""

from uuid import UUID

from domain import text
from domain.errors import Conflict, Forbidden
from domain.people import holders
from domain.permissions import Permission
from domain.templates import versions
from domain.templates.actions import claim_own
from domain.templates.models import MediaTemplate, MediaTemplateVersion
from domain.templates.states import VERSION_STATES, VersionState
from domain.work import Work

LONGEST_REASON = 1_000


def submit_version(
    work: Work, version_id: UUID, *, version: int | None = None
) -> MediaTemplateVersion:
    """Ready to be looked at by who may publish it."""
    row = _movable(work, version_id, VersionState.IN_REVIEW, Permission.TEMPLATES_WRITE, version)
    row.submitted_at, row.rejected_reason = work.now, None
    return _moved(work, row, VersionState.IN_REVIEW, "submitted")


def publish_version(
    work: Work, version_id: UUID, *, version: int | None = None
) -> MediaTemplateVersion:
    """Used from now on; the one used so far is retired.

    Who made it publishes it only where nobody else could.
    """
    row = _movable(work, version_id, VersionState.PUBLISHED, Permission.TEMPLATES_PUBLISH, version)
    is_own = row.created_by_id is not None and row.created_by_id == work.actor.user_id
    if is_own and holders.is_there_another(work, Permission.TEMPLATES_PUBLISH):
        raise Forbidden("Somebody else who may publish must publish what you made.")
    template = work.find(MediaTemplate, row.template_id)
    before = versions.published(work, template)
    if before is not None:
        _retire(work, before)
        work.session.flush()  # one is published at a time
    row.published_at, row.published_by_id = work.now, work.actor.user_id
    return _moved(work, row, VersionState.PUBLISHED, "published")


def reject_version(
    work: Work, version_id: UUID, reason: str, *, version: int | None = None
) -> MediaTemplateVersion:
    """Back to its author, who makes a better version, or sends it again."""
    row = _movable(work, version_id, VersionState.DRAFT, Permission.TEMPLATES_PUBLISH, version)
    row.rejected_reason = text.name(reason, "reason", longest=LONGEST_REASON)
    return _moved(work, row, VersionState.DRAFT, "rejected")


def retire_version(
    work: Work, version_id: UUID, *, version: int | None = None
) -> MediaTemplateVersion:
    """Nothing new is made with it; a draft may be given up by those who draft."""
    needs = Permission.TEMPLATES_PUBLISH
    is_draft = work.find(MediaTemplateVersion, version_id).state is VersionState.DRAFT
    if is_draft and not work.actor.may(needs):
        needs = Permission.TEMPLATES_WRITE
    row = _movable(work, version_id, VersionState.RETIRED, needs, version)
    return _retire(work, row)


def archive_template(work: Work, template_id: UUID, *, version: int | None = None) -> MediaTemplate:
    """Put away with all its versions, of which none is used any more."""
    template = claim_own(work, template_id, version=version)
    work.require(Permission.TEMPLATES_PUBLISH, everywhere=True)
    used = versions.published(work, template)
    if used is not None:
        _retire(work, used)
    template.archived_at = work.now
    work.record("media_template.archived", template)
    return template


def _movable(
    work: Work, version_id: UUID, to: VersionState, needs: Permission, version: int | None
) -> MediaTemplateVersion:
    """Its template is locked first, so that of two changes one waits for the other."""
    template_id = work.find(MediaTemplateVersion, version_id).template_id
    template = work.claim(MediaTemplate, template_id)
    row = work.claim(MediaTemplateVersion, version_id, version=version)
    work.require(needs, everywhere=True)
    if template.is_shipped:
        raise Conflict(f"{template.handle} comes with Tradepost and stays as it is.", "id")
    if template.archived_at is not None:
        raise Conflict(f"{template.handle} is archived.", "id")
    VERSION_STATES.check(row.state, to)
    return row


def _retire(work: Work, row: MediaTemplateVersion) -> MediaTemplateVersion:
    row.retired_at = work.now
    return _moved(work, row, VersionState.RETIRED, "retired")


def _moved(
    work: Work, row: MediaTemplateVersion, to: VersionState, done: str
) -> MediaTemplateVersion:
    row.state = to
    work.record(f"media_template_version.{done}", row)
    return row
