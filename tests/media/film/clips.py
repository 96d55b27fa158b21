"""Test clips, and films that show them. A clip is a counter: frame n is one of sixteen colours."""

import copy
import math
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from media.document import film
from media.film import encoder, planes, render

FPS = 20
SIZE = (96, 64)
COLORS = [(40 + 50 * (n % 4), 40 + 50 * (n // 4), 240 - 14 * n) for n in range(16)]
LEFT, TOP = (0, 0, 0), (255, 255, 255)  # what stands at its edges: 16 px left, 8 px above


@lru_cache(maxsize=16)
def counter(
    count: int = 30, fps: str = "20", ending: str = "mp4", *more: str, first: int = 0
) -> bytes:
    """A clip of flat frames with a black edge at its left and a white one on top."""
    raw = b""
    for number in range(first, first + count):
        frame = np.empty((SIZE[1], SIZE[0], 3), np.uint8)
        frame[:] = COLORS[number % 16]
        frame[:, :16] = LEFT
        frame[:8] = TOP
        raw += frame.tobytes()
    how = {"mp4": ["-c:v", "libx264", "-crf", "4", "-bf", "2"], "webm": ["-c:v", "libvpx-vp9", "-crf", "8", "-b:v", "0"],
           "mkv": ["-c:v", "libx264", "-crf", "4"]}[ending]  # fmt: skip
    with TemporaryDirectory() as folder:
        into = Path(folder) / f"clip.{ending}"
        encoder.run([
            "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{SIZE[0]}x{SIZE[1]}", "-r", fps, "-i", put(raw, folder),
            *(["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"] if "-shortest" in more else []),
            "-vf", "scale=out_color_matrix=bt709:out_range=tv", "-colorspace", "bt709", "-pix_fmt", "yuv420p",
            "-g", "12", *how, *more, into,
        ])  # fmt: skip
        return into.read_bytes()


def put(raw: bytes, folder: str) -> Path:
    file = Path(folder) / "raw"
    file.write_bytes(raw)
    return file


def number_of(rgb: Any) -> int:
    """Which of the sixteen colours it is nearest to."""
    away = [math.dist(tuple(map(float, rgb)), color) for color in COLORS]
    return int(np.argmin(away))


LAYER: dict[str, Any] = {"name": "clip", "kind": "clip", "slot": "clip", "box": [0, 0, 120, 80]}


def document(*scenes: dict[str, Any], **layer: Any) -> dict[str, Any]:
    """A film of scenes of a second with the clip in each of them."""
    parts = scenes or ({},)
    return {
        "version": 1, "name": "film-clip", "kind": "FILM",
        "canvas": {"width_px": 160, "height_px": 160, "ground": "#808080"},
        "slots": {"clip": {"kind": "VIDEO"}, "title": {"kind": "TEXT"}},
        "film": {"fps": FPS, "scenes": [
            {"name": f"scene{number}", "seconds": {"min": 1, "reading": False},
             "layers": [copy.deepcopy({**LAYER, **layer})], **part}
            for number, part in enumerate(parts)]},
    }  # fmt: skip


def seen(made: Any, data: bytes, at: tuple[int, int] = (60, 60), value: Any = "a") -> list[int]:
    """The colour's number at a place, for each frame of the film."""
    ready = render._ready(film.parse(made), {"clip": value}, {"a": data})
    drawn = ready.frames()
    try:
        return [number_of(pixels(drawn.frame(n))[at[1], at[0]]) for n in range(ready.plan.frames)]
    finally:
        drawn.close()
        ready.clips.close()


def pixels(frame: planes.Frame) -> NDArray[np.uint8]:
    return np.asarray(planes.to_picture(frame))
