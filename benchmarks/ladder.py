"""A 12 MP photo to twelve files, against encoding alone and against plain Pillow, in one run.

`python -m benchmarks.ladder [PHOTO]`: four sizes in JPEG, WebP and AVIF. Encoding alone is handed
every size ready made and encodes them with the same settings in the same threads: no ladder can
be faster. Plain Pillow opens the file for each size, resizes and saves, one after the other.
Beside sharp: `benchmarks.peers.sharp`.
"""

import io
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

from media.photos import pictures
from media.product_image import ladder
from tests.media import shots

SIZE_PX = (4000, 3000)
ROUNDS = 5


def photo(name: str | None = None) -> bytes:
    """Twelve megapixels as a camera writes them: of the photo named, or of one that is drawn."""
    if name is not None:
        source = Image.open(io.BytesIO(Path(name).read_bytes())).convert("RGB")
    else:
        source = Image.open(io.BytesIO(shots.vase(width=1600, height=1200))).convert("RGB")
    large = np.asarray(source.resize(SIZE_PX, Image.Resampling.BICUBIC), np.float32)
    grain = np.random.Generator(np.random.PCG64(1)).normal(0, 2.5, (*large.shape[:2], 1))
    out = io.BytesIO()
    noisy = np.clip(large + grain.astype(np.float32), 0, 255).astype(np.uint8)
    Image.fromarray(noisy).save(out, "JPEG", quality=92)
    return out.getvalue()


def spent_ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1e3


def ours(data: bytes) -> ladder.Ladder:
    pictures._kept.clear()  # noqa: SLF001  decoding is part of the work
    return ladder.ladder(data)


def encode_alone(sizes: list[Image.Image]) -> None:
    with ThreadPoolExecutor(max_workers=2) as pool:
        for job in [
            pool.submit(ladder.encoded, one, kind) for one in sizes for kind in ladder.FORMATS
        ]:
            job.result()


def plain(data: bytes) -> None:
    for size in ladder.SIZES_PX:
        for kind in ladder.FORMATS:
            image = Image.open(io.BytesIO(data)).convert("RGB")
            image.thumbnail((size, size), Image.Resampling.LANCZOS)
            ladder.encoded(image, kind)


def main() -> None:
    data = photo(*sys.argv[1:2])
    rungs = ours(data).rungs
    ready = [
        Image.open(io.BytesIO(rung.data)).convert("RGB") for rung in rungs if rung.format == "jpeg"
    ]
    made: dict[str, list[float]] = {"ladder": [], "encode alone": [], "plain Pillow": []}
    for _ in range(ROUNDS):
        made["ladder"].append(spent_ms(lambda: ours(data)))
        made["encode alone"].append(spent_ms(lambda: encode_alone(ready)))
        made["plain Pillow"].append(spent_ms(lambda: plain(data)))
    floor = statistics.median(made["encode alone"])
    print(f"{SIZE_PX[0]}x{SIZE_PX[1]}, {len(data) // 1024} KB, to {len(rungs)} files")
    for name, times in made.items():
        median = statistics.median(times)
        print(f"  {name:14} {median:7.0f} ms  {median / floor:5.2f} x encode alone")
    for rung in rungs:
        print(
            f"    {rung.format:5} {rung.width_px:5}x{rung.height_px:<5} {len(rung.data):9,} bytes"
        )


if __name__ == "__main__":
    main()
