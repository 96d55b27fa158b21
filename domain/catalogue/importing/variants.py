"""Which of a product's variants a file means, and what becomes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from domain.catalogue import fields, options, values
from domain.catalogue.importing.rows import VariantRow
from domain.catalogue.importing.skus import derived_sku, stated_or_own, usable_barcode
from domain.catalogue.models import Variant
from domain.catalogue.uniqueness import Codes
from domain.errors import Required, Taken
from domain.ids import new_id
from domain.text import fold, words


@dataclass
class Plan:
    """What is to be done to one variant; nothing is, before the whole product may."""

    id: UUID
    known: Variant | None
    options: options.Values
    kept: dict[str, Any] = field(default_factory=dict)


@dataclass
class Variants:
    """The variants of one product, present ones and those of its row."""

    handle: str
    option_count: int
    present: Sequence[Variant]
    codes: Codes
    may_cost: bool
    plans: list[Plan] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        live = [one for one in self.present if one.archived_at is None]
        put_away = [one for one in self.present if one.archived_at is not None]
        self.by_options = {folded(options.values_of(one)): one for one in (*put_away, *live)}
        self.by_sku = {one.sku: one for one in self.present}

    def plan(self, rows: Sequence[VariantRow]) -> None:
        """Raises the first DomainError, its path from the product's row."""
        chosen = [self.chosen(row, place) for place, row in enumerate(rows)]
        taken: set[UUID] = {found.id for at in chosen if (found := self.by_options.get(folded(at)))}
        for place, (row, at) in enumerate(zip(rows, chosen, strict=True)):
            known = self.by_options.get(folded(at))
            if known is None:
                known = self.by_sku.get((row.sku or "").strip())
                known = None if known is None or known.id in taken else known
            if known:
                taken.add(known.id)
            plan = Plan(known.id if known else new_id(), known, at)
            self.plans.append(plan)
            self.said(plan, row, "variants", str(place))

    def chosen(self, row: VariantRow, place: int) -> options.Values:
        here = ("variants", str(place), "option_values")
        found = values.option_values(row.option_values, self.option_count, *here)
        if folded(found) in (seen := self.__dict__.setdefault("_seen", set())):
            words_ = ", ".join(filter(None, found)) or "no options"
            raise Taken(f"Another variant of this product has {words_}.", *here)
        seen.add(folded(found))
        return found

    def said(self, plan: Plan, row: VariantRow, *path: str) -> None:
        """What the row says of the variant, checked."""
        if row.unit_price is None and plan.known is None:
            raise Required("A new variant needs a price.", *path, "unit_price")
        if row.sku:
            words(row.sku, *path, "sku", longest=10_000)
        given = {
            name: getattr(row, name)
            for name in ("unit_price", "title", "weight_g")
            if getattr(row, name) not in {None, ""}
        }
        plan.kept = fields.checked(fields.VARIANT, given, *path)
        if row.unit_cost is not None:
            self.cost(plan, row, *path)
        own = plan.known.sku if plan.known else None
        derived = derived_sku(self.handle, plan.options)
        plan.kept["sku"], note = stated_or_own(self.codes, plan.id, row.sku, own, derived)
        self.note(note)
        barcode, note = usable_barcode(self.codes, plan.id, row.barcode)
        self.note(note)
        if barcode:
            plan.kept["barcode"] = barcode

    def cost(self, plan: Plan, row: VariantRow, *path: str) -> None:
        assert row.unit_cost
        values.price(row.unit_cost, *path, "unit_cost")
        if self.may_cost:
            plan.kept["unit_cost"] = row.unit_cost
        elif plan.known is None or plan.known.unit_cost != row.unit_cost:
            self.note("Costs are left out: they need the permission costs:write.")

    def note(self, said: str | None) -> None:
        if said and said not in self.notes:
            self.notes.append(said)

    def put(self, organization_id: UUID, product_id: UUID) -> tuple[list[Variant], list[Variant]]:
        """The variants that were known, changed now, and new ones."""
        known, new = [], []
        position = max((one.position for one in self.present), default=-1)
        for plan in self.plans:
            if plan.known:
                fields.put(plan.known, plan.kept)
                options.put_values(plan.known, plan.options)
                known.append(plan.known)
                continue
            position += 1
            first, second, third = plan.options
            title = plan.kept.pop("title", "") or " / ".join(filter(None, plan.options))[:200]
            new.append(
                Variant(
                    id=plan.id,
                    organization_id=organization_id,
                    product_id=product_id,
                    title=title,
                    option_1=first,
                    option_2=second,
                    option_3=third,
                    position=position,
                    **plan.kept,
                )
            )
        return known, new


def folded(chosen: Sequence[str]) -> tuple[str, ...]:
    return tuple(fold(value) for value in chosen)


def live_by_options(variants: Sequence[Variant]) -> Mapping[tuple[str, ...], UUID]:
    return {folded(options.values_of(one)): one.id for one in variants if one.archived_at is None}
