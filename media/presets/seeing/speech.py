"""Whether a sound is like speech: syllables, pauses, and a voice whose pitch glides. No words.

Speech swells and fades three to eight times a second (Houtgast and Steeneken 1985; Scheirer and
Slaney 1997 use the same against music), and its pitch moves without steps. Song and speech under
loud music are told apart badly.
"""

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]
_WINDOW_S, _STEP_S, _PART_S = 0.032, 0.016, 2.0
_VOICE_HZ = (75.0, 400.0)
_SYLLABLES_HZ = (2.5, 8.5)
_VOICED = 0.4  # of the loud windows
_GLIDE = 0.006  # octaves from one window to the next; a held note keeps below
_QUIET = 1e-3  # of full scale


def share_like_speech(sound: Sound, hz: int) -> float:
    """Of its parts of 2 s that are not silent, 0 to 1."""
    step, window = round(_STEP_S * hz), round(_WINDOW_S * hz)
    part = round(_PART_S * hz)
    parts = [sound[start : start + part] for start in range(0, len(sound) - part + 1, part)]
    loud = [piece for piece in parts if float(np.sqrt(np.mean(piece * piece))) > _QUIET]
    if not loud:
        return 0.0
    return sum(_is_like_speech(piece, hz, step, window) for piece in loud) / len(loud)


def _is_like_speech(sound: Sound, hz: int, step: int, window: int) -> bool:
    frames = np.lib.stride_tricks.sliding_window_view(sound, window)[::step]
    power = np.sqrt(np.mean(frames * frames, axis=1))
    swells = _modulation(power) > 0.3
    pauses = float((power < 0.5 * power.mean()).mean()) > 0.12
    loud = frames[power > 0.5 * power.mean()]
    pitch = _pitches(loud, hz)
    if not swells or not pauses or len(pitch) < max(12, _VOICED * len(loud)):
        return False
    octaves = np.diff(np.log2(pitch))
    small = octaves[np.abs(octaves) < 0.2]
    glides = float((np.abs(small) > _GLIDE).mean()) if len(small) else 0.0
    return glides > 0.4 and len(small) > 0.6 * len(octaves)


def _modulation(power: Sound) -> float:
    """Of what the loudness does between 0.5 and 20 times a second, how much is syllables."""
    even = power - power.mean()
    waves = np.abs(np.fft.rfft(even * np.hanning(len(even)))) ** 2
    times = np.fft.rfftfreq(len(even), _STEP_S)
    low, high = _SYLLABLES_HZ
    whole = float(waves[(times >= 0.5) & (times <= 20)].sum())
    return float(waves[(times >= low) & (times <= high)].sum()) / max(whole, 1e-12)


def _pitches(frames: Sound, hz: int) -> Sound:
    """Of the frames that have one, by autocorrelation, to a part of a sample."""
    shortest, longest = round(hz / _VOICE_HZ[1]), round(hz / _VOICE_HZ[0])
    found = []
    for frame in frames:
        even = frame - frame.mean()
        spectrum = np.fft.rfft(even, 2 * len(even))
        like = np.fft.irfft(np.abs(spectrum) ** 2)[: len(even)]
        like = like / np.maximum(1.0 - np.arange(len(like)) / len(like), 0.2)
        lag = shortest + int(np.argmax(like[shortest : min(longest, len(like) - 1)]))
        if like[lag] < 0.55 * like[0]:
            continue
        before, at, after = (float(value) for value in like[lag - 1 : lag + 2])
        curve = before - 2 * at + after
        found.append(hz / (lag + (0.5 * (before - after) / curve if curve < 0 else 0.0)))
    return np.array(found, np.float32)
