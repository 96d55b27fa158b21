"""Selling points, and the sentences the page begins with: each says what an attribute says."""

from collections.abc import Iterable

from domain.descriptions.facts import Choice, Fact, Facts
from domain.descriptions.language import MEASURES, Meaning, is_han
from domain.descriptions.prose import (
    all_of,
    begins_with_figure,
    capital,
    counted,
    ended,
    han_all_of,
    han_counted,
    one_of,
    segments,
    spaced,
    within,
)
from domain.descriptions.states import DescriptionLocale

MOST = 6
LEAST = 3
"""With fewer, what is measured is said here too, and not in the table of sizes alone."""
_FIRST = (Meaning.MATERIAL, Meaning.CAPACITY, Meaning.FITS, Meaning.CONTENTS)
_ELSEWHERE = {Meaning.CARE, Meaning.STORAGE, Meaning.ORIGIN, Meaning.COLOUR}
_MOST_NAMED = 8
_DETAIL_ENDS = ("胶", "釉", "釉料", "涂装", "涂层", "漆", "油", "工艺")
_DETAIL_BEGINS = ("无", "未", "不含", "可", "适", "含", "经")
"""Of a Chinese value's parts: those that tell how the material is, and are none themselves."""
_AFTER_ENGLISH = {Meaning.CAPACITY: "Holds", Meaning.FITS: "Fits"}


def selling_points(facts: Facts) -> list[str]:
    """Up to MOST, the weightiest first."""
    first = [fact for meaning in _FIRST for fact in facts.of(meaning)]
    others = [f for f in facts.attributes if f.meaning not in {*_FIRST, *_ELSEWHERE, *MEASURES}]
    found = [*first, *others][:MOST]
    if len(found) < LEAST:
        told = {fact.name for fact in found}
        chosen = {choice.meaning for choice in facts.choices if len(choice.values) > 1}
        left = [f for f in facts.of(*MEASURES) if f.name not in told and f.meaning not in chosen]
        found += left[: LEAST - len(found)]
    return list(dict.fromkeys(_point(facts.locale, fact) for fact in found))


def lead(facts: Facts) -> str:
    """Whose it is, where it is made, and what there is to choose from."""
    if facts.locale is DescriptionLocale.ZH:
        return "".join(_han_lead(facts))
    return " ".join(_english_lead(facts))


def _point(locale: DescriptionLocale, fact: Fact) -> str:
    return _han_point(fact) if locale is DescriptionLocale.ZH else _english_point(fact)


def _english_point(fact: Fact) -> str:
    value = fact.value.strip()
    verb = _AFTER_ENGLISH.get(fact.meaning) if fact.meaning else None
    if fact.meaning is Meaning.MATERIAL and not begins_with_figure(value):
        return capital(value)
    if verb and begins_with_figure(value):
        return f"{verb} {value}"
    return f"{capital(fact.name)}: {within(value)}"


def _han_point(fact: Fact) -> str:
    value = fact.value.strip()
    if fact.meaning is Meaning.MATERIAL:
        return _han_material(value)
    if fact.meaning in {Meaning.CAPACITY, *MEASURES} and begins_with_figure(value):
        return f"{fact.name} {value}"
    return f"{fact.name}：{value}"


def _han_material(value: str) -> str:
    """蜡棉帆布搭配植鞣皮; measures and finishes follow as they stand."""
    parts = segments(value)
    made = [part for place, part in enumerate(parts) if not place or not _is_detail(part)]
    match made:
        case []:
            return f"材质：{value}"
        case [only]:
            said = f"{only}材质" if len(only) > 1 else f"{only}质"
        case [first, second]:
            said = f"{first}搭配{second}"
        case [first, *others]:
            said = f"{first}，配{han_all_of(others)}"
    return "，".join([said, *(part for part in parts if part not in made)])


def _is_detail(part: str) -> bool:
    is_how = part.endswith(_DETAIL_ENDS) or part.startswith(_DETAIL_BEGINS)
    return is_how or begins_with_figure(part)


def _english_lead(facts: Facts) -> Iterable[str]:
    said = facts.name
    if facts.brand and facts.brand.casefold() not in said.casefold():
        said += f" by {facts.brand}"
    if origin := facts.first(Meaning.ORIGIN):
        said += f", {_from(origin)} {origin.value.strip()}"
    yield ended(said, ".")
    if facts.chosen:
        return
    for choice in facts.choices:
        if 1 < len(choice.values) <= _MOST_NAMED:
            yield ended(_english_choice(choice), ".")


def _from(origin: Fact) -> str:
    return "made in" if "made" in origin.name.casefold() else "from"


def _english_choice(choice: Choice) -> str:
    if choice.meaning is Meaning.COLOUR:
        return f"Available in {all_of(choice.values)}"
    if choice.meaning is Meaning.SIZE:
        return f"{capital(counted(len(choice.values)))} sizes: {all_of(choice.values)}"
    if all(value.casefold().startswith(choice.name.casefold()) for value in choice.values):
        return f"Available as {one_of([within(value) for value in choice.values])}"
    return f"{capital(choice.name)}: {one_of(choice.values)}"


def _han_lead(facts: Facts) -> Iterable[str]:
    said = facts.name
    if facts.brand and facts.brand.casefold() not in said.casefold():
        said = f"{facts.brand} {said}"
    if origin := facts.first(Meaning.ORIGIN):
        said += f"，产自{origin.value.strip()}"
    yield ended(said, "。")
    if facts.chosen:
        return
    for choice in facts.choices:
        if 1 < len(choice.values) <= _MOST_NAMED:
            yield ended(_han_choice(choice), "。")


def _han_choice(choice: Choice) -> str:
    values, count = han_all_of(choice.values), han_counted(len(choice.values))
    if choice.meaning is Meaning.COLOUR:
        return spaced(f"{values}{count}色可选")
    name = choice.name if is_han(choice.name) else ""
    return spaced(f"{values}{count}种{name}可选")
