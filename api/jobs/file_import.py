"""A file that was sent is brought in, chunk by chunk, and goes on where it was interrupted."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from api.connectors.tables import Unreadable
from api.exporting.writing import MEDIA_TYPES
from api.importing import findings
from api.importing.actors import actor_for
from api.importing.asked import Asked, asked_for
from api.importing.pictures import Pictures
from api.importing.rehearsal import rehearsal
from api.importing.runs import Importing, RowsRefused
from api.importing.sinks import sink_for
from api.jobs.folder import folder_of
from api.jobs.kind import Failed, Failure, Kind
from api.jobs.run import Run
from api.storage import Missing
from domain.integration import imports
from domain.integration.models import FileImport
from domain.integration.states import ExportForm
from domain.work import Work


def act(run: Run) -> None:
    with run.work() as work:
        row = imports.run_import(work, run.row_id)
        if row is None:
            run.finish(work)
            return
        asked = asked_of(replace(work, actor=actor_for(work.session, row, work.actor)), row)
    with folder_of(run) as folder:
        importing = Bringing(run, row, asked).importing(folder)
        try:
            importing.run()
        except Unreadable as error:
            raise Failed(Failure(str(error.rule), str(error))) from None
        except RowsRefused as error:
            report(run, folder)
            raise Failed(Failure("ROWS_REFUSED", str(error))) from None
        report(run, folder)
    with run.work() as work:
        imports.finish_import(work, run.row_id)
        run.finish(work)


def asked_of(work: Work, row: FileImport) -> Asked:
    """As it was asked for; the store may have been closed meanwhile."""
    return asked_for(
        work,
        row.format,
        row.store_id,
        row.currency,
        json.loads(row.settings),
        file_count=len(json.loads(row.files)),
    )


class Bringing:
    """One import, within a run of its job."""

    def __init__(self, run: Run, row: FileImport, asked: Asked) -> None:
        self.run, self.row, self.asked = run, row, asked
        self.made: Importing | None = None

    def importing(self, folder: Path) -> Importing:
        tools = self.run.tools
        pictures = Pictures(None, tools.storage, most_pixels=tools.settings.max_picture_pixels)
        paths = list(self.laid_out(folder))
        self.made = Importing(
            row=self.row,
            asked=self.asked,
            paths=paths,
            sink=sink_for(self.asked.format.feed, self.asked.store_id, pictures),
            transaction=self.transaction,
            rehearsal=partial(rehearsal, folder, tools.writing, self.work_in),
            names=self.row.file_names.split("\n"),
        )
        return self.made

    def laid_out(self, folder: Path) -> Iterator[Path]:
        """The files, as they lie in the storage, copied to where they can be read at will."""
        for number, file in enumerate(json.loads(self.row.files)):
            path = folder / str(number)
            try:
                with path.open("wb") as written:
                    for part in self.run.tools.storage.parts(file["key"]):
                        written.write(part)
            except Missing as error:
                said = f"The file {file['name']!r} is gone."
                raise Failed(Failure("FILE_MISSING", said)) from error
            yield path

    @contextmanager
    def transaction(self) -> Iterator[Work]:
        with self.run.work() as work:
            imports.held_import(work, self.row.id)
            yield self.as_asked(work)
            if self.made:
                self.run.progress(work, self.made.done)

    def work_in(self, session: Session) -> Work:
        tools, house = self.run.tools, self.run.organization_id
        return self.as_asked(tools.work(session, house, f"job {self.run.kind}"))

    def as_asked(self, work: Work) -> Work:
        return replace(work, actor=actor_for(work.session, self.row, work.actor))


def report(run: Run, folder: Path) -> None:
    """The findings as CSV, kept beside the import; nothing when there are none."""
    path, count = folder / "findings.csv", 0
    with run.work() as work, path.open("w", encoding="utf-8", newline="") as file:
        for line in findings.report(imports.findings_of(work, run.row_id)):
            file.write(line)
            count += 1
    if count > 1:
        key = run.tools.storage.put(path, media_type=MEDIA_TYPES[ExportForm.CSV])
        with run.work() as work:
            imports.keep_report(work, run.row_id, key)


def tell_failed(work: Work, row_id: UUID, failure: Failure) -> Any:
    return imports.fail_import(work, row_id, failure.code, failure.error)


KIND = Kind(act, put_back=imports.requeue_import, failed=tell_failed)
