"""Assets with plain defaults."""

from itertools import count
from typing import Any

from sqlalchemy import select

from domain.assets.alike import bands_of
from domain.assets.models import AssetDerivative, MediaAsset, StagedUpload
from domain.assets.states import AssetKind, AssetOrigin
from tests.house import House

_numbers = count(1)


def file_key(number: int) -> str:
    """Of a file that nobody reads."""
    digest = f"{number:064x}"[::-1]
    return f"sha256/{digest[:2]}/{digest[2:4]}/{digest}"


def make_asset(house: House, **more: Any) -> MediaAsset:
    usual: dict[str, Any] = {
        "kind": AssetKind.IMAGE,
        "origin": AssetOrigin.UPLOADED,
        "file_key": file_key(next(_numbers)),
        "file_name": "mug.png",
        "media_type": "image/png",
        "size_bytes": 1_000,
        "width_px": 200,
        "height_px": 200,
    }
    said = {**usual, **more}
    asset = MediaAsset(
        organization_id=house.organization.id, **said, **bands_of(said.get("fingerprint"))
    )
    house.save(asset)
    return asset


def asset_of(house: House, shown: dict[str, Any]) -> MediaAsset:
    """The one of a picture's file, made when it is not there yet."""
    known = select(MediaAsset).where(
        MediaAsset.organization_id == house.organization.id,
        MediaAsset.file_key == shown["file_key"],
    )
    names = ("file_key", "file_name", "media_type", "size_bytes", "width_px", "height_px")
    return house.session.scalar(known) or make_asset(house, **{name: shown[name] for name in names})


def make_derivative(house: House, asset: MediaAsset, **more: Any) -> AssetDerivative:
    usual: dict[str, Any] = {
        "recipe": f"{next(_numbers):064x}",
        "file_key": file_key(next(_numbers)),
        "file_name": "mug-400.webp",
        "media_type": "image/webp",
        "width_px": 400,
        "height_px": 400,
        "size_bytes": 500,
        "created_at": house.now,
    }
    row = AssetDerivative(
        organization_id=asset.organization_id, asset_id=asset.id, **{**usual, **more}
    )
    house.save(row)
    return row


def make_staged(house: House, **more: Any) -> StagedUpload:
    usual: dict[str, Any] = {
        "created_by_id": house.owner.id,
        "file_name": "mug.png",
        "media_type": "image/png",
        "size_bytes": 1_000,
        "created_at": house.now,
        "expires_at": house.now,
    }
    row = StagedUpload(organization_id=house.organization.id, **{**usual, **more})
    house.save(row)
    return row
