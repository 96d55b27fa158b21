"""Strings that break other programs, in every slot of words: a picture or a typed error."""

import json
from typing import Any

import pytest

from media.document.template import named, shipped
from media.errors import MediaError
from media.render import check
from tests.connectors.shared import shared

PRICE = {"amount": "2399", "currency": "CNY"}
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


def filled(template: str, slot: str, words: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, one in named(template).slots.items():
        if one.required:
            values[name] = {"PRICE": PRICE, "IMAGE": "photo", "LOGO": "photo"}.get(
                one.kind, "Words"
            )
    return values | {slot: words}


def slots() -> list[tuple[str, str]]:
    return [
        (template, name)
        for template in shipped()
        for name, slot in named(template).slots.items()
        if "TEXT" in slot.kind
    ]


def tried(template: str, slot: str, words: str) -> bool:
    """Whether it was laid out; anything but a typed error passes through."""
    try:
        check(template, filled(template, slot, words), ("photo",))
    except MediaError:
        return False
    return True


@pytest.mark.parametrize(("template", "slot"), slots())
def test_the_worst_we_know_is_laid_out_or_refused(template: str, slot: str) -> None:
    for words in EVIL:
        tried(template, slot, words)


@pytest.mark.parametrize(("template", "slot"), slots())
def test_the_big_list_of_naughty_strings_is_laid_out_or_refused(template: str, slot: str) -> None:
    words: list[str] = json.loads(shared("naughty_strings", "blns.json").read_text("utf-8"))
    most = named(template).slots[slot].max_chars or 2000
    fitting = [one for one in words if len(one.strip()) <= most]
    drawn = sum(tried(template, slot, one) for one in fitting)
    assert drawn > 0.6 * len(fitting)
