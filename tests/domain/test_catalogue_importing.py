"""Products that files bring, on both databases."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select

from domain.audit import AuditEntry
from domain.catalogue.importing import (
    CHUNK,
    Outcome,
    ProductRow,
    Upserted,
    VariantRow,
    upsert_products,
)
from domain.catalogue.models import Product, ProductState, Variant
from domain.errors import Conflict, Forbidden, Invalid, Required, Taken
from domain.money import UnitPrice
from domain.permissions import Role
from tests.conftest import House
from tests.factories.catalogue import TEN_EUROS, make_product, make_variant

DEARER = UnitPrice(12_000_000, "EUR")


def mug(*more: VariantRow, **said: Any) -> ProductRow:
    blue = VariantRow(sku="BLUE", unit_price=TEN_EUROS, barcode="96385074", option_values=["Blue"])
    return ProductRow(
        handle="mug",
        said={"title": "Mug", "tags": ["clay"], **said},
        option_names=["Colour"],
        variants=[blue, *more],
    )


def upserted(house: House, *rows: ProductRow) -> list[Upserted]:
    found = upsert_products(house.work(), rows)
    house.session.commit()
    house.session.expire_all()
    return found


def outcomes(house: House, *rows: ProductRow) -> list[Outcome]:
    return [one.outcome for one in upserted(house, *rows)]


def test_a_file_makes_drafts_and_a_second_run_changes_nothing(house: House) -> None:
    rows = [mug(), ProductRow(handle="cup", said={"title": "Cup"})]
    assert outcomes(house, *rows) == [Outcome.CREATED] * 2
    product = house.session.scalars(select(Product).where(Product.handle == "mug")).one()
    assert (product.state, product.tags, product.version) == (ProductState.DRAFT, " clay ", 1)
    variant = house.session.scalars(select(Variant)).one()
    assert (variant.sku, variant.title, variant.option_1) == ("BLUE", "Blue", "Blue")
    assert outcomes(house, *rows) == [Outcome.UNCHANGED] * 2
    house.session.expire_all()
    assert (product.version, variant.version) == (1, 1)
    [entry] = house.session.scalars(select(AuditEntry))
    assert entry.action == "products.upserted"
    assert json.loads(entry.changes) == {"created": ["mug", "cup"], "updated": []}


def test_a_file_changes_what_it_says_and_adds_what_is_new(house: House) -> None:
    upserted(house, mug())
    red = VariantRow(sku="RED", unit_price=DEARER, option_values=["Red"])
    blue = VariantRow(sku="BLUE", unit_price=DEARER, option_values=["Navy"])
    row = ProductRow(handle="mug", said={"brand": "Porto"}, variants=[blue, red])
    assert outcomes(house, row) == [Outcome.UPDATED]
    found = house.session.scalars(select(Variant).order_by(Variant.sku)).all()
    assert [(one.sku, one.option_1, one.unit_price, one.barcode) for one in found] == [
        ("BLUE", "Navy", DEARER, "96385074"),
        ("RED", "Red", DEARER, None),
    ]
    product = house.session.scalars(select(Product)).one()
    assert (product.title, product.brand, product.version) == ("Mug", "Porto", 2)


@pytest.mark.parametrize(
    ("row", "kind", "path"),
    [
        (ProductRow(handle="A b", said={"title": "x"}), Invalid, ("handle",)),
        (ProductRow(handle="a\0", said={"title": "x"}), Invalid, ("handle",)),
        (mug(VariantRow(sku="\0\ud800", unit_price=DEARER)), Invalid, ("variants", "1", "sku")),
        (ProductRow(handle="new"), Required, ("title",)),
        (
            ProductRow(handle="mug", option_names=["Size"], said={"title": "x"}),
            Conflict,
            ("option_names",),
        ),
        (
            mug(VariantRow(sku="TAKEN", unit_price=DEARER, option_values=["Red"])),
            Taken,
            ("variants", "1", "sku"),
        ),
        (
            mug(VariantRow(sku="RED", unit_price=DEARER, option_values=["BLUE"])),
            Taken,
            ("variants", "1", "option_values"),
        ),
        (
            mug(
                VariantRow(
                    sku="RED", unit_price=DEARER, option_values=["Red"], barcode="0000096385074"
                )
            ),
            Taken,
            ("variants", "1", "barcode"),
        ),
    ],
)
def test_a_wrong_row_is_refused_and_holds_up_no_other(
    house: House, row: ProductRow, kind: type[Exception], path: tuple[str, ...]
) -> None:
    upserted(house, mug())
    make_variant(house, make_product(house), sku="TAKEN")
    cup = VariantRow(sku="RED", unit_price=TEN_EUROS)  # which the refused row wanted too
    refused, made = upserted(
        house, row, ProductRow(handle="c", said={"title": "C"}, variants=[cup])
    )
    assert (refused.outcome, made.outcome) == (Outcome.REFUSED, Outcome.CREATED)
    assert isinstance(refused.error, kind)
    assert refused.error.path == path
    product = house.session.scalars(select(Product).where(Product.handle == "mug")).one()
    assert (product.title, product.version) == ("Mug", 1)


def test_rows_of_one_product_may_follow_each_other(house: House) -> None:
    red = VariantRow(sku="RED", unit_price=DEARER, option_values=["Red"])
    rows = [mug(), ProductRow(handle="mug", variants=[red])]
    assert outcomes(house, *rows) == [Outcome.CREATED, Outcome.UPDATED]
    assert house.session.scalar(select(func.count()).select_from(Variant)) == 2


def test_many_products_take_few_statements_and_one_line_a_chunk(house: House) -> None:
    rows = [
        ProductRow(
            handle=f"p{i}",
            said={"title": "x"},
            variants=[VariantRow(sku=f"S{i}", unit_price=TEN_EUROS)],
        )
        for i in range(CHUNK + 1)
    ]
    assert set(outcomes(house, *rows)) == {Outcome.CREATED}
    assert house.session.scalar(select(func.count()).select_from(AuditEntry)) == 2


def test_a_strangers_products_are_another_matter(house: House) -> None:
    theirs = make_product(house.second, handle="mug")
    make_variant(house.second, theirs, sku="BLUE", barcode="96385074")
    assert outcomes(house, mug()) == [Outcome.CREATED]


def test_a_file_needs_the_permissions_of_what_it_says(house: House) -> None:
    for role in (Role.DESIGNER, Role.PURCHASING):
        with pytest.raises(Forbidden):
            upsert_products(house.work(house.actor(role)), [mug()])
    costly = ProductRow(
        handle="x",
        said={"title": "x"},
        variants=[VariantRow(sku="X", unit_price=TEN_EUROS, unit_cost=TEN_EUROS)],
    )
    with pytest.raises(Forbidden):
        upsert_products(house.work(house.actor(Role.OPERATIONS)), [costly])
    upsert_products(house.work(house.actor(Role.OPERATIONS)), [mug()])
