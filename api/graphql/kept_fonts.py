"""How a font that is sent is looked at and kept, before anything else is done."""

from api.context import Context
from api.http.uploaded import Uploaded
from api.links import sayable
from domain import text
from domain.brands.fonts import FontFile
from domain.brands.roles import Script
from domain.errors import Invalid
from media.errors import BadFont
from media.fonts.intake import look

STARTS_OTF = b"OTTO"


def kept(context: Context, file: Uploaded, family: str | None) -> FontFile:
    """The font in the storage, under its hash; done once for a file. Raises Invalid."""
    storage = context.storage
    assert storage
    said = None if family is None else text.name(family, "family", longest=64)

    def keep(file: Uploaded) -> FontFile:
        name = sayable(file.name)
        try:
            seen = look(file.file, family=said, name=name)
        except BadFont as bad:
            raise Invalid(f"{bad}.", "file") from None
        file.file.seek(0)
        if seen.digest != file.sha256:
            raise RuntimeError("What was looked at is not what was sent.")
        is_otf = file.file.read(len(STARTS_OTF)) == STARTS_OTF
        media_type = "font/otf" if is_otf else "font/ttf"
        key = storage.put(file.file, media_type=media_type, sha256=file.sha256)
        return FontFile(
            family=seen.family,
            file_key=key,
            file_name=name,
            sha256=file.sha256,
            size_bytes=file.size_bytes,
            weights=(round(seen.weights[0]), round(seen.weights[1])),
            widths=(round(seen.widths[0]), round(seen.widths[1])),
            is_italic=seen.italic,
            character_count=seen.characters,
            scripts=frozenset(Script[one] for one in seen.scripts),
        )

    found: FontFile = file.once("font", keep)
    return found
