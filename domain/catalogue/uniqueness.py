"""Handles, SKUs and barcodes are each used once in an organisation."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Self, TypeVar
from uuid import UUID

from sqlalchemy import BindParameter, Text, bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from domain.base import RowId
from domain.catalogue import gtin
from domain.catalogue.models import Variant
from domain.errors import Taken
from domain.people.models import Organization
from domain.scope import Each, Many
from domain.work import Work

TRIES = 3
Answer = TypeVar("Answer")


def words_of(given: Iterable[str]) -> BindParameter[list[str]]:
    """Many words as one bound value."""
    return bindparam(None, sorted(set(given)), type_=Many(Text()))


def ids_of(given: Iterable[UUID]) -> BindParameter[list[UUID]]:
    """Many ids as one bound value."""
    return bindparam(None, list(given), type_=Many(RowId()))


def holders(
    work: Work, column: InstrumentedAttribute[Any], values: Collection[str]
) -> dict[str, UUID]:
    """Which row of the organisation has each of these values; those nobody has are left out."""
    if not values:
        return {}
    model: Any = column.class_
    wanted = Each(words_of(values)).table(Text(), "wanted")
    own = model.organization_id == work.actor.organization_id
    # A question for each, not a join: both databases answer it from the index, however many.
    holder = select(model.id).where(own, column == wanted.c.item).scalar_subquery()
    found = work.session.execute(select(wanted.c.item, holder))
    return {value: row_id for value, row_id in found if row_id is not None}


def refuse_taken(
    work: Work, column: InstrumentedAttribute[Any], value: str, *path: str, but: UUID | None = None
) -> None:
    """Raises Taken when another row than `but` has the value."""
    if holders(work, column, [value]).get(value, but) != but:
        raise Taken(f"{value!r} is in use already.", *path)


def lock_organization(work: Work) -> None:
    """One batch of master data an organisation at a time; whatever else is done goes on."""
    own = select(Organization.id).where(Organization.id == work.actor.organization_id)
    work.session.execute(own.with_for_update(key_share=True))


def retried(work: Work, action: Callable[[], Answer]) -> Answer:
    """`action`, again from its beginning when somebody just took a name that it was to give."""
    left = TRIES
    while True:
        try:
            with work.session.begin_nested():
                return action()
        except IntegrityError:
            left -= 1
            if not left:
                raise


class Codes:
    """Who has which SKU and barcode, as far as it was asked; barcodes by the number they are."""

    def __init__(self, skus: dict[str, UUID], barcodes: dict[str, UUID]) -> None:
        self._skus = skus
        self._barcodes = {barcode.zfill(14): holder for barcode, holder in barcodes.items()}
        self._given: list[tuple[dict[str, UUID], str]] = []

    @classmethod
    def of(cls, work: Work, wanted: Collection[Mapping[str, Any]]) -> Self:
        """The present holders of the SKUs and barcodes in these variants' fields."""
        skus = {kept["sku"] for kept in wanted if kept.get("sku")}
        barcodes = (kept["barcode"] for kept in wanted if kept.get("barcode"))
        written = {form for barcode in barcodes for form in gtin.forms(barcode)}
        return cls(holders(work, Variant.sku, skus), holders(work, Variant.barcode, written))

    def learn_skus(self, skus: Mapping[str, UUID]) -> None:
        """Of more SKUs, who has them."""
        self._skus |= skus

    def has_sku(self, sku: str) -> bool:
        return sku in self._skus

    def take(self, variant_id: UUID, kept: Mapping[str, Any], *path: str) -> None:
        """Raises Taken when another variant has the SKU or the barcode."""
        sku, barcode = kept.get("sku"), kept.get("barcode")
        if sku and not self.takes_sku(variant_id, sku):
            raise Taken(f"The SKU {sku!r} is in use already.", *path, "sku")
        if barcode and not self.takes_barcode(variant_id, barcode):
            raise Taken(f"The barcode {barcode} is in use already.", *path, "barcode")

    def takes_sku(self, variant_id: UUID, sku: str) -> bool:
        """Whether the variant has it from now on; False when another has it."""
        return self._takes(self._skus, sku, variant_id)

    def takes_barcode(self, variant_id: UUID, barcode: str) -> bool:
        return self._takes(self._barcodes, barcode.zfill(14), variant_id)

    def _takes(self, holders: dict[str, UUID], code: str, variant_id: UUID) -> bool:
        if code not in holders:
            holders[code] = variant_id
            self._given.append((holders, code))
        return holders[code] == variant_id

    def given(self) -> int:
        """How many codes were given out so far; `undo` goes back to such a number."""
        return len(self._given)

    def undo(self, given: int) -> None:
        """What was given out since is free again: the row that brought it is refused."""
        while len(self._given) > given:
            holders, code = self._given.pop()
            del holders[code]
