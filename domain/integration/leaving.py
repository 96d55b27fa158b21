"""What does not stay: files that were brought in, and exports, which hold what people may not keep.

A platform's export names buyers. What of it is kept stands in orders and contacts, where it can be
erased; the file itself goes a day after its import is over.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import delete, select

from domain.integration.imports import fail_import
from domain.integration.models import FileExport, FileImport, ImportFinding
from domain.integration.states import OVER
from domain.jobs import JobState
from domain.json_text import canonical
from domain.work import Work

FILES_KEPT = timedelta(days=1)
REPORTS_KEPT = timedelta(days=30)
"""Findings, their report and exports."""
AT_ONCE = 100
_WITH_FILES = '%"key":"%'


def give_up_imports(work: Work) -> int:
    """Of command lines that were killed, and that nobody went on with for a day."""
    silent = select(FileImport.id).where(
        FileImport.organization_id == work.actor.organization_id,
        FileImport.state == JobState.RUNNING,
        FileImport.host.is_not(None),
        FileImport.updated_at <= work.now - FILES_KEPT,
    )
    found = work.session.scalars(silent.order_by(FileImport.id).limit(AT_ONCE)).all()
    for import_id in found:
        said = "The command line that did it ended in the middle, and nobody went on with it."
        fail_import(work, import_id, "ABANDONED", said)
    return len(found)


def files_to_drop(work: Work) -> Iterator[str]:
    """Keys of what was brought in by imports that are over for a day; these forget them."""
    over = select(FileImport).where(
        FileImport.organization_id == work.actor.organization_id,
        FileImport.state.in_(OVER),
        FileImport.finished_at <= work.now - FILES_KEPT,
        FileImport.files.like(_WITH_FILES),
    )
    for row in work.session.scalars(over.order_by(FileImport.id).limit(AT_ONCE)).all():
        files = json.loads(row.files)
        row.files = canonical([{**file, "key": None} for file in files])
        work.record("file_import.files_dropped", row)
        yield from (file["key"] for file in files if file["key"])


def reports_to_drop(work: Work) -> Iterator[str]:
    """Keys of reports and exports that are a month old; their rows go, or forget them."""
    old = work.now - REPORTS_KEPT
    here = work.actor.organization_id
    imports = select(FileImport).where(
        FileImport.organization_id == here,
        FileImport.state.in_(OVER),
        FileImport.finished_at <= old,
        FileImport.report_key.is_not(None),
    )
    for row in work.session.scalars(imports.order_by(FileImport.id).limit(AT_ONCE)).all():
        assert row.report_key
        yield row.report_key
        row.report_key = None
        work.record("file_import.report_dropped", row)
        found = delete(ImportFinding).where(ImportFinding.file_import_id == row.id)
        work.session.execute(found.execution_options(synchronize_session=False))
    exports = select(FileExport).where(
        FileExport.organization_id == here,
        FileExport.state.in_(OVER),
        FileExport.finished_at <= old,
    )
    for export in work.session.scalars(exports.order_by(FileExport.id).limit(AT_ONCE)).all():
        if export.file_key:
            yield export.file_key
        work.record("file_export.dropped", export)
        work.session.delete(export)


def awaited(work: Work, keys: Sequence[str]) -> set[str]:
    """Those of the keys that some import or export, of whatever organisation, still has."""
    return {key for key in keys if _is_awaited(work, key)}


def _is_awaited(work: Work, key: str) -> bool:
    asked = (
        select(FileImport.id).where(FileImport.files.contains(key, autoescape=True)),
        select(FileImport.id).where(FileImport.report_key == key),
        select(FileExport.id).where(FileExport.file_key == key),
    )
    return any(work.session.scalar(one.limit(1)) is not None for one in asked)
