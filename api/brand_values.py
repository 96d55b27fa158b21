"""What templates take of a brand: the kit of a store, or else the organisation's, by binding."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import literal, or_, select
from sqlalchemy.orm import selectinload

from api.added_fonts import Faces, added_fonts, faces_of
from domain.assets.models import MediaAsset
from domain.base import RowId
from domain.brands.models import BrandKit, FontAsset
from domain.brands.roles import ColorRole
from domain.scope import Among, Many
from domain.work import Work


@dataclass(frozen=True)
class Brand:
    """A kit by binding: `brand.primary` is `#rrggbb`, `brand.logo` the key of a file.

    `fonts` are families by role, as the setting `fonts` of a template's values takes them; `added`
    are those of them that were added. `faces` are all that the house has added, by family: a
    render pins those that it needs.
    """

    kit_id: UUID | None = None
    colors: Mapping[str, str] = field(default_factory=dict)
    logos: Mapping[str, str] = field(default_factory=dict)
    fonts: Mapping[str, str] = field(default_factory=dict)
    added: Mapping[str, UUID] = field(default_factory=dict)
    faces: Faces = field(default_factory=dict)


NO_BRAND = Brand()
_MARKS = {"brand.logo": "logo_id", "brand.logoOnDark": "logo_on_dark_id"}


def binding_of(role: ColorRole) -> str:
    """`brand.textOnPrimary` for TEXT_ON_PRIMARY."""
    first, *others = role.name.lower().split("_")
    return "brand." + first + "".join(other.capitalize() for other in others)


def brand_values(kit: Any, file_keys: Mapping[UUID, str], fonts: Sequence[FontAsset] = ()) -> Brand:
    """Of a kit with its colours and fonts loaded; `file_keys` are those of assets. Pure."""
    marks = {name: getattr(kit, column) for name, column in _MARKS.items()}
    return Brand(
        kit_id=kit.id,
        colors={binding_of(color.role): color.hex for color in kit.colors},
        logos={name: file_keys[one] for name, one in marks.items() if one in file_keys},
        fonts={one.role.name.lower(): one.family for one in kit.fonts},
        added={one.role.name.lower(): one.font_asset_id for one in kit.fonts if one.font_asset_id},
        faces=faces_of(fonts, {one.font_asset_id for one in kit.fonts}),
    )


def brands_of(work: Work, store_ids: Collection[UUID | None]) -> dict[UUID | None, Brand]:
    """Of these stores, None for no store: its own default kit, else the organisation's, else none.

    As far as the actor sees them; in five statements, however many stores.
    """
    stores = sorted(one for one in store_ids if one is not None)
    wanted = or_(
        BrandKit.store_id.is_(None), Among(BrandKit.store_id, literal(stores, Many(RowId())))
    )
    seen = work.seen(BrandKit).where(BrandKit.is_default, wanted)
    loaded = seen.options(selectinload(BrandKit.colors), selectinload(BrandKit.fonts))
    kits = work.session.scalars(loaded, work.actor.values()).all()
    keys = _keys(work, kits)
    fonts = added_fonts(work)
    known = {kit.store_id: brand_values(kit, keys, fonts) for kit in kits}
    shared = known.get(None) or replace(NO_BRAND, faces=faces_of(fonts))
    return {store_id: known.get(store_id, shared) for store_id in store_ids}


def brand_of(work: Work, store_id: UUID | None) -> Brand:
    """`brands_of` for one."""
    return brands_of(work, [store_id])[store_id]


def _keys(work: Work, kits: Iterable[BrandKit]) -> dict[UUID, str]:
    ids = sorted({one for kit in kits for one in (kit.logo_id, kit.logo_on_dark_id) if one})
    if not ids:
        return {}
    among = Among(MediaAsset.id, literal(ids, Many(RowId())))
    files = select(MediaAsset.id, MediaAsset.file_key).where(among)
    return {row.id: row.file_key for row in work.session.execute(files)}
