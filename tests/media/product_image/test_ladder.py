"""One photo in every size and format, and all that comes of it in one call."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from media.errors import BadPicture, BadValue, MediaError, UnknownFormat
from media.photos.likeness import ALIKE, distance, fingerprint, unhashed
from media.photos.pictures import decode, digest_of
from media.product_image import ladder as module
from media.product_image.ladder import FORMATS, ladder, of_image
from media.product_image.pipeline import Background, pipeline
from tests.connectors.shared import shared
from tests.factories.pictures import saved
from tests.media import shots


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def jpeg(image: Image.Image, **more: object) -> bytes:
    return saved(image, "JPEG", quality=92, **more)


def photo() -> Image.Image:
    return opened(shots.vase(width=960, height=1200)).convert("RGB")


def test_every_size_comes_in_every_format() -> None:
    made = ladder(jpeg(photo()), sizes=(400, 800, 200))
    assert [(rung.height_px, rung.format) for rung in made.rungs] == [
        (size, kind) for size in (800, 400, 200) for kind in FORMATS
    ]
    assert made.notes == ()
    for rung in made.rungs:
        picture = opened(rung.data)
        assert picture.format == rung.format.upper()
        assert picture.size == (rung.width_px, rung.height_px)
        assert rung.width_px == pytest.approx(rung.height_px * 0.8, abs=1)


def test_each_size_looks_like_the_photo() -> None:
    whole = photo()
    for rung in ladder(jpeg(whole), sizes=(600, 150)).rungs:
        wanted = np.asarray(
            whole.resize((rung.width_px, rung.height_px), Image.Resampling.LANCZOS), float
        )
        found = np.asarray(opened(rung.data).convert("RGB"), float)
        assert np.abs(found - wanted).mean() < 3.0, rung.format


def test_nothing_is_enlarged_and_a_note_says_so() -> None:
    made = of_image(photo(), sizes=(2000, 1600, 300), formats=("webp",))
    assert [rung.height_px for rung in made.rungs] == [1200, 300]
    assert len(made.notes) == 1
    assert "1600, 2000" in made.notes[0]
    assert "1200 px" in made.notes[0]


def test_metadata_goes_and_a_turned_photo_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A camera that tells where it was"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = jpeg(photo(), exif=exif, icc_profile=profile, comment=b"secret")
    for rung in ladder(data, sizes=(300,)).rungs:
        assert rung.width_px > rung.height_px
        picture = opened(rung.data)
        assert not picture.getexif()
        assert {"icc_profile", "exif", "comment", "xmp"}.isdisjoint(
            key for key, value in picture.info.items() if value
        )
        assert b"secret" not in rung.data


def test_a_large_jpeg_is_not_decoded_larger_than_needed() -> None:
    data = jpeg(photo())
    small = decode(data, "it", digest_of(data), least_px=300)
    assert (small.width, small.height) == (240, 300)
    assert decode(data, "it", digest_of(data)).size == (960, 1200)
    assert decode(data, "it", digest_of(data), least_px=301).height >= 301


def test_alpha_stays_where_a_format_has_it_and_lies_on_white_where_not() -> None:
    clear = Image.new("RGBA", (64, 64), (200, 30, 30, 0))
    clear.paste((20, 90, 160, 255), (16, 16, 48, 48))
    for rung in of_image(clear, sizes=(64,)).rungs:
        picture = opened(rung.data)
        if rung.format == "jpeg":
            corner = picture.getpixel((2, 2))
            assert isinstance(corner, tuple)
            assert min(corner) > 250
        else:
            assert picture.convert("RGBA").getchannel("A").getpixel((2, 2)) == 0
            assert picture.convert("RGBA").getchannel("A").getpixel((32, 32)) == 255


def test_the_same_photo_gives_the_same_bytes() -> None:
    data = jpeg(photo())
    assert ladder(data, sizes=(500, 250)) == ladder(data, sizes=(500, 250))


def test_an_even_studio_ground_is_not_taken_for_a_screen() -> None:
    """Libaom did, at this speed: the file was larger than the JPEG."""
    sizes = {rung.format: len(rung.data) for rung in of_image(photo(), sizes=(1200,)).rungs}
    assert sizes["avif"] < sizes["webp"] < sizes["jpeg"]


@pytest.mark.parametrize("sizes", [(), (15,), (8001,), (400, 400), tuple(range(100, 113))])
def test_sizes_that_cannot_be_are_refused(sizes: tuple[int, ...]) -> None:
    with pytest.raises(BadValue):
        ladder(jpeg(photo()), sizes=sizes)


def test_formats_that_are_not_are_refused_before_anything_is_read() -> None:
    with pytest.raises(UnknownFormat):
        ladder(b"no picture", formats=("gif",))
    with pytest.raises(BadValue):
        ladder(b"no picture", formats=())
    with pytest.raises(UnknownFormat):
        module.encoded(photo(), "tiff")
    with pytest.raises(BadPicture, match="my file"):
        ladder(b"no picture", name="my file")


@settings(max_examples=25, deadline=None)
@given(
    width=st.integers(1, 300),
    height=st.integers(1, 300),
    sizes=st.lists(st.integers(16, 400), min_size=1, max_size=4, unique=True),
)
def test_no_rung_is_larger_than_asked_or_than_the_photo(
    width: int, height: int, sizes: list[int]
) -> None:
    made = of_image(Image.new("RGB", (width, height), (90, 120, 60)), sizes, ("jpeg",))
    for rung in made.rungs:
        longest = max(rung.width_px, rung.height_px)
        assert longest <= max(width, height)
        assert longest in sizes or longest == max(width, height)
        assert opened(rung.data).size == (rung.width_px, rung.height_px)
    assert bool(made.notes) == (max(sizes) > max(width, height))


def test_one_call_gives_files_fingerprint_placeholder_and_box() -> None:
    made = pipeline(jpeg(photo()), sizes=(500,), background=Background.WHITE)
    assert made.background is Background.WHITE
    assert made.subject == pytest.approx((0.36, 0.28, 0.64, 0.86), abs=0.02)
    assert distance(made.fingerprint, fingerprint(photo())) <= ALIKE
    assert unhashed(made.placeholder).size == (32, 32)
    assert (made.width_px, made.height_px) == (500, 500)
    corner = opened(made.rungs[0].data).convert("RGB").getpixel((1, 1))
    assert corner == (255, 255, 255)


def test_what_cannot_be_cut_out_keeps_its_ground_and_says_why() -> None:
    made = pipeline(shots.busy(), sizes=(300,), formats=("webp",), background=Background.WHITE)
    assert made.background is Background.KEEP
    assert made.notes[0].startswith("the background was kept: the background is not even")
    assert made.rungs[0].height_px == 300


def test_a_kept_photo_is_cropped_around_its_subject_or_around_the_focus() -> None:
    data = jpeg(photo())
    own = pipeline(data, sizes=(300,), formats=("webp",), ratio=1.0)
    assert own.width_px == own.height_px < 960
    by_hand = pipeline(data, sizes=(300,), formats=("webp",), ratio=1.0, focus=(0.5, 0.0))
    assert (by_hand.width_px, by_hand.height_px) == (960, 960)


def test_a_clear_product_keeps_its_alpha() -> None:
    made = pipeline(jpeg(photo()), sizes=(300,), formats=("webp",), background=Background.CLEAR)
    assert opened(made.rungs[0].data).mode == "RGBA"
    assert made.background is Background.CLEAR


def test_hostile_files_come_to_nothing_but_media_errors() -> None:
    folder = shared("pillow_bad_images")
    taken, refused = 0, 0
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        said = ""
        try:
            made = pipeline(path.read_bytes(), sizes=(64,), formats=("webp",), name=path.name)
        except MediaError as refusal:
            said = str(refusal)
        if said:
            assert path.name in said
            refused += 1
        else:
            assert made.rungs
            taken += 1
    assert taken > 20
    assert refused > 20
