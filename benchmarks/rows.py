"""Rows to measure with: one organisation, many products, and as many order lines as asked for."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert
from sqlalchemy.orm import Session

from api.database import Database
from domain.base import Base, fold_into
from domain.catalogue.models import Product, ProductPicture, ProductState, Variant
from domain.every_table import METADATA
from domain.ids import new_id
from domain.people.models import Organization, RoleAssignment, User
from domain.permissions import EVERYTHING, Role
from domain.sourcing.models import Supplier, SupplierState
from domain.work import Actor

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def furnish(database: Database, products: int = 2_000) -> Actor:
    """Creates tables and rows; answers who may see all of them."""
    METADATA.create_all(database.writing)
    with Session(database.writing) as session:
        session.info["now"] = START
        house = Organization(name="Benchmark", handle="benchmark")
        session.add(house)
        session.flush()
        owner = User(organization_id=house.id, name="Owner", email="owner@example.com")
        session.add(owner)
        session.flush()
        session.add(RoleAssignment(organization_id=house.id, user_id=owner.id, role=Role.MANAGER))
        session.commit()
        actor = Actor(owner.id, house.id, EVERYTHING)
    with database.writing.begin() as connection:
        suppliers = [new_id() for _ in range(40)]
        written(connection, Supplier, (supplier(actor, *n) for n in enumerate(suppliers)))
        ids = [new_id() for _ in range(products)]
        written(
            connection, Product, (product(actor, n, own, suppliers) for n, own in enumerate(ids))
        )
        written(
            connection,
            Variant,
            (row for n, own in enumerate(ids) for row in variants(actor, n, own)),
        )
        written(
            connection,
            ProductPicture,
            (row for n, own in enumerate(ids) for row in pictures(actor, n, own)),
        )
    return actor


def written(connection: Connection, model: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    """In batches, with what the session would have filled in."""
    columns = {column.key for column in model.__table__.columns}
    while batch := list(islice(rows, 2_000)):
        for row in batch:
            fold_into(model, row)
            if "version" in columns:
                row.setdefault("created_at", START)
                row.update(updated_at=row["created_at"], version=1)
            row.setdefault("id", new_id())
        connection.execute(insert(model), batch)


def supplier(actor: Actor, number: int, id: UUID) -> dict[str, Any]:
    return {
        "id": id,
        "organization_id": actor.organization_id,
        "code": f"SUP-{number:03}",
        "name": f"Supplier {number} of Jingdezhen",
        "country": "CN",
        "currency": "CNY",
        "state": SupplierState.ACTIVE,
        "lead_time_days": 14,
        "payment_terms_days": 30,
    }


def product(actor: Actor, number: int, id: UUID, suppliers: list[UUID]) -> dict[str, Any]:
    return {
        "id": id,
        "organization_id": actor.organization_id,
        "handle": f"mug-{number:06}",
        "title": f"Stoneware mug no. {number}",
        "title_zh": f"粗陶马克杯 {number} 号",
        "description_html": "<p>Thrown by hand, fired twice.</p>",
        "state": ProductState.ACTIVE,
        "brand": "Harbour",
        "tags": "mug stoneware",
        "supplier_id": suppliers[number % len(suppliers)],
        "created_at": START + timedelta(minutes=number),
    }


def variants(actor: Actor, number: int, product_id: UUID) -> Iterator[dict[str, Any]]:
    for place, colour in enumerate(("blue", "sand", "moss")):
        yield {
            "organization_id": actor.organization_id,
            "product_id": product_id,
            "sku": f"MUG-{number:06}-{place}",
            "title": colour,
            "option_1": colour,
            "option_2": "",
            "option_3": "",
            "unit_price_micros": 18_900_000,
            "unit_price_currency": "EUR",
            "weight_g": 350,
            "position": place,
        }


def pictures(actor: Actor, number: int, product_id: UUID) -> Iterator[dict[str, Any]]:
    for place in range(2):
        yield {
            "organization_id": actor.organization_id,
            "product_id": product_id,
            "url": f"https://cdn.example.com/mugs/{number}/{place}.jpg",
            "alt": f"The mug from the {'front' if place else 'side'}",
            "position": place,
        }
