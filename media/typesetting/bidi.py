"""The order in which mixed directions are read: the levels of UAX 9, isolates and brackets too.

Text stays in logical order until its lines are known; each line is then turned by its levels.
Written from the annex of Unicode 15.1; the rules bear its names. Cost is linear in the text.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from media.typesetting.embedding import ISOLATES, Explicit, base_level, matching

__all__ = ["base_level", "is_plain", "levels", "visual"]
Item = TypeVar("Item")
_MOST_OPEN = 63
_RTL = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI", "FSI"})
_REMOVED = frozenset({"RLE", "LRE", "RLO", "LRO", "PDF", "BN"})  # X9
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"})
_SAME = {"\u2329": "\u3008", "\u232a": "\u3009"}  # equal by canonical equivalence


@lru_cache(maxsize=1)
def _brackets() -> dict[str, str]:
    """Each opening bracket and its closing one: mirrored Ps, and the Pe that stands after it."""
    signs = [chr(code) for code in range(0x28, 0xFF64)]
    mirrored = [sign for sign in signs if unicodedata.mirrored(sign)]
    kinds = {sign: unicodedata.category(sign) for sign in mirrored}
    return {
        one: after
        for one, after in pairwise(mirrored)
        if kinds[one] == "Ps" and kinds[after] == "Pe"
    }


def is_plain(text: str) -> bool:
    """Nothing in it is read from right to left, nor asks to be."""
    return text.isascii() or _RTL.isdisjoint(map(unicodedata.bidirectional, text))


def _sequences(original: list[str], levels: list[int], pairs: dict[int, int]) -> list[list[int]]:
    """BD13: runs of one level, joined over the isolates that stand between them."""
    runs: list[list[int]] = []
    for place, kind in enumerate(original):
        if kind in _REMOVED:
            continue
        if runs and levels[runs[-1][-1]] == levels[place]:
            runs[-1].append(place)
        else:
            runs.append([place])
    starts = {run[0]: run for run in runs}
    closing = set(pairs.values())
    found: list[list[int]] = []
    for run in runs:
        if original[run[0]] == "PDI" and run[0] in closing:
            continue
        joined = list(run)
        while original[joined[-1]] in ISOLATES and (end := pairs.get(joined[-1])) in starts:
            joined += starts[end]
        found.append(joined)
    return found


def _weak(kinds: list[str], places: list[int], start: str) -> None:
    """W1 to W7."""
    _marks_and_numbers(kinds, places, start)
    for one, here, after in zip(places, places[1:], places[2:], strict=False):  # W4
        around = (kinds[one], kinds[after])
        if around == ("EN", "EN") and kinds[here] in {"ES", "CS"}:
            kinds[here] = "EN"
        elif around == ("AN", "AN") and kinds[here] == "CS":
            kinds[here] = "AN"
    for order in (places, places[::-1]):  # W5
        is_beside = False
        for place in order:
            is_beside = kinds[place] == "EN" or (is_beside and kinds[place] == "ET")
            kinds[place] = "EN" if is_beside else kinds[place]
    strong = start
    for place in places:
        kind = kinds[place]
        if kind in {"ET", "ES", "CS"}:  # W6
            kinds[place] = "ON"
        elif kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":  # W7
            kinds[place] = "L"


def _marks_and_numbers(kinds: list[str], places: list[int], start: str) -> None:
    """W1 to W3."""
    before, strong = start, start
    for place in places:
        kind = kinds[place]
        if kind == "NSM":
            kind = "ON" if before in ISOLATES or before == "PDI" else before
        before = kind
        if kind in {"L", "R", "AL"}:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kind = "AN"
        kinds[place] = kind
    for place in places:
        kinds[place] = "R" if kinds[place] == "AL" else kinds[place]


def _strong_of(kind: str) -> str:
    return "R" if kind in {"R", "EN", "AN"} else kind


def _pairs_in(text: str, kinds: list[str], places: list[int]) -> list[tuple[int, int]]:
    """BD16: brackets that belong together, as indices into the places."""
    opening = _brackets()
    still_open: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    closing = set(opening.values())
    for index, place in enumerate(places):
        sign = _SAME.get(text[place], text[place])
        if kinds[place] != "ON":
            continue
        if sign in opening:
            if len(still_open) == _MOST_OPEN:
                return []
            still_open.append((opening[sign], index))
        elif sign in closing:
            for back in range(len(still_open) - 1, -1, -1):
                if still_open[back][0] == sign:
                    found.append((still_open[back][1], index))
                    del still_open[back:]
                    break
    return sorted(found)


def _paired(text: str, kinds: list[str], original: list[str], places: list[int],
            ends: tuple[str, str]) -> None:  # fmt: skip
    """N0: a pair of brackets looks the way of what it encloses."""
    own, start = ends
    strong = [_strong_of(kinds[place]) for place in places]
    for first, last in _pairs_in(text, kinds, places):
        within = {kind for kind in strong[first + 1 : last] if kind in {"L", "R"}}
        if own in within:
            wanted = own
        elif within:
            before = next((kind for kind in strong[:first][::-1] if kind in {"L", "R"}), start)
            wanted = before if before != own else own
        else:
            continue
        for index in (first, last):
            strong[index] = kinds[places[index]] = wanted
            for after in range(index + 1, len(places)):
                if original[places[after]] != "NSM":
                    break
                strong[after] = kinds[places[after]] = wanted


def _neutral(kinds: list[str], places: list[int], own: str, start: str, end: str) -> None:
    """N1 and N2."""
    index, before = 0, start
    while index < len(places):
        if kinds[places[index]] not in _NEUTRAL:
            before = _strong_of(kinds[places[index]])
            index += 1
            continue
        past = index
        while past < len(places) and kinds[places[past]] in _NEUTRAL:
            past += 1
        after = _strong_of(kinds[places[past]]) if past < len(places) else end
        for place in places[index:past]:
            kinds[place] = before if before == after else own
        index = past


def levels(text: str, base: int) -> list[int]:
    """One level a character of a paragraph whose own level is `base`; odd ones run leftwards."""
    original = [unicodedata.bidirectional(character) or "L" for character in text]
    pairs = matching(original)
    explicit = Explicit(text, base, list(original))
    explicit.run(pairs)
    kinds, found = explicit.kinds, explicit.levels
    kept = [place for place, kind in enumerate(original) if kind not in _REMOVED]
    ranks = {place: rank for rank, place in enumerate(kept)}
    outcome = list(found)
    for places in _sequences(original, found, pairs):
        level, first, last = found[places[0]], ranks[places[0]], places[-1]
        before = found[kept[first - 1]] if first else base
        is_open = original[last] in ISOLATES and last not in pairs
        rank = ranks[last] + 1
        after = base if is_open or rank == len(kept) else found[kept[rank]]
        start, end = ("R" if max(level, other) % 2 else "L" for other in (before, after))
        own = "R" if level % 2 else "L"
        _weak(kinds, places, start)
        _paired(text, kinds, original, places, (own, start))
        _neutral(kinds, places, own, start, end)
        for place in places:  # I1 and I2
            kind = kinds[place]
            if level % 2:
                outcome[place] = level + (kind in {"L", "EN", "AN"})
            else:
                outcome[place] = level + {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)
    last_level = base
    for place, kind in enumerate(original):  # what X9 takes out goes with what stands before it
        outcome[place] = last_level if kind in _REMOVED else outcome[place]
        last_level = outcome[place]
    return outcome


def visual(runs: Sequence[tuple[int, Item]]) -> list[tuple[int, Item]]:
    """L2: runs with their levels, from left to right."""
    order = list(runs)
    if not order:
        return order
    lowest_odd = min((level for level, _ in order if level % 2), default=None)
    if lowest_odd is None:
        return order
    for level in range(max(level for level, _ in order), lowest_odd - 1, -1):
        start = 0
        while start < len(order):
            if order[start][0] < level:
                start += 1
                continue
            end = start
            while end < len(order) and order[end][0] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end
    return order
