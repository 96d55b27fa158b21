"""A poster as JPEG, warm, against encoding alone: same pixels, same settings, same run.

`python -m benchmarks.poster`: for the two posters the words and the price change from one
poster to the next and the photo stays, as in a batch for a shop. Cold is the first of a process.
"""

import io
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PIL import Image

from media import render
from tests.media import shots

ROUNDS = 60
POSTERS = ("poster-new-arrival", "poster-price-cut")
TITLES = (
    "Sit with *colour.*",
    "把光留给餐桌",
    "Slow flowers for slow mornings",
    "把一整张牛皮坐成习惯",
)


def values(number: int) -> dict[str, Any]:
    """Other words and prices each time."""
    price = {"amount": str(Decimal(199) + number), "currency": "CNY"}
    was = {"amount": str(Decimal(399) + number), "currency": "CNY"}
    title = TITLES[number % len(TITLES)]
    told = {"title": title, "subtitle": f"Stoneware vase no. {number}", "picture": "vase"}
    return {**told, "price": price, "was": was, "brand": f"HALDEN {number % 7}"}


def spent_ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1e3


def measure(name: str) -> None:
    assets = {"vase": shots.vase(width=1200, height=1500)}

    def draw(number: int) -> render.Rendered:
        return render.render(name, values(number), assets, format="jpeg")

    cold = spent_ms(lambda: draw(0))
    drawn = [draw(number) for number in range(4)]
    pixels = [Image.open(io.BytesIO(one.data)).convert("RGB") for one in drawn]
    whole, floor = [], []
    for number in range(ROUNDS):
        image = pixels[number % len(pixels)].copy()
        whole.append(spent_ms(lambda number=number: draw(number + 4)))  # type: ignore[misc]  # bound now
        floor.append(spent_ms(lambda image=image: render.encoded(image, "jpeg")))  # type: ignore[misc]
    poster, encode = statistics.median(whole), statistics.median(floor)
    ratio = statistics.median(one / other for one, other in zip(whole, floor, strict=True))
    print(
        f"{name:20} {drawn[0].width_px}x{drawn[0].height_px}"
        f"  poster {poster:6.1f} ms  encode alone {encode:6.1f} ms  ratio {ratio:4.2f}"
        f"  cold {cold:6.0f} ms"
    )


def main() -> None:
    if len(sys.argv) > 1:
        measure(sys.argv[1])
        return
    for name in POSTERS:  # a process each, so that each is cold once
        subprocess.run([sys.executable, "-m", "benchmarks.poster", name], check=True)


if __name__ == "__main__":
    main()
