"""Brand kits, their parts, and fonts, with plain defaults."""

from decimal import Decimal
from functools import lru_cache
from itertools import count
from typing import Any

from domain.assets.models import MediaAsset
from domain.assets.states import Licence
from domain.brands.models import BrandColor, BrandFont, BrandKit, FontAsset, LogoLook
from domain.brands.roles import ColorRole, FontRole
from media.fonts import FOLDER
from tests.factories.assets import file_key
from tests.house import House

_numbers = count(1_000_000)
COLORS = {
    ColorRole.PRIMARY: "#1d4d4f",
    ColorRole.BACKGROUND: "#f5efe6",
    ColorRole.TEXT: "#1f2a2c",
    ColorRole.TEXT_ON_PRIMARY: "#ffffff",
}


@lru_cache(1)
def _ttf() -> bytes:
    return (FOLDER / "InstrumentSerif.ttf").read_bytes()


def ttf(number: int = 0) -> bytes:
    """A font that may be used; other bytes for each number, behind its tables."""
    return _ttf() + number.to_bytes(4, "big")


def make_font(house: House, **more: Any) -> FontAsset:
    number = next(_numbers)
    usual: dict[str, Any] = {
        "family": "House Sans",
        "file_key": file_key(number),
        "file_name": "house-sans.ttf",
        "sha256": f"{number:064x}",
        "size_bytes": 1_000,
        "weight_min": 400,
        "weight_max": 400,
        "width_min": 100,
        "width_max": 100,
        "is_italic": False,
        "character_count": 300,
        "scripts": "LATIN",
        "licence": Licence.OPEN,
    }
    row = FontAsset(organization_id=house.organization.id, **{**usual, **more})
    house.save(row)
    return row


def make_kit(
    house: House,
    colors: dict[ColorRole, str] | None = None,
    fonts: dict[FontRole, str | FontAsset] | None = None,
    **more: Any,
) -> BrandKit:
    usual: dict[str, Any] = {
        "name": "Harbour",
        "scripts": "LATIN",
        "clear_space": Decimal("0.25"),
        "logo_min_px": 24,
    }
    kit = BrandKit(organization_id=house.organization.id, **{**usual, **more})
    house.save(kit)
    own: dict[str, Any] = {
        "organization_id": kit.organization_id,
        "store_id": kit.store_id,
        "kit_id": kit.id,
    }
    said = COLORS if colors is None else colors
    for place, role in enumerate(ColorRole):
        if role in said:
            house.save(BrandColor(**own, position=place, role=role, hex=said[role]))
    for place, font_role in enumerate(FontRole):
        if fonts and font_role in fonts:
            font = fonts[font_role]
            added = font if isinstance(font, FontAsset) else None
            row = BrandFont(
                **own,
                position=place,
                role=font_role,
                family=font.family if isinstance(font, FontAsset) else font,
                font_asset_id=None if added is None else added.id,
            )
            house.save(row)
    return kit


def make_look(house: House, asset: MediaAsset, **more: Any) -> LogoLook:
    usual: dict[str, Any] = {
        "width_px": 200,
        "height_px": 200,
        "left_px": 10,
        "top_px": 20,
        "right_px": 10,
        "bottom_px": 20,
        "is_transparent": True,
        "mark_hex": "#1d4d4f",
    }
    row = LogoLook(organization_id=asset.organization_id, asset_id=asset.id, **{**usual, **more})
    house.save(row)
    return row
