"""Photos in boxes, and what is seen in a photo."""

import io
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from media.photos import fitting, subject
from media.photos.fitting import fitted
from media.photos.subject import Facts
from media.scene import Box, Color, Fit, Picture
from tests.media import shots

BOX = Box(40, 30, 600, 800)
SAFE = Box(120, 300, 440, 420)
OPEN = Facts(
    edges=(Color(220, 220, 214),) * 4,
    plain=(True, True, True, True),
    border=Color(220, 220, 214),
    subject=(0.3, 0.3, 0.7, 0.8),
    loudest=None,
    focus=(0.5, 0.55),
    aspect=1.0,
)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def picture(**more: Any) -> Picture:
    return Picture(name="photo", asset="vase", **more)


RATIO = st.floats(0, 1)


@given(width=st.integers(20, 4000), height=st.integers(20, 4000), x=RATIO, y=RATIO)
def test_cover_leaves_no_part_of_the_box_bare_and_keeps_proportions(
    width: int, height: int, x: float, y: float
) -> None:
    found = fitted(picture(focus=(x, y)), BOX, (width, height), OPEN)
    assert found.is_whole
    assert found.photo.width / found.photo.height == pytest.approx(width / height)
    by_side = (found.photo.width - BOX.width, found.photo.height - BOX.height)
    assert min(by_side) == pytest.approx(0, abs=1e-6)


@given(width=st.integers(20, 4000), height=st.integers(20, 4000))
def test_contain_shows_all_of_it(width: int, height: int) -> None:
    found = fitted(picture(fit=Fit.CONTAIN), BOX, (width, height), OPEN)
    assert found.photo.x >= BOX.x - 1e-6
    assert found.photo.right <= BOX.right + 1e-6
    assert found.photo.bottom <= BOX.bottom + 1e-6


@given(
    width=st.integers(300, 4000),
    height=st.integers(300, 4000),
    left=st.floats(0.05, 0.4),
    top=st.floats(0.05, 0.4),
    wide=st.floats(0.1, 0.5),
    tall=st.floats(0.1, 0.5),
)
def test_a_subject_on_open_ground_stands_in_the_safe_box(  # noqa: PLR0913  all that may vary
    *, width: int, height: int, left: float, top: float, wide: float, tall: float
) -> None:
    box = (left, top, left + wide, top + tall)
    layer = picture(fit=Fit.FIT_SUBJECT, safe=SAFE, subject=box, anchor=(0.5, 1.0))
    whole = fitted(layer, BOX, (width, height), OPEN).photo
    start, end = whole.x + left * whole.width, whole.x + (left + wide) * whole.width
    foot = whole.y + (top + tall) * whole.height
    assert start >= SAFE.x - 0.01
    assert end <= SAFE.right + 0.01
    assert foot == pytest.approx(SAFE.bottom)
    assert whole.width / width <= fitting.MOST_ENLARGED + 1e-9


def test_an_edge_that_cannot_be_drawn_on_stays_outside() -> None:
    bound = Facts(**{**_fields(OPEN), "plain": (True, False, True, True)})
    layer = picture(fit=Fit.FIT_SUBJECT, safe=SAFE)
    found = fitted(layer, BOX, (900, 700), bound).photo
    assert found.right >= BOX.right - 1e-6
    assert found.x <= BOX.x + 1e-6


def test_a_shadow_that_runs_out_of_a_plain_edge_does_not_bind_it() -> None:
    layer = picture(fit=Fit.FIT_SUBJECT, safe=SAFE, subject=(0.3, 0.3, 1.0, 0.8))
    whole = fitted(layer, BOX, (1000, 1000), OPEN).photo
    assert whole.x + 0.3 * whole.width >= SAFE.x - 1e-6
    assert whole.right <= SAFE.right + 1e-6


def _fields(facts: Facts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in Facts.__slots__}


def test_the_vase_is_found_where_it_stands() -> None:
    seen = subject.facts(opened(shots.vase()), "vase")
    assert seen.subject is not None
    assert np.abs(np.subtract(seen.subject, shots.RED_VASE)).max() < 0.06
    assert seen.plain == (True, True, True, True)
    assert seen.is_placeable
    assert seen.is_open_above
    assert seen.loudest is not None
    assert seen.loudest.red > 2 * max(seen.loudest.green, seen.loudest.blue)
    assert np.abs(np.subtract(seen.border.rgb, (222, 220, 214))).max() < 14


def test_nothing_is_said_of_a_busy_photo() -> None:
    seen = subject.facts(opened(shots.busy()), "busy")
    assert seen.subject is None
    assert not any(seen.plain)
    assert not seen.is_open_above


def test_words_stand_above_no_photo_whose_subject_nobody_found() -> None:
    """It could be anywhere, and so under the words."""
    seen = subject.facts(opened(shots.vase()), "vase")
    assert not replace(seen, subject=None).is_open_above


def test_edges_are_drawn_on_without_a_seam() -> None:
    image = opened(shots.vase())
    layer = picture(fit=Fit.FIT_SUBJECT, safe=Box(200, 260, 240, 240))
    place = fitted(layer, Box(0, 0, 640, 640), image.size, subject.facts(image, "vase"))
    assert not place.is_whole
    pixels = np.asarray(fitting.pixels(image, "vase", layer, place), np.float64)
    assert pixels.shape == (640, 640, 3)
    around = np.concatenate([pixels[:150], pixels[:150, ::-1]])
    smooth = around.reshape(-1, 10, around.shape[1], 3).mean(axis=1)
    assert np.abs(np.diff(smooth, axis=0)[:13]).max() < 12
    column = pixels[:, :40].mean(axis=(1, 2))
    assert np.abs(np.diff(column)).max() < 9  # the floor begins there, and nothing else


def test_what_is_behind_a_cut_out_shows_through() -> None:
    cut = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    cut.paste((10, 120, 60, 255), (50, 25, 150, 75))
    seen = subject.facts(cut, "cut")
    assert seen.subject is not None
    assert np.abs(np.subtract(seen.subject, (0.25, 0.25, 0.75, 0.75))).max() < 0.03
    layer = picture(fit=Fit.CONTAIN)
    place = fitted(layer, Box(0, 0, 200, 200), cut.size, seen)
    shown = fitting.pixels(cut, "cut", layer, place)
    assert shown.mode == "RGBA"
    assert shown.getpixel((5, 5)) == (0, 0, 0, 0)
    assert shown.getpixel((100, 100)) == (10, 120, 60, 255)
