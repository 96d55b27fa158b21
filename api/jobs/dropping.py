"""Files that nobody may keep for ever: out of the storage, unless something else shows them.

What is kept under its hash may be several things at once: an export that was brought in again, or
a picture that somebody sent for a table.
"""

from collections.abc import Collection

from sqlalchemy import or_, select

from api.jobs.run import Run
from domain.brands.models import FontAsset
from domain.catalogue.models import ProductPicture
from domain.creatives.models import RenderJob
from domain.integration import leaving
from domain.work import Work


def drop_files(run: Run) -> None:
    """A few at a time, so that no lock is held for long; what was interrupted is done again."""
    while True:
        with run.work() as work:
            given_up = leaving.give_up_imports(work)
            keys = {*leaving.files_to_drop(work), *leaving.reports_to_drop(work)}
            work.session.flush()
            for key in keys - leaving.awaited(work, sorted(keys)) - shown(work, keys):
                run.tools.storage.delete(key)
        if not keys and not given_up:
            return


def shown(work: Work, keys: Collection[str]) -> set[str]:
    """Those that a picture or a render, of whatever organisation, has."""
    return {key for key in keys if _is_shown(work, key)}


def _is_shown(work: Work, key: str) -> bool:
    made = or_(RenderJob.file_key == key, RenderJob.pictures.contains(key, autoescape=True))
    asked = (
        select(ProductPicture.id).where(ProductPicture.file_key == key),
        select(FontAsset.id).where(FontAsset.file_key == key),
        select(RenderJob.id).where(made),
    )
    return any(work.session.scalar(one.limit(1)) is not None for one in asked)
