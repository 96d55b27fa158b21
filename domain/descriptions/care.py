"""The care text: what the catalogue says of it; else what the materials ask for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from domain.descriptions.content import content
from domain.descriptions.facts import Facts
from domain.descriptions.language import Meaning, is_han, name_in
from domain.descriptions.prose import capital, ended
from domain.descriptions.states import DescriptionLocale
from domain.text import fold

MOST_MATERIALS = 2


@dataclass(frozen=True)
class CareRule:
    """`words` name a material in either language; each text is of both languages.

    Common household care, said cautiously: of two ways the gentler. No maker's instruction.
    """

    words: tuple[str, ...]
    clean: tuple[str, str]
    keep: tuple[str, str]


def _rule(said: Any) -> CareRule:
    return CareRule(tuple(said["words"]), tuple(said["clean"]), tuple(said["keep"]))


RULES = tuple(map(_rule, content("care")["materials"]))
"""The particular before the plain: waxed cotton before cotton."""
ELECTRIC = _rule(content("care")["electric"])
"""By the names of attributes: no water comes near it, whatever it is made of."""


def care(facts: Facts) -> str:
    """Empty when neither care nor a material we know is told."""
    stated = [fact.value.strip() for fact in facts.of(Meaning.CARE)]
    stored = [fact.value.strip() for fact in facts.of(Meaning.STORAGE)]
    is_chinese = facts.locale is DescriptionLocale.ZH
    sentences = stated or list(_of_materials(facts))
    if stored:
        said = "；".join(stored) if is_chinese else "; ".join(stored)
        sentences.append(f"储存：{said}" if is_chinese else f"Storage: {said}")
    stop = "。" if is_chinese else "."
    ended_ones = [
        ended(sentence if is_chinese else capital(sentence), stop) for sentence in sentences
    ]
    return ("" if is_chinese else " ").join(dict.fromkeys(ended_ones))


def _of_materials(facts: Facts) -> Iterator[str]:
    place = 1 if facts.locale is DescriptionLocale.ZH else 0
    names = " ".join(fold(fact.name) for fact in facts.attributes)
    if any(word in names for word in ELECTRIC.words):
        yield ELECTRIC.clean[place]
        return
    told = [fact.value for fact in facts.of(Meaning.MATERIAL)]
    if facts.of(Meaning.PAPER):
        told.append(name_in(facts.locale, Meaning.PAPER))
    rules = rules_for(" , ".join(told))
    for rule in rules:
        yield rule.clean[place]
    for rule in rules:
        if rule.keep[place]:
            yield rule.keep[place]


def rules_for(materials: str) -> list[CareRule]:
    """In the order in which the materials are named; no word is used by two rules."""
    left, found = fold(materials), []
    for rule in RULES:
        places = []
        for word in rule.words:
            bounded = re.escape(word) if is_han(word) else rf"\b{re.escape(word)}\b"
            for hit in list(re.finditer(bounded, left)):
                places.append(hit.start())
                left = left[: hit.start()] + "\0" * len(hit.group()) + left[hit.end() :]
        if places:
            found.append((min(places), rule))
    return [rule for _, rule in sorted(found, key=lambda one: one[0])][:MOST_MATERIALS]
