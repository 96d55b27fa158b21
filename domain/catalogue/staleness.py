"""Creatives that show what is so no more: found by whoever changes it, in the same transaction.

Creatives stand above those contexts, so their table is named in words.
"""

from typing import Any

from sqlalchemy import update

from domain.base import Base
from domain.work import Work

OVER = ("FAILED", "CANCELLED", "EXPIRED")
"""Renders that show nobody anything."""


def mark_stale(work: Work, wrong: Any, reason: str) -> int:
    """Of the organisation's renders those that a condition on their table finds; how many."""
    render = Base.metadata.tables["render_jobs"]
    marked = (
        update(render)
        .where(
            render.c.organization_id == work.actor.organization_id,
            wrong,
            render.c.is_stale.is_(False),
            render.c.state.not_in(OVER),
        )
        .values(
            is_stale=True,
            stale_reason=reason,
            stale_at=work.now,
            updated_at=work.now,
            version=render.c.version + 1,
        )
    )
    result: Any = work.session.execute(marked)
    count: int = result.rowcount
    if count:
        details = {"reason": reason, "count": count}
        work.announce("creatives.stale", "Organization", None, None, details)
    return count
