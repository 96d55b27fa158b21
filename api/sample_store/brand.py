"""The sample store's brand: its colours and fonts at once, its mark when it is drawn."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from api.sample_store.pictures import MEDIA_TYPE, SIDE_PX, Shot
from api.sample_store.reading import Telling
from domain.assets.files import AssetFile, keep_files
from domain.assets.states import AssetOrigin, Licence
from domain.brands.kits import FontChoice, NewKit, set_kit
from domain.brands.lint import Mark
from domain.brands.models import BrandKit
from domain.brands.roles import ColorRole, FontRole, Script
from domain.work import Work

NAME = "Harbour & Pine"
SET = timedelta(days=88)
COLORS: Mapping[ColorRole, str] = {
    ColorRole.PRIMARY: "#1f4d4a",
    ColorRole.SECONDARY: "#7a8f6a",
    ColorRole.ACCENT: "#b6481b",
    ColorRole.BACKGROUND: "#f5efe6",
    ColorRole.SURFACE: "#fffdf8",
    ColorRole.TEXT: "#23211e",
    ColorRole.TEXT_ON_PRIMARY: "#f5efe6",
}
FONTS: Mapping[FontRole, FontChoice] = {
    FontRole.HEADING: FontChoice("Instrument Serif"),
    FontRole.BODY: FontChoice("Noto Sans SC"),
    FontRole.NUMERALS: FontChoice("Archivo"),
}
MARKS = (
    Shot("harbour-and-pine", 0, COLORS[ColorRole.PRIMARY], "A pine over waves", "松与海浪"),
    Shot("harbour-and-pine-on-dark", 0, COLORS[ColorRole.BACKGROUND], "It, light", "浅色标志"),
)
"""The mark and the mark for dark grounds, each in its colour."""


def _kit(logos: Sequence[UUID | None]) -> NewKit:
    return NewKit(
        name=NAME,
        colors=COLORS,
        fonts=FONTS,
        logo_id=logos[0],
        logo_on_dark_id=logos[1],
        clear_space=Decimal("0.25"),
        logo_min_px=32,
        scripts=frozenset({Script.LATIN, Script.HAN}),
    )


def set_brand(telling: Telling) -> None:
    set_kit(telling.work(telling.now - SET), _kit((None, None)), {})
    telling.session.flush()


def unmarked(work: Work) -> UUID | None:
    """The kit, while it has no mark yet and nobody has made it another."""
    bare = work.seen(BrandKit).where(BrandKit.name == NAME, BrandKit.version == 1)
    bare = bare.where(BrandKit.logo_id.is_(None), BrandKit.archived_at.is_(None))
    return work.session.scalar(select(bare.subquery().c.id), work.actor.values())


def show_marks(
    work: Work, kit_id: UUID, kept: Sequence[tuple[Shot, str, int]], marks: Sequence[Mark]
) -> None:
    """Gives the kit its marks, each with the key of its file and its size in bytes."""
    logos = []
    for shot, key, size_bytes in kept:
        file = AssetFile(
            file_key=key,
            file_name=f"{shot.handle}.webp",
            media_type=MEDIA_TYPE,
            width_px=SIDE_PX,
            height_px=SIDE_PX,
            size_bytes=size_bytes,
            origin=AssetOrigin.SAMPLE,
        )
        said = {"alt": shot.alt, "alt_zh": shot.alt_zh, "licence": Licence.OWN}
        logos.append(keep_files(work, [file], **said)[key].id)
    set_kit(work, _kit(logos), dict(zip(logos, marks, strict=True)), kit_id=kit_id)
