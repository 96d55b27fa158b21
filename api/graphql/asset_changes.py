"""How assets are brought in, described and taken away."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import strawberry
from sqlalchemy.orm import Session

from api import reads
from api.context import Context, Info
from api.graphql.assets import MediaAsset
from api.graphql.focal_points import FocalPointInput
from api.graphql.kept_assets import kept, kept_before
from api.http.uploaded import Uploaded
from api.inputs import given
from api.mutation import Payload, mutation
from domain.assets import actions, deriving, states
from domain.assets.files import AssetFile
from domain.assets.staging import received_upload
from domain.errors import Required
from domain.permissions import Permission, Reach
from domain.work import Work

ALT = "What it shows, for those who cannot see it."
NOTE = "Whose it is, and on which terms."
UNTIL = "The last day that it may be used."
LISTED = 100


@strawberry.input(description="A file to keep, and what is to be known of it.")
class MediaAssetCreateInput:
    file: Uploaded | None = strawberry.field(
        default=None,
        description="The file: JPEG, PNG, WebP, GIF, AVIF, TIFF, MP4, MOV, WebM, Matroska, MP3, "
        "M4A, AAC, Ogg, FLAC, WAV or PDF, with the ending that such files have, or with none.",
    )
    staged_upload_id: strawberry.ID | None = strawberry.field(
        default=None, description="Instead of `file`: what was sent to the address of this upload."
    )
    alt: str = strawberry.field(default="", description=ALT)
    alt_zh: str | None = strawberry.field(default=None, description="The same in Chinese.")
    focal_point: FocalPointInput | None = strawberry.field(
        default=None, description="What a crop must keep."
    )
    licence: states.Licence = strawberry.field(
        default=states.Licence.UNKNOWN, description="By which right it is used."
    )
    licence_note: str | None = strawberry.field(default=None, description=NOTE)
    licence_until: date | None = strawberry.field(default=None, description=UNTIL)


@strawberry.input(description="What to change of an asset; what is left out stays.")
class MediaAssetUpdateInput:
    id: strawberry.ID = strawberry.field(description="Which asset.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )
    file_name: str | None = strawberry.field(
        default=strawberry.UNSET, description="What the file is called."
    )
    alt: str | None = strawberry.field(default=strawberry.UNSET, description=ALT)
    alt_zh: str | None = strawberry.field(
        default=strawberry.UNSET, description="The same in Chinese; null for nothing."
    )
    focal_point: FocalPointInput | None = strawberry.field(
        default=strawberry.UNSET, description="What a crop must keep; null lets it choose."
    )
    licence: states.Licence | None = strawberry.field(
        default=strawberry.UNSET, description="By which right it is used."
    )
    licence_note: str | None = strawberry.field(
        default=strawberry.UNSET, description=f"{NOTE} Null for nothing."
    )
    licence_until: date | None = strawberry.field(
        default=strawberry.UNSET, description=f"{UNTIL} Null for no last day."
    )


@strawberry.input(description="The asset to take away.")
class MediaAssetDeleteInput:
    id: strawberry.ID = strawberry.field(description="Which asset.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )


@strawberry.input(description="The pictures to make smaller.")
class MediaAssetsDeriveInput:
    ids: list[strawberry.ID] = strawberry.field(
        description=f"Which assets, from 1 to {deriving.MOST_ASSETS}."
    )


@strawberry.input(description="Which unused assets to take away.")
class MediaAssetsPurgeInput:
    older_than_days: int = strawberry.field(
        description="Those that were brought in so many days ago, or before that."
    )
    dry_run: bool = strawberry.field(
        default=True, description="Only say which these are, and how many."
    )


@strawberry.type(description="The asset, or why it is not taken.")
class MediaAssetCreatePayload(Payload):
    kept = ("is_existing",)
    media_asset: MediaAsset | None = reads.changed(description="The asset of that file.")
    is_existing: bool | None = strawberry.field(
        default=None,
        description="Whether the same file was here already: then it is as it was, and nothing "
        "of what was said with it is kept.",
    )


@strawberry.type(description="The asset that was changed.")
class MediaAssetUpdatePayload(Payload):
    media_asset: MediaAsset | None = reads.changed(description="The asset as it is now.")


@strawberry.type(description="The asset that is gone, or who shows it.")
class MediaAssetDeletePayload(Payload):
    kept = ("deleted_id",)
    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="The id of the asset that is gone."
    )


@strawberry.type(description="The pictures that are being made smaller.")
class MediaAssetsDerivePayload(Payload):
    media_assets: list[MediaAsset] | None = reads.changed(
        description="The assets; watch their `derivatives`."
    )


@strawberry.type(description="What was taken away, or would be.")
class MediaAssetsPurgePayload(Payload):
    kept = ("count", "size_kb")
    media_assets: list[MediaAsset] | None = reads.changed(
        description=f"Of a dry run: the assets, the oldest first, up to {LISTED}."
    )
    count: int | None = strawberry.field(
        default=None,
        description=f"How many: of a dry run all, else up to {actions.AT_ONCE} at once; ask "
        "again for the next.",
    )
    size_kb: int | None = strawberry.field(
        default=None, description="How large their files are together, in kilobytes of 1,024."
    )


def said_of(input: Any, *less: str) -> dict[str, Any]:
    """What the client set, as the actions take it."""
    said = given(input, *less)
    if said.get("focal_point"):
        said["focal_point"] = input.focal_point.value()
    return said


def keep_first(context: Context, arguments: Mapping[str, Any]) -> None:
    """Looks at the file and keeps it before the transaction begins, so that no lock waits."""
    asked = arguments["input"]
    if context.actor.grants.reach(Permission.ASSETS_WRITE) is not Reach.EVERY_STORE:
        return
    if asked.file:
        kept(context, asked.file)
    elif asked.staged_upload_id is not None:
        with Session(context.reads.database.looking) as session:
            work = context.work_in(session)
            file_of(context, work, asked)


def file_of(context: Context, work: Work, input: MediaAssetCreateInput) -> AssetFile:
    """The file that is given, in whichever way."""
    if (input.file is None) == (input.staged_upload_id is None):
        raise Required("Give a file or a staged upload, one of the two.", "file")
    if input.file:
        return kept(context, input.file)
    path = "staged_upload_id"
    upload_id = reads.row_id("StagedUpload", str(input.staged_upload_id))
    return kept_before(context, received_upload(work, upload_id, path))


@strawberry.type
class AssetsMutation:
    @mutation(
        description="Keep a file: it is looked at first, and kept as it was sent. The same file "
        "twice is the same asset.",
        first=keep_first,
    )
    def media_asset_create(
        self, info: Info, input: MediaAssetCreateInput
    ) -> MediaAssetCreatePayload:
        work = info.context.work
        actions.require(work)  # or nobody looks at the file
        said = actions.Said(**said_of(input, "file", "staged_upload_id"))
        file = file_of(info.context, work, input)
        asset, is_existing = actions.create_asset(work, file, said)
        return MediaAssetCreatePayload.of(media_asset=asset, is_existing=is_existing)

    @mutation(description="Say what an asset is: its name, words, focal point and licence.")
    def media_asset_update(
        self, info: Info, input: MediaAssetUpdateInput
    ) -> MediaAssetUpdatePayload:
        asset = actions.update_asset(
            info.context.work,
            reads.row_id("MediaAsset", input.id),
            said_of(input),
            version=input.expected_version,
        )
        return MediaAssetUpdatePayload.of(media_asset=asset)

    @mutation(
        description="Take an asset away, unless something shows it. Its file goes within two days, "
        "when nothing else has it."
    )
    def media_asset_delete(
        self, info: Info, input: MediaAssetDeleteInput
    ) -> MediaAssetDeletePayload:
        asset_id = reads.row_id("MediaAsset", input.id)
        actions.delete_asset(info.context.work, asset_id, version=input.expected_version)
        return MediaAssetDeletePayload.of(deleted_id=input.id)

    @mutation(
        description="Have pictures made in the sizes and formats that shops serve, in the "
        "background: 2000, 1200, 800 and 400 pixels as WebP, JPEG and AVIF, as far as they are "
        "larger. What is made already is not made again."
    )
    def media_assets_derive(
        self, info: Info, input: MediaAssetsDeriveInput
    ) -> MediaAssetsDerivePayload:
        ids = reads.row_ids("MediaAsset", input.ids)
        return MediaAssetsDerivePayload.of(
            media_assets=deriving.ask_for_derivatives(info.context.work, ids)
        )

    @mutation(description="Take the assets away that nothing shows, or list them first.")
    def media_assets_purge(
        self, info: Info, input: MediaAssetsPurgeInput
    ) -> MediaAssetsPurgePayload:
        purged = actions.purge_assets(
            info.context.work, input.older_than_days, is_dry_run=input.dry_run
        )
        listed = list(purged.assets[:LISTED]) if input.dry_run else None
        return MediaAssetsPurgePayload.of(
            media_assets=listed, count=purged.count, size_kb=-(-purged.size_bytes // 1_024)
        )
