"""Mutations about what platforms ask."""

import json
from itertools import count
from typing import Any

from tests.factories.assets import make_asset
from tests.factories.compliance import make_preset
from tests.factories.uploads import png
from tests.house import House, node_id
from tests.writes.changes import change

_numbers = count(1)
DOCUMENT = {
    "name": "own-square",
    "version": 1,
    "title": {"en": "Our square", "zh": "方图"},
    "platform": "Our site",
    "kind": "IMAGE",
    "canvas_px": [600, 600],
    "width_px": {"min": 500},
    "source": "our own house",
    "read_on": "2026-03-01",
    "valid_from": "2026-03-01",
}


def plain_document(**more: Any) -> str:

    return json.dumps({**DOCUMENT, **more})


@change("complianceCheck")
def check_compliance(house: House) -> dict[str, Any]:
    key = house.storage.put(png(next(_numbers), 30, 20), media_type="image/png")
    asset = make_asset(house, file_key=key)
    preset = make_preset(house, document=plain_document())
    return {"assetId": node_id("MediaAsset", asset), "presetId": node_id("SizePreset", preset)}


@change("sizePresetCreate")
def create_preset(_house: House) -> dict[str, Any]:
    return {"document": {**DOCUMENT, "name": f"own-{next(_numbers)}"}}
