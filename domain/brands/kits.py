"""What people do with brand kits: set one, put one away."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm.attributes import flag_modified

from domain import text
from domain.assets.models import MediaAsset
from domain.assets.states import AssetKind
from domain.brands.lint import Mark
from domain.brands.models import BrandColor, BrandFont, BrandKit, FontAsset, LogoLook
from domain.brands.roles import SHIPPED, ColorRole, FontRole, Script, written
from domain.errors import Conflict, Invalid, Required
from domain.permissions import Permission
from domain.work import Work

MOST_CLEAR, MOST_PX = Decimal(4), 4_000
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class FontChoice:
    """A family that ships, or a font that was added: one of the two."""

    family: str | None = None
    font_asset_id: UUID | None = None


@dataclass(frozen=True)
class NewKit:
    """A kit, whole; of no store it is the whole organisation's."""

    name: str
    colors: Mapping[ColorRole, str]
    fonts: Mapping[FontRole, FontChoice] = field(default_factory=dict)
    store_id: UUID | None = None  # seen by whoever acts
    logo_id: UUID | None = None
    logo_on_dark_id: UUID | None = None
    clear_space: Decimal = Decimal("0.25")
    logo_min_px: int = 24
    scripts: frozenset[Script] = frozenset({Script.LATIN})
    is_default: bool = True


Marks = Mapping[UUID, Mark]
"""What was measured of pictures, by the asset."""


def require(work: Work, store_id: UUID | None) -> None:
    """A kit of no store shows in all of them, so writing it takes the permission in every store."""
    work.require(Permission.BRANDS_WRITE, store_id, everywhere=store_id is None)


def set_kit(
    work: Work,
    new: NewKit,
    marks: Marks,
    *,
    kit_id: UUID | None = None,
    version: int | None = None,
) -> BrandKit:
    """A new kit; or, by its id, what an older one says from now on, all of it.

    `marks` has what was measured of the logos, unless an earlier kit had them measured.
    """
    kit = None if kit_id is None else work.claim(BrandKit, kit_id, version=version)
    require(work, kit.store_id if kit else new.store_id)
    if kit and kit.store_id != new.store_id:
        raise Conflict("A kit stays with its store; make another for the other.", "store_id")
    if kit and kit.archived_at:
        raise Conflict("It was put away; make another.", "id")
    said = _checked(work, new)
    colors = _colors(new.colors)
    fonts = _fonts(work, new.fonts)
    _keep_marks(work, new, marks)
    if new.is_default:
        _step_down(work, new.store_id, kit.id if kit else None)
    told = {"colors": colors, "fonts": {role: family for role, (family, _) in fonts.items()}}
    if kit is None:
        kit = work.add(BrandKit(organization_id=work.actor.organization_id, **said))
        work.record("brand_kit.created", kit, details=told)
    else:
        for name, value in said.items():
            setattr(kit, name, value)
        flag_modified(kit, "updated_at")  # its colours and fonts are of it
        work.record("brand_kit.changed", kit, details=told)
    work.session.flush()
    _put_parts(work, kit, colors, fonts)
    return kit


def archive_kit(work: Work, kit_id: UUID, *, version: int | None = None) -> BrandKit:
    """Put away: nothing takes it any more, and it stays to be read."""
    kit = work.claim(BrandKit, kit_id, version=version)
    require(work, kit.store_id)
    if kit.archived_at:
        raise Conflict("It was put away before.", "id")
    kit.archived_at, kit.is_default = work.now, False
    work.record("brand_kit.archived", kit)
    return kit


def _checked(work: Work, new: NewKit) -> dict[str, Any]:
    if not (new.clear_space.is_finite() and 0 <= new.clear_space <= MOST_CLEAR):
        raise Invalid(f"A share of the logo's height, from 0 to {MOST_CLEAR}.", "clear_space")
    if not 1 <= new.logo_min_px <= MOST_PX:
        raise Invalid(f"From 1 to {MOST_PX} px.", "logo_min_px")
    for name in ("logo_id", "logo_on_dark_id"):
        if asset_id := getattr(new, name):
            logo_asset(work, asset_id, name)
    if not new.scripts:
        raise Required("A brand writes something: one script at least.", "scripts")
    return {
        "name": text.name(new.name, "name"),
        "store_id": new.store_id,
        "logo_id": new.logo_id,
        "logo_on_dark_id": new.logo_on_dark_id,
        "clear_space": new.clear_space.quantize(Decimal("0.000001")),
        "logo_min_px": new.logo_min_px,
        "scripts": written(new.scripts),
        "is_default": new.is_default,
    }


def logo_asset(work: Work, asset_id: UUID, path: str) -> MediaAsset:
    """The picture that is to be a logo."""
    asset = work.find(MediaAsset, asset_id, path)
    if asset.kind is not AssetKind.IMAGE:
        raise Invalid("A logo is a picture.", path)
    return asset


def _colors(given: Mapping[ColorRole, str]) -> dict[str, str]:
    if not given:
        raise Required("A brand has one colour at least.", "colors")
    kept = {}
    for role in ColorRole:
        if role in given:
            if not _HEX.fullmatch(given[role]):
                raise Invalid(f"{role.name}: a colour is written as #1d3b4a.", "colors")
            kept[role.name] = given[role].lower()
    return kept


def _fonts(work: Work, given: Mapping[FontRole, FontChoice]) -> dict[str, tuple[str, UUID | None]]:
    kept: dict[str, tuple[str, UUID | None]] = {}
    for role in FontRole:
        if role not in given:
            continue
        choice = given[role]
        if (choice.family is None) == (choice.font_asset_id is None):
            raise Invalid(f"{role.name}: give either a family or a font that was added.", "fonts")
        if choice.font_asset_id:
            font = work.find(FontAsset, choice.font_asset_id, "fonts")
            kept[role.name] = font.family, font.id
        elif choice.family and choice.family in SHIPPED:
            kept[role.name] = choice.family, None
        else:
            said = f"{role.name}: no family of that name ships; these do: {', '.join(SHIPPED)}."
            raise Invalid(said, "fonts")
    return kept


def measured(work: Work, asset_id: UUID) -> bool:
    """Whether it is known how this picture looks as a logo."""
    known = select(LogoLook.id).where(LogoLook.asset_id == asset_id)
    return work.session.scalar(known) is not None


def _keep_marks(work: Work, new: NewKit, marks: Marks) -> None:
    for asset_id in {new.logo_id, new.logo_on_dark_id} - {None}:
        assert asset_id
        if asset_id in marks and not measured(work, asset_id):
            mark = marks[asset_id]
            left, top, right, bottom = mark.margins_px
            work.session.add(
                LogoLook(
                    organization_id=work.actor.organization_id,
                    asset_id=asset_id,
                    width_px=mark.width_px,
                    height_px=mark.height_px,
                    left_px=left,
                    top_px=top,
                    right_px=right,
                    bottom_px=bottom,
                    is_transparent=mark.is_transparent,
                    mark_hex=mark.hex,
                )
            )


def _step_down(work: Work, store_id: UUID | None, but: UUID | None) -> None:
    """The default before this one is it no more."""
    before = select(BrandKit).where(
        BrandKit.organization_id == work.actor.organization_id,
        BrandKit.store_id.is_not_distinct_from(store_id),
        BrandKit.is_default,
        BrandKit.id.is_distinct_from(but),
    )
    for kit in work.session.scalars(before.with_for_update()):
        kit.is_default = False
        work.record("brand_kit.replaced", kit)
    work.session.flush()  # before another takes its place


def _put_parts(
    work: Work,
    kit: BrandKit,
    colors: Mapping[str, str],
    fonts: Mapping[str, tuple[str, UUID | None]],
) -> None:
    for part in (BrandColor, BrandFont):
        gone = delete(part).where(part.kit_id == kit.id)
        work.session.execute(gone.execution_options(synchronize_session=False))
    own: dict[str, Any] = {
        "organization_id": kit.organization_id,
        "store_id": kit.store_id,
        "kit_id": kit.id,
    }
    work.session.add_all(
        BrandColor(**own, position=place, role=role, hex=colors[role.name])
        for place, role in enumerate(ColorRole)
        if role.name in colors
    )
    work.session.add_all(
        BrandFont(
            **own,
            position=place,
            role=role,
            family=fonts[role.name][0],
            font_asset_id=fonts[role.name][1],
        )
        for place, role in enumerate(FontRole)
        if role.name in fonts
    )
