"""Templates in the graph: what there is, in which versions, with which slots."""

from datetime import datetime
from enum import Enum
from typing import Any

import strawberry
from sqlalchemy import select
from strawberry.scalars import JSON

from api import reads
from api.graphql.people import User
from api.reads import Connection
from domain.permissions import Permission
from domain.templates import models, states

reads.described(
    states.TemplateKind,
    "What a template makes.",
    IMAGE="A picture: a poster, a product image, a banner, a detail page.",
    VIDEO="A film.",
    PACKAGING="A packaging, to be printed and folded.",
)
reads.described(
    states.VersionState,
    "Where a version of a template stands between being drafted and being used no more.",
    DRAFT="Being made, or sent back; good for previews.",
    IN_REVIEW="Waiting for who may publish it.",
    PUBLISHED="The one that is used.",
    RETIRED="Not used for anything new; what was made with it can be made again.",
)
reads.described(
    states.SlotKind,
    "What fills a slot.",
    TEXT="Words.",
    RICH_TEXT="Words, of which *some* are emphasised.",
    IMAGE="A picture.",
    PRICE="A price: an amount and a currency.",
    COLOR="A colour, or a rule that finds one.",
    LOGO="A logo.",
    BOOLEAN="Yes or no.",
    QR="What a QR code says.",
    BARCODE="A number for a bar code, with a right check digit.",
    SWATCHES="A list of colours or patterns that there are.",
    LIST="A list of things, each with the fields that follow it.",
    AUDIO="Music or a voice.",
    VIDEO="A film.",
    CAPTIONS="Captions with their times, as in an SRT or VTT file.",
)


def _of_newest(column: str) -> Any:
    """Of the version with the highest number."""

    def found(row: Any) -> Any:
        version = models.MediaTemplateVersion
        of_row = select(getattr(version, column)).where(version.template_id == row.id)
        return of_row.order_by(version.number.desc()).limit(1).scalar_subquery()

    return found


@reads.sorting("How templates may be sorted.")
class MediaTemplateSort(Enum):
    TITLE = reads.by("title", "By title, A first.")
    NEWEST = reads.by("-created_at", "Latest made first.")
    OLDEST = reads.by("created_at", "First made first.")


@reads.filtering("Which templates.")
class MediaTemplateFilter:
    handle: reads.StringFilter | None = reads.where("What programs call them.")
    kind: reads.EnumFilter[states.TemplateKind] | None = reads.where("What they make.")
    state: reads.EnumFilter[states.VersionState] | None = reads.where(
        "Where their newest version stands.", _of_newest("state")
    )
    is_shipped: reads.BooleanFilter | None = reads.where("Whether they come with Tradepost.")
    is_archived: reads.BooleanFilter | None = reads.where(
        "Whether they are put away.", lambda row: row.archived_at.is_not(None)
    )
    created_at: reads.DateTimeFilter | None = reads.where("When they were made.")


@reads.sorting("How versions of templates may be sorted.")
class MediaTemplateVersionSort(Enum):
    NEWEST = reads.by("-created_at", "Latest drafted first.")
    OLDEST = reads.by("created_at", "First drafted first.")


@reads.filtering("Which versions of templates.")
class MediaTemplateVersionFilter:
    state: reads.EnumFilter[states.VersionState] | None = reads.where("Where they stand.")
    template_id: reads.IDFilter | None = reads.where("Of these templates.")
    number: reads.IntFilter | None = reads.where("Their numbers.")
    sha256: reads.StringFilter | None = reads.where("With this very document.")
    created_by_id: reads.IDFilter | None = reads.where("Drafted by these users.")
    created_at: reads.DateTimeFilter | None = reads.where("When they were drafted.")


TEMPLATE_SEARCH = reads.Search("search_text", handle="handle", kind="kind")


@strawberry.type(description="A hole in a template, and what may fill it.")
class TemplateSlot(reads.Node):
    model = models.TemplateSlot
    name: str = reads.attribute(
        description="By which a value is given: `price`; `items.price` in each of the list `items`."
    )
    within: str | None = reads.attribute(description="The list of which it is a field.")
    kind: states.SlotKind = reads.attribute(description="What fills it.")
    label: str = reads.attribute(description="What people call it.")
    label_zh: str | None = reads.attribute(description="What it is called in Chinese.")
    is_required: bool = reads.attribute(description="Whether nothing is made without a value.")
    is_computed: bool = reads.attribute(
        description="Whether its value is worked out from others and is never given."
    )
    max_chars: int | None = reads.attribute(
        description="How many characters it takes; 2000 where nothing is said."
    )
    min_items: int | None = reads.attribute(description="How many a list has at least.")
    max_items: int | None = reads.attribute(description="How many a list takes.")
    options: list[str] = reads.sql(
        reads.json_in("options"), description="Texts of which it is one; empty where any will do."
    )
    binding: str | None = reads.attribute(
        description="Where its value comes from if none is given: `product.title`."
    )
    above: str | None = reads.attribute(
        description="The price that it must be more than, by its slot."
    )
    symbology: str | None = reads.attribute(description="Of a bar code: `EAN13`.")
    default: JSON | None = reads.sql(
        reads.json_in("default_value"), description="What stands there if no value is found."
    )


@strawberry.type(description="A template's document as it was at one time. It never changes.")
class MediaTemplateVersion(reads.Dated):
    model = models.MediaTemplateVersion
    template: "MediaTemplate" = reads.attribute(description="The template that it is of.")
    number: int = reads.attribute(description="1, 2, and so on.")
    state: states.VersionState = reads.attribute(description="Where it stands.")
    allowed_transitions: list[states.VersionState] = reads.moves(
        states.VERSION_STATES, "state", description="Where it can go from there."
    )
    note: str | None = reads.attribute(description="What is new in it.")
    document: JSON = reads.sql(reads.json_in("document"), description="The whole of it.")
    sha256: str = reads.attribute(
        description="The SHA-256 of the document: the same for the same to the letter."
    )
    width_px: int = reads.attribute(description="How wide what it makes is, before any scaling.")
    height_px: int = reads.attribute(
        description="How high what it makes is; of a page that grows, at the least."
    )
    languages: list[str] = reads.sql(
        reads.json_in("languages"),
        description="Those in which it has words of its own, English first.",
    )
    presets: list[str] = reads.sql(
        reads.json_in("presets"), description="The names of the size presets that it is made for."
    )
    slots: list[TemplateSlot] = reads.attribute(
        description="What can be put into it; the fields of a list follow the list."
    )
    created_by: User | None = reads.attribute(
        description="Who drafted it, for those who may see them; null of what is shipped."
    )
    submitted_at: datetime | None = reads.attribute(description="When it was last sent for review.")
    rejected_reason: str | None = reads.attribute(
        description="Why it was last sent back, until it is sent again."
    )
    published_at: datetime | None = reads.attribute(description="Since when it was used.")
    published_by: User | None = reads.attribute(
        description="Who published it, for those who may see them."
    )
    retired_at: datetime | None = reads.attribute(description="Until when it was used.")


@strawberry.type(description="What pictures, films and packagings are made by.")
class MediaTemplate(reads.Dated):
    model = models.MediaTemplate
    handle: str = reads.attribute(description="What programs call it: `poster-new-arrival`.")
    title: str = reads.attribute(description="What people call it.")
    title_zh: str | None = reads.attribute(description="What it is called in Chinese.")
    kind: states.TemplateKind = reads.attribute(description="What it makes.")
    state: states.VersionState = reads.sql(
        _of_newest("state"), description="Where its newest version stands."
    )
    is_shipped: bool = reads.attribute(
        description="Whether it comes with Tradepost; such a one is copied, and never changed."
    )
    archived_at: datetime | None = reads.attribute(description="When it was put away.")
    published: MediaTemplateVersion | None = reads.one_of(
        "versions",
        lambda row: row.state == states.VersionState.PUBLISHED,
        description="The version that is used.",
    )
    versions: Connection[MediaTemplateVersion] = reads.connection(
        MediaTemplateVersionSort,
        MediaTemplateVersionFilter,
        description="All that it was and is to be.",
    )


@strawberry.type
class TemplatesQuery:
    media_templates: Connection[MediaTemplate] | None = reads.connection(
        MediaTemplateSort,
        MediaTemplateFilter,
        search=TEMPLATE_SEARCH,
        needs=Permission.TEMPLATES_READ,
        description="What pictures, films and packagings can be made by.",
    )
    media_template: MediaTemplate | None = reads.by_id(description="One template.")
    media_template_versions: Connection[MediaTemplateVersion] | None = reads.connection(
        MediaTemplateVersionSort,
        MediaTemplateVersionFilter,
        needs=Permission.TEMPLATES_READ,
        description="Versions of all templates, such as those that wait for review.",
    )
    media_template_version: MediaTemplateVersion | None = reads.by_id(
        description="One version of a template."
    )
