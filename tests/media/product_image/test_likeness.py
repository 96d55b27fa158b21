"""The same picture is known again; its placeholder looks like it."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from media.errors import BadValue
from media.photos.likeness import ALIKE, distance, fingerprint, thumbhash, unhashed
from tests.media import shots


def painted(seed: int, width: int = 240, height: int = 180) -> Image.Image:
    """Soft blots of colour, other ones for each seed."""
    random = np.random.Generator(np.random.PCG64(seed))
    small = random.integers(0, 256, (6, 8, 3), dtype=np.uint8)
    return Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)


def again(image: Image.Image, quality: int) -> Image.Image:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue()))


SEEDS = st.integers(0, 2**32)


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, factor=st.floats(0.4, 2.5), quality=st.integers(35, 95))
def test_another_size_and_quality_is_the_same_picture(
    seed: int, factor: float, quality: int
) -> None:
    image = painted(seed)
    size = (round(image.width * factor), round(image.height * factor))
    other = again(image.resize(size, Image.Resampling.LANCZOS), quality)
    assert distance(fingerprint(image), fingerprint(other)) <= ALIKE


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, light=st.floats(0.8, 1.15))
def test_a_little_lighter_or_darker_is_the_same_picture(seed: int, light: float) -> None:
    image = painted(seed).point(lambda part: 40 + part * 0.6)
    other = image.point(lambda part: part * light)
    assert distance(fingerprint(image), fingerprint(other)) <= ALIKE


def test_a_slight_crop_is_the_same_picture() -> None:
    image = Image.open(io.BytesIO(shots.vase())).convert("RGB")
    wide, tall = image.size
    other = image.crop(
        (round(wide * 0.01), round(tall * 0.01), round(wide * 0.99), round(tall * 0.99))
    )
    assert distance(fingerprint(image), fingerprint(other)) <= ALIKE


@settings(max_examples=60, deadline=None)
@given(one=SEEDS, other=SEEDS)
def test_distance_is_a_distance(one: int, other: int) -> None:
    first, second = fingerprint(painted(one)), fingerprint(painted(other))
    assert 0 <= distance(first, second) == distance(second, first) <= 64
    assert (distance(first, second) == 0) == (first == second)
    assert 0 <= first < 1 << 64


def test_other_pictures_are_far() -> None:
    prints = [fingerprint(painted(seed)) for seed in range(40)]
    far = [distance(a, b) for i, a in enumerate(prints) for b in prints[:i]]
    assert min(far) > ALIKE
    assert 26 < np.mean(far) < 38


def test_an_even_picture_has_one_print_whatever_its_colour() -> None:
    prints = {fingerprint(Image.new("RGB", (90, 50), color)) for color in ("red", "#777", "white")}
    assert len(prints) == 1


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, width=st.integers(1, 300), height=st.integers(1, 300))
def test_a_placeholder_has_the_colour_and_shape_of_its_picture(
    seed: int, width: int, height: int
) -> None:
    image = painted(seed, width, height)
    hashed = thumbhash(image)
    assert len(hashed) <= 25
    shown = unhashed(hashed)
    assert max(shown.size) == 32
    wanted = np.asarray(image, float).mean(axis=(0, 1))
    found = np.asarray(shown, float)[..., :3].mean(axis=(0, 1))
    assert np.abs(found - wanted).max() < 24
    if 0.5 <= width / height <= 2:
        assert shown.width / shown.height == pytest.approx(width / height, rel=0.2)


def test_a_placeholder_shows_where_light_and_dark_are() -> None:
    image = Image.new("RGB", (120, 80), (240, 200, 40))
    image.paste((20, 30, 90), (0, 0, 60, 80))
    shown = np.asarray(unhashed(thumbhash(image)), float)
    left, right = shown[:, :10, :3].mean(axis=(0, 1)), shown[:, -10:, :3].mean(axis=(0, 1))
    assert np.abs(left - (20, 30, 90)).max() < 45
    assert np.abs(right - (240, 200, 40)).max() < 45


def test_a_placeholder_keeps_what_is_clear() -> None:
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    image.paste((200, 40, 40, 255), (0, 0, 50, 100))
    shown = np.asarray(unhashed(thumbhash(image)), float)
    assert shown[:, :8, 3].mean() > 200
    assert shown[:, -8:, 3].mean() < 50


def test_the_bytes_are_those_of_the_published_format() -> None:
    """Worked out by hand for one even colour: means and nothing else; every wave at its middle."""
    hashed = thumbhash(Image.new("RGB", (100, 100), (255, 0, 0)))
    head, more = int.from_bytes(hashed[:3], "little"), int.from_bytes(hashed[3:5], "little")
    assert (head & 63, head >> 6 & 63, head >> 12 & 63) == (21, 47, 63)
    assert (head >> 18, more) == (0, 7)
    waves = 27 + 5 + 5  # triangles of 7 and of 3, less the mean: two to a byte, the last alone
    assert hashed[5:] == bytes([0x88]) * (waves // 2) + bytes([0x08])


@settings(max_examples=200, deadline=None)
@given(hashed=st.binary(max_size=40))
def test_any_bytes_are_shown_or_refused(hashed: bytes) -> None:
    try:
        shown = unhashed(hashed)
    except BadValue:
        return
    assert shown.mode == "RGBA"
    assert max(shown.size) == 32
