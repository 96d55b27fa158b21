"""Looks at an uploaded font in a child process, under limits of memory and time.

The child is this module, run as a program. `python -m media.fonts.intake FAMILY < file`
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from media.errors import BadFont
from media.photos.intake import PATIENCE_S, answer_in, bare_environment, limit_self


@dataclass(frozen=True, slots=True)
class Seen:
    """A font that can be used, as `media.fonts.added.FontAsset` says it."""

    digest: str
    family: str
    weights: tuple[float, float]
    widths: tuple[float, float]
    italic: bool
    characters: int
    scripts: tuple[str, ...]


def look(file: BinaryIO, *, family: str | None = None, name: str = "font") -> Seen:
    """Of an open file on the disk, from its start; blocks. Raises BadFont."""
    file.seek(0)
    root = str(Path(__file__).parent.parent.parent)
    path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    try:
        done = subprocess.run(  # noqa: S603  our own module with words of ours
            [sys.executable, "-m", "media.fonts.intake", family or ""],
            stdin=file,
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
            env=bare_environment() | {"PYTHONPATH": path},
        )
    except subprocess.TimeoutExpired:
        raise BadFont(name, "takes too long to open") from None
    said = answer_in(done.stdout)
    if "seen" in said:
        digest, found, weights, widths, italic, characters, scripts = said["seen"]
        return Seen(
            digest, found, tuple(weights), tuple(widths), italic, characters, tuple(scripts)
        )
    raise BadFont(name, said.get("refused", "takes too much memory or time to open"))


def _answer(family: str | None) -> dict[str, object]:
    from media.fonts.added import MAX_BYTES, added  # noqa: PLC0415  under the limits alone

    try:
        found = added(sys.stdin.buffer.read(MAX_BYTES + 1), family=family)
    except BadFont as error:
        return {"refused": error.problem}
    except MemoryError:
        return {}
    return {
        "seen": [
            found.digest, found.family, found.weights, found.widths, found.italic,
            found.characters, found.scripts,
        ]
    }  # fmt: skip


if __name__ == "__main__":
    limit_self()
    print(json.dumps(_answer(sys.argv[1] or None)))  # noqa: T201  this is how a child answers
