"""A film against encoding alone: the same frames, the same settings, the same run.

`python -m benchmarks.film`: 12 s, 1080x1920, 30 fps, two photos under a moving camera. The floor is
one ffmpeg that reads the finished raw frames from a file and does nothing else. Then the same film
again with the price changed, over the segments that are kept.
"""

import io
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from PIL import Image

from media.document import film as documents
from media.film import encoder, render

ROUNDS = 3
VALUES = {
    "title": "STREET PACK",
    "subtitle": "Two pieces, one price.",
    "brand": "HALDEN",
    "picture_1": "one",
    "word_1": "GRIP",
    "name_1": "Court ball, size 7",
    "picture_2": "two",
    "word_2": "ROLL",
    "name_2": "69 cm cruiser",
    "offer": "Street pack, both",
    "price": {"amount": "99", "currency": "EUR"},
    "was": {"amount": "139", "currency": "EUR"},
    "terms": "27–30 November, while stock lasts",
    "line": "Take it outside.",
    "url": "halden.example",
}


def photo(seed: int) -> bytes:
    """As hard to encode as a photo: clouds of every size, and a little noise."""
    random = np.random.Generator(np.random.PCG64(seed))
    total = np.zeros((1500, 1000, 3), np.float32)
    for size in (3, 9, 27, 81, 243):
        noise = random.integers(0, 256, (size, size, 3), np.uint8)
        cloud = Image.fromarray(noise).resize((1000, 1500), Image.Resampling.BICUBIC)
        total += np.asarray(cloud, np.float32) / size**0.8
    total = (total - total.min()) / (total.max() - total.min()) * 230
    total += random.normal(0, 3, total.shape)
    out = io.BytesIO()
    Image.fromarray(np.clip(total, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=92)
    return out.getvalue()


def spent_s(work: Callable[[], object]) -> tuple[float, float]:
    """By the clock, and of processors: this one's and ffmpeg's."""
    began, before = time.perf_counter(), sum(os.times()[:4])
    work()
    return time.perf_counter() - began, sum(os.times()[:4]) - before


def middle(spent: list[tuple[float, float]]) -> str:
    wall, processor = (statistics.median(part) for part in zip(*spent, strict=True))
    return f"{wall:6.2f} s by the clock, {processor:6.2f} s of processors"


def raw_frames(assets: dict[str, bytes], into: Path) -> tuple[int, int]:
    ready = render._ready(documents.named("film-promo-vertical"), VALUES, assets)  # noqa: SLF001  the floor's frames
    drawn = ready.frames()
    with into.open("wb") as file:
        for array in drawn.arrays():
            file.write(np.ascontiguousarray(array).data)
    return drawn.size


def encode_alone(raw: Path, size: tuple[int, int], into: Path) -> None:
    shape = f"{size[0]}x{size[1]}"
    source = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", shape, "-r", "30", "-i", str(raw)]
    command = [encoder.ffmpeg(), "-y", "-nostdin", "-loglevel", "error", *source]
    subprocess.run([*command, *encoder.h264_options(30), str(into)], check=True)


def main() -> None:
    assets: dict[str, bytes] = {"one": photo(1), "two": photo(2)}
    changed: dict[str, Any] = {**VALUES, "price": {"amount": "89", "currency": "EUR"}}
    with TemporaryDirectory() as name:
        folder = Path(name)
        raw = folder / "frames.yuv"
        size = raw_frames(assets, raw)

        def film(values: dict[str, Any], cache: Path) -> render.Film:
            return render.render_film(
                "film-promo-vertical", values, assets, folder / "film.mp4", cache=cache
            )

        wholes, floors, agains = [], [], []
        for number in range(ROUNDS):
            cache = folder / f"segments-{number}"
            wholes.append(spent_s(lambda cache=cache: film(VALUES, cache)))  # type: ignore[misc]  # bound now
            floors.append(spent_s(lambda: encode_alone(raw, size, folder / "floor.mp4")))
            agains.append(spent_s(lambda cache=cache: film(changed, cache)))  # type: ignore[misc]
        made = film(VALUES, cache)
    ratios = [
        statistics.median(
            one[which] / other[which] for one, other in zip(wholes, floors, strict=True)
        )
        for which in (0, 1)
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{made.seconds:.1f} s, {made.width_px}x{made.height_px}, {made.fps} fps")
    print(f"film           {middle(wholes)}")
    print(f"encode alone   {middle(floors)}")
    print(f"ratio          {ratios[0]:6.2f}                {ratios[1]:6.2f}")
    print(f"one scene new  {middle(agains)}")
    print(f"peak of memory {peak:6.0f} MB in this process")
    if "--strict" in sys.argv and ratios[0] > 1.25:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
