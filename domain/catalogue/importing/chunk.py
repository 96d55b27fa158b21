"""Some hundred products of a file, and everything they touch, read at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import select

from domain import text
from domain.assets.files import keep_files
from domain.base import Base
from domain.catalogue import fields, options, shown_prices
from domain.catalogue.importing.rows import Outcome, ProductRow, Upserted
from domain.catalogue.importing.shelves import Shelves
from domain.catalogue.importing.showing import (
    ExtraPlan,
    Shown,
    attribute_plans,
    picture_plans,
    variants_by_values,
)
from domain.catalogue.importing.skus import own_skus
from domain.catalogue.importing.variants import Note, Planner, VariantPlan
from domain.catalogue.models import (
    Product,
    ProductAttribute,
    ProductPicture,
    ProductState,
    Variant,
)
from domain.catalogue.products import check_sellable, touch
from domain.catalogue.uniqueness import Codes, holders, ids_of, words_of
from domain.errors import Conflict, DomainError, Required
from domain.ids import new_id
from domain.permissions import Permission, Reach
from domain.scope import Among
from domain.sessions import insert_rows
from domain.work import Work

Kept = dict[str, Any]
_IN_ORDER = (Product, Variant, ProductAttribute, ProductPicture)
"""So that a row comes after those it points to."""


@dataclass(frozen=True)
class _Plan:
    """What a row does to its product; making one changes no row that is known."""

    product: Product
    is_new: bool
    kept: Kept
    names: Sequence[str] | None
    variants: Sequence[VariantPlan]
    extras: Sequence[ExtraPlan]


@dataclass(frozen=True)
class _Told:
    """Handles, for the audit line."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    activated: list[str] = field(default_factory=list)


class Chunk:
    """Rows that passed their own rules, with what is kept of them."""

    def __init__(self, work: Work, rows: Sequence[tuple[ProductRow, Kept]]) -> None:
        self.work, self.told = work, _Told()
        handles = words_of(kept["handle"] for _, kept in rows)
        own = Product.organization_id == work.actor.organization_id
        present = select(Product).where(own, Among(Product.handle, handles)).order_by(Product.id)
        locked = present.with_for_update(key_share=True)
        fresh = {"populate_existing": True}
        found = work.session.scalars(locked, execution_options=fresh).all()
        self.products = {product.handle: product for product in found}
        self.variants: dict[UUID, list[Variant]] = self._own(Variant)
        self.attributes: dict[UUID, list[ProductAttribute]] = defaultdict(list)
        self.pictures: dict[UUID, list[ProductPicture]] = defaultdict(list)
        if any(row.attributes for row, _ in rows):
            self.attributes = self._own(ProductAttribute)
        if any(row.pictures for row, _ in rows):
            self.pictures = self._own(ProductPicture)
        shown = (picture.file for row, _ in rows for picture in row.pictures)
        self.assets = keep_files(work, (file for file in shown if file))
        self.codes = self._codes(rows)
        self.added: dict[type[Base], list[Base]] = {model: [] for model in _IN_ORDER}
        may = work.actor.grants.reach(Permission.COSTS_WRITE)
        self.may_cost = may is Reach.EVERY_STORE  # as `fields.require` asks of a mutation

    def _own(self, model: Any) -> Any:
        """The rows of the products that are known, by product."""
        own: dict[UUID, list[Any]] = defaultdict(list)
        if not self.products:
            return own
        ids = ids_of(product.id for product in self.products.values())
        found = select(model).where(Among(model.product_id, ids)).order_by(model.id)
        locked = found.with_for_update(key_share=True)
        fresh = {"populate_existing": True}
        for row in self.work.session.scalars(locked, execution_options=fresh):
            own[row.product_id].append(row)
        return own

    def _codes(self, rows: Sequence[tuple[ProductRow, Kept]]) -> Codes:
        """Who has the codes that are stated, and those that may be given in their place."""
        stated = [(kept["handle"], variant) for row, kept in rows for variant in row.variants]
        skus = [(one.sku or "").strip() for _, one in stated]
        barcodes = [(one.barcode or "").strip() for _, one in stated]
        wanted = [
            {"sku": sku, "barcode": barcode}
            for sku, barcode in zip(skus, barcodes, strict=True)
            if text.is_storable(sku + barcode)
        ]
        codes, counted = Codes.of(self.work, wanted), Counter(skus)
        theirs = {
            (handle, variant.sku)
            for handle, product in self.products.items()
            for variant in self.variants[product.id]
        }
        own = (
            own_skus(handle, [value.strip() for value in one.option_values])
            for (handle, one), sku in zip(stated, skus, strict=True)
            if not sku or counted[sku] > 1 or (codes.has_sku(sku) and (handle, sku) not in theirs)
        )
        codes.learn_skus(holders(self.work, Variant.sku, _storable(own)))
        return codes

    @cached_property
    def shelves(self) -> Shelves:
        return Shelves(self.work)

    def outcome(self, row: ProductRow, kept: Kept) -> Upserted:
        """What becomes of the row; a refused one has changed nothing."""
        given, notes = self.codes.given(), dict[str, None]()  # each once, in their order
        try:
            plan = self._plan(row, kept, notes.setdefault)
        except DomainError as error:
            self.codes.undo(given)
            return Upserted(row.handle, Outcome.REFUSED, error=error)
        is_changed = self._carry_out(plan)
        if row.is_active:
            is_changed |= self._activated(plan.product, notes.setdefault)
        handle = plan.product.handle
        if plan.is_new:
            self.told.created.append(handle)
            return Upserted(row.handle, Outcome.CREATED, plan.product.id, notes=list(notes))
        if not is_changed:
            return Upserted(row.handle, Outcome.UNCHANGED, plan.product.id, notes=list(notes))
        self.told.updated.append(handle)
        return Upserted(row.handle, Outcome.UPDATED, plan.product.id, notes=list(notes))

    def write(self) -> None:
        """All that changed, and one line about it."""
        insert_rows(self.work.session, chain.from_iterable(self.added.values()))
        shown_prices.products_priced(self.work, [one.id for one in self.products.values()])
        if any(vars(self.told).values()):
            self.work.tell("products.upserted", "Product", None, None, vars(self.told))

    def _plan(self, row: ProductRow, kept: Kept, note: Note) -> _Plan:
        names, category = kept.pop("option_names", None), kept.pop("category")
        product = self.products.get(kept["handle"])
        is_new = product is None
        if product is None:
            product = self._new(kept)
        present = self.variants[product.id]
        names = _new_names(product, names, present)
        count = len(options.names_of(product) if names is None else names)
        planner = Planner(product, count, present, self.codes, self.may_cost, note)
        variants = planner.plans(row.variants)
        extras = attribute_plans(product, self.attributes[product.id], row.attributes)
        if row.pictures:
            shown = Shown(self.assets, variants_by_values(present, variants))
            pictures = self.pictures[product.id]
            extras += picture_plans(product, pictures, row.pictures, shown, note)
        if category:
            self.shelves.check(category)
            kept["category_id"] = self.shelves.shelf(category)  # last: this makes what is missing
        return _Plan(product, is_new, kept, names, variants, extras)

    def _new(self, kept: Kept) -> Product:
        if "title" not in kept:
            raise Required("A new product needs a title.", "title")
        own = self.work.actor.organization_id
        return Product(id=new_id(), organization_id=own, **kept)

    def _carry_out(self, plan: _Plan) -> bool:
        """Whether anything is other than it was."""
        product = plan.product
        is_changed = fields.put(product, plan.kept)
        if plan.names is not None:
            is_changed |= options.names_of(product) != list(plan.names)
            options.put_names(product, plan.names)
        if plan.is_new:
            self.added[Product].append(product)
        self.products[product.handle] = product
        for one in plan.variants:
            if one.is_new:
                self.variants[product.id].append(one.variant)
                self.added[Variant].append(one.variant)
            is_changed |= one.is_new or one.apply()
        has_other_extras = False
        for extra in plan.extras:
            if extra.is_new:
                self._keep(product, extra)
            has_other_extras |= extra.is_new or fields.put(extra.row, extra.kept)
        if has_other_extras and product in self.work.session:
            touch(product)
        return is_changed or has_other_extras

    def _keep(self, product: Product, extra: ExtraPlan) -> None:
        """For writing, and for a later row of the same product."""
        self.added[type(extra.row)].append(extra.row)
        if isinstance(extra.row, ProductPicture):
            self.pictures[product.id].append(extra.row)
        else:
            self.attributes[product.id].append(extra.row)

    def _activated(self, product: Product, note: Note) -> bool:
        """Out of a draft, if it may be sold; what the file cannot bring about is told."""
        if product.state is ProductState.ARCHIVED:
            note("It is archived here, and stays so.")
        if product.state is not ProductState.DRAFT:
            return False
        live = [one for one in self.variants[product.id] if one.archived_at is None]
        try:
            check_sellable(product, live)
        except Conflict as error:
            note(f"It stays a draft: {error}")
            return False
        product.state = ProductState.ACTIVE
        self.told.activated.append(product.handle)
        return True


def _new_names(
    product: Product, names: Sequence[str] | None, present: Sequence[Variant]
) -> Sequence[str] | None:
    """Names to put, or None; those of a product with variants change in case alone."""
    own = options.names_of(product)
    if not names or list(names) == own:
        return None
    if present and [text.fold(name) for name in names] != [text.fold(name) for name in own]:
        has = f"the options {', '.join(own)}" if own else "no options"
        raise Conflict(f"The product has {has}, not {', '.join(names)}.", "option_names")
    return names


def _storable(lists: Iterable[Iterable[str]]) -> list[str]:
    return [one for several in lists for one in several if text.is_storable(one)]
