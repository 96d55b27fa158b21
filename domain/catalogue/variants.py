"""What is done to variants: one SKU at a time, or up to a hundred at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import selectinload

from domain.catalogue import fields, options, shown_prices, values
from domain.catalogue.models import Product, ProductState, Variant
from domain.catalogue.uniqueness import Codes
from domain.errors import Conflict, LimitExceeded, NotFound, Stale
from domain.ids import new_id
from domain.money import UnitPrice
from domain.permissions import Permission
from domain.work import Work

MOST_AT_ONCE = 100
PRICE = "unit_price"


@dataclass(frozen=True)
class NewVariant:
    """A variant to be; without a title it is called by its option values."""

    sku: str
    unit_price: UnitPrice
    unit_cost: UnitPrice | None = None
    barcode: str | None = None
    title: str = ""
    option_values: Sequence[str] = ()
    weight_g: int | None = None
    position: int = 0


@dataclass(frozen=True)
class VariantChange:
    """Which variant, what of it, and the version it was read at."""

    id: UUID
    changes: Mapping[str, Any]
    version: int | None = None


def add_variant(
    work: Work, product_id: UUID, new: NewVariant, *, version: int | None = None
) -> Variant:
    """One more variant of a product that is not archived; `version` is the product's."""
    require_for_new(work, [new])
    product = work.claim(Product, product_id, "product_id", version=version)
    if product.state is ProductState.ARCHIVED:
        raise Conflict("This product is archived; activate it first.", "product_id")
    [variant] = built(work, product, [new], [("variant",)], live_variants(work, product))
    work.add(variant)
    work.record("variant.added", variant)
    shown_prices.products_priced(work, [product.id])
    return variant


def update_variants(work: Work, changes: Sequence[VariantChange]) -> list[Variant]:
    """All of them or none; an error says which by `variants`, its place, its field."""
    check_count(len(changes), "variants")
    for change in changes:
        fields.require_fields(work, fields.VARIANT, change.changes)
    rows = _claimed(work, changes)
    entries = []
    for place, (row, change) in enumerate(zip(rows, changes, strict=True)):
        path = ("variants", str(place))
        entries.append(_Entry(row.id, fields.checked(fields.VARIANT, change.changes, *path), path))
    codes = Codes.of(work, [entry.kept for entry in entries])
    for entry in entries:
        codes.take(entry.id, entry.kept, *entry.path)
    _check_options(work, rows, entries)
    for row, entry in zip(rows, entries, strict=True):
        if chosen := entry.kept.pop("option_values", None):
            options.put_values(row, chosen)
        fields.put(row, entry.kept)
        work.record("variant.updated", row)
    priced = {
        row.product_id for row, one in zip(rows, changes, strict=True) if PRICE in one.changes
    }
    shown_prices.products_priced(work, priced)
    return rows


def archive_variant(work: Work, variant_id: UUID, *, version: int | None = None) -> Variant:
    """Sold no more; its SKU stays its own. An active product keeps one variant at least."""
    fields.require(work, Permission.PRODUCTS_WRITE)
    variant, product = _claimed_with_product(work, variant_id, version)
    if variant.archived_at:
        raise Conflict("This variant is archived already.", "id")
    if product.state is ProductState.ACTIVE and len(live_variants(work, product)) == 1:
        raise Conflict("It is the last variant of an active product; archive that.", "id")
    variant.archived_at = work.now
    work.record("variant.archived", variant)
    shown_prices.products_priced(work, [variant.product_id])
    return variant


def restore_variant(work: Work, variant_id: UUID, *, version: int | None = None) -> Variant:
    """Back from the archive, unless another variant has its options by now."""
    fields.require(work, Permission.PRODUCTS_WRITE)
    variant, product = _claimed_with_product(work, variant_id, version)
    if not variant.archived_at:
        raise Conflict("This variant is not archived.", "id")
    chosen = options.shortened(options.values_of(variant), len(options.names_of(product)))
    options.Combinations(live_variants(work, product)).take(variant.id, chosen, "id")
    options.put_values(variant, chosen)
    variant.archived_at = None
    work.record("variant.restored", variant)
    shown_prices.products_priced(work, [variant.product_id])
    return variant


def set_variant_cost(
    work: Work, variant_id: UUID, unit_cost: UnitPrice | None, *, version: int | None = None
) -> Variant:
    """What one unit costs us; None when that is not known."""
    fields.require(work, Permission.COSTS_WRITE)
    variant = work.claim(Variant, variant_id, version=version)
    if unit_cost is not None:
        values.price(unit_cost, "unit_cost")
    if variant.unit_cost != unit_cost:
        variant.unit_cost = unit_cost
    work.record("variant.cost_set", variant)
    return variant


def require_for_new(work: Work, new: Sequence[NewVariant]) -> None:
    """What making these variants takes; whoever says a cost must be one who may."""
    if new:
        fields.require(work, Permission.PRODUCTS_WRITE, Permission.PRICES_WRITE)
    if any(one.unit_cost is not None for one in new):
        fields.require(work, Permission.COSTS_WRITE)


def built(
    work: Work,
    product: Product,
    new: Sequence[NewVariant],
    paths: Sequence[tuple[str, ...]],
    live: Sequence[Variant],
) -> list[Variant]:
    """Variants of the product, checked against each other and all others; not added yet."""
    taken = options.Combinations(live)
    count = len(options.names_of(product))
    rows = [drafted(product, one, count, *path) for one, path in zip(new, paths, strict=True)]
    said = [{"sku": row.sku, "barcode": row.barcode} for row in rows]
    codes = Codes.of(work, said)
    for row, kept, path in zip(rows, said, paths, strict=True):
        taken.take(row.id, options.values_of(row), *path, "option_values")
        codes.take(row.id, kept, *path)
    return rows


def drafted(product: Product, new: NewVariant, option_count: int, *path: str) -> Variant:
    """A variant of the product by its own rules alone; not added yet."""
    said = dict(vars(new))
    cost, chosen = said.pop("unit_cost"), said.pop("option_values")
    kept = fields.checked(fields.VARIANT, said, *path)
    if cost is not None:
        values.price(cost, *path, "unit_cost")
    first, second, third = values.option_values(chosen, option_count, *path, "option_values")
    kept["title"] = kept["title"] or options.called((first, second, third))
    return Variant(
        id=new_id(),
        organization_id=product.organization_id,
        product_id=product.id,
        unit_cost=cost,
        option_1=first,
        option_2=second,
        option_3=third,
        **kept,
    )


def live_variants(work: Work, product: Product) -> list[Variant]:
    """Those that are not archived, in no order."""
    own = work.seen(Variant).where(Variant.product_id == product.id)
    found = own.where(Variant.archived_at.is_(None))
    return list(work.session.scalars(found, work.actor.values()))


def check_count(count: int, *path: str) -> None:
    if count > MOST_AT_ONCE:
        raise LimitExceeded(f"Up to {MOST_AT_ONCE} variants at once.", MOST_AT_ONCE, *path)


@dataclass(frozen=True)
class _Entry:
    """What one variant is to have, and where the client said so."""

    id: UUID
    kept: dict[str, Any]
    path: tuple[str, ...]


def _claimed(work: Work, changes: Sequence[VariantChange]) -> list[Variant]:
    """The rows in the order of the changes, locked in the order of their ids."""
    found = work.seen(Variant).where(Variant.id.in_([change.id for change in changes]))
    found = found.options(selectinload(Variant.product)).order_by(Variant.id)
    rows = work.session.scalars(
        found.with_for_update(of=Variant),
        work.actor.values(),
        execution_options={"populate_existing": True},
    )
    left = {row.id: row for row in rows}
    return [_one_of(left, change, "variants", str(i)) for i, change in enumerate(changes)]


def _one_of(left: dict[UUID, Variant], change: VariantChange, *path: str) -> Variant:
    row = left.pop(change.id, None)
    if row is None:
        raise NotFound("No such variant, or it is in the list twice.", *path, "id")
    if change.version not in (None, row.version):
        raise Stale(row.version).under(*path)
    return row


def _claimed_with_product(
    work: Work, variant_id: UUID, version: int | None
) -> tuple[Variant, Product]:
    """Both locked, the product first as everywhere; the version is the variant's."""
    product_id = work.find(Variant, variant_id).product_id
    product = work.claim(Product, product_id)
    return work.claim(Variant, variant_id, version=version), product


def _check_options(work: Work, rows: Sequence[Variant], entries: Sequence[_Entry]) -> None:
    """Puts the checked values into `kept`; archived variants may be alike."""
    taken: dict[UUID, options.Combinations] = {}
    for row, entry in zip(rows, entries, strict=True):
        if "option_values" not in entry.kept:
            continue
        here = (*entry.path, "option_values")
        count = len(options.names_of(row.product))
        chosen = values.option_values(entry.kept["option_values"], count, *here)
        entry.kept["option_values"] = chosen
        if row.archived_at is None:
            if row.product_id not in taken:
                live = live_variants(work, row.product)
                taken[row.product_id] = options.Combinations(live)
            taken[row.product_id].take(row.id, chosen, *here)
