"""A listing goes on sale at the moment it was scheduled for."""

from api.jobs.kind import Kind
from api.jobs.run import Run
from domain.stores.selling import publish_due_listing


def act(run: Run) -> None:
    with run.work() as work:
        publish_due_listing(work, run.row_id)
        run.finish(work)


KIND = Kind(act)
