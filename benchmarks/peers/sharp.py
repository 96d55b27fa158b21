"""Our picture ladder against sharp on Node: time in one run, and likeness on the same pixels.

`python -m benchmarks.peers.sharp [PHOTO...]`: sharp is installed by npm into a temporary folder;
where it is not to be had, the reason is printed and nothing is measured. Both have all cores.
sharp's AVIF is 4:2:0 as ours, at its own effort (4, which is libaom's speed 5) and at 1 (speed 8,
as ours). Likeness is SSIM of luma (Wang et al. 2004) between what an encoder was given and what
its file shows; "equal" is our quality at which our encoder is as like as sharp's,
by the median of all pictures, with the middle half of them, and by the mean of their SSIM.
A picture whose equal lies outside what is tried counts with the last quality tried, and is told.
"""

import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.ladder import ours, photo, spent_ms
from media.product_image import ladder

SHARP = "sharp@0.35.5"
ROUNDS = 5
EFFORTS = {"speed 5": 4, "speed 8": 1}
QUALITIES = {"avif": range(35, 91, 5), "webp": range(74, 87, 3), "jpeg": range(74, 87, 3)}
COMPARED_PX = (800, 400)

Luma = NDArray[np.float64]
Ask = Callable[..., Any]


class NotToBeHadError(Exception):
    """Its words are the reason."""


def installed(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise NotToBeHadError("Node and npm are not on this machine")
    (folder / "package.json").write_text('{"private": true}')
    options = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    done = subprocess.run(
        [npm, "install", *options, SHARP], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["nothing was said"]
        raise NotToBeHadError(f"npm did not install {SHARP}: {said[0]}")
    shutil.copy(Path(__file__).with_name("sharp_ladder.mjs"), folder)


@contextmanager
def running(folder: Path) -> Iterator[Ask]:
    cores = str(len(os.sched_getaffinity(0)))
    node = subprocess.Popen(
        ["node", "sharp_ladder.mjs"],  # noqa: S607  found by `installed`
        cwd=folder,
        env={**os.environ, "CORES": cores, "UV_THREADPOOL_SIZE": cores},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    stdin, stdout = node.stdin, node.stdout
    assert stdin is not None
    assert stdout is not None

    def ask(answer: str, **what: Any) -> Any:
        try:
            stdin.write(json.dumps({"answer": answer, **what}) + "\n")
            stdin.flush()
        except BrokenPipeError:
            raise NotToBeHadError("sharp does not run on this Node") from None
        line = stdout.readline()
        if not line:
            raise NotToBeHadError("sharp does not run on this Node")
        return json.loads(line)

    with node:
        try:
            yield ask
        finally:
            node.terminate()


def luma(image: Image.Image) -> Luma:
    return np.asarray(image.convert("RGB").convert("L"), np.float64)


def likeness(one: Luma, two: Luma) -> float:
    """SSIM: windows of 11 px with sigma 1.5, K1 0.01, K2 0.03, of 0 to 255."""

    def blurred(what: Luma) -> Luma:
        return np.asarray(cv2.GaussianBlur(what, (11, 11), 1.5)[5:-5, 5:-5], np.float64)

    mean_one, mean_two = blurred(one), blurred(two)
    var_one = blurred(one * one) - mean_one**2
    var_two = blurred(two * two) - mean_two**2
    both = blurred(one * two) - mean_one * mean_two
    low, high = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    up = (2 * mean_one * mean_two + low) * (2 * both + high)
    return float(np.mean(up / ((mean_one**2 + mean_two**2 + low) * (var_one + var_two + high))))


def opened(data: bytes) -> Luma:
    return luma(Image.open(io.BytesIO(data)))


def at_quality(image: Image.Image, kind: str, quality: int) -> bytes:
    """As the ladder saves it, but for the quality."""
    out = io.BytesIO()
    image.save(out, kind.upper(), **{**ladder._SAVED[kind], "quality": quality})  # noqa: SLF001
    return out.getvalue()


def sizes_of(data: bytes) -> Iterator[Image.Image]:
    image = Image.open(io.BytesIO(data)).convert("RGB")
    for size in COMPARED_PX:
        small = image.copy()
        small.thumbnail((size, size), Image.Resampling.LANCZOS)
        yield small


class Likeness:
    """Of one format at one effort, over all pictures."""

    def __init__(self) -> None:
        self.ours: list[float] = []
        self.theirs: list[float] = []
        self.equal: list[float] = []
        self.bytes: list[float] = []
        self.curves: list[list[float]] = []
        self.steps: list[int] = []

    def add(self, at: dict[int, float], sizes: dict[int, int], quality: int, theirs: bytes) -> None:
        """Ours by quality: SSIM and bytes."""
        steps, similar = list(at), list(at.values())
        was = self.theirs[-1]
        self.steps = steps
        self.curves.append(similar)
        self.ours.append(float(np.interp(quality, steps, similar)))
        equal = float(np.interp(was, similar, steps))
        self.equal.append(equal)
        self.bytes.append(float(np.interp(equal, list(sizes), list(sizes.values()))) / len(theirs))

    def told(self) -> str:
        low, middle, high = np.quantile(self.equal, [0.25, 0.5, 0.75])
        theirs = statistics.mean(self.theirs)
        of_means = np.interp(theirs, np.mean(self.curves, axis=0), self.steps)
        outside = sum(equal in {self.steps[0], self.steps[-1]} for equal in self.equal)
        return (
            f"SSIM {theirs:.4f}, ours {statistics.mean(self.ours):.4f};"
            f" equal at {middle:.1f} ({low:.1f} to {high:.1f}), by the mean at {of_means:.1f},"
            f" with {statistics.median(self.bytes):.2f} x its bytes; {outside} outside"
        )


def compare(ask: Ask, photos: list[bytes], folder: Path) -> None:
    found = {
        (kind, name): Likeness()
        for kind in ladder.FORMATS
        for name in (EFFORTS if kind == "avif" else ["same"])
    }
    for small in (small for data in photos for small in sizes_of(data)):
        small.save(folder / "given.png", compress_level=1)
        given = luma(small)
        for kind in ladder.FORMATS:
            files = {quality: at_quality(small, kind, quality) for quality in QUALITIES[kind]}
            at = {quality: likeness(given, opened(data)) for quality, data in files.items()}
            sizes = {quality: len(data) for quality, data in files.items()}
            for (which, name), like in found.items():
                if which == kind:
                    made = folder / "made"
                    ask(
                        "encode",
                        picture=str(folder / "given.png"),
                        kind=kind,
                        effort=EFFORTS.get(name, 4),
                        to=str(made),
                    )
                    theirs = made.read_bytes()
                    like.theirs.append(likeness(given, opened(theirs)))
                    like.add(at, sizes, ladder._SAVED[kind]["quality"], theirs)  # noqa: SLF001
    print(f"likeness of sharp's files, {len(photos)} photos in {len(COMPARED_PX)} sizes")
    for (kind, name), like in found.items():
        print(f"  {kind:5} {name:8} {like.told()}")


def race(ask: Ask, data: bytes, folder: Path) -> None:
    (folder / "photo").write_bytes(data)
    ways = [(way, name) for name in EFFORTS for way in ("usual", "chained")]
    times: dict[tuple[str, str], list[float]] = {way: [] for way in ways}
    mine: list[float] = []
    sent: dict[tuple[str, str], int] = {}
    for turn in range(ROUNDS + 1):  # the first warms
        spent = spent_ms(lambda: ours(data))
        for way, name in ways:
            made = ask(
                "ladder",
                photo=str(folder / "photo"),
                way=way,
                sizes=ladder.SIZES_PX,
                effort=EFFORTS[name],
            )
            sent[way, name] = made["bytes"]
            if turn:
                times[way, name].append(made["ms"])
        if turn:
            mine.append(spent)
    rungs = ours(data).rungs
    ours_ms = statistics.median(mine)
    total = sum(len(rung.data) for rung in rungs)
    print(f"{len(data) // 1024} KB to {len(rungs)} files")
    print(f"  {'ours':30} {ours_ms:6.0f} ms   1.00          {total:9,} bytes")
    for (way, name), list_ms in times.items():
        median = statistics.median(list_ms)
        label = f"sharp {way}, AVIF {name}"
        print(
            f"  {label:30} {median:6.0f} ms  {median / ours_ms:5.2f} x ours"
            f" {sent[way, name]:9,} bytes"
        )


def main() -> None:
    names = sys.argv[1:]
    twelve_mp = photo(*names[:1])
    photos = [Path(name).read_bytes() for name in names] or [twelve_mp]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        try:
            installed(folder)
            with running(folder) as ask:
                said = ask("versions")
                print(f"{SHARP}: vips {said['vips']}, aom {said['aom']}, heif {said['heif']}")
                race(ask, twelve_mp, folder)
                compare(ask, photos, folder)
        except NotToBeHadError as error:
            print(f"not measured: {error}")


if __name__ == "__main__":
    main()
