"""Where a line may end: spaces for Latin, almost anywhere for Han but for kinsoku.

The forbidden starts and ends are those of W3C clreq, section 3.1; words are kept whole by a list.
Korean keeps its words whole, as its posters do; Thai is cut by `thai`; a soft hyphen shows where a
line ends at it; addresses are cut at their signs, before the dots and after the slashes.
"""

import re
from functools import lru_cache
from pathlib import Path

from media.typesetting import emoji, thai
from media.typesetting.scripts import JOINED, is_mark, is_unseen, script_of

NO_START = frozenset(
    "，。、；：？！）》」』】〕〗〉”’…—·～%‰℃°％!),.:;?]}>々ゝゞーぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)
NO_END = frozenset("（《「『【〔〖〈“‘¥￥$€£#＃([{<@")
NEVER = float("inf")
MUST = -1.0  # a line ends here, whatever it costs
SPLIT_WORD = 0.6  # beside the raggedness of a line, which is 1 when it is empty
SPLIT_LATIN = 9.0
HYPHEN = 0.15  # at a soft hyphen, or after one that is written
SYLLABLE = 0.4  # of Thai that the list does not know
ADDRESS = 0.5
_CLINGING = frozenset("的了地得着吗呢吧们")  # to the word before them
_CLAUSE_ENDS = frozenset("，。、；：？！")
_UNITS = frozenset("克元件码寸米双只个套年月日天折号层位升斤倍次张条")
_SPACES = frozenset(" \u3000\u2002\u2003\u2009\t")
_JOINERS = frozenset("\u2060\u00a0\u202f\ufeff\u200d\u2011")
_THAI = re.compile("[\u0e01-\u0e4e]{2,}")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|[!-~]+/[!-~]+/[!-~]*|[\w.+-]+@[\w-]+\.[\w.-]+")
_CUT_AFTER, _CUT_BEFORE = frozenset("/&=?#-@"), frozenset("._%~")
# A figure, a space and one of these are one thing.
_SHORT_UNITS = re.compile(
    r"(?<=\d) (?=(?:[kcmµ]?m|[kmµ]?g|[mc]?l|[kMGT]?B|k?Wh?|m?V|m?Ah|[kMG]?Hz|°[CF]|pcs?|x|in|oz|lb"
    r"|[%€$£¥₩₹₫฿₺₴₽]|zł|kr|Kč|Ft|lei|EUR|USD|CHF)(?!\w)|\d{3}(?!\d))"
)
_VIRAMAS = frozenset("\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca")
_QUOTES = frozenset("«»\u2039\u203a“”„‘’\u201a")
_OPENS = NO_END | frozenset("«\u2039„\u201a")


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
        or is_mark(after)
        or (is_unseen(after) and after != "\u200b")
        or before in _VIRAMAS
        or after in NO_START
        or before in NO_END
        or (before.isdigit() and after in _UNITS)
    ):
        return NEVER
    if is_space(before) or before == "\u200b" or is_han(before) or is_han(after):
        return 0.0
    if before == "\u00ad":
        return HYPHEN
    if emoji.is_alone(before) or emoji.is_alone(after):
        return NEVER if emoji.is_skin(after) else 0.0
    return 0.1 if before in "-\u2010\u2013\u2014/" and after.isalpha() else NEVER


def _quote_ends(text: str) -> dict[int, bool]:
    """Of quotes between letters and spaces: whether one opens, whatever its language."""
    found: dict[int, bool] = {}
    still_open = 0
    for place, sign in enumerate(text):
        if sign not in _QUOTES:
            continue
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        is_open_before = not before or is_space(before) or before == "\n"
        is_open_after = not after or is_space(after) or after == "\n"
        if is_open_before != is_open_after:
            found[place] = is_open_before
        elif is_open_before and sign in "«»":  # French: with a space on both sides
            found[place] = still_open == 0
        if sign in "«»" and place in found:
            still_open += 1 if found[place] else -1
    return found


def _cuts(text: str) -> dict[int, float]:
    """What is known of places beyond the two characters beside them."""
    found: dict[int, float] = {}
    for stretch in _THAI.finditer(text):
        between, syllables = thai.cuts(stretch[0])
        found |= {stretch.start() + at: SYLLABLE for at in syllables}
        found |= {stretch.start() + at: 0.0 for at in between}
    for address in _ADDRESS.finditer(text):
        for at in range(address.start() + 1, address.end()):
            before, after = text[at - 1], text[at]
            if (before in _CUT_AFTER and after != "/") or after in _CUT_BEFORE:
                found[at] = ADDRESS
    for unit in _SHORT_UNITS.finditer(text):
        found[unit.end()] = SPLIT_WORD
    return found


def _may_split(before: str, after: str) -> bool:
    """Inside a word, as the last way: not in a script whose letters join, not in a cluster."""
    if not (before.isalnum() or is_mark(before)) or not after.isalnum() or before in _VIRAMAS:
        return False
    is_thai = thai.is_thai(before) and thai.is_thai(after)
    return script_of(before) not in JOINED and not (is_thai and not thai.may_cut(before, after))


@lru_cache(maxsize=1024)
def costs(text: str, *, split_words: bool = False) -> tuple[float, ...]:
    """For each place 1..len(text)-1 the cost of a line's end there; NEVER forbids, MUST orders.

    `split_words` lets even a Latin word be cut, dearly: the last way before it overflows.
    """
    inside = _inside_words(text)
    quotes, known = _quote_ends(text), _cuts(text)
    found: list[float] = []
    inked = 0
    for place in range(1, len(text)):
        before, after = text[place - 1], text[place]
        inked = inked if is_space(before) else place - 1
        cost = _between(before, after)
        if cost == NEVER and is_space(before) and not is_space(after) and quotes.get(place):
            cost = 0.0
        if quotes.get(place) is False:
            cost = NEVER
        if place in known and cost in {NEVER, 0.0} and not is_space(after):
            cost = known[place]
        last_opens = quotes.get(inked, text[inked] in _OPENS)
        if cost in {0.0, ADDRESS} and last_opens:  # spaces at a line's end do not show
            cost = NEVER
        if cost == 0.0 and (place in inside or _tears_clause(text, place)):
            cost = SPLIT_WORD
        if split_words and cost == NEVER and _may_split(before, after):
            cost = SPLIT_LATIN
        found.append(cost)
    return tuple(found)
