"""`tradepost compliance`."""
# ruff: noqa: PLC0415  what sees takes its time to load: only when a file is held to a preset

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from api.refused import WrongUsage

if TYPE_CHECKING:
    from media.presets.compliance import Finding
    from media.presets.preset import Preset


def compliance(file: Path, preset: str, *, as_json: bool) -> tuple[str, bool]:
    """What is to be printed, and whether no rule is broken; raises WrongUsage for a bad file."""
    from media import presets
    from media.errors import MediaError
    from media.presets.compliance import Verdict, check, worst

    name, at, version = preset.partition("@")
    if at and not (version.isascii() and version.isdigit()):
        raise WrongUsage(f"{preset!r}: a version is a number, as in {name}@1.")
    try:
        chosen = presets.named(name, int(version) if at else None)
        findings = check(file, chosen)
    except MediaError as error:
        raise WrongUsage(f"{error}.") from None
    verdict = worst(findings)
    said = _as_json if as_json else _as_lines
    return said(file, chosen, verdict, findings), verdict is not Verdict.FAIL


def _as_json(file: Path, preset: "Preset", verdict: str, findings: tuple["Finding", ...]) -> str:
    told = {
        "file": str(file),
        "preset": preset.name,
        "version": preset.version,
        "verdict": verdict,
        "findings": [asdict(finding) for finding in findings],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _as_lines(file: Path, preset: "Preset", verdict: str, findings: tuple["Finding", ...]) -> str:
    """The worst first."""
    order = ("FAIL", "WARN", "PASS")
    lines = [
        f"{finding.verdict}  {finding.rule:<13} {finding.message}"
        for finding in sorted(findings, key=lambda finding: order.index(finding.verdict))
    ]
    return "\n".join([*lines, f"{verdict}: {file.name!r} for {preset.name} v{preset.version}"])
