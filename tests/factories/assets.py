"""Assets with plain defaults."""

from itertools import count
from typing import Any

from domain.assets.models import MediaAsset
from domain.assets.states import AssetKind, AssetOrigin
from tests.house import House

_numbers = count(1)


def make_asset(house: House, **more: Any) -> MediaAsset:
    """A small picture whose bytes are said to be ours."""
    number = next(_numbers)
    digest = f"{number:064x}"
    usual: dict[str, Any] = {
        "kind": AssetKind.IMAGE,
        "origin": AssetOrigin.UPLOADED,
        "file_key": f"sha256/{digest[:2]}/{digest[2:4]}/{digest}",
        "file_name": f"picture-{number}.png",
        "media_type": "image/png",
        "size_bytes": 1_000,
        "width_px": 800,
        "height_px": 800,
    }
    row = MediaAsset(organization_id=house.organization.id, **{**usual, **more})
    house.save(row)
    return row
