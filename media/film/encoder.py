"""Frames to files: MoviePy's ffmpeg writer for our planes, and ffmpeg's own muxing.

ffmpeg is the one that imageio-ffmpeg brings. No part of this reads what somebody sent.
"""

import subprocess
import threading
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from queue import Queue
from typing import Any

import imageio_ffmpeg
import numpy as np
from moviepy.video.io.ffmpeg_writer import FFMPEG_VideoWriter  # type: ignore[import-untyped]  # nor has it
from numpy.typing import NDArray

from media.errors import EncoderFailed

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None  # type: ignore[assignment]  # asked for by name before it is used

PRESET, QUALITY = "veryfast", 20
_GOP_S = 2
_PIPE_BYTES = 1 << 18  # measured: a third less time than with the 64 KB that are usual
_IN_FLIGHT = 6  # frames that wait for the encoder
_TAGS = ("-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709",
         "-color_range", "tv")  # fmt: skip
Array = NDArray[np.uint8]


@lru_cache(maxsize=1)
def ffmpeg() -> str:
    return str(imageio_ffmpeg.get_ffmpeg_exe())


@lru_cache(maxsize=1)
def version() -> str:
    """What every content hash of a film has in it."""
    return f"{imageio_ffmpeg.get_ffmpeg_version()} {PRESET} {QUALITY} {_GOP_S}"


def run(arguments: Iterable[str | Path]) -> bytes:
    """ffmpeg, to its end; its standard output. Raises EncoderFailed with what it said."""
    command = [ffmpeg(), "-y", "-nostdin", "-hide_banner", "-loglevel", "error"]
    command += map(str, arguments)
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  our own words
    if done.returncode:
        raise EncoderFailed(_last_words(done.stderr))
    return done.stdout


def _last_words(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return f"ffmpeg stopped: {lines[-1][:300] if lines else 'it said nothing'}"


def h264_options(fps: int) -> list[str]:
    """Closed groups and headers that do not depend on the pictures, so that segments join."""
    gop = str(fps * _GOP_S)
    return [
        "-c:v", "libx264", "-preset", PRESET, "-crf", str(QUALITY), "-profile:v", "high",
        "-pix_fmt", "yuv420p", "-g", gop, "-x264-params", "open-gop=0:stitchable=1", *_TAGS,
        "-video_track_timescale", str(fps * 512), "-fflags", "+bitexact", "-f", "mp4",
    ]  # fmt: skip


class PlaneWriter(FFMPEG_VideoWriter):  # type: ignore[misc]  # it has no types
    """MoviePy's writer, for frames that are YUV already; `close` says when ffmpeg failed."""

    def __init__(self, path: Path, size: tuple[int, int], fps: int, output: list[str]) -> None:
        self.filename, self.ext, self.codec = str(path), path.suffix[1:], "libx264"
        self.logfile = subprocess.PIPE
        shape = f"{size[0]}x{size[1]}"
        command = [
            ffmpeg(), "-y", "-hide_banner", "-loglevel", "error", "-f", "rawvideo",
            "-pix_fmt", "yuv420p", *_TAGS, "-s", shape, "-r", str(fps),
            "-blocksize", str(_PIPE_BYTES), "-i", "pipe:0",
            *output, str(path),
        ]  # fmt: skip
        self.proc: subprocess.Popen[bytes] | None = subprocess.Popen(  # noqa: S603  likewise
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )

        if self.proc.stdin is not None and hasattr(fcntl, "F_SETPIPE_SZ"):
            with suppress(OSError):  # a system that gives no more: it goes as well, only slower
                fcntl.fcntl(self.proc.stdin.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)

    def write_frame(self, img_array: Array) -> None:
        """Without MoviePy's copy of it."""
        if self.proc is None or self.proc.stdin is None:
            raise BrokenPipeError("the writer is closed")
        self.proc.stdin.write(np.ascontiguousarray(img_array).data)

    def close(self) -> None:
        if self.proc is None:
            return
        proc, self.proc = self.proc, None
        try:
            _, said = proc.communicate()
        except OSError:
            said = b""
            proc.wait()
        if proc.returncode:
            raise EncoderFailed(_last_words(said))

    def stop(self) -> None:
        """At once, whatever it has written."""
        if self.proc is not None:
            proc, self.proc = self.proc, None
            proc.kill()
            proc.communicate()


class Encoding:
    """One file in the making: frames through a bounded queue to a writer in a thread of its own.

    `finish` returns at once, `wait` when the file is there; `stop` leaves nothing running.
    """

    def __init__(self, path: Path, size: tuple[int, int], fps: int, output: list[str]) -> None:
        self.path = path
        self._writer = PlaneWriter(path, size, fps, output)
        self._queue: Queue[Array | None] = Queue(_IN_FLIGHT)
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def _write(self) -> None:
        try:
            while (array := self._queue.get()) is not None:
                if self._failure is None:
                    self._put_down(array)
        finally:
            try:
                self._writer.close()
            except EncoderFailed as error:
                self._failure = error

    def _put_down(self, array: Array) -> None:
        try:
            self._writer.write_frame(array)
        except (OSError, ValueError) as error:  # its pipe is gone
            self._failure = error

    def put(self, array: Array) -> None:
        """Waits while the encoder is behind. Raises EncoderFailed."""
        if self._failure is not None:
            self.wait()
        self._queue.put(array)

    def finish(self) -> None:
        self._queue.put(None)

    def wait(self) -> None:
        if self._thread.is_alive() and self._failure is not None:
            self._queue.put(None)
        self._thread.join()
        if self._failure is not None:
            error = self._failure
            if isinstance(error, EncoderFailed):
                raise error
            raise EncoderFailed(f"ffmpeg stopped: {error}") from error

    def stop(self) -> None:
        if self._thread.is_alive():
            self._writer.stop()
            self._failure = self._failure or EncoderFailed("It was stopped")
            self._queue.put(None)
            self._thread.join()


def h264(path: Path, size: tuple[int, int], fps: int) -> Encoding:
    return Encoding(path, size, fps, h264_options(fps))


def aac(sound: Path, into: Path) -> None:
    """Sound to an MP4 that has nothing else: its first packet is marked, so that it stays in time
    when it is joined."""
    run(["-i", sound, "-c:a", "aac", "-b:a", "192k", "-flags:a", "+bitexact", "-f", "mp4", into])


def joined(segments: list[Path], sound: Path | None, into: Path, list_file: Path) -> None:
    """Segments to one MP4, with a sound of `aac`, none of them encoded again; faststart."""
    quoted = (str(path.absolute()).replace("'", "'\\''") for path in segments)
    list_file.write_text("".join(f"file '{path}'\n" for path in quoted), "utf-8")
    arguments: list[Any] = ["-f", "concat", "-safe", "0", "-i", list_file]
    if sound is not None:
        arguments += ["-i", sound, "-map", "0:v", "-map", "1:a"]
    arguments += [
        "-c", "copy", "-movflags", "+faststart", "-fflags", "+bitexact", "-map_metadata", "-1",
        "-f", "mp4", into,
    ]  # fmt: skip
    run(arguments)
