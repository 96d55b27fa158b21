"""Values that only films have: sounds, and captions with their times.

Captions come as the text of an .srt or .vtt file, or as a list of {start, end, text} in seconds.
Raises BadValue and MissingAsset.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from media.errors import BadValue, MissingAsset

MOST_CUES = 600
LAST_S = 600.0
_MOST_CHARS = 400
_TIMES = re.compile(
    r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
    r"\s*-->\s*(?:(\d{1,2}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
)
_TAG = re.compile(r"<[^<>]{0,80}>|\{\\[^{}]{0,80}\}")


class Cue(NamedTuple):
    """Words and when they are shown, in seconds from the film's start."""

    start_s: float
    end_s: float
    text: str


def sound(value: Any, assets: Collection[str]) -> str:
    """An asset's name."""
    if not isinstance(value, str):
        raise BadValue("Must be an asset's name")
    if value not in assets:
        raise MissingAsset(value)
    return value


def _seconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> float:
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + int(thousandths.ljust(3, "0")) / 1000


def _of_file(text: str) -> list[Cue]:
    """Blocks between empty lines; those without times (headers, notes, styles) are passed over."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    cues = []
    for block in re.split(r"\n[ \t]*\n", plain):
        lines = block.strip("\n").split("\n")
        at = next((n for n, line in enumerate(lines) if _TIMES.match(line.strip())), None)
        if at is None:
            continue
        found = _TIMES.match(lines[at].strip())
        times = found.groups() if found else ()
        words = _TAG.sub("", "\n".join(lines[at + 1 :])).strip()
        if words:
            cues.append(Cue(_seconds(*times[:4]), _seconds(*times[4:]), words))
    if not cues:
        raise BadValue("Has no captions: an .srt or .vtt file has lines as 00:01.000 --> 00:02.500")
    return cues


def _of_item(number: int, value: Any) -> Cue:
    if not isinstance(value, Mapping) or set(value) != {"start", "end", "text"}:
        raise BadValue(f"Caption {number + 1} must be {{start, end, text}}")
    for name in ("start", "end"):
        if isinstance(value[name], bool) or not isinstance(value[name], int | float):
            raise BadValue(f"Caption {number + 1}: {name} must be seconds")
    if not isinstance(value["text"], str):
        raise BadValue(f"Caption {number + 1}: text must be text")
    return Cue(float(value["start"]), float(value["end"]), value["text"].strip())


def read(value: Any) -> tuple[Cue, ...]:
    """In the order of time; two that overlap are refused."""
    if isinstance(value, str):
        cues = _of_file(value)
    elif isinstance(value, list | tuple):
        cues = [_of_item(number, item) for number, item in enumerate(value)]
    else:
        raise BadValue("Must be the text of an .srt or .vtt file, or a list of captions")
    if len(cues) > MOST_CUES:
        raise BadValue(f"Has {len(cues)} captions; {MOST_CUES} are the most")
    for number, cue in enumerate(cues):
        if not 0 <= cue.start_s < cue.end_s <= LAST_S:
            raise BadValue(f"Caption {number + 1} must end after it starts, within {LAST_S:.0f} s")
        if len(cue.text) > _MOST_CHARS:
            raise BadValue(f"Caption {number + 1} is longer than {_MOST_CHARS} characters")
        if number and cue.start_s < cues[number - 1].end_s - 1e-6:
            raise BadValue(f"Caption {number + 1} starts before the one before it ends")
    return tuple(cue for cue in cues if cue.text)
