"""In a child: `python -m media.intake.inside MEDIA_TYPE`, with a film or a sound as its input.

Its one line of output is JSON: `facts`, or the `rule` that the file breaks, and `why`.
"""

import base64
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from media.child.limits import allow_processor, limit_self
from media.child.request import Limits
from media.errors import BadFile, MediaError, TooLarge
from media.intake.kinds import KINDS, Kind, Sort
from media.presets.seeing import ffmpeg

NAME = "it"
_PREVIEW_PX = 96


def film(path: Path) -> dict[str, Any]:
    """By the clips' own rules, so that what is taken can be shown in a film of ours."""
    from PIL import Image  # noqa: PLC0415  only films have a picture to show

    from media.clips.opening import Clips  # noqa: PLC0415  as above
    from media.photos.likeness import thumbhash  # noqa: PLC0415  as above

    clips = Clips({NAME: path.read_bytes()})
    try:
        clip = clips.get(NAME)
        width, height = clip.size
        scale = _PREVIEW_PX / max(width, height)
        small = (max(round(width * scale), 1), max(round(height * scale), 1))
        seconds = clip.facts.seconds or 0.0
        pixels = ffmpeg.frame(clip.path, clip.demuxer, min(seconds / 2, 1.0), small)
        if pixels is None:
            raise BadFile(NAME, "is broken: no picture of it can be read")
        placeholder = base64.b64encode(thumbhash(Image.fromarray(pixels))).decode()
    finally:
        clips.close()
    shown = {"width_px": width, "height_px": height, "placeholder": placeholder}
    return {**shown, "duration_ms": round(seconds * 1000) if clip.facts.seconds else None}


def sound(path: Path, kind: Kind) -> dict[str, Any]:
    if kind.media_type == "audio/wav":
        with path.open("rb") as file:
            said = int.from_bytes(file.read(8)[4:], "little") + 8
        if said > path.stat().st_size + 1 and said < 0xFFFFFFFF:
            raise BadFile(NAME, "is cut off: it ends before it says it does")
    assert kind.demuxer
    return {"duration_ms": round(ffmpeg.sound_seconds(path, kind.demuxer) * 1000)}


def answer(kind: Kind, path: Path) -> dict[str, Any]:
    try:
        return {"facts": film(path) if kind.sort is Sort.VIDEO else sound(path, kind)}
    except TooLarge as error:
        return {"rule": "COSTLY", "why": _plain(error)}
    except MediaError as error:
        return {"rule": "DAMAGED", "why": _plain(error)}


def _plain(error: MediaError) -> str:
    """Without the name that the file has here."""
    return f"{str(error).replace(f'{NAME!r} ', 'it ', 1)}."


def main() -> None:
    limits = Limits(**json.loads(os.environ["LIMITS"]))
    limit_self(limits)
    allow_processor(limits)
    path = Path(os.environ["TMPDIR"]) / NAME
    with path.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    print(json.dumps(answer(KINDS[sys.argv[1]], path)))  # noqa: T201  this is how a child answers


if __name__ == "__main__":
    main()
