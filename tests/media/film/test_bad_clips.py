"""Clips that are refused, before anything is drawn; and odd ones that are not."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from media.clips import frames, opening
from media.clips.opening import Clips
from media.clips.whole import is_cut_off
from media.errors import BadClip, MediaError, TooLarge
from media.film import encoder, render
from media.render import render as render_still
from tests.factories.pictures import saved
from tests.media.film.clips import SIZE, counter, document, number_of

ROOT = Path(__file__).parents[3]


@lru_cache(maxsize=16)
def made(*arguments: str, ending: str = "mp4") -> bytes:
    """A clip as ffmpeg makes it of these words."""
    with TemporaryDirectory() as folder:
        into = Path(folder) / f"clip.{ending}"
        encoder.run([*arguments, into])
        return into.read_bytes()


def lavfi(source: str, *more: str, ending: str = "mp4") -> bytes:
    return made("-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p", *more, ending=ending)


def changed(*more: str, before: tuple[str, ...] = (), ending: str = "mp4") -> bytes:
    """The counter, copied with other words around it."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / "source.mp4"
        source.write_bytes(counter())
        return made(*before, "-i", str(source), *more, ending=ending)


def quick() -> bytes:
    """With its table of contents in front, so that a part of it would play."""
    return changed("-c", "copy", "-movflags", "+faststart")


def png() -> bytes:
    return saved(Image.new("RGB", SIZE))


def scrambled() -> bytes:
    data = bytearray(lavfi("testsrc2=s=320x240:d=2"))
    start = data.index(b"mdat") + 40
    for at in range(start, len(data) - 4000, 97):
        data[at] ^= 0x5A
    return bytes(data)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "is empty"),
    "a playlist": (lambda: b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "is no clip"),
    "a script": (lambda: b"ffconcat version 1.0\nfile /etc/passwd\n", "is no clip"),
    "a manifest": (lambda: b"<?xml version='1.0'?><MPD><BaseURL>file:///etc/</BaseURL></MPD>", "is no clip"),
    "a session": (lambda: b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n", "is no clip"),
    "a picture": (png, "is no clip"),
    "an AVI": (lambda: lavfi("color=d=0.2:s=32x32", ending="avi"), "is no clip"),
    "a start alone": (lambda: counter()[:64], "cut off|broken"),
    "a half": (lambda: counter()[: len(counter()) // 2], "cut off"),
    "a quick half": (lambda: quick()[: len(quick()) * 3 // 4], "cut off"),
    "a half WebM": (lambda: counter(30, "20", "webm")[:2500], "cut off"),
    "a name of MP4": (lambda: b"\0\0\0\x18ftypisom" + b"\0" * 4000, "broken"),
    "a name of WebM": (lambda: b"\x1a\x45\xdf\xa3" + b"\0" * 4000, "broken"),
    "noise": (scrambled, "broken|no picture"),
    "sound alone": (lambda: made("-f", "lavfi", "-i", "sine=d=1"), "no pictures"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_whole_clip_is_refused_by_slot_and_asset(what: str, tmp_path: Path) -> None:
    make, problem = REFUSED[what]
    values, assets = {"clip": "holiday"}, {"holiday": make()}
    with pytest.raises(BadClip, match=problem) as caught:
        render.check(document(), values, assets)
    assert caught.value.asset == "holiday"
    assert caught.value.slot == "clip"
    assert caught.value.template == "film-clip"
    told: list[str] = []
    with pytest.raises(BadClip, match="'holiday'"):
        render.render_film(document(), values, assets, tmp_path / "film.mp4",
                           on_progress=lambda stage, _: told.append(stage))  # fmt: skip
    assert set(told) == {"planning"}
    assert not list(tmp_path.iterdir())


def still() -> dict[str, Any]:
    found = document()
    return found | {"kind": "POSTER", "layers": found.pop("film")["scenes"][0]["layers"]}


def test_stills_refuse_them_too() -> None:
    for data in (b"#EXTM3U\n", counter()[:900], b""):
        with pytest.raises(BadClip, match="slot 'clip'"):
            render_still(still(), {"clip": "a"}, {"a": data})
    with pytest.raises(BadClip, match="has no picture at 9 s"):
        render_still(still(), {"clip": {"asset": "a", "from": 9}}, {"a": counter()})


def test_what_is_too_long_or_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    long = lavfi("color=d=612:s=16x16:r=1")
    wide = lavfi("color=d=0.1:s=4128x16")
    for data, said in ((long, "lasts 612 s"), (wide, "4128 x 16 px")):
        with pytest.raises(TooLarge, match=f"'a' .*{said}.*slot 'clip'"):
            render.check(document(), {"clip": "a"}, {"a": data})
    monkeypatch.setattr(opening, "MOST_BYTES", 100)
    with pytest.raises(TooLarge, match=r"'a' has more than 100 bytes .*slot 'clip'"):
        render.check(document(), {"clip": "a"}, {"a": counter()})


def test_a_start_beyond_its_end_is_refused() -> None:
    with pytest.raises(BadClip, match=r"no picture at 1\.6 s"):
        render.check(document(), {"clip": {"asset": "a", "from": 1.6}}, {"a": counter()})


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["mp4", "webm", "quick"]), st.floats(0.0, 0.999))
def test_any_part_of_a_file_is_cut_off_or_has_no_start(ending: str, share: float) -> None:
    data = quick() if ending == "quick" else counter(30, "20", ending)
    demuxer = "matroska" if ending == "webm" else "mov"
    assert not is_cut_off(data, demuxer)
    clips = Clips({"a": data[: int(len(data) * share)]})
    with pytest.raises(MediaError):
        frames.count(clips.get("a"), 0.0, 20, 20)
    clips.close()


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["mov", "matroska"]), st.binary(max_size=80))
def test_no_bytes_confuse_the_look_at_a_files_end(demuxer: str, data: bytes) -> None:
    head = b"\x1a\x45\xdf\xa3" if demuxer == "matroska" else b"\0\0\0\x08free"
    assert is_cut_off(head + data, demuxer) in {True, False}


def first(data: bytes, size: tuple[int, int]) -> Any:
    clips = Clips({"a": data})
    file = clips.get("a")
    found = frames.picture(file, 0.0)
    clips.close()
    assert found.size == file.size == size
    return np.asarray(found, np.int16)


def test_a_turned_clip_stands_upright() -> None:
    turned = changed("-c", "copy", before=("-display_rotation", "90"))
    shown = first(turned, (SIZE[1], SIZE[0]))
    assert shown[:, :6].min() > 200 or shown[:, -6:].min() > 200  # its top is at a side
    assert number_of(shown[50, 40]) == number_of(shown[30, 30]) == 0


def test_pixels_that_are_no_squares_become_squares() -> None:
    assert number_of(first(changed("-vf", "setsar=2", "-crf", "4"), (96, 32))[20, 60]) == 0
    assert number_of(first(changed("-vf", "setsar=1/2", "-crf", "4"), (48, 64))[40, 30]) == 0


def test_colours_are_read_by_the_matrix_that_is_told_or_usual() -> None:
    """Without a word, small films are BT.601 and large ones BT.709."""
    rgb = (200, 60, 40)
    for size, matrix in (("640x480", "bt601"), ("1280x720", "bt709")):
        own = "smpte170m" if matrix == "bt601" else "bt709"
        for told in ("unknown", own):
            chain = f"scale=out_color_matrix={matrix}:out_range=tv,format=yuv420p"
            plain = lavfi(f"color=c=#C83C28:s={size}:d=0.2",
                          "-vf", f"{chain},setparams=colorspace={told}", "-crf", "1")  # fmt: skip
            width, height = map(int, size.split("x"))
            away = np.abs(first(plain, (width, height))[100, 100] - rgb).max()
            assert away <= 4, (size, told)


def test_a_wide_range_of_light_is_brought_down() -> None:
    """A white of 203 cd/m2, which PQ writes as .58, is bright; not the grey that it is written as."""
    hdr = lavfi("color=c=gray:s=128x128:d=0.2", "-crf", "1", "-vf",
                "format=yuv420p,geq=lum=143:cb=128:cr=128,setparams=range=tv:colorspace=bt2020nc:"
                "color_primaries=bt2020:color_trc=smpte2084")  # fmt: skip
    clips = Clips({"a": hdr})
    assert clips.get("a").is_wide_range
    clips.close()
    shown = first(hdr, (128, 128))[60, 60]
    assert 215 < shown.min() <= shown.max() <= 255
    assert np.ptp(shown) < 6


def test_a_stream_that_was_never_closed_plays() -> None:
    """As browsers record: a WebM with no length anywhere."""
    live = changed("-c:v", "libvpx", "-crf", "6", "-b:v", "4M", "-live", "1", ending="webm")
    clips = Clips({"a": live})
    file = clips.get("a")
    assert file.facts.seconds is None
    assert frames.count(file, 0.0, 20, 100) == 30
    clips.close()


KILLED = """
import sys, time
from pathlib import Path
from tests.media.film.clips import counter, document
from media.film import render
made = document({"seconds": {"min": 15, "reading": False}}, box=[0, 0, 160, 160])
def tell(stage, done):
    if stage == "encoding" and done > 0.1:
        print("here", flush=True)
        time.sleep(60)
render.render_film(made, {"clip": "a"}, {"a": counter(400)}, Path(sys.argv[1]) / "film.mp4",
                   on_progress=tell)
"""


def reading(folder: Path) -> list[str]:
    """Commands of processes that name a file in a folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if "ffmpeg" in words and str(folder) in words:
            found.append(words)
    return found


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="processes are seen in /proc")
def test_a_killed_film_leaves_no_decoder(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=env, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"here\n"
        assert any("clips-" in one for one in reading(tmp_path))
        process.send_signal(signal.SIGKILL)
    for _ in range(100):
        if not reading(tmp_path):
            break
        time.sleep(0.1)
    assert not reading(tmp_path)
