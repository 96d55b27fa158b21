"""What purchasing does with suppliers: take on, describe, block, let go."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from domain import text
from domain.checks import Check, needed
from domain.errors import Conflict, Invalid, Taken
from domain.orders import masking
from domain.people.actions import email_address
from domain.permissions import Permission
from domain.sourcing.models import SUPPLIER_STATES, Supplier, SupplierState
from domain.stores import places
from domain.work import Work

LONGEST_DAYS = 3650


def create_supplier(work: Work, given: Mapping[str, Any]) -> Supplier:
    """A supplier we may buy from; needs at least code, name, country and currency."""
    work.require(Permission.SUPPLIERS_WRITE, everywhere=True)
    said = _said({**dict.fromkeys(_NEEDED), **given})
    _free_code(work, said["code"])
    supplier = Supplier(organization_id=work.actor.organization_id, **said)
    work.add(supplier)
    work.record("supplier.created", supplier)
    return supplier


def update_supplier(
    work: Work, supplier_id: UUID, changes: Mapping[str, Any], *, version: int | None = None
) -> Supplier:
    """Who they are and on which terms they sell; `changes` holds only what was said."""
    supplier = work.claim(Supplier, supplier_id, version=version)
    work.require(Permission.SUPPLIERS_WRITE, everywhere=True)
    if supplier.state is SupplierState.ARCHIVED:
        raise Conflict("An archived supplier stays as they were.", "id")
    said = _said(changes)
    if said.get("code", supplier.code) != supplier.code:
        _free_code(work, said["code"])
    for field, value in said.items():
        setattr(supplier, field, value)
    work.record("supplier.updated", supplier)
    return supplier


def block_supplier(
    work: Work, supplier_id: UUID, reason: str, *, version: int | None = None
) -> Supplier:
    """Nothing more is bought from them until somebody unblocks them."""
    blocked, needs = SupplierState.BLOCKED, Permission.SUPPLIERS_BLOCK
    supplier = _movable(work, supplier_id, blocked, needs, version)
    why = text.name(reason, "reason", longest=1000)
    supplier.state, supplier.blocked_reason = blocked, why
    work.record("supplier.blocked", supplier, reason=why)
    return supplier


def unblock_supplier(work: Work, supplier_id: UUID, *, version: int | None = None) -> Supplier:
    """They may sell to us again."""
    active, needs = SupplierState.ACTIVE, Permission.SUPPLIERS_BLOCK
    supplier = _movable(work, supplier_id, active, needs, version)
    supplier.state, supplier.blocked_reason = active, None
    work.record("supplier.unblocked", supplier)
    return supplier


def archive_supplier(
    work: Work, supplier_id: UUID, *, version: int | None = None, reason: str | None = None
) -> Supplier:
    """For good: they stay only for the past's sake."""
    archived, needs = SupplierState.ARCHIVED, Permission.SUPPLIERS_WRITE
    supplier = _movable(work, supplier_id, archived, needs, version)
    why = _optional(_words(1000))(reason, "reason")
    supplier.state = archived
    work.record("supplier.archived", supplier, reason=why)
    return supplier


def _movable(
    work: Work, supplier_id: UUID, to: SupplierState, needs: Permission, version: int | None
) -> Supplier:
    supplier = work.claim(Supplier, supplier_id, version=version)
    work.require(needs, everywhere=True)
    SUPPLIER_STATES.check(supplier.state, to)
    return supplier


def _free_code(work: Work, code: str) -> None:
    same = select(Supplier.id).where(
        Supplier.organization_id == work.actor.organization_id, Supplier.code == code
    )
    if work.session.scalar(same):
        raise Taken("Another supplier has that code.", "code")


def _said(changes: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, checked; with each contact detail the form in which it may be shown."""
    said = {field: _CHECKS[field](value, field) for field, value in changes.items()}
    for field, masked in _MASKS.items():
        if field in said:
            said[f"{field}_masked"] = masked(said[field]) or None
    return said


def _optional(check: Check) -> Check:
    """Null and blank both mean that there is none."""

    def checked(given: str | None, path: str) -> Any:
        return check(given, path) if given is not None and given.strip() else None

    return checked


def _code(given: str, path: str) -> str:
    code = text.name(given, path, longest=60)
    if any(letter.isspace() for letter in code):
        raise Invalid("A code has no blanks.", path)
    return code


def _days(given: int, path: str) -> int:
    if not 0 <= given <= LONGEST_DAYS:
        raise Invalid(f"Days are counted from 0 to {LONGEST_DAYS}.", path)
    return given


def _words(longest: int) -> Check:
    return lambda given, path: text.name(given, path, longest=longest)


def _address_masked(address: str | None) -> str:
    """`***, Porto`: what stands after the last comma, if that is a place and no number."""
    place = (address or "").rpartition(",")[2].strip()
    if not address:
        return ""
    return (
        f"***, {place}" if place != address.strip() and place.replace(" ", "").isalpha() else "***"
    )


_CHECKS: Mapping[str, Check] = {
    "code": needed(_code),
    "name": needed(text.name),
    "name_zh": _optional(text.name),
    "country": needed(places.country),
    "currency": needed(places.currency),
    "lead_time_days": needed(_days),
    "payment_terms_days": needed(_days),
    "website": _optional(places.website),
    "note": _optional(_words(10_000)),
    "contact_name": _optional(text.name),
    "contact_phone": _optional(_words(60)),
    "contact_email": _optional(email_address),
    "contact_wechat": _optional(_words(100)),
    "contact_address": _optional(_words(500)),
}
_NEEDED = ("code", "name", "country", "currency")
_MASKS: Mapping[str, Callable[[str | None], str]] = {
    "contact_name": masking.masked_name,
    "contact_phone": masking.masked_phone,
    "contact_email": masking.masked_email,
    "contact_wechat": masking.masked_handle,
    "contact_address": _address_masked,
}
