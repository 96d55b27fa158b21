"""Real files of real systems: what their sources say they come to, through the graph, to the cent."""

import csv
import json
import os
import random
import signal
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.connectors.shared import shared
from tests.factories.stores import make_store
from tests.importing.counter import Counter, counts

ONLINE_RETAIL = "online_retail_2010-12_to_2011-08.csv.gz"
PAGE = "pageInfo { hasNextPage endCursor }"
LINES = f"{PAGE} edges {{ node {{ quantity unitPrice {{ amount }} amount {{ amount }} }} }}"
ORDERS = f"""query ($after: String) {{ orders(first: 100, after: $after, orderBy: OLDEST) {{ {PAGE}
  edges {{ node {{ id kind shipping {{ amount }} total {{ amount }}
    payments(first: 50) {{ edges {{ node {{ amount {{ amount }} }} }} }}
    lines(first: 100) {{ {LINES} }} }} }} }} }}"""
MORE = f"""query ($id: ID!, $after: String) {{ order(id: $id) {{
  lines(first: 100, after: $after) {{ {LINES} }} }} }}"""
PRODUCTS = f"""query ($after: String) {{ products(first: 20, after: $after) {{ {PAGE} edges {{ node {{
  handle state pictures {{ imageUrl widthPx }} category {{ name }}
  variants(first: 100) {{ edges {{ node {{ sku unitPrice {{ amount currencyCode }}
    listings(first: 5) {{ edges {{ node {{ state price {{ amount }} }} }} }} }} }} }} }} }} }} }}"""


def nodes(counter: Counter, query: str, root: str) -> Iterator[dict[str, Any]]:
    """Every node of a root, page by page."""
    after = None
    while True:
        answer = counter.yard.house.query(query, after=after)
        assert "errors" not in answer, answer
        page = answer["data"][root]
        yield from (edge["node"] for edge in page["edges"])
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def lines(counter: Counter, order: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """An invoice has up to 705 of them."""
    page = order["lines"]
    while True:
        yield from (edge["node"] for edge in page["edges"])
        if not page["pageInfo"]["hasNextPage"]:
            return
        said = counter.yard.house.query(MORE, id=order["id"], after=page["pageInfo"]["endCursor"])
        page = said["data"]["order"]["lines"]


def amount(found: dict[str, str]) -> Decimal:
    return Decimal(found["amount"])


def sums(counter: Counter) -> dict[str, Decimal]:
    """Of all orders, as a client of the graph would add them up."""
    found = dict.fromkeys(("orders", "lines", "exact", "rounded", "shipping", "paid"), Decimal(0))
    for order in nodes(counter, ORDERS, "orders"):
        found["orders"] += 1
        found["shipping"] += amount(order["shipping"])
        for edge in order["payments"]["edges"]:
            found["paid"] += amount(edge["node"]["amount"])
        for line in lines(counter, order):
            found["lines"] += 1
            found["exact"] += line["quantity"] * amount(line["unitPrice"])
            found["rounded"] += amount(line["amount"])
    return found


RETAIL = {
    "orders": Decimal(16_459),
    "lines": Decimal(320_705),
    "exact": Decimal("5761931.382"),
    "rounded": Decimal("5761931.38"),
    "shipping": Decimal(0),
    "paid": Decimal(0),
}


def test_a_ledger_killed_on_its_way_comes_to_the_cent(counter: Counter) -> None:
    """320,705 lines; killed where a seed says, which a failure shows, and gone on with."""
    file = shared("online_retail", ONLINE_RETAIL)
    make_store(counter.yard.house, handle="london", currency="GBP", time_zone="Europe/London")
    words = [*counter.words("online-retail", file, store="london"), "--json"]
    kills = 20 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 1
    stages = [f"{random.randint(1, 60 // kills)}x250" for _ in range(kills)]  # noqa: S311
    for stage in stages:
        with counter.started(stage, *words) as killed:
            killed.communicate(timeout=300)
        assert killed.returncode == -signal.SIGKILL, stages
    with counter.started("0x250", *words) as resumed:
        out, err = resumed.communicate(timeout=300)
    assert resumed.returncode == 0, (stages, err)
    assert json.loads(out.splitlines()[-1]) == counts(created=16_459), stages
    assert sums(counter) == RETAIL, stages


def test_a_marketplaces_files_come_to_the_cent(counter: Counter) -> None:
    folder = shared("olist")
    files = sorted(folder.glob("*.csv"))
    make_store(counter.yard.house, handle="olist", currency="BRL", time_zone="America/Sao_Paulo")
    words = [*counter.words("olist", *files, store="olist"), "--json"]
    ended = counter.command(*words)
    assert (ended.code, json.loads(ended.out.splitlines()[-1])) == (0, counts(created=5_399))
    found = sums(counter)
    assert (int(found["orders"]), int(found["lines"])) == (5_399, 5_512)
    assert found["exact"] == found["rounded"] == Decimal("730122.93")
    assert found["shipping"] == Decimal("113407.41")
    assert found["paid"] == Decimal("959742.27")
    again = counter.command(*words)
    assert json.loads(again.out.splitlines()[-1]) == counts(skipped=5_399)


def test_a_catalogue_with_its_photos_becomes_drafts(counter: Counter) -> None:
    file = shared("vendure_demo", "products.csv")
    found = counter.counted("vendure-products", file)
    assert (found["created"], found["errors"]) == (54, 0)
    with file.open(encoding="utf-8", newline="") as rows:
        stated = list(csv.DictReader(rows, skipinitialspace=True))
    prices = [Decimal(value) for row in stated if (value := row_value(row, "price"))]
    products = own_products(counter)
    variants = sold_as(products)
    assert (len(products), len(variants)) == (54, 88)
    assert sum(amount(one["unitPrice"]) for one in variants) == sum(prices)
    shown = [one for product in products for one in product["pictures"]]
    assert len(shown) == 54
    assert min(one["widthPx"] for one in shown) >= 600
    listings = [edge["node"] for one in variants for edge in one["listings"]["edges"]]
    assert {one["state"] for one in listings} == {"DRAFT"}
    assert sum(amount(one["price"]) for one in listings) == sum(prices)
    assert counter.counted("vendure-products", file) == counts(skipped=54)


def row_value(row: dict[str, Any], column: str) -> str:
    """The demo's header and cells are padded."""
    return next((str(v).strip() for k, v in row.items() if k and k.strip() == column), "")


def own_products(counter: Counter) -> list[dict[str, Any]]:
    """Those that came in: the yard has one of its own."""
    found = nodes(counter, PRODUCTS, "products")
    return [one for one in found if not one["handle"].startswith("product-")]


def sold_as(products: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [edge["node"] for product in products for edge in product["variants"]["edges"]]


@pytest.mark.parametrize(
    ("format", "name", "products", "variants", "prices"),
    [
        (
            "magento-products",
            ("magento2_sample", "ConfigurableSampleData", "fixtures", "products.csv"),
            147,
            1_847,
            "83368.60",
        ),
        ("woocommerce-products", ("woocommerce_sample", "sample_products.csv"), 15, 20, "699.00"),
    ],
)
def test_other_shops_catalogues(  # noqa: PLR0913, PLR0917  what the files come to
    counter: Counter, format: str, name: tuple[str, ...], products: int, variants: int, prices: str
) -> None:
    [file] = [
        one
        for one in shared(name[0]).rglob(name[-1])
        if all(part in one.parts for part in name[1:])
    ]
    found = counter.counted(format, file)
    assert (found["created"], found["errors"]) == (products, 0)
    own = own_products(counter)
    sold = sold_as(own)
    assert (len(own), len(sold)) == (products, variants)
    assert sum(amount(one["unitPrice"]) for one in sold) == Decimal(prices)
    assert counter.counted(format, file) == counts(skipped=products)
