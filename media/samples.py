"""Names of sample pictures, `sample:HANDLE/VIEW/CHOICE`, and the drawings behind them.

`sample:enamel-mug`, `sample:enamel-mug/1`, `sample:enamel-mug/0/navy`. Drawn by
`media.illustrations`, which takes a second or two; with a folder, only once.
"""

import hashlib
import io
import re
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from media.errors import BadPicture

PREFIX = "sample:"
SIDE_PX = 1600
_NAME = re.compile(r"sample:([a-z0-9-]+)(?:/(\d{1,2})(?:/(.{1,60}))?)?")


def is_sample(name: str) -> bool:
    return name.startswith(PREFIX)


@lru_cache(maxsize=1)
def _version() -> str:
    """Of the code that draws."""
    digest = hashlib.sha256()
    for file in sorted((Path(__file__).parent / "illustrations").rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=64)
def _drawn(name: str) -> bytes:
    from media import illustrations  # noqa: PLC0415  numpy and all: only where it draws

    found = _NAME.fullmatch(name)
    if found is None or found[1] not in illustrations.known():
        near = get_close_matches(name.removeprefix(PREFIX), illustrations.known(), 3)
        raise BadPicture(name, f"is no sample picture; near it are: {', '.join(near) or 'none'}")
    handle, view, choice = found[1], int(found[2] or 0), found[3]
    try:
        drawn = illustrations.draw(handle, variant=choice, size_px=SIDE_PX, view=view)
    except illustrations.UnknownView:
        raise BadPicture(name, "has no such view") from None
    out = io.BytesIO()
    drawn.save(out, "PNG", compress_level=3)
    return out.getvalue()


def picture(name: str, folder: Path | None = None) -> bytes:
    """A square PNG of SIDE_PX; the same bytes each time. `folder` keeps it for later.

    Raises BadPicture when nothing is drawn under that name; OSError from the folder.
    """
    if folder is None:
        return _drawn(name)
    key = hashlib.sha256(f"{_version()} {SIDE_PX} {name}".encode()).hexdigest()[:32]
    file = folder / f"{key}.png"
    if not file.exists():
        data = _drawn(name)
        folder.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_bytes(data)
        part.replace(file)
    return file.read_bytes()
