"""Files that are brought in or sent out: how far they are, and what was found in them."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, Text, and_, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, Dated, OfOrganization, Scaled, Words
from domain.integration.states import ExportForm, ExportKind, ImportOutcome
from domain.jobs import JobState
from domain.permissions import Grants, Permission
from domain.scope import ORGANIZATION, USER, SeenInStoreOrOrganization


class _SeenWithItsStore(SeenInStoreOrOrganization):
    """Of a store: for those who may there. Of none: for all who may anywhere."""

    seen_with: ClassVar[Permission] = Permission.IMPORTS_RUN


class FileImport(_SeenWithItsStore, OfOrganization, Dated, Base):
    """One file, or several that belong together, brought in; its job does the work.

    `units_done` says where it goes on after it was interrupted: it is counted in the transaction
    that takes the units in. One from the command line runs without a job, under a lock.
    """

    __tablename__ = "file_imports"
    __table_args__ = (
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "updated_at", "id"),
        Index(None, "store_id", "created_at", "id"),
        Index(None, "store_id", "updated_at", "id"),
        Index(None, "organization_id", "fingerprint", "state"),
        CheckConstraint("progress BETWEEN 0 AND 1000000", name="progress"),
        CheckConstraint("(state = 'FAILED') = (error_code IS NOT NULL)", name="error"),
        CheckConstraint(
            "(state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (finished_at IS NOT NULL)",
            name="finished",
        ),
    )
    folded = {"search_text": ("format", "file_names", "error")}

    format: Mapped[str] = mapped_column(Words(60))  # `shopify-orders`
    file_names: Mapped[str] = mapped_column(Text)  # a line each
    files: Mapped[str] = mapped_column(Text)  # JSON: name, key in the storage, SHA-256, bytes
    settings: Mapped[str] = mapped_column(Text)  # JSON: how to read them, as far as it was said
    fingerprint: Mapped[str] = mapped_column(Words(64))  # of all that decides what comes of it
    scopes: Mapped[str] = mapped_column(Text)  # what who asked for it might do then
    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"), default=None)
    store: Mapped[Any] = relationship("Store", viewonly=True, lazy="raise", init=False)
    currency: Mapped[str | None] = mapped_column(Words(3), default=None)
    is_dry_run: Mapped[bool] = mapped_column(default=False)  # say what would come of it, no more
    is_all_or_nothing: Mapped[bool] = mapped_column(default=False)
    host: Mapped[str | None] = mapped_column(Words(300), default=None)  # of a command line's
    requested_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    requested_by: Mapped[Any] = relationship("User", viewonly=True, lazy="raise", init=False)
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    progress: Mapped[Decimal] = mapped_column(Scaled, default=Decimal(0))  # 0 to 1
    units_done: Mapped[int] = mapped_column(default=0)
    created_count: Mapped[int] = mapped_column(default=0)
    updated_count: Mapped[int] = mapped_column(default=0)
    skipped_count: Mapped[int] = mapped_column(default=0)
    error_count: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    error_code: Mapped[str | None] = mapped_column(Words(60), default=None)
    error: Mapped[str | None] = mapped_column(Text, default=None)
    report_key: Mapped[str | None] = mapped_column(Words(100), default=None)  # findings as CSV
    search_text: Mapped[str] = mapped_column(Text, init=False, default="")
    findings: Mapped[list["ImportFinding"]] = relationship(
        viewonly=True, lazy="raise", init=False, order_by="ImportFinding.id"
    )


class ImportFinding(_SeenWithItsStore, OfOrganization, Base):
    """What became of one product or order, with the cell at fault; in a dry run of each of them.

    Otherwise only errors and notes are kept. Cells that hold personal words are named, not quoted.
    """

    __tablename__ = "import_findings"
    __table_args__ = (
        Index(None, "file_import_id", "id"),
        Index(None, "file_import_id", "outcome", "id"),
    )

    file_import_id: Mapped[UUID] = mapped_column(ForeignKey("file_imports.id"))
    file_import: Mapped[FileImport] = relationship(viewonly=True, lazy="raise", init=False)
    file: Mapped[str] = mapped_column(Words(300))
    row: Mapped[int]  # as people count them, from 1
    subject: Mapped[str] = mapped_column(Words(300))  # a handle, an order's number
    outcome: Mapped[ImportOutcome]
    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"), default=None)
    column: Mapped[str | None] = mapped_column("column_name", Words(300), default=None)
    value: Mapped[str | None] = mapped_column(Words(300), default=None)
    rule: Mapped[str | None] = mapped_column(Words(60), default=None)
    message: Mapped[str | None] = mapped_column(Text, default=None)


class FileExport(OfOrganization, Dated, Base):
    """A table of ours as a file, for whoever asked for it."""

    __tablename__ = "file_exports"
    __table_args__ = (
        Index(None, "requested_by_id", "created_at", "id"),
        CheckConstraint("(state = 'FAILED') = (error_code IS NOT NULL)", name="error"),
        CheckConstraint("(state = 'SUCCEEDED') = (file_key IS NOT NULL)", name="file"),
        CheckConstraint(
            "(state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (finished_at IS NOT NULL)",
            name="finished",
        ),
    )
    seen_with: ClassVar[Permission] = Permission.EXPORTS_RUN

    kind: Mapped[ExportKind]
    form: Mapped[ExportForm]
    file_name: Mapped[str] = mapped_column(Words(200))
    scopes: Mapped[str] = mapped_column(Text)  # what who asked for it might see then
    requested_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    requested_by: Mapped[Any] = relationship("User", viewonly=True, lazy="raise", init=False)
    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"), default=None)
    store: Mapped[Any] = relationship("Store", viewonly=True, lazy="raise", init=False)
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    row_count: Mapped[int | None] = mapped_column(default=None)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    error_code: Mapped[str | None] = mapped_column(Words(60), default=None)
    error: Mapped[str | None] = mapped_column(Text, default=None)
    file_key: Mapped[str | None] = mapped_column(Words(100), default=None)
    size_bytes: Mapped[int | None] = mapped_column(default=None)

    @classmethod
    def scope(cls, rows: Any, may: Grants) -> ColumnElement[bool]:
        """One's own alone: it holds what its reader may see."""
        if cls.seen_with not in may:
            return false()
        return and_(rows.organization_id == ORGANIZATION, rows.requested_by_id == USER)
