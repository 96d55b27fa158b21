"""What is done with customers: their contact, what may be seen of it, and their erasure."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, or_, select, union_all, update

from domain.audit import changes_of, forget_reasons
from domain.errors import Conflict, Forbidden, Invalid, NotFound, Taken
from domain.orders.contacts import CONTACT_FIELDS, Contact, CustomerContact, OrderContact
from domain.orders.drafting import masked
from domain.orders.models import Customer, Order, Payment, PlatformOrder, Refund
from domain.orders.stated import (
    StatedBuyer,
    StatedContact,
    checked_buyer,
    checked_contact,
    contact_word,
    note,
)
from domain.orders.states import BEING_FULFILLED
from domain.permissions import Permission
from domain.text import handle as handle_of
from domain.work import Work

SHORTEST_REASON = 5


def create_customer(
    work: Work,
    contact: StatedContact,
    buyer: StatedBuyer | None = None,
    *,
    source: str | None = None,
    words: str | None = None,
) -> Customer:
    """A customer we write down ourselves, or one whom `source` knows by an external id."""
    work.require(Permission.CUSTOMERS_WRITE, everywhere=True)
    contact = checked_contact(contact, "contact")
    buyer = checked_buyer(buyer or StatedBuyer())
    if (buyer.external_id is None) != (source is None):
        raise Invalid("A platform and its own id of the customer come together.", "source")
    if source is not None:
        source = handle_of(source, "source")
        _refuse_taken(work, source, buyer.external_id)
    if not (buyer.handle or contact.name or contact.phone or contact.email):
        raise Invalid("Give a handle, a name, a phone number or an e-mail address.", "contact")

    customer = work.add(
        Customer(
            organization_id=work.actor.organization_id,
            note=note(words, "note"),
            contact_changed_at=work.now,
        )
    )
    for name, value in masked(buyer.handle, contact).items():
        setattr(customer, name, value)
    kept = CustomerContact(
        organization_id=customer.organization_id,
        customer_id=customer.id,
        source=source,
        external_id=buyer.external_id,
        **vars(contact),
    )
    work.record("customer.created", customer, details=_contact_changes(work, kept))
    work.session.flush()  # the contact points at the customer
    work.add(kept)
    return customer


def _refuse_taken(work: Work, source: str, external_id: str | None) -> None:
    known = select(CustomerContact.id).where(
        CustomerContact.organization_id == work.actor.organization_id,
        CustomerContact.source == source,
        CustomerContact.external_id == external_id,
    )
    if work.session.scalar(known):
        raise Taken(f"A customer of {source} has that id already.", "external_id")


def update_customer(
    work: Work, customer_id: UUID, changes: Mapping[str, Any], *, version: int | None = None
) -> Customer:
    """`changes` are fields of the contact, `handle` and `note`; null empties one.

    The handle is kept masked alone, so a new one replaces what is shown.
    """
    work.require(Permission.CUSTOMERS_WRITE, everywhere=True)
    customer = work.claim(Customer, customer_id, version=version)
    if customer.erased_at:
        raise Conflict("This customer has been erased.", "id")
    contact = _contact_of(work, customer)
    checked = {
        field: contact_word(field, changes[field]) for field in CONTACT_FIELDS if field in changes
    }
    said = note(changes["note"], "note") if "note" in changes else customer.note
    shown = StatedContact(**{name: getattr(contact, name) for name in CONTACT_FIELDS} | checked)
    words = masked(checked_buyer(StatedBuyer(handle=changes.get("handle"))).handle, shown)
    if "handle" not in changes:
        words["handle"] = customer.handle

    for name, value in checked.items():
        setattr(contact, name, value)
    for name, value in words.items():
        setattr(customer, name, value)
    customer.note = said
    if checked:
        customer.contact_changed_at = work.now
    work.record("customer.updated", customer, details=_contact_changes(work, contact))
    return customer


def _contact_of(work: Work, customer: Customer) -> CustomerContact:
    kept = select(CustomerContact).where(CustomerContact.customer_id == customer.id)
    return work.session.scalars(kept).one()


def _contact_changes(work: Work, contact: CustomerContact) -> dict[str, Any]:
    """As keyed hashes: which of their words changed, and to nothing anyone can read."""
    changes = changes_of(contact, work.key)
    return {f"contact.{name}": changes[name] for name in CONTACT_FIELDS if name in changes}


def reveal_contact(work: Work, order_id: UUID, reason: str) -> StatedContact:
    """Where an order goes, in clear; the audit keeps who asked and why, not what they saw.

    Those who pack may ask while the order is being fulfilled; customer service at any time.
    """
    order = work.find(Order, order_id, "order_id")
    needed = Permission.CONTACT_REVEAL
    is_packing = order.state in BEING_FULFILLED and work.actor.may(
        Permission.CONTACT_REVEAL_FOR_FULFILMENT, order.store_id
    )
    if not (work.actor.may(needed, order.store_id) or is_packing):
        raise Forbidden(f"This needs the permission {needed}, or an order being fulfilled.")
    said = reason.strip()
    if len(said) < SHORTEST_REASON:
        raise Invalid(f"Say why, in {SHORTEST_REASON} characters or more.", "reason")
    said = note(said, "reason") or ""
    contact = _contact_for(work, order)
    if contact is None:
        raise NotFound("Nothing is known of where this order goes.", "order_id")

    shown = {name: getattr(contact, name) for name in CONTACT_FIELDS}
    seen = sorted(name for name, value in shown.items() if value)
    work.tell("contact.revealed", "Order", order.id, order.store_id, {"fields": seen}, reason=said)
    return StatedContact(**shown)


def _contact_for(work: Work, order: Order) -> Contact | None:
    """The order's own, or else its customer's."""
    own = select(OrderContact).where(OrderContact.order_id == order.id)
    customers = select(CustomerContact).where(CustomerContact.customer_id == order.customer_id)
    return work.session.scalar(own) or work.session.scalar(customers)


def erase_customer(work: Work, customer_id: UUID, *, version: int | None = None) -> Customer:
    """All personal words of a customer, everywhere, for good; sums and dates stay.

    Their orders stay too; one not yet shipped can then no longer be sent. The audit holds
    keyed hashes only, is not touched, and its chain still verifies; what was said beside it as a
    reason, about them or what they bought, goes too.
    """
    work.require(Permission.CUSTOMERS_ERASE, everywhere=True)
    customer = work.claim(Customer, customer_id, version=version)
    if customer.erased_at:
        raise Conflict("This customer has been erased already.", "id")
    orders = select(Order.id).where(Order.customer_id == customer.id)
    order_count = work.session.scalar(select(func.count()).select_from(orders.subquery()))
    changed = {"updated_at": work.now}
    erasures = (
        delete(CustomerContact).where(CustomerContact.customer_id == customer.id),
        delete(OrderContact).where(
            or_(OrderContact.customer_id == customer.id, OrderContact.order_id.in_(orders))
        ),
        update(Order)
        .where(Order.customer_id == customer.id)
        .values(buyer_note=None, note=None, hold_reason=None, version=Order.version + 1, **changed),
        update(Payment)
        .where(Payment.order_id.in_(orders), Payment.note.is_not(None))
        .values(note=None, version=Payment.version + 1, **changed),
        update(Refund)
        .where(Refund.order_id.in_(orders), Refund.note.is_not(None))
        .values(note=None, version=Refund.version + 1, **changed),
        update(PlatformOrder)
        .where(PlatformOrder.order_id.in_(orders), PlatformOrder.payload.is_not(None))
        .values(payload=None, erased_at=work.now, version=PlatformOrder.version + 1, **changed),
    )
    for erasure in erasures:
        work.session.execute(erasure)
    themselves = select(Customer.id).where(Customer.id == customer.id)
    bought = (
        select(of.id).where(of.order_id.in_(orders)) for of in (Payment, Refund, PlatformOrder)
    )
    forget_reasons(work.session, union_all(themselves, orders, *bought))

    customer.handle = customer.name_masked = customer.phone_masked = customer.email_masked = ""
    customer.note = None
    customer.erased_at = work.now
    work.record("customer.erased", customer, details={"orders": order_count})
    return customer
