"""Which characters are drawn as pictures in colour: emoji and their sequences.

After UTS 51: what is shown as a picture by itself, what a variation selector makes one, and what is
joined: families, skins, flags, keycaps. The list of the first kind below U+1F000 is that of
Unicode's emoji-data, Emoji_Presentation.
"""

import re

from media.fonts import covers, emoji

_ALONE = (
    "\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1"
    "\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705"
    "\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50"
    "\u2b55\U0001f000-\U0001faff"
)
_BASE = "[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]"
_TAIL = "(?:\ufe0f|[\U0001f3fb-\U0001f3ff])"
_SEQUENCE = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"
    f"|{_BASE}{_TAIL}?[\U000e0020-\U000e007e]+\U000e007f"
    "|[0-9#*]\ufe0f?\u20e3"
    f"|{_BASE}{_TAIL}*(?:\u200d{_BASE}{_TAIL}*)*"
)
_SHOWN_ALONE = re.compile(f"[{_ALONE}]")
TEXT_STYLE = "\ufe0e"


def is_alone(character: str) -> bool:
    """Shown as a picture, though nothing asks for it."""
    if character < "\u231a":
        return False
    return _SHOWN_ALONE.match(character) is not None and covers(emoji(), character)


def is_skin(character: str) -> bool:
    return "\U0001f3fb" <= character <= "\U0001f3ff"


def sequences(text: str) -> list[tuple[int, int]]:
    """Ranges that are drawn as one picture each."""
    if text.isascii():
        return []
    found = []
    for match in _SEQUENCE.finditer(text):
        first, rest = match[0][0], match[0][1:]
        if text[match.end() : match.end() + 1] == TEXT_STYLE or not covers(emoji(), first):
            continue
        if rest or is_alone(first):
            found.append(match.span())
    return found
