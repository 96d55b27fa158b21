"""What a platform says was paid and given back: its pure rules, and what of it is new."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from domain import text
from domain.errors import Conflict, Invalid, PaidTooMuch
from domain.money import Money
from domain.orders.stated import StatedPayment, StatedRefund, check_instant

Told = TypeVar("Told", StatedPayment, StatedRefund)
Kept = tuple[str | None, int]
"""What is here of one payment or refund: its reference, and its amount in minor units."""


def checked_payments(
    payments: Iterable[StatedPayment], total: Money, now: datetime
) -> tuple[StatedPayment, ...]:
    """Together they may be less than the total, not more; raises the first DomainError."""
    checked = _checked(payments, "payments", total.currency)
    for at, one in enumerate(checked):
        if one.received_at:
            path = ("payments", str(at), "received_at")
            check_instant(one.received_at, now, "No money came in the future.", *path)
    refuse_overpaid(sum_of(checked, total.currency), total)
    return checked


def checked_refunds(
    refunds: Iterable[StatedRefund], paid: Money, now: datetime
) -> tuple[StatedRefund, ...]:
    """Together they may be up to what was paid; raises the first DomainError."""
    checked = _checked(refunds, "refunds", paid.currency)
    for at, one in enumerate(checked):
        if one.paid_back_at:
            path = ("refunds", str(at), "paid_back_at")
            check_instant(one.paid_back_at, now, "No money went back in the future.", *path)
    refuse_overrefunded(sum_of(checked, paid.currency), paid)
    return checked


def refuse_overpaid(paid: Money, total: Money) -> None:
    if paid.minor > max(total.minor, 0):
        raise PaidTooMuch(f"{paid} is paid of an order of {total}.", "payments")


def refuse_overrefunded(refunded: Money, paid: Money) -> None:
    if refunded > paid:
        raise PaidTooMuch(f"{refunded} is given back of {paid} paid.", "refunds")


def sum_of(sums: Iterable[StatedPayment] | Iterable[StatedRefund], currency: str) -> Money:
    return Money.total((one.amount for one in sums), currency)


def _checked(given: Iterable[Told], where: str, currency: str) -> tuple[Told, ...]:
    checked, references = [], set()
    for at, one in enumerate(given):
        path = (where, str(at))
        if one.amount.currency != currency:
            raise Invalid(f"The store's currency is {currency}.", *path, "amount")
        if one.amount.minor <= 0:
            raise Invalid("It is more than nothing.", *path, "amount")
        reference = text.words((one.reference or "").strip(), *path, "reference") or None
        if reference in references:
            raise Invalid("Another of this order has that reference.", *path, "reference")
        if reference:
            references.add(reference)
        checked.append(one if reference == one.reference else replace(one, reference=reference))
    return tuple(checked)


def told_anew(stated: Sequence[Told], kept: Iterable[Kept]) -> list[Told]:
    """What of those stated is not among those kept; Conflict if one of them has another amount.

    One is known by its reference; without one on both sides, by its amount. Of the rest, what has
    no reference is taken for one growing sum, as platforms tell it: what that has more is new.
    """
    left, unknown, new = list(kept), [], []
    by_reference = {reference: minor for reference, minor in left if reference}
    for one in stated:
        if one.reference in by_reference:
            left.remove((one.reference, by_reference[one.reference]))
            if by_reference[one.reference] != one.amount.minor:
                raise Conflict(f"{one.reference!r} is of another amount here.", "payload")
        else:
            unknown.append(one)
    for one in unknown:
        same = (k for k in left if k[1] == one.amount.minor and not (k[0] and one.reference))
        if (match := next(same, None)) is None:
            new.append(one)
        else:
            left.remove(match)
    before = sum(minor for _, minor in left)
    loose = [one for one in new if not one.reference]
    if not before or not loose:
        return new
    named: list[Told] = [one for one in new if one.reference]
    last = loose[-1]
    more = sum(one.amount.minor for one in loose) - before
    if more > 0:
        named.append(replace(last, amount=Money(more, last.amount.currency)))
    return named
