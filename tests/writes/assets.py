"""Mutations about files that are kept."""

from datetime import timedelta
from itertools import count
from typing import Any

from tests.factories.assets import make_asset
from tests.factories.uploads import png, sent
from tests.house import MONDAY, House, node_id
from tests.writes.changes import change

_numbers = count(1)


@change("mediaAssetCreate")
def create_asset(_: House) -> dict[str, Any]:
    """A new picture of one pixel, each time of another colour."""
    return {"file": sent(png(next(_numbers) + 10_000)), "alt": "A mug", "licence": "OWN"}


@change("mediaAssetUpdate")
def update_asset(house: House) -> dict[str, Any]:
    return {"id": node_id("MediaAsset", make_asset(house)), "alt": f"Mug {next(_numbers)}"}


@change("mediaAssetDelete")
def delete_asset(house: House) -> dict[str, Any]:
    return {"id": node_id("MediaAsset", make_asset(house))}


@change("mediaAssetsPurge")
def purge_assets(house: House) -> dict[str, Any]:
    house.now = MONDAY - timedelta(days=90)
    make_asset(house)
    house.now = MONDAY
    return {"olderThanDays": 90 - next(_numbers) % 80, "dryRun": False}


@change("stagedUploadsCreate")
def stage_uploads(_: House) -> dict[str, Any]:
    name = f"mug{next(_numbers)}.png"
    return {"files": [{"name": name, "mediaType": "image/png", "sizeBytes": 70}]}


@change("mediaAssetsDerive")
def derive_assets(house: House) -> dict[str, Any]:
    return {"ids": [node_id("MediaAsset", make_asset(house))]}
