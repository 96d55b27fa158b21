"""What ffmpeg says of a file: there is no ffprobe beside it."""

import re
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media.film import encoder


@dataclass(frozen=True)
class Facts:
    width: int
    height: int
    fps: float
    frames: int
    seconds: float
    video: str
    audio: str


def facts(path: Path) -> Facts:
    command = [encoder.ffmpeg(), "-nostdin", "-hide_banner", "-i", str(path), "-map", "0:v",
               "-f", "null", "-"]  # fmt: skip
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    video = next(line for line in said.splitlines() if "Video:" in line and "Stream #0:" in line)
    audio = next((line for line in said.splitlines() if "Audio:" in line), "")
    size = re.search(r" (\d{2,5})x(\d{2,5})", video)
    rate = re.search(r"([\d.]+) fps", video)
    long = re.search(r"Duration: (\d+):(\d+):([\d.]+)", said)
    assert size
    assert rate
    assert long
    return Facts(
        width=int(size[1]),
        height=int(size[2]),
        fps=float(rate[1]),
        frames=int(re.findall(r"frame=\s*(\d+)", said)[-1]),
        seconds=int(long[1]) * 3600 + int(long[2]) * 60 + float(long[3]),
        video=video,
        audio=audio,
    )


def luma(path: Path, size: tuple[int, int]) -> NDArray[np.uint8]:
    """The decoded frames' light: (frames, height, width)."""
    command = [encoder.ffmpeg(), "-nostdin", "-loglevel", "error", "-i", str(path), "-f",
               "rawvideo", "-pix_fmt", "yuv420p", "pipe:1"]  # fmt: skip
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    width, height = size
    whole = np.frombuffer(raw, np.uint8).reshape(-1, height * 3 // 2, width)
    return whole[:, :height]


def boxes(path: Path) -> list[str]:
    """The outermost boxes of an MP4, in order."""
    data, at, found = path.read_bytes(), 0, []
    while at < len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        found.append(name.decode())
        at += length
    return found


def loudness(path: Path) -> tuple[float, float]:
    """Integrated LUFS and true peak of a file's sound."""
    command = [encoder.ffmpeg(), "-nostdin", "-hide_banner", "-i", str(path), "-af",
               "ebur128=peak=true", "-vn", "-f", "null", "-"]  # fmt: skip
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    summary = said[said.rindex("Summary:") :]
    lufs, peak = re.search(r"I:\s+(-?[\d.]+)", summary), re.search(r"Peak:\s+(-?[\d.]+)", summary)
    assert lufs
    assert peak
    return float(lufs[1]), float(peak[1])
