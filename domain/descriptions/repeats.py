"""Phrases that are said more than once, within a text or between texts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.descriptions.states import DescriptionLocale

LEAST = {DescriptionLocale.EN: 5, DescriptionLocale.ZH: 9}
"""From so many words on, or signs of Chinese, it is noticed."""
_TOKENS = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")


@dataclass(frozen=True)
class Repeat:
    """What is said again, as it first stands; `count` times in all."""

    said: str
    count: int


def repeats(
    texts: Sequence[str], locale: DescriptionLocale, *, but: Sequence[str] = ()
) -> list[Repeat]:
    """The longest there are, in the order in which they are first said; names in `but` are none."""
    least = LEAST[locale]
    for name in but:
        texts = [text.replace(name, "\n") for text in texts] if name else texts
    lines = [line for text in texts for line in re.split(r"[\n.!?。！？；;]", text)]
    told = [[(m.group().casefold(), m.span()) for m in _TOKENS.finditer(line)] for line in lines]
    places: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for number, tokens in enumerate(told):
        words = [word for word, _ in tokens]
        for start in range(len(words) - least + 1):
            places.setdefault(tuple(words[start : start + least]), []).append((number, start))
    found: list[Repeat] = []
    covered: set[tuple[int, int]] = set()
    for gram, where in places.items():
        if len(_apart(where, least)) < 2 or where[0] in covered:  # noqa: PLR2004  said again
            continue
        length = _grown(told, _apart(where, least), len(gram))
        for number, start in where:
            covered.update((number, start + step) for step in range(length))
        number, start = where[0]
        begin, end = told[number][start][1][0], told[number][start + length - 1][1][1]
        found.append(Repeat(lines[number][begin:end], len(_apart(where, least))))
    return found


def _apart(where: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Those that do not run into each other."""
    kept: list[tuple[int, int]] = []
    for number, start in where:
        if not kept or kept[-1][0] != number or start >= kept[-1][1] + length:
            kept.append((number, start))
    return kept


def _grown(
    told: list[list[tuple[str, tuple[int, int]]]], where: list[tuple[int, int]], length: int
) -> int:
    """How long all of them go on alike."""
    while True:
        following = {
            told[number][start + length][0] if start + length < len(told[number]) else str(place)
            for place, (number, start) in enumerate(where)
        }
        ends = [start + length >= len(told[number]) for number, start in where]
        if len(following) > 1 or any(ends):
            return length
        length += 1
