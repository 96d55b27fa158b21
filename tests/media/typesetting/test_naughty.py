"""Strings that break other programs, in every slot of words: a picture or a typed error."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from media.document.template import named, shipped
from media.errors import MediaError, MissingSlot
from media.render import check
from tests.connectors.shared import shared

EVIL = [
    "Z" + "\u0334\u0301\u0489" * 15,
    "\u202e\u2067\u202b" * 20 + "abc",
    "\ufdfd" * 12,
    "\u202etest\u202e",
    "👩\u200d" * 20,
    "🇦" * 41,
    "\u200d\ufe0f\u20e3",
    "1\u20e3\ufe0f#\u20e3",
    "\u00ad" * 30,
    "a\u00ad\u00ad \u00ad\nb",
    "\u0e33" * 30,
    "\u094d" * 30,
    "\u1160\u1160가",
    "ﷺ ﷽ \u0600\u0601",
    "\U000e0041\U000e007f",
    "\ufff9a\ufffab\ufffb",
    "﻿",
    "\u2028\u2029",
]


Path = tuple[str | int, ...]


def leaves(values: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every string of a template's sample values, with its place."""
    if isinstance(values, str):
        yield path, values
    elif isinstance(values, Mapping):
        for name, one in values.items():
            yield from leaves(one, (*path, name))
    elif isinstance(values, list | tuple):
        for number, one in enumerate(values):
            yield from leaves(one, (*path, number))


def put(values: Any, path: Path, words: str) -> Any:
    if not path:
        return words
    if isinstance(values, Mapping):
        return {**values, path[0]: put(values[path[0]], path[1:], words)}
    return [put(one, path[1:], words) if at == path[0] else one for at, one in enumerate(values)]


def places_of(template: str) -> list[Path]:
    """One of each slot of words."""
    slots = named(template).slots
    found: dict[str, Path] = {}
    for path, _ in leaves(named(template).samples[0]):
        name = ".".join(part for part in path if isinstance(part, str))
        if name in slots and "TEXT" in slots[name].kind:
            found.setdefault(name, path)
    return list(found.values())


def tried(template: str, path: Path, words: str) -> str:
    """What came of it; anything but a typed error passes through."""
    sample = named(template).samples[0]
    assets = {one for _, one in leaves(sample)}
    try:
        check(template, put(sample, path, words), assets)
    except MediaError as error:
        return error.rule
    return "drawn"


@pytest.mark.parametrize("words", ["\u200b\u2067\u2069", "\u00ad", " \ufe0f\u3000"])
def test_words_that_show_nothing_fill_no_slot(words: str) -> None:
    with pytest.raises(MissingSlot) as caught:
        check("poster-new-arrival", {"title": words, "picture": "photo"}, ("photo",))
    assert caught.value.slot == "title"


STILLS = [name for name in shipped() if not name.startswith("film-") and len(places_of(name)) > 0]


@pytest.mark.parametrize("template", STILLS)
def test_the_worst_we_know_is_laid_out_or_refused_in_every_slot(template: str) -> None:
    places = places_of(template)
    for path in places:
        assert tried(template, path, "Plain") in {"drawn", "text.overflow", "slot.value"}, path
        for words in EVIL:
            tried(template, path, words)


@pytest.mark.parametrize("template", STILLS)
def test_the_big_list_of_naughty_strings_is_laid_out_or_refused(template: str) -> None:
    """Each string in one slot, from slot to slot."""
    words: list[str] = json.loads(shared("naughty_strings", "blns.json").read_text("utf-8"))
    places = places_of(template)
    outcomes = Counter(
        tried(template, places[number % len(places)], one) for number, one in enumerate(words)
    )
    assert outcomes["drawn"] > 0.2 * len(words), outcomes
    assert outcomes["asset.missing"] == 0
