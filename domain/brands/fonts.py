"""What people do with fonts: add one, take one away."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from domain import text
from domain.assets.states import Licence
from domain.base import Base
from domain.brands.models import BrandFont, FontAsset
from domain.brands.roles import SHIPPED, Script, written
from domain.errors import InUse, Invalid, Taken
from domain.permissions import Permission
from domain.work import Work

SHOWN_AT_MOST = 10
_TEMPLATES = "media_template_versions"
"""Of a context beside this one, so it is named in words."""


@dataclass(frozen=True)
class FontFile:
    """A file in the storage, looked at already; weights as in CSS, widths in percent."""

    family: str
    file_key: str
    file_name: str
    sha256: str
    size_bytes: int
    weights: tuple[int, int]
    widths: tuple[int, int]
    is_italic: bool
    character_count: int
    scripts: frozenset[Script]


def require(work: Work) -> None:
    """Fonts are the whole organisation's, so adding one takes the permission in every store."""
    work.require(Permission.BRANDS_WRITE, everywhere=True)


def create_font(
    work: Work, file: FontFile, licence: Licence, licence_note: str | None = None
) -> tuple[FontAsset, bool]:
    """The font, and whether it was there: then it stays as it is, whatever is said of it now."""
    require(work)
    if licence is Licence.UNKNOWN:
        raise Invalid("Say by which right it is used: a font has a licence.", "licence")
    if file.family in SHIPPED:
        raise Taken(f"{file.family} comes with Tradepost; call it otherwise.", "family")
    known = select(FontAsset).where(
        FontAsset.organization_id == work.actor.organization_id, FontAsset.sha256 == file.sha256
    )
    present = work.session.scalar(known)
    if present:
        return present, True
    font = FontAsset(
        organization_id=work.actor.organization_id,
        created_by_id=work.actor.user_id,
        family=text.name(file.family, "family", longest=64),
        file_key=file.file_key,
        file_name=file.file_name,
        sha256=file.sha256,
        size_bytes=file.size_bytes,
        weight_min=file.weights[0],
        weight_max=file.weights[1],
        width_min=file.widths[0],
        width_max=file.widths[1],
        is_italic=file.is_italic,
        character_count=file.character_count,
        scripts=written(file.scripts),
        licence=licence,
        licence_note=None
        if licence_note is None
        else text.words(licence_note, "licence_note", longest=500),
    )
    work.record("font_asset.created", work.add(font))
    return font, False


def delete_font(work: Work, font_id: UUID, *, version: int | None = None) -> None:
    """Away with it, unless a kit has it or a version of a template names its family."""
    font = work.claim(FontAsset, font_id, version=version)
    require(work)
    if places := [*_kits(work, font), *_templates(work, font)]:
        kinds = Counter(place.partition(":")[0] for place in places)
        names = {"BrandKit": "brand kit", "MediaTemplateVersion": "version of a template"}
        said = ", ".join(f"{count} x {names[kind]}" for kind, count in kinds.items())
        raise InUse(f"{font.family} is still used: {said}.", places, "id")
    work.record("font_asset.deleted", font, details={"file_key": font.file_key})
    work.session.delete(font)


def _kits(work: Work, font: FontAsset) -> Iterator[str]:
    using = select(BrandFont.kit_id).where(BrandFont.font_asset_id == font.id).distinct()
    for kit_id in work.session.scalars(using.order_by(BrandFont.kit_id).limit(SHOWN_AT_MOST)):
        yield f"BrandKit:{kit_id}"


def _templates(work: Work, font: FontAsset) -> Iterator[str]:
    """Versions of every state: a retired one still draws its old renders again."""
    versions = Base.metadata.tables[_TEMPLATES].columns
    naming = select(versions["id"]).where(
        versions["organization_id"] == font.organization_id,
        versions["document"].contains(json.dumps(font.family, ensure_ascii=False), autoescape=True),
    )
    for version_id in work.session.scalars(naming.order_by(versions["id"]).limit(SHOWN_AT_MOST)):
        yield f"MediaTemplateVersion:{version_id}"
