"""`tradepost import`: in its own process, also while a server runs on the same database."""

import hashlib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api import data_folder
from api.commands.import_words import Told, Words
from api.commands.token import chosen, store_named
from api.connectors.tables import Unreadable
from api.database import Database
from api.importing import findings
from api.importing.asked import asked_for
from api.importing.claims import claimed
from api.importing.formats import FORMATS
from api.importing.pictures import Pictures
from api.importing.rehearsal import rehearsal
from api.importing.runs import Importing, RowsRefused, with_errors
from api.importing.sinks import sink_for
from api.migrate import ensure_migrated
from api.refused import Refused, RowErrors, WrongUsage
from api.secret_key import secret_keys
from api.settings import Settings, read_settings
from api.storage import Storage
from domain import every_table
from domain.errors import DomainError
from domain.integration import imports
from domain.integration.imports import ImportedFile, NewImport
from domain.integration.models import FileImport
from domain.jobs import Superseded
from domain.people.bootstrap import system_work
from domain.people.models import Organization
from domain.sessions import WritingSession
from domain.work import Work

OPERATION = "import"
OPTIONS = {
    "store_id": "--store",
    "currency": "--currency",
    "format": "FORMAT",
    "files": "FILE",
    "date_order": "--date-order",
    "decimal_mark": "--decimal-mark",
    "time_zone": "--time-zone",
}
"""How the command line calls what an error is about, where that is not `--` and its name."""


def file_import(words: Words) -> None:
    """Raises Refused when nothing could be done, RowErrors when some rows had errors."""
    assert every_table.METADATA.tables  # relations name models that must be known
    if words.format not in FORMATS:
        raise WrongUsage(f"There is no format {words.format}; there are: {', '.join(FORMATS)}.")
    settings = read_settings()
    with data_folder.held(settings.data_dir):
        ensure_migrated(settings)
        database = Database(settings.database_text, pooled=1)
        try:
            Bringing(words, settings, database.writing).done()
        except DomainError as error:
            raise Refused(spoken(error)) from None
        finally:
            database.close_now()


def spoken(error: DomainError) -> str:
    """With the option that it is about."""
    if not error.path:
        return str(error)
    name = error.path[0]
    return f"{OPTIONS.get(name, '--' + name.replace('_', '-'))}: {error}"


class Bringing:
    """One import of this process."""

    def __init__(self, words: Words, settings: Settings, writing: Engine) -> None:
        self.words, self.settings, self.writing = words, settings, writing
        self.key = secret_keys(settings)[0]
        self.told = Told(words)
        with self.committed() as session:
            house = chosen(session, words.organization, self.key)
            self.organization_id = house.id
            self.store_id = store_named(session, house, words.store)
        with self.transaction() as work:
            self.asked = asked_for(
                work,
                words.format,
                self.store_id,
                words.currency,
                words.settings,
                file_count=len(words.files),
            )
        self.new = self.described()

    def done(self) -> None:
        with self.claimed() as row, self.told:
            importing = self.importing(row)
            try:
                importing.run()
            except (Unreadable, RowsRefused, DomainError) as error:
                self.failed(row, error)
            except Superseded:
                raise Refused("The import was called off meanwhile.") from None
            with self.transaction() as work:
                finished = imports.finish_import(work, row.id)
        self.ended(finished)

    def described(self) -> NewImport:
        files = []
        for path in self.words.files:
            try:
                with path.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
                files.append(ImportedFile(path.name, digest, path.stat().st_size))
            except OSError as error:
                raise Refused(f"{path} cannot be read: {error.strerror or error}.") from None
        return NewImport(
            format=self.asked.format.name,
            files=files,
            settings=self.words.settings,
            store_id=self.store_id,
            currency=self.words.currency,
            is_dry_run=self.words.dry_run,
            is_all_or_nothing=self.words.all_or_nothing,
            host=socket.gethostname(),
        )

    @contextmanager
    def claimed(self) -> Iterator[FileImport]:
        """The one that was killed, to go on with, or a new one; nobody else has it meanwhile."""
        with self.transaction() as work:
            candidates = [row.id for row in imports.interrupted_imports(work, self.new)]
        for import_id in candidates:
            with claimed(self.settings.data_dir, import_id) as is_ours:
                if is_ours and (row := self.begun(import_id)):
                    yield row
                    return
        with self.transaction() as work:
            import_id = imports.begin_import(work, self.new).id
        with claimed(self.settings.data_dir, import_id):
            row = self.begun(import_id)
            assert row
            yield row

    def begun(self, import_id: UUID) -> FileImport | None:
        with self.transaction() as work:
            return imports.run_import(work, import_id)

    def importing(self, row: FileImport) -> Importing:
        keeps = None if row.is_dry_run else Storage(self.settings)
        folder = self.words.pictures
        if folder is None and self.asked.format.pictures:
            folder = self.asked.format.pictures(self.words.files[0])
        pictures = Pictures(folder, keeps, most_pixels=self.settings.max_picture_pixels)
        return Importing(
            row=row,
            asked=self.asked,
            paths=self.words.files,
            sink=sink_for(self.asked.format.feed, self.store_id, pictures),
            transaction=partial(self.transaction, row),
            rehearsal=partial(rehearsal, self.settings.data_dir, self.writing, self.work_in),
            told=self.told.chunk,
            names=[path.name for path in self.words.files],
        )

    @contextmanager
    def transaction(self, row: FileImport | None = None) -> Iterator[Work]:
        """In which the import of that row is still to be worked on; raises Superseded."""
        with self.committed() as session:
            work = self.work_in(session)
            if row:
                imports.held_import(work, row.id)
            yield work

    @contextmanager
    def committed(self) -> Iterator[Session]:
        with WritingSession(self.writing) as session:
            session.info["now"] = datetime.now(UTC)
            yield session
            session.commit()

    def work_in(self, session: Session) -> Work:
        house = session.get_one(Organization, self.organization_id)
        return system_work(session, house, session.info["now"], OPERATION, key=self.key)

    def failed(self, row: FileImport, error: Exception) -> None:
        code = error.code.name if isinstance(error, DomainError) else "ROWS_REFUSED"
        if isinstance(error, Unreadable):
            code = str(error.rule)
        with self.transaction() as work:
            imports.fail_import(work, row.id, code, str(error))
        self.reported(row)
        said = spoken(error) if isinstance(error, DomainError) else str(error)
        raise Refused(said) from None

    def ended(self, row: FileImport) -> None:
        self.reported(row)
        self.told.ended(row)
        if row.error_count:
            raise RowErrors(f"Done, but {with_errors(row.error_count)}.")

    def reported(self, row: FileImport) -> None:
        """All findings as CSV, where that was asked for."""
        if self.words.report is None:
            return
        try:
            with (
                self.words.report.open("w", encoding="utf-8", newline="") as file,
                self.transaction() as work,
            ):
                file.writelines(findings.report(imports.findings_of(work, row.id)))
        except OSError as error:
            said = f"{self.words.report} cannot be written: {error.strerror or error}."
            raise Refused(said) from None
