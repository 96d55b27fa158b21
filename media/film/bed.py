"""Music that the program makes itself: soft chords, and a beat if one is wanted, at 120 a minute.

Four bars of two seconds, over and over; the same samples on every run. Sound as in loudness.py.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from media.film.loudness import RATE, Sound

Wave = NDArray[np.float64]
BEAT_S = 0.5
_BARS, _BAR = 4, RATE * 2
_LOOP = _BARS * _BAR
# F major 9, A minor 9, D minor 9, C over G: MIDI notes, the bass first.
_CHORDS = (
    (41, 57, 60, 64, 67),
    (45, 55, 60, 64, 71),
    (38, 57, 60, 65, 64),
    (43, 55, 60, 62, 64),
)
_PLUCKS = (0, 2, 1, 3, 2, 1, 3, 2)  # eighth notes, by note of the chord
_SEED = 120


def _hertz(note: float) -> float:
    return float(440.0 * 2 ** ((note - 69) / 12))


def _times(seconds: float) -> Wave:
    return np.arange(round(seconds * RATE)) / RATE


def _put(track: Wave, start: float, wave: Wave, pan: float = 0.0, gain: float = 1.0) -> None:
    """Into a loop: what rings past its end is heard at its start. `pan` is -1 to 1."""
    at, angle = round(start * RATE), (pan + 1) * np.pi / 4
    stereo = wave[:, None] * (gain * np.array([np.cos(angle), np.sin(angle)]))
    before = min(len(track) - at, len(stereo))
    track[at : at + before] += stereo[:before]
    track[: len(stereo) - before] += stereo[before:]


@lru_cache(maxsize=64)
def _pad(note: int, detune: float) -> Wave:
    """A bar and a bit of a warm tone: few harmonics, slow in and out, a little out of tune."""
    at = _times(2.7)
    wave = np.zeros_like(at)
    for harmonic, level in ((1, 1.0), (2, 0.32), (3, 0.12), (4, 0.05)):
        pitch = _hertz(note) * harmonic * 2 ** (detune / 1200)
        wave += level * np.sin(2 * np.pi * pitch * at + harmonic)
    rise, fall = np.clip(at / 0.35, 0, 1), np.clip((2.7 - at) / 0.7, 0, 1)
    return np.asarray(wave * np.sin(rise * np.pi / 2) * np.sin(fall * np.pi / 2), np.float64)


@lru_cache(maxsize=32)
def _pluck(note: int) -> Wave:
    """A tine that is struck: its overtone is gone long before it is."""
    at, pitch = _times(1.1), _hertz(note)
    tone = np.sin(2 * np.pi * pitch * at) * np.exp(-at * 4.6)
    tine = 0.24 * np.sin(2 * np.pi * pitch * 3.01 * at) * np.exp(-at * 16)
    return np.asarray((tone + tine) * np.clip(at / 0.003, 0, 1), np.float64)


def _bass(note: int, seconds: float) -> Wave:
    at = _times(seconds)
    wave = np.sin(2 * np.pi * _hertz(note) * at)
    wave += 0.28 * np.sin(4 * np.pi * _hertz(note) * at)
    ends = np.clip(at / 0.012, 0, 1) * np.clip((seconds - at) / 0.06, 0, 1)
    return np.asarray(wave * ends * np.exp(-at * 0.9), np.float64)


def _kick() -> Wave:
    at = _times(0.36)
    phase = 2 * np.pi * (46 * at + 64 / 28 * (1 - np.exp(-at * 28)))
    return np.asarray(np.sin(phase) * np.exp(-at * 9) * np.clip(at / 0.002, 0, 1), np.float64)


def _noise(seconds: float, low: float, high: float) -> Wave:
    """A band of noise, the same each time."""
    count = round(seconds * RATE)
    random = np.random.Generator(np.random.PCG64(_SEED)).standard_normal(count)
    pitch = np.fft.rfftfreq(count, 1 / RATE)
    shape = np.clip((pitch - low * 0.7) / (low * 0.6), 0, 1) * np.clip(2 - pitch / high, 0, 1)
    found = np.fft.irfft(np.fft.rfft(random) * shape, count)
    return np.asarray(found / np.abs(found).max(), np.float64)


def _clap() -> Wave:
    at = _times(0.24)
    burst = sum(np.exp(-np.maximum(at - gap, 0) * 220) * (at >= gap) for gap in (0.0, 0.011, 0.021))
    body = np.exp(-np.maximum(at - 0.026, 0) * 26) * (at >= 0.026)
    return np.asarray(_noise(0.24, 900, 4200) * (0.5 * burst + body), np.float64)


def _hat() -> Wave:
    at = _times(0.07)
    return np.asarray(_noise(0.07, 7000, 12000) * np.exp(-at * 75), np.float64)


def _room(track: Wave, share: float) -> Wave:
    """A little of a room around it: noise that dies away, other for each ear, wrapped round."""
    random = np.random.Generator(np.random.PCG64(_SEED + 1)).standard_normal((RATE, 2))
    tail = random * np.exp(-np.arange(RATE) / RATE * 6.5)[:, None]
    tail[: RATE // 60] *= np.linspace(0, 1, RATE // 60)[:, None]
    tail /= np.sqrt((tail**2).sum(axis=0))
    pitch = np.fft.rfftfreq(len(track), 1 / RATE)
    soft = (1 / (1 + (pitch / 3600) ** 2) * np.clip(pitch / 160, 0, 1))[:, None]
    spread = np.fft.rfft(track, axis=0) * np.fft.rfft(tail, len(track), axis=0) * soft
    return np.asarray(track + share * np.fft.irfft(spread, len(track), axis=0), np.float64)


def _chords(track: Wave) -> None:
    for bar, chord in enumerate(_CHORDS):
        start = bar * 2.0
        for number, note in enumerate(chord[1:]):
            side = (number - 1.5) / 2.4
            _put(track, start, _pad(note, 4.0), side, 0.075)
            _put(track, start, _pad(note, -4.0), -side, 0.075)
        for step, which in enumerate(_PLUCKS):
            note = chord[1 + which] + 12
            level = 0.15 if step % 4 == 0 else 0.1
            _put(track, start + step * BEAT_S / 2, _pluck(note), 0.35 * (-1) ** step, level)


def _beat(track: Wave) -> None:
    for bar, chord in enumerate(_CHORDS):
        start = bar * 2.0
        for at, long in ((0.0, 0.7), (0.75, 0.22), (1.0, 0.45), (1.5, 0.45)):
            _put(track, start + at, _bass(chord[0], long), 0.0, 0.3)
        for beat in range(4):
            _put(track, start + beat * BEAT_S, _kick(), 0.0, 0.5)
            _put(track, start + beat * BEAT_S + BEAT_S / 2, _hat(), 0.25, 0.08)
            _put(track, start + beat * BEAT_S + BEAT_S * 0.75, _hat(), -0.2, 0.04)
        for beat in (1, 3):
            _put(track, start + beat * BEAT_S, _clap(), 0.06, 0.16)


@lru_cache(maxsize=2)
def _loop(kind: str) -> Sound:
    track = np.zeros((_LOOP, 2))
    _chords(track)
    if kind == "SOFT":
        for bar, chord in enumerate(_CHORDS):
            _put(track, bar * 2.0, _bass(chord[0], 1.9), 0.0, 0.2)
    made = _room(track, 0.34)
    if kind == "BEAT":
        dry = np.zeros((_LOOP, 2))
        _beat(dry)
        made += _room(dry, 0.06)
    return np.asarray(made / np.abs(made).max() * 0.7, np.float32)


def bed(kind: str, samples: int) -> Sound:
    """`SOFT` or `BEAT`, so many samples of it, from its first beat."""
    loop = _loop(kind)
    return np.asarray(np.tile(loop, (-(-samples // len(loop)), 1))[:samples], np.float32)
