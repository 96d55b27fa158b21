"""How a file that is sent is looked at and kept, before anything else is done."""

import tempfile
from typing import BinaryIO

from api.context import Context
from api.http.uploaded import Uploaded
from api.links import sayable
from domain.assets.files import AssetFile
from domain.assets.models import StagedUpload
from domain.assets.states import AssetKind
from domain.errors import Invalid, LimitExceeded
from media.intake.looking import Facts, Refused, Rule, look


def kept(context: Context, file: Uploaded) -> AssetFile:
    """The file in the storage, under its hash; done once for a file. Raises Invalid."""
    storage = context.storage
    assert storage

    def keep(file: Uploaded) -> AssetFile:
        name = sayable(file.name)
        facts = seen(context, file.file, name, "file")
        key = storage.put(file.file, media_type=facts.media_type, sha256=file.sha256)
        return asset_file(facts, key, name, file.size_bytes)

    found: AssetFile = file.once("asset", keep)
    return found


def kept_before(context: Context, upload: StagedUpload) -> AssetFile:
    """What was sent to an upload's address, which lies in the storage; looked at once."""
    storage, found = context.storage, context.looked_at
    assert storage
    assert upload.file_key
    if upload.id not in found:
        name = sayable(upload.file_name)
        with tempfile.TemporaryFile(buffering=0) as file:
            for part in storage.parts(upload.file_key):
                file.write(part)
            facts = seen(context, file, name, "staged_upload_id")
        found[upload.id] = asset_file(facts, upload.file_key, name, upload.size_bytes)
    kept: AssetFile = found[upload.id]
    return kept


def seen(context: Context, file: BinaryIO, name: str, *path: str) -> Facts:
    try:
        return look(file, name, most_pixels=context.most_pixels)
    except Refused as refused:
        if refused.rule is Rule.PIXELS:
            raise LimitExceeded(str(refused), context.most_pixels, *path) from None
        raise Invalid(str(refused), *path) from None


def asset_file(facts: Facts, key: str, name: str, size_bytes: int) -> AssetFile:
    return AssetFile(
        file_key=key,
        file_name=name,
        media_type=facts.media_type,
        width_px=facts.width_px,
        height_px=facts.height_px,
        size_bytes=size_bytes,
        kind=AssetKind[facts.sort.name],
        duration_ms=facts.duration_ms,
        placeholder=facts.placeholder,
        fingerprint=facts.fingerprint,
    )
