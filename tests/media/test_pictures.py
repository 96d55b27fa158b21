"""What somebody sends as a photo: read, turned upright, brought to sRGB, or refused."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from media.errors import BadPicture, MediaError, TooLarge
from media.photos import pictures
from media.photos.pictures import decode, digest_of
from media.render import render
from tests.factories.pictures import saved
from tests.media import shots

NEW = {"title": "Red", "picture": "vase"}


def huge_png(width: int, height: int) -> bytes:
    """A header that promises more than there is."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"")
    chunks = (
        struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in (head, data)
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


BROKEN = {
    "empty": b"",
    "text": b"no picture at all",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage\n",
    "bitmap": saved(Image.new("RGB", (4, 4)), "BMP"),
    "icon": saved(Image.new("RGB", (16, 16)), "ICO"),
    "cut in half": shots.vase()[: len(shots.vase()) // 2],
    "header only": huge_png(40, 40),
    "damaged": shots.vase()[:400] + b"\x00" * 200 + shots.vase()[600:],
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_picture_is_refused_and_names_its_slot(name: str) -> None:
    with pytest.raises(BadPicture) as caught:
        render("poster-new-arrival", NEW, {"vase": BROKEN[name]})
    assert (caught.value.asset, caught.value.slot) == ("vase", "picture")
    assert caught.value.rule == "asset.picture"


@pytest.mark.parametrize("side", [(30_000, 10), (9_000, 9_000), (60_000, 60_000)])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(
    side: tuple[int, int],
) -> None:
    with pytest.raises(TooLarge):
        render("poster-new-arrival", NEW, {"vase": huge_png(*side)})


def test_a_file_of_too_many_bytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_BYTES", 100)
    with pytest.raises(TooLarge):
        decode(shots.vase(), "vase", digest_of(shots.vase()))


def read(data: bytes) -> Image.Image:
    return decode(data, "it", digest_of(data))


COLOR = (200, 60, 40)
PLAIN = Image.new("RGB", (8, 6), COLOR)


@pytest.mark.parametrize(
    "data",
    [
        saved(PLAIN, "PNG"),
        saved(PLAIN, "JPEG", quality=95, subsampling=0),
        saved(PLAIN, "WEBP", lossless=True),
        saved(PLAIN, "AVIF", quality=95),
        saved(PLAIN, "TIFF"),
        saved(PLAIN.quantize(4), "GIF"),
        saved(PLAIN.quantize(4), "PNG"),
        saved(PLAIN.convert("CMYK"), "JPEG", quality=95),
    ],
    ids=["png", "jpeg", "webp", "avif", "tiff", "gif", "palette", "cmyk"],
)
def test_every_kind_that_we_read_becomes_plain_rgb(data: bytes) -> None:
    image = read(data)
    assert (image.mode, image.size) == ("RGB", (8, 6))
    assert np.abs(np.asarray(image, np.int16) - COLOR).max() <= 14


def test_sixteen_bits_and_grey_are_read() -> None:
    grey = Image.fromarray(np.full((6, 8), 0x8000, np.uint16))
    assert read(saved(grey, "PNG")).getpixel((3, 3)) == (128, 128, 128)
    assert read(saved(Image.new("L", (8, 6), 90), "PNG")).getpixel((3, 3)) == (90, 90, 90)


def test_what_shows_through_is_kept_and_what_does_not_is_dropped() -> None:
    clear = Image.new("RGBA", (8, 6), (*COLOR, 90))
    assert read(saved(clear, "PNG")).mode == "RGBA"
    assert read(saved(Image.new("RGBA", (8, 6), (*COLOR, 255)), "PNG")).mode == "RGB"


def test_a_photo_lies_as_its_camera_was_held() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = read(saved(PLAIN, "JPEG", exif=exif))
    assert turned.size == (6, 8)


def test_another_colour_space_is_brought_to_srgb_and_a_broken_profile_is_ignored() -> None:
    own = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    same = np.asarray(read(saved(PLAIN, "PNG", icc_profile=own)), np.int16)
    assert np.abs(same - COLOR).max() <= 1
    assert read(saved(PLAIN, "PNG", icc_profile=b"\x00" * 200)).getpixel((3, 3)) == COLOR


def test_nothing_but_our_own_errors_comes_out_of_damaged_files() -> None:
    whole = {
        kind: saved(PLAIN.resize((64, 48)), kind) for kind in ("PNG", "JPEG", "GIF", "TIFF", "WEBP")
    }
    random = np.random.Generator(np.random.PCG64(7))
    for data in whole.values():
        for _ in range(60):
            bent = bytearray(data)
            for place in random.integers(0, len(bent), 6):
                bent[place] = random.integers(0, 256)
            try:
                read(bytes(bent))
            except MediaError:
                continue
