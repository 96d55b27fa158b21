"""Renders in the graph: what is being made, and what came of it."""

from datetime import datetime
from decimal import Decimal
from enum import Enum

import strawberry
from strawberry.scalars import JSON

from api import reads
from api.graphql.assets import MediaAsset
from api.graphql.catalogue import Product, Variant
from api.graphql.compliance import ComplianceResult, SizePreset
from api.graphql.listings import Listing
from api.graphql.people import User
from api.graphql.platform_events import PlatformEvent
from api.graphql.stores import Store
from api.graphql.templates import MediaTemplateVersion
from api.reads import Connection
from domain.compliance import states as compliance_states
from domain.creatives import models, states
from domain.permissions import Permission

reads.described(
    states.RenderKind,
    "What sort of thing is made.",
    PRODUCT_IMAGE="The product itself, as lists and detail pages show it.",
    POSTER="A picture to hang up: words, a price and a picture in a template.",
    PROMO_VIDEO="A short film.",
    PACKAGING="What is printed around the product.",
)
reads.described(
    states.RenderFormat,
    "How a finished file is encoded.",
    PNG="Exact, and large.",
    JPEG="Small, for photographs.",
    WEBP="Smaller still; some platforms refuse it.",
    AVIF="The smallest; of pictures only.",
    MP4="A film with sound.",
    GIF="A film without sound that repeats.",
    PDF="For printers.",
)
reads.described(
    states.RenderState,
    "Where a render stands between being asked for and being done.",
    QUEUED="Waiting for its turn, or for its next try.",
    PLANNED="Begun: its template and pictures are being looked at.",
    RENDERING="Being drawn.",
    ENCODING="Being written in its format.",
    CHECKING="Being looked over and put away.",
    SUCCEEDED="Done; the file is there.",
    FAILED="It cannot be made; `error` says why.",
    CANCELLED="Called off.",
    EXPIRED="It waited so long that it is of no use any more.",
)
reads.described(
    states.SideRole,
    "What a file beside the finished one is for.",
    COVER="The picture that stands for a film.",
    SUBTITLES="What is said in a film, as text with times.",
    PIECE="A piece of a page that is too long for one.",
    SIZE="The same picture in another size or format.",
    PROOF="The same as a picture, to look at.",
)
reads.described(
    states.StaleReason,
    "Why a finished render shows what is not so any more.",
    PRICE_CHANGED="A price that it shows is another by now.",
    EVENT_CHANGED="What it tells of an event is otherwise by now.",
)


@reads.sorting("How renders may be sorted.")
class RenderJobSort(Enum):
    NEWEST = reads.by("-created_at", "Latest asked for first.")
    OLDEST = reads.by("created_at", "First asked for first.")
    UPDATED = reads.by("-updated_at", "Latest come along first.")


@reads.filtering("Which renders.")
class RenderJobFilter:
    state: reads.EnumFilter[states.RenderState] | None = reads.where("Where they stand.")
    kind: reads.EnumFilter[states.RenderKind] | None = reads.where("What is made.")
    template: reads.StringFilter | None = reads.where("Made by which template.")
    product_id: reads.IDFilter | None = reads.where("Of these products.")
    listing_id: reads.IDFilter | None = reads.where("Of these listings.")
    store_id: reads.IDFilter | None = reads.where("For these stores.")
    event_id: reads.IDFilter | None = reads.where("For these events.")
    requested_by_id: reads.IDFilter | None = reads.where("Asked for by these users.")
    batch_id: reads.IDFilter | None = reads.where("Of these batches.")
    template_version_id: reads.IDFilter | None = reads.where("By these versions of templates.")
    preset_id: reads.IDFilter | None = reads.where("For these presets.")
    verdict: reads.EnumFilter[compliance_states.Verdict] | None = reads.where(
        "How they came out, held to their presets."
    )
    is_stale: reads.BooleanFilter | None = reads.where("Whether they show what is so no more.")
    created_at: reads.DateTimeFilter | None = reads.where("When they were asked for.")
    finished_at: reads.DateTimeFilter | None = reads.where("When they ended.")


RENDER_SEARCH = reads.Search(
    "search_text",
    state="state",
    template="template",
    created_at="created_at",
    finished_at="finished_at",
)


@strawberry.type(description="Something that was told of a render.")
class RenderJobEvent(reads.Node):
    model = models.RenderJobEvent
    at: datetime = reads.attribute(description="When.")
    kind: str = reads.attribute(
        description="What: `render_job.queued`, `render_job.progressed`, and one last: "
        "`render_job.succeeded`, `.failed`, `.cancelled` or `.expired`."
    )
    details: JSON = reads.sql(
        reads.json_in("details"),
        description="Of progress: `state`, and `progress` from 0 to 1.",
    )


def _result_url(
    moment: reads.Moment, file_key: str | None, file_name: str, media_type: str | None
) -> str | None:
    if not (file_key and media_type):
        return None
    return moment.links.url(file_key, filename=file_name, media_type=media_type, now=moment.now)


@strawberry.type(description="A file that goes with a finished one.")
class RenderSideFile(reads.Node):
    model = models.RenderSideFile
    role: states.SideRole = reads.attribute(description="What it is for.")
    asset: MediaAsset | None = reads.attribute(
        description="The file, for those who may see assets."
    )
    position: int = reads.attribute(description="Its place among them, from 0.")
    compliance: ComplianceResult | None = reads.attribute(
        description="What the last check of a piece against the render's preset found, for those "
        "who may see that; null for whatever is not held to it."
    )


@strawberry.type(description="One file being made, or made.")
class RenderJob(reads.Dated):
    model = models.RenderJob
    kind: states.RenderKind = reads.attribute(description="What is made.")
    state: states.RenderState = reads.attribute(description="Where it stands.")
    allowed_transitions: list[states.RenderState] = reads.moves(
        states.RENDER_STATES, "state", description="Where it can go from there."
    )
    progress: Decimal = reads.attribute(
        description="How much is done, from 0 to 1. Coming along is not counted in `version`."
    )
    attempts: int = reads.attribute(description="How often it was begun; three times at most.")
    template: str | None = reads.attribute(
        description="The handle of the template that it is made by; null where none is."
    )
    slot_values: JSON = reads.sql(
        reads.json_in("slot_values"),
        description="What stands in each slot, as it was when it was asked for.",
    )
    format: states.RenderFormat = reads.attribute(description="How it is encoded.")
    scale: Decimal = reads.attribute(description="How large, against the template's own size.")
    product: Product | None = reads.attribute(
        description="The product that it shows, the first of several."
    )
    variant: Variant | None = reads.attribute(description="The variant whose price it shows.")
    listing: Listing | None = reads.attribute(
        description="The listing that it shows, if it is made for one."
    )
    store: Store | None = reads.attribute(description="The store that it is made for, if for one.")
    event: PlatformEvent | None = reads.attribute(
        description="The event that it is made for, for those who may see them."
    )
    requested_by: User | None = reads.attribute(
        description="Who asked for it, for those who may see them."
    )
    retry_of: "RenderJob | None" = reads.attribute(description="The one that this one tries again.")
    repeat_of: "RenderJob | None" = reads.attribute(
        description="The one that this one draws once more."
    )
    is_reused: bool = reads.sql(
        lambda row: row.drawn_by_id.is_not(None),
        description="Whether it is not drawn itself, since the same was or is being drawn.",
    )
    drawn_by: "RenderJob | None" = reads.attribute(
        description="The render that drew its file, or is to, if not this one."
    )
    template_version: MediaTemplateVersion | None = reads.attribute(
        description="The version of the template, whatever became of it since."
    )
    preset: SizePreset | None = reads.attribute(
        description="The place that it is made for, in the version of then."
    )
    input_hash: str | None = reads.attribute(
        description="SHA-256 of all that the file depends on: equal ones have the same file."
    )
    expires_at: datetime = reads.attribute(
        description="Not begun by then, it is given up as EXPIRED."
    )
    started_at: datetime | None = reads.attribute(description="When it was last begun.")
    finished_at: datetime | None = reads.attribute(description="When it ended, whichever way.")
    error_code: str | None = reads.attribute(
        description="Why it failed, for programs: such as `TEXT_OVERFLOW` or `TIMED_OUT`."
    )
    error: str | None = reads.attribute(description="Why it failed, for people.")
    is_retryable: bool = reads.attribute(
        description="Whether the very same may go well another time."
    )
    result_url: str | None = reads.made(
        _result_url,
        "file_key",
        "file_name",
        "media_type",
        description="Where the finished file is: a signed address, which expires; ask again for "
        "another. When it begins with `/`, it is on this server. Null until it is done.",
    )
    file_name: str = reads.attribute(description="What the file is called.")
    media_type: str | None = reads.attribute(description="What the file is: `image/png`.")
    size_bytes: int | None = reads.attribute(description="How large the file is.")
    width_px: int | None = reads.attribute(description="How wide the picture is.")
    height_px: int | None = reads.attribute(description="How high the picture is.")
    asset: MediaAsset | None = reads.attribute(
        description="The finished file among the assets, for those who may see them."
    )
    side_files: list[RenderSideFile] = reads.attribute(
        description="What goes with it: a film's cover and subtitles, other sizes, a page's pieces."
    )
    duration_ms: int | None = reads.attribute(description="How long the film is.")
    verdict: compliance_states.Verdict | None = reads.attribute(
        description="How it came out when it was made and held to its preset at once: the worst of "
        "its file's findings, or of its pieces' where it is cut into such. FAIL: the file is "
        "there, and the platform would refuse it. Null without a preset, and until it is done."
    )
    compliance: ComplianceResult | None = reads.attribute(
        description="What the last check of its file against its preset found, rule by rule, for "
        "those who may see that; made by the render itself unless somebody asked again."
    )
    notes: str = reads.attribute(
        description="What is not as it was asked for, a line each; mostly nothing."
    )
    is_stale: bool = reads.attribute(
        description="Whether it shows what is so no more; `creativesRefresh` makes it anew."
    )
    stale_reason: states.StaleReason | None = reads.attribute(description="What is so no more.")
    stale_at: datetime | None = reads.attribute(description="Since when.")
    events: list[RenderJobEvent] = reads.attribute(
        description="All that was told of it, first what came first; the last tells how it ended."
    )


@strawberry.type
class RendersQuery:
    render_jobs: Connection[RenderJob] | None = reads.connection(
        RenderJobSort,
        RenderJobFilter,
        search=RENDER_SEARCH,
        needs=Permission.RENDERS_READ,
        description="Pictures being made, and made.",
    )
    render_job: RenderJob | None = reads.by_id(description="One of them.")
