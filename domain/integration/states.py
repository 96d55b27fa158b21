"""What became of each thing in a file."""

from enum import StrEnum

from domain.jobs import JobState

OVER = frozenset({JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED})


class ImportOutcome(StrEnum):
    """What became, or in a dry run would become, of one product or order of a file."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    SKIPPED = "SKIPPED"
    ERROR = "ERROR"


class ExportKind(StrEnum):
    """What is exported."""

    PRODUCTS = "PRODUCTS"
    ORDERS = "ORDERS"


class ExportForm(StrEnum):
    """As what sort of file."""

    CSV = "CSV"
    XLSX = "XLSX"
