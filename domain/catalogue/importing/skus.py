"""SKUs and barcodes for variants of files that lack them, repeat them or make them up."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import count
from uuid import UUID

from domain.catalogue import gtin
from domain.catalogue.uniqueness import Codes
from domain.errors import DomainError, Invalid

LONGEST = 100
_MARK_DIGITS = 8


def stated_or_own(
    codes: Codes, variant_id: UUID, stated: str | None, own: str | None, derived: str
) -> tuple[str, str | None]:
    """The SKU to have, and a note when it is not the one stated.

    `own` is the one that the variant has already, `derived` what a new one gets instead.
    """
    said = (stated or "").strip()
    if said and len(said) <= LONGEST and codes.try_sku(said, variant_id):
        return said, None
    kept = own or next(sku for sku in _numbered(derived) if codes.try_sku(sku, variant_id))
    if not said:
        return kept, None
    why = "is another variant's" if len(said) <= LONGEST else f"is longer than {LONGEST}"
    return kept, f"The SKU {said[:LONGEST]!r} {why}: it is kept as {kept!r}."


def derived_sku(handle: str, values: Sequence[str]) -> str:
    """`classic-tee:Red-S`; the same for the same words, whatever their length."""
    chosen = "-".join(value for value in values if value)
    whole = f"{handle}:{chosen}" if chosen else handle
    if len(whole) <= LONGEST:
        return whole
    mark = hashlib.sha256(whole.encode()).hexdigest()[:_MARK_DIGITS]
    return f"{whole[: LONGEST - _MARK_DIGITS - 1]}~{mark}"


def _numbered(sku: str) -> Iterator[str]:
    """The SKU, then itself with 2, 3, …"""
    yield sku
    for number in count(2):
        yield f"{sku[: LONGEST - _MARK_DIGITS]}~{number}"


def usable_barcode(
    codes: Codes, variant_id: UUID, stated: str | None
) -> tuple[str | None, str | None]:
    """A GTIN nobody else has; else none, and a note. Files hold numbers of all kinds there."""
    said = (stated or "").strip()
    if not said:
        return None, None
    try:
        found = gtin.gtin(said)
        if not codes.try_barcode(found, variant_id):
            raise Invalid("Another variant has it.")
    except DomainError as error:
        return None, f"The barcode {said[:40]!r} is left out: {error}"
    return found, None
