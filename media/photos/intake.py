"""A file that claims to be a picture: what it is, how large, and whether it can be opened at all.

What strangers send is opened in a child process alone, by one decoder, under limits of memory, time
and pixels. The child is this very file, run as a program.
"""

import base64
import json
import os
import subprocess
import sys
import warnings
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

MEMORY_BYTES = 2 << 30
PROCESSOR_S = 20
PATIENCE_S = 40
HEAD_BYTES = 32
LOOKED_AT_PX = 256
TURNED = {5, 6, 7, 8}
"""Values of EXIF's Orientation that lay a picture on its side."""
KINDS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/avif": "AVIF",
    "image/tiff": "TIFF",
}
STARTS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}


class Rule(StrEnum):
    """Which rule a refused file breaks."""

    KIND = "KIND"  # none of the formats that are taken
    PIXELS = "PIXELS"  # more of them than are allowed
    DAMAGED = "DAMAGED"  # it does not decode
    COSTLY = "COSTLY"  # it takes more memory or time than a picture may


SAID = {
    Rule.KIND: "It is no JPEG, PNG, WebP, GIF, AVIF or TIFF picture.",
    Rule.PIXELS: "The picture has too many pixels.",
    Rule.DAMAGED: "The picture is damaged: it cannot be opened.",
    Rule.COSTLY: "The picture takes too much memory or time to open.",
}


class BadPicture(Exception):
    """It is not taken; `rule` says why, and so does the message."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(SAID[rule])
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture that opens; width and height in pixels as it is shown, EXIF's turns made.

    `placeholder` is a ThumbHash in base64, `fingerprint` 64 perceptual bits in hex: None for an
    even picture, which is like every other. See `media.photos.likeness`.
    """

    media_type: str
    width_px: int
    height_px: int
    placeholder: str | None = field(default=None, compare=False)
    fingerprint: str | None = field(default=None, compare=False)


def look(file: BinaryIO, *, most_pixels: int) -> Seen:
    """Of an open file on the disk, from its start; blocks. Raises BadPicture."""
    file.seek(0)
    media_type = sniffed(file.read(HEAD_BYTES))
    if media_type is None:
        raise BadPicture(Rule.KIND)
    file.seek(0)
    command = [sys.executable, "-I", __file__, KINDS[media_type], str(most_pixels)]
    try:
        done = subprocess.run(  # noqa: S603  our own file with words of ours
            command,
            stdin=file,
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
            env=bare_environment(),
        )
    except subprocess.TimeoutExpired:
        raise BadPicture(Rule.COSTLY) from None
    file.seek(0, os.SEEK_END)  # the child moved the position that we share: forget what we held
    said = answer_in(done.stdout)
    if "size" in said:
        width_px, height_px = said["size"]
        how = said.get("placeholder"), said.get("fingerprint")
        return Seen(media_type, width_px, height_px, *how)
    raise BadPicture(Rule(said.get("rule", Rule.COSTLY)))


def bare_environment() -> dict[str, str]:
    """What a child needs of ours: no setting, and no secret, as it opens what strangers send."""
    return {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}


def sniffed(head: bytes) -> str | None:
    """The media type by the first bytes; None for whatever is not taken."""
    form, brand = (head[:4], head[8:12]) if head[:4] == b"RIFF" else (head[4:8], head[8:12])
    if (form, brand) == (b"RIFF", b"WEBP"):
        return "image/webp"
    if form == b"ftyp" and brand in {b"avif", b"avis", b"mif1", b"msf1"}:
        return "image/avif"
    return next((kind for start, kind in STARTS.items() if head.startswith(start)), None)


def answer_in(output: bytes) -> dict[str, Any]:
    """Nothing, when the child died before it had one."""
    with suppress(ValueError):
        found: dict[str, Any] = json.loads(output)
        return found
    return {}


def limit_self() -> None:
    """What the child may use up. Windows knows no such limits; there patience is the only one."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  Unix has it

    for what, most in (
        (resource.RLIMIT_CPU, PROCESSOR_S),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(what, (most, most))


def opened(kind: str, most_pixels: int) -> dict[str, Any]:
    """In the child: what becomes of the picture on standard input."""
    from PIL import Image  # noqa: PLC0415  only the child needs it

    Image.MAX_IMAGE_PIXELS = most_pixels  # also of each frame, which may be larger than its picture
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(sys.stdin.buffer, formats=[kind]) as picture:
            picture.verify()
        sys.stdin.buffer.seek(0)
        with Image.open(sys.stdin.buffer, formats=[kind]) as picture:
            picture.load()
            width, height = picture.size
            if picture.getexif().get(0x0112) in TURNED:
                width, height = height, width
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return {"rule": Rule.PIXELS}
    except MemoryError:
        return {"rule": Rule.COSTLY}
    except Exception:  # noqa: BLE001  decoders raise whatever they like
        return {"rule": Rule.DAMAGED}
    return {"size": [width, height], **likeness()}


def likeness() -> dict[str, str]:
    """In the child: how the picture on standard input looks; nothing where it cannot be told."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # more of them would ask for more than it may have
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    try:
        from media.photos import pictures  # noqa: PLC0415  only what opened needs what draws
        from media.photos.likeness import fingerprint, thumbhash  # noqa: PLC0415  as above

        sys.stdin.buffer.seek(0)
        image = pictures.decode(sys.stdin.buffer.read(), "picture", "", least_px=LOOKED_AT_PX)
        bits = fingerprint(image)
        told = {"placeholder": base64.b64encode(thumbhash(image)).decode()}
        return told | ({"fingerprint": f"{bits:016x}"} if bits else {})
    except Exception:  # noqa: BLE001  it is a picture all the same
        return {}


if __name__ == "__main__":
    limit_self()
    print(json.dumps(opened(sys.argv[1], int(sys.argv[2]))))  # noqa: T201  this is how a child answers
