"""Assets in the graph: every file that is kept, what is known of it, and who shows it."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import strawberry
from sqlalchemy import func

from api import reads
from api.graphql.people import User
from api.reads import Connection
from domain.assets import alike, models, states, uses
from domain.base import Words
from domain.permissions import Permission

DUPLICATES = 20

reads.described(
    states.AssetKind,
    "What sort of file an asset is.",
    IMAGE="A picture.",
    VIDEO="A film.",
    AUDIO="A sound.",
    DOCUMENT="A PDF.",
)
reads.described(
    states.AssetOrigin,
    "How an asset came here.",
    UPLOADED="Somebody sent it, or a file that was brought in named it.",
    RENDERED="It was made here, from a template.",
    SAMPLE="It was drawn for the sample store.",
)
reads.described(
    states.Licence,
    "By which right an asset is used.",
    OWN="It is the organisation's own.",
    SUPPLIER="A supplier lets it be shown with their goods.",
    STOCK="It was bought from a stock library; the note says on which terms.",
    OPEN="Anybody may use it, on the terms that the note names.",
    UNKNOWN="Nobody has said yet.",
)


@reads.sorting("How assets may be sorted.")
class MediaAssetSort(Enum):
    NEWEST = reads.by("-created_at", "Latest brought in first.")
    OLDEST = reads.by("created_at", "First brought in first.")
    NAME = reads.by("file_name", "By the file's name, A first.")
    LARGEST = reads.by("-size_bytes", "The largest file first.")


@reads.filtering("Which assets.")
class MediaAssetFilter:
    kind: reads.EnumFilter[states.AssetKind] | None = reads.where("What sort of file they are.")
    origin: reads.EnumFilter[states.AssetOrigin] | None = reads.where("How they came here.")
    licence: reads.EnumFilter[states.Licence] | None = reads.where("By which right they are used.")
    media_type: reads.StringFilter | None = reads.where("What the file is: `image/png`.")
    size_bytes: reads.IntFilter | None = reads.where("How large the file is.")
    width_px: reads.IntFilter | None = reads.where("How wide they are shown.")
    height_px: reads.IntFilter | None = reads.where("How high they are shown.")
    duration_ms: reads.IntFilter | None = reads.where("How long they play.")
    is_used: reads.BooleanFilter | None = reads.where("Whether anything shows them.", uses.is_used)
    created_by_id: reads.IDFilter | None = reads.where("Brought in by these users.")
    created_at: reads.DateTimeFilter | None = reads.where("When they were brought in.")


ASSET_SEARCH = reads.Search(
    "search_text",
    kind="kind",
    origin="origin",
    licence="licence",
    name="file_name",
    media_type="media_type",
    size_bytes="size_bytes",
    created_at="created_at",
)
DIGEST_AT = len("sha256/ab/cd/") + 1


@strawberry.type(description="The point of a picture that a crop keeps.")
class FocalPoint:
    x: Decimal = strawberry.field(description="From 0, the left edge, to 1, the right one.")
    y: Decimal = strawberry.field(description="From 0, the top edge, to 1, the bottom one.")


def file_url(moment: reads.Moment, file_key: str, file_name: str, media_type: str) -> str:
    return moment.links.url(file_key, filename=file_name, media_type=media_type, now=moment.now)


def _digest(row: Any) -> Any:
    return func.substr(row.file_key, DIGEST_AT, type_=Words())


def _difference(row: Any, other: Any) -> Any:
    return alike.difference(row, other)


@strawberry.type(description="A file made of an asset, in another size or format.")
class AssetDerivative(reads.Node):
    model = models.AssetDerivative
    url: str = reads.made(
        file_url,
        "file_key",
        "file_name",
        "media_type",
        description="Where it is: a signed address, which expires.",
    )
    file_name: str = reads.attribute(description="What the file is called.")
    media_type: str = reads.attribute(description="What the file is: `image/webp`.")
    width_px: int = reads.attribute(description="How wide it is.")
    height_px: int = reads.attribute(description="How high it is.")
    size_bytes: int = reads.attribute(description="How large the file is.")
    created_at: datetime = reads.attribute(description="When it was made.")


@strawberry.type(description="A file that is kept: a picture, a film, a sound or a document.")
class MediaAsset(reads.Dated):
    model = models.MediaAsset
    kind: states.AssetKind = reads.attribute(description="What sort of file it is.")
    origin: states.AssetOrigin = reads.attribute(description="How it came here.")
    url: str = reads.made(
        file_url,
        "file_key",
        "file_name",
        "media_type",
        description="Where the file is, byte for byte as it was sent: a signed address, which "
        "expires; ask again for another. When it begins with `/`, it is on this server.",
    )
    sha256: str = reads.sql(_digest, description="The SHA-256 of the file's bytes, in hex.")
    file_name: str = reads.attribute(description="What the file is called.")
    media_type: str = reads.attribute(description="What the file is: `image/png`.")
    size_bytes: int = reads.attribute(description="How large the file is.")
    width_px: int | None = reads.attribute(description="How wide it is, as it is shown.")
    height_px: int | None = reads.attribute(description="How high it is, as it is shown.")
    duration_ms: int | None = reads.attribute(description="How long it plays, in milliseconds.")
    placeholder: str | None = reads.attribute(
        description="A soft preview to show until the file is there: a ThumbHash in base64."
    )
    fingerprint: str | None = reads.attribute(
        description="64 bits, in hex, that stay much the same when a picture is resized, encoded "
        "anew or cropped a little. Null for what is no picture, or one colour throughout."
    )
    duplicates: list["MediaAsset"] = reads.found(
        alike.is_alike,
        _difference,
        DUPLICATES,
        description=f"Pictures that are most likely the same one, the likest first: up to "
        f"{DUPLICATES} whose fingerprint differs in {alike.ALIKE} bits or fewer.",
    )
    alt: str = reads.attribute(description="What it shows, for those who cannot see it.")
    alt_zh: str | None = reads.attribute(description="The same in Chinese.")
    focal_point: FocalPoint | None = reads.attribute(description="What a crop must keep, if said.")
    licence: states.Licence = reads.attribute(description="By which right it is used.")
    licence_note: str | None = reads.attribute(description="Whose it is, and on which terms.")
    licence_until: date | None = reads.attribute(description="The last day that it may be used.")
    is_used: bool = reads.sql(
        uses.is_used, description="Whether anything shows it; then it cannot be deleted."
    )
    derivatives: list[AssetDerivative] = reads.attribute(
        description="Files made of it, the smallest first."
    )
    created_by: User | None = reads.attribute(
        description="Who brought it in, for those who may see them."
    )


@strawberry.type
class AssetsQuery:
    media_assets: Connection[MediaAsset] | None = reads.connection(
        MediaAssetSort,
        MediaAssetFilter,
        search=ASSET_SEARCH,
        needs=Permission.CATALOGUE_READ,
        description="Files that are kept, page by page.",
    )
    media_asset: MediaAsset | None = reads.by_id(description="One of them.")
