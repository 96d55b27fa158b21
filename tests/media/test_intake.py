"""Files that claim to be pictures: which are taken, and why the others are not."""

import hashlib
import subprocess
import sys
import tempfile
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
from PIL import Image

from api.storage.keys import parts_of
from media.photos import intake
from media.photos.intake import BadPicture, Rule, Seen, look
from tests.factories.pictures import saved
from tests.factories.uploads import noise, png

BROKEN = Path(__file__).resolve().parents[3] / "shared" / "data" / "pillow_bad_images"
MOST = 64_000_000


def looked_at(data: bytes, most_pixels: int = MOST) -> Seen | Rule:
    with tempfile.TemporaryFile() as file:
        file.write(data)
        try:
            return look(file, most_pixels=most_pixels)
        except BadPicture as bad:
            return bad.rule


def drawn(kind: str, size: tuple[int, int] = (30, 20), **how: Any) -> bytes:
    return saved(Image.new("RGB", size, "teal"), kind, **how)


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return drawn("JPEG", exif=exif)


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (drawn("JPEG"), Seen("image/jpeg", 30, 20)),
        (drawn("PNG"), Seen("image/png", 30, 20)),
        (drawn("WEBP"), Seen("image/webp", 30, 20)),
        (drawn("GIF"), Seen("image/gif", 30, 20)),
        (drawn("AVIF"), Seen("image/avif", 30, 20)),
        (drawn("TIFF"), Seen("image/tiff", 30, 20)),
        (turned(), Seen("image/jpeg", 20, 30)),
        (png(5, 3, 7), Seen("image/png", 3, 7)),
    ],
)
def test_a_picture_is_known_by_its_bytes(data: bytes, seen: Seen) -> None:
    assert looked_at(data) == seen


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("nothing", b"", Rule.KIND),
        ("text", b"picture", Rule.KIND),
        ("svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', Rule.KIND),
        ("html", b"<!doctype html><script>", Rule.KIND),
        ("pdf", b"%PDF-1.7", Rule.KIND),
        ("postscript", b"%!PS-Adobe-3.0 EPSF-3.0", Rule.KIND),
        ("a film", b"\x00\x00\x00\x18ftypmp42", Rule.KIND),
        ("bmp", drawn("BMP"), Rule.KIND),
        ("ico", drawn("ICO"), Rule.KIND),
        ("only a head", drawn("PNG")[:16], Rule.DAMAGED),
        ("half a jpeg", drawn("JPEG", (300, 200))[:900], Rule.DAMAGED),
        ("half a webp", drawn("WEBP", (300, 200))[:-20], Rule.DAMAGED),
        ("half an avif", drawn("AVIF", (300, 200))[:-20], Rule.DAMAGED),
        ("a flipped bit", drawn("PNG")[:45] + b"\xff" + drawn("PNG")[46:], Rule.DAMAGED),
        ("a page that begins like a gif", b"GIF89a/*<svg/onload=alert(1)>*/=1;", Rule.DAMAGED),
    ],
)
def test_what_is_no_picture_is_refused_by_its_reason(name: str, data: bytes, rule: Rule) -> None:
    assert looked_at(data) == rule, name


def test_a_file_can_be_read_whole_after_it_was_looked_at() -> None:
    """The child has read it too, by the same open file."""
    data = noise(300, 300)
    for buffering in (0, -1):
        with cast("BinaryIO", tempfile.TemporaryFile(buffering=buffering)) as file:
            file.write(data)
            assert look(file, most_pixels=MOST) == Seen("image/png", 300, 300)
            assert b"".join(parts_of(file)) == data


def test_pixels_are_counted_before_they_are_made() -> None:
    assert looked_at(png(0, 10, 10), most_pixels=100) == Seen("image/png", 10, 10)
    assert looked_at(png(0, 101, 1), most_pixels=100) == Rule.PIXELS
    bomb = png(0, 1, 1).replace(
        b"IHDR\x00\x00\x00\x01\x00\x00\x00\x01", b"IHDR\x00\x00\xff\xff\x00\x00\xff\xff"
    )
    start = bomb.index(b"IHDR")
    crc = zlib.crc32(bomb[start : start + 17]).to_bytes(4, "big")
    assert looked_at(bomb[: start + 17] + crc + bomb[start + 21 :]) == Rule.PIXELS


def test_a_child_that_hangs_or_dies_is_a_picture_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for program, patience_s in (("import time; time.sleep(60)", 1), ("import os; os.abort()", 30)):
        child = tmp_path / "child.py"
        child.write_text(program)
        monkeypatch.setattr(intake, "__file__", str(child))
        monkeypatch.setattr(intake, "PATIENCE_S", patience_s)
        assert looked_at(drawn("PNG")) == Rule.COSTLY


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep no such limits")
def test_a_child_has_limits(tmp_path: Path) -> None:
    """Memory, processor time and files to write: each ends it, and not us."""
    for act, expected in (
        ("bytearray(3 << 30)", "MemoryError"),
        (f"open({str(tmp_path / 'x')!r}, 'wb').write(b'x' * 100_000)", "File too large"),
    ):
        program = f"import runpy, sys; m = runpy.run_path(sys.argv[1]); m['limit_self'](); {act}"
        command = [sys.executable, "-c", program, intake.__file__]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode != 0
        assert expected in done.stderr or done.returncode < 0


REASONS = {
    Rule.PIXELS: {"decompression_bomb.gif"},
    Rule.DAMAGED: {
        "oom-225817ca0f8c663be7ab4b9e717b02c661e66834.tif",
        "tiff_overflow_rows_per_strip.tif",
        "truncated_end_chunk.png",
        "truncated_image.png",
        "truncated_jpeg.jpg",
    },
}
TAKEN = {".jpg", ".png", ".webp", ".gif", ".avif", ".tif"}


def broken_files() -> Iterator[Any]:
    """Each by its name; one that is skipped, where there are none."""
    found = sorted(path for path in BROKEN.rglob("*") if path.is_file())
    for path in found:
        yield pytest.param(path, id=path.name)
    if not found:
        reason = f"there is no {BROKEN}: it lies beside the project, not in it"
        yield pytest.param(None, marks=pytest.mark.skip(reason=reason))


@pytest.mark.parametrize("path", list(broken_files()))
def test_pillows_own_broken_pictures_are_refused_by_name_and_reason(path: Path) -> None:
    """What is whole in spite of its odd metadata is taken; nothing of it harms this process."""
    found = looked_at(path.read_bytes())
    if path.suffix not in TAKEN:
        assert found == Rule.KIND
    elif path.name in REASONS[Rule.PIXELS]:
        assert found == Rule.PIXELS
    elif path.name in REASONS[Rule.DAMAGED] or path.name.startswith("crash-"):
        assert found == Rule.DAMAGED
    else:
        assert isinstance(found, Seen), hashlib.sha256(path.read_bytes()).hexdigest()
        with warnings.catch_warnings(action="ignore"), Image.open(path) as picture:
            assert {found.width_px, found.height_px} == set(picture.size)
