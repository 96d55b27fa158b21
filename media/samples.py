"""Names of sample pictures and the drawings behind them.

`dune-table-lamp`, `dune-table-lamp-0-charcoal`: a handle of `media.illustrations`, a view and a
choice; values say `sample:` before it, to tell it from a file. It takes a second or two to draw
one; with a folder, only once.
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
_REST = re.compile(r"(?:-(\d{1,2})(?:-(.{1,60}))?)?")


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

    stem = name.removeprefix(PREFIX)
    handle = max(
        (one for one in illustrations.known() if stem.startswith(one)), key=len, default=""
    )
    rest = _REST.fullmatch(stem.removeprefix(handle))
    if not handle or rest is None:
        near = get_close_matches(stem, illustrations.known(), 3)
        raise BadPicture(name, f"is no sample picture; near it are: {', '.join(near) or 'none'}")
    view, choice = int(rest[1] or 0), rest[2]
    if choice is not None:
        choice = next(
            (one for one in illustrations.choices(handle) if one.replace(" ", "-") == choice), ""
        )
    if choice == "":
        raise BadPicture(name, f"is one of: {', '.join(illustrations.choices(handle))}")
    try:
        drawn = illustrations.draw(handle, variant=choice, size_px=SIDE_PX, view=view)
    except illustrations.UnknownView:
        raise BadPicture(name, "has no such view") from None
    out = io.BytesIO()
    drawn.save(out, "PNG", compress_level=3)
    return out.getvalue()


def is_drawn(name: str) -> bool:
    """Whether a picture is drawn under that name, with or without its prefix."""
    from media.illustrations import known  # noqa: PLC0415  as above

    stem = name.removeprefix(PREFIX)
    return any(stem == one or stem.startswith(f"{one}-") for one in known())


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
