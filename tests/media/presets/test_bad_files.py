"""Files that cannot be checked: each a MediaError that names the file, whatever is in it."""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from media.checking.apart import LIMITS, check_apart
from media.errors import BadFile, BadPicture, MediaError, TooLarge
from media.presets import named, reading, rows
from media.presets.compliance import check
from media.presets.finding import Verdict, worst
from media.presets.preset import Kind
from tests.factories.pictures import saved
from tests.media.presets.made import cup, film, film_preset, moving, preset

SHARED = Path(os.environ.get("TRADEPOST_SHARED", Path(__file__).parents[4] / "shared"))
LIST = b"#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
BAD: dict[str, bytes] = {
    "empty.png": b"",
    "script.jpg": b"#!/bin/sh\nrm -rf /\n",
    "drawing.png": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "list.mp4": LIST,
    "concat.mp4": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "cut.png": saved(cup())[:200],
    "cut.jpg": saved(cup(), "JPEG")[:300],
    "head.mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\xff" * 4000,
    "head.webm": b"\x1a\x45\xdf\xa3" + b"\0" * 4000,
    "head.flv": b"FLV\x01\x05" + b"\0" * 4000,
    "photo.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400,
}


@pytest.mark.parametrize(("name", "data"), BAD.items(), ids=BAD.keys())
def test_what_is_no_picture_and_no_film_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    for row in (named("taobao-white"), named("taobao-video")):
        with pytest.raises((BadFile, BadPicture), match=name):
            check(path, row)


def test_a_film_cut_short_is_refused_or_judged_by_what_is_left(tmp_path: Path) -> None:
    whole = film(tmp_path / "whole.mp4", moving(3)).read_bytes()
    for length in (40, 400, len(whole) // 2, len(whole) - 200):
        cut = tmp_path / f"cut-{length}.mp4"
        cut.write_bytes(whole[:length])
        with pytest.raises(BadFile, match="is broken"):
            check(cut, named("taobao-video"))


def test_a_film_without_one_readable_frame_is_refused(tmp_path: Path) -> None:
    whole = bytearray(film(tmp_path / "whole.mp4", moving(3)).read_bytes())
    start = whole.index(b"mdat") + 4
    end = whole.index(b"moov") - 4
    whole[start:end] = bytes(end - start)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(whole)
    with pytest.raises(BadFile, match="no frame of it"):
        check(broken, film_preset(forbidden=["BLACK_BARS"]))


def test_a_picture_with_too_many_pixels_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    Image.new("1", (20_001, 40)).save(path)
    with pytest.raises(TooLarge, match=r"bomb\.png"):
        check(path, preset())


def test_folders_and_what_is_not_there_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.png"):
        with pytest.raises(BadFile, match="is no file"):
            check(path, preset())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names and no pipes")
def test_a_pipe_and_a_name_with_a_line_break_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    with pytest.raises(BadFile, match="is no file"):
        check(pipe, preset())
    pipe.unlink()  # what copies the folder of all tests would wait for it
    path = film(tmp_path / "good.mp4", moving(2))
    path = path.rename(tmp_path / "a\n  Stream #0:0: Video: h264, 9x9.mp4")
    with pytest.raises(BadFile, match="line break"):
        check(path, named("taobao-video"))


def test_pictures_made_to_break_decoders_give_findings_or_media_errors() -> None:
    folder = SHARED / "data" / "pillow_bad_images"
    if not folder.exists():
        pytest.skip(f"{folder} is not here: the real files are not part of the project")
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    refused = {}
    for path in files:
        try:
            assert check(path, named("amazon-main"))
        except MediaError as error:
            refused[path.name] = str(error)
    assert refused
    assert [name for name, said in refused.items() if name not in said] == []


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (1, 900), (900, 1), (20, 7)])
@pytest.mark.parametrize("mode", ["L", "RGBA"])
def test_the_smallest_and_narrowest_pictures_get_their_verdicts(
    size: tuple[int, int], mode: str
) -> None:
    white = saved(Image.new(mode, size, "white"))
    for row in rows():
        if row.kind is Kind.IMAGE:
            assert worst(check(white, row)) is Verdict.FAIL


def test_a_check_that_takes_too_long_leaves_nothing_open(tmp_path: Path) -> None:
    path = tmp_path / "cup.png"
    path.write_bytes(saved(cup()))
    row = json.loads((Path(reading.__file__).parent / "presets.json").read_text("utf-8"))[0]
    before = len(list(Path("/dev/fd").iterdir()))
    with pytest.raises(BadFile, match="takes longer than") as refused:
        check_apart(path, row, replace(LIMITS, patience_s=0.01))
    assert len(list(Path("/dev/fd").iterdir())) == before
    assert refused.value
