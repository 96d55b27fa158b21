"""Files that nobody may keep for ever: out of the storage, unless something else shows them.

What is kept under its hash may be several things at once: an export that was brought in again, or
a picture that somebody sent for a table.
"""

from collections.abc import Collection

from sqlalchemy import or_, select

from api.jobs.run import Run
from api.jobs.sweeping import named_among
from domain.assets.staging import forget_uploads
from domain.creatives.models import RenderJob
from domain.integration import leaving
from domain.work import Work


def drop_files(run: Run) -> None:
    """A few at a time, so that no lock is held for long; what was interrupted is done again."""
    while True:
        with run.work() as work:
            given_up = leaving.give_up_imports(work)
            sent = list(forget_uploads(work))
            keys = {
                *leaving.files_to_drop(work),
                *leaving.reports_to_drop(work),
                *filter(None, sent),
            }
            work.session.flush()
            for key in keys - leaving.awaited(work, sorted(keys)) - shown(work, keys):
                run.tools.storage.delete(key)
        if not keys and not given_up and not sent:
            return


def shown(work: Work, keys: Collection[str]) -> set[str]:
    """Those that a row, of whatever organisation, names as its own, or a render is made from."""
    return named_among(work, keys) | {key for key in keys if _is_used(work, key)}


def _is_used(work: Work, key: str) -> bool:
    holding = select(RenderJob.id).where(
        or_(
            RenderJob.pictures.contains(key, autoescape=True),
            RenderJob.fonts.contains(key, autoescape=True),
        )
    )
    return work.session.scalar(holding.limit(1)) is not None
