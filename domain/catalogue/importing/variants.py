"""A file's variants and the product's own: which is which, and what each is to have."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain import text
from domain.catalogue import fields, gtin, options, values
from domain.catalogue.importing.rows import VariantRow
from domain.catalogue.importing.skus import LONGEST, own_skus
from domain.catalogue.models import Product, Variant
from domain.catalogue.options import Values
from domain.catalogue.uniqueness import Codes
from domain.errors import Invalid, Required, Taken
from domain.ids import new_id
from domain.money import UnitPrice

Note = Callable[[str], object]
Path = tuple[str, ...]
MOST_READ = 10_000
"""Characters of a SKU that are looked at; it is cut where it is quoted."""


@dataclass(frozen=True)
class VariantPlan:
    """A variant, new or known, and what of it is to change."""

    variant: Variant
    is_new: bool
    kept: dict[str, Any]
    chosen: Values

    def apply(self) -> bool:
        """Whether anything of the variant was otherwise."""
        is_moved = options.values_of(self.variant) != self.chosen
        options.put_values(self.variant, self.chosen)
        return fields.put(self.variant, self.kept) or is_moved


@dataclass(frozen=True)
class Planner:
    """The variants of one row; nothing is changed but who has which code."""

    product: Product
    option_count: int
    present: Sequence[Variant]
    codes: Codes
    may_cost: bool
    note: Note

    def plans(self, rows: Sequence[VariantRow]) -> list[VariantPlan]:
        """A plan for each; raises the first DomainError."""
        chosen = [self._chosen(row, _path(place)) for place, row in enumerate(rows)]
        _refuse_doubles(chosen)
        known = matched(self.present, rows, chosen)
        last = max((variant.position for variant in self.present), default=-1)
        found = []
        for place, (row, said, variant) in enumerate(zip(rows, chosen, known, strict=True)):
            if variant:
                found.append(self._known(variant, row, said, _path(place)))
                continue
            last += 1
            found.append(self._new(row, said, last, _path(place)))
        return found

    def _chosen(self, row: VariantRow, path: Path) -> Values | None:
        """None when the row leaves them out and its SKU must say which variant it is."""
        if self.option_count and not row.option_values and row.sku:
            return None
        return self._values(row, path)

    def _values(self, row: VariantRow, path: Path) -> Values:
        return values.option_values(row.option_values, self.option_count, *path, "option_values")

    def _known(
        self, variant: Variant, row: VariantRow, said: Values | None, path: Path
    ) -> VariantPlan:
        kept, before = self._checked(row, path), options.values_of(variant)
        chosen = said or before
        if "title" not in kept and variant.title == options.called(before):
            kept["title"] = options.called(chosen)
        kept |= self._known_sku(variant, row, path) | self._barcode(variant.id, row)
        kept |= self._cost(row, variant.unit_cost, path)
        if variant.archived_at is not None:
            self.note(f"{variant.sku!r} is archived here, and stays so.")
        return VariantPlan(variant, is_new=False, kept=kept, chosen=chosen)

    def _new(self, row: VariantRow, said: Values | None, position: int, path: Path) -> VariantPlan:
        chosen = said or self._values(row, path)
        if row.unit_price is None:
            raise Required("A new variant needs a price.", *path, "unit_price")
        kept, variant_id = self._checked(row, path), new_id()
        kept.setdefault("title", options.called(chosen))
        kept |= self._barcode(variant_id, row) | self._cost(row, None, path)
        variant = Variant(
            id=variant_id,
            organization_id=self.product.organization_id,
            product_id=self.product.id,
            sku=self._new_sku(variant_id, row, chosen, path),
            position=position,
            option_1=chosen[0],
            option_2=chosen[1],
            option_3=chosen[2],
            **kept,
        )
        return VariantPlan(variant, is_new=True, kept={}, chosen=chosen)

    def _new_sku(self, variant_id: UUID, row: VariantRow, chosen: Values, path: Path) -> str:
        stated = _sku(row, path)
        if _is_short(stated) and self.codes.takes_sku(variant_id, stated):
            return stated
        own = own_skus(self.product.handle, chosen)
        kept = next((sku for sku in own if self.codes.takes_sku(variant_id, sku)), None)
        if kept is None:
            raise Taken(f"The SKUs {', '.join(own)} are in use already.", *path, "sku")
        if stated:
            self.note(f"The SKU {stated[:LONGEST]!r} {self._why(stated)}: it is kept as {kept!r}.")
        return kept

    def _known_sku(self, variant: Variant, row: VariantRow, path: Path) -> dict[str, str]:
        """One of our own making yields to the file's; any other stays, for stock goes by it."""
        stated, kept = _sku(row, path), variant.sku
        if stated in {"", kept}:
            return {}
        is_ours = kept in own_skus(self.product.handle, options.values_of(variant))
        if is_ours and _is_short(stated) and self.codes.takes_sku(variant.id, stated):
            return {"sku": stated}
        self.note(f"The SKU {stated[:LONGEST]!r} {self._why(stated)}: it is kept as {kept!r}.")
        return {}

    def _why(self, stated: str) -> str:
        if not _is_short(stated):
            return f"is longer than {LONGEST}"
        return "is another variant's" if self.codes.has_sku(stated) else "is not the variant's"

    def _barcode(self, variant_id: UUID, row: VariantRow) -> dict[str, str]:
        """A free GTIN; files hold numbers of all kinds there, which are left out and told."""
        stated = (row.barcode or "").strip()
        if not stated:
            return {}
        try:
            barcode = gtin.gtin(stated)
        except Invalid as error:
            self.note(f"The barcode {stated[:40]!r} is left out: {error}")
            return {}
        if not self.codes.takes_barcode(variant_id, barcode):
            self.note(f"The barcode {stated!r} is left out: another variant has it.")
            return {}
        return {"barcode": barcode}

    def _checked(self, row: VariantRow, path: Path) -> dict[str, Any]:
        """What the row says that needs no look at other variants."""
        said = {name: getattr(row, name) for name in ("unit_price", "weight_g", "title")}
        given = {name: value for name, value in said.items() if value not in {None, ""}}
        return fields.checked(fields.VARIANT, given, *path)

    def _cost(self, row: VariantRow, known: UnitPrice | None, path: Path) -> dict[str, Any]:
        """What it costs us, where the actor may say so; what is known already is no news."""
        if row.unit_cost is None:
            return {}
        cost = values.price(row.unit_cost, *path, "unit_cost")
        if self.may_cost:
            return {"unit_cost": cost}
        if cost != known:
            self.note("Costs are left out: they need the permission costs:write.")
        return {}


def matched(
    present: Sequence[Variant], rows: Sequence[VariantRow], chosen: Sequence[Values | None]
) -> list[Variant | None]:
    """The known variant that each row means: by its option values, else by its SKU.

    A live variant goes before an archived one that has the same values.
    """
    ordered = sorted(present, key=lambda variant: variant.archived_at is None)
    by_values = {options.folded(options.values_of(variant)): variant for variant in ordered}
    found = [by_values.get(options.folded(said)) if said else None for said in chosen]
    meant = {variant.id for variant in found if variant}
    by_sku = {variant.sku: variant for variant in present if variant.id not in meant}
    return [
        variant or by_sku.pop((row.sku or "").strip(), None)
        for variant, row in zip(found, rows, strict=True)
    ]


def _sku(row: VariantRow, path: Path) -> str:
    """As the file has it, however long; empty when it has none."""
    return text.words((row.sku or "").strip(), *path, "sku", longest=MOST_READ)


def _is_short(sku: str) -> bool:
    return 0 < len(sku) <= LONGEST


def _refuse_doubles(chosen: Sequence[Values | None]) -> None:
    seen: set[tuple[str, ...]] = set()
    for place, said in enumerate(chosen):
        folded = options.folded(said) if said else None
        if folded in seen:
            words = ", ".join(filter(None, said or ())) or "no options"
            raise Taken(
                f"Another variant of this product has {words}.", *_path(place), "option_values"
            )
        if folded:
            seen.add(folded)


def _path(place: int) -> tuple[str, str]:
    return "variants", str(place)
