"""Bringing files in: what is being imported, what was found in it, and asking for more."""

from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any, cast

import strawberry

from api import reads
from api.connectors.tables import DateOrder
from api.context import Info
from api.graphql.kept_uploads import keep_first, kept
from api.graphql.people import User
from api.graphql.stores import Store
from api.http.uploaded import Uploaded
from api.importing.asked import MOST_FILES, asked_for
from api.importing.formats import FORMATS
from api.inputs import given
from api.mutation import Payload, mutation
from api.reads import Connection
from domain.errors import Required
from domain.integration import imports, models, states
from domain.integration.imports import NewImport
from domain.jobs import JOB_STATES, JobState
from domain.permissions import Permission

NOT_SETTINGS = ("format", "files", "store_id", "currency", "dry_run", "all_or_nothing")

reads.described(
    states.ImportOutcome,
    "What became of one product or order of a file; in a dry run: what would become of it.",
    CREATED="It was new.",
    UPDATED="It was here, and something of it is not as it was.",
    SKIPPED="It was here, just so.",
    ERROR="It breaks a rule, and nothing of it was taken in.",
)
_NAMES: Any = {name.upper().replace("-", "_"): name for name in FORMATS}
ImportFormat: Any = cast("Any", Enum)("ImportFormat", _NAMES)
reads.described(
    ImportFormat,
    "Whose files they are, and of what.",
    **{member.name: FORMATS[member.value].words for member in ImportFormat},
)
reads.described(
    DateOrder,
    "In which order a date is written.",
    DMY="10/2/2017 is the tenth of February.",
    MDY="10/2/2017 is the second of October.",
    YMD="2017/2/10 is the tenth of February.",
)


@reads.sorting("How imports may be sorted.")
class FileImportSort(Enum):
    NEWEST = reads.by("-created_at", "Latest asked for first.")
    OLDEST = reads.by("created_at", "First asked for first.")
    UPDATED = reads.by("-updated_at", "Latest come along first.")


@reads.filtering("Which imports.")
class FileImportFilter:
    state: reads.EnumFilter[JobState] | None = reads.where("Where they stand.")
    format: reads.StringFilter | None = reads.where("Whose files: `shopify-orders`.")
    store_id: reads.IDFilter | None = reads.where("Into these stores.")
    is_dry_run: reads.BooleanFilter | None = reads.where(
        "Whether they only say what would come of it."
    )
    requested_by_id: reads.IDFilter | None = reads.where("Asked for by these users.")
    created_at: reads.DateTimeFilter | None = reads.where("When they were asked for.")
    finished_at: reads.DateTimeFilter | None = reads.where("When they ended.")


IMPORT_SEARCH = reads.Search("search_text", state="state", format="format", created_at="created_at")


@reads.sorting("How findings may be sorted.")
class ImportFindingSort(Enum):
    FILE = reads.by("id", "As they were found: in the order of the file.")


@reads.filtering("Which findings.")
class ImportFindingFilter:
    outcome: reads.EnumFilter[states.ImportOutcome] | None = reads.where("What became of them.")


@strawberry.type(description="What became of one product or order of a file.")
class ImportFinding(reads.Node):
    model = models.ImportFinding
    file: str = reads.attribute(description="The file's name.")
    row: int = reads.attribute(description="The row, as people count them: from 1.")
    subject: str = reads.attribute(description="What it is: a handle, an order's number.")
    outcome: states.ImportOutcome = reads.attribute(description="What became of it.")
    column: str | None = reads.attribute(description="The column at fault.")
    value: str | None = reads.attribute(
        description="What stands there; personal words are not repeated."
    )
    rule: str | None = reads.attribute(description="The rule that it breaks, for programs.")
    message: str | None = reads.attribute(
        description="What is wrong, or how it was read differently from how it is written."
    )


def _report_url(moment: reads.Moment, report_key: str | None, id: Any) -> str | None:
    if report_key is None:
        return None
    name = f"findings-{id}.csv"
    return moment.links.url(report_key, filename=name, media_type="text/csv", now=moment.now)


@strawberry.type(description="One file, or several that belong together, being brought in.")
class FileImport(reads.Dated):
    model = models.FileImport
    format: str = reads.attribute(description="Whose files, and of what: `shopify-orders`.")
    file_names: list[str] = reads.made(
        lambda _moment, file_names: file_names.split("\n"),
        "file_names",
        description="What the files are called.",
    )
    state: JobState = reads.attribute(description="Where it stands.")
    allowed_transitions: list[JobState] = reads.moves(
        JOB_STATES, "state", description="Where it can go from there."
    )
    progress: Decimal = reads.attribute(
        description="How much is done, from 0 to 1. Coming along is not counted in `version`."
    )
    store: Store | None = reads.attribute(description="The store that it goes into, if into one.")
    currency: str | None = reads.attribute(description="The currency of its sums, if it was said.")
    is_dry_run: bool = reads.attribute(
        description="Whether it only says what would come of it, for each product or order."
    )
    is_all_or_nothing: bool = reads.attribute(
        description="Whether one error, or an interruption, undoes it whole."
    )
    created_count: int = reads.attribute(description="How many were new.")
    updated_count: int = reads.attribute(description="How many are not as they were.")
    skipped_count: int = reads.attribute(description="How many were here, just so.")
    error_count: int = reads.attribute(description="How many have errors.")
    requested_by: User | None = reads.attribute(
        description="Who asked for it, for those who may see them; null for the command line."
    )
    started_at: datetime | None = reads.attribute(description="When it was first begun.")
    finished_at: datetime | None = reads.attribute(description="When it ended, whichever way.")
    error_code: str | None = reads.attribute(description="Why it failed, for programs.")
    error: str | None = reads.attribute(description="Why it failed, for people.")
    findings: Connection[ImportFinding] | None = reads.connection(
        ImportFindingSort,
        ImportFindingFilter,
        description="What was found: of a dry run all, else errors and notes.",
    )
    report_url: str | None = reads.made(
        _report_url,
        "report_key",
        "id",
        description="The findings as CSV, at a signed address, which expires; ask again for "
        "another. Null until it is done, when there are none, and after a month.",
    )


@strawberry.type
class ImportsQuery:
    file_imports: Connection[FileImport] | None = reads.connection(
        FileImportSort,
        FileImportFilter,
        search=IMPORT_SEARCH,
        needs=Permission.IMPORTS_RUN,
        description="Files being brought in, and brought in.",
    )
    file_import: FileImport | None = reads.by_id(description="One of them.")


@strawberry.input(description="Files to bring in.")
class FileImportStartInput:
    format: ImportFormat = strawberry.field(description="Whose files, and of what.")
    files: list[Uploaded] = strawberry.field(
        description=f"The file; of a format that spreads over several, up to {MOST_FILES}. "
        "CSV in any usual encoding and with any usual delimiter, gzipped or not, or a spreadsheet."
    )
    store_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Into which store. Needed for orders; of products, drafts are listed there.",
    )
    currency: str | None = strawberry.field(
        default=None, description="Of its sums, where no store says it: ISO 4217."
    )
    dry_run: bool = strawberry.field(
        default=False, description="Only say what would come of it, for each product or order."
    )
    all_or_nothing: bool = strawberry.field(
        default=False, description="Take nothing in when anything has an error."
    )
    encoding: str | None = strawberry.field(
        default=None,
        description="By evidence, unless said: `utf-8`, `utf-16`, `gb18030`, `iso-8859-1`, "
        "`windows-1252`.",
    )
    delimiter: str | None = strawberry.field(
        default=None,
        description="By evidence, unless said: `comma`, `semicolon`, `tab`, `bar`.",
    )
    date_order: DateOrder | None = strawberry.field(
        default=None,
        description="How 10/2/2017 is to be read, when nothing in the file proves it.",
    )
    decimal_mark: str | None = strawberry.field(
        default=None,
        description="How 1,234 is to be read, when nothing in the file proves it: `.` or `,`.",
    )
    time_zone: str | None = strawberry.field(
        default=None,
        description="Of times without an offset; unless said, the format's or the store's own.",
    )

    def settings(self) -> dict[str, str]:
        """How the files are to be read, as far as it was said."""
        said = given(self, *NOT_SETTINGS)
        plain = {n: v.name if isinstance(v, Enum) else v for n, v in said.items()}
        return {name: value for name, value in plain.items() if value is not None}


@strawberry.input(description="The import to call off.")
class FileImportCancelInput:
    id: strawberry.ID = strawberry.field(description="Which import.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )


@strawberry.type(description="The import that was asked for.")
class FileImportStartPayload(Payload):
    file_import: FileImport | None = reads.changed(description="The import, in the queue.")


@strawberry.type(description="The import that was called off.")
class FileImportCancelPayload(Payload):
    file_import: FileImport | None = reads.changed(description="The import as it is now.")


@strawberry.type
class ImportsMutation:
    @mutation(
        description="Bring files in. That is done in the background: watch its state. What is here "
        "already is skipped, so that the same file may be sent again without harm. The files "
        "themselves are thrown away a day after it is over.",
        first=keep_first,
        idempotency="required",
    )
    def file_import_start(self, info: Info, input: FileImportStartInput) -> FileImportStartPayload:
        work = info.context.work
        store_id = reads.maybe_row_id("Store", input.store_id)
        imports.require(work, store_id)  # or nobody keeps the files
        if not input.files:
            raise Required("Give a file.", "files")
        name, settings = input.format.value, input.settings()
        asked_for(work, name, store_id, input.currency, settings, file_count=len(input.files))
        new = NewImport(
            format=name,
            files=[kept(info.context, file) for file in input.files],
            settings=settings,
            store_id=store_id,
            currency=input.currency,
            is_dry_run=input.dry_run,
            is_all_or_nothing=input.all_or_nothing,
        )
        return FileImportStartPayload.of(file_import=imports.queue_import(work, new))

    @mutation(
        description="Call an import off. What it has taken in stays; a second import skips it."
    )
    def file_import_cancel(
        self, info: Info, input: FileImportCancelInput
    ) -> FileImportCancelPayload:
        row = imports.cancel_import(
            info.context.work, reads.row_id("FileImport", input.id), version=input.expected_version
        )
        return FileImportCancelPayload.of(file_import=row)
