"""Finding phrases that may not be said: whatever hides them, and not where they mean no harm."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from domain.descriptions.language import is_han
from domain.descriptions.states import PhraseCategory

_GAP = r"[\s\-_*·•・‧~^|/\\+]*"
"""What stands between the signs of a Chinese phrase without changing how it is read."""
_SPELT_APART = r"[\s\-_*·•.~|]+"
_FILLERS = "\u115f\u1160\u3164\uffa0\u2800"
_SHORTEST_SPELT = 3


@dataclass(frozen=True)
class Phrase:
    """What may not be said, and the words in which it means something else."""

    words: str
    category: PhraseCategory
    harmless_in: tuple[str, ...] = ()
    law: str = ""
    instead: str = ""


@dataclass(frozen=True)
class Hit:
    """A phrase, and how it stands in the text from `start` to `end`."""

    phrase: Phrase
    start: int
    end: int
    said: str


def found_in(text: str, phrases: Iterable[Phrase]) -> list[Hit]:
    """In the order of the text; of phrases that hold each other, the longest."""
    plain, places = _plain(text)
    hits = []
    for phrase in phrases:
        seen = [m.span() for m in pattern(phrase.words).finditer(plain)]
        if not seen:
            continue
        spared = [m.span() for words in phrase.harmless_in for m in pattern(words).finditer(plain)]
        for start, end in seen:
            if not any(first <= start and end <= last for first, last in spared):
                begin, stop = places[start], places[end - 1] + 1
                hits.append(Hit(phrase, begin, stop, text[begin:stop]))
    return _longest(hits)


def _longest(hits: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (one.start, -one.end, one.phrase.words)):
        if not any(other.start <= hit.start and hit.end <= other.end for other in kept):
            kept.append(hit)
    return kept


@lru_cache(4_096)
def pattern(words: str) -> re.Pattern[str]:
    """Of folded text: Chinese with anything in its gaps, other words whole, also if spelt apart."""
    said, _ = _plain(words)
    if is_han(said):
        signs = [re.escape(sign) for sign in said if not sign.isspace()]
        body = _GAP.join(signs)
    else:
        body = r"[\s\-_.]+".join(_word(word) for word in said.split())
    before = r"(?<![a-z0-9])" if _is_bounded(said[:1]) else ""
    after = r"(?![a-z0-9])" if _is_bounded(said[-1:]) else ""
    return re.compile(before + body + after)


def _is_bounded(sign: str) -> bool:
    """Chinese words have no bounds."""
    return sign.isalnum() and not is_han(sign)


def _word(word: str) -> str:
    whole = re.escape(word)
    if len(word) < _SHORTEST_SPELT or not word.isalnum():
        return whole
    return f"(?:{whole}|{_SPELT_APART.join(map(re.escape, word))})"


def _plain(text: str) -> tuple[str, list[int]]:
    """As it is read: one width, one case, no accents, nothing unseen; and where each sign stood."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if sign.isascii() and sign.isprintable():
            signs.append(sign.lower())
            places.append(place)
            continue
        folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign).casefold())
        for one in folded:
            if one.isspace() or not _is_unseen(one):
                signs.append(one)
                places.append(place)
    return "".join(signs), places


def _is_unseen(sign: str) -> bool:
    return sign in _FILLERS or unicodedata.category(sign) in {"Cc", "Cf", "Mn", "Me"}
