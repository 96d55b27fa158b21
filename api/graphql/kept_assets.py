"""How a file that is sent is looked at and kept, before anything else is done."""

from api.context import Context
from api.http.uploaded import Uploaded
from api.links import sayable
from api.storage import key_of
from domain.assets.files import AssetFile
from domain.assets.states import AssetKind
from domain.errors import Invalid, LimitExceeded
from media.intake.looking import Refused, Rule, look


def kept(context: Context, file: Uploaded) -> AssetFile:
    """The file in the storage, under its hash; done once for a file. Raises Invalid."""
    storage = context.storage
    assert storage

    def keep(file: Uploaded) -> AssetFile:
        name = sayable(file.name)
        try:
            facts = look(file.file, name, most_pixels=context.most_pixels)
        except Refused as refused:
            if refused.rule is Rule.PIXELS:
                raise LimitExceeded(str(refused), context.most_pixels, "file") from None
            raise Invalid(str(refused), "file") from None
        key = storage.put(file.file, media_type=facts.media_type)
        if key != key_of(file.sha256):
            raise RuntimeError("What was kept is not what was sent.")
        return AssetFile(
            file_key=key,
            file_name=name,
            media_type=facts.media_type,
            width_px=facts.width_px,
            height_px=facts.height_px,
            size_bytes=file.size_bytes,
            kind=AssetKind[facts.sort.name],
            duration_ms=facts.duration_ms,
            placeholder=facts.placeholder,
            fingerprint=facts.fingerprint,
        )

    found: AssetFile = file.once("asset", keep)
    return found
