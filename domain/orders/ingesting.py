"""Orders as platforms send them, many at once: a pure rule a row, one statement a table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from domain.errors import Conflict, DomainError, NotFound, Taken
from domain.orders.drafting import Placing, Rows, add_customer, add_order
from domain.orders.known import News, facts_of, known_orders, resend, resolve_moot
from domain.orders.models import Order, Payment, PlatformOrder, Refund
from domain.orders.platform_rows import Checked, PlatformRow, checked_row, told
from domain.orders.present import (
    Record,
    known_customers,
    numbers_of,
    records_of,
    references_of,
    variants_among,
    variants_by_sku,
)
from domain.orders.stated import StatedContact
from domain.permissions import Permission
from domain.stores.models import Store
from domain.work import Work

__all__ = ["Ingested", "Outcome", "PlatformRow", "ingest_orders"]

CHUNK = 1000
"""Rows to a statement, an audit line and an outbox event."""


class Outcome(StrEnum):
    """What became of one row."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    SKIPPED = "SKIPPED"
    REFUSED = "REFUSED"


@dataclass(frozen=True)
class Ingested:
    """What became of one row; an error's path starts at the row's own fields."""

    external_id: str
    outcome: Outcome
    order_id: UUID | None = None
    error: DomainError | None = None


def ingest_orders(work: Work, store_id: UUID, rows: Sequence[PlatformRow]) -> list[Ingested]:
    """An outcome for each row, in their order; a second run of the same rows changes nothing.

    A row that breaks a rule is refused and holds up no other. An order that is here already is
    skipped if it is the same to the letter. Otherwise what came in, went back or moved on since is
    taken over; it is refused if it has other lines or sums. One that no platform sent is known by
    its number, and skipped if it is the same order.
    """
    store = work.find(Store, store_id, "store_id")
    work.require(Permission.ORDERS_INGEST, store.id)
    # One ingest a store at a time; payments and reviews go on meanwhile.
    work.session.execute(
        select(Store.id).where(Store.id == store.id).with_for_update(key_share=True)
    )
    found: list[Ingested] = []
    for chunk in _chunks(_each(rows, store.currency, work.now)):
        found += _ingest_chunk(work, store, chunk)
    return found


def _each(
    rows: Iterable[PlatformRow], currency: str, now: datetime
) -> Iterator[Checked | Ingested]:
    for row in rows:
        try:
            yield checked_row(row, currency, now)
        except DomainError as error:
            yield Ingested(row.external_id, Outcome.REFUSED, error=error)


def _chunks(rows: Iterable[Checked | Ingested]) -> Iterator[list[Checked | Ingested]]:
    """Up to CHUNK each; an order that comes again with another text begins the next."""
    chunk: list[Checked | Ingested] = []
    seen: dict[tuple[str, str], str | None] = {}
    for row in rows:
        key, payload_hash = (
            (None, None) if isinstance(row, Ingested) else (row.key, row.payload_hash)
        )
        is_again = key in seen and (payload_hash is None or seen[key] != payload_hash)
        if is_again or len(chunk) == CHUNK:
            yield chunk
            chunk, seen = [], {}
        if key:
            seen[key] = payload_hash
        chunk.append(row)
    if chunk:
        yield chunk


def _ingest_chunk(
    work: Work, store: Store, checked: Sequence[Checked | Ingested]
) -> list[Ingested]:
    chunk = _Chunk(work, store, [one for one in checked if isinstance(one, Checked)])
    outcomes = [one if isinstance(one, Ingested) else chunk.take(one) for one in checked]
    made, updated = chunk.write(), sum(one.outcome is Outcome.UPDATED for one in outcomes)
    if made or updated:
        rest = len(outcomes) - made - updated
        said = {"created": made, "updated": updated, "skipped_or_refused": rest}
        work.tell("orders.ingested", "Store", store.id, store.id, said)
    return outcomes


class _Chunk:
    """Some rows, what is here of them already, and what of them is gathered for writing."""

    def __init__(self, work: Work, store: Store, checked: Sequence[Checked]) -> None:
        self.work, self.store = work, store
        self.rows = Rows(work.actor.organization_id, work.now)
        self.resent: dict[UUID, tuple[str, str]] = {}
        self.records = records_of(work, store, checked)
        self.numbers = numbers_of(work, store, checked)
        self.known = known_orders(work, self._to_compare(checked))
        self.references = {of: references_of(work, store, of, checked) for of in (Payment, Refund)}
        new = [one for one in checked if one.key not in self.records]
        skus = {line.sku for one in new for line in one.draft.stated.lines}
        self.variants = variants_by_sku(work, skus)
        lines = (line for one in new for line in one.draft.stated.lines)
        self.named = variants_among(work, {one.variant_id for one in lines if one.variant_id})
        self.customers = known_customers(work, new)

    def _to_compare(self, checked: Sequence[Checked]) -> Iterator[UUID]:
        """Orders that are here with another text; those that have none, if they have a number."""
        for one in checked:
            record = self.records.get(one.key)
            if record and record.payload_hash != one.payload_hash:
                yield record.order_id
            elif not record:
                order_id, source = self.numbers.get(one.draft.stated.number, (None, None))
                if order_id and source == one.row.source:
                    yield order_id

    def take(self, one: Checked) -> Ingested:
        """Keeps it for writing, unless it is here already."""
        external_id, record = one.row.external_id, self.records.get(one.key)
        order_id = record.order_id if record else None
        try:
            if record is None:
                return self._take_new(one)
            if record.payload_hash == one.payload_hash:
                return Ingested(external_id, Outcome.SKIPPED, order_id)
            return self._take_again(one, record)
        except DomainError as error:
            return Ingested(external_id, Outcome.REFUSED, order_id, error)

    def _take_new(self, one: Checked) -> Ingested:
        row, number = one.row, one.draft.stated.number
        if number in self.numbers:
            order_id, source = self.numbers[number]
            known = self.known.get(order_id) if order_id and source == row.source else None
            if known and not known.facts.differing(facts_of(one.draft)):
                return Ingested(row.external_id, Outcome.SKIPPED, order_id)
            raise Taken("An order of this store has that number already.", "number")
        self._refuse_taken(one, None)
        for at, line in enumerate(one.draft.stated.lines):
            if line.variant_id is not None and line.variant_id not in self.named:
                raise NotFound("No such variant.", "lines", str(at), "variant_id")
        placing = Placing(
            store_id=self.store.id,
            source=row.source,
            external_id=row.external_id,
            customer_id=self._customer_of(one),
            payments=row.payments,
            refunds=row.refunds,
            stands=row.stands,
            cancelled_at=row.cancelled_at,
        )
        order_id = add_order(self.rows, one.draft, placing, self.variants)
        if one.payload_hash is not None:
            self.rows.add(
                PlatformOrder,
                store_id=self.store.id,
                order_id=order_id,
                source=row.source,
                external_id=row.external_id,
                received_at=self.work.now,
                payload=row.payload,
                payload_hash=one.payload_hash,
            )
            self.records[one.key] = Record(order_id, one.payload_hash)
        self.numbers[number] = (None, row.source)
        self._remember(one, order_id)
        return Ingested(row.external_id, Outcome.CREATED, order_id)

    def _take_again(self, one: Checked, record: Record) -> Ingested:
        row, known = one.row, self.known[record.order_id]
        if differing := known.facts.differing(facts_of(one.draft)):
            raise Conflict(f"This order is here already, but {differing}.", "payload")
        self._refuse_taken(one, record.order_id)
        news = News(
            payments=row.payments,
            refunds=row.refunds,
            stands=row.stands,
            cancelled_at=row.cancelled_at,
            payload_hash=one.payload_hash,
        )
        if not known.take(self.work, self.rows, news, is_resent=one.payload_hash is not None):
            return Ingested(row.external_id, Outcome.SKIPPED, record.order_id)
        if row.payload is not None and one.payload_hash and record.id:
            self.resent[record.id] = row.payload, one.payload_hash
        self._remember(one, record.order_id)
        return Ingested(row.external_id, Outcome.UPDATED, record.order_id)

    def _refuse_taken(self, one: Checked, order_id: UUID | None) -> None:
        """A reference is of one payment in the store, and of one refund."""
        for of, name, references in told(one):
            for at, reference in references:
                if self.references[of].get(reference, order_id) != order_id:
                    said = f"The {of.__name__.lower()} of another order has that reference."
                    raise Taken(said, name, str(at), "reference")

    def _remember(self, one: Checked, order_id: UUID) -> None:
        for of, _, references in told(one):
            for _, reference in references:
                self.references[of][reference] = order_id

    def _customer_of(self, one: Checked) -> UUID | None:
        """Whom the platform names; somebody new for each order that names nobody it knows."""
        buyer, contact = one.buyer, one.draft.stated.ship_to or StatedContact()
        if buyer.external_id:
            key = one.row.source, buyer.external_id
            if key not in self.customers:
                self.customers[key] = add_customer(self.rows, buyer, contact, one.row.source)
            return self.customers[key]
        if not (contact.is_somebody or buyer.handle):
            return None
        return add_customer(self.rows, buyer, contact, None)

    def write(self) -> int:
        """How many orders were new."""
        self.work.session.flush()
        self.rows.write(self.work.session)
        resend(self.work, self.resent)
        resolve_moot(self.work, [known.order for known in self.known.values()])
        return len(self.rows.by_model[Order])
