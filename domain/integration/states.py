"""Where an import stands, and what became of each thing in its files."""

from enum import StrEnum

from domain.states import Machine


class ImportState(StrEnum):
    """Where an import stands between being asked for and being done."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


IMPORT_STATES = Machine(
    "file import",
    {
        ImportState.QUEUED: (ImportState.RUNNING, ImportState.FAILED, ImportState.CANCELLED),
        ImportState.RUNNING: (
            ImportState.QUEUED,
            ImportState.SUCCEEDED,
            ImportState.FAILED,
            ImportState.CANCELLED,
        ),
        ImportState.SUCCEEDED: (),
        ImportState.FAILED: (),
        ImportState.CANCELLED: (),
    },
)
OVER = frozenset({ImportState.SUCCEEDED, ImportState.FAILED, ImportState.CANCELLED})


class ImportOutcome(StrEnum):
    """What became, or in a dry run would become, of one product or order of a file."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    SKIPPED = "SKIPPED"
    ERROR = "ERROR"
