"""Files held to presets, before the transaction that keeps what was found."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from uuid import UUID

from api.context import Context
from api.links import sayable
from api.storage import Missing, Storage, key_of
from domain.compliance.checks import SEEN_KINDS, Found
from domain.compliance.states import Verdict
from domain.errors import Conflict, Invalid
from domain.permissions import Permission

if TYPE_CHECKING:
    from media.presets.finding import Finding

ASK = """query ($asset: ID!, $preset: ID!) {
  mediaAsset(id: $asset) { kind sha256 fileName } sizePreset(id: $preset) { rules } }"""


def check_first(context: Context, asset_id: UUID, preset_id: UUID, asked: Any) -> None:
    """Looks now, in a child, and keeps what it finds for `found_first`; raises DomainError."""
    if not context.actor.may(Permission.RENDERS_WRITE):
        return  # as the action says
    ids = {"asset": f"MediaAsset:{asset_id}", "preset": f"SizePreset:{preset_id}"}
    read = context.reads.answer_now(ASK, None, ids, context.actor, context.now)
    found = json.loads(read or b"{}").get("data") or {}
    asset, preset = found.get("mediaAsset"), found.get("sizePreset")
    if asset is None or preset is None or asset["kind"] not in SEEN_KINDS:
        return
    assert context.storage
    document = json.dumps(preset["rules"])
    key, name = key_of(asset["sha256"]), asset["fileName"]
    context.made_before[id(asked)] = found_in(context.storage, key, name, document)


def found_first(context: Context, asked: Any) -> Sequence[Found]:
    """What was found for this very input; nothing, where the action will refuse it anyway."""
    found: Sequence[Found] = context.made_before.pop(id(asked), ())
    return found


def found_in(storage: Storage, key: str, name: str, document: str) -> list[Found]:
    """What a kept file, called so, is against a preset; raises DomainError."""
    with TemporaryDirectory(prefix="tradepost-compliance-") as folder:
        path = Path(folder) / sayable(name)
        try:
            with path.open("wb") as file:
                for part in storage.parts(key):
                    file.write(part)
        except Missing:
            raise Conflict("Its file is gone from the storage.", "asset_id") from None
        return found_at(path, document)


def found_at(path: Path, document: str) -> list[Found]:
    """The same of a file that lies here; raises Invalid for what cannot be read."""
    from media.checking.apart import check_apart  # noqa: PLC0415  as below
    from media.errors import MediaError  # noqa: PLC0415  imports what draws

    try:
        findings = check_apart(path, json.loads(document))
    except MediaError as error:
        raise Invalid(f"{error}.", "asset_id") from None
    return found_by(findings)


def found_by(findings: Iterable["Finding"]) -> list[Found]:
    """The same in words that the domain knows."""
    return [
        Found(one.rule, one.measured, one.limit, Verdict[one.verdict.name], one.message)
        for one in findings
    ]
