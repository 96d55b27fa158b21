"""The table of sizes: one row for each size there is, or one for each measure."""

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from domain.descriptions.facts import Choice, Facts
from domain.descriptions.language import MEASURES, Meaning, name_in
from domain.descriptions.states import DescriptionLocale
from domain.text import fold

MOST_ROWS, MOST_COLUMNS = 100, 12
_HEADS = {DescriptionLocale.EN: ("Measure", "Value"), DescriptionLocale.ZH: ("项目", "数值")}
_GRAMS_A_KILO = 1000
_AFTER_SIZE, _ENDS = (" ", ":", "："), " :：="


@dataclass(frozen=True)
class Table:
    """Cells of text under a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def size_table(facts: Facts) -> Table | None:
    """None when nothing is known of any size.

    A measure belongs to a size only where its attribute says so, as `S 92 cm, M 96 cm` or as
    `Chest (S)` do; a list of measures alone is not dealt out to the sizes.
    """
    choice = next((one for one in facts.choices if one.meaning in MEASURES), None)
    by_size = _by_size(facts, choice) if choice else []
    measures = [f for f in facts.of(*MEASURES) if f.name not in {name for name, _ in by_size}]
    weights = dict(facts.weights_g)
    if choice and (by_size or weights):
        head = [choice.name, *(name for name, _ in by_size)]
        rows = [[size, *(cells.get(size, "") for _, cells in by_size)] for size in choice.values]
        if weights:
            head.append(_weight_name(facts.locale))
            rows = [[*row, _weight(facts.locale, weights.get(row[0]))] for row in rows]
        return _table(head, rows)
    if measures:
        return _table(_HEADS[facts.locale], [[fact.name, fact.value] for fact in measures])
    return _table([choice.name], [[size] for size in choice.values]) if choice else None


def _by_size(facts: Facts, choice: Choice) -> list[tuple[str, dict[str, str]]]:
    """The measures that say which size they are of: their names, and the cells by size."""
    found: dict[str, dict[str, str]] = {}
    for fact in facts.attributes:
        named = re.fullmatch(r"(.+?)\s*[(（]\s*(.+?)\s*[)）]", fact.name)
        if named and (size := _size(choice, named[2])):
            found.setdefault(named[1], {})[size] = fact.value
            continue
        parts = [part.strip() for part in re.split(r"[,;，；]", fact.value) if part.strip()]
        pairs = [_pair(choice, part) for part in parts]
        if len(pairs) > 1 and all(pairs):
            found.setdefault(fact.name, {}).update(pair for pair in pairs if pair)
    return list(found.items())[: MOST_COLUMNS - 2]


def _pair(choice: Choice, part: str) -> tuple[str, str] | None:
    """`S 92 cm`, `S: 92 cm`: the size it begins with, and the rest."""
    for size in sorted(choice.values, key=len, reverse=True):
        rest = part[len(size) :]
        if fold(part[: len(size)]) == fold(size) and rest[:1] in _AFTER_SIZE and rest.strip(_ENDS):
            return size, rest.strip(_ENDS)
    return None


def _size(choice: Choice, said: str) -> str | None:
    return next((size for size in choice.values if fold(size) == fold(said)), None)


def _table(head: list[str] | tuple[str, ...], rows: list[list[str]]) -> Table:
    """Rectangular, and without columns of which nothing is known."""
    columns = list(zip_longest(*rows[:MOST_ROWS], fillvalue=""))
    kept = [place for place, cells in enumerate(columns) if place == 0 or any(cells)]
    return Table(
        tuple(head[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in rows[:MOST_ROWS]),
    )


def _weight_name(locale: DescriptionLocale) -> str:
    """Not the net weight, which an attribute may tell."""
    return name_in(locale, Meaning.WEIGHT) if locale is DescriptionLocale.EN else "单件重量"


def _weight(locale: DescriptionLocale, grams: int | None) -> str:
    if grams is None:
        return ""
    units = ("g", "kg") if locale is DescriptionLocale.EN else ("克", "千克")
    if grams < _GRAMS_A_KILO:
        return f"{grams} {units[0]}"
    kilos = (Decimal(grams) / _GRAMS_A_KILO).normalize()
    return f"{kilos:f} {units[1]}"
