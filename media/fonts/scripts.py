"""What a font can write: a script is its own when it has all of the characters that it takes."""

import string
from collections.abc import Collection, Iterator
from functools import lru_cache

_LATIN = string.ascii_letters + string.digits + " .,:;!?'\"()-/&%+=*#@"
_BYTES = bytes(range(0xC0, 0x100))


def _letters(*codecs: str) -> set[str]:
    """Those of pages of ISO 8859, of their upper half."""
    found = {one for codec in codecs for one in _BYTES.decode(codec, "ignore")}
    return {one for one in found if one.isalpha()}


def _han() -> Iterator[str]:
    """The 3,755 signs of the first level of GB 2312: what Chinese is written with day by day."""
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            yield bytes((row, cell)).decode("gb2312", "ignore")


@lru_cache(maxsize=1)
def characters() -> dict[str, frozenset[int]]:
    """By script, the code points that it takes."""
    latin = set(_LATIN)
    found = {
        "LATIN": latin,
        "EUROPEAN": latin | _letters("iso8859-1", "iso8859-2", "iso8859-9"),
        "GREEK": {chr(code) for code in (*range(0x391, 0x3A2), *range(0x3A3, 0x3CA))},
        "CYRILLIC": {chr(code) for code in range(0x410, 0x450)},
        "HAN": set(_han()) - {""},
    }
    return {name: frozenset(map(ord, signs)) for name, signs in found.items()}


def written_with(code_points: Collection[int]) -> tuple[str, ...]:
    """Names of the scripts that a font with these code points can write."""
    known = frozenset(code_points)
    return tuple(name for name, needed in characters().items() if needed <= known)
