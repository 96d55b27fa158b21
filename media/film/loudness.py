"""Loudness and true peak by ITU-R BS.1770-5 and EBU R128, and the gain that meets a target.

Sound is float32, -1 to 1, of shape (samples, 2) at RATE. Loudness is LUFS, peaks are dBTP.
"""

import math
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]
RATE = 48_000
SILENT_LUFS = -70.0
# BS.1770-5 annex 1, tables 1 and 2, for 48 kHz: the shelf of a head, and the high pass RLB.
_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285),
          (1.0, -1.69065929318241, 0.73248077421585))  # fmt: skip
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
_BLOCK, _HOP = RATE * 2 // 5, RATE // 10
_RELATIVE_LU = -10.0
_TAIL = RATE // 2  # after which the filters have rung out
_OVER, _REACH = 4, 16  # of the true peak: times, and samples to each side
_LOOK = 240  # samples to each side over which the limiter turns down
_TRIES = 4


@lru_cache(maxsize=2)
def _response(count: int) -> NDArray[np.complex128]:
    turn = np.exp(-2j * np.pi * np.arange(count // 2 + 1) / count)
    powers = np.stack([np.ones_like(turn), turn, turn * turn])
    found = np.ones_like(turn)
    for above, below in (_SHELF, _HIGH_PASS):
        found = found * (np.array(above) @ powers) / (np.array(below) @ powers)
    return np.asarray(found, np.complex128)


def _even_count(least: int) -> int:
    """Of samples that a transform is fast with: the next power of two, or some eighths of it."""
    eighth = (1 << math.ceil(math.log2(least))) // 8
    return next(eighth * part for part in (5, 6, 8) if eighth * part >= least)


def _weighted(channel: NDArray[np.float32]) -> NDArray[np.float64]:
    """Through both filters, by their responses: the same as sample by sample, and fast."""
    count = _even_count(len(channel) + _TAIL)
    spectrum = np.fft.rfft(channel.astype(np.float64), count) * _response(count)
    return np.asarray(np.fft.irfft(spectrum, count)[: len(channel)], np.float64)


def _powers(sound: Sound) -> NDArray[np.float64]:
    """Of blocks of 400 ms, each 100 ms after the one before, both channels together."""
    count = (len(sound) - _BLOCK) // _HOP + 1
    if count < 1:
        return np.zeros(0)
    total = np.zeros(count)
    for side in range(sound.shape[1]):
        squares = np.concatenate([[0.0], np.cumsum(_weighted(sound[:, side]) ** 2)])
        starts = np.arange(count) * _HOP
        total += (squares[starts + _BLOCK] - squares[starts]) / _BLOCK
    return total


def _lufs(power: float) -> float:
    return -0.691 + 10 * math.log10(power) if power > 0 else SILENT_LUFS


def integrated_lufs(sound: Sound) -> float:
    """Gated at -70 LUFS, and at 10 LU below what is left; SILENT_LUFS where nothing is."""
    powers = _powers(sound)
    floor = 10 ** ((SILENT_LUFS + 0.691) / 10)
    kept = powers[powers > floor]
    if not len(kept):
        return SILENT_LUFS
    relative = kept.mean() * 10 ** (_RELATIVE_LU / 10)
    return _lufs(float(kept[kept > relative].mean()))


@lru_cache(maxsize=1)
def _phases() -> tuple[NDArray[np.float32], ...]:
    """Filters that find the wave a quarter, a half and three quarters after each sample."""
    at = np.arange(-_REACH + 1, _REACH + 1)
    found = []
    for phase in range(1, _OVER):
        away = at - phase / _OVER
        taps = np.sinc(away) * np.kaiser(2 * _REACH + 1, 6.0)[1:]
        found.append((taps / taps.sum()).astype(np.float32)[None])
    return tuple(found)


def _peaks(channel: NDArray[np.float32]) -> NDArray[np.float32]:
    """The highest of each sample and of what lies after it, oversampled four times."""
    row = np.ascontiguousarray(channel)[None]
    highest = np.abs(row)
    for taps in _phases():
        between = cv2.filter2D(row, cv2.CV_32F, taps, anchor=(_REACH - 1, 0),
                               borderType=cv2.BORDER_CONSTANT)  # fmt: skip
        highest = np.maximum(highest, np.abs(between))
    return np.asarray(highest[0], np.float32)


def _envelope(sound: Sound) -> NDArray[np.float32]:
    peaks = [_peaks(sound[:, side]) for side in range(sound.shape[1])]
    return np.asarray(np.maximum.reduce(peaks), np.float32)


def true_peak_dbtp(sound: Sound) -> float:
    """The highest point of the wave between samples too."""
    highest = float(_envelope(sound).max()) if len(sound) else 0.0
    return 20 * math.log10(highest) if highest > 0 else -120.0


def _limited(sound: Sound, ceiling: float) -> Sound:
    """Turned down around peaks, and only there; the way down and up is smooth."""
    envelope = _envelope(sound)
    if envelope.max() <= ceiling:
        return sound
    wanted = np.minimum(ceiling / np.maximum(envelope, 1e-9), 1.0).astype(np.float32)
    window = 2 * _LOOK + 1
    low = cv2.erode(wanted[None], np.ones((1, 2 * window - 1), np.uint8),
                    borderType=cv2.BORDER_REPLICATE)  # fmt: skip
    smooth = cv2.blur(low, (window, 1), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(sound * smooth[0][:, None], np.float32)


def mastered(sound: Sound, lufs: float, peak_dbtp: float) -> Sound:
    """At a loudness, with no true peak above its own limit; silence stays silent.

    Where peaks are so high that both cannot be had, the limit holds and the loudness is less.
    """
    ceiling = 10 ** ((peak_dbtp - 0.15) / 20)  # AAC rounds peaks up a little
    now = integrated_lufs(sound)
    if now <= SILENT_LUFS:
        return sound
    gain_db, made = lufs - now, sound
    for _ in range(_TRIES):
        made = _limited(np.asarray(sound * np.float32(10 ** (gain_db / 20)), np.float32), ceiling)
        missing = lufs - integrated_lufs(made)
        if abs(missing) < 0.05:
            break
        gain_db = min(gain_db + missing, lufs - now + 9.0)
    return made
