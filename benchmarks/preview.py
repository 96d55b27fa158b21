"""How long a look takes, `mediaPreview`: idle, and while a batch is being drawn.

`python -m benchmarks.preview [sqlite] [postgresql] [--looks 40] [--products 100]`. Of a poster, and
of a frame in the middle of a film, with other words each time; one person, who asks again when
they have seen it. The batch is called off afterwards, and must still have been at work.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from benchmarks.jobs import p95
from benchmarks.path import BATCH
from benchmarks.shop import Shop, shop_on

ENOUGH_S, LEAST_LEFT = 3.0, 10
LOOK = """query ($version: ID!, $values: JSON, $products: [ID!], $at: Float!) {
  mediaPreview(templateVersionId: $version, values: $values, productIds: $products,
    atSecond: $at, withBoxes: true) { url boxes } }"""
VERSIONS = """{ mediaTemplates(first: 100) { edges { node { handle published { id } } } }
  templateSets(first: 50) { edges { node { handle id } } } }"""
STANDS = "query ($id: ID!) { renderBatch(id: $id) { state queuedCount succeededCount } }"
CALL_OFF = """mutation ($id: ID!) { renderBatchCancel(input: { id: $id }) {
  userErrors { message } } }"""
POSTER, FILM = "poster-new-arrival", "film-promo-vertical"
FILM_VALUES = {
    "brand": "HALDEN",
    "word_1": "GRIP",
    "word_2": "ROLL",
    "offer": "Street pack, both",
    "price": {"amount": "99", "currency": "EUR"},
    "was": {"amount": "139", "currency": "EUR"},
}


class Looks:
    """One person before a server."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.count = shop, 0
        told = shop.query(VERSIONS)
        templates = [edge["node"] for edge in told["mediaTemplates"]["edges"]]
        self.versions = {one["handle"]: one["published"]["id"] for one in templates}
        sets = [edge["node"] for edge in told["templateSets"]["edges"]]
        self.sets = {one["handle"]: one["id"] for one in sets}
        self.products = [f"Product:{one}" for one in shop.product_ids]

    def poster(self) -> float:
        return self.look(POSTER, {"eyebrow": "No."}, self.products[:1], 0.0)

    def frame(self) -> float:
        return self.look(FILM, FILM_VALUES, self.products[:2], 4.5)

    def look(self, name: str, values: dict[str, Any], products: list[str], at_s: float) -> float:
        """How long it took, in ms."""
        self.count += 1
        said = {**values, "title": f"Take no. {self.count}"}
        given = {"values": said, "products": products, "at": at_s}
        began = time.perf_counter()
        found = self.shop.query(LOOK, version=self.versions[name], **given)["mediaPreview"]
        spent = (time.perf_counter() - began) * 1000
        assert found["boxes"]
        assert found["url"].startswith("data:image/jpeg;base64,")
        return spent

    @contextmanager
    def batch(self) -> Iterator[None]:
        """While it is drawn: begun before, and not over afterwards."""
        given = {"templateSetId": self.sets["launch"], "productIds": self.products}
        made = self.shop.query(BATCH, input=given)["mediaSetRender"]
        assert not made["userErrors"], made
        own = made["renderBatch"]["id"]
        while not self.shop.query(STANDS, id=own)["renderBatch"]["succeededCount"]:
            time.sleep(0.1)
        yield
        stands = self.shop.query(STANDS, id=own)["renderBatch"]
        assert stands["queuedCount"] > LEAST_LEFT, f"the batch was over too early: {stands}"
        self.shop.query(CALL_OFF, id=own)
        time.sleep(ENOUGH_S)  # what was being drawn ends


def measure(kind: str, shop: Shop, count: int) -> None:
    looks = Looks(shop)
    ways: dict[str, Callable[[], float]] = {"poster": looks.poster, "film's frame": looks.frame}
    firsts = {name: way() for name, way in ways.items()}

    def told() -> dict[str, list[float]]:
        return {name: [way() for _ in range(count)] for name, way in ways.items()}

    idle = told()
    with looks.batch():
        busy = told()
    for name, first in firsts.items():
        still, drawing = idle[name], busy[name]
        print(
            f"{kind:10} {name:12} p50/p95 idle {median(still):.0f}/{p95(still):.0f} ms, while a "
            f"batch is drawn {median(drawing):.0f}/{p95(drawing):.0f} ms; the first {first:.0f} ms",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--looks", type=int, default=40)
    parser.add_argument("--products", type=int, default=100, help="four renders each")
    given = parser.parse_args()
    for kind in given.kinds:
        with shop_on(kind, given.products) as shop:
            measure(kind, shop, given.looks)


if __name__ == "__main__":
    main()
