"""How brand kits are set and put away."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import select

from api import reads
from api.brand_marks import measure_first
from api.context import Context, Info
from api.graphql.brands import BrandKit
from api.mutation import Payload, mutation
from domain.brands import kits, roles
from domain.errors import Invalid
from domain.stores.models import Store
from domain.work import Work

CHINESE = "CNY"
"""Stores that sell in it write Chinese."""


@strawberry.input(description="A colour, and what it is for.")
class BrandColorInput:
    role: roles.ColorRole = strawberry.field(description="What it is for.")
    hex: str = strawberry.field(description="In sRGB: `#1d3b4a`.")


@strawberry.input(description="A font, and what it is for: a family that ships, or one added.")
class BrandFontInput:
    role: roles.FontRole = strawberry.field(description="What it is for.")
    family: str | None = strawberry.field(
        default=None, description="A family that comes with Tradepost: `Archivo`."
    )
    font_asset_id: strawberry.ID | None = strawberry.field(
        default=None, description="Or a font that was added; give one of the two."
    )


@strawberry.input(description="A brand kit, whole: what is left out, it has not.")
class BrandKitSetInput:
    name: str = strawberry.field(description="What it is called.")
    colors: list[BrandColorInput] = strawberry.field(description="Its colours, each role once.")
    fonts: list[BrandFontInput] = strawberry.field(
        default_factory=list, description="Its fonts, each role once."
    )
    id: strawberry.ID | None = strawberry.field(
        default=None, description="Which kit is to be like this; left out, a new one."
    )
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )
    store_id: strawberry.ID | None = strawberry.field(
        default=None, description="The store that it is for; left out, it is for all."
    )
    logo_id: strawberry.ID | None = strawberry.field(
        default=None, description="Its mark: a picture that is kept here."
    )
    logo_on_dark_id: strawberry.ID | None = strawberry.field(
        default=None, description="Its mark for dark grounds."
    )
    clear_space: Decimal = strawberry.field(
        default=Decimal("0.25"),
        description="What stays free on each side of the mark, as a share of its height: 0 to 4.",
    )
    logo_min_px: int = strawberry.field(
        default=24, description="The least height that the mark is shown at: 1 to 4,000."
    )
    scripts: list[roles.Script] | None = strawberry.field(
        default=None,
        description="What its fonts must write; left out, LATIN, and HAN where its store, or one "
        "of all, sells in CNY.",
    )
    is_default: bool = strawberry.field(
        default=True,
        description="Whether its store, or every store without one, takes it unasked; the one "
        "that was it before then is no more.",
    )


@strawberry.input(description="The brand kit to put away.")
class BrandKitArchiveInput:
    id: strawberry.ID = strawberry.field(description="Which kit.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )


@strawberry.type(description="The brand kit that was set.")
class BrandKitSetPayload(Payload):
    brand_kit: BrandKit | None = reads.changed(description="The kit as it is now.")


@strawberry.type(description="The brand kit that was put away.")
class BrandKitArchivePayload(Payload):
    brand_kit: BrandKit | None = reads.changed(description="The kit as it is now.")


def _logos(input: BrandKitSetInput) -> dict[str, UUID | None]:
    return {
        "logo_id": reads.maybe_row_id("MediaAsset", input.logo_id),
        "logo_on_dark_id": reads.maybe_row_id("MediaAsset", input.logo_on_dark_id),
    }


def _by_role(given: Any, path: str) -> dict[Any, Any]:
    found = {one.role: one for one in given}
    if len(found) < len(given):
        raise Invalid("Each role once.", path)
    return found


def _scripts(work: Work, input: BrandKitSetInput, store: Store | None) -> frozenset[roles.Script]:
    if input.scripts is not None:
        return frozenset(input.scripts)
    in_chinese = work.seen(Store).where(Store.currency == CHINESE)
    if store is not None:
        in_chinese = in_chinese.where(Store.id == store.id)
    found = work.session.scalar(select(in_chinese.exists()), work.actor.values())
    return frozenset({roles.Script.LATIN, *([roles.Script.HAN] if found else [])})


def _new(work: Work, input: BrandKitSetInput) -> kits.NewKit:
    store_id = reads.maybe_row_id("Store", input.store_id)
    store = None if store_id is None else work.find(Store, store_id, "store_id")
    colors, fonts = _by_role(input.colors, "colors"), _by_role(input.fonts, "fonts")
    return kits.NewKit(
        name=input.name,
        colors={role: one.hex for role, one in colors.items()},
        fonts={
            role: kits.FontChoice(one.family, reads.maybe_row_id("FontAsset", one.font_asset_id))
            for role, one in fonts.items()
        },
        store_id=store_id,
        **_logos(input),
        clear_space=input.clear_space,
        logo_min_px=input.logo_min_px,
        scripts=_scripts(work, input, store),
        is_default=input.is_default,
    )


def look_first(context: Context, given: Mapping[str, Any]) -> None:
    """Measures the logos before the transaction begins, so that no lock waits."""
    asked = given["input"]
    context.made_before[id(asked)] = measure_first(context, _logos(asked).items())


@strawberry.type
class BrandsMutation:
    @mutation(
        description="Make a brand kit; or, by its id, say anew all that one says.",
        first=look_first,
    )
    def brand_kit_set(self, info: Info, input: BrandKitSetInput) -> BrandKitSetPayload:
        marks = info.context.made_before.pop(id(input))
        kit = kits.set_kit(
            info.context.work,
            _new(info.context.work, input),
            marks,
            kit_id=reads.maybe_row_id("BrandKit", input.id),
            version=input.expected_version,
        )
        return BrandKitSetPayload.of(brand_kit=kit)

    @mutation(description="Put a brand kit away: nothing takes it any more.")
    def brand_kit_archive(self, info: Info, input: BrandKitArchiveInput) -> BrandKitArchivePayload:
        kit_id = reads.row_id("BrandKit", input.id)
        kit = kits.archive_kit(info.context.work, kit_id, version=input.expected_version)
        return BrandKitArchivePayload.of(brand_kit=kit)
