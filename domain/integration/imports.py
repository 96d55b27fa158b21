"""What is done with imports: asked for, begun, brought along chunk by chunk, and ended."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, delete, insert, select, update

from domain import jobs
from domain.ids import new_id
from domain.integration.models import FileImport, ImportFinding
from domain.integration.states import OVER, ImportOutcome
from domain.jobs import JOB_STATES, JobState
from domain.json_text import canonical
from domain.permissions import Permission
from domain.work import Work

IMPORT = "file.import"
"""The kind of job that does one, with its id."""


@dataclass(frozen=True)
class ImportedFile:
    """One file as it was given; `key` leads to its bytes, unless they stay with who gave it."""

    name: str
    sha256: str
    size_bytes: int
    key: str | None = None


@dataclass(frozen=True, kw_only=True)
class NewImport:
    """What to bring in, where to, and how to read it."""

    format: str
    files: Sequence[ImportedFile]
    settings: Mapping[str, str] = field(default_factory=dict)
    store_id: UUID | None = None
    currency: str | None = None
    is_dry_run: bool = False
    is_all_or_nothing: bool = False
    host: str | None = None

    def fingerprint(self) -> str:
        """Equal for imports of which the same would come."""
        said = [
            self.format,
            [one.sha256 for one in self.files],
            sorted(self.settings.items()),
            str(self.store_id),
            self.currency,
            self.is_dry_run,
            self.is_all_or_nothing,
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@dataclass(frozen=True)
class Finding:
    """What became of one unit; see `ImportFinding`."""

    file: str
    row: int
    subject: str
    outcome: ImportOutcome
    column: str | None = None
    value: str | None = None
    rule: str | None = None
    message: str | None = None

    @property
    def is_worth_keeping(self) -> bool:
        return self.outcome is ImportOutcome.ERROR or self.message is not None


def require(work: Work, store_id: UUID | None) -> None:
    """To bring files into that store, or without one, into what all stores share."""
    work.require(Permission.IMPORTS_RUN, store_id, everywhere=store_id is None)


def begin_import(work: Work, new: NewImport) -> FileImport:
    """Kept, and not begun; `queue_import` has it done in the background."""
    require(work, new.store_id)
    row = FileImport(
        organization_id=work.actor.organization_id,
        requested_by_id=work.actor.user_id,
        scopes=" ".join(sorted(held.value for held in Permission if held in work.actor.grants)),
        format=new.format,
        file_names="\n".join(one.name for one in new.files),
        files=canonical([vars(one) for one in new.files]),
        settings=canonical(new.settings),
        fingerprint=new.fingerprint(),
        store_id=new.store_id,
        currency=new.currency,
        is_dry_run=new.is_dry_run,
        is_all_or_nothing=new.is_all_or_nothing,
        host=new.host,
    )
    work.add(row)
    work.record("file_import.queued", row)
    return row


def queue_import(work: Work, new: NewImport) -> FileImport:
    """Done as soon as somebody has time."""
    row = begin_import(work, new)
    work.later(IMPORT, row.id)
    return row


def cancel_import(work: Work, import_id: UUID, *, version: int | None = None) -> FileImport:
    """Called off; what was taken in so far stays, for a second import skips it."""
    row = work.claim(FileImport, import_id, version=version)
    require(work, row.store_id)
    JOB_STATES.check(row.state, JobState.CANCELLED)
    row.state, row.finished_at = JobState.CANCELLED, work.now
    work.record("file_import.cancelled", row)
    jobs.call_off(work.session, IMPORT, row.id, work.now)
    return row


def interrupted_imports(work: Work, new: NewImport) -> list[FileImport]:
    """Of the same files and settings, begun on the same host and not ended; latest first."""
    alike = select(FileImport).where(
        FileImport.organization_id == work.actor.organization_id,
        FileImport.fingerprint == new.fingerprint(),
        FileImport.state == JobState.RUNNING,
        FileImport.host == new.host,
    )
    return list(work.session.scalars(alike.order_by(FileImport.id.desc())))


def run_import(work: Work, import_id: UUID) -> FileImport | None:
    """The import, from now on being worked on; None when it is over.

    It goes on after `units_done`, but for a rehearsal, which is worth nothing unless it is whole.
    """
    row = work.claim(FileImport, import_id)
    if row.state in OVER:
        return None
    anew = dict.fromkeys(_COUNTS, 0) if row.is_dry_run else {}
    if row.is_dry_run:
        found = delete(ImportFinding).where(ImportFinding.file_import_id == row.id)
        work.session.execute(found.execution_options(synchronize_session=False))
    _move(work, row, JobState.RUNNING, started_at=row.started_at or work.now, **anew)
    work.session.refresh(row)
    return row


def held_import(work: Work, import_id: UUID) -> FileImport:
    """The import, locked until the transaction ends; raises Superseded unless it is running."""
    row = work.claim(FileImport, import_id)
    if row.state is not JobState.RUNNING:
        raise jobs.Superseded
    return row


def requeue_import(work: Work, import_id: UUID) -> None:
    """It goes on by itself, where it was interrupted."""
    row = work.claim(FileImport, import_id)
    if row.state not in OVER:
        _move(work, row, JobState.QUEUED)


def advance_import(
    work: Work, row: FileImport, findings: Sequence[Finding], progress: Decimal
) -> None:
    """So many units more, in the transaction that took them in; all findings of a dry run kept."""
    kept = [one for one in findings if row.is_dry_run or one.is_worth_keeping]
    if kept:
        here = {
            "organization_id": row.organization_id,
            "file_import_id": row.id,
            "store_id": row.store_id,
        }
        rows = [{"id": new_id(), **here, **_columns(one)} for one in kept]
        work.session.execute(insert(cast("Table", ImportFinding.__table__)), rows)
    count = Counter(one.outcome for one in findings)
    _move(
        work,
        row,
        JobState.RUNNING,
        progress=progress,
        units_done=FileImport.units_done + len(findings),
        created_count=FileImport.created_count + count[ImportOutcome.CREATED],
        updated_count=FileImport.updated_count + count[ImportOutcome.UPDATED],
        skipped_count=FileImport.skipped_count + count[ImportOutcome.SKIPPED],
        error_count=FileImport.error_count + count[ImportOutcome.ERROR],
    )


def findings_of(work: Work, import_id: UUID) -> Iterator[ImportFinding]:
    """In their order, read a few at a time."""
    found = select(ImportFinding).where(ImportFinding.file_import_id == import_id)
    rows = work.session.scalars(found.order_by(ImportFinding.id).execution_options(yield_per=500))
    for row in rows:
        yield row
        work.session.expunge(row)


def keep_report(work: Work, import_id: UUID, report_key: str) -> None:
    """Where the findings lie as a file."""
    work.claim(FileImport, import_id).report_key = report_key


def finish_import(work: Work, import_id: UUID) -> FileImport:
    """Done; rows in error do not hinder that, they are counted and reported."""
    row = work.claim(FileImport, import_id)
    JOB_STATES.check(row.state, JobState.SUCCEEDED)
    row.state, row.progress, row.finished_at = JobState.SUCCEEDED, Decimal(1), work.now
    work.record("file_import.succeeded", row)
    return row


def fail_import(work: Work, import_id: UUID, code: str, error: str) -> FileImport | None:
    """It cannot be done; None when it is over already."""
    row = work.claim(FileImport, import_id)
    if row.state in OVER:
        return None
    row.state, row.finished_at = JobState.FAILED, work.now
    row.error_code, row.error = code, error
    work.record("file_import.failed", row)
    return row


def _move(work: Work, row: FileImport, state: JobState, **changed: Any) -> None:
    """No change that `expectedVersion` would mind."""
    one = update(FileImport).where(FileImport.id == row.id)
    values = {"state": state, "updated_at": work.now, **changed}
    work.session.execute(one.values(values).execution_options(synchronize_session=False))
    details: dict[str, Any] = {"state": state.name}
    if "progress" in changed:
        details["progress"] = float(changed["progress"])
    work.announce("file_import.progressed", "FileImport", row.id, row.store_id, details)


def _columns(one: Finding) -> dict[str, Any]:
    """As the table has them, cut to what it holds."""
    said = {name: value and value[:300] for name, value in vars(one).items() if name in _WORDS}
    return {
        **said,
        "column_name": one.column and one.column[:300],
        "row": one.row,
        "outcome": one.outcome,
        "rule": one.rule,
        "message": one.message,
    }


_COUNTS = ("units_done", "created_count", "updated_count", "skipped_count", "error_count")
_WORDS = ("file", "subject", "value")
