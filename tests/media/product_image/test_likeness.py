"""The same picture is known again; its placeholder looks like it."""

import io
import math

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


def plainly(image: Image.Image) -> tuple[list[float], list[float]]:
    """Fields of the head, and each wave, before they are rounded: as the published page has it."""
    wide, tall = image.size
    pixels = np.asarray(image.convert("RGBA")).reshape(-1, 4)
    parts: list[list[float]] = (pixels / 255).tolist()
    weight = sum(pixel[3] for pixel in parts)
    mean = [sum(pixel[i] * pixel[3] for pixel in parts) / weight for i in range(3)]
    has_alpha = weight < wide * tall
    mixed = [[mean[i] * (1 - p[3]) + p[i] * p[3] for i in range(3)] for p in parts]

    def waves(plane: list[float], nx: int, ny: int) -> tuple[float, list[float], float]:
        found = []
        for cy in range(ny):
            cx = 0
            while cx * ny < nx * (ny - cy):
                total = sum(
                    plane[x + y * wide]
                    * math.cos(math.pi / wide * cx * (x + 0.5))
                    * math.cos(math.pi / tall * cy * (y + 0.5))
                    for y in range(tall)
                    for x in range(wide)
                )
                found.append(total / (wide * tall))
                cx += 1
        scale = max(map(abs, found[1:]))
        return found[0], [0.5 + 0.5 / scale * one for one in found[1:]], scale

    most = 5 if has_alpha else 7
    nx, ny = (max(1, math.floor(most * side / max(wide, tall) + 0.5)) for side in (wide, tall))
    light, light_waves, light_scale = waves([sum(p) / 3 for p in mixed], max(3, nx), max(3, ny))
    warm, warm_waves, warm_scale = waves([(p[0] + p[1]) / 2 - p[2] for p in mixed], 3, 3)
    rosy, rosy_waves, rosy_scale = waves([p[0] - p[1] for p in mixed], 3, 3)
    head = [
        63 * light, 31.5 + 31.5 * warm, 31.5 + 31.5 * rosy, 31 * light_scale, has_alpha,
        ny if wide > tall else nx, 63 * warm_scale, 63 * rosy_scale, wide > tall,
    ]  # fmt: skip
    every = [*light_waves, *warm_waves, *rosy_waves]
    if has_alpha:
        clear, clear_waves, clear_scale = waves([p[3] for p in parts], 5, 5)
        head += [15 * clear, 15 * clear_scale]
        every += clear_waves
    return head, [15 * wave for wave in every]


@pytest.mark.parametrize(
    ("size", "is_clear"), [((13, 9), False), ((7, 12), False), ((10, 10), True), ((4, 15), True)]
)
def test_the_bytes_are_those_that_the_published_steps_give(
    size: tuple[int, int], is_clear: bool
) -> None:
    image = painted(7, *size).convert("RGBA")
    if is_clear:
        image.putalpha(painted(9, *size).convert("L"))
    hashed = thumbhash(image)
    bits = int.from_bytes(hashed, "little")
    head, shifts = [], [6, 6, 6, 5, 1, 3, 6, 6, 1, *([4, 4] if is_clear else [])]
    for shift in shifts:
        head.append(bits & (1 << shift) - 1)
        bits >>= shift
    waves = [bits >> 4 * at & 15 for at in range(2 * (len(hashed) - 5 - is_clear))]
    wanted_head, wanted = plainly(image)
    assert len(head) == len(wanted_head)
    assert len(waves) - len(wanted) in {0, 1}
    for found, exact in zip([*head, *waves], [*wanted_head, *wanted], strict=False):
        assert abs(found - exact) <= 0.5 + 1e-6


@settings(max_examples=200, deadline=None)
@given(hashed=st.binary(max_size=40))
def test_any_bytes_are_shown_or_refused(hashed: bytes) -> None:
    try:
        shown = unhashed(hashed)
    except BadValue:
        return
    assert shown.mode == "RGBA"
    assert max(shown.size) == 32
