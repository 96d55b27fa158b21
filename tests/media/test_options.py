"""Words that are one of a few, and layers that ask which."""

import pytest

from media.errors import BadTemplate, BadValue
from media.render import render
from tests.media.documents import dark, document, drawn

ICON = {"kind": "TEXT", "options": ["LEAF", "DROP"]}
LEAF = {"name": "leaf", "kind": "shape", "fill": "#000000", "box": [0, 0, 10, 10]}


def test_a_layer_is_there_for_one_of_the_options() -> None:
    drop = {**LEAF, "name": "drop", "box": [50, 0, 10, 10], "when": {"equals": ["icon", "DROP"]}}
    leaf = {**LEAF, "when": {"equals": ["icon", "LEAF"]}}
    template = document(leaf, drop, slots={"icon": ICON})
    assert dark(drawn(template, {"icon": "DROP"})) == (50, 0, 60, 10)
    assert dark(drawn(template, {"icon": "LEAF"})) == (0, 0, 10, 10)


def test_another_word_is_refused_with_those_that_fit() -> None:
    with pytest.raises(BadValue, match="One of LEAF, DROP") as caught:
        render(document(LEAF, slots={"icon": ICON}), {"icon": "leaf"}, {})
    assert caught.value.slot == "icon"


def test_only_words_are_compared() -> None:
    layer = {**LEAF, "when": {"equals": ["on", "LEAF"]}}
    with pytest.raises(BadTemplate, match="'on' is no TEXT slot"):
        render(document(layer, slots={"on": {"kind": "BOOLEAN"}}), {}, {})
