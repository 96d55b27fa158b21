"""Files that lie in the storage become assets: one for each file, however often it is sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, literal, select

from domain.assets.alike import bands_of
from domain.assets.models import MediaAsset
from domain.assets.states import AssetKind, AssetOrigin
from domain.scope import Among, Many
from domain.work import Work


@dataclass(frozen=True)
class AssetFile:
    """A file in the storage, looked at already; pixels as it is shown."""

    file_key: str
    file_name: str
    media_type: str
    width_px: int | None
    height_px: int | None
    size_bytes: int
    kind: AssetKind = AssetKind.IMAGE
    origin: AssetOrigin = AssetOrigin.UPLOADED
    duration_ms: int | None = None
    placeholder: str | None = None
    fingerprint: str | None = None


def keep_files(work: Work, files: Iterable[AssetFile], **said: Any) -> Mapping[str, MediaAsset]:
    """The assets of these files, by their keys; those that are not there yet are made.

    `said` are columns of those, checked already.
    Whoever calls has asked whether the actor may: an import may, and who shows a picture.
    """
    wanted = {file.file_key: file for file in files}
    if not wanted:
        return {}
    known = select(MediaAsset).where(
        MediaAsset.organization_id == work.actor.organization_id,
        Among(MediaAsset.file_key, _keys(wanted)),
    )
    found = {row.file_key: row for row in work.session.scalars(known)}
    new = [_built(work, file, said) for key, file in wanted.items() if key not in found]
    work.session.add_all(new)
    if len(new) == 1:
        work.record("media_asset.created", new[0])
    elif new:
        told = {str(row.id): row.file_key for row in new}
        work.tell("media_assets.created", "MediaAsset", None, None, {"assets": told})
    work.session.flush()  # whatever shows them points at them
    return found | {row.file_key: row for row in new}


def _keys(wanted: Mapping[str, AssetFile]) -> BindParameter[list[str]]:
    return literal(sorted(wanted), Many(MediaAsset.file_key.type))


def _built(work: Work, file: AssetFile, said: Mapping[str, Any]) -> MediaAsset:
    return MediaAsset(
        organization_id=work.actor.organization_id,
        created_by_id=work.actor.user_id,
        **vars(file),
        **bands_of(file.fingerprint),
        **said,
    )
