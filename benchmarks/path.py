"""Posters a second through the whole path, against drawing alone.

`python -m benchmarks.path [sqlite] [postgresql] [--posters 24] [--rounds 3]`. The path is a
mutation, the queue, a child that draws, the stored file and its asset's row; asked for one by one,
and as one batch. Drawing alone is `media.child` with the very same orders and limits: by one warm
child, and by as many as the server has. In turn, in one run; their files are the path's.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from api.database import Database
from api.jobs.drawing import limits_of
from api.jobs.render import order_of
from api.storage import Storage, key_of
from benchmarks.shop import Shop, shop_on
from domain.assets.models import MediaAsset
from domain.creatives.models import RenderJob
from domain.creatives.states import UNDER_WAY, RenderState
from domain.templates.models import MediaTemplate, TemplateSet, TemplateSetItem
from domain.work import Actor
from media.child import Renderer, Request

TEMPLATE = "poster-new-arrival"
ASKERS, WARM = 2, 4
LOOKS_EVERY_S = 0.2
BATCH = """mutation ($input: MediaSetRenderInput!) { mediaSetRender(input: $input) {
  renderBatch { id } estimate { drawnCount } userErrors { message } } }"""


@dataclass(frozen=True)
class Order:
    """What one render was drawn from, and the key of what came of it."""

    request: Request
    key: str


@dataclass(frozen=True)
class Made:
    """Posters of one round: how many a second, and what they were drawn from."""

    rate: float
    orders: list[Order]


class Path:
    """A shop at work, and an eye on its database."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.storage = shop, Storage(shop.settings)
        self.database = Database(shop.settings.database_text)
        self.products = [f"Product:{one}" for one in shop.product_ids]
        self.template_set = set_of_one(self.database, shop.owner)
        self.round = 0

    def one_by_one(self, format: str) -> Made:
        """A mutation for each, of a few clients."""
        self.round += 1
        began = datetime.now(UTC)

        def ask(product: str) -> UUID:
            values = {"eyebrow": f"No. {self.round}"}
            return own(self.shop.ask(productId=product, values=values, format=format))

        with ThreadPoolExecutor(ASKERS) as askers:
            ids = list(askers.map(ask, self.products))
        return self.made(began, select(RenderJob).where(RenderJob.id.in_(ids)))

    def as_one(self) -> Made:
        """All of them by one mutation, in the format of the template."""
        self.round += 1
        given = {
            "templateSetId": f"TemplateSet:{self.template_set}",
            "productIds": self.products,
            "values": {"eyebrow": f"No. {self.round}"},
        }
        began = datetime.now(UTC)
        told = self.shop.query(BATCH, input=given)["mediaSetRender"]
        assert not told["userErrors"], told
        assert told["estimate"]["drawnCount"] == len(self.products), told
        batch = own(told["renderBatch"]["id"])
        return self.made(began, select(RenderJob).where(RenderJob.batch_id == batch))

    def made(self, began: datetime, wanted: Select[Any]) -> Made:
        """From the first word until the last is finished, by the rows' clock."""
        asked = wanted.subquery()
        left = select(func.count()).where(asked.c.state.in_(UNDER_WAY))
        while self.counted(left):
            time.sleep(LOOKS_EVERY_S)
        with Session(self.database.looking) as session:
            rows = session.scalars(wanted).all()
            assert {row.state for row in rows} == {RenderState.SUCCEEDED}, rows
            ends = [row.finished_at for row in rows if row.finished_at]
            orders = [self.order(session, row) for row in rows]
        kept = select(func.count()).where(MediaAsset.id.in_([row.asset_id for row in rows]))
        assert self.counted(kept) == len(self.products), "not an asset for each"
        return Made(len(rows) / (max(ends) - began).total_seconds(), orders)

    def counted(self, wanted: Any) -> int:
        with Session(self.database.looking) as session:
            return int(session.scalar(wanted) or 0)

    def order(self, session: Session, row: RenderJob) -> Order:
        assert row.file_key
        pictures: dict[str, str] = json.loads(row.pictures)
        files = {name: self.storage.get(key) for name, key in pictures.items()}
        return Order(replace(order_of(session, row), assets=files), row.file_key)


def set_of_one(database: Database, owner: Actor) -> UUID:
    """A set that has the one template."""
    house = owner.organization_id
    found = select(MediaTemplate.id).filter_by(organization_id=house, handle=TEMPLATE)
    with Session(database.writing) as session:
        session.info["now"] = datetime.now(UTC)
        row = TemplateSet(organization_id=house, handle="path", title="Path")
        session.add(row)
        session.flush()
        item = TemplateSetItem(
            organization_id=house,
            template_set_id=row.id,
            template_id=session.scalars(found).one(),
            position=0,
        )
        session.add(item)
        session.commit()
        return row.id


def own(global_id: str) -> UUID:
    return UUID(global_id.partition(":")[2])


def alone(renderer: Renderer, orders: Sequence[Order], threads: int) -> float:
    """Posters a second of `media` by itself."""

    def draw(order: Order) -> bytes:
        return renderer.render(order.request).data

    with ThreadPoolExecutor(threads) as askers:
        list(askers.map(draw, orders[:WARM]))
        began = time.perf_counter()
        drawn = list(askers.map(draw, orders))
        rate = len(orders) / (time.perf_counter() - began)
    keys = [key_of(sha256(data).hexdigest()) for data in drawn]
    assert keys == [order.key for order in orders], "drawn alone it is another file"
    return rate


def measure(kind: str, shop: Shop, rounds: int) -> None:
    path, count = Path(shop), shop.settings.renders_at_once
    limits = limits_of(shop.settings)
    ways: dict[str, Callable[[], Made]] = {
        "one by one, JPEG": lambda: path.one_by_one("JPEG"),
        "a batch, PNG": path.as_one,
    }
    with Renderer(1, limits) as single, Renderer(count, limits) as several:
        path.one_by_one("JPEG")  # the server's children are warm from here on
        for name, way in ways.items():
            found = []
            for _ in range(rounds):
                made = way()
                found.append(
                    (made.rate, alone(single, made.orders, 1), alone(several, made.orders, count))
                )
            whole, one, all_ = (median(each) for each in zip(*found, strict=True))
            to_one = median(each[0] / each[1] for each in found)
            to_all = median(each[0] / each[2] for each in found)
            print(
                f"{kind:10} {name:17} {whole:5.1f} posters/s; alone by 1 child {one:5.1f}, "
                f"by {count} {all_:5.1f}; ratios {to_one:.2f} and {to_all:.2f}",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--posters", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    for kind in given.kinds:
        with shop_on(kind, given.posters) as shop:
            measure(kind, shop, given.rounds)


if __name__ == "__main__":
    main()
