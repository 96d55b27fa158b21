"""Creatives that show what is so no more: found in the change that makes it so, or undoes it.

They stand above those who change things, so their table is named in words.
"""

from typing import Any

from sqlalchemy import ColumnElement, Table, Update, or_, update

from domain.base import Base
from domain.work import Work

OVER = ("FAILED", "CANCELLED", "EXPIRED")
"""Renders that show nobody anything."""


def renders() -> Table:
    return Base.metadata.tables["render_jobs"]


def settle(
    work: Work,
    theirs: ColumnElement[bool],
    is_wrong: ColumnElement[bool],
    reason: str,
    *,
    goes_before: bool = False,
) -> tuple[int, int]:
    """Of these renders, those that are wrong are stale now, and for that reason no others: how many
    became stale, and how many are so no more.

    Where the reason `goes_before` others, it is said in their place.
    """
    render = renders()
    among = update(render).where(
        render.c.organization_id == work.actor.organization_id,
        theirs,
        render.c.state.not_in(OVER),
    )
    is_said = render.c.stale_reason == reason
    is_fresh = render.c.is_stale.is_(False)
    marked = among.where(or_(is_fresh, ~is_said) if goes_before else is_fresh, is_wrong)
    cleared = among.where(render.c.is_stale.is_(True), is_said, ~is_wrong)
    stale = _set(work, marked, is_stale=True, stale_reason=reason, stale_at=work.now)
    fresh = _set(work, cleared, is_stale=False, stale_reason=None, stale_at=None)
    for kind, changed in (("stale", stale), ("fresh", fresh)):
        if changed:
            details = {"reason": reason, "count": changed}
            work.announce(f"creatives.{kind}", "Organization", None, None, details)
    return stale, fresh


def _set(work: Work, of_these: Update, **values: Any) -> int:
    version = renders().c.version + 1
    changed = of_these.values(**values, updated_at=work.now, version=version)
    result: Any = work.session.execute(changed.execution_options(synchronize_session=False))
    count: int = result.rowcount
    return count
