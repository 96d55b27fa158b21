"""Finished files as assets: one for each file that an organisation has, whoever made it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.assets.files import AssetFile, keep_files
from domain.assets.models import MediaAsset
from domain.assets.states import AssetKind, AssetOrigin, Licence
from domain.catalogue.uniqueness import retried
from domain.compliance.checks import Found, keep_own_checks, worst_of
from domain.compliance.states import Verdict
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
    found: Sequence[Found] = ()
    """What was found when it was held to the render's preset; nothing, where it was not."""

    def called(self, file_name: str) -> AssetFile:
        return AssetFile(
            file_key=self.key,
            file_name=file_name,
            media_type=self.media_type,
            width_px=self.width_px,
            height_px=self.height_px,
            size_bytes=self.size_bytes,
            kind=KINDS.get(self.media_type.partition("/")[0], AssetKind.DOCUMENT),
            origin=AssetOrigin.RENDERED,
            duration_ms=self.duration_ms,
        )


@dataclass(frozen=True)
class MadeSide:
    """A file that goes with it; `end` is that of its name: `.cover.jpg`."""

    file: MadeFile
    role: SideRole
    end: str


def kept(
    work: Work, file_name: str, made: MadeFile, sides: Sequence[MadeSide]
) -> Mapping[str, MediaAsset]:
    """The assets of all these files, by their keys."""
    stem = file_name.rpartition(".")[0] or file_name
    files = [made.called(file_name), *(side.file.called(f"{stem}{side.end}") for side in sides)]
    return retried(work, lambda: keep_files(work, files, licence=Licence.OWN))


def verdict_of(
    work: Work,
    preset_id: UUID | None,
    assets: Mapping[str, MediaAsset],
    made: MadeFile,
    sides: Sequence[MadeSide],
) -> Verdict | None:
    """What was found of them is kept; the worst of what goes up: of its pieces, if it has some."""
    files = [made, *(side.file for side in sides)]
    found = {assets[file.key].id: file.found for file in files if file.found}
    if preset_id is None or not found:
        return None
    verdicts = retried(work, lambda: keep_own_checks(work, preset_id, found))
    pieces = [side.file for side in sides if side.role is SideRole.PIECE]
    go_up = {assets[file.key].id for file in pieces or [made]}
    return worst_of(verdict for asset_id, verdict in verdicts.items() if asset_id in go_up)
