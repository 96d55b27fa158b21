"""What is heard of clips: their own sound beside their frames. Sound as in loudness.py."""

import math
import subprocess

import numpy as np

from media.clips.opening import ClipFile
from media.errors import BadClip
from media.film.loudness import RATE, Sound
from media.film.playing import Playing

_DECODE_S = 60
_SOFT_S = 0.02  # at both ends, so that a cut does not click


def _decoded(file: ClipFile, from_s: float, seconds: float) -> Sound:
    """From that second on, silent where it has nothing; in step with its frames."""
    command = [
        *file.reading("-ss", f"{from_s:.6f}", "-t", f"{seconds:.6f}"), "-map", "0:a:0", "-vn",
        "-sn", "-dn", "-af", "aresample=async=1:first_pts=0", "-ac", "2", "-ar", str(RATE),
        "-f", "f32le", "pipe:1",
    ]  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603  our own words and paths
            command, capture_output=True, check=False, timeout=_DECODE_S, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        raise BadClip(file.asset, f"has sound that takes more than {_DECODE_S} s to read") from None
    found = np.frombuffer(done.stdout[: len(done.stdout) // 8 * 8], np.float32).reshape(-1, 2)
    if done.returncode or not np.isfinite(found).all():
        raise BadClip(file.asset, "has broken sound")
    return np.clip(found[: math.ceil(seconds * RATE)], -4.0, 4.0)


def _softened(sound: Sound) -> Sound:
    at = np.arange(len(sound), dtype=np.float32) / RATE
    share = np.minimum(np.minimum(at, at[::-1]) / _SOFT_S, 1.0)
    return np.asarray(sound * share[:, None], np.float32)


def heard(playing: Playing, file: ClipFile, seconds: float) -> Sound | None:
    """From when it plays to the end of its scene of so many seconds; None where it is silent."""
    clip, room_s = playing.clip, seconds - playing.clip.at_s
    if not clip.is_heard or not file.facts.has_sound or room_s <= 0:
        return None
    length_s = min(playing.frames / playing.fps, room_s)
    once = _decoded(file, clip.from_s, length_s)
    if not len(once):
        return None
    if clip.loops and length_s < room_s:
        whole = np.zeros((round(length_s * RATE), 2), np.float32)
        whole[: len(once)] = once[: len(whole)]
        times = math.ceil(room_s / length_s)
        once = np.tile(whole, (times, 1))[: round(room_s * RATE)]
    return _softened(once)
