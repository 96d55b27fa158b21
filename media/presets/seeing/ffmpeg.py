"""What ffmpeg tells of a film: its streams, single frames, its sound. Under limits, no network.

The file is opened by the demuxer that its first bytes ask for, and by no other: a playlist or a
script of ffmpeg's cannot name further files. Raises `media.errors.BadFile` and `TooLarge`.
"""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media.errors import BadFile, TooLarge

MOST_BYTES = 4_000_000_000
MOST_PIXELS = 40_000_000
PATIENCE_S = 60
HEARD_HZ = 8_000
HEARD_S = 120
MOST_MEMORY = "536870912"  # of one of ffmpeg's own allocations
_STREAM = re.compile(r"^  Stream #0:\d+\S*: (Video|Audio|Subtitle): (.*)$", re.MULTILINE)
_DURATION = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)", re.MULTILINE)
_SIZE = re.compile(r"\b(\d{1,6})x(\d{1,6})\b")
_PIXEL_RATIO = re.compile(r"\bSAR (\d{1,6}):(\d{1,6})\b")
_COLORS = re.compile(r"\b(?:yuv|gbr|rgb|bgr|gray|nv|p0)\w*\(([^()]*)\)")
_FPS = re.compile(r"\b(\d+(?:\.\d+)?) fps\b")
_TURN = re.compile(r"(?i)^\s+display ?matrix: rotation of (-?\d+(?:\.\d+)?) degrees", re.MULTILINE)
_PLAYED = re.compile(r"\btime=(\d+):(\d\d):(\d\d(?:\.\d+)?)")
_LOUD = re.compile(r"^\s+I:\s+(-?\d+(?:\.\d+)?|-inf) LUFS", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """As it is shown, turns made. `fps` and `seconds` are None where the file does not say."""

    format: str
    width_px: int
    height_px: int
    seconds: float | None
    fps: float | None
    codec: str
    has_sound: bool
    has_captions: bool
    pixel_ratio: float = 1.0  # a pixel's width by its height
    colors: str = ""  # as ffmpeg tells them: `tv, bt709, progressive`


def _run(path: Path, demuxer: str, before: list[str], after: list[str]) -> tuple[bytes, str]:
    import imageio_ffmpeg  # noqa: PLC0415  only where a film is looked at

    command = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-max_alloc", MOST_MEMORY,
        "-threads", "2", "-protocol_whitelist", "file", "-f", demuxer, *before,
        "-i", f"file:{path}", *after,
    ]  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603  our ffmpeg; the name is one argument, with its protocol
            command, capture_output=True, timeout=PATIENCE_S, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        raise BadFile(path.name, f"takes longer than {PATIENCE_S} s to read") from None
    return done.stdout, done.stderr.decode("utf-8", "replace")


def facts(path: Path, kind: tuple[str, str]) -> FilmFacts:
    """Of the first picture stream that is no cover."""
    if path.stat().st_size > MOST_BYTES:
        raise TooLarge(f"{path.name!r} has more than {MOST_BYTES} bytes")
    if "\n" in str(path) or "\r" in str(path):  # ffmpeg would tell it as lines of its own
        raise BadFile(path.name, "has a line break in its name")
    _, told = _run(path, kind[1], [], [])
    told = told.partition("Input #0, ")[2]
    streams = _STREAM.findall(told)
    films = [line for sort, line in streams if sort == "Video" and "(attached pic)" not in line]
    if not films:
        raise BadFile(path.name, "is broken, or has no pictures in it")
    size, fps, lasts = _SIZE.search(films[0]), _FPS.search(films[0]), _DURATION.search(told)
    if not size or not int(size[1]) or not int(size[2]):
        raise BadFile(path.name, "does not say how large its pictures are")
    width, height = int(size[1]), int(size[2])
    if width * height > MOST_PIXELS:
        raise TooLarge(f"{path.name!r} is {width} x {height} px; at most {MOST_PIXELS} are read")
    shape, colors = _PIXEL_RATIO.search(films[0]), _COLORS.search(films[0])
    ratio = int(shape[1]) / int(shape[2]) if shape and int(shape[1]) and int(shape[2]) else 1.0
    turn = _TURN.search(told)
    if turn and round(float(turn[1])) % 180:
        width, height, ratio = height, width, 1 / ratio
    seconds = int(lasts[1]) * 3600 + int(lasts[2]) * 60 + float(lasts[3]) if lasts else None
    sorts = {sort for sort, _ in streams}
    codec = re.split(r"[ ,(]", films[0], maxsplit=1)[0]
    return FilmFacts(
        kind[0], width, height, seconds, float(fps[1]) if fps else None, codec,
        has_sound="Audio" in sorts, has_captions="Subtitle" in sorts,
        pixel_ratio=ratio, colors=colors[1] if colors else "",
    )  # fmt: skip


def frame(path: Path, demuxer: str, at_s: float, size: tuple[int, int]) -> NDArray[np.uint8] | None:
    """RGB, height x width x 3, at that second; None when nothing is shown there any more."""
    width, height = size
    data, _ = _run(
        path, demuxer, ["-ss", f"{at_s:.3f}"],
        ["-an", "-sn", "-dn", "-frames:v", "1", "-vf", f"scale={width}:{height}:flags=area",
         "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"],
    )  # fmt: skip
    if len(data) < width * height * 3:
        return None
    return np.frombuffer(data[: width * height * 3], np.uint8).reshape(height, width, 3)


def loudness_lufs(path: Path, demuxer: str) -> float | None:
    """Integrated, by EBU R128; None when there is nothing to hear."""
    after = ["-map", "0:a:0", "-af", "ebur128=framelog=quiet", "-f", "null", "-"]
    _, told = _run(path, demuxer, ["-vn", "-sn"], after)
    heard = _LOUD.findall(told.rpartition("Summary:")[2])
    loud = float(heard[-1]) if heard else None
    return loud if loud is not None and loud > -70 else None


def sound_seconds(path: Path, demuxer: str) -> float:
    """How long a file of sound alone plays, by playing it. Raises BadFile for anything else."""
    _, told = _run(path, demuxer, [], ["-map", "0:a:0", "-f", "null", "-"])
    streams = _STREAM.findall(told.partition("Input #0, ")[2].partition("Output #0")[0])
    films = [line for sort, line in streams if sort == "Video" and "(attached pic)" not in line]
    played = _PLAYED.findall(told)
    if films or not played:
        raise BadFile(path.name, "is broken, or is not sound alone")
    hours, minutes, seconds = played[-1]
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def sound(path: Path, demuxer: str) -> NDArray[np.float32]:
    """The first two minutes, one channel at HEARD_HZ, -1 to 1."""
    after = ["-map", "0:a:0", "-ac", "1", "-ar", str(HEARD_HZ), "-f", "s16le", "pipe:1"]
    data, _ = _run(path, demuxer, ["-vn", "-sn", "-t", str(HEARD_S)], after)
    samples = np.frombuffer(data[: len(data) // 2 * 2], np.int16)
    return samples.astype(np.float32) / np.float32(32768)
