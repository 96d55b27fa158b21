"""What names in a catalogue mean in both languages, and plain words of one said in the other.

Small tables of what every shop has: what is not in them stays as it was written.
"""

import re
from enum import StrEnum

from domain.descriptions.content import content
from domain.descriptions.states import DescriptionLocale
from domain.text import fold


class Meaning(StrEnum):
    """What an attribute or an option tells of a product."""

    MATERIAL = "MATERIAL"
    PAPER = "PAPER"
    CAPACITY = "CAPACITY"
    SIZE = "SIZE"
    LENGTH = "LENGTH"
    WIDTH = "WIDTH"
    HEIGHT = "HEIGHT"
    DIAMETER = "DIAMETER"
    THICKNESS = "THICKNESS"
    WEIGHT = "WEIGHT"
    COLOUR = "COLOUR"
    CARE = "CARE"
    STORAGE = "STORAGE"
    ORIGIN = "ORIGIN"
    FITS = "FITS"
    CONTENTS = "CONTENTS"


_M = Meaning
MEASURES = (
    _M.SIZE,
    _M.LENGTH,
    _M.WIDTH,
    _M.HEIGHT,
    _M.DIAMETER,
    _M.THICKNESS,
    _M.CAPACITY,
    _M.WEIGHT,
)

_TABLES = content("names")
_NAMES = {Meaning[name]: both for name, both in _TABLES["meanings"].items()}
"""English names, then Chinese ones; what we write ourselves comes first."""
_OPTIONS: dict[str, str] = _TABLES["options"]
_WORDS: dict[str, str] = _TABLES["words"]
_SPELT: dict[str, str] = _TABLES["spelt"]
_UNITS = frozenset(_TABLES["units"])
_MEANS = {
    fold(name): meaning for meaning, both in _NAMES.items() for names in both for name in names
}
_ENGLISH = {chinese: english for english, chinese in _WORDS.items()}

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}|(?<![A-Za-z0-9])[A-Za-z](?![A-Za-z0-9])")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9.+/-]*(?:-[A-Z])?")


def meaning_of(name: str) -> Meaning | None:
    return _MEANS.get(fold(name.strip()))


def name_in(locale: DescriptionLocale, meaning: Meaning) -> str:
    """How we call it."""
    english, chinese = _NAMES[meaning]
    said: str = (english if locale is DescriptionLocale.EN else chinese)[0]
    return said


def option_name_in(locale: DescriptionLocale, name: str) -> str:
    """An option's own name, or as the tables have it if that is in the other language."""
    if is_han(name) is (locale is DescriptionLocale.ZH):
        return name
    for english, chinese in _OPTIONS.items():
        if fold(name) in {english, chinese}:
            return chinese if locale is DescriptionLocale.ZH else english.capitalize()
    meaning = meaning_of(name)
    return name_in(locale, meaning) if meaning else name


def is_han(said: str) -> bool:
    """Whether there is any Chinese in it."""
    return bool(_HAN.search(said))


def foreign_words(locale: DescriptionLocale, said: str, *known: str) -> list[str]:
    """What of it is not in the language; codes (LED, USB-C) and what is `known` are in both."""
    for name in known:
        said = said.replace(name, " ")
    if locale is DescriptionLocale.EN:
        return re.findall("[\u3400-\u9fff\uf900-\ufaff]+", said)
    return [word for word in _LATIN_WORD.findall(said) if not _CODE.fullmatch(word)]


def said_in(locale: DescriptionLocale, value: str) -> str:
    """In that language as far as the tables go; unless they say all of it, as it was written."""
    said = _chinese(value) if locale is DescriptionLocale.ZH else _english(value)
    return value if foreign_words(locale, said) else said


def _chinese(value: str) -> str:
    if not _LATIN_WORD.search(value) or _HAN.search(value):
        return value

    def word(found: re.Match[str]) -> str:
        said = found.group().casefold()
        return _WORDS.get(_SPELT.get(said, said), found.group())

    whole = fold(value.strip())
    if whole in _WORDS and whole not in _UNITS:
        return _WORDS[whole]
    # What follows a size is its measure: 小号（30 厘米）
    first, comma, rest = _LATIN_WORD.sub(word, value).partition(", ")
    if comma and ", " not in rest and rest[:1].isdigit():
        return f"{first}（{rest}）"
    return f"{first}{comma}{rest}".replace(", ", "，")


def _english(value: str) -> str:
    if not _HAN.search(value):
        return value
    if (whole := _ENGLISH.get(value.strip())) is not None:
        return whole if whole in _UNITS else whole.capitalize()
    said = value
    for chinese in sorted(_ENGLISH, key=len, reverse=True):
        english = _ENGLISH[chinese]
        if english in _UNITS:
            said = re.sub(rf"(?<=\d)\s*{chinese}", f" {english}", said)
    return said
