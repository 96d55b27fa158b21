"""Sounds of a film: uploads decoded, bed and voices mixed, at the loudness that was asked for.

Sound is float32 of shape (samples, 2) at 48 kHz. Raises BadSound.
"""

import math
import subprocess
import wave
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from media.errors import BadSound, MissingAsset, TooLarge
from media.film import bed as made_beds
from media.film import encoder
from media.film.loudness import RATE, Sound, integrated_lufs, mastered
from media.film.units import Node

MAX_BYTES = 64 * 1024 * 1024
MOST_SECONDS = 600
# The demuxers that may touch an upload: none of them reads another file.
_FORMATS = "aac,aiff,flac,mov,mp3,ogg,wav"
_BED_LUFS, _VOICE_LUFS = -20.0, -16.0
_ATTACK_S, _RELEASE_S = 0.12, 0.5
_HEARD_DB, _WINDOW = -45.0, RATE // 50
_DECODE_S = 60


@dataclass(frozen=True, slots=True)
class Levels:
    """The film's own wishes; the defaults are those of CRAFT section 10."""

    fade_in_s: float = 0.05
    fade_out_s: float = 0.6
    duck_db: float = 10.0
    lufs: float = -14.0
    peak_dbtp: float = -1.0


def levels(node: Node) -> Levels:
    """Of the schema's `film_audio`."""
    plain = Levels()
    return Levels(
        float(node.get("fade_in", plain.fade_in_s)),
        float(node.get("fade_out", plain.fade_out_s)),
        float(node.get("duck_db", plain.duck_db)),
        float(node.get("lufs", plain.lufs)),
        float(node.get("peak_dbtp", plain.peak_dbtp)),
    )


def decoded(data: bytes, name: str) -> Sound:
    """An upload. ffmpeg reads it from a folder of its own, with no protocol but files."""
    if not data:
        raise BadSound(name, "is empty")
    if len(data) > MAX_BYTES:
        raise TooLarge(f"{name!r} has more than {MAX_BYTES} bytes")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sound"
        path.write_bytes(data)
        command = [
            encoder.ffmpeg(), "-nostdin", "-hide_banner", "-loglevel", "error",
            "-protocol_whitelist", "file", "-format_whitelist", _FORMATS, "-t",
            str(MOST_SECONDS + 1), "-i", str(path), "-vn", "-map", "0:a:0", "-ac", "2",
            "-ar", str(RATE), "-f", "f32le", "-protocol_whitelist", "pipe", "pipe:1",
        ]  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603  our own words and paths
                command, capture_output=True, check=False, timeout=_DECODE_S
            )
        except subprocess.TimeoutExpired:
            raise BadSound(name, f"takes more than {_DECODE_S} s to read") from None
    found = np.frombuffer(done.stdout[: len(done.stdout) // 8 * 8], np.float32).reshape(-1, 2)
    if done.returncode or not len(found):
        raise BadSound(name, f"is no sound that we read: one of {_FORMATS}")
    if len(found) > MOST_SECONDS * RATE:
        raise BadSound(name, f"is longer than {MOST_SECONDS} s")
    if not np.isfinite(found).all():
        raise BadSound(name, "is broken")
    return np.clip(found, -4.0, 4.0)


class Sounds:
    """Uploads by name, each decoded once."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        self._assets = assets
        self._known: dict[str, Sound] = {}

    def get(self, name: str) -> Sound:
        if name not in self._known:
            if name not in self._assets:
                raise MissingAsset(name)
            self._known[name] = decoded(self._assets[name], name)
        return self._known[name]

    def seconds(self, name: str) -> float:
        return len(self.get(name)) / RATE


def at_level(sound: Sound, lufs: float) -> Sound:
    """By its own loudness; what is too short or too quiet to measure stays as it is."""
    now = integrated_lufs(sound)
    if now <= -60.0:
        return sound
    return np.asarray(sound * np.float32(10 ** ((lufs - now) / 20)), np.float32)


def heard(voice: Sound) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether somebody speaks, in windows of 20 ms."""
    count = -(-len(voice) // _WINDOW)
    padded = np.pad(voice, ((0, count * _WINDOW - len(voice)), (0, 0)))
    power = (padded.reshape(count, -1).astype(np.float64) ** 2).mean(axis=1)
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = power > 10 ** (_HEARD_DB / 10)
    return found


def ducking(voice: Sound, duck_db: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """The gain of a bed under a voice, a figure a sample: down in 120 ms, up again in 500.

    Both are the times in which the whole step is made; it starts with the voice.
    """
    step = _WINDOW / RATE
    down, up = duck_db * step / _ATTACK_S, duck_db * step / _RELEASE_S
    gains, now = [], 0.0
    for is_on in heard(voice):
        now = max(now - down, -duck_db) if is_on else min(now + up, 0.0)
        gains.append(now)
    at = np.arange(len(voice)) / _WINDOW
    smooth = np.interp(at, np.arange(len(gains)) + 1, gains, left=0.0)
    return np.asarray(10 ** (smooth / 20), np.float32)


def _placed(sound: Sound, start: int, samples: int) -> Sound:
    found = np.zeros((samples, 2), np.float32)
    part = sound[: max(samples - start, 0)]
    found[start : start + len(part)] = part
    return found


def _looped(sound: Sound, samples: int) -> Sound:
    return np.asarray(np.tile(sound, (-(-samples // len(sound)), 1))[:samples], np.float32)


def _faded(sound: Sound, wanted: Levels) -> Sound:
    at = np.arange(len(sound)) / RATE
    left = len(sound) / RATE - at
    rise = np.clip(at / max(wanted.fade_in_s, 1e-6), 0, 1)
    fall = np.clip(left / max(wanted.fade_out_s, 1e-6), 0, 1)
    share = np.sin(rise * np.pi / 2) * np.sin(fall * np.pi / 2) ** 2
    return np.asarray(sound * share[:, None], np.float32)


def mix(
    kind: str,
    music: Sound | None,
    voices: Sequence[tuple[float, Sound]],
    seconds: float,
    wanted: Levels,
) -> Sound | None:
    """Voices with the second at which each starts. None where there is nothing to hear."""
    samples = math.ceil(seconds * RATE)
    total = np.zeros((samples, 2), np.float32)
    for start, voice in voices:
        total += _placed(at_level(voice, _VOICE_LUFS), round(start * RATE), samples)
    bed: Sound | None = None
    if music is not None:
        bed = _looped(music, samples)
    elif kind != "NONE":
        bed = made_beds.bed(kind, samples)
    if bed is None and not voices:
        return None
    if bed is not None:
        bed = _faded(at_level(bed, _BED_LUFS), wanted)
        if voices:
            bed = np.asarray(bed * ducking(total, wanted.duck_db)[:, None], np.float32)
        total += bed
    return mastered(total, wanted.lufs, wanted.peak_dbtp)


def write_wav(sound: Sound, path: Path) -> None:
    """24 bits, so that what is quiet is not rough."""
    whole = np.clip(np.rint(sound.astype(np.float64) * 8388607), -8388608, 8388607)
    packed = whole.astype("<i4").view(np.uint8).reshape(-1, 4)[:, :3]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(3)
        file.setframerate(RATE)
        file.writeframes(np.ascontiguousarray(packed).tobytes())


class Encoded(NamedTuple):
    """A file of AAC and how loud it is; None, both, where there is nothing to hear."""

    path: Path | None
    lufs: float | None


def encoded(make: Callable[[], Sound | None], folder: Path) -> Encoded:
    """Made and encoded into a folder: in a thread of its own, while frames are."""
    heard = make()
    if heard is None:
        return Encoded(None, None)
    wav, path = folder / "sound.wav", folder / "sound.mp4"
    write_wav(heard, wav)
    encoder.aac(wav, path)
    return Encoded(path, integrated_lufs(heard))
