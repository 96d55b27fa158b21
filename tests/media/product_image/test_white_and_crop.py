"""Products on pure white, and photos in another shape."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from media.errors import BadValue
from media.product_image.crop import AIR, crop_box, cropped, sharpened
from media.product_image.cutout import Cutout, Quality
from media.product_image.white import MOST_ENLARGED, on_white

WHITE = 255


def standing(width: int = 500, height: int = 800, color: str = "#283c5a") -> Cutout:
    """A bottle of that size that fills its cut-out."""
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rounded_rectangle((0, 0, width - 1, height - 1), 40, fill=color)
    return Cutout(picture, (0.1, 0.1, 0.9, 0.9), Quality(1.0, 0.0, 0.4, 1.0, 0.0))


def border(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> set[int]:
    """The values along a frame of two px."""
    frame = [pixels[:2], pixels[-2:], pixels[:, :2], pixels[:, -2:]]
    return {int(value) for part in frame for value in np.unique(part)}


@settings(max_examples=25, deadline=None)
@given(
    width=st.integers(40, 900),
    height=st.integers(40, 900),
    side=st.integers(200, 700),
    share=st.floats(0.5, 0.92),
)
def test_the_border_is_exactly_white_and_the_subject_fills_its_share(
    width: int, height: int, side: int, share: float
) -> None:
    made = on_white(standing(width, height), side_px=side, share=share)
    pixels = np.asarray(made.picture)
    assert pixels.shape == (side, side, 3)
    assert border(pixels) == {WHITE}
    enough = max(width, height) * MOST_ENLARGED >= side * share
    assert made.share == pytest.approx(share, abs=0.01) or not enough
    assert bool(made.notes) == (made.share < share - 0.005)
    blue = np.argwhere((pixels[..., 2].astype(int) - pixels[..., 0]) > 30)
    assert blue.size
    low, high = blue.min(axis=0), blue.max(axis=0) + 1
    assert max(high - low) / side == pytest.approx(made.share, abs=0.02)
    assert np.abs((low + high) / 2 - side / 2).max() <= 2


def test_the_shadow_lies_at_the_foot_and_nowhere_else() -> None:
    with_it = np.asarray(on_white(standing(), side_px=600).picture, int)
    without = np.asarray(on_white(standing(), side_px=600, has_shadow=False).picture, int)
    darker = (without - with_it).max(axis=2)
    assert darker.max() > 40
    rows = np.flatnonzero((darker > 4).any(axis=1))
    assert rows.min() > 0.75 * 600
    assert darker[:400].max() == 0


def test_too_few_pixels_are_not_blown_up() -> None:
    made = on_white(standing(100, 160), side_px=1600)
    assert made.share == pytest.approx(160 * MOST_ENLARGED / 1600, abs=0.002)
    assert "too few pixels" in made.notes[0]


@pytest.mark.parametrize(("side", "share"), [(10, 0.85), (9000, 0.85), (800, 0.99), (800, 0.1)])
def test_sheets_that_cannot_be_are_refused(side: int, share: float) -> None:
    with pytest.raises(BadValue):
        on_white(standing(), side_px=side, share=share)


SIZES = st.tuples(st.integers(20, 4000), st.integers(20, 4000))
RATIOS = st.floats(0.2, 5.0)


@given(size=SIZES, ratio=RATIOS, focus=st.none() | st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_a_crop_lies_within_has_its_ratio_and_is_as_large_as_can_be(
    size: tuple[int, int], ratio: float, focus: tuple[float, float] | None
) -> None:
    left, top, right, bottom = crop_box(size, ratio, focus=focus)
    wide, tall = right - left, bottom - top
    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]
    assert abs(wide - tall * ratio) <= 0.51 + 0.51 * ratio or min(wide, tall) == 1
    assert wide == size[0] or tall == size[1]


@st.composite
def boxes(draw: st.DrawFn) -> tuple[float, float, float, float]:
    left, top = draw(st.floats(0, 0.8)), draw(st.floats(0, 0.8))
    wide, tall = draw(st.floats(0.05, 1)), draw(st.floats(0.05, 1))
    return left, top, min(left + wide, 1.0), min(top + tall, 1.0)


@given(size=SIZES, ratio=RATIOS, subject=boxes())
def test_the_subject_is_whole_with_air_wherever_the_photo_allows(
    size: tuple[int, int], ratio: float, subject: tuple[float, float, float, float]
) -> None:
    left, top, right, bottom = crop_box(size, ratio, subject=subject)
    width, height = size
    largest = min(width, height * ratio)
    wanted_wide = (subject[2] - subject[0]) * width
    wanted_tall = (subject[3] - subject[1]) * height
    assume(max(wanted_wide, wanted_tall * ratio) / (1 - 2 * AIR) <= largest)
    assert left <= subject[0] * width + 1
    assert right >= subject[2] * width - 1
    assert top <= subject[1] * height + 1
    assert bottom >= subject[3] * height - 1


def test_air_is_kept_around_a_subject_in_the_middle() -> None:
    left, top, right, bottom = crop_box((1000, 1000), 1.0, subject=(0.4, 0.4, 0.6, 0.6))
    assert (right - left) == (bottom - top) == round(200 / (1 - 2 * AIR))
    assert (left, top) == (1000 - right, 1000 - bottom)


def test_a_focus_set_by_hand_wins() -> None:
    box = crop_box((1000, 500), 1.0, subject=(0.8, 0.2, 0.95, 0.8), focus=(0.25, 0.5))
    assert box == (0, 0, 500, 500)


@pytest.mark.parametrize(
    ("ratio", "subject", "focus"),
    [
        (0.01, None, None),
        (20.0, None, None),
        (float("nan"), None, None),
        (1.0, (0.5, 0.5, 0.4, 0.6), None),
        (1.0, (-0.1, 0.0, 0.5, 0.5), None),
        (1.0, None, (1.2, 0.5)),
    ],
)
def test_what_cannot_be_cropped_is_refused(
    ratio: float,
    subject: tuple[float, float, float, float] | None,
    focus: tuple[float, float] | None,
) -> None:
    with pytest.raises(BadValue):
        crop_box((100, 100), ratio, subject=subject, focus=focus)


def test_reduced_pictures_are_sharpened_and_their_alpha_stays() -> None:
    y, x = np.mgrid[0:64, 0:64]
    soft = np.clip(128 + 90 * np.tanh((x - 32) / 1.2), 0, 255).astype(np.uint8)
    picture = Image.fromarray(np.dstack([soft, soft, soft, (y * 4).astype(np.uint8)]))
    sharp = sharpened(picture, 3.0)
    assert sharp.getchannel("A").tobytes() == picture.getchannel("A").tobytes()
    steep = np.diff(np.asarray(sharp.convert("RGB"), int)[..., 0], axis=1).max()
    assert steep > np.diff(soft.astype(int), axis=1).max()
    assert sharpened(picture, 1.0) is picture


def test_a_crop_has_the_pixels_of_its_box() -> None:
    picture = Image.linear_gradient("L").convert("RGB")
    found = cropped(picture, 2.0, focus=(0.5, 1.0))
    assert found.size == (256, 128)
    assert found.tobytes() == picture.crop((0, 128, 256, 256)).tobytes()
