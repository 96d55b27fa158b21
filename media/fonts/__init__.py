"""Which face draws which character: families in their order, then those that are always there.

All shipped faces are under the SIL Open Font License; the texts lie in `licences/`, and `build`
makes the files anew. Fonts of others come in by `media.fonts.added`.
"""

import unicodedata
from functools import lru_cache

from media.errors import MissingGlyph
from media.fonts.faces import EMOJI, FOLDER, HAN, SHIPPED, Face, Instance, coverage, em_of, font_of
from media.scene import Font

__all__ = [
    "ALWAYS", "FACES", "FAMILIES", "FOLDER", "Face", "Instance", "add", "chain", "choose",
    "covers", "em_of", "emoji", "font_of",
]  # fmt: skip
FACES = SHIPPED
FAMILIES = frozenset(face.family for face in FACES if not face.is_color)
ALWAYS = (HAN, "Noto Sans KR", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Thai",
          "Noto Sans Devanagari", "Inter")  # fmt: skip
_OPTICAL_PX = (14.0, 32.0)
_added: dict[str, tuple[Face, ...]] = {}


def add(family: str, members: tuple[Face, ...]) -> str:
    """Faces that were added, by a name that holds their digests: what `Font.families` takes."""
    key = "=".join((family, *sorted(face.digest for face in members)))
    _added[key] = members
    return key


def _faces_of(family: str) -> tuple[Face, ...]:
    own = tuple(face for face in FACES if face.family == family)
    return own or _added.get(family, ())


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
def chain(font: Font, size_px: float, *, is_alphabet: bool = False) -> tuple[Instance, ...]:
    """Whom to ask for a character, in order: its families' nearest faces, then those of `ALWAYS`.

    For an alphabet Inter is asked before the faces that were made for Han.

    A weight of Noto Sans SC or KR that lacks a character is helped out by its next.
    """
    found: list[Face] = []
    always = ("Inter", *ALWAYS) if is_alphabet else ALWAYS
    for family in (*font.families, *always):
        near = sorted(_faces_of(family), key=lambda face: _distance(face, font))
        found += near if family in ALWAYS else near[:1]
    return tuple(_instance(face, font, size_px) for face in dict.fromkeys(found))


@lru_cache(maxsize=1)
def emoji() -> Instance:
    """The face whose glyphs are pictures in colour."""
    return Instance(next(face for face in FACES if face.family == EMOJI))


def covers(instance: Instance, text: str) -> bool:
    """Whether it can draw all of these characters, or what they compose to."""
    known = coverage(instance.face)
    if all(ord(character) in known for character in text):
        return True
    return len(text) > 1 and all(
        ord(character) in known for character in unicodedata.normalize("NFC", text)
    )


def choose(instances: tuple[Instance, ...], text: str) -> Instance:
    """The first that has the character and its marks; raises MissingGlyph."""
    for instance in instances:
        if covers(instance, text):
            return instance
    alone = (c for c in text if not any(covers(instance, c) for instance in instances))
    raise MissingGlyph(next(alone, text[0]))
