"""Which face draws each character of a span: one for all letters of a script, where one has them.

A word is never set in two faces because one of its accents is missing from the first.
"""

import unicodedata
from collections.abc import Iterator

from media.errors import MissingGlyph
from media.fonts import Instance, chain, choose, covers, emoji
from media.scene import Span
from media.typesetting import breaking
from media.typesetting.emoji import sequences
from media.typesetting.scripts import ALPHABETS, SQUARE, is_unseen, script_of, units

_TOWARDS_HAN = frozenset("“”‘’…—·、，。；：？！（）《》")
_UNASSIGNED = frozenset({"Cc", "Cs", "Co", "Cn"})


def _drawn(span: Span) -> Iterator[tuple[int, int, str, bool]]:
    """Units with what in them needs a glyph, and whether they are pictures."""
    past = 0
    for start, stop in [*sequences(span.text), (len(span.text), len(span.text))]:
        for first, end in units(span.text[past:start]):
            yield past + first, past + end, _seen(span.text[past + first : past + end]), False
        if start < stop:
            yield start, stop, span.text[start:stop], True
        past = stop


def _seen(text: str) -> str:
    return "".join(character for character in text if not is_unseen(character))


def _of_scripts(span: Span, size_px: float) -> dict[str, Instance]:
    """The first face that has all letters of a script in this span, if one has."""
    letters: dict[str, set[str]] = {}
    for _, _, text, is_picture in _drawn(span):
        script = script_of(text[0]) if text and not is_picture else ""
        if script and script not in SQUARE:
            letters.setdefault(script, set()).add(text)
    found: dict[str, Instance] = {}
    for script, wanted in letters.items():
        asked = chain(span.font, size_px, is_alphabet=script in ALPHABETS)
        whole = (one for one in asked if all(covers(one, text) for text in wanted))
        if (instance := next(whole, None)) is not None:
            found[script] = instance
    return found


def faces(span: Span, size_px: float, around: str, start: int) -> list[Instance]:
    """One for each character; signs that both have take the face of the Han beside them.

    `around` is the whole text and `start` the span's place in it. Raises MissingGlyph.
    """
    size = size_px * span.size_em
    instances, by_script = chain(span.font, size), _of_scripts(span, size)
    if (helper := _helper(span, instances[0], by_script)) is not None:
        instances = tuple(dict.fromkeys((helper, *instances)))
    han_first = tuple(sorted(instances, key=lambda instance: not instance.face.has_han))
    found: list[Instance] = []
    for first, end, text, is_picture in _drawn(span):
        last = found[-1] if found else instances[0]
        if not text or text == "\n":
            instance = last
        elif is_picture:
            instance = emoji()
        elif unicodedata.category(text[0]) in _UNASSIGNED:
            raise MissingGlyph(text[0])
        elif text == " " and covers(last, " ") and not last.face.is_color:
            instance = last
        elif (script := script_of(text[0])) in by_script:
            instance = by_script[script]
        else:
            place = start + first
            beside = around[max(0, place - 1) : place] + around[place + 1 : place + 2]
            is_sign = text in _TOWARDS_HAN and breaking.has_han(beside)
            instance = _chosen(han_first if is_sign else instances, text)
        found += [instance] * (end - first)
    return found


def _helper(span: Span, own: Instance, by_script: dict[str, Instance]) -> Instance | None:
    """Where another face draws all the letters: it draws the signs among them too, if the span's
    own would stand out, by its form among an alphabet's or by a weight that it has not got."""
    if len(by_script) != 1:
        return None
    ((script, instance),) = by_script.items()
    low, high = own.face.weights
    stands_out = script in ALPHABETS or not low <= span.font.weight <= high
    return instance if stands_out and instance.face.family != own.face.family else None


def _chosen(instances: tuple[Instance, ...], text: str) -> Instance:
    """Signs that only the pictures have are better a picture than nothing."""
    try:
        return choose(instances, text)
    except MissingGlyph:
        if covers(emoji(), text):
            return emoji()
        raise
