"""Files made of assets: asked for here, made by a job, each kept once by its recipe."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from domain.assets.actions import require
from domain.assets.models import AssetDerivative, MediaAsset
from domain.assets.states import AssetKind
from domain.errors import Invalid, LimitExceeded
from domain.work import Work

DERIVE = "asset.derive"
"""The kind of job that makes them, with the asset's id."""
MOST_ASSETS = 100
LEAST_PX = 16


@dataclass(frozen=True)
class Source:
    """What is made smaller."""

    file_key: str
    stem: str  # of its file's name
    longest_px: int


@dataclass(frozen=True)
class Made:
    """What came out, by now under its key in the storage."""

    recipe: str
    file_key: str
    file_name: str
    media_type: str
    width_px: int
    height_px: int
    size_bytes: int


def ask_for_derivatives(work: Work, asset_ids: Sequence[UUID]) -> list[MediaAsset]:
    """Each in a job of its own; what is made already is not made again."""
    require(work)
    if not 1 <= len(asset_ids) <= MOST_ASSETS:
        said = f"Name from 1 to {MOST_ASSETS} assets."
        raise LimitExceeded(said, MOST_ASSETS, "ids")
    found = []
    for place, asset_id in enumerate(asset_ids):
        asset = work.find(MediaAsset, asset_id, "ids", str(place))
        if asset.kind is not AssetKind.IMAGE:
            raise Invalid(f"It is no picture but {asset.media_type}.", "ids", str(place))
        if max(asset.width_px or 0, asset.height_px or 0) < LEAST_PX:
            raise Invalid(f"It has less than {LEAST_PX} pixels a side.", "ids", str(place))
        found.append(asset)
        work.record("media_asset.derivatives_asked", asset)
        work.later(DERIVE, asset.id)
    return found


def to_derive(work: Work, asset_id: UUID) -> Source | None:
    """None when it is gone."""
    asset = work.session.get(MediaAsset, asset_id)
    if asset is None or asset.width_px is None or asset.height_px is None:
        return None
    stem = asset.file_name.rpartition(".")[0] or asset.file_name
    return Source(asset.file_key, stem[:180], max(asset.width_px, asset.height_px))


def recipes_of(work: Work, asset_id: UUID) -> set[str]:
    """Those that were carried out."""
    done = select(AssetDerivative.recipe).where(AssetDerivative.asset_id == asset_id)
    return set(work.session.scalars(done))


def keep_derivatives(work: Work, asset_id: UUID, made: Sequence[Made]) -> None:
    """Rows for those that are not there yet; nothing when the asset is gone."""
    one = select(MediaAsset).where(MediaAsset.id == asset_id).with_for_update()
    asset = work.session.scalar(one)
    if asset is None:
        return
    present = recipes_of(work, asset_id)
    new = [one for one in made if one.recipe not in present]
    work.session.add_all(
        AssetDerivative(
            organization_id=asset.organization_id,
            asset_id=asset.id,
            created_at=work.now,
            **vars(one),
        )
        for one in new
    )
    work.record("media_asset.derived", asset, details={"count": len(new)})
