"""What somebody may see is written into a file, for them alone."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from api.database import snapshot
from api.exporting.kinds import export
from api.exporting.writing import MEDIA_TYPES
from api.importing.actors import actor_for
from api.jobs.folder import folder_of
from api.jobs.kind import Failure, Kind
from api.jobs.run import Run
from domain.integration import exports
from domain.work import Work


def act(run: Run) -> None:
    """Written anew each time it is begun; the storage keeps one of what is the same."""
    with run.work() as work:
        row = exports.run_export(work, run.row_id)
        if row is None:
            run.finish(work)
            return
    with folder_of(run) as folder:
        path = folder / "file"
        with snapshot(run.tools.looking) as session:
            house = run.tools.work(session, run.organization_id, f"job {run.kind}")
            reader = replace(house, actor=actor_for(session, row, house.actor))
            count = export(reader, row.kind, row.form, row.store_id, path)
        run.check()
        size_bytes = path.stat().st_size
        key = run.tools.storage.put(path, media_type=MEDIA_TYPES[row.form])
    with run.work() as work:
        exports.finish_export(work, run.row_id, key, size_bytes, count)
        run.finish(work)


def tell_failed(work: Work, row_id: UUID, failure: Failure) -> Any:
    exports.fail_export(work, row_id, failure.code, failure.error)


KIND = Kind(act, failed=tell_failed)
