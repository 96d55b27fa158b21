"""Each rule of a film: a short one made to keep it, and one made to break it."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from media.presets.compliance import _findings, check
from media.presets.finding import Finding, Verdict, worst
from media.presets.opening import Film, Still, opened
from media.presets.seeing.speech import share_like_speech
from tests.factories.pictures import saved
from tests.media.presets.made import (
    HZ,
    cup,
    ffmpeg,
    film,
    film_preset,
    found,
    lettered,
    moving,
    music,
    preset,
    voice,
)

PASS, WARN, FAIL = Verdict.PASS, Verdict.WARN, Verdict.FAIL
SPOKEN = "1\n00:00:00,500 --> 00:00:03,000\nGood morning\n"


@cache
def seen(path: Path) -> Still | Film:
    """A film is opened once, and its frames are looked at once: that is nearly all that it costs."""
    return opened(path)


def finding(path: Path, rule: str, **fields: Any) -> Finding:
    """What `check` finds; the tests of bytes, sizes and kinds below go the whole way through it."""
    return found(tuple(_findings(seen(path), film_preset(**fields))), rule)


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2 s, 360 x 640, 25 frames/s, H.264, no sound."""
    return film(tmp_path_factory.mktemp("short") / "short.mp4", moving())


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("spoken") / "spoken.mp4"
    return film(path, moving(), seconds=8, fps=10, sound=voice())


@pytest.fixture(scope="module")
def tone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """4 s of a sine of -20 dBFS in one channel."""
    times = np.arange(4 * HZ) / HZ
    sine = (0.1 * np.sin(2 * np.pi * 997 * times)).astype(np.float32)
    return film(
        tmp_path_factory.mktemp("tone") / "tone.mp4", moving(3), seconds=4, fps=5, sound=sine
    )


@pytest.mark.parametrize(
    ("limits", "verdict"),
    [({"max": 2.1}, PASS), ({"max": 1.5}, FAIL), ({"min": 3}, FAIL), ({"advised_min": 9}, WARN)],
)
def test_it_lasts_as_long_as_it_may(short: Path, limits: dict[str, Any], verdict: Verdict) -> None:
    assert finding(short, "duration", seconds=limits).verdict is verdict


@pytest.mark.parametrize(
    ("limits", "verdict"), [({"min": 24}, PASS), ({"min": 30}, FAIL), ({"advised_min": 30}, WARN)]
)
def test_it_has_enough_frames_a_second(short: Path, limits: Any, verdict: Verdict) -> None:
    told = finding(short, "fps", fps=limits)
    assert (told.verdict, told.measured) == (verdict, "25 frames/s")


@pytest.mark.parametrize(("codecs", "verdict"), [(["h264"], PASS), (["hevc", "vp9"], FAIL)])
def test_it_is_coded_as_the_place_reads_it(short: Path, codecs: Any, verdict: Verdict) -> None:
    assert finding(short, "codec", codecs=codecs).verdict is verdict


def test_formats_are_told_by_their_first_bytes(short: Path, tmp_path: Path) -> None:
    made = {}
    for ending in ("mov", "mkv", "flv"):
        other = tmp_path / f"as.{ending}"
        ffmpeg("-i", str(short), "-c", "copy", str(other))
        made[ending.upper()] = other.rename(tmp_path / f"{ending}.mp4")
    for name, path in {**made, "MP4": short}.items():
        assert finding(path, "format", formats=[name]).verdict is PASS
        assert finding(path, "format", formats=["WEBM"]).verdict is FAIL


def test_sizes_and_ratio_are_those_shown_after_its_turn(short: Path, tmp_path: Path) -> None:
    turned = tmp_path / "turned.mp4"
    ffmpeg("-display_rotation", "90", "-i", str(short), "-c", "copy", str(turned))
    upright = film_preset(canvas_px=[360, 640], width_px=360, height_px=640, ratios=["9:16"])
    assert worst(check(short, upright)) is PASS
    assert worst(check(turned, upright)) is FAIL
    assert finding(turned, "width", width_px=640, canvas_px=[640, 360]).verdict is PASS


def test_bytes_do_as_well_as_a_path(short: Path) -> None:
    row = film_preset(fps=25, forbidden=["BLACK_BARS"])
    assert check(short.read_bytes(), row) == check(short, row)


def barred(image: Image.Image) -> Image.Image:
    image = image.copy()
    for box in ((0, 0, 360, 60), (0, 580, 360, 640)):
        image.paste((0, 0, 0), box)
    return image


def test_no_black_bars_lie_beside_it(short: Path, tmp_path: Path) -> None:
    bars = film(tmp_path / "bars.mp4", [barred(image) for image in moving()])
    assert finding(short, "black_bars", forbidden=["BLACK_BARS"]).verdict is PASS
    told = finding(bars, "black_bars", forbidden=["BLACK_BARS"])
    assert told.verdict is FAIL
    assert "top 9" in told.measured


def test_a_film_all_dark_cannot_be_judged_for_bars(tmp_path: Path) -> None:
    dark = film(tmp_path / "dark.mp4", [Image.new("RGB", (320, 320), (6, 6, 8))] * 3)
    assert finding(dark, "black_bars", forbidden=["BLACK_BARS"]).verdict is WARN


def test_a_mark_that_stands_still_in_a_corner_is_warned_of(short: Path, tmp_path: Path) -> None:
    marked = [lettered(image, "@shop", (262, 16), size=28) for image in moving()]
    path = film(tmp_path / "marked.mp4", marked)
    assert finding(short, "corner_marks", forbidden=["WATERMARK"]).verdict is PASS
    told = finding(path, "corner_marks", forbidden=["WATERMARK"])
    assert (told.verdict, told.measured) == (WARN, "top right")


def test_a_film_that_hardly_moves_cannot_be_judged_for_marks(tmp_path: Path) -> None:
    still = film(
        tmp_path / "still.mp4", [lettered(cup(320), "@shop", (8, 8), size=22, color=(0, 0, 0))] * 3
    )
    told = finding(still, "corner_marks", forbidden=["LOGO"])
    assert (told.verdict, told.measured) == (WARN, "not seen")


def test_no_code_can_be_read_in_it(short: Path, tmp_path: Path) -> None:
    code = zxingcpp.create_barcode("https://example.com", zxingcpp.BarcodeFormat.QRCode)
    picture = Image.fromarray(np.array(code.to_image(scale=5))).convert("RGB")
    frames = moving()
    frames[-1].paste(picture, (90, 300))
    path = film(tmp_path / "code.mp4", frames)
    assert finding(short, "code", forbidden=["CODE"]).verdict is PASS
    assert finding(path, "code", forbidden=["CODE"]).verdict is FAIL


@pytest.mark.parametrize(("down", "verdict"), [(300, PASS), (590, FAIL)])
def test_letters_keep_out_of_what_the_place_covers(
    tmp_path: Path, down: int, verdict: Verdict
) -> None:
    frames = [lettered(image, "HANDMADE CUPS", (24, down), size=34) for image in moving()]
    path = film(tmp_path / "words.mp4", frames)
    zones = {"keep_clear": {"bottom": "15%"}, "canvas_px": [360, 640]}
    assert finding(path, "safe_zone", **zones).verdict is verdict


def test_letters_in_a_film_are_seen(short: Path, tmp_path: Path) -> None:
    frames = [lettered(image, "SAVE 20% TODAY", (20, 200), size=40) for image in moving()]
    path = film(tmp_path / "words.mp4", frames)
    assert finding(short, "text", forbidden=["TEXT"]).verdict is PASS
    assert finding(path, "text", forbidden=["TEXT"]).verdict is FAIL


@pytest.mark.parametrize(
    ("limits", "verdict"),
    [
        ({"min": -30, "max": -15}, PASS),
        ({"min": -12}, FAIL),
        ({"max": -26}, FAIL),
        ({"advised_min": -14}, WARN),
    ],
)
def test_it_is_as_loud_as_it_should_be(tone: Path, limits: Any, verdict: Verdict) -> None:
    told = finding(tone, "loudness", loudness_lufs=limits)
    assert told.verdict is verdict
    assert abs(float(told.measured.split()[0]) + 23) < 0.7


def test_a_silent_film_is_warned_of(short: Path, tmp_path: Path) -> None:
    hush = film(tmp_path / "hush.mp4", moving(3), sound=np.zeros(2 * HZ, np.float32))
    for path in (short, hush):
        assert finding(path, "loudness", loudness_lufs={"min": -30}).verdict is WARN


def test_what_is_like_speech_is_told_from_what_is_not() -> None:
    assert share_like_speech(_slower(voice()), HZ // 5) >= 0.7
    times = np.arange(4 * HZ) / HZ
    siren = 0.2 * np.sin(2 * np.pi * 220 * times) * (0.5 + 0.5 * np.sin(2 * np.pi * 5 * times))
    noise = np.random.Generator(np.random.PCG64(1)).normal(0, 0.1, 4 * HZ)
    for sound in (music(), siren, noise, np.zeros(4 * HZ)):
        assert share_like_speech(_slower(sound), HZ // 5) == 0.0


def _slower(sound: Any) -> Any:
    """A fifth of the samples."""
    return np.asarray(sound, np.float32)[: len(sound) // 5 * 5].reshape(-1, 5).mean(axis=1)


def test_speech_without_captions_is_warned_of(spoken: Path) -> None:
    told = finding(spoken, "captions", needs_captions=True)
    assert told.verdict is WARN
    assert "speech" in told.measured


def test_speech_with_a_track_a_file_beside_it_or_letters_below_is_well(tmp_path: Path) -> None:
    track = film(
        tmp_path / "track.mp4", moving(), seconds=8, fps=10, sound=voice(), captions=SPOKEN
    )
    assert "a track" in finding(track, "captions", needs_captions=True).measured
    frames = [lettered(image, "Good morning to you", (20, 520), size=30) for image in moving()]
    burnt = film(tmp_path / "burnt.mp4", frames, seconds=8, fps=10, sound=voice())
    assert "letters" in finding(burnt, "captions", needs_captions=True).measured
    beside = film(tmp_path / "beside.mp4", moving(), seconds=8, fps=10, sound=voice())
    beside.with_suffix(".srt").write_text(SPOKEN, "utf-8")
    for path in (track, burnt, beside):
        assert finding(path, "captions", needs_captions=True).verdict is PASS


def test_music_needs_no_captions(tmp_path: Path, short: Path) -> None:
    played = film(tmp_path / "played.mp4", moving(), seconds=8, fps=10, sound=music())
    for path in (played, short):
        assert finding(path, "captions", needs_captions=True).verdict is PASS


def test_a_picture_is_no_film() -> None:
    [told] = check(saved(cup()), film_preset(fps=25))
    assert (told.rule, told.verdict) == ("kind", FAIL)


def test_a_film_is_no_picture(short: Path) -> None:
    [told] = check(short, preset(width_px=400))
    assert (told.rule, told.measured, told.verdict) == ("kind", "VIDEO", FAIL)
