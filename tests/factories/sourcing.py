"""Suppliers."""

from typing import Any

from domain.sourcing.models import Supplier
from tests.conftest import House


def make_supplier(house: House, code: str = "MUGS", **more: Any) -> Supplier:
    usual: dict[str, Any] = {"name": "Porto Pottery", "country": "PT", "currency": "EUR"}
    supplier = Supplier(organization_id=house.organization.id, code=code, **{**usual, **more})
    house.save(supplier)
    return supplier
