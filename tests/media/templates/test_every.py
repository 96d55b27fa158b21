"""Every template at every preset that it claims, with each of its samples.

By default small, with photos of the tests' own; with HYPOTHESIS_PROFILE=deep at full size, with the
sample store's pictures, and each file held to its preset's rules.
"""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from media import samples
from media.document import library
from media.document.wanted import wanted
from media.film.render import render_film, still_at
from media.presets import named
from media.presets.compliance import check
from media.presets.finding import Verdict
from media.render import render
from media.target import target_of
from tests.media import shots

IS_DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
CASES = [
    (name, preset, number)
    for name in library.shipped()
    for preset in library.read(library.document_named(name)).placements
    for number in range(len(library.read(library.document_named(name)).samples))
]
STILLS = [case for case in CASES if not case[0].startswith("film-")]
FILMS = [case for case in CASES if case[0].startswith("film-")]
SMALL = 0.25
WHITE_ONLY = {"white_border", "subject_fill", "subject_px"}
"""Rules that a photo with a ground of its own breaks: the template cannot make it white."""


@lru_cache(maxsize=64)
def drawn_by_us(name: str) -> bytes:
    return samples.picture(name)


def assets_of(name: str, sample: Mapping[str, Any]) -> dict[str, bytes]:
    asked = wanted(library.read(library.document_named(name)), sample)
    return {one: drawn_by_us(one) if IS_DEEP else shots.vase() for one in asked}


def sample_of(name: str, number: int) -> Mapping[str, Any]:
    return library.read(library.document_named(name)).samples[number]


@pytest.mark.parametrize(("name", "preset", "number"), STILLS)
def test_a_still_suits_the_presets_that_it_claims(name: str, preset: str, number: int) -> None:
    sample = sample_of(name, number)
    made = render(
        name, sample, assets_of(name, sample), preset=preset, scale=1.0 if IS_DEEP else SMALL
    )
    row = named(preset)
    if not IS_DEEP:
        assert made.width_px == round(row.canvas_px[0] * SMALL)
        return
    assert made.width_px == row.canvas_px[0]
    for data in made.sides.values() or [made.data]:
        failed = {one.rule for one in check(data, row) if one.verdict is Verdict.FAIL}
        assert failed <= (WHITE_ONLY if name == "product-image-white" else set()), failed


@pytest.mark.parametrize(("name", "preset", "number"), FILMS)
def test_a_film_suits_the_presets_that_it_claims(
    name: str, preset: str, number: int, tmp_path: Path
) -> None:
    sample = sample_of(name, number)
    document = library.document_named(name)
    target = target_of(library.read(document), preset, 1.0)
    assets = assets_of(name, sample)
    for second in (0.0, 2.0, 6.0):
        assert still_at(document, sample, assets, second, scale=0.1).size[0] > 0
    if IS_DEEP and preset == library.read(document).placements[0]:
        film = render_film(document, sample, assets, tmp_path / "film.mp4", scale=target.scale)
        found = check(film.path, named(preset))
        assert {one.rule for one in found if one.verdict is Verdict.FAIL} == set()
