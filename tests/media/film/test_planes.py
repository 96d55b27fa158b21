"""Planes against plain arithmetic in floats: colours, coverage, places between pixels."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from media.film import planes
from media.film.motion import Affine, Mask
from media.film.planes import Bytes, Patch
from media.film.timeline import Transition
from media.film.transitions import between
from media.film.warping import masked, moved
from media.painting.sprite import Sprite
from media.scene import Box

SIZE = (96, 64)
byte = st.integers(0, 255)


def soft(seed: int, height: int, width: int) -> Bytes:
    random = np.random.Generator(np.random.PCG64(seed))
    noise = random.integers(0, 256, (height, width), np.uint8)
    return np.asarray(cv2.GaussianBlur(noise, (0, 0), 2), np.uint8)


def patch(left: int = 10, top: int = 8, height: int = 30, width: int = 40) -> Patch:
    half = (height // 2, width // 2)
    return Patch(left, top, soft(1, height, width), soft(2, *half), soft(3, *half),
                 soft(4, height, width), soft(5, *half))  # fmt: skip


def on_canvas(found: Patch, plane: int) -> Bytes:
    step = 1 if plane in {2, 5} else 2
    canvas = np.zeros((SIZE[1] // step, SIZE[0] // step), np.uint8)
    pixels = found[plane]
    assert isinstance(pixels, np.ndarray)
    top, left = found.top // step, found.left // step
    canvas[top : top + pixels.shape[0], left : left + pixels.shape[1]] = pixels
    return canvas


@given(byte, byte, byte)
def test_a_colour_comes_back_as_it_was(red: int, green: int, blue: int) -> None:
    image = Image.new("RGB", SIZE, (red, green, blue))
    frame = planes.blank(SIZE)
    frame.y[:], frame.u[:], frame.v[:] = planes.of_picture(image)
    off = np.abs(np.asarray(planes.to_picture(frame), int) - np.asarray(image, int))
    assert off.max() <= 3  # two roundings to bytes, the second of a product by 2.1


def test_black_and_white_are_those_of_narrow_range() -> None:
    assert {int(planes.blank(SIZE, (255, 255, 255)).y.max())} == {235}
    assert {int(planes.blank(SIZE, (0, 0, 0)).y.max())} == {16}


@given(byte, st.tuples(byte, byte, byte), st.floats(0, 1))
def test_a_sprite_covers_as_much_as_it_should(
    cover: int, rgb: tuple[int, int, int], opacity: float
) -> None:
    frame = planes.blank(SIZE, (40, 90, 200))
    before = [plane.copy() for plane in frame[1:]]
    sprite = Sprite(8, 6, rgb, Image.new("L", (20, 12), cover))
    made = planes.patch_of(sprite, opacity)
    assert made is not None
    planes.lay(frame, made)
    ink, share = planes.blank(SIZE, rgb), cover / 255 * opacity
    for now, then, pure in zip(frame[1:], before, ink[1:], strict=True):
        step = SIZE[0] // now.shape[1]
        inside = now[6 // step : 18 // step, 8 // step : 28 // step].astype(float)
        wanted = then[0, 0] * (1 - share) + pure[0, 0] * share
        assert np.abs(inside - wanted).max() <= 2.1
        assert (now[: 6 // step] == then[: 6 // step]).all()


@settings(max_examples=40)
@given(st.floats(-30, 60), st.floats(-30, 40))
def test_a_move_without_a_warp_is_what_a_warp_makes_of_it(dx: float, dy: float) -> None:
    moves = Affine(c=dx, f=dy), Affine(a=1 + 1e-12, c=dx, f=dy)
    quick, slow = (moved(patch(), affine, SIZE) for affine in moves)
    for plane in range(2, 7):
        shown = [on_canvas(one, plane) if one else None for one in (quick, slow)]
        first, second = (one if one is not None else np.zeros((1, 1), np.uint8) for one in shown)
        if first.shape == second.shape:
            # A warp counts in 1/32 of a pixel; neighbours here differ by less than 96.
            assert np.abs(first.astype(int) - second).max() <= 4
        else:
            assert max(int(first.max()), int(second.max())) <= 4


def test_a_slow_move_changes_a_little_with_every_frame() -> None:
    """No whole pixels: each step of an eighth is seen, and none is larger than the others."""
    places = [
        float(np.average(np.arange(SIZE[0]), weights=on_canvas(found, 5).sum(axis=0) + 1e-9))
        for n in range(17)
        if (found := moved(patch(), Affine(c=n / 8), SIZE)) is not None
    ]
    steps = np.diff(places)
    assert steps == pytest.approx(np.full(16, 0.125), abs=0.01)


@given(st.floats(0, 1), st.sampled_from(["RIGHT", "LEFT", "UP", "DOWN", "RISE", "FALL"]))
def test_a_mask_shows_its_share_and_nothing_outside_its_box(share: float, direction: str) -> None:
    whole = planes.patch_of(Sprite(10, 8, (255, 255, 255), Image.new("L", (40, 30), 255)))
    assert whole is not None
    found = masked(whole, Mask(Box(10, 8, 40, 30), share, direction), SIZE)
    shown = on_canvas(found, 5) if found else np.zeros((SIZE[1], SIZE[0]), np.uint8)
    assert shown.sum() / 255 == pytest.approx(40 * 30 * share, abs=2.0)
    shown = shown.copy()
    shown[8:38, 10:50] = 0
    assert not shown.any()


@pytest.mark.parametrize("kind", ["FADE", "SLIDE", "PUSH", "WIPE", "ZOOM"])
@pytest.mark.parametrize("direction", ["LEFT", "RIGHT", "UP", "DOWN", "CIRCLE"])
def test_every_transition_goes_from_the_one_to_the_other(kind: str, direction: str) -> None:
    way = Transition(kind, 10, direction, (0.3, 0.6), (0.0, 0.0, 1.0, 1.0))
    one, other = planes.blank(SIZE, (200, 30, 30)), planes.blank(SIZE, (30, 30, 200))
    seen = [between(one, other, share, way) for share in (0.0, 0.35, 0.65, 1.0)]
    off = [np.abs(frame.whole.astype(int) - other.whole).mean() for frame in seen]
    assert off == sorted(off, reverse=True)
    assert off[0] - off[1] > 0.5
    assert off[3] < 1.5
    assert np.abs(seen[0].whole.astype(int) - one.whole).mean() < 1.5


def test_bands_lay_down_what_the_overlay_would() -> None:
    overlay = planes.clear(SIZE)
    for left, top in ((4, 4), (60, 40)):
        planes.over(overlay, patch(left, top, 16, 20))
    whole, parts = planes.blank(SIZE, (90, 90, 90)), planes.blank(SIZE, (90, 90, 90))
    planes.lay(whole, overlay)
    for band in planes.bands(overlay):
        planes.lay(parts, band)
    assert (whole.whole == parts.whole).all()
