"""Finished files as assets: one for each file that an organisation has, whoever made it."""

from dataclasses import dataclass

from sqlalchemy import select

from domain.assets.models import MediaAsset
from domain.assets.states import AssetKind, AssetOrigin, Licence
from domain.catalogue.uniqueness import retried
from domain.creatives.models import RenderJob
from domain.creatives.states import SideRole
from domain.work import Work

KINDS = {"image": AssetKind.IMAGE, "video": AssetKind.VIDEO, "audio": AssetKind.AUDIO}


@dataclass(frozen=True)
class MadeFile:
    """What came out, by now under its key in the storage."""

    key: str
    media_type: str
    size_bytes: int
    width_px: int | None = None
    height_px: int | None = None
    duration_ms: int | None = None


@dataclass(frozen=True)
class MadeSide:
    """A file that goes with it; `end` is that of its name: `.cover.jpg`."""

    file: MadeFile
    role: SideRole
    end: str


def asset_of(work: Work, row: RenderJob, file: MadeFile, file_name: str) -> MediaAsset:
    """The asset that has this file, made where there is none."""

    def find_or_make() -> MediaAsset:
        same = select(MediaAsset).where(
            MediaAsset.organization_id == row.organization_id, MediaAsset.file_key == file.key
        )
        if found := work.session.scalar(same):
            return found
        made = MediaAsset(
            organization_id=row.organization_id,
            kind=KINDS.get(file.media_type.partition("/")[0], AssetKind.DOCUMENT),
            origin=AssetOrigin.RENDERED,
            file_key=file.key,
            file_name=file_name,
            media_type=file.media_type,
            size_bytes=file.size_bytes,
            width_px=file.width_px,
            height_px=file.height_px,
            duration_ms=file.duration_ms,
            licence=Licence.OWN,
            created_by_id=row.requested_by_id,
        )
        work.add(made)
        work.session.flush()
        work.record("media_asset.rendered", made)
        return made

    return retried(work, find_or_make)
