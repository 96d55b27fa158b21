"""Customers against both databases: what is kept of them, what is told, what is forgotten."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import String, Text, func, select
from sqlalchemy.orm import configure_mappers

from domain import audit
from domain.audit import AuditEntry, AuditReason
from domain.audit_chain import seal, verify
from domain.base import Base
from domain.errors import Conflict, Forbidden, Invalid, NotFound, Taken
from domain.orders import actions, customers, payments
from domain.orders.contacts import CONTACT_FIELDS, CustomerContact, OrderContact
from domain.orders.ingesting import Outcome, ingest_orders
from domain.orders.models import Customer, Order, Payment, PlatformOrder
from domain.orders.stated import StatedBuyer, StatedContact
from domain.orders.states import OrderState, PaymentMethod
from domain.permissions import Role
from tests.factories.orders import (
    JOHN,
    euros,
    make_customer,
    make_order,
    make_order_contact,
    platform_row,
    stated_order,
)
from tests.factories.stores import make_store
from tests.house import KEY, House

SECRETS = {
    "name": "Wilhelmina Quandt",
    "phone": "+49 171 9988776",
    "email": "wilhelmina@quandt.example",
    "address1": "Geheimgasse 77",
    "address2": "Hinterhaus Nord",
    "postcode": "99998",
}
WILHELMINA = StatedContact(**SECRETS, city="Ulm", region="Schwaben", country="DE")
HANDLE, NOTES, BUYER_ID = "quandtchen", "ring at Quandt and wait", "buyer-4711"


def every_text(house: House) -> list[tuple[str, str]]:
    """Each value of each text column in the database, with its column."""
    configure_mappers()
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if issubclass(column.type.python_type, str) or isinstance(column.type, String | Text):
                said = house.session.scalars(select(column).where(column.is_not(None)))
                found += [(str(column), str(value)) for value in said]
    return found


def test_erasure_leaves_nothing_personal_anywhere_in_the_database(house: House) -> None:
    store = make_store(house)
    payload = json.dumps({**SECRETS, "note": NOTES, "nick": HANDLE})
    stated = stated_order(number="", ship_to=WILHELMINA, buyer_note=NOTES)
    row = platform_row(
        "TB-1", stated, payload=payload, buyer=StatedBuyer(external_id=BUYER_ID, handle=HANDLE)
    )
    [made] = ingest_orders(house.work(), store.id, [row])
    house.session.commit()
    assert made.order_id
    customer = house.session.scalars(select(Customer)).one()
    customers.update_customer(house.work(), customer.id, {"note": NOTES, "phone": "0171 1122334"})
    house.session.commit()
    actions.set_order_note(house.work(), made.order_id, NOTES)
    house.session.commit()
    actions.hold_order(house.work(), made.order_id, NOTES)
    house.session.commit()
    payments.record_payment(
        house.work(), made.order_id, PaymentMethod.CASH, euros(1_00), words=NOTES
    )
    house.session.commit()
    customers.reveal_contact(house.work(), made.order_id, "to print a label")
    house.session.commit()
    secrets = [*SECRETS.values(), HANDLE, NOTES, BUYER_ID, "0171 1122334"]
    before = every_text(house)
    for secret in secrets:
        assert any(secret in value for _, value in before), f"{secret} was never kept"
    entries = house.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    chain = [audit.chained(audit.GENESIS, entry) for entry in entries]

    customers.erase_customer(house.work(), customer.id)
    house.session.commit()
    house.session.expire_all()

    shown = [*secrets, "quandt", "W***", "q***n", "171****", "w***@", "017****"]
    left = [
        (column, secret)
        for column, value in every_text(house)
        for secret in shown
        if secret.casefold() in value.casefold()
    ]
    assert left == []
    again = house.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [audit.chained(audit.GENESIS, entry) for entry in again[: len(chain)]] == chain
    assert [entry.action for entry in again[len(chain) :]] == ["customer.erased"]
    record = house.session.scalars(select(PlatformOrder)).one()
    assert (record.payload, record.erased_at) == (None, house.now)
    assert len(record.payload_hash) == 64
    order = house.session.get_one(Order, made.order_id)
    assert (order.total, order.ship_to_country) == (euros(25_00), "DE")
    assert house.session.scalars(select(Payment.note)).one() is None
    # what was erased does not come back by being sent again
    [once_more] = ingest_orders(house.work(), store.id, [row])
    assert once_more.outcome is Outcome.SKIPPED


def test_erasure_forgets_one_customer_and_no_other(house: House) -> None:
    store = make_store(house)
    erased, kept = make_customer(house), make_customer(house)
    for customer in (erased, kept):
        order = make_order(house, store, customer_id=customer.id, buyer_note="hello")
        make_order_contact(house, order)
    customers.erase_customer(house.work(), erased.id)
    house.session.commit()
    house.session.expire_all()
    assert house.session.scalars(select(CustomerContact.customer_id)).all() == [kept.id]
    assert house.session.scalars(select(OrderContact.customer_id)).all() == [kept.id]
    rows = house.session.execute(select(Order.customer_id, Order.buyer_note))
    notes = {row.customer_id: row.buyer_note for row in rows}
    assert notes == {erased.id: None, kept.id: "hello"}
    assert house.session.get_one(Customer, kept.id).name_masked == "J*** S***"


def test_erasure_forgets_the_reasons_given_about_them_and_no_others(house: House) -> None:
    erased, kept = make_customer(house), make_customer(house)
    for customer in (erased, kept):
        order = make_order(house, customer_id=customer.id)
        make_order_contact(house, order)
        payment = payments.record_payment(house.work(), order.id, PaymentMethod.CARD, euros(1_00))
        for subject in (customer, order, payment):
            house.work().record("thing.touched", subject, reason=f"{customer.id} complained")
        customers.reveal_contact(house.work(), order.id, f"{customer.id} rang")
    house.session.commit()
    before = house.session.scalars(select(AuditReason.words)).all()
    customers.erase_customer(house.work(), erased.id)
    house.session.commit()
    left = house.session.scalars(select(AuditReason.words)).all()
    assert sorted(left) == sorted(words for words in before if str(kept.id) in words)
    assert len(before) == 2 * len(left) == 8
    while seal(house.session, house.organization.id):
        house.session.commit()
    assert verify(house.session, house.organization.id).is_intact


def test_who_is_erased_is_neither_changed_nor_erased_again(house: House) -> None:
    customer = make_customer(house)
    customers.erase_customer(house.work(), customer.id)
    house.session.commit()
    for act in (
        lambda: customers.erase_customer(house.work(), customer.id),
        lambda: customers.update_customer(house.work(), customer.id, {"name": "Back"}),
        lambda: actions.create_order(
            house.work(), make_store(house).id, stated_order(), customer_id=customer.id
        ),
    ):
        with pytest.raises(Conflict):
            act()
        house.session.rollback()


def test_only_who_may_erase_everywhere_erases(house: House) -> None:
    customer, store = make_customer(house), make_store(house)
    for actor in (
        house.actor(Role.MANAGER, stores=[store]),
        house.actor(Role.CUSTOMER_SERVICE),
    ):
        with pytest.raises(Forbidden):
            customers.erase_customer(house.work(actor), customer.id)
    with pytest.raises(NotFound):
        customers.erase_customer(house.second.work(), customer.id)


def test_the_audit_of_a_contact_holds_hashes_alone(house: House) -> None:
    customer = customers.create_customer(house.work(), JOHN, StatedBuyer(handle="smithy_john"))
    house.session.commit()
    customers.update_customer(house.work(), customer.id, {"name": "Ann Lee", "city": None})
    house.session.commit()
    assert customer.name_masked == "A*** L***"
    assert customer.handle == "s***n"
    said = house.session.scalars(select(AuditEntry.changes).order_by(AuditEntry.id)).all()
    assert set(json.loads(said[1])) == {"contact.city", "contact.name", "name_masked"}
    for line in said:
        for secret in ("John", "Ann", "Lisbon", "912 345", "J***", "A***"):
            assert secret not in line
    kept = house.session.scalars(select(CustomerContact)).one()
    assert (kept.name, kept.city, kept.phone) == ("Ann Lee", None, JOHN.phone)


def test_a_platform_knows_a_customer_once(house: House) -> None:
    buyer = StatedBuyer(external_id="B-1")
    customers.create_customer(house.work(), JOHN, buyer, source="taobao")
    house.session.commit()
    with pytest.raises(Taken):
        customers.create_customer(house.work(), JOHN, buyer, source="taobao")
    house.session.rollback()
    customers.create_customer(house.work(), JOHN, buyer, source="douyin")
    house.session.commit()
    assert house.session.scalar(select(func.count()).select_from(Customer)) == 2


@pytest.mark.parametrize(
    ("contact", "buyer", "source", "path"),
    [
        (StatedContact(), StatedBuyer(), None, ("contact",)),
        (replace(JOHN, email="nowhere"), StatedBuyer(), None, ("contact", "email")),
        (JOHN, StatedBuyer(external_id="B-1"), None, ("source",)),
        (JOHN, StatedBuyer(), "taobao", ("source",)),
        (JOHN, StatedBuyer(external_id="B-1"), "Tao Bao", ("source",)),
    ],
)
def test_what_no_customer_may_be(
    house: House, contact: Any, buyer: Any, source: Any, path: tuple[str, ...]
) -> None:
    with pytest.raises(Invalid) as refused:
        customers.create_customer(house.work(), contact, buyer, source=source)
    assert refused.value.path == path


@pytest.mark.parametrize("state", list(OrderState))
@pytest.mark.parametrize("role", list(Role))
def test_who_may_see_where_an_order_goes_and_when(
    house: House, role: Role, state: OrderState
) -> None:
    order = make_order(house, state=state)
    make_order_contact(house, order)
    work = house.work(house.actor(role))
    fulfilling = state in {OrderState.REVIEWED, OrderState.ALLOCATED}
    if role in {Role.CUSTOMER_SERVICE, Role.MANAGER} or (role is Role.OPERATIONS and fulfilling):
        shown = customers.reveal_contact(work, order.id, "to print a label")
        assert shown == JOHN
        house.session.commit()
        entry = house.session.scalars(select(AuditEntry)).one()
        assert entry.action == "contact.revealed"
        assert entry.reason == audit.keyed_hash("to print a label", KEY)
        assert house.session.scalars(select(AuditReason.words)).all() == ["to print a label"]
        assert (entry.store_id, entry.actor_id) == (order.store_id, work.actor.user_id)
        assert json.loads(entry.changes) == {"fields": sorted(set(CONTACT_FIELDS) - {"address2"})}
    else:
        unseen = role is Role.DESIGNER
        with pytest.raises(NotFound if unseen else Forbidden):
            customers.reveal_contact(work, order.id, "to print a label")
        assert not house.session.scalar(select(func.count()).select_from(AuditEntry))


def test_an_order_without_an_address_of_its_own_goes_to_its_customer(house: House) -> None:
    order = make_order(house, customer_id=make_customer(house).id)
    assert customers.reveal_contact(house.work(), order.id, "to print a label") == JOHN
    with pytest.raises(NotFound):
        customers.reveal_contact(house.work(), make_order(house).id, "to print a label")


def test_a_contact_is_seen_in_the_stores_of_the_one_who_asks(house: House) -> None:
    order = make_order(house)
    make_order_contact(house, order)
    for work in (
        house.work(house.actor(Role.MANAGER, stores=[make_store(house)])),
        house.second.work(),
    ):
        with pytest.raises(NotFound):
            customers.reveal_contact(work, order.id, "to print a label")
