"""Films as pictures that move: GIF with a palette made for it, and animated WebP. No sound.

Both have fewer frames than the film; every one is drawn as the film's own.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media.film.encoder import Encoding
from media.film.frames import Frames

MOST_FPS = {"gif": 15, "webp": 20}
_PALETTE_FRAMES = 48
_RGB = "setparams=colorspace=bt709:range=tv,scale=in_color_matrix=bt709,format=rgb24"
_WEBP = "scale=in_color_matrix=bt709:out_color_matrix=bt601:out_range=tv,format=yuv420p"
Array = NDArray[np.uint8]


def _numbers(drawn: Frames, format: str) -> tuple[list[int], int]:
    """Which frames, and how many a second: a whole part of the film's."""
    step = -(-drawn.plan.fps // MOST_FPS[format])
    while drawn.plan.fps % step:
        step += 1
    return list(range(0, drawn.plan.frames, step)), drawn.plan.fps // step


def _send(encoding: Encoding, arrays: Iterator[Array]) -> None:
    try:
        for array in arrays:
            encoding.put(array)
        encoding.finish()
        encoding.wait()
    finally:
        encoding.stop()


def write(
    drawn: Frames,
    into: Path,
    format: str,
    *,
    tell: Callable[[float], None],
    ask: Callable[[], None],
) -> None:
    """`format` is gif or webp; whole or not at all. Memory does not grow with the film."""
    numbers, fps = _numbers(drawn, format)
    part = into.with_name(f".{into.name}.part")

    def arrays(chosen: list[int], start: float, share: float) -> Iterator[Array]:
        for done, number in enumerate(chosen):
            ask()
            yield drawn.frame(number).whole
            tell(start + share * (done + 1) / len(chosen))

    palette = into.with_name(f".{into.name}.palette.png")
    try:
        if format == "gif":
            few = numbers[:: max(len(numbers) // _PALETTE_FRAMES, 1)]
            # All of these at once, so that the palette knows the whole film.
            output = ["-vf", f"{_RGB},palettegen=stats_mode=full", "-frames:v", "1",
                      "-update", "1", "-f", "image2"]  # fmt: skip
            _send(Encoding(palette, drawn.size, fps, output), arrays(few, 0.0, 0.2))
            chain = f"[0:v]{_RGB}[v];[v][1:v]paletteuse=dither=sierra2_4a:"
            output = ["-i", str(palette), "-filter_complex", f"{chain}diff_mode=rectangle",
                      "-loop", "0", "-f", "gif"]  # fmt: skip
        else:
            output = ["-vf", _WEBP, "-c:v", "libwebp_anim", "-quality", "80",
                      "-compression_level", "3", "-loop", "0", "-f", "webp"]  # fmt: skip
        _send(Encoding(part, drawn.size, fps, output), arrays(numbers, 0.2, 0.8))
        part.replace(into)
    finally:
        part.unlink(missing_ok=True)
        palette.unlink(missing_ok=True)
