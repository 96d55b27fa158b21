"""Two documents side by side, as a hand-written select: it puts the reader's scope in itself."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from domain.permissions import Grants
from domain.templates.models import MediaTemplateVersion


def both_documents(
    may: Grants, from_version_id: ColumnElement[UUID], to_version_id: ColumnElement[UUID]
) -> Select[*tuple[Any, ...]]:
    """One row, `before` and `after`; none unless both versions are seen."""
    before, after = (aliased(MediaTemplateVersion, name=name) for name in ("earlier", "later"))
    return select(before.document.label("before"), after.document.label("after")).where(
        before.id == from_version_id,
        after.id == to_version_id,
        MediaTemplateVersion.scope(before, may),
        MediaTemplateVersion.scope(after, may),
    )
