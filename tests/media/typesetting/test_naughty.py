"""Strings that break other programs, in every slot of words: a picture or a typed error.

Beside as little else as may be, and beside a whole sample, where more of the layers are there. By
default each slot has a part of the list, another one each; HYPOTHESIS_PROFILE=deep tries all.
"""

import copy
import json
import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pytest

from media.document import film
from media.document.film import FilmTemplate
from media.document.slot import Slot
from media.document.template import Template, named, shipped
from media.document.wanted import wanted
from media.errors import MediaError, MissingSlot
from media.film.render import check as check_film
from media.render import check
from tests.connectors.shared import shared
from tests.media import shots

PLAIN: dict[str, Any] = {
    "PRICE": {"amount": "2399", "currency": "CNY"},
    "IMAGE": "photo",
    "LOGO": "photo",
    "COLOR": "#804020",
    "BOOLEAN": True,
}
WORDS = {"TEXT", "RICH_TEXT", "QR", "CAPTIONS"}
EVERY = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 40
LEAST_DRAWN = 0.6 if EVERY == 1 else 0.3  # of ten strings four may be in scripts nobody draws
HAN = "手工拉坯高温釉下彩复古粗陶马克杯大容量礼盒装送人自用皆宜春日新品上市" * 8
LATIN = "The autumn collection of stoneware and glass is here, for a table of six " * 4
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


FILMS = film.shipped()


def read(template: str) -> Template | FilmTemplate:
    return film.named(template) if template in FILMS else named(template)


def still_of(template: str) -> Template:
    """Of a film, one that has its slots."""
    return film.named(template).base if template in FILMS else named(template)


def bare(template: str, slot: str, words: str) -> dict[str, Any]:
    """What must be filled, and the slot; in each list as few items as may be, the words in all."""
    slots = still_of(template).slots

    def value(one: Slot) -> Any:
        if one.is_list:
            return [level(one.fields)] * max(one.min_items, 1)
        if one.name == slot:
            return put(one, words)
        return one.options[0] if one.options else PLAIN.get(one.kind, "Words")

    def level(names: Sequence[str]) -> dict[str, Any]:
        return {
            name.rpartition(".")[2]: value(slots[name])
            for name in names
            if slots[name].required or slot == name or slot.startswith(f"{name}.")
        }

    return level([name for name, one in slots.items() if one.within is None])


def put(slot: Slot, words: str) -> Any:
    return [{"start": 0, "end": 2, "text": words}] if slot.kind == "CAPTIONS" else words


def whole(template: str, slot: str, words: str) -> dict[str, Any]:
    """The first sample, and the words in the slot; in a list, in its first item."""
    values: dict[str, Any] = copy.deepcopy(dict(read(template).samples[0]))
    at, (*lists, last) = values, slot.split(".")
    for name in lists:
        at = at.setdefault(name, [{}])[0]
    at[last] = put(still_of(template).slots[slot], words)
    return values


@lru_cache(maxsize=64)
def pictures(template: str) -> Mapping[str, bytes]:
    sample = read(template).samples[0]
    names = ("photo", *wanted(still_of(template), sample))
    return dict.fromkeys(names, shots.vase(width=96, height=120))


def places(kinds: set[str]) -> list[tuple[str, str]]:
    """Those that take any words."""
    return [
        (template, name)
        for template in (*shipped(), *FILMS)
        for name, slot in still_of(template).slots.items()
        if slot.kind in kinds and not slot.options
    ]


def tried(template: str, values: Mapping[str, Any]) -> MediaError | None:
    """Why it was not laid out; anything but a typed error passes through."""
    found: MediaError | None = None
    try:
        if template in FILMS:
            check_film(template, values, pictures(template))
        else:
            check(template, values, pictures(template))
    except MediaError as error:
        found = error
    if found:
        assert found.template == template
        assert found.layer or found.slot
    return found


def drawn(template: str, slot: str, words: Sequence[str]) -> float:
    """Which share of them, by turns alone and in a sample; of all, in both."""
    found = [
        tried(template, way(template, slot, one)) is None
        for number, one in enumerate(words)
        for turn, way in enumerate((bare, whole))
        if EVERY == 1 or turn == number % 2
    ]
    return sum(found) / max(len(found), 1)


@pytest.mark.parametrize("words", ["\u200b\u2067\u2069", "\u00ad", " \ufe0f\u3000"])
def test_words_that_show_nothing_fill_no_slot(words: str) -> None:
    with pytest.raises(MissingSlot) as caught:
        check("poster-new-arrival", {"title": words, "picture": "photo"}, ("photo",))
    assert caught.value.slot == "title"


@pytest.mark.parametrize(("template", "slot"), places(WORDS))
def test_the_worst_we_know_is_laid_out_or_refused(template: str, slot: str) -> None:
    drawn(template, slot, EVIL)


@pytest.mark.parametrize(("template", "slot"), places(WORDS))
def test_the_big_list_of_naughty_strings_is_laid_out_or_refused(template: str, slot: str) -> None:
    words: list[str] = json.loads(shared("naughty_strings", "blns.json").read_text("utf-8"))
    most = still_of(template).slots[slot].max_chars or 2000
    fitting = [one for one in words if len(one.strip()) <= most]
    start = places(WORDS).index((template, slot)) % EVERY
    assert drawn(template, slot, fitting[start::EVERY]) > LEAST_DRAWN


@pytest.mark.parametrize(("template", "slot"), places({"TEXT", "RICH_TEXT"}))
def test_plain_words_fit_up_to_the_limit_of_their_slot(template: str, slot: str) -> None:
    """Han is twice as wide: half as many."""
    most = still_of(template).slots[slot].max_chars or 60
    for words in (LATIN[:most].strip(), HAN[: most // 2]):
        for way in (bare, whole):
            assert tried(template, way(template, slot, words)) is None
