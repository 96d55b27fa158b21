"""Frames of a clip at the times of a film: counted, one alone, or in turn through a bounded queue.

Frame n is what a clip shows n / fps seconds after the second that it starts from. Whoever starts
in the middle sees the same frames as who starts at the beginning: ffmpeg goes back to a key frame
and on from there on the same grid of times. Raises BadClip.
"""

import subprocess
import threading
import weakref
from dataclasses import dataclass
from functools import lru_cache
from queue import Empty, Full, Queue
from typing import IO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from media.clips.opening import ClipFile
from media.errors import BadClip
from media.kept import Kept

Array = NDArray[np.uint8]
STILL_FPS = 30
_PATIENCE_S = 120.0
_AHEAD = 4  # frames that wait for whoever draws
_SKIPPED_S = 2.0  # so far ahead it is read on; farther, begun anew
# Of a frame: pictures whose times lie in the middle of two frames go to the later one, however
# the times are rounded on the way.
_TIE = 0.0139
_MOST_BROKEN = 0.05
_KEPT_BYTES = 64_000_000
# White of 203 cd/m2 (ITU-R BT.2408) is white; up to four fifths of it nothing changes, and what
# is brighter is pressed together above.
_SDR = ("zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt709,tonemap=mobius:param=0.8:desat=0,"
        "zscale=t=bt709:m=bt709:r=tv,")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Window:
    """What of a clip is shown, as parts of its width and height, and how large: even px."""

    x: float
    y: float
    width: float
    height: float
    size: tuple[int, int]


WHOLE = (0.0, 0.0, 1.0, 1.0)


def _times(fps: int) -> str:
    shift = round(_TIE / fps * 1_000_000)
    return f"settb=AVTB,setpts=PTS+{shift},fps={fps}:start_time=0:round=near"


def _drawn(file: ClipFile, window: Window) -> str:
    """Cut and scaled, its colours those of an ordinary screen."""
    width, height = window.size
    cut = ""
    if (window.x, window.y, window.width, window.height) != WHOLE:
        cut = (
            f"crop=w=max(iw*{window.width:.9f}\\,2):h=max(ih*{window.height:.9f}\\,2)"
            f":x=iw*{window.x:.9f}:y=ih*{window.y:.9f},"
        )
    scale = f"scale={width}:{height}:flags=lanczos+accurate_rnd+full_chroma_int"
    if file.is_wide_range:
        return f"{cut}{scale},{_SDR}setsar=1"
    matrix = f"in_color_matrix={file.matrix}:out_color_matrix=bt709:out_range=tv"
    return f"{cut}{scale}:{matrix},format=yuv420p,setsar=1"


def _command(file: ClipFile, at_s: float, chain: str, most: int, *output: str) -> list[str]:
    return [
        *file.reading("-noaccurate_seek", "-ss", f"{at_s:.6f}"), "-map", "0:V:0", "-an", "-sn",
        "-dn", "-vf", chain, "-frames:v", str(most), *output,
    ]  # fmt: skip


def _run(file: ClipFile, command: list[str]) -> tuple[bytes, str]:
    try:
        done = subprocess.run(  # noqa: S603  our ffmpeg; the file's name is our own
            command, capture_output=True, check=False, timeout=_PATIENCE_S, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        raise BadClip(file.asset, f"takes more than {_PATIENCE_S:.0f} s to read") from None
    if done.returncode:
        raise BadClip(file.asset, "is broken")
    return done.stdout, done.stderr.decode("utf-8", "replace")


def count(file: ClipFile, from_s: float, fps: int, most: int) -> int:
    """How many frames it has from that second on, `most` of them at most: all of these decoded."""
    return _counted(file, from_s, fps, most)


@lru_cache(maxsize=64)
def _counted(file: ClipFile, from_s: float, fps: int, most: int) -> int:
    command = _command(
        file, from_s, _times(fps), most, "-max_error_rate", str(_MOST_BROKEN), "-nostats",
        "-progress", "pipe:1", "-f", "null", "-",
    )  # fmt: skip
    told, said = _run(file, command)
    found = [line for line in told.decode().splitlines() if line.startswith("frame=")]
    frames = int(found[-1].partition("=")[2]) if found else 0
    if not frames:
        raise BadClip(file.asset, f"has no picture at {from_s:g} s, nor after it")
    if said.count("corrupt decoded frame") > _MOST_BROKEN * frames:
        raise BadClip(file.asset, "is broken")
    return frames


_kept: Kept[Image.Image] = Kept(_KEPT_BYTES, lambda image: image.width * image.height * 3)


def picture(file: ClipFile, from_s: float, fps: int = STILL_FPS) -> Image.Image:
    """What it shows at that second, whole: RGB, upright. Nobody may change it."""
    return _kept.get((file.digest, from_s, fps), lambda: _picture(file, from_s, fps))


def _picture(file: ClipFile, from_s: float, fps: int) -> Image.Image:
    size = file.size
    chain = f"{_times(fps)},{_drawn(file, Window(*WHOLE, size))},"
    chain += "scale=in_color_matrix=bt709:in_range=tv:flags=lanczos+accurate_rnd,format=rgb24"
    data, _ = _run(file, _command(file, from_s, chain, 1, "-f", "rawvideo", "pipe:1"))
    if len(data) != size[0] * size[1] * 3:
        raise BadClip(file.asset, f"has no picture at {from_s:g} s, nor after it")
    return Image.frombytes("RGB", size, data)


def _pump(
    out: IO[bytes], frame_bytes: int, queue: "Queue[Array | None]", stop: threading.Event
) -> None:
    while not stop.is_set():
        array = np.empty(frame_bytes, np.uint8)
        view, got = array.data, 0
        while got < frame_bytes and (more := out.readinto(view[got:])):  # type: ignore[attr-defined]  # a pipe has it
            got += more
        whole = array if got == frame_bytes else None
        while not stop.is_set():
            try:
                queue.put(whole, timeout=0.1)
                break
            except Full:
                continue
        if whole is None:
            return


def _ended(proc: subprocess.Popen[bytes], stop: threading.Event, thread: threading.Thread) -> None:
    stop.set()
    proc.kill()
    proc.wait()
    if thread is not threading.current_thread():
        thread.join()
    if proc.stdout is not None:
        proc.stdout.close()


class _Feed:
    """One ffmpeg and the frames that it has ready; `end` leaves nothing running."""

    def __init__(self, command: list[str], frame_bytes: int) -> None:
        self._queue: Queue[Array | None] = Queue(_AHEAD)
        proc = subprocess.Popen(  # noqa: S603  as above
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            bufsize=0,
        )  # fmt: skip
        stop = threading.Event()
        # It does not know of the feed, which therefore can be forgotten.
        thread = threading.Thread(
            target=_pump, args=(proc.stdout, frame_bytes, self._queue, stop), daemon=True
        )
        self.end = weakref.finalize(self, _ended, proc, stop, thread)
        thread.start()

    def next(self) -> Array | None:
        """None at its end. Raises queue.Empty where ffmpeg says nothing any more."""
        return self._queue.get(timeout=_PATIENCE_S)


class Reel:
    """A window of a clip, its frames by number, those in turn fastest. For one thread."""

    def __init__(
        self, file: ClipFile, from_s: float, fps: int, frames: int, window: Window
    ) -> None:
        self._file, self._from_s, self._fps, self._frames = file, from_s, fps, frames
        self._window = window
        self._feed: _Feed | None = None
        self._number = -1
        self._now: Array | None = None
        self._is_over = False

    def at(self, number: int) -> Array:
        """Planes of Y, U and V as ffmpeg's yuv420p: (height * 3 / 2, width). Not to be changed."""
        number = min(max(number, 0), self._frames - 1)
        if self._now is not None and number == self._number:
            return self._now
        is_near = self._number < number <= self._number + _SKIPPED_S * self._fps
        if self._feed is None or not is_near:
            self._begin(number)
        while self._number < number:
            self._read(number)
        if self._now is None:
            raise BadClip(self._file.asset, f"cannot be read at {self._second(number):.2f} s")
        return self._now

    def _second(self, number: int) -> float:
        return self._from_s + number / self._fps

    def _begin(self, number: int) -> None:
        self.close()
        width, height = self._window.size
        command = _command(
            self._file, self._second(number),
            f"{_times(self._fps)},{_drawn(self._file, self._window)}", self._frames - number,
            "-f", "rawvideo", "-pix_fmt", "yuv420p", "pipe:1",
        )  # fmt: skip
        self._number, self._now, self._is_over = number - 1, None, False
        self._feed = _Feed(command, width * height * 3 // 2)

    def _read(self, wanted: int) -> None:
        try:
            found = None if self._is_over or self._feed is None else self._feed.next()
        except Empty:
            self.close()
            raise BadClip(self._file.asset, "stopped in the middle") from None
        if found is None:  # its last picture stands
            self._number, self._is_over = wanted, True
            return
        width, height = self._window.size
        self._now = found.reshape(height * 3 // 2, width)
        self._number += 1

    def close(self) -> None:
        """No process is left."""
        if self._feed is not None:
            self._feed.end()
            self._feed = None
