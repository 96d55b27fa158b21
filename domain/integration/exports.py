"""What is done with exports: asked for, and ended one way or the other."""

from uuid import UUID

from domain.errors import Required
from domain.integration.models import FileExport
from domain.integration.states import OVER, ExportForm, ExportKind
from domain.jobs import JobState
from domain.permissions import Permission
from domain.work import Work

EXPORT = "file.export"
"""The kind of job that does one, with its id."""
NEEDED = {
    ExportKind.PRODUCTS: Permission.CATALOGUE_READ,
    ExportKind.ORDERS: Permission.ORDERS_READ,
}


def queue_export(
    work: Work, kind: ExportKind, form: ExportForm, store_id: UUID | None, store_handle: str | None
) -> FileExport:
    """Written as soon as somebody has time, of what whoever asks may see."""
    work.require(Permission.EXPORTS_RUN, store_id)
    work.require(NEEDED[kind], store_id)
    if kind is ExportKind.ORDERS and store_id is None:
        raise Required("Say the orders of which store.", "store_id")
    if work.actor.user_id is None:
        raise TypeError("The system itself asks for no exports.")
    named = [*([store_handle] if store_handle else []), kind.name.lower()]
    day = work.now.date().isoformat()
    row = FileExport(
        organization_id=work.actor.organization_id,
        requested_by_id=work.actor.user_id,
        scopes=" ".join(sorted(held.value for held in Permission if held in work.actor.grants)),
        kind=kind,
        form=form,
        file_name=f"{'-'.join([*named, day])}.{form.name.lower()}",
        store_id=store_id,
    )
    work.add(row)
    work.record("file_export.queued", row)
    work.later(EXPORT, row.id)
    return row


def run_export(work: Work, export_id: UUID) -> FileExport | None:
    """The export, from now on being written; None when it is over."""
    row = work.claim(FileExport, export_id)
    if row.state in OVER:
        return None
    row.state = JobState.RUNNING
    return row


def finish_export(work: Work, export_id: UUID, file_key: str, size_bytes: int, count: int) -> None:
    """Done, and here it is."""
    row = work.claim(FileExport, export_id)
    row.state, row.finished_at = JobState.SUCCEEDED, work.now
    row.file_key, row.size_bytes, row.row_count = file_key, size_bytes, count
    work.record("file_export.succeeded", row)


def fail_export(work: Work, export_id: UUID, code: str, error: str) -> None:
    """It cannot be done; nothing happens when it is over already."""
    row = work.claim(FileExport, export_id)
    if row.state not in OVER:
        row.state, row.finished_at = JobState.FAILED, work.now
        row.error_code, row.error = code, error
        work.record("file_export.failed", row)
