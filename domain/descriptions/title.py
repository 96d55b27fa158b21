"""The title: brand, name and what buyers look for, within what the platform takes."""

import re
from collections.abc import Iterator

from domain.descriptions.counting import Limit, cut
from domain.descriptions.facts import Facts
from domain.descriptions.language import Meaning, is_han
from domain.descriptions.states import DescriptionLocale, LengthUnit
from domain.text import fold

USUAL = Limit(255, LengthUnit.CHARACTERS)
"""Where no platform is meant, or nothing is known of it: as long as a product's own title."""
_LONGEST_PART = 40
_ADDED = (Meaning.MATERIAL, Meaning.CAPACITY, Meaning.SIZE, Meaning.WEIGHT)


def title(facts: Facts, limit: Limit = USUAL) -> str:
    """Never longer than `limit`, and the same for the same facts."""
    said = _named(facts, limit)
    between = " " if facts.locale is DescriptionLocale.ZH else ", "
    for part in _parts(facts):
        parts = (" ".join(one.split()) for one in re.split(", |，", part))
        new = [one for one in parts if not _is_told(one, said)]
        longer = between.join([said, *new])
        if limit.fits(longer):
            said = longer
    return said


def _named(facts: Facts, limit: Limit) -> str:
    """With the brand before the name, if both have room."""
    name = " ".join(facts.name.split())
    brand = " ".join(facts.brand.split())
    branded = f"{brand} {name}"
    if brand and not _is_told(brand, name) and limit.fits(branded):
        return branded
    return cut(name, limit)


def _parts(facts: Facts) -> Iterator[str]:
    yield from (" ".join(value.split()) for value in facts.chosen)
    for meaning in _ADDED:
        fact = facts.first(meaning)
        part = " ".join(fact.value.split()) if fact else ""
        if meaning is Meaning.MATERIAL:
            part = _capital(_head(part))
        if part and len(part) <= _LONGEST_PART:
            yield part
    for choice in facts.choices:
        if len(choice.values) == 1 and len(choice.values[0]) <= _LONGEST_PART:
            yield choice.values[0]


def _head(value: str) -> str:
    """What is said first, without what is beside it."""
    return re.split(", |[，；;]", value)[0].strip()


def _capital(part: str) -> str:
    """As titles have it: `Waxed Cotton Canvas`."""
    if is_han(part) or any(sign.isdigit() for sign in part):
        return part
    words = part.split(" ")
    return " ".join(
        word if word in _SMALL else word[:1].upper() + word[1:] if word.islower() else word
        for word in words
    )


_SMALL = {"and", "or", "of", "with", "in", "to", "for", "from", "on", "the", "a"}


def _is_told(part: str, said: str) -> bool:
    return not part or fold(part) in fold(said)
