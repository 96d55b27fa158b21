"""What was found is kept: one result for an asset and a preset, the last one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from domain.assets.models import MediaAsset
from domain.assets.states import AssetKind
from domain.compliance.models import ComplianceFinding, ComplianceResult, SizePreset
from domain.compliance.states import Verdict
from domain.errors import Conflict, Invalid
from domain.ids import new_id
from domain.permissions import Permission
from domain.sessions import insert_rows
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
        row = work.add(_new(work, asset.id, preset.id, verdict))
    else:
        gone = delete(ComplianceFinding).where(ComplianceFinding.result_id == row.id)
        work.session.execute(gone.execution_options(synchronize_session=False))
    row.verdict, row.checked_at, row.checked_by_id = verdict, work.now, work.actor.user_id
    _record(work, row, found)
    work.session.add_all(_findings(row, found))
    return row


def keep_own_checks(
    work: Work, preset_id: UUID, found: Mapping[UUID, Sequence[Found]]
) -> dict[UUID, Verdict]:
    """Of files that we just made, by their assets: how each came out.

    What is known of the same file and the same version of the preset stays as it is.
    """
    known = select(ComplianceResult.asset_id, ComplianceResult.verdict).where(
        ComplianceResult.asset_id.in_(found), ComplianceResult.preset_id == preset_id
    )
    verdicts = {row[0]: row[1] for row in work.session.execute(known)}
    findings: list[ComplianceFinding] = []
    for asset_id, ones in found.items():
        if asset_id not in verdicts:
            row = work.add(_new(work, asset_id, preset_id, worst(ones)))
            _record(work, row, ones)
            verdicts[asset_id] = row.verdict
            findings += _findings(row, ones)
    insert_rows(work.session, findings)
    return verdicts


def _new(work: Work, asset_id: UUID, preset_id: UUID, verdict: Verdict) -> ComplianceResult:
    return ComplianceResult(
        id=new_id(),
        organization_id=work.actor.organization_id,
        asset_id=asset_id,
        preset_id=preset_id,
        verdict=verdict,
        checked_at=work.now,
    )


def _record(work: Work, row: ComplianceResult, found: Sequence[Found]) -> None:
    broken = [one.rule for one in found if one.verdict is Verdict.FAIL]
    work.record("compliance.checked", row, details={"broken": broken})


def _findings(row: ComplianceResult, found: Sequence[Found]) -> list[ComplianceFinding]:
    return [
        ComplianceFinding(
            id=new_id(),
            organization_id=row.organization_id,
            result_id=row.id,
            position=place,
            **vars(one),
        )
        for place, one in enumerate(found)
    ]


def worst(found: Sequence[Found]) -> Verdict:
    return worst_of(one.verdict for one in found)


def worst_of(verdicts: Iterable[Verdict]) -> Verdict:
    """FAIL before WARN before PASS."""
    said = set(verdicts)
    return next((verdict for verdict in WORST_FIRST if verdict in said), Verdict.PASS)
