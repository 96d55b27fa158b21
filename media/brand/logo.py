"""How a logo's file looks: where its mark is, what is around it, and the mark's mean colour.

A stranger's file is opened in a child process alone: this module, run as a program.
`python -m media.brand.logo < file`
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from media.errors import BadPicture
from media.photos.intake import PATIENCE_S, answer_in, bare_environment, limit_self

_CLEAR = 16
"""Of 255: as faint as this is nothing."""
_UNLIKE = 24
"""Of 255, in one channel: so far from the ground it is of the mark."""


@dataclass(frozen=True, slots=True)
class Mark:
    """px of the file as it is shown; margins are left, top, right, bottom of the mark."""

    width_px: int
    height_px: int
    margins_px: tuple[int, int, int, int]
    is_transparent: bool
    hex: str


def look(file: BinaryIO, *, name: str = "logo") -> Mark:
    """Of an open file on the disk, from its start; blocks. Raises BadPicture."""
    file.seek(0)
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    try:
        done = subprocess.run(
            [sys.executable, "-m", "media.brand.logo"],
            stdin=file,
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
            env=bare_environment() | {"PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
        )
    except subprocess.TimeoutExpired:
        raise BadPicture(name, "takes too long to open") from None
    said = answer_in(done.stdout)
    if "mark" in said:
        return Mark(**{**said["mark"], "margins_px": tuple(said["mark"]["margins_px"])})
    raise BadPicture(name, said.get("refused", "takes too much memory or time to open"))


def measured(image: Any) -> Mark | None:
    """Of a decoded picture, RGB or RGBA; None where nothing stands out from its ground."""
    import numpy as np  # noqa: PLC0415  where a picture is measured alone

    pixels = np.asarray(image.convert("RGBA"), dtype=np.int16)
    alpha = pixels[..., 3]
    is_transparent = bool((alpha < 255 - _CLEAR).mean() > 0.01)
    if is_transparent:
        mark = alpha > _CLEAR
    else:
        mark = np.abs(pixels[..., :3] - pixels[0, 0, :3]).max(axis=-1) > _UNLIKE
        mark &= alpha > _CLEAR  # whatever colour a clear pixel is said to have
    if not mark.any():
        return None
    rows, columns = np.flatnonzero(mark.any(axis=1)), np.flatnonzero(mark.any(axis=0))
    height, width = mark.shape
    weights = alpha[mark].astype(np.float64)
    red, green, blue = (
        np.average(pixels[..., :3][mark], axis=0, weights=weights).round().astype(int)
    )
    return Mark(
        width_px=width,
        height_px=height,
        margins_px=(
            int(columns[0]),
            int(rows[0]),
            int(width - 1 - columns[-1]),
            int(height - 1 - rows[-1]),
        ),
        is_transparent=is_transparent,
        hex=f"#{red:02x}{green:02x}{blue:02x}",
    )


def _answer() -> dict[str, Any]:
    from media.errors import MediaError  # noqa: PLC0415  under the limits alone
    from media.photos import pictures  # noqa: PLC0415  as above

    try:
        data = sys.stdin.buffer.read()
        mark = measured(pictures.decode(data, "logo", pictures.digest_of(data)))
    except MediaError as error:
        return {"refused": str(error).removeprefix("'logo' ")}
    except MemoryError:
        return {}
    if mark is None:
        return {"refused": "is of one colour alone: there is no mark in it"}
    return {"mark": asdict(mark)}


if __name__ == "__main__":
    limit_self()
    print(json.dumps(_answer()))  # noqa: T201  this is how a child answers
