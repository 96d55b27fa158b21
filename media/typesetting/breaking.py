"""Where a line may end: spaces for Latin, almost anywhere for Han but for kinsoku.

The forbidden starts and ends are those of W3C clreq, section 3.1; words are kept whole by a list.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path

NO_START = frozenset(
    "，。、；：？！）》」』】〕〗〉”’…—·～%‰℃°％!),.:;?]}>々ゝゞーぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)
NO_END = frozenset("（《「『【〔〖〈“‘¥￥$€£#＃([{<@")
NEVER = float("inf")
MUST = -1.0  # a line ends here, whatever it costs
SPLIT_WORD = 0.6  # beside the raggedness of a line, which is 1 when it is empty
SPLIT_LATIN = 9.0
_CLINGING = frozenset("的了地得着吗呢吧们")  # to the word before them
_CLAUSE_ENDS = frozenset("，。、；：？！")
_UNITS = frozenset("克元件码寸米双只个套年月日天折号层位升斤倍次张条")
_SPACES = frozenset(" \u3000\u2002\u2003\u2009\t")
_JOINERS = frozenset("\u2060\u00a0\u202f\ufeff\u200d")


def is_space(character: str) -> bool:
    return character in _SPACES


@lru_cache(maxsize=4096)
def is_han(character: str) -> bool:
    """An ideograph, kana, or a full-width sign: it stands in its own square."""
    code = ord(character)
    return (
        0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xFE30 <= code <= 0xFE4F
        or 0xFF01 <= code <= 0xFF60 or 0xFFE0 <= code <= 0xFFE6 or 0x20000 <= code <= 0x3FFFF
    )  # fmt: skip


def has_han(text: str) -> bool:
    return any(is_han(character) and character not in "\u3000￥" for character in text)


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    text = (Path(__file__).parent / "words_zh.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def _inside_words(text: str) -> frozenset[int]:
    """Places that lie within a listed word; where words overlap, the longer one counts."""
    known, longest = _words(), max(map(len, _words()), default=0)
    inside: set[int] = set()
    start = 0
    while start < len(text):
        end = next(
            (
                end
                for end in range(min(len(text), start + longest), start + 1, -1)
                if text[start:end] in known
            ),
            start + 1,
        )
        inside.update(range(start + 1, end))
        start = end
    return frozenset(inside)


def _tears_clause(text: str, place: int) -> bool:
    """One or two characters of a clause, or a particle, on the wrong side of the break."""
    if not is_han(text[place - 1]) or text[place - 1] in _CLAUSE_ENDS:
        return False
    if text[place] in _CLINGING:
        return True
    ends = _CLAUSE_ENDS & set(text[place : place + 3])
    starts = _CLAUSE_ENDS & set(text[max(0, place - 3) : place])
    return bool(ends or starts)


def _between(before: str, after: str) -> float:
    """What it costs to end a line between two characters, words apart."""
    if before == "\n":
        return MUST
    if (
        is_space(after)
        or {before, after} & _JOINERS
        or unicodedata.combining(after)
        or after in NO_START
        or before in NO_END
        or (before.isdigit() and after in _UNITS)
    ):
        return NEVER
    if is_space(before) or before == "\u200b" or is_han(before) or is_han(after):
        return 0.0
    return 0.1 if before in "-\u2010\u2013/" and after.isalpha() else NEVER


@lru_cache(maxsize=1024)
def costs(text: str, *, split_words: bool = False) -> tuple[float, ...]:
    """For each place 1..len(text)-1 the cost of a line's end there; NEVER forbids, MUST orders.

    `split_words` lets even a Latin word be cut, dearly: the last way before it overflows.
    """
    inside = _inside_words(text)
    found: list[float] = []
    last_inked = ""
    for place in range(1, len(text)):
        before, after = text[place - 1], text[place]
        last_inked = last_inked if is_space(before) else before
        cost = _between(before, after)
        if cost == 0.0 and last_inked in NO_END:  # spaces at a line's end do not show
            cost = NEVER
        if cost == 0.0 and (place in inside or _tears_clause(text, place)):
            cost = SPLIT_WORD
        if split_words and cost == NEVER and before.isalnum() and after.isalnum():
            cost = SPLIT_LATIN
        found.append(cost)
    return tuple(found)
