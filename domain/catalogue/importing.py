"""Products as files have them, many at once: a pure rule a row, one flush a chunk."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from domain.catalogue import fields, options, variants
from domain.catalogue.models import Product, Variant
from domain.catalogue.stated import Outcome, PictureRow, ProductRow, Upserted, VariantRow
from domain.catalogue.uniqueness import Codes
from domain.catalogue.variants import NewVariant
from domain.errors import Conflict, DomainError, Required
from domain.ids import new_id
from domain.permissions import Permission
from domain.text import is_storable
from domain.work import Work

__all__ = [
    "Outcome",
    "PictureRow",
    "ProductRow",
    "Upserted",
    "VariantRow",
    "checked_row",
    "upsert_products",
]
CHUNK = 500
"""Products to a flush, an audit line and an outbox event."""
LOADED = ("title", "title_zh", "description_html", "description_html_zh", "brand", "tags")
"""Fields of a product that a file may say, beside its options."""


def checked_row(row: ProductRow) -> dict[str, Any]:
    """The pure rule of a row's own fields; raises the first DomainError."""
    said = {name: value for name, value in row.said.items() if name in LOADED}
    names = {"option_names": row.option_names} if row.option_names else {}
    return fields.checked(fields.PRODUCT, {"handle": row.handle, **said, **names})


def upsert_products(work: Work, rows: Sequence[ProductRow]) -> list[Upserted]:
    """An outcome for each row, in their order; a second run of the same rows changes nothing.

    New products are drafts. A row that breaks a rule is refused and holds up no other.
    """
    fields.require(work, Permission.PRODUCTS_WRITE, Permission.CONTENT_WRITE)
    variants.require_for_new(work, [_new(one) for row in rows for one in row.variants])
    found: list[Upserted] = []
    for start in range(0, len(rows), CHUNK):
        found += _Chunk(work, rows[start : start + CHUNK]).outcomes()
    return found


class _Chunk:
    """Everything the rows touch, read at once."""

    def __init__(self, work: Work, rows: Sequence[ProductRow]) -> None:
        self.work, self.rows = work, rows
        handles = [row.handle for row in rows if is_storable(row.handle)]
        present = work.seen(Product).where(Product.handle.in_(handles)).order_by(Product.id)
        products = work.session.scalars(
            present.with_for_update(),
            work.actor.values(),
            execution_options={"populate_existing": True},
        ).all()
        self.products = {product.handle: product for product in products}
        self.variants: dict[UUID, list[Variant]] = {product.id: [] for product in products}
        own = select(Variant).where(Variant.product_id.in_(list(self.variants)))
        for variant in work.session.scalars(own.order_by(Variant.id).with_for_update()):
            self.variants[variant.product_id].append(variant)
        stated = [
            {"sku": (one.sku or "").strip(), "barcode": (one.barcode or "").strip()}
            for row in rows
            for one in row.variants
            if is_storable((one.sku or "") + (one.barcode or ""))
        ]
        self.codes = Codes.of(work, stated)

    def outcomes(self) -> list[Upserted]:
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
            kept = checked_row(row)
            product = self.products.get(row.handle)
            outcome = self.updated(product, row, kept) if product else self.created(row, kept)
        except DomainError as error:
            return Upserted(row.handle, Outcome.REFUSED, error=error)
        return Upserted(row.handle, outcome, self.products[row.handle].id)

    def created(self, row: ProductRow, kept: dict[str, Any]) -> Outcome:
        if "title" not in kept:
            raise Required("A new product needs a title.", "title")
        names = kept.pop("option_names", ())
        product = Product(id=new_id(), organization_id=self.work.actor.organization_id, **kept)
        options.put_names(product, names)
        rows = self.drafted(product, row, ())
        self.products[product.handle], self.variants[product.id] = product, rows
        self.work.session.add_all([product, *rows])
        return Outcome.CREATED

    def updated(self, product: Product, row: ProductRow, kept: dict[str, Any]) -> Outcome:
        names = kept.pop("option_names", None)
        if names and list(names) != options.names_of(product):
            raise Conflict("The product has other options.", "option_names")
        present = self.variants[product.id]
        drafts = self.drafted(product, row, present)
        by_sku = {variant.sku: variant for variant in present}
        fields.put(product, kept)
        for draft, stated in zip(drafts, row.variants, strict=True):
            known = by_sku.get(draft.sku)
            if known:
                fields.put(known, _said(draft, stated))
            else:
                present.append(draft)
                self.work.session.add(draft)
        changed = any(map(self.work.session.is_modified, (product, *by_sku.values())))
        return Outcome.UPDATED if changed or len(present) > len(by_sku) else Outcome.UNCHANGED

    def drafted(
        self, product: Product, row: ProductRow, present: Sequence[Variant]
    ) -> list[Variant]:
        """The row's variants, checked; a known SKU's draft bears the id of its variant."""
        count, by_sku = len(options.names_of(product)), {one.sku: one for one in present}
        taken = options.Combinations(one for one in present if one.archived_at is None)
        drafts: list[Variant] = []
        fresh: list[UUID] = []
        try:
            for place, stated in enumerate(row.variants):
                path = ("variants", str(place))
                draft = variants.drafted(product, _new(stated, *path), count, *path)
                known = by_sku.get(draft.sku)
                if known:
                    draft.id = known.id
                else:
                    fresh.append(draft.id)
                self.codes.take(draft.id, {"sku": draft.sku, "barcode": draft.barcode}, *path)
                if known is None or known.archived_at is None:
                    values = options.values_of(draft)
                    taken.take(draft.id, values, *path, "option_values")
                drafts.append(draft)
        except DomainError:
            self.codes.release(fresh)
            raise
        return drafts


def _said(draft: Variant, stated: VariantRow) -> dict[str, Any]:
    """What the file says of a variant that is known."""
    said: dict[str, Any] = {name: getattr(draft, name) for name in _ALWAYS}
    said |= {name: getattr(draft, name) for name in _IF_STATED if getattr(stated, name)}
    return said


_ALWAYS = ("unit_price", "option_1", "option_2", "option_3")
_IF_STATED = ("unit_cost", "barcode", "title", "weight_g")


def _new(stated: VariantRow, *path: str) -> NewVariant:
    if stated.unit_price is None:
        raise Required("A new variant needs a price.", *path, "unit_price")
    return NewVariant(**{**vars(stated), "sku": stated.sku or ""})
