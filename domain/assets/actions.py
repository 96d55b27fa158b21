"""What people do with assets: bring one in, say what it is, take it away."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import func, not_, select

from domain import text
from domain.assets.files import AssetFile, keep_files
from domain.assets.focal_point import FocalPoint, focal_point
from domain.assets.models import MediaAsset
from domain.assets.states import Licence
from domain.assets.uses import Place, drop_what_goes_with, is_used, places
from domain.errors import InUse, Invalid, Required
from domain.permissions import Permission
from domain.work import Work

AT_ONCE = 500
"""So many assets are purged at once; the next call takes the next."""
MOST_DAYS = 36_500
_SHORT = partial(text.words, longest=500)
_RULES: Mapping[str, Any] = {
    "file_name": text.name,
    "alt": _SHORT,
    "alt_zh": _SHORT,
    "focal_point": focal_point,
    "licence": lambda given, *_: given,
    "licence_note": _SHORT,
    "licence_until": lambda given, *_: given,
}
_MAY_BE_NULL = frozenset({"alt_zh", "focal_point", "licence_note", "licence_until"})


@dataclass(frozen=True)
class Said:
    """What is said of a new asset; what is left out, nobody knows."""

    alt: str = ""
    alt_zh: str | None = None
    focal_point: FocalPoint | None = None
    licence: Licence = Licence.UNKNOWN
    licence_note: str | None = None
    licence_until: date | None = None


@dataclass(frozen=True)
class Purged:
    """What was taken away, or would be."""

    assets: Sequence[MediaAsset]  # AT_ONCE at most
    count: int
    size_bytes: int


def require(work: Work) -> None:
    """Assets are the whole organisation's, so writing them takes the permission in every store."""
    work.require(Permission.ASSETS_WRITE, everywhere=True)


def create_asset(work: Work, file: AssetFile, said: Said) -> tuple[MediaAsset, bool]:
    """The asset, and whether it was there: then it stays as it is, whatever is said of it now."""
    require(work)
    kept = _checked(vars(said))
    known = select(MediaAsset).where(
        MediaAsset.organization_id == work.actor.organization_id,
        MediaAsset.file_key == file.file_key,
    )
    present = work.session.scalar(known)
    if present:
        return present, True
    asset = keep_files(work, [file], **kept)[file.file_key]
    return asset, False


def update_asset(
    work: Work, asset_id: UUID, changes: Mapping[str, Any], *, version: int | None = None
) -> MediaAsset:
    """Its name, words, focal point and licence; `changes` holds what was said."""
    require(work)
    asset = work.claim(MediaAsset, asset_id, version=version)
    for name, value in _checked(changes).items():
        if getattr(asset, name) != value:
            setattr(asset, name, value)
    work.record("media_asset.updated", asset)
    return asset


def delete_asset(work: Work, asset_id: UUID, *, version: int | None = None) -> None:
    """Away with it; its file follows, once a day, when nothing else names it. InUse says where."""
    require(work)
    asset = work.claim(MediaAsset, asset_id, version=version)
    if found := list(places(work.session, asset.id)):
        raise InUse(_where(found), (f"{one.use.type_name}:{one.row_id}" for one in found), "id")
    _delete(work, [asset])


def purge_assets(work: Work, older_than_days: int, *, is_dry_run: bool) -> Purged:
    """Those that nothing shows and that are so old: AT_ONCE of them, the oldest first."""
    require(work)
    if not 0 <= older_than_days <= MOST_DAYS:
        raise Invalid(f"A number of days from 0 to {MOST_DAYS}.", "older_than_days")
    unused = (
        MediaAsset.organization_id == work.actor.organization_id,
        MediaAsset.created_at <= work.now - timedelta(days=older_than_days),
        not_(is_used(MediaAsset)),
    )
    total = select(func.count(), func.coalesce(func.sum(MediaAsset.size_bytes), 0)).where(*unused)
    count, size_bytes = work.session.execute(total).one()
    oldest = select(MediaAsset).where(*unused).order_by(MediaAsset.created_at, MediaAsset.id)
    assets = work.session.scalars(oldest.limit(AT_ONCE).with_for_update()).all()
    if not is_dry_run:
        count, size_bytes = len(assets), sum(asset.size_bytes for asset in assets)
        _delete(work, assets)
    return Purged(assets, count, int(size_bytes))


def _delete(work: Work, assets: Sequence[MediaAsset]) -> None:
    drop_what_goes_with(work.session, [asset.id for asset in assets])
    for asset in assets:
        work.record("media_asset.deleted", asset, details={"file_key": asset.file_key})
        work.session.delete(asset)


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    kept = {}
    for name, value in given.items():
        if value is None and name not in _MAY_BE_NULL:
            raise Required("It can be changed, but not taken away.", name)
        kept[name] = None if value is None else _RULES[name](value, name)
    return kept


def _where(found: Sequence[Place]) -> str:
    counted = Counter(place.use for place in found)
    said = (f"{n} {use.one if n == 1 else use.several}" for use, n in counted.items())
    return f"It is still shown: by {', '.join(said)}."
