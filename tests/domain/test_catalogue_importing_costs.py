"""Costs that files bring: who may set them, on both databases."""

from dataclasses import replace

from sqlalchemy import select

from domain.catalogue.importing import (
    Outcome,
    ProductRow,
    Upserted,
    VariantRow,
    upsert_products,
)
from domain.catalogue.models import Variant
from domain.permissions import Grants, Permission, Role
from domain.work import Actor
from tests.conftest import House
from tests.domain.product_rows import DEARER
from tests.factories.catalogue import TEN_EUROS
from tests.factories.stores import make_store


def brought(house: House, actor: Actor, row: ProductRow) -> Upserted:
    [one] = upsert_products(house.work(actor), [row])
    house.session.commit()
    house.session.expire_all()
    return one


def test_costs_are_left_out_by_those_who_may_not_set_them(house: House) -> None:
    costly = VariantRow(sku="X", unit_price=TEN_EUROS, unit_cost=DEARER)
    row = ProductRow(handle="x", said={"title": "x"}, variants=[costly])
    one = brought(house, house.actor(Role.OPERATIONS), row)
    assert one.outcome is Outcome.CREATED
    assert one.notes == ["Costs are left out: they need the permission costs:write."]
    assert house.session.scalars(select(Variant)).one().unit_cost is None
    assert brought(house, house.manager, row).outcome is Outcome.UPDATED
    assert house.session.scalars(select(Variant)).one().unit_cost == DEARER


def test_costs_are_for_those_who_may_in_every_store(house: House) -> None:
    """A product's cost shows in all of them."""
    in_all, in_one = (
        house.actor(Role.OPERATIONS),
        house.actor(Role.PURCHASING, stores=[make_store(house)]),
    )
    both = replace(in_all, grants=Grants(in_all.grants.reaches | in_one.grants.reaches))
    assert both.may(Permission.COSTS_WRITE)
    costly = VariantRow(sku="X", unit_price=TEN_EUROS, unit_cost=DEARER)
    row = ProductRow(handle="x", said={"title": "x"}, variants=[costly])
    one = brought(house, both, row)
    assert one.notes == ["Costs are left out: they need the permission costs:write."]
    assert house.session.scalars(select(Variant)).one().unit_cost is None
    assert brought(house, house.manager, row).outcome is Outcome.UPDATED
    one = brought(house, both, row)
    assert (one.outcome, one.notes) == (Outcome.UNCHANGED, [])  # it is what is known
