"""How lists and values are put into sentences, in English and in Chinese."""

import re
from collections.abc import Sequence

from domain.descriptions.content import content

_SMALL = frozenset(content("names")["written_small"])
"""Words that are written small within a sentence; of others we do not know."""
_COUNTS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_HAN_COUNTS = ("", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")


def within(value: str) -> str:
    """As it is written within an English sentence: `waxed cotton` for `Waxed cotton`."""
    first = re.match(r"[A-Za-z-]+", value)
    if first and first.group().lower() in _SMALL and not first.group().isupper():
        return value[0].lower() + value[1:]
    return value


def capital(value: str) -> str:
    return value[:1].upper() + value[1:]


def all_of(values: Sequence[str]) -> str:
    """`Olive, Navy and Rust`."""
    return _joined(values, "and")


def one_of(values: Sequence[str]) -> str:
    """`Dotted, Lined or Plain`."""
    return _joined(values, "or")


def _joined(values: Sequence[str], word: str) -> str:
    if len(values) < 2:  # noqa: PLR2004  one needs no word between
        return "".join(values)
    between = "; " if any("," in value for value in values) else ", "
    last = "; " if between == "; " else " "
    return f"{between.join(values[:-1])}{last}{word} {values[-1]}"


def counted(count: int) -> str:
    """`three`; in figures from eleven on."""
    return _COUNTS[count] if count < len(_COUNTS) else str(count)


def han_counted(count: int) -> str:
    """三; in figures from eleven on."""
    return _HAN_COUNTS[count] if count < len(_HAN_COUNTS) else f" {count} "


def segments(value: str) -> list[str]:
    """The parts of a Chinese value between its commas."""
    return [part for part in re.split("[，、,;；]\\s*", value.strip().rstrip("。.")) if part]


_HAN_BESIDE = re.compile("(?<=[\u3400-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u3400-\u9fff])")


def spaced(sentence: str) -> str:
    """With a blank between Chinese and other letters or figures."""
    return _HAN_BESIDE.sub(" ", sentence)


def han_all_of(values: Sequence[str]) -> str:
    """橄榄绿、藏青色、铁锈红."""
    return "、".join(values)


def begins_with_figure(value: str) -> bool:
    return bool(re.match(r"[~≈Øø]?\s*\d", value))


def ended(sentence: str, stop: str) -> str:
    """With a stop at its end, unless it has one."""
    said = sentence.rstrip()
    return said if not said or said[-1] in ".!?。！？…" else said + stop
