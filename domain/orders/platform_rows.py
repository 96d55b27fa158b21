"""One order as a platform sent it, and the pure rule it must pass."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from domain import text
from domain.errors import Invalid
from domain.orders.models import Payment, Refund
from domain.orders.settling import checked_payments, checked_refunds, sum_of
from domain.orders.stated import (
    Draft,
    StatedBuyer,
    StatedOrder,
    StatedPayment,
    StatedRefund,
    check_instant,
    checked_buyer,
    drafted,
)
from domain.orders.states import OrderState

LONGEST_PAYLOAD = 1_000_000


@dataclass(frozen=True, kw_only=True)
class PlatformRow:
    """One order as read from a platform, and the text it was read from.

    Without a number of its own the order gets the platform's id. `stands` is where the platform
    says that it stands; unsaid, it is new and ours to work on. What is history needs no review:
    nothing is wrong with it but a total that does not add up, and it may lack its lines.
    `payload` is None for what was read from an export of our own: no platform sent it.
    """

    source: str
    external_id: str
    payload: str | None  # JSON, to the letter
    order: StatedOrder
    buyer: StatedBuyer | None = None
    payments: Sequence[StatedPayment] = ()
    refunds: Sequence[StatedRefund] = ()
    stands: OrderState | None = None
    cancelled_at: datetime | None = None


@dataclass(frozen=True)
class Checked:
    """A row that may be kept; its payments and refunds checked too."""

    row: PlatformRow
    draft: Draft
    buyer: StatedBuyer
    payload_hash: str | None

    @property
    def key(self) -> tuple[str, str]:
        return self.row.source, self.row.external_id


def checked_row(row: PlatformRow, currency: str, now: datetime) -> Checked:
    """The pure rule of a row; raises the first DomainError."""
    source = text.handle(row.source, "source")
    external_id = text.name(row.external_id, "external_id")
    payload_hash = None if row.payload is None else _hash_of(row.payload)
    order = row.order
    if not order.number.strip():
        order = replace(order, number=external_id)
    draft = drafted(order, currency, now, may_lack_lines=True)
    payments = checked_payments(row.payments, draft.totals.total, now)
    refunds = checked_refunds(row.refunds, sum_of(payments, currency), now)
    if row.cancelled_at:
        if row.stands is not OrderState.CANCELLED:
            raise Invalid("Only what is cancelled has such a time.", "cancelled_at")
        check_instant(row.cancelled_at, now, "Nothing is cancelled ahead.", "cancelled_at")
    return Checked(
        replace(row, source=source, external_id=external_id, payments=payments, refunds=refunds),
        draft,
        checked_buyer(row.buyer or StatedBuyer(), "buyer"),
        payload_hash,
    )


def _hash_of(payload: str) -> str:
    """Of a text that is JSON."""
    text.words(payload, "payload", longest=LONGEST_PAYLOAD)
    try:
        orjson.loads(payload)
    except orjson.JSONDecodeError:  # it is the stricter of the two, and much the faster
        try:
            json.loads(payload)
        except (ValueError, RecursionError):
            raise Invalid("It is no JSON.", "payload") from None
    return hashlib.sha256(payload.encode()).hexdigest()


def told(one: Checked) -> Iterator[tuple[type[Payment | Refund], str, list[tuple[int, str]]]]:
    """The references of its payments and of its refunds, with their places."""
    payments, refunds = one.row.payments, one.row.refunds
    named = [(at, got.reference) for at, got in enumerate(payments) if got.reference]
    yield Payment, "payments", named
    named = [(at, got.reference) for at, got in enumerate(refunds) if got.reference]
    yield Refund, "refunds", named
