"""Files of every kind that is taken, and why the others are not."""

import io
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imageio_ffmpeg import get_ffmpeg_exe
from PIL import Image

from media.brand import logo
from media.errors import BadFont, BadPicture
from media.fonts import intake as fonts
from media.intake import looking
from media.intake.kinds import HEAD_BYTES, KINDS, Sort, ending_of, sniffed
from media.intake.looking import Facts, Refused, Rule, look
from tests.factories.uploads import png

BESIDE = Path(__file__).resolve().parents[4] / "shared"
BAD = Path(os.environ.get("TRADEPOST_SHARED", BESIDE)) / "data" / "pillow_bad_images"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
TONE = ("-f", "lavfi", "-i", "sine=440:duration=0.3")
SCENE = ("-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=0.5", "-pix_fmt", "yuv420p")


def looked_at(data: bytes, name: str, most_pixels: int = 64_000_000) -> Facts | Rule:
    with tempfile.TemporaryFile(buffering=0) as file:
        file.write(data)
        try:
            return look(file, name, most_pixels=most_pixels)
        except Refused as error:
            refused = error
    assert repr(name) in str(refused)
    return refused.rule


@pytest.fixture(scope="module")
def encoded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A sound and a film, by the endings of their names."""
    folder, made = tmp_path_factory.mktemp("encoded"), {}
    for ending, source in (("wav", TONE), ("mp3", TONE), ("mp4", SCENE), ("webm", SCENE)):
        path = folder / f"it.{ending}"
        command = [get_ffmpeg_exe(), "-loglevel", "error", *source, str(path)]
        subprocess.run(command, check=True)
        made[ending] = path.read_bytes()
    return made


@pytest.mark.parametrize(
    ("ending", "sort", "media_type", "size", "least_ms", "most_ms"),
    [
        ("wav", Sort.AUDIO, "audio/wav", (None, None), 300, 300),
        ("mp3", Sort.AUDIO, "audio/mpeg", (None, None), 290, 400),
        ("mp4", Sort.VIDEO, "video/mp4", (64, 48), 500, 500),
        ("webm", Sort.VIDEO, "video/webm", (64, 48), 400, 600),
    ],
)
def test_films_and_sounds_say_how_large_and_how_long_they_are(  # noqa: PLR0913, PLR0917  a row
    encoded: dict[str, bytes],
    ending: str,
    sort: Sort,
    media_type: str,
    size: tuple[int | None, int | None],
    least_ms: int,
    most_ms: int,
) -> None:
    found = looked_at(encoded[ending], f"it.{ending}")
    assert isinstance(found, Facts)
    assert (found.sort, found.media_type) == (sort, media_type)
    assert (found.width_px, found.height_px) == size
    assert found.duration_ms is not None
    assert least_ms <= found.duration_ms <= most_ms
    assert (found.placeholder is not None) is (sort is Sort.VIDEO)


def test_what_is_cut_off_is_damaged(encoded: dict[str, bytes]) -> None:
    for ending in ("wav", "mp4"):
        assert looked_at(encoded[ending][:-400], f"it.{ending}") == Rule.DAMAGED
    assert looked_at(PDF[:-8], "it.pdf") == Rule.DAMAGED


@pytest.mark.parametrize(
    ("data", "name", "rule"),
    [
        (b"", "it.png", Rule.EMPTY),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "it.png", Rule.KIND),
        (b"  <!doctype html><script>", "it.png", Rule.KIND),
        ("\ufeff<svg/>".encode("utf-16-le"), "it.svg", Rule.KIND),  # begins as MPEG's frames do
        ("\ufeff<svg/>".encode("utf-16-be"), "it.svg", Rule.KIND),
        (b"#!/usr/bin/env python\n", "it", Rule.KIND),
        (b"PK\x03\x04", "it.zip", Rule.KIND),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "it.eps", Rule.KIND),
        (png(), "it.svg", Rule.ENDING),
        (png(), "it.png.exe", Rule.ENDING),
        (PDF, "it.png", Rule.ENDING),
        (png(0, 101, 1), "it.png", Rule.PIXELS),
        (png()[:50], "it.png", Rule.DAMAGED),
        (b"ID3" + bytes(500), "it.mp3", Rule.DAMAGED),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(500), "it.mp4", Rule.DAMAGED),
    ],
)
def test_what_is_not_taken_is_refused_by_its_rule(data: bytes, name: str, rule: Rule) -> None:
    assert looked_at(data, name, most_pixels=100) == rule


@pytest.mark.parametrize("name", ["it", "it.2024", "it.PNG", ".png", "photo.of a mug"])
def test_a_name_may_do_without_an_ending(name: str) -> None:
    found = looked_at(png(), name)
    assert isinstance(found, Facts)
    assert (found.media_type, found.fingerprint) == ("image/png", None)  # one colour throughout


def test_a_picture_turned_on_its_side_is_known_by_how_it_is_shown() -> None:
    scene = Image.effect_mandelbrot((120, 80), (-2.0, -1.0, 0.7, 1.3), 60).convert("RGB")
    exif, into, turned = Image.Exif(), io.BytesIO(), io.BytesIO()
    exif[0x0112] = 6
    scene.save(into, "PNG")
    scene.transpose(Image.Transpose.ROTATE_90).save(turned, "JPEG", exif=exif, quality=95)
    upright, laid = looked_at(into.getvalue(), "a.png"), looked_at(turned.getvalue(), "a.jpg")
    assert isinstance(upright, Facts)
    assert isinstance(laid, Facts)
    assert (laid.width_px, laid.height_px) == (120, 80)
    assert upright.fingerprint
    assert laid.fingerprint
    assert (int(upright.fingerprint, 16) ^ int(laid.fingerprint, 16)).bit_count() <= 10


def test_a_child_that_opens_a_file_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Mapping[str, str]] = []
    run = subprocess.run

    def watched(*args: Any, **options: Any) -> Any:
        told.append(options["env"])
        return run(*args, **options)

    monkeypatch.setenv("TRADEPOST_AUDIT_KEY", "hush")
    monkeypatch.setattr(subprocess, "run", watched)
    scene = io.BytesIO(png())
    with tempfile.TemporaryFile(buffering=0) as file:
        file.write(scene.getvalue())
        assert isinstance(look(file, "it.png", most_pixels=1000), Facts)
        with pytest.raises(BadPicture, match="one colour"):
            logo.look(file)
        with pytest.raises(BadFont):
            fonts.look(file)
    assert len(told) == 3
    assert not any("hush" in environment.values() for environment in told)


def test_a_child_that_says_nothing_is_a_file_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "PROGRAM", "media.no_such_program")
    assert looked_at(b"ID3" + bytes(500), "it.mp3") == Rule.COSTLY


def bad_files() -> Iterator[Any]:
    found = sorted(path for path in BAD.rglob("*") if path.is_file())
    for path in found:
        yield pytest.param(path, id=path.name)
    if not found:
        reason = f"there is no {BAD}: it lies beside the project, not in it"
        yield pytest.param(None, marks=pytest.mark.skip(reason=reason))


@pytest.mark.parametrize("path", list(bad_files()))
def test_pillows_bad_pictures_are_refused_by_name_and_reason_or_whole(path: Path) -> None:
    found = looked_at(path.read_bytes(), path.name)
    if isinstance(found, Facts):
        assert found.sort is Sort.IMAGE
        assert ending_of(path.name) in KINDS[found.media_type].endings
        assert found.placeholder
    elif path.name.startswith(("crash-", "truncated_", "decompression_bomb", "oom-")):
        assert found in {Rule.DAMAGED, Rule.KIND, Rule.PIXELS, Rule.COSTLY}
    else:
        assert found in Rule


@given(st.binary(max_size=HEAD_BYTES))
def test_any_bytes_are_of_a_known_kind_or_of_none(head: bytes) -> None:
    kind = sniffed(head)
    assert kind is None or KINDS[kind.media_type] is kind


@given(st.text(max_size=30))
def test_an_ending_is_short_and_small(name: str) -> None:
    ending = ending_of(name)
    assert ending is None or (ending == ending.lower() and name.lower().endswith(f".{ending}"))
