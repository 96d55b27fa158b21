"""The faces that ship with the product, and which of them has which character.

All are under the SIL Open Font License; the texts lie in `licences/`. `build` makes the files anew.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

from media.errors import MissingGlyph
from media.scene import Font

FOLDER = Path(__file__).parent
FALLBACK = "Noto Sans SC"


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


FACES = (
    Face("Inter.ttf", "Inter", (100, 900), optical=True),
    Face("Archivo.ttf", "Archivo", (100, 900), (62, 125)),
    Face("InstrumentSerif.ttf", "Instrument Serif"),
    Face("InstrumentSerif-Italic.ttf", "Instrument Serif", italic=True),
    Face("NotoSansSC-400.otf", FALLBACK, (400, 400), has_han=True),
    Face("NotoSansSC-500.otf", FALLBACK, (500, 500), has_han=True),
    Face("NotoSansSC-700.otf", FALLBACK, (700, 700), has_han=True),
    Face("NotoSansSC-900.otf", FALLBACK, (900, 900), has_han=True),
    Face("NotoSerifSC-900.otf", "Noto Serif SC", (900, 900), has_han=True),
    Face("SmileySans.ttf", "Smiley Sans", (400, 400), has_han=True),
)
FAMILIES = frozenset(face.family for face in FACES)
_OPTICAL_PX = (14.0, 32.0)


@dataclass(frozen=True, slots=True)
class Instance:
    """A face at one place of its axes: what words are shaped and drawn with."""

    face: Face
    axes: tuple[tuple[str, float], ...] = ()


@lru_cache(maxsize=32)
def _loaded(file: str) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(FOLDER / file)))


@lru_cache(maxsize=256)
def font_of(instance: Instance) -> hb.Font:
    """Its scale is the em of the face; nobody may change it."""
    font = hb.Font(_loaded(instance.face.file))
    if instance.axes:
        font.set_variations(dict(instance.axes))
    return font


@lru_cache(maxsize=256)
def em_of(instance: Instance) -> int:
    return int(font_of(instance).face.upem)


@lru_cache(maxsize=32)
def _coverage(file: str) -> frozenset[int]:
    return frozenset(_loaded(file).unicodes)


def _instance(face: Face, font: Font, size_px: float) -> Instance:
    axes: list[tuple[str, float]] = []
    for tag, wanted, (low, high) in (
        ("wght", font.weight, face.weights),
        ("wdth", font.width, face.widths),
    ):
        if low < high:
            axes.append((tag, min(max(wanted, low), high)))
    if face.optical:
        axes.append(("opsz", min(max(size_px, _OPTICAL_PX[0]), _OPTICAL_PX[1])))
    return Instance(face, tuple(axes))


def _distance(face: Face, font: Font) -> tuple[bool, float, bool]:
    """Of two weights as far away, the bolder for bold words, the lighter for light ones."""
    low, high = face.weights
    away = max(low - font.weight, font.weight - high, 0)
    return face.italic != font.italic, away, (low < font.weight) == (font.weight > 500)


@lru_cache(maxsize=256)
def chain(font: Font, size_px: float) -> tuple[Instance, ...]:
    """Whom to ask for a character, in order: its families' nearest faces, then the fallback's."""
    found: list[Face] = []
    for family in (*font.families, FALLBACK):
        near = sorted(
            (face for face in FACES if face.family == family),
            key=lambda face: _distance(face, font),
        )
        found += near if family == FALLBACK else near[:1]
    return tuple(_instance(face, font, size_px) for face in dict.fromkeys(found))


def covers(instance: Instance, character: str) -> bool:
    return ord(character) in _coverage(instance.face.file)


def choose(instances: tuple[Instance, ...], character: str) -> Instance:
    """The first that has the character; raises MissingGlyph."""
    for instance in instances:
        if covers(instance, character):
            return instance
    raise MissingGlyph(character)
