"""What kind of letter a character is: its script, as its Unicode name says it; what is unseen."""

import unicodedata
from functools import lru_cache

MARKS = frozenset({"Mn", "Me", "Mc"})
# Of these every character finds its own face; of others a text keeps to one.
SQUARE = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC"})
ALPHABETS = frozenset({"LATIN", "GREEK", "CYRILLIC"})
# Space between their letters would tear what is written as one stroke.
JOINED = frozenset(
    {"ARABIC", "SYRIAC", "MONGOLIAN", "NKO", "DEVANAGARI", "BENGALI", "GURMUKHI", "MANICHAEAN"}
)
# How high a line of a script is, where capitals are no measure.
TALL = {"HEBREW": "ה", "ARABIC": "\u0627", "THAI": "ก", "DEVANAGARI": "क", "HANGUL": "가"}
_UNSEEN = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5),
    (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xE0001, 0xE0001),
    (0xE0020, 0xE007F), (0xE0100, 0xE01EF),
)  # fmt: skip


@lru_cache(maxsize=8192)
def is_unseen(character: str) -> bool:
    """Default_Ignorable of Unicode: it may change its neighbours, but needs no glyph."""
    code = ord(character)
    return any(first <= code <= last for first, last in _UNSEEN)


def is_blank(text: str) -> bool:
    """Nothing of it would show."""
    return all(character.isspace() or is_unseen(character) for character in text)


@lru_cache(maxsize=8192)
def is_mark(character: str) -> bool:
    return unicodedata.category(character) in MARKS


@lru_cache(maxsize=8192)
def script_of(character: str) -> str:
    """The first word of the name of a letter or a digit of its own script; else nothing."""
    if unicodedata.category(character)[0] not in "LM" and not _is_own_digit(character):
        return ""
    name = unicodedata.name(character, "").partition(" ")[0]
    return "" if name in {"COMBINING", "VARIATION", "MODIFIER", "FEMININE", "MASCULINE"} else name


def _is_own_digit(character: str) -> bool:
    return unicodedata.category(character) == "Nd" and not character.isascii()


def units(text: str) -> list[tuple[int, int]]:
    """Ranges of a character with the marks and unseen ones that follow it: never drawn apart."""
    found: list[tuple[int, int]] = []
    for place, character in enumerate(text):
        if found and text[place - 1] != "\n" and (is_mark(character) or is_unseen(character)):
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    return found
