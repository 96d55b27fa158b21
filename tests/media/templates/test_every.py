"""Every shipped template for every preset that it claims: drawn small by default, in one language.

HYPOTHESIS_PROFILE=deep draws in both, at full size too, and measures each against the preset's own
rules.
"""

import io
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from media import illustrations, presets, samples
from media.document import film, template
from media.document.film import FilmTemplate
from media.document.slots import fill
from media.document.template import Template
from media.document.wanted import wanted
from media.film.render import render_film, still_at
from media.presets.compliance import Verdict, check
from media.presets.preset import Ban, Kind
from media.render import render

DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
FILMS = film.shipped()
SCALE = 0.25
PICTURE_PX = 240
AT_S = (1.2, 4.0)
Values = Mapping[str, Any]


def read(name: str) -> Template | FilmTemplate:
    return film.named(name) if name in FILMS else template.named(name)


def still_of(name: str) -> Template:
    return film.named(name).base if name in FILMS else template.named(name)


def sample(name: str, language: str) -> Values:
    """The first in that language; of a template that no sample tells one, its first."""
    still, found = still_of(name), read(name).samples
    for values in found:
        if fill(still, values, wanted(still, values)).language == language:
            return values
    return {**found[0], "language": language}


CLAIMS = [
    (name, preset, language)
    for name in (*template.shipped(), *FILMS)
    for preset in read(name).placements
    for language in ("en", "zh")
]
BY_TURNS = (
    CLAIMS if DEEP else [claim for number, claim in enumerate(CLAIMS) if number % 4 in {0, 3}]
)
"""Each template for each preset, in the one language and then the other."""


@lru_cache(maxsize=128)
def small(name: str) -> bytes:
    """The sample store's picture, reduced: not kept where full ones are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(samples, "SIDE_PX", PICTURE_PX)
        patch.setattr(illustrations, "FINE_PX", PICTURE_PX)
        return samples._drawn.__wrapped__(name)


def assets(name: str, values: Values, *, full: bool = False) -> dict[str, bytes]:
    found = wanted(still_of(name), values)
    return {one: samples.picture(one) if full else small(one) for one in found}


@pytest.mark.parametrize("name", [*template.shipped(), *FILMS])
def test_it_says_where_it_is_for_and_its_samples_can_be_drawn(name: str) -> None:
    found = read(name)
    assert found.placements
    for preset in found.placements:
        assert presets.named(preset).kind is (Kind.VIDEO if name in FILMS else Kind.IMAGE)
    asked = {one for values in found.samples for one in wanted(still_of(name), values)}
    assert [one for one in asked if not samples.is_drawn(one)] == []


@pytest.mark.parametrize(("name", "preset", "language"), BY_TURNS)
def test_it_is_drawn_for_each_preset_that_it_claims(name: str, preset: str, language: str) -> None:
    values, (width, height) = sample(name, language), presets.named(preset).canvas_px
    given = assets(name, values)
    if name in FILMS:
        for seconds in AT_S:
            frame = still_at(name, values, given, seconds, scale=SCALE)
            ratios = [width / height, *(one.value for one in presets.named(preset).ratios)]
            assert min(abs(frame.width / frame.height / one - 1) for one in ratios) < 0.02
            assert np.asarray(frame.convert("L")).std() > 4
        return
    made = render(name, values, given, preset=preset, scale=SCALE)
    assert made.width_px == pytest.approx(width * SCALE, abs=1)
    if template.named(name, preset).hug is None:
        assert made.height_px == pytest.approx(height * SCALE, abs=1)
    with Image.open(io.BytesIO(made.data)) as picture:
        assert picture.size == (made.width_px, made.height_px)
        assert np.asarray(picture.convert("L")).std() > 4


def broken(preset: str, file: bytes | Path) -> list[str]:
    found = check(file, presets.named(preset))
    return [f"{one.rule}: {one.message}" for one in found if one.verdict is Verdict.FAIL]


def allowed(name: str, preset: str, values: Values) -> Values:
    """Without a code where the place takes none: whoever fills the slot is told by the check."""
    if Ban.CODE not in presets.named(preset).forbidden:
        return values
    slots = still_of(name).slots
    return {
        slot: one for slot, one in values.items() if slot not in slots or slots[slot].kind != "QR"
    }


@pytest.mark.skipif(not DEEP, reason="minutes: for HYPOTHESIS_PROFILE=deep")
@pytest.mark.parametrize(("name", "preset", "language"), CLAIMS)
def test_it_keeps_the_rules_of_each_preset_that_it_claims(
    name: str, preset: str, language: str, tmp_path: Path
) -> None:
    values = allowed(name, preset, sample(name, language))
    given = assets(name, values, full=True)
    if name in FILMS:
        made = render_film(name, values, given, tmp_path / "film.mp4")
        assert broken(preset, made.path) == []
        return
    still = render(name, values, given, preset=preset)
    for file in still.sides.values() or (still.data,):
        assert broken(preset, file) == []
