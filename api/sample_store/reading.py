"""The sample store's content, read from the JSON files beside this module."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from domain.base import Dated
from domain.people.bootstrap import system_work
from domain.people.models import Organization
from domain.work import Work

OPERATION = "sample store"
"""What the audit names as the operation behind every row."""


@cache
def content(name: str) -> Any:
    """One file of the content; nobody changes what it answers."""
    return json.loads((files("api.sample_store.content") / f"{name}.json").read_text("utf-8"))


@cache
def products() -> tuple[dict[str, Any], ...]:
    """All products, file by file."""
    folder = files("api.sample_store.content") / "products"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".json"))
    return tuple(
        product for name in names for product in json.loads((folder / name).read_text("utf-8"))
    )


@cache
def _by_sku() -> dict[str, tuple[Any, Any]]:
    return {one["sku"]: (said, one) for said in products() for one in said["variants"]}


def product_of(sku: str) -> Any:
    """What the content says of the product of a SKU."""
    return _by_sku()[sku][0]


def offered(sku: str) -> Any:
    """What the content says of the variant of a SKU; its prices by currency."""
    return _by_sku()[sku][1]


@dataclass(frozen=True)
class Telling:
    """The story so far: whose it is, when it is told, and which variant has which SKU."""

    session: Session
    organization: Organization
    now: datetime
    key: bytes

    def work(self, at: datetime) -> Work:
        """Work of the system at a moment of the story; rows dated by another are written first."""
        if any(isinstance(row, Dated) for row in (*self.session.new, *self.session.dirty)):
            self.session.flush()
        at = min(at, self.now)
        return system_work(self.session, self.organization, at, OPERATION, key=self.key)


Skus = dict[str, UUID]
"""The variant of each SKU."""
