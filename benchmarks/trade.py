"""Rows to plan for: a big organisation of 8 very unequal stores, with as many lines as asked for.

Where a plan can go wrong, the rows are unkind: the tiny store sold only in the first weeks, so a
walk from the newest order back meets every other store's first; most states are one state.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from api.database import Database
from api.statistics import count_rows
from benchmarks.asset_rows import furnish_assets
from benchmarks.rows import START, furnish, written
from domain.audit import AuditEntry, AuditSeal
from domain.catalogue.models import Category, Product, Variant
from domain.ids import new_id
from domain.orders.models import Customer, Order, OrderException, OrderLine, Payment, PlatformOrder
from domain.orders.states import ExceptionKind, OrderState, PaymentMethod, PaymentState
from domain.people.models import ApiToken, RoleAssignment, User
from domain.permissions import Role
from domain.stores.models import Listing, Platform, Store
from domain.stores.states import ListingState, PlatformKind, StoreState
from domain.work import Actor

SHARES = (500, 250, 120, 60, 40, 20, 10)
"""Of every thousand orders, those of each store; the eighth, the tiny one, has `TINY` in all."""
TINY = 40
LINES_PER_ORDER = 10 / 3
PAID_OFTEN, DAYS = 0.85, 730
STATES = [OrderState.COMPLETED] * 90 + [OrderState.CANCELLED] * 5 + [OrderState.NEW] * 3
STATES += [OrderState.REVIEWED, OrderState.SHIPPED]


def trade(database: Database, lines: int = 1_000_000, assets: int = 0) -> None:
    """Fills an empty database: a fifth as many audit entries as lines, a twentieth customers."""
    actor = furnish(database, products=max(lines // 200, 50))
    with database.writing.begin() as connection:
        if connection.dialect.name == "postgresql":  # references hold by the way rows are made
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        Filler(connection, actor, lines).fill()
    furnish_assets(database, actor, assets)
    count_rows(database.writing)
    if not database.is_embedded:
        with database.writing.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(
                text("VACUUM ANALYZE")
            )


class Filler:
    def __init__(self, connection: Connection, actor: Actor, lines: int) -> None:
        self.connection, self.lines = connection, lines
        self.house, self.owner = actor.organization_id, actor.user_id
        self.chance = random.Random(7)  # noqa: S311  the same shop each time
        self.orders = int(lines / LINES_PER_ORDER)
        self.stores = [new_id() for _ in range(8)]
        self.customers = [new_id() for _ in range(max(lines // 20, 10))]
        found = connection.execute(Variant.__table__.select())
        self.variants = [(row.id, row.product_id, row.sku) for row in found]
        self.users = [self.owner, *(new_id() for _ in range(30))]

    def fill(self) -> None:
        write = self.connection
        platform = new_id()
        written(write, Platform, iter([self.platform(platform)]))
        written(write, Store, (self.store(n, platform) for n in range(8)))
        written(write, User, (self.user(n) for n in range(1, 31)))
        written(write, RoleAssignment, (self.assignment(n) for n in range(1, 31)))
        written(write, ApiToken, (self.token(n) for n in range(60)))
        self.shelves()
        written(write, Listing, self.listings())
        written(write, Customer, (self.customer(n) for n in range(len(self.customers))))
        tiny = [self.chance.randrange(TINY * 20) for _ in range(TINY)]
        orders: list[dict[str, Any]] = []
        for number in range(self.orders):
            where = 7 if number in tiny else self.chance.choices(range(7), SHARES)[0]
            orders.append(self.order(number, where))
            if len(orders) == 20_000 or number == self.orders - 1:
                self.with_orders(orders)
                orders = []
        self.audit(self.lines // 5)

    def own(self, **more: Any) -> dict[str, Any]:
        return {"organization_id": self.house, **more}

    def platform(self, id: UUID) -> dict[str, Any]:
        return {"id": id, "code": "SHOPIFY", "name": "Shopify", "kind": PlatformKind.OWN_SITE}

    def store(self, number: int, platform: UUID) -> dict[str, Any]:
        return self.own(
            id=self.stores[number],
            platform_id=platform,
            name=f"Store {number}",
            handle=f"store-{number}",
            time_zone="Europe/Berlin",
            currency="EUR",
            state=StoreState.OPEN,
            opened_at=START,
        )

    def user(self, number: int) -> dict[str, Any]:
        return self.own(
            id=self.users[number], name=f"User {number}", email=f"u{number}@example.com",
            locale="en",
        )  # fmt: skip

    def assignment(self, number: int) -> dict[str, Any]:
        store = self.stores[number % 8]
        return self.own(user_id=self.users[number], role=Role.OPERATIONS, store_id=store)

    def token(self, number: int) -> dict[str, Any]:
        hashed = sha256(str(number).encode()).hexdigest()
        user = self.users[number % 31]
        return self.own(user_id=user, name=f"Token {number}", token_hash=hashed, scopes="")

    def shelves(self) -> None:
        shelves = [new_id() for _ in range(60)]
        rows = (
            self.own(
                id=own, handle=f"shelf-{n}", name=f"Shelf {n}", position=n % 10,
                parent_id=shelves[n // 10 - 1] if n >= 10 else None,
            )
            for n, own in enumerate(shelves)
        )  # fmt: skip
        written(self.connection, Category, rows)
        products: Any = Product.__table__
        for part, shelf in enumerate(shelves):
            some = products.c.handle.like(f"%{part:02}")
            self.connection.execute(products.update().where(some).values(category_id=shelf))

    def listings(self) -> Iterator[dict[str, Any]]:
        for place, (variant, product, sku) in enumerate(self.variants):
            for number, store in enumerate(self.stores):
                if place % (number + 1) or (number == 7 and place > 200):
                    continue
                is_live = self.chance.random() < 0.9
                yield self.own(
                    store_id=store,
                    variant_id=variant,
                    product_id=product,
                    price_micros=1_000_000 + 10_000 * self.chance.randrange(9_000),
                    price_currency="EUR",
                    state=ListingState.LIVE if is_live else ListingState.DRAFT,
                    own_title=f"{sku} here" if place % 5 == 0 else None,
                    platform_item_id=f"item-{number}-{place}",
                    published_at=START if is_live else None,
                    created_at=START + timedelta(minutes=place),
                )

    def customer(self, number: int) -> dict[str, Any]:
        return self.own(
            id=self.customers[number],
            handle=f"b***{number % 997}",
            name_masked="B***",
            phone_masked=f"***{number % 10_000:04}",
            email_masked=f"b***{number}@example.com",
            created_at=START + timedelta(seconds=number),
        )

    def placed(self, number: int) -> datetime:
        return START + timedelta(days=DAYS) * (number / self.orders)

    def order(self, number: int, where: int) -> dict[str, Any]:
        chance, at = self.chance, self.placed(number)
        quantities = [chance.randint(1, 3) for _ in range(chance.choice((1, 2, 3, 3, 4, 7)))]
        total = sum(quantities) * 1_890
        is_paid, state = chance.random() < PAID_OFTEN, chance.choice(STATES)
        return self.own(
            id=new_id(),
            store_id=self.stores[where],
            number=f"{where}-{number:07}",
            source="shopify",
            placed_at=at,
            created_at=at,
            currency="EUR",
            subtotal_minor=total,
            shipping_minor=0,
            discount_minor=0,
            tax_minor=0,
            rounding_minor=0,
            total_minor=total,
            paid_minor=total if is_paid else 0,
            refunded_minor=0,
            payment_state=PaymentState.PAID if is_paid else PaymentState.UNPAID,
            is_tax_included=True,
            line_count=len(quantities),
            item_count=sum(quantities),
            customer_id=self.customers[int(len(self.customers) * chance.random() ** 2)],
            external_id=f"gid-{number:09}",
            state=state,
            cancelled_at=at if state is OrderState.CANCELLED else None,
            held_at=at if number % 500 == 0 else None,
            note="Rang twice." if number % 1_000 == 0 else None,
            ship_to_country="DE",
            quantities=quantities,
        )

    def with_orders(self, orders: list[dict[str, Any]]) -> None:
        """The orders, and what hangs from them, in passes: each table's rows lie together."""
        quantities = [order.pop("quantities") for order in orders]
        written(self.connection, Order, iter(orders))
        written(self.connection, OrderLine, self.order_lines(orders, quantities))
        written(self.connection, Payment, (self.payment(o) for o in orders if o["paid_minor"]))
        written(self.connection, PlatformOrder, (self.platform_order(o) for o in orders))
        wrong = (order for order in orders[::100])
        written(self.connection, OrderException, (self.exception(order) for order in wrong))

    def of_order(self, order: dict[str, Any], **more: Any) -> dict[str, Any]:
        at = order["placed_at"]
        return self.own(store_id=order["store_id"], order_id=order["id"], created_at=at, **more)

    def order_lines(
        self, orders: list[dict[str, Any]], quantities: list[list[int]]
    ) -> Iterator[dict[str, Any]]:
        for order, each in zip(orders, quantities, strict=True):
            for place, quantity in enumerate(each, 1):
                variant, _, sku = self.chance.choice(self.variants)
                yield self.of_order(
                    order,
                    position=place,
                    variant_id=variant,
                    sku=sku,
                    title=sku,
                    quantity=quantity,
                    currency="EUR",
                    unit_price_micros=18_900_000,
                    discount_minor=0,
                    amount_minor=quantity * 1_890,
                    is_gift=False,
                )

    def payment(self, order: dict[str, Any]) -> dict[str, Any]:
        return self.of_order(
            order,
            method=PaymentMethod.CARD,
            amount_minor=order["paid_minor"],
            amount_currency="EUR",
            received_at=order["placed_at"],
            reference=f"pay-{order['external_id']}",
        )

    def platform_order(self, order: dict[str, Any]) -> dict[str, Any]:
        return self.of_order(
            order,
            source="shopify",
            external_id=order["external_id"],
            received_at=order["placed_at"] + timedelta(seconds=5),
            payload='{"id": 1}',
            payload_hash="0" * 64,
        )

    def exception(self, order: dict[str, Any]) -> dict[str, Any]:
        return self.of_order(
            order,
            kind=ExceptionKind.TOTAL_MISMATCH,
            message="The total differs.",
            raised_at=order["placed_at"],
        )

    def audit(self, count: int) -> None:
        """Entries and their seals; the hashes are not real."""
        subjects = [
            row.id for row in self.connection.execute(Order.__table__.select().limit(9_000))
        ]
        ids = [new_id() for _ in range(count)]
        written(
            self.connection, AuditEntry, (self.entry(n, own, subjects) for n, own in enumerate(ids))
        )
        seals = (
            self.own(entry_id=own, position=place, hash=f"{place:064}")
            for place, own in enumerate(ids, 1)
        )
        written(self.connection, AuditSeal, seals)

    def entry(self, number: int, id: UUID, subjects: list[UUID]) -> dict[str, Any]:
        tiny = number in range(100, 130)
        where = 7 if tiny else self.chance.choices(range(7), SHARES)[0]
        return self.own(
            id=id,
            at=START + timedelta(minutes=5 * number),
            actor_id=self.chance.choice(self.users) if number % 3 else None,
            actor_roles="MANAGER",
            operation="orderReview" if number % 50 else "orderHold",
            action="order.reviewed" if number % 50 else "order.held",
            subject_type="Order",
            subject_id=self.chance.choice(subjects),
            store_id=self.stores[where] if number % 10 else None,
            changes='{"state": {"from": "NEW", "to": "REVIEWED"}}',
            reason=None,
            request_id=f"request-{number}",
        )
