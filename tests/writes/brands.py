"""Mutations about brand kits and fonts."""

from itertools import count
from typing import Any

from tests.factories.brands import make_font, make_kit, ttf
from tests.factories.uploads import sent
from tests.house import House, node_id
from tests.writes.changes import change

_numbers = count(1)


@change("brandKitSet")
def set_kit(house: House) -> dict[str, Any]:
    return {
        "id": node_id("BrandKit", make_kit(house)),
        "name": f"Harbour {next(_numbers)}",
        "colors": [{"role": "PRIMARY", "hex": "#1D4D4F"}, {"role": "TEXT", "hex": "#1f2a2c"}],
        "fonts": [{"role": "BODY", "family": "Inter"}],
        "isDefault": False,
    }


@change("brandKitArchive")
def archive_kit(house: House) -> dict[str, Any]:
    return {"id": node_id("BrandKit", make_kit(house))}


@change("fontAssetCreate")
def create_font(_house: House) -> dict[str, Any]:
    number = next(_numbers)
    return {
        "family": f"House Sans {number}",
        "file": sent(ttf(number), "house-sans.ttf", "font/ttf"),
        "licence": "OWN",
        "licenceNote": "Drawn for us.",
    }


@change("fontAssetDelete")
def delete_font(house: House) -> dict[str, Any]:
    return {"id": node_id("FontAsset", make_font(house))}
