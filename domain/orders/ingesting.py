"""Orders as platforms send them, many at once: a pure rule a row, one statement a table."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Select, Text, bindparam, select

from domain import text
from domain.catalogue.models import Variant
from domain.errors import Conflict, DomainError, Invalid, Taken
from domain.money import Money
from domain.orders.contacts import CustomerContact
from domain.orders.drafting import Placing, Rows, add_customer, add_order
from domain.orders.models import Order, PlatformOrder
from domain.orders.stated import (
    CLOCK_SKEW,
    Draft,
    StatedBuyer,
    StatedContact,
    StatedOrder,
    StatedPayment,
    StatedRefund,
    checked_buyer,
    drafted,
)
from domain.orders.states import OrderState
from domain.people.models import Organization
from domain.permissions import Permission
from domain.scope import Among, Many
from domain.stores.models import Store
from domain.work import Work

CHUNK = 1000
"""Rows to a statement, an audit line and an outbox event."""
LONGEST_PAYLOAD = 1_000_000


class Outcome(StrEnum):
    """What became of one row."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    SKIPPED = "SKIPPED"
    REFUSED = "REFUSED"


@dataclass(frozen=True, kw_only=True)
class PlatformRow:
    """One order as read from a platform, and the text it was read from.

    Without a number of its own the order gets the platform's id. `stands` is where the platform
    says that it stands; unsaid, it is new and ours to work on. What is history needs no review:
    nothing is wrong with it but a total that does not add up, and it may lack its lines.
    """

    source: str
    external_id: str
    payload: str  # JSON, to the letter
    order: StatedOrder
    buyer: StatedBuyer | None = None
    payments: Sequence[StatedPayment] = ()
    refunds: Sequence[StatedRefund] = ()
    stands: OrderState | None = None
    cancelled_at: datetime | None = None


@dataclass(frozen=True)
class Checked:
    """A row that may be kept."""

    row: PlatformRow
    draft: Draft
    buyer: StatedBuyer
    payload_hash: str

    @property
    def key(self) -> tuple[str, str]:
        return self.row.source, self.row.external_id


@dataclass(frozen=True)
class Ingested:
    """What became of one row; an error's path starts at the row's own fields."""

    external_id: str
    outcome: Outcome
    order_id: UUID | None = None
    error: DomainError | None = None


def checked_row(row: PlatformRow, currency: str, now: datetime) -> Checked:
    """The pure rule of a row; raises the first DomainError."""
    source = text.handle(row.source, "source")
    external_id = text.name(row.external_id, "external_id")
    payload = text.words(row.payload, "payload", longest=LONGEST_PAYLOAD)
    try:
        json.loads(payload)
    except (ValueError, RecursionError):
        raise Invalid("It is no JSON.", "payload") from None
    order = row.order
    if not order.number.strip():
        order = replace(order, number=external_id)
    draft = drafted(order, currency, now)
    if row.paid and row.paid.currency != currency:
        raise Invalid(f"The store's currency is {currency}.", "paid")
    if row.paid and not 0 <= row.paid.minor <= draft.totals.total.minor:
        raise Invalid("Paid is from nothing to the order's total.", "paid")
    if row.paid_at and row.paid_at > now + CLOCK_SKEW:
        raise Invalid("No money came in the future.", "paid_at")
    return Checked(
        replace(row, source=source, external_id=external_id),
        draft,
        checked_buyer(row.buyer or StatedBuyer(), "buyer"),
        hashlib.sha256(payload.encode()).hexdigest(),
    )


def ingest_orders(work: Work, store_id: UUID, rows: Sequence[PlatformRow]) -> list[Ingested]:
    """An outcome for each row, in their order; a second run of the same rows changes nothing.

    A row that breaks a rule is refused and holds up no other. An order that is here already is
    skipped if it is the same to the letter, and refused if it is not.
    """
    store = work.find(Store, store_id, "store_id")
    work.require(Permission.ORDERS_INGEST, store.id)
    # One ingest a store at a time; payments and reviews go on meanwhile.
    work.session.execute(
        select(Store.id).where(Store.id == store.id).with_for_update(key_share=True)
    )
    found: list[Ingested] = []
    for start in range(0, len(rows), CHUNK):
        found += _ingest_chunk(work, store, rows[start : start + CHUNK])
    return found


def _ingest_chunk(work: Work, store: Store, chunk: Sequence[PlatformRow]) -> list[Ingested]:
    checked: list[Checked | Ingested] = []
    for row in chunk:
        try:
            checked.append(checked_row(row, store.currency, work.now))
        except DomainError as error:
            checked.append(Ingested(row.external_id, Outcome.REFUSED, error=error))
    fresh = _Fresh(work, store, [one for one in checked if isinstance(one, Checked)])
    outcomes = [one if isinstance(one, Ingested) else fresh.take(one) for one in checked]
    made = fresh.write()
    if made:
        count = len(outcomes) - made
        said = {"created": made, "skipped_or_refused": count}
        work.tell("orders.ingested", "Store", store.id, store.id, said)
    return outcomes


class _Fresh:
    """The rows of one chunk that are new, gathered for writing."""

    def __init__(self, work: Work, store: Store, checked: Sequence[Checked]) -> None:
        self.work, self.store = work, store
        self.rows = Rows(work.actor.organization_id, work.now)
        kept = select(
            PlatformOrder.source,
            PlatformOrder.external_id,
            PlatformOrder.payload_hash,
            PlatformOrder.order_id,
        ).where(
            PlatformOrder.store_id == store.id,
            Among(PlatformOrder.source, many(one.row.source for one in checked)),
            Among(PlatformOrder.external_id, many(one.row.external_id for one in checked)),
        )
        self.known = {
            (source, external_id): (payload_hash, order_id)
            for source, external_id, payload_hash, order_id in work.session.execute(kept)
        }
        numbers = many(one.draft.stated.number for one in checked)
        taken = select(Order.number).where(Order.store_id == store.id, Among(Order.number, numbers))
        self.numbers = set(work.session.scalars(taken))
        new = [one for one in checked if one.key not in self.known]
        skus = {line.sku for one in new for line in one.draft.stated.lines}
        self.variants = variants_by_sku(work, skus)
        self.customers = _known_customers(work, new)

    def take(self, one: Checked) -> Ingested:
        """Keeps it for writing, unless it is here already."""
        external_id, stated = one.row.external_id, one.draft.stated
        if one.key in self.known:
            payload_hash, order_id = self.known[one.key]
            if payload_hash == one.payload_hash:
                return Ingested(external_id, Outcome.SKIPPED, order_id)
            changed = Conflict("This order is here already, with another content.", "payload")
            return Ingested(external_id, Outcome.REFUSED, order_id, changed)
        if stated.number in self.numbers:
            taken = Taken("An order of this store has that number already.", "number")
            return Ingested(external_id, Outcome.REFUSED, error=taken)
        placing = Placing(
            store_id=self.store.id,
            source=one.row.source,
            external_id=external_id,
            customer_id=self._customer_of(one),
            paid=one.row.paid,
            paid_at=one.row.paid_at,
            paid_by=one.row.paid_by,
        )
        order_id = add_order(self.rows, one.draft, placing, self.variants)
        self.rows.add(
            PlatformOrder,
            store_id=self.store.id,
            order_id=order_id,
            source=one.row.source,
            external_id=external_id,
            received_at=self.work.now,
            payload=one.row.payload,
            payload_hash=one.payload_hash,
        )
        self.known[one.key] = (one.payload_hash, order_id)
        self.numbers.add(stated.number)
        return Ingested(external_id, Outcome.CREATED, order_id)

    def _customer_of(self, one: Checked) -> UUID | None:
        """Whom the platform names; somebody new for each order that names nobody it knows."""
        buyer, contact = one.buyer, one.draft.stated.ship_to or StatedContact()
        if buyer.external_id:
            key = one.row.source, buyer.external_id
            if key not in self.customers:
                self.customers[key] = add_customer(self.rows, buyer, contact, one.row.source)
            return self.customers[key]
        if contact == StatedContact() and not buyer.handle:
            return None
        return add_customer(self.rows, buyer, contact, None)

    def write(self) -> int:
        """How many orders were new."""
        self.rows.write(self.work.session)
        return len(self.rows.by_model[Order])


def many(values: Iterable[str]) -> BindParameter[list[str]]:
    """A list of words as one bound value."""
    return bindparam(None, sorted(set(values)), type_=Many(Text()))


def variants_by_sku(work: Work, skus: Iterable[str]) -> dict[str, UUID]:
    """The organisation's variants among those SKUs; archived ones too, as they may still sell."""
    found = select(Variant.sku, Variant.id).where(
        Variant.organization_id == work.actor.organization_id, Among(Variant.sku, many(skus))
    )
    return {row.sku: row.id for row in work.session.execute(found)}


def _known_customers(work: Work, new: Sequence[Checked]) -> dict[tuple[str, str], UUID]:
    """Whom we know of their buyers; if not all, nobody else may write new ones meanwhile."""
    wanted = {(one.row.source, one.buyer.external_id) for one in new if one.buyer.external_id}
    found = select(
        CustomerContact.source, CustomerContact.external_id, CustomerContact.customer_id
    ).where(
        CustomerContact.organization_id == work.actor.organization_id,
        Among(CustomerContact.source, many(source for source, _ in wanted)),
        Among(CustomerContact.external_id, many(str(external_id) for _, external_id in wanted)),
    )
    known = _by_key(work, found)
    if wanted <= known.keys():
        return known
    work.session.execute(
        select(Organization.id)
        .where(Organization.id == work.actor.organization_id)
        .with_for_update(key_share=True)
    )
    return _by_key(work, found)


def _by_key(work: Work, found: Select[*tuple[Any, ...]]) -> dict[tuple[str, str], UUID]:
    rows = work.session.execute(found)
    return {(source, external_id): customer_id for source, external_id, customer_id in rows}
