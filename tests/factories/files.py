"""Files that come in and go out."""

from typing import Any

from domain.integration.models import FileExport, FileImport, ImportFinding
from domain.integration.states import OVER, ExportForm, ExportKind, ImportOutcome
from domain.jobs import JobState
from tests.factories.creatives import KEY
from tests.house import House


def make_import(house: House, **more: Any) -> FileImport:
    """Of orders, asked for by the owner."""
    row = FileImport(
        **{
            "organization_id": house.organization.id,
            "format": "tradepost-orders",
            "file_names": "orders.csv",
            "files": "[]",
            "settings": "{}",
            "fingerprint": "0" * 64,
            "scopes": "",
            "requested_by_id": house.owner.id,
            **ended(house, more),
            **more,
        }
    )
    house.save(row)
    return row


def make_finding(house: House, file_import: FileImport, **more: Any) -> ImportFinding:
    row = ImportFinding(
        **{
            "organization_id": house.organization.id,
            "file_import_id": file_import.id,
            "store_id": file_import.store_id,
            "file": "orders.csv",
            "row": 2,
            "subject": "A-1",
            "outcome": ImportOutcome.CREATED,
            **more,
        }
    )
    house.save(row)
    return row


def make_export(house: House, **more: Any) -> FileExport:
    """Of products as CSV, asked for by the owner."""
    state = more.get("state")
    done = {"file_key": KEY, "size_bytes": 1_000, "row_count": 3}
    row = FileExport(
        **{
            "organization_id": house.organization.id,
            "requested_by_id": house.owner.id,
            "kind": ExportKind.PRODUCTS,
            "form": ExportForm.CSV,
            "file_name": "products.csv",
            "scopes": "",
            **ended(house, more),
            **(done if state is JobState.SUCCEEDED else {}),
            **more,
        }
    )
    house.save(row)
    return row


def ended(house: House, more: dict[str, Any]) -> dict[str, Any]:
    """What a row has once it is over."""
    state = more.get("state", JobState.QUEUED)
    told: dict[str, Any] = {"finished_at": house.now} if state in OVER else {}
    if state is JobState.FAILED:
        told |= {"error_code": "EMPTY", "error": "There is nothing in it."}
    return told
