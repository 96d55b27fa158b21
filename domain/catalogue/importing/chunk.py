"""Some hundred products at a time: everything they touch read at once, and written at once."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import select

from domain.catalogue import fields, options
from domain.catalogue.importing.rows import Outcome, ProductRow, Upserted, checked_row
from domain.catalogue.importing.shelves import Shelves
from domain.catalogue.importing.showing import (
    check_attributes,
    describe,
    new_pictures,
    show,
)
from domain.catalogue.importing.skus import derived_sku
from domain.catalogue.importing.variants import Variants, live_by_options
from domain.catalogue.models import (
    Product,
    ProductAttribute,
    ProductPicture,
    ProductState,
    Variant,
)
from domain.catalogue.products import touch
from domain.catalogue.uniqueness import Codes
from domain.errors import Conflict, DomainError, Required
from domain.ids import new_id
from domain.people.models import Organization
from domain.permissions import Permission
from domain.text import is_storable
from domain.work import Work

CHUNK = 500
"""Products to a flush, an audit line and an outbox event."""


def upsert_products(work: Work, rows: Sequence[ProductRow]) -> list[Upserted]:
    """An outcome for each row, in their order; a second run of the same rows changes nothing.

    New products are drafts. A row that breaks a rule is refused and holds up no other.
    """
    fields.require(work, Permission.PRODUCTS_WRITE, Permission.CONTENT_WRITE)
    if any(row.variants for row in rows):
        fields.require(work, Permission.PRICES_WRITE)
    found: list[Upserted] = []
    for start in range(0, len(rows), CHUNK):
        found += _Chunk(work, rows[start : start + CHUNK]).outcomes()
    return found


class _Chunk:
    """One chunk, of one organisation at a time: two that bring the same product must not both."""

    def __init__(self, work: Work, rows: Sequence[ProductRow]) -> None:
        self.work, self.rows = work, rows
        house = select(Organization.id).where(Organization.id == work.actor.organization_id)
        work.session.execute(house.with_for_update(key_share=True))
        handles = [row.handle for row in rows if is_storable(row.handle)]
        present = work.seen(Product).where(Product.handle.in_(handles)).order_by(Product.id)
        products = work.session.scalars(
            present.with_for_update(),
            work.actor.values(),
            execution_options={"populate_existing": True},
        ).all()
        self.products = {product.handle: product for product in products}
        ids = [product.id for product in products]
        self.variants = self.of_products(Variant, ids, Variant.id)
        self.pictures = self.of_products(ProductPicture, ids, ProductPicture.position)
        self.attributes = self.of_products(ProductAttribute, ids, ProductAttribute.position)
        self.codes = Codes.of(work, [code for row in rows for code in codes_of(row)])
        self.may_cost = work.actor.may(Permission.COSTS_WRITE)

    def of_products(self, model: Any, ids: Sequence[UUID], order: Any) -> dict[UUID, list[Any]]:
        found: dict[UUID, list[Any]] = defaultdict(list)
        own = select(model).where(model.product_id.in_(ids)).order_by(order, model.id)
        fresh = {"populate_existing": True}
        for row in self.work.session.scalars(own.with_for_update(), execution_options=fresh):
            found[row.product_id].append(row)
        return found

    @cached_property
    def shelves(self) -> Shelves:
        return Shelves(self.work)

    def outcomes(self) -> list[Upserted]:
        with self.work.session.no_autoflush:
            found = [self.outcome(row) for row in self.rows]
        changes = {
            kind.lower(): [one.handle for one in found if one.outcome is kind]
            for kind in (Outcome.CREATED, Outcome.UPDATED)
        }
        if any(changes.values()):
            self.work.tell("products.upserted", "Product", None, None, changes)
        self.work.session.flush()
        return found

    def outcome(self, row: ProductRow) -> Upserted:
        try:
            one = _One(self, row)
        except DomainError as error:
            return Upserted(row.handle, Outcome.REFUSED, error=error)
        outcome = one.done()
        return Upserted(row.handle, outcome, one.product.id, notes=one.notes)


class _One:
    """One row: all of it checked when it is made, all of it done by `done`."""

    def __init__(self, chunk: _Chunk, row: ProductRow) -> None:
        """Raises the first DomainError; nothing has changed then."""
        self.chunk, self.row, self.notes = chunk, row, list[str]()
        kept = checked_row(row)
        self.path, self.facts = kept.pop("category"), kept.pop("attributes")
        self.names = kept.pop("option_names", None)
        self.kept = kept
        known = chunk.products.get(row.handle)
        if known is None and "title" not in kept:
            raise Required("A new product needs a title.", "title")
        self.is_new = known is None
        self.product = known or Product(
            id=new_id(), organization_id=chunk.work.actor.organization_id, **kept
        )
        count = self.checked_names(known)
        self.present = chunk.variants[self.product.id] if known else []
        self.variants = Variants(row.handle, count, self.present, chunk.codes, chunk.may_cost)
        if self.path:
            chunk.shelves.check(self.path)
        shown = chunk.pictures.get(self.product.id, [])
        self.shown = new_pictures(shown, row.pictures, self.notes)
        check_attributes(chunk.attributes.get(self.product.id, []), self.facts)
        try:
            self.variants.plan(row.variants)
        except DomainError:
            fresh = [plan.id for plan in self.variants.plans if plan.known is None]
            chunk.codes.release(fresh)
            raise
        self.notes += self.variants.notes

    def checked_names(self, known: Product | None) -> int:
        """How many options the product has; a file gives it some, if it has no variants yet."""
        if known is None:
            options.put_names(self.product, self.names or ())
            return len(self.names or ())
        present = options.names_of(known)
        if self.names and list(self.names) != present:
            if present or self.chunk.variants[known.id]:
                raise Conflict("The product has other options.", "option_names")
            return len(self.names)
        return len(present)

    def done(self) -> Outcome:
        session, product = self.chunk.work.session, self.product
        if not self.is_new:
            fields.put(product, self.kept)
            if self.names:
                options.put_names(product, self.names)
        shelf = self.chunk.shelves.shelf(self.path) if self.path else None
        if shelf:
            fields.put(product, {"category_id": shelf})
        known, new = self.variants.put(product.organization_id, product.id)
        everything = [*self.present, *new]
        pictures = self.chunk.pictures[product.id]
        by_options = live_by_options(everything)
        shown = show(product, pictures, self.shown, by_options)
        attributes = self.chunk.attributes[product.id]
        told = describe(product, attributes, self.facts)
        self.activate(everything)
        self.chunk.products[product.handle] = product
        self.chunk.variants[product.id] = everything
        beside = any(map(session.is_modified, (*pictures, *attributes)))
        pictures.extend(shown)
        attributes.extend(told)
        session.add_all([*([product] if self.is_new else []), *new, *shown, *told])
        if self.is_new:
            return Outcome.CREATED
        if shown or told or beside:
            touch(product)
        is_changed = any(map(session.is_modified, (product, *known)))
        return Outcome.UPDATED if is_changed or new else Outcome.UNCHANGED

    def activate(self, variants: Sequence[Variant]) -> None:
        """For sale, where it may be; see `products.activate_product`."""
        if not self.row.is_active or self.product.state is ProductState.ACTIVE:
            return
        if self.product.state is ProductState.ARCHIVED:
            self.notes.append("It is archived here, and stays so.")
        elif not any(one.archived_at is None for one in variants):
            self.notes.append("It stays a draft: it has no variant.")
        else:
            self.product.state = ProductState.ACTIVE


def codes_of(row: ProductRow) -> list[dict[str, str]]:
    """The SKUs and barcodes that its variants may come to have."""
    found = []
    for one in row.variants:
        own = derived_sku(row.handle, one.option_values)
        said = [(one.sku or "").strip(), own, f"{own}~2"]
        barcode = (one.barcode or "").strip()
        found += [
            {"sku": sku, "barcode": barcode} for sku in said if is_storable(sku + barcode) and sku
        ]
    return found
