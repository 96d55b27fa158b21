"""Layouts tried without drawing: what is refused here is what would be refused there."""

import hashlib
from typing import Any

import pytest

from media.child import Renderer
from media.child.trials import refusals as in_child
from media.document import library, shelf
from media.document.brand import FAMILY_ROLES
from media.document.families import all_named
from media.document.wanted import wanted
from media.errors import MediaError
from media.film import render as films
from media.fonts import FAMILIES, FOLDER
from media.trial import refusals
from tests.media.film.films import VALUES, assets, small

SERIF = (FOLDER / "InstrumentSerif.ttf").read_bytes()
FONTS = {f"House Sans={hashlib.sha256(SERIF).hexdigest()}": SERIF}


def told(error: MediaError | None) -> Any:
    return error and (type(error), error.message, error.template, error.layer, error.slot)


@pytest.mark.parametrize("name", library.shipped())
def test_every_sample_of_every_template_has_room(name: str) -> None:
    template = library.read(shelf.stored(name))
    tried = [(sample, list(wanted(template, sample))) for sample in template.samples]
    assert tried
    assert refusals(name, tried) == [None] * len(tried)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"brand": "HALDEN " * 20},
        {"brand": None},
        {"words": [{"start": 0, "end": 2, "text": "\U0001f0a1"}]},
        {"price": "9"},
    ],
)
def test_a_film_is_refused_as_it_is_with_its_files_at_hand(change: dict[str, Any]) -> None:
    document, values = small(), {**VALUES, **change}
    [found] = refusals(document, [(values, list(assets()))])
    try:
        films.check(document, values, assets())
        expected = None
    except MediaError as error:
        expected = error
    assert told(found) == told(expected)


def test_a_child_tells_the_same_with_fonts_that_were_added() -> None:
    document = {
        "version": 1, "name": "words", "kind": "POSTER",
        "canvas": {"width_px": 400, "height_px": 120, "ground": "#FFFFFF"},
        "slots": {"title": {"kind": "TEXT", "required": True}},
        "layers": [
            {"name": "title", "kind": "text", "box": [20, 10, 360, 100], "text": "{title}",
             "font": "House Sans", "size": 60, "color": "#000000", "lines": 1},
        ],
    }  # fmt: skip
    tried: list[Any] = [({"title": words}, []) for words in ("Hamburg", "Hamburg " * 9, "")]
    here = [told(one) for one in refusals(document, tried, fonts=FONTS)]
    assert [one and one[0].rule for one in here] == [None, "text.overflow", "slot.missing"]
    with Renderer() as renderer:
        found = in_child(renderer, document, tried, fonts=FONTS)
        assert [told(one) for one in found] == here
        unknown = in_child(renderer, document, tried[:1])
    assert [one and one.rule for one in unknown] == ["font.unknown"]


@pytest.mark.parametrize("name", library.shipped())
def test_the_families_that_a_document_names_are_there(name: str) -> None:
    assert set(all_named(shelf.stored(name))) <= FAMILIES | FAMILY_ROLES


def test_families_are_found_wherever_they_are_named() -> None:
    layers = [{"font": "A", "han": {"font": ["B"]}, "layers": [{"emphasis": {"font": ["C", "D"]}}]}]
    document = {"film": {"scenes": [{"layers": layers}]}, "slots": {"font": {"kind": "TEXT"}}}
    assert {"A", "B", "C", "D"} <= set(all_named(document))
