"""Products for a set, found as `products(query:)` finds them."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from api.context import Reader
from api.reads.ids import row_id
from api.renders.sets import MOST_PRODUCTS
from domain.errors import Invalid, LimitExceeded
from domain.work import Actor

A_PAGE = 100
ASK = f"""query ($query: String, $after: String) {{
  products(query: $query, first: {A_PAGE}, after: $after, orderBy: OLDEST) {{
    edges {{ node {{ id }} }} pageInfo {{ hasNextPage endCursor }} }} }}"""


def product_ids(reads: Reader, query: str | None, actor: Actor, now: datetime) -> list[UUID]:
    """Of all that the actor sees of them, first made first; raises Invalid, LimitExceeded.

    Asked in pages, outside of any transaction.
    """
    found: list[UUID] = []
    after, has_more = None, True
    while has_more:
        variables: dict[str, Any] = {"query": query or None, "after": after}
        answer = orjson.loads(reads.answer_now(ASK, None, variables, actor, now) or b"{}")
        if "errors" in answer:
            raise Invalid(answer["errors"][0]["message"], "query")
        page = answer["data"]["products"]
        found += [row_id("Product", edge["node"]["id"]) for edge in page["edges"]]
        if len(found) > MOST_PRODUCTS:
            said = f"It finds more than {MOST_PRODUCTS:,} products, which is the most at once."
            raise LimitExceeded(said, MOST_PRODUCTS, "query")
        has_more, after = page["pageInfo"]["hasNextPage"], page["pageInfo"]["endCursor"]
    if not found:
        raise Invalid("It finds no products.", "query")
    return found
