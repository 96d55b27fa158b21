"""Presets and what checks found, with plain defaults."""

from datetime import date
from itertools import count
from typing import Any

from domain.assets.models import MediaAsset
from domain.compliance.models import ComplianceFinding, ComplianceResult, SizePreset
from domain.compliance.states import PresetKind, Verdict
from tests.house import House

_numbers = count(1)


def make_preset(house: House, **more: Any) -> SizePreset:
    """The organisation's own, of 800 x 800."""
    usual: dict[str, Any] = {
        "organization_id": house.organization.id,
        "name": f"own-{next(_numbers)}",
        "number": 1,
        "kind": PresetKind.IMAGE,
        "title": "A square",
        "platform": "Our site",
        "canvas_width_px": 800,
        "canvas_height_px": 800,
        "document": '{"name":"own"}',
        "source": "our own house",
        "read_on": date(2026, 3, 1),
        "valid_from": date(2026, 3, 1),
    }
    row = SizePreset(**{**usual, **more})
    house.save(row)
    return row


def make_result(
    house: House, asset: MediaAsset, preset: SizePreset, **more: Any
) -> ComplianceResult:
    usual: dict[str, Any] = {"verdict": Verdict.FAIL, "checked_at": house.now}
    row = ComplianceResult(
        organization_id=house.organization.id,
        asset_id=asset.id,
        preset_id=preset.id,
        **{**usual, **more},
    )
    house.save(row)
    return row


def make_finding(house: House, result: ComplianceResult, **more: Any) -> ComplianceFinding:
    usual: dict[str, Any] = {
        "position": 0,
        "rule": "width",
        "verdict": result.verdict,
        "measured": "200 px",
        "limit": "at least 480 px",
        "message": "The width is 200 px; allowed is at least 480 px.",
    }
    row = ComplianceFinding(
        organization_id=house.organization.id, result_id=result.id, **{**usual, **more}
    )
    house.save(row)
    return row
