"""Fonts that were added, in the graph."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import strawberry

import api.graphql.assets  # noqa: F401  describes Licence
from api import reads
from api.context import Context, Info
from api.graphql.kept_fonts import kept
from api.graphql.people import User
from api.http.uploaded import Uploaded
from api.mutation import Payload, mutation
from api.reads import Connection
from domain.assets.states import Licence
from domain.brands import fonts, models, roles
from domain.permissions import Permission, Reach

reads.described(
    roles.Script,
    "What a font can write.",
    LATIN="English: letters without marks, figures, the usual signs.",
    EUROPEAN="The languages of Europe that are written with Latin letters.",
    GREEK="Greek, without the signs of old Greek.",
    CYRILLIC="Russian.",
    HAN="Chinese, as it is written in China day by day: 3,755 signs.",
)


@reads.sorting("How fonts may be sorted.")
class FontAssetSort(Enum):
    NEWEST = reads.by("-created_at", "Latest added first.")
    OLDEST = reads.by("created_at", "First added first.")
    FAMILY = reads.by("family", "By family, A first.")


@reads.filtering("Which fonts.")
class FontAssetFilter:
    family: reads.StringFilter | None = reads.where("Their family.")
    licence: reads.EnumFilter[Licence] | None = reads.where("By which right they are used.")
    is_italic: reads.BooleanFilter | None = reads.where("Whether their letters lean.")
    created_at: reads.DateTimeFilter | None = reads.where("When they were added.")


FONT_SEARCH = reads.Search(
    "search_text", family="family", licence="licence", created_at="created_at"
)


@strawberry.type(description="A font that was added; those that ship with Tradepost are no assets.")
class FontAsset(reads.Dated):
    model = models.FontAsset
    family: str = reads.attribute(description="What brand kits and templates call it.")
    file_name: str = reads.attribute(description="What the file was called when it was sent.")
    sha256: str = reads.attribute(description="The SHA-256 of its bytes, in hex.")
    size_bytes: int = reads.attribute(description="How large the file is.")
    weight_min: int = reads.attribute(description="Its lightest weight, as in CSS: 400 is regular.")
    weight_max: int = reads.attribute(description="Its boldest weight: 700 is bold.")
    width_min: int = reads.attribute(description="Its narrowest width, in percent.")
    width_max: int = reads.attribute(description="Its widest width, in percent.")
    is_italic: bool = reads.attribute(description="Whether its letters lean.")
    character_count: int = reads.attribute(description="How many characters it has.")
    scripts: list[roles.Script] = reads.made(
        lambda _moment, scripts: scripts.split(),
        "scripts",
        description="What it can write without another font's help.",
    )
    licence: Licence = reads.attribute(description="By which right it is used.")
    licence_note: str | None = reads.attribute(description="Whose it is, and on which terms.")
    created_by: User | None = reads.attribute(
        description="Who added it, for those who may see them."
    )


@strawberry.type
class FontsQuery:
    font_assets: Connection[FontAsset] | None = reads.connection(
        FontAssetSort,
        FontAssetFilter,
        search=FONT_SEARCH,
        needs=Permission.TEMPLATES_READ,
        description="Fonts that were added.",
    )
    font_asset: FontAsset | None = reads.by_id(description="One of them.")


@strawberry.input(description="A font to add.")
class FontAssetCreateInput:
    file: Uploaded = strawberry.field(
        description="A TrueType or OpenType file, one weight or variable; no WOFF, no collection."
    )
    licence: Licence = strawberry.field(
        description="By which right it is used; UNKNOWN is not taken."
    )
    licence_note: str | None = strawberry.field(
        default=None, description="Whose it is, and on which terms."
    )
    family: str | None = strawberry.field(
        default=None,
        description="What to call it, when not as the file says itself; no family that ships.",
    )


@strawberry.input(description="The font to take away.")
class FontAssetDeleteInput:
    id: strawberry.ID = strawberry.field(description="Which font.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )


@strawberry.type(description="The font, or why it is not taken.")
class FontAssetCreatePayload(Payload):
    kept = ("is_existing",)
    font_asset: FontAsset | None = reads.changed(description="The font of that file.")
    is_existing: bool | None = strawberry.field(
        default=None,
        description="Whether the same file was here already: then it is as it was, and nothing "
        "of what was said with it is kept.",
    )


@strawberry.type(description="The font that is gone, or who uses it.")
class FontAssetDeletePayload(Payload):
    kept = ("deleted_id",)
    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="The id of the font that is gone."
    )


def keep_first(context: Context, given: Mapping[str, Any]) -> None:
    """Looks at the font and keeps it before the transaction begins, so that no lock waits."""
    if context.actor.grants.reach(Permission.BRANDS_WRITE) is Reach.EVERY_STORE:
        kept(context, given["input"].file, given["input"].family)


@strawberry.type
class FontsMutation:
    @mutation(description="Add a font, for brand kits and templates to name.", first=keep_first)
    def font_asset_create(self, info: Info, input: FontAssetCreateInput) -> FontAssetCreatePayload:
        fonts.require(info.context.work)  # or nobody looks at the file
        file = kept(info.context, input.file, input.family)
        font, is_existing = fonts.create_font(
            info.context.work, file, input.licence, input.licence_note
        )
        return FontAssetCreatePayload.of(font_asset=font, is_existing=is_existing)

    @mutation(
        description="Take a font away; not while a brand kit has it or a template names its family."
    )
    def font_asset_delete(self, info: Info, input: FontAssetDeleteInput) -> FontAssetDeletePayload:
        font_id = reads.row_id("FontAsset", input.id)
        fonts.delete_font(info.context.work, font_id, version=input.expected_version)
        return FontAssetDeletePayload.of(deleted_id=input.id)
