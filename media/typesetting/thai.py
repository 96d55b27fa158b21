"""Where a Thai line may end: between words of a short list, else between syllables, dearly.

Thai writes no spaces. The list holds common words of shops; of the ways to cut a stretch, the one
with the fewest unlisted characters counts, then the one with the fewest words. In what the list
does not know a cut falls only where a syllable can begin. No cluster is ever cut.
"""

from functools import lru_cache
from math import inf
from pathlib import Path

_LEADING = frozenset("เแโใไ")
_FOLLOWING = frozenset("ะัาำิีึืฺุูๅๆฯ็่้๊๋์ํ๎")
_UNKNOWN = 10.0  # an unlisted character, beside a word, which is 1


@lru_cache(maxsize=1)
def words() -> frozenset[str]:
    text = (Path(__file__).parent / "words_th.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def is_thai(character: str) -> bool:
    return "\u0e01" <= character <= "\u0e4e"


def may_cut(before: str, after: str) -> bool:
    """Nothing that belongs together stands on both sides."""
    return after not in _FOLLOWING and before not in _LEADING


def _starts_syllable(text: str, place: int) -> bool:
    """Before a leading vowel, or before a consonant that carries a vowel of its own."""
    if text[place] in _FOLLOWING or text[place - 1] in _LEADING:
        return False
    if text[place] in _LEADING:
        return True
    after = text[place + 1 : place + 2]
    return bool(after) and after in _FOLLOWING and after != "์" and text[place - 1] in _FOLLOWING


def _may_end(text: str, place: int) -> bool:
    return place == len(text) or may_cut(text[place - 1], text[place])


@lru_cache(maxsize=512)
def cuts(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """Of a stretch of Thai letters: places between listed words, and between likely syllables."""
    known, longest = words(), max(map(len, words()))
    cost = [0.0] + [inf] * len(text)
    came = [(0, False)] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        cost[end], came[end] = cost[end - 1] + _UNKNOWN, (end - 1, False)
        if not _may_end(text, end):
            continue
        for start in range(max(0, end - longest), end):
            if cost[start] + 1 < cost[end] and text[start:end] in known:
                cost[end], came[end] = cost[start] + 1, (start, True)
    between: set[int] = set()
    inside: set[int] = set()
    end = len(text)
    while end > 0:
        start, is_word = came[end]
        if is_word:
            between |= {start, end}
            inside.update(range(start + 1, end))
        end = start
    between = {at for at in between if 0 < at < len(text) and _may_end(text, at)}
    syllables = {
        at
        for at in range(1, len(text))
        if at not in between and at not in inside and _starts_syllable(text, at)
    }
    return frozenset(between), frozenset(syllables)
