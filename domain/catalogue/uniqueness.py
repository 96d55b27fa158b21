"""Handles, SKUs and barcodes are each used once in an organisation."""

from collections.abc import Collection, Mapping
from typing import Any, Self
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from domain.catalogue import gtin
from domain.catalogue.models import Variant
from domain.errors import Taken
from domain.work import Work


def holders(
    work: Work, column: InstrumentedAttribute[Any], values: Collection[str]
) -> dict[str, UUID]:
    """Which row of the organisation has each of these values; those nobody has are left out."""
    model: Any = column.class_
    own = model.organization_id == work.actor.organization_id
    found = work.session.execute(select(column, model.id).where(own, column.in_(values)))
    return dict(found.all())


def refuse_taken(
    work: Work, column: InstrumentedAttribute[Any], value: str, *path: str, but: UUID | None = None
) -> None:
    """Raises Taken when another row than `but` has the value."""
    if holders(work, column, [value]).get(value, but) != but:
        raise Taken(f"{value!r} is in use already.", *path)


class Codes:
    """Who has which SKU and barcode, as far as it was asked; barcodes by the number they are."""

    def __init__(self, skus: dict[str, UUID], barcodes: dict[str, UUID]) -> None:
        self._skus = skus
        self._barcodes = {barcode.zfill(14): holder for barcode, holder in barcodes.items()}

    @classmethod
    def of(cls, work: Work, wanted: Collection[Mapping[str, Any]]) -> Self:
        """The present holders of the SKUs and barcodes in these variants' fields."""
        skus = {kept["sku"] for kept in wanted if kept.get("sku")}
        barcodes = (kept["barcode"] for kept in wanted if kept.get("barcode"))
        written = {form for barcode in barcodes for form in gtin.forms(barcode)}
        return cls(holders(work, Variant.sku, skus), holders(work, Variant.barcode, written))

    def take(self, variant_id: UUID, kept: Mapping[str, Any], *path: str) -> None:
        """Raises Taken when another variant has the SKU or the barcode."""
        sku, barcode = kept.get("sku"), kept.get("barcode")
        if sku and self._skus.setdefault(sku, variant_id) != variant_id:
            raise Taken(f"The SKU {sku!r} is in use already.", *path, "sku")
        if barcode and self._barcodes.setdefault(barcode.zfill(14), variant_id) != variant_id:
            raise Taken(f"The barcode {barcode} is in use already.", *path, "barcode")

    def try_sku(self, sku: str, variant_id: UUID) -> bool:
        """Whether the variant has it now: it did, or nobody does."""
        return self._skus.setdefault(sku, variant_id) == variant_id

    def try_barcode(self, barcode: str, variant_id: UUID) -> bool:
        return self._barcodes.setdefault(barcode.zfill(14), variant_id) == variant_id

    def release(self, variant_ids: Collection[UUID]) -> None:
        """What these had is free again: the row that brought them is refused."""
        for codes in (self._skus, self._barcodes):
            for code in [code for code, holder in codes.items() if holder in variant_ids]:
                del codes[code]
