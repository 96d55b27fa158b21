"""A file that somebody sends is looked at: what it is, how large, how long, how it looks.

Pictures are opened by `media.photos.intake`, films and sounds by `media.intake.inside`, each in a
child process under limits. Of a PDF only its beginning and its end are read; nothing renders it.
"""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from media.child.process import environment, kill_group
from media.child.request import Limits
from media.intake.kinds import HEAD_BYTES, Kind, Sort, ending_of, sniffed
from media.photos import intake as photos

LIMITS = Limits(patience_s=120.0, processor_s=120, memory_mb=2_048, file_mb=1_024)
PROGRAM = "media.intake.inside"
_TAIL_BYTES = 2_048
_MARKUP = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<")


class Rule(StrEnum):
    """Which rule a refused file breaks."""

    EMPTY = "EMPTY"  # it has no bytes
    KIND = "KIND"  # none of the kinds that are taken
    ENDING = "ENDING"  # its name says another kind than its bytes
    PIXELS = "PIXELS"  # more of them than are allowed
    DAMAGED = "DAMAGED"  # it does not open, or is cut off
    COSTLY = "COSTLY"  # it takes more memory or time than it may


class Refused(Exception):
    """It is not taken; the message names the file and says why, `rule` says it for programs."""

    def __init__(self, name: str, rule: Rule, why: str) -> None:
        super().__init__(f"{name!r} is not taken: {why}")
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a file that opens; pixels as it is shown, its turns made."""

    sort: Sort
    media_type: str
    width_px: int | None = None
    height_px: int | None = None
    duration_ms: int | None = None
    placeholder: str | None = None
    fingerprint: str | None = None


def look(file: BinaryIO, name: str, *, most_pixels: int) -> Facts:
    """Of an open file on the disk, from its start; blocks. Raises Refused."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if not head:
        raise Refused(name, Rule.EMPTY, "it is empty.")
    kind = sniffed(head)
    if kind is None:
        raise Refused(name, Rule.KIND, _why_not(head))
    if (ending := ending_of(name)) and ending not in kind.endings:
        said = f"its name ends in .{ending}, but it is {kind.media_type}."
        raise Refused(name, Rule.ENDING, said)
    if kind.sort is Sort.IMAGE:
        return _picture(file, name, most_pixels)
    if kind.sort is Sort.DOCUMENT:
        return _document(file, name, kind)
    return _played(file, name, kind)


def _why_not(head: bytes) -> str:
    if head.lstrip().startswith(_MARKUP):
        return "it is markup, such as SVG or HTML, which can run scripts; send a picture of it."
    if head.startswith(b"#!"):
        return "it is a program."
    return (
        "it is no JPEG, PNG, WebP, GIF, AVIF or TIFF picture, no MP4, MOV, WebM or Matroska film,"
        " no MP3, M4A, AAC, Ogg, FLAC or WAV sound, and no PDF."
    )


def _picture(file: BinaryIO, name: str, most_pixels: int) -> Facts:
    try:
        seen = photos.look(file, most_pixels=most_pixels)
    except photos.BadPicture as bad:
        why = str(bad)
        raise Refused(name, Rule[bad.rule.name], why[:1].lower() + why[1:]) from None
    return Facts(
        Sort.IMAGE,
        seen.media_type,
        seen.width_px,
        seen.height_px,
        placeholder=seen.placeholder,
        fingerprint=seen.fingerprint,
    )


def _document(file: BinaryIO, name: str, kind: Kind) -> Facts:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL_BYTES))
    if b"%%EOF" not in file.read(_TAIL_BYTES):
        raise Refused(name, Rule.DAMAGED, "it is cut off: a PDF ends in %%EOF.")
    return Facts(kind.sort, kind.media_type)


def _played(file: BinaryIO, name: str, kind: Kind) -> Facts:
    """What the child found; a child that dies without a word took more than it may."""
    file.seek(0)
    with tempfile.TemporaryDirectory(prefix="tradepost-look-") as folder:
        child = subprocess.Popen(  # noqa: S603  our own program with words of ours
            [sys.executable, "-P", "-m", PROGRAM, kind.media_type],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment(Path(folder), LIMITS),
            start_new_session=True,
        )
        try:
            told, _ = child.communicate(timeout=LIMITS.patience_s)
        except subprocess.TimeoutExpired:
            told = b""
        finally:
            kill_group(child)
            child.communicate()
    file.seek(0, os.SEEK_END)  # the child moved the position that we share: forget what we held
    said = photos.answer_in(told)
    if "facts" in said:
        return Facts(kind.sort, kind.media_type, **said["facts"])
    why = said.get("why", "it takes too much memory or time to open.")
    raise Refused(name, Rule(said.get("rule", Rule.COSTLY)), why)
