"""A folder for what a run needs only while it lasts."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.jobs.run import Run


@contextmanager
def folder_of(run: Run) -> Iterator[Path]:
    """This run's own, gone when the block ends."""
    folder = run.tools.folder / f"{run.job_id}-{run.number}"
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
