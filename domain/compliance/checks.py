"""What was found is kept: one result for an asset and a preset, the last one."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from domain.assets.models import MediaAsset
from domain.assets.states import AssetKind
from domain.compliance.models import ComplianceFinding, ComplianceResult, SizePreset
from domain.compliance.states import Verdict
from domain.errors import Conflict, Invalid
from domain.permissions import Permission
from domain.work import Work

SEEN_KINDS = frozenset({AssetKind.VIDEO, AssetKind.IMAGE})
WORST_FIRST = (Verdict.FAIL, Verdict.WARN, Verdict.PASS)


@dataclass(frozen=True)
class Found:
    """What one rule found; `measured` and `limit` are for people, units included."""

    rule: str
    measured: str
    limit: str
    verdict: Verdict
    message: str


def to_check(work: Work, asset_id: UUID, preset_id: UUID) -> tuple[MediaAsset, SizePreset]:
    """What a check needs to know before it looks at the file; refuses what has no pixels."""
    work.require(Permission.RENDERS_WRITE)
    asset = work.find(MediaAsset, asset_id, "asset_id")
    preset = work.find(SizePreset, preset_id, "preset_id")
    if asset.kind not in SEEN_KINDS:
        raise Invalid("Only pictures and films are held to a preset.", "asset_id")
    return asset, preset


def keep_check(
    work: Work, asset_id: UUID, preset_id: UUID, found: Sequence[Found]
) -> ComplianceResult:
    """In place of what an earlier check of the same found."""
    asset, preset = to_check(work, asset_id, preset_id)
    if not found:
        raise Conflict("Nobody has looked at it yet; try again.", "asset_id")
    verdict = worst(found)
    known = select(ComplianceResult).where(
        ComplianceResult.asset_id == asset.id, ComplianceResult.preset_id == preset.id
    )
    row = work.session.scalar(known.with_for_update())
    if row is None:
        row = ComplianceResult(
            organization_id=work.actor.organization_id,
            asset_id=asset.id,
            preset_id=preset.id,
            verdict=verdict,
            checked_at=work.now,
        )
        work.add(row)
    else:
        gone = delete(ComplianceFinding).where(ComplianceFinding.result_id == row.id)
        work.session.execute(gone.execution_options(synchronize_session=False))
    row.verdict, row.checked_at, row.checked_by_id = verdict, work.now, work.actor.user_id
    broken = [one.rule for one in found if one.verdict is Verdict.FAIL]
    work.record("compliance.checked", row, details={"broken": broken})
    work.session.add_all(
        ComplianceFinding(
            organization_id=row.organization_id, result_id=row.id, position=place, **vars(one)
        )
        for place, one in enumerate(found)
    )
    return row


def worst(found: Sequence[Found]) -> Verdict:
    """FAIL before WARN before PASS."""
    verdicts = {one.verdict for one in found}
    return next((verdict for verdict in WORST_FIRST if verdict in verdicts), Verdict.PASS)
