"""Loudness against its standard and against ffmpeg's own meter; mixing, ducking, uploads."""

import math
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest

from media.errors import BadSound
from media.film import bed, encoder
from media.film.loudness import RATE, SILENT_LUFS, Sound, integrated_lufs, mastered, true_peak_dbtp
from media.film.sound import Levels, decoded, ducking, mix, write_wav
from tests.media.film import films


def sine(seconds: float, hertz: float = 997.0, dbfs: float = -20.0, sides: int = 2) -> Sound:
    at = np.arange(round(seconds * RATE)) / RATE
    wave = np.sin(2 * np.pi * hertz * at) * 10 ** (dbfs / 20)
    sound = np.zeros((len(wave), 2), np.float32)
    sound[:, :sides] = wave[:, None]
    return sound


def of_ffmpeg(sound: Sound, folder: Path) -> tuple[float, float]:
    """Integrated loudness and true peak, by its ebur128 filter."""
    path = folder / "sound.wav"
    write_wav(sound, path)
    command = [encoder.ffmpeg(), "-nostdin", "-hide_banner", "-i", str(path), "-af",
               "ebur128=peak=true", "-f", "null", "-"]  # fmt: skip
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    summary = said[said.rindex("Summary:") :]
    loud = re.search(r"I:\s+(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    assert loud
    assert peak
    return float(loud[1]), float(peak[1])


@pytest.mark.parametrize(
    ("sound", "lufs"),
    [
        # BS.1770-5: 0 dBFS at 997 Hz in one front channel is -3.01 LUFS; in two, 3 dB more.
        (sine(5, dbfs=0.0, sides=1), -3.01),
        (sine(5, dbfs=-20.0, sides=2), -20.0),
        # EBU Tech 3341, case 3: what is 36 dB below counts for nothing.
        (np.concatenate([sine(10, dbfs=-36), sine(60, dbfs=-23), sine(10, dbfs=-36)]), -23.0),
        (np.zeros((RATE * 2, 2), np.float32), SILENT_LUFS),
        (np.zeros((100, 2), np.float32), SILENT_LUFS),
    ],
)
def test_loudness_is_what_the_standards_say(sound: Sound, lufs: float) -> None:
    assert integrated_lufs(sound) == pytest.approx(lufs, abs=0.1)


@pytest.mark.parametrize("kind", ["SOFT", "BEAT"])
def test_ffmpegs_meter_agrees(kind: str, tmp_path: Path) -> None:
    sound = bed.bed(kind, RATE * 9)
    lufs, peak = of_ffmpeg(sound, tmp_path)
    assert integrated_lufs(sound) == pytest.approx(lufs, abs=0.1)
    assert true_peak_dbtp(sound) == pytest.approx(peak, abs=0.25)


def test_a_peak_between_samples_is_found() -> None:
    at = np.arange(RATE)
    wave = np.sin(2 * np.pi * at / 4 + np.pi / 4).astype(np.float32) * 0.5  # EBU Tech 3341, case 16
    sound = np.stack([wave, wave], axis=1)
    assert 20 * math.log10(float(np.abs(sound).max())) == pytest.approx(-9.03, abs=0.01)
    assert true_peak_dbtp(sound) == pytest.approx(-6.0, abs=0.2)


@pytest.mark.parametrize(("lufs", "peak"), [(-14.0, -1.0), (-23.0, -1.0), (-9.0, -2.0)])
def test_a_master_has_its_loudness_and_keeps_under_its_peak(
    lufs: float, peak: float, tmp_path: Path
) -> None:
    made = mastered(bed.bed("BEAT", RATE * 8), lufs, peak)
    measured, highest = of_ffmpeg(made, tmp_path)
    assert measured == pytest.approx(lufs, abs=0.5)
    assert highest <= peak + 0.05


def test_silence_stays_silent() -> None:
    silent = np.zeros((RATE, 2), np.float32)
    assert not mastered(silent, -14.0, -1.0).any()
    assert mix("NONE", None, [], 3.0, Levels()) is None


def test_a_bed_is_the_same_each_time_and_begins_anew_after_eight_seconds() -> None:
    once = bed.bed("BEAT", RATE * 10)
    bed._loop.cache_clear()
    assert (bed.bed("BEAT", RATE * 10) == once).all()
    assert (once[RATE * 8 :] == once[: RATE * 2]).all()
    assert np.abs(np.diff(once, axis=0))[RATE * 8 - 2 : RATE * 8 + 2].max() < 0.2  # no click


def test_a_bed_steps_back_under_a_voice_and_comes_back() -> None:
    voice = np.concatenate([np.zeros((RATE, 2), np.float32), sine(2), sine(2, dbfs=-120)])
    gain = 20 * np.log10(ducking(voice, 10.0))
    assert gain[: RATE - 1] == pytest.approx(np.zeros(RATE - 1), abs=0.01)
    assert gain[round(1.16 * RATE)] == pytest.approx(-10, abs=0.2)  # 120 ms, and a window
    assert gain[round(1.06 * RATE)] > -8
    assert gain[round(2.9 * RATE)] == pytest.approx(-10, abs=0.01)
    assert -6 < gain[round(3.27 * RATE)] < -4  # half of 500 ms
    assert gain[round(3.6 * RATE)] == pytest.approx(0, abs=0.01)


def test_a_bed_fades_at_both_ends() -> None:
    made = mix("BEAT", None, [], 6.0, Levels(fade_in_s=1.0, fade_out_s=2.0))
    assert made is not None
    assert len(made) == 6 * RATE
    level = [float(np.abs(made[round(at * RATE) :][:4800]).mean()) for at in (0.0, 3.0, 5.85)]
    assert level[0] < level[1] / 4
    assert level[2] < level[1] / 8


def test_an_upload_is_read_as_it_is() -> None:
    found = decoded(films.tone(1.5, 440.0, 0.5), "voice")
    assert len(found) == pytest.approx(1.5 * RATE, abs=64)
    # One channel is spread over two: the same power in all.
    assert float(np.abs(found).max()) == pytest.approx(0.5 / math.sqrt(2), abs=0.02)
    spectrum = np.abs(np.fft.rfft(found[:RATE, 0]))
    assert int(spectrum.argmax()) == 440


PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
CONCAT = b"ffconcat version 1.0\nfile /etc/passwd\n"


@pytest.mark.parametrize(
    "data",
    [b"", b"x", bytes(4096), PLAYLIST, CONCAT, b"<svg xmlns='http://www.w3.org/2000/svg'/>",
     films.assets()["vase"], films.tone(0.2)[:40]],
)  # fmt: skip
def test_what_is_no_sound_is_refused_by_its_name(data: bytes) -> None:
    with pytest.raises(BadSound, match="'voice'"):
        decoded(data, "voice")
