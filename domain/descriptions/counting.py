"""How long words are as a platform counts them, and the most of them that fits."""

import unicodedata
from dataclasses import dataclass

from domain.descriptions.states import LengthUnit

_JOINERS = "\u200d\ufe0e\ufe0f"
_LOOSE_ENDS = " ,;:-–—/&(（，、；：·|"
_WORD_IS_NEAR = 0.6
"""A cut moves back to a blank only when so much of the words is left."""


@dataclass(frozen=True)
class Limit:
    """The most a platform takes."""

    most: int
    unit: LengthUnit

    def fits(self, said: str) -> bool:
        return measured(said, self.unit) <= self.most


def measured(said: str, unit: LengthUnit) -> int:
    """Code points; or bytes of GB 18030, in which a letter is one and a Han character two."""
    if unit is LengthUnit.CHARACTERS:
        return len(said)
    return len(said.encode("gb18030", "surrogatepass"))


def cut(said: str, limit: Limit) -> str:
    """As much of the beginning as fits: no half sign, and no half word where a blank is near."""
    if limit.fits(said):
        return said
    end = total = 0
    for place, sign in enumerate(said):
        total += measured(sign, limit.unit)
        if total > limit.most:
            break
        end = place + 1
    end = _between_signs(said, end)
    if end < len(said) and _is_latin(said[end - 1 : end]) and _is_latin(said[end]):
        blank = said.rfind(" ", 0, end)
        if blank >= end * _WORD_IS_NEAR:
            end = blank
    return said[:end].rstrip(_LOOSE_ENDS)


def _between_signs(said: str, end: int) -> int:
    """`end`, or before it, where no sign is left without what belongs to it."""
    while end and end < len(said) and (_hangs_on(said[end]) or said[end - 1] == "\u200d"):
        end -= 1
    return end


def _hangs_on(sign: str) -> bool:
    return sign in _JOINERS or unicodedata.category(sign)[0] == "M"


def _is_latin(sign: str) -> bool:
    return sign.isalnum() and not "\u2e80" <= sign <= "\uffff"
