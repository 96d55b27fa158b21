"""What is cut out of its photo, how cleanly, and what is refused with its reason."""

from functools import lru_cache
from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from media.product_image import cutout as module
from media.product_image.cutout import Cutout, Reason, Refusal, cutout
from tests.media import shots

Pixels = NDArray[np.floating]
SIDE = 800


def ground(color: tuple[int, int, int], noise: float = 1.5) -> Pixels:
    """A wall lit from the top left."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE
    light = 1.03 - 0.06 * x - 0.05 * y
    grain = np.random.Generator(np.random.PCG64(3)).normal(0, noise, (SIDE, SIDE, 1))
    lit: Pixels = np.array(color, np.float32) * light[..., None] + grain
    return lit


def disk(radius: float, center: tuple[float, float] = (400, 400)) -> Pixels:
    """Coverage of a disk, its edge smoothed."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) + 0.5
    far = np.hypot(x - center[0], y - center[1])
    cover: Pixels = np.clip(radius - far + 0.5, 0, 1)
    return cover


def over(under: Pixels, color: tuple[int, int, int], cover: Pixels) -> Pixels:
    share = cover[..., None]
    mixed: Pixels = under * (1 - share) + np.array(color, np.float32) * share
    return mixed


def image(pixels: Pixels) -> Image.Image:
    return Image.fromarray(np.clip(pixels + 0.5, 0, 255).astype(np.uint8))


def cut(pixels: Pixels, digest: str) -> Cutout:
    found = cutout(image(pixels), digest)
    assert isinstance(found, Cutout), str(found)
    return found


def whole_alpha(found: Cutout) -> Pixels:
    """Its matte where it lies in the photo."""
    whole = Image.new("L", (SIDE, SIDE))
    place = (round(found.box[0] * SIDE), round(found.box[1] * SIDE))
    whole.paste(found.picture.getchannel("A"), place)
    return np.asarray(whole, np.float32) / 255


@lru_cache(maxsize=1)
def ring_photo() -> Pixels:
    """A red ring, 60 px thick, with a soft shadow to its lower right."""
    cover = disk(240) - disk(180)
    shadow = Image.fromarray((np.roll(cover, (25, 25), (0, 1)) * 255).astype(np.uint8))
    soft = np.asarray(shadow.filter(ImageFilter.GaussianBlur(14)), np.float32) / 255
    return over(ground((226, 224, 219)) * (1 - 0.22 * soft[..., None]), (190, 40, 34), cover)


def test_a_ring_keeps_its_opening_and_loses_its_shadow() -> None:
    found = cut(ring_photo(), "ring")
    alpha, wanted = whole_alpha(found), disk(240) - disk(180)
    assert alpha[400, 400] == 0
    assert np.abs(alpha - wanted).mean() < 0.006
    assert (alpha[disk(244) == 0] < 0.02).all()


def test_the_rim_shows_nothing_of_the_ground_on_magenta() -> None:
    """On magenta its green must stay as dark as the ring's own, however pale the wall was."""
    found = cut(ring_photo(), "ring")
    sheet = Image.new("RGB", found.picture.size, "magenta")
    sheet.paste(found.picture, mask=found.picture.getchannel("A"))
    assert np.asarray(sheet)[..., 1].max() < 80


def test_the_box_is_where_the_subject_stands() -> None:
    found = cut(ring_photo(), "ring")
    assert found.box == pytest.approx((0.2, 0.2, 0.8, 0.8), abs=0.005)
    wide, tall = found.picture.size
    assert (wide, tall) == pytest.approx((480, 480), abs=5)
    assert found.quality.clear > 0.98


def test_a_pale_thing_on_pale_ground_is_whole_or_refused() -> None:
    """Never with a bite taken out of it."""
    for lighter in (3, 6, 9, 14, 20, 30):
        pixels = over(
            ground((224, 222, 216)), (224 + lighter, 222 + lighter, 217 + lighter), disk(220)
        )
        found = cutout(image(pixels), f"pale {lighter}")
        if isinstance(found, Cutout):
            assert np.abs(whole_alpha(found) - disk(220)).mean() < 0.012, lighter
        else:
            assert found.reason in {Reason.ALIKE, Reason.NOTHING}
    assert isinstance(found, Cutout)  # thirty levels are seen by anybody


def test_a_thing_before_a_wall_on_a_table_is_cut_out() -> None:
    pixels = ground((224, 222, 216))
    pixels[520:] = ground((176, 132, 92))[520:]
    found = cut(over(pixels, (44, 66, 108), disk(200)), "table")
    assert np.abs(whole_alpha(found) - disk(200)).mean() < 0.006


def stripes() -> Image.Image:
    y, x = np.mgrid[0:600, 0:480]
    light = ((x + y) // 40) % 2 == 0
    colors = np.where(light[..., None], np.array([226, 224, 220]), np.array([44, 60, 72]))
    return Image.fromarray(colors.astype(np.uint8))


@pytest.mark.parametrize(
    ("name", "photo", "reason"),
    [
        ("stripes", stripes(), Reason.GROUND),
        ("a thumbnail", Image.new("RGB", (300, 60)), Reason.SMALL),
        ("empty", image(ground((224, 222, 216))), Reason.NOTHING),
        (
            "cut off",
            image(over(ground((224, 222, 216)), (30, 40, 60), disk(260, (640, 400)))),
            Reason.TOUCHES,
        ),
    ],
)
def test_what_cannot_be_cut_out_is_refused_with_its_figure(
    name: str, photo: Image.Image, reason: Reason
) -> None:
    found = cutout(photo, name)
    assert isinstance(found, Refusal)
    assert found.reason == reason
    assert found.measured != found.limit
    assert f"{found.measured:.3f}" in str(found)


def test_what_was_cut_out_before_keeps_its_pixels() -> None:
    picture = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((50, 40, 249, 159), fill=(10, 120, 60, 255))
    found = cutout(picture, "clear")
    assert isinstance(found, Cutout)
    assert found.box == pytest.approx((50 / 300, 0.2, 250 / 300, 0.8))
    assert found.picture.tobytes() == picture.crop((50, 40, 250, 160)).tobytes()
    empty = cutout(Image.new("RGBA", (300, 200)), "clear and empty")
    assert isinstance(empty, Refusal)
    assert empty.reason == Reason.NOTHING


def test_the_same_photo_is_cut_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    photo = image(ring_photo())
    first = cutout(photo, "kept")
    monkeypatch.setattr(module, "_made", lambda _: pytest.fail("it was cut out again"))
    assert cutout(photo, "kept") is first


def test_a_vase_of_any_size_is_found() -> None:
    """Its box stays, from a thumbnail to a phone's photo."""
    for width in (240, 480, 1800):
        data = shots.vase(width=width, height=width * 5 // 4)
        found = cutout(Image.open(BytesIO(data)), f"vase {width}")
        assert isinstance(found, Cutout), str(found)
        assert found.box == pytest.approx((0.36, 0.28, 0.64, 0.86), abs=0.02)
