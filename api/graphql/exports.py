"""Files written of what there is: asked for, watched, fetched by a signed address."""

from datetime import datetime
from enum import Enum

import strawberry

from api import reads
from api.context import Info
from api.exporting.writing import MEDIA_TYPES
from api.graphql.stores import Store
from api.mutation import Payload, mutation
from api.reads import Connection
from domain.integration import exports, models, states
from domain.jobs import JOB_STATES, JobState
from domain.permissions import Permission
from domain.stores import models as stores

reads.described(
    states.ExportKind,
    "What is exported.",
    PRODUCTS="Products with their variants, a row for each variant.",
    ORDERS="Orders of one store with their lines, a row for each line; buyers are left out.",
)
reads.described(
    states.ExportForm,
    "As what sort of file.",
    CSV="Text in UTF-8, commas between the cells.",
    XLSX="A spreadsheet.",
)


@reads.sorting("How exports may be sorted.")
class FileExportSort(Enum):
    NEWEST = reads.by("-created_at", "Latest asked for first.")
    OLDEST = reads.by("created_at", "First asked for first.")


@reads.filtering("Which exports.")
class FileExportFilter:
    state: reads.EnumFilter[JobState] | None = reads.where("Whether they are done.")
    kind: reads.EnumFilter[states.ExportKind] | None = reads.where("What is in them.")
    store_id: reads.IDFilter | None = reads.where("Of these stores.")
    created_at: reads.DateTimeFilter | None = reads.where("When they were asked for.")


def _result_url(
    moment: reads.Moment, file_key: str | None, file_name: str, form: str
) -> str | None:
    if file_key is None:
        return None
    media_type = MEDIA_TYPES[states.ExportForm[form]]
    return moment.links.url(file_key, filename=file_name, media_type=media_type, now=moment.now)


@strawberry.type(
    description="A file of one's own, written of what one may see; thrown away after a month."
)
class FileExport(reads.Dated):
    model = models.FileExport
    kind: states.ExportKind = reads.attribute(description="What is in it.")
    form: states.ExportForm = reads.attribute(description="What sort of file it is.")
    state: JobState = reads.attribute(description="Whether it is done.")
    allowed_transitions: list[JobState] = reads.moves(
        JOB_STATES, "state", description="Where it can go from there."
    )
    store: Store | None = reads.attribute(description="Of which store, if of one.")
    row_count: int | None = reads.attribute(description="How many rows it has, once it is done.")
    file_name: str = reads.attribute(description="What the file is called.")
    size_bytes: int | None = reads.attribute(description="How large it is.")
    finished_at: datetime | None = reads.attribute(description="When it ended, whichever way.")
    error_code: str | None = reads.attribute(description="Why it failed, for programs.")
    error: str | None = reads.attribute(description="Why it failed, for people.")
    result_url: str | None = reads.made(
        _result_url,
        "file_key",
        "file_name",
        "form",
        description="Where the file is: a signed address, which expires; ask again for another. "
        "Null until it is done.",
    )


@strawberry.type
class ExportsQuery:
    file_exports: Connection[FileExport] | None = reads.connection(
        FileExportSort,
        FileExportFilter,
        needs=Permission.EXPORTS_RUN,
        description="One's own exports.",
    )
    file_export: FileExport | None = reads.by_id(description="One of one's own.")


@strawberry.input(description="What to write into a file.")
class FileExportStartInput:
    kind: states.ExportKind = strawberry.field(description="What.")
    form: states.ExportForm = strawberry.field(description="As what sort of file.")
    store_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Of which store: needed for orders; of products, those that it lists.",
    )


@strawberry.type(description="The export that was asked for.")
class FileExportStartPayload(Payload):
    file_export: FileExport | None = reads.changed(description="The export, in the queue.")


@strawberry.type
class ExportsMutation:
    @mutation(
        description="Have products or orders written into a file, with the same columns always. "
        "`fileImportStart` reads it back, and changes nothing. It is done in the background."
    )
    def file_export_start(self, info: Info, input: FileExportStartInput) -> FileExportStartPayload:
        work = info.context.work
        store_id = reads.maybe_row_id("Store", input.store_id)
        store = None if store_id is None else work.find(stores.Store, store_id, "store_id")
        row = exports.queue_export(
            work, input.kind, input.form, store_id, store.handle if store else None
        )
        return FileExportStartPayload.of(file_export=row)
