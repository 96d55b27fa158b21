"""What background work takes: `python -m benchmarks.jobs [sqlite] [postgresql]`.

From asking for a poster until it is told that it was begun; and how long a person's query takes
while two posters are being drawn, against the same query with nothing else to do.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from statistics import median, quantiles
from typing import Any

from benchmarks.shop import Shop, shop_on

POSTERS, QUERIES = 30, 400
LIST = """{ products(first: 20) { edges { node { id title
  variants(first: 5) { edges { node { sku unitPrice { amount currencyCode } } } } } } } }"""


def first_progress_s(told: Any) -> float:
    """By the clock of the rows, which both processes of a machine share."""
    at = {event["kind"]: datetime.fromisoformat(event["at"]) for event in reversed(told["events"])}
    return (at["render_job.progressed"] - at["render_job.queued"]).total_seconds()


def p95(found: list[float]) -> float:
    return quantiles(found, n=20)[-1]


def query_times(shop: Shop) -> list[float]:
    found = []
    for _ in range(QUERIES):
        began = time.perf_counter()
        shop.query(LIST)
        found.append(time.perf_counter() - began)
        time.sleep(0.005)  # as a person would not: but no flood either
    return found


@contextmanager
def drawing(shop: Shop) -> Iterator[None]:
    """Two posters at any time."""
    is_over = threading.Event()

    def keep() -> None:
        while not is_over.is_set():
            shop.ended(shop.ask(), 0.25)  # no load of its own

    threads = [threading.Thread(target=keep) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    yield
    is_over.set()
    for thread in threads:
        thread.join()


def measure(name: str, shop: Shop) -> None:
    for _ in range(3):
        shop.ended(shop.ask())
    told = [shop.ended(shop.ask()) for _ in range(POSTERS)]
    first = [first_progress_s(one) * 1000 for one in told]
    print(f"{name}: asked for to begun  median {median(first):.0f} ms, p95 {p95(first):.0f} ms")
    query_times(shop)
    idle = p95(query_times(shop)) * 1000
    with drawing(shop):
        busy = p95(query_times(shop)) * 1000
    again = p95(query_times(shop)) * 1000
    still = min(idle, again)
    print(
        f"{name}: a list of 20, p95  idle {still:.1f} ms, while two posters are drawn "
        f"{busy:.1f} ms, ratio {busy / still:.2f}"
    )


def main() -> None:
    wanted = sys.argv[1:] or ["sqlite", "postgresql"]
    for name in wanted:
        with shop_on(name) as shop:
            measure(name, shop)


if __name__ == "__main__":
    main()
