"""Files brought into a window of bytes."""

import io

import numpy as np
import pytest
from PIL import Image

from media.encoding import MEDIA_TYPES, encoded, media_type, within
from media.errors import TooLarge, UnknownFormat


def noisy(side: int = 300) -> Image.Image:
    random = np.random.default_rng(7)
    return Image.fromarray(random.integers(0, 255, (side, side, 3), dtype=np.uint8))


@pytest.mark.parametrize("format", ["jpeg", "webp", "avif"])
def test_a_file_that_is_too_large_loses_quality_until_it_is_not(format: str) -> None:
    whole = len(encoded(noisy(), format))
    data = within(noisy(), format, most=whole * 0.6)
    assert whole * 0.4 < len(data) <= whole * 0.6
    assert Image.open(io.BytesIO(data)).size == (300, 300)


def test_it_is_no_smaller_than_it_must_be() -> None:
    most = len(encoded(noisy(), "jpeg", 60))
    assert within(noisy(), "jpeg", most=most) == encoded(noisy(), "jpeg", 60)


def test_a_file_that_is_too_small_gains_quality() -> None:
    ramp = Image.fromarray(np.tile(np.arange(256, dtype=np.uint8), (256, 1))).convert("RGB")
    usual = len(encoded(ramp, "jpeg"))
    assert usual * 1.2 <= len(within(ramp, "jpeg", least=usual * 1.2))


@pytest.mark.parametrize(("format", "said"), [("png", "As PNG"), ("jpeg", "lowest quality")])
def test_what_cannot_be_small_enough_is_refused(format: str, said: str) -> None:
    with pytest.raises(TooLarge, match=said):
        within(noisy(), format, most=3000)


@pytest.mark.parametrize("format", MEDIA_TYPES)
def test_the_same_picture_gives_the_same_bytes(format: str) -> None:
    assert encoded(noisy(80), format) == encoded(noisy(80), format)


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(UnknownFormat, match="'bmp'"):
        media_type("bmp")
