"""Captions: long ones cut into cues that can be read, and as .srt and .vtt. Times are seconds.

At most two lines of sixteen Han or forty-two letters a cue, none for less than .83 s where there
is time: the limits of CRAFT section 9.
"""

import re
from collections.abc import Iterable

from media.document.film_cues import Cue
from media.typesetting.breaking import has_han

LINE_HAN, LINE_LETTERS, LINES = 16, 42, 2
SHORTEST_S = 0.83
_HAN_PARTS = re.compile(r"[^，。、；：？！…\s]+[，。、；：？！…\s]*|[，。、；：？！…\s]+")


def _weight(text: str) -> float:
    """In lines: how much of one it fills."""
    return sum(1 / LINE_HAN if has_han(sign) else 1 / LINE_LETTERS for sign in text)


def _pieces(text: str) -> list[str]:
    """Where a cue may end: after Chinese punctuation, or between words."""
    if not has_han(text):
        return [f"{word} " for word in text.split()]
    found: list[str] = []
    for part in _HAN_PARTS.findall(text):
        while _weight(part) > LINES - 0.25:
            cut = LINE_HAN + LINE_HAN // 2
            found.append(part[:cut])
            part = part[cut:]  # noqa: PLW2901  what is left of it
        if part:
            found.append(part)
    return found


def parts(text: str) -> list[str]:
    """Of two lines at most, as even as the places where they may end allow."""
    plain = " ".join(text.split()) if not has_han(text) else text.replace("\n", "").strip()
    # Lines break at words, so they are not full: a line less an eighth.
    room = LINES - 0.25
    whole = _weight(plain)
    if whole <= room:
        return [plain] if plain else []
    count = max(round(whole / room + 0.49), 2)
    wanted, found, now = whole / count, [], ""
    for piece in _pieces(plain):
        is_full = _weight(now + piece) > room
        is_even = _weight(now) >= wanted * 0.8 and _weight(now + piece) > wanted * 1.15
        if now and (is_full or is_even):
            found.append(now.strip())
            now = ""
        now += piece
    if now.strip():
        found.append(now.strip())
    return found


def cut(cue: Cue) -> list[Cue]:
    """A cue as cues of two lines, their times by their length."""
    found = parts(cue.text)
    total = sum(map(_weight, found)) or 1.0
    cues, start = [], cue.start_s
    for number, text in enumerate(found):
        is_last = number == len(found) - 1
        length = (cue.end_s - cue.start_s) * _weight(text) / total
        end = cue.end_s if is_last else start + length
        cues.append(Cue(start, end, text))
        start = end
    return cues


def within(cues: Iterable[Cue], length_s: float) -> tuple[Cue, ...]:
    """Cut, ended with the film, and never shorter than can be seen where there is time for it."""
    found = [one for cue in cues if cue.start_s < length_s for one in cut(cue)]
    kept = []
    for number, cue in enumerate(found):
        free = found[number + 1].start_s if number + 1 < len(found) else length_s
        end = min(max(cue.end_s, cue.start_s + SHORTEST_S), free, length_s)
        if end > cue.start_s:
            kept.append(cue._replace(end_s=end))
    return tuple(kept)


def _time(seconds: float, sign: str) -> str:
    thousandths = round(seconds * 1000)
    hours, rest = divmod(thousandths, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{sign}{rest % 1000:03}"


def srt(cues: Iterable[Cue]) -> str:
    """SubRip: blocks of a number, times, words. Empty without cues."""
    blocks = (
        f"{number}\n{_time(cue.start_s, ',')} --> {_time(cue.end_s, ',')}\n{cue.text}\n"
        for number, cue in enumerate(cues, 1)
    )
    return "\n".join(blocks)


def vtt(cues: Iterable[Cue]) -> str:
    """WebVTT, whose words have no markup of ours."""
    blocks = [
        f"{_time(cue.start_s, '.')} --> {_time(cue.end_s, '.')}\n"
        + cue.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        + "\n"
        for cue in cues
    ]
    return "\n".join(["WEBVTT\n", *blocks]) if blocks else ""
