"""Makes things happen to orders; as a program, in a process of its own.

usage: python -m tests.live.happening DATABASE_URL ORDER_ID COUNT
       python -m tests.live.happening DATABASE_URL revoke
"""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.orm import Session

from api.database import Database
from domain import every_table
from domain.ids import new_id
from domain.orders.actions import set_order_note
from domain.orders.models import Order
from domain.outbox import OutboxEvent
from domain.people.bootstrap import system_work
from domain.people.models import ApiToken, Organization

if TYPE_CHECKING:
    from tests.house import House  # a process of its own has no need of it

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def note(house: "House", order: Order, *words: str) -> None:
    """Each in a transaction of its own."""
    for word in words:
        set_order_note(house.work(), order.id, word)
        house.session.commit()


def event_of(house: "House", order: Order, **more: Any) -> dict[str, Any]:
    """A row that says something happened to the order, though nothing did."""
    usual = {
        "id": new_id(),
        "organization_id": house.organization.id,
        "at": house.now,
        "kind": "order.note_set",
        "subject_type": "Order",
        "subject_id": order.id,
        "store_id": order.store_id,
        "details": "{}",
    }
    return {**usual, **more}


def happen(engine: Engine, *events: dict[str, Any]) -> None:
    """All in one transaction."""
    with engine.begin() as connection:
        connection.execute(insert(OutboxEvent), list(events))


def in_order(house: "House", kind: str = "order.note_set") -> list[str]:
    """The ids of the events there are, by the one order."""
    house.session.commit()
    found = select(OutboxEvent.id).where(OutboxEvent.kind == kind).order_by(OutboxEvent.place)
    ids = [f"Event:{id}" for id in house.session.scalars(found)]
    house.session.commit()
    return ids


def main(url: str, order_id: str, count: str = "1") -> None:
    assert every_table.METADATA.tables  # every model is known before any is looked at
    database = Database(url)
    for number in range(int(count)):
        if order_id == "revoke":
            with database.writing.begin() as connection:
                connection.execute(update(ApiToken).values(revoked_at=AT))
            break
        with Session(database.writing) as session:
            order = session.get_one(Order, UUID(order_id))
            organization = session.get_one(Organization, order.organization_id)
            work = system_work(session, organization, AT, "test", key=b"the tests")
            set_order_note(work, order.id, f"from outside {number}")
            session.commit()
    database.close_now()


if __name__ == "__main__":
    main(*sys.argv[1:])
