"""Files of letters: those that ship with the product, and those that somebody has added.

A face that was added is known by the SHA-256 of its bytes, so that whatever is kept by its name is
kept by its content.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

from media.kept import Kept

FOLDER = Path(__file__).parent
_KEPT_BYTES = 256_000_000
_added: Kept[bytes] = Kept(_KEPT_BYTES, len)


@dataclass(frozen=True, slots=True)
class Face:
    """A file; `weights` and `widths` are the ends of its axes, alike where it has none."""

    file: str
    family: str
    weights: tuple[float, float] = (400, 400)
    widths: tuple[float, float] = (100, 100)
    italic: bool = False
    optical: bool = False  # has an axis of optical sizes
    has_han: bool = False
    is_color: bool = False  # pictures, no outlines
    digest: str = ""  # of a face that was added


HAN, EMOJI = "Noto Sans SC", "Noto Color Emoji"
SHIPPED = (
    Face("Inter.ttf", "Inter", (100, 900), optical=True),
    Face("Archivo.ttf", "Archivo", (100, 900), (62, 125)),
    Face("InstrumentSerif.ttf", "Instrument Serif"),
    Face("InstrumentSerif-Italic.ttf", "Instrument Serif", italic=True),
    Face("NotoSansSC-400.otf", HAN, (400, 400), has_han=True),
    Face("NotoSansSC-500.otf", HAN, (500, 500), has_han=True),
    Face("NotoSansSC-700.otf", HAN, (700, 700), has_han=True),
    Face("NotoSansSC-900.otf", HAN, (900, 900), has_han=True),
    Face("NotoSerifSC-900.otf", "Noto Serif SC", (900, 900), has_han=True),
    Face("SmileySans.ttf", "Smiley Sans", (400, 400), has_han=True),
    Face("NotoSansKR-400.otf", "Noto Sans KR", (400, 400)),
    Face("NotoSansKR-700.otf", "Noto Sans KR", (700, 700)),
    Face("NotoSansArabic.ttf", "Noto Sans Arabic", (100, 900)),
    Face("NotoSansHebrew-400.ttf", "Noto Sans Hebrew", (400, 400)),
    Face("NotoSansHebrew-700.ttf", "Noto Sans Hebrew", (700, 700)),
    Face("NotoSansThai.ttf", "Noto Sans Thai", (100, 900)),
    Face("NotoSansDevanagari.ttf", "Noto Sans Devanagari", (100, 900)),
    Face("NotoColorEmoji.ttf", EMOJI, is_color=True),
)


@dataclass(frozen=True, slots=True)
class Instance:
    """A face at one place of its axes: what words are shaped and drawn with."""

    face: Face
    axes: tuple[tuple[str, float], ...] = ()


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def keep(data: bytes) -> str:
    """Holds the bytes of an added font for `font_of`; returns their digest."""
    digest = digest_of(data)
    _added.get(digest, lambda: data)
    return digest


def _lost() -> bytes:
    raise LookupError("The bytes of an added font are gone: more than 256 MB are in use")


@lru_cache(maxsize=64)
def loaded(face: Face) -> hb.Face:
    if face.digest:
        return hb.Face(_added.get(face.digest, _lost))
    return hb.Face(hb.Blob.from_file_path(str(FOLDER / face.file)))


@lru_cache(maxsize=256)
def font_of(instance: Instance) -> hb.Font:
    """Its scale is the em of the face; nobody may change it."""
    font = hb.Font(loaded(instance.face))
    if instance.axes:
        font.set_variations(dict(instance.axes))
    return font


@lru_cache(maxsize=256)
def em_of(instance: Instance) -> int:
    return int(font_of(instance).face.upem)


@lru_cache(maxsize=64)
def coverage(face: Face) -> frozenset[int]:
    return frozenset(loaded(face).unicodes)


@lru_cache(maxsize=1)
def shipped_digest() -> str:
    """Of all shipped faces together: what a render's content hash takes in."""
    whole = hashlib.sha256()
    for face in SHIPPED:
        whole.update(hashlib.sha256((FOLDER / face.file).read_bytes()).digest())
    return whole.hexdigest()
